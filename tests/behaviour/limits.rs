//! What a value may be: the mapper refuses what every engine refuses, and sends what one may take.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{Dynamo, DynamoTable, ErrorKind, Wire};
use dynamo_testkit::Engine;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

type Outcome = Result<(), dynamo_runtime::Error>;

const WIRES: [Wire; 2] = [Wire::Json, Wire::Sdk];

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Sample {
    #[hash_key]
    id: String,
    value: Option<AttributeValue>,
    numbers: Vec<u64>,
    text: String,
    #[dynamo(flatten)]
    rest: HashMap<String, AttributeValue>,
}

fn sample() -> Sample {
    let (id, text) = ("a".to_owned(), String::new());
    Sample { id, value: None, numbers: Vec::new(), text, rest: HashMap::new() }
}

fn holding(value: AttributeValue) -> Sample {
    Sample { value: Some(value), ..sample() }
}

/// The table on each wire, in an engine that must be kept.
async fn samples() -> ([SampleTable; 2], Client, Engine) {
    let engine = Engine::start().expect("an engine");
    let client = engine.client();
    Sample::table(&client).create().await.expect("a table");
    let table = |wire| Sample::table(Dynamo::new(client.clone()).with_wire(wire));
    (WIRES.map(table), client, engine)
}

/// Puts the attribute past the mapper, and tells whether the engine takes it.
async fn is_taken(client: &Client, value: AttributeValue, text: String) -> bool {
    let put = client.put_item().table_name("Sample").item("id", AttributeValue::S("b".to_owned()));
    let put = put.item("numbers", AttributeValue::L(Vec::new()));
    put.item("text", AttributeValue::S(text)).item("value", value).send().await.is_ok()
}

/// Lists and maps, one inside the other.
fn nested(levels: usize) -> AttributeValue {
    (0..levels).fold(AttributeValue::Bool(true), |inner, level| match level % 2 {
        0 => AttributeValue::L(vec![inner]),
        _ => AttributeValue::M([("k".to_owned(), inner)].into()),
    })
}

#[tokio::test]
async fn as_many_levels_are_sent_as_the_engine_takes() -> Outcome {
    let (tables, client, _engine) = samples().await;
    for samples in &tables {
        let beside =
            |levels| Sample { rest: [("k".to_owned(), nested(levels))].into(), ..sample() };
        for deepest in [holding(nested(31)), beside(31)] {
            samples.put(&deepest).await?;
            assert_eq!(samples.get("a").await?, Some(deepest));
        }
        let updated = samples.update("a").set(Sample::VALUE, nested(31)).await?;
        assert_eq!(updated.value, Some(nested(31)));
        let found = samples.scan().filter(Sample::VALUE.eq(nested(31))).count().await?;
        assert_eq!(found, 1);
        for deeper in [holding(nested(32)), beside(32)] {
            let refused = samples.put(&deeper).await.expect_err("a level too many");
            assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
            assert!(samples.put(&deeper).input().is_err());
        }
        assert!(samples.update("a").set(Sample::VALUE, nested(32)).input().is_err());
    }
    assert!(!is_taken(&client, nested(32), String::new()).await);
    Ok(())
}

#[tokio::test]
async fn text_is_sent_as_a_number_where_the_engine_takes_it() -> Outcome {
    let (tables, client, _engine) = samples().await;
    let number = |text: &str| AttributeValue::N(text.to_owned());
    for samples in &tables {
        for text in ["0", "-0", "+5", ".5", "5.", "-.5", "1e5", "1E+05", "00012", "1000e-132"] {
            samples.put(&holding(number(text))).await?;
            assert!(samples.get("a").await?.is_some());
        }
        for text in
            ["", "-", ".", " 5", "5 ", "1_0", "0x10", "1e", "1d", "NaN", "Infinity", "1e126"]
        {
            let refused = samples.put(&holding(number(text))).await.expect_err(text);
            assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
            assert!(!is_taken(&client, number(text), String::new()).await, "{text}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn many_round_numbers_are_no_large_item() -> Outcome {
    let (tables, _, _engine) = samples().await;
    let numbers = vec![10_000_000_000_000_000_000; 75_000];
    for samples in &tables {
        samples.put(&Sample { numbers: numbers.clone(), ..sample() }).await?;
        let stored = samples.get("a").await?.expect("an item");
        assert_eq!(stored.numbers, numbers);
    }
    Ok(())
}

/// Numbers with zeros on either side, signs, points and exponents.
fn numbers() -> impl Strategy<Value = Vec<String>> {
    let number = "-?(0{0,3}[0-9]{1,20}0{0,9}|[0-9]{1,9}\\.[0-9]{1,9}|0\\.0{0,9}[0-9]{1,9}|[1-9]e-?[0-9]{1,2})";
    proptest::collection::vec(number, 100..300)
}

#[tokio::test]
async fn an_item_is_refused_as_too_large_where_the_engine_refuses_it() {
    let ([samples, _], client, _engine) = samples().await;
    let mut runner = TestRunner::deterministic();
    for nested in [false, true, false, true] {
        let numbers = numbers().new_tree(&mut runner).expect("numbers").current();
        let of = |text: &String| AttributeValue::N(text.clone());
        let list = AttributeValue::L(numbers.iter().map(of).collect());
        let entries = numbers.iter().enumerate().map(|(at, text)| (format!("k{at}"), of(text)));
        let value = if nested { AttributeValue::M(entries.collect()) } else { list };
        let fits = |text: usize| {
            let item = Sample { text: "x".repeat(text), ..holding(value.clone()) };
            samples.put(&item).input().is_ok()
        };
        let (mut taken, mut refused) = (0, 409_600);
        while taken + 1 < refused {
            let middle = usize::midpoint(taken, refused);
            if fits(middle) { taken = middle } else { refused = middle }
        }
        assert!(!is_taken(&client, value.clone(), "x".repeat(refused)).await, "{numbers:?}");
        // At most half a pair of digits and a byte of a number are not counted.
        let surely = taken.saturating_sub(2 * numbers.len());
        assert!(is_taken(&client, value, "x".repeat(surely)).await, "{numbers:?}");
    }
}
