//! What an update calculates is what the attribute's type holds, or the update is refused.

use std::collections::BTreeMap;

use dynamo_runtime::{Changes, Dynamo, DynamoTable, DynamoValue, Error, ErrorKind, Outcome, Wire};
use dynamo_testkit::Engine;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, DynamoValue)]
struct Cents(u16);

/// Two numbers of every type.
#[derive(Debug, Clone, Default, PartialEq, DynamoTable)]
struct Numbers {
    #[hash_key]
    id: u8,
    a8: u8,
    b8: u8,
    a16: u16,
    b16: u16,
    a32: u32,
    b32: u32,
    a64: u64,
    b64: u64,
    a128: u128,
    b128: u128,
    c8: i8,
    d8: i8,
    c16: i16,
    d16: i16,
    c32: i32,
    d32: i32,
    c64: i64,
    d64: i64,
    c128: i128,
    d128: i128,
    size: usize,
    spare: usize,
    maybe: Option<u8>,
    other: Option<u8>,
    price: Cents,
    tax: Cents,
    list: Vec<u32>,
    map: BTreeMap<String, i8>,
    nested: Nested,
}

#[derive(Debug, Clone, Default, PartialEq, DynamoValue)]
struct Nested {
    left: i16,
    right: i16,
}

/// Whole numbers of up to 38 digits are exact.
const GREATEST: i128 = 10_i128.pow(38) - 1;

/// What is calculated of the attributes `a` and `b` and the number `n`.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// `a + n`
    Plus,
    /// `a - n`
    Minus,
    /// `if_not_exists(a, m) + n`
    DefaultPlus,
    /// `if_not_exists(a, m) - n`
    DefaultMinus,
    /// `a + b`
    Sum,
    /// `a - b`
    Difference,
    /// `if_not_exists(a, m) - if_not_exists(b, n)`
    DefaultDifference,
    /// ADD `a n`
    Add,
}

const FORMS: [Form; 8] = [
    Form::Plus,
    Form::Minus,
    Form::DefaultPlus,
    Form::DefaultMinus,
    Form::Sum,
    Form::Difference,
    Form::DefaultDifference,
    Form::Add,
];

/// A calculation, and what comes of it.
struct Case {
    item: Numbers,
    changes: Changes<Numbers>,
    result: Option<i128>,
    bounds: (i128, i128),
    /// A condition can tell exactly whether the type holds the result.
    exact: bool,
    get: fn(&Numbers) -> i128,
}

/// Four numbers within the bounds, at their ends more often than not.
fn numbers(seeds: [u64; 4], (min, max): (i128, i128)) -> [i128; 4] {
    seeds.map(|seed| {
        let small = i128::from(seed / 8 % 5);
        let number = match seed % 8 {
            0 => min + small,
            1 | 2 => max - small,
            3 => small,
            4 => -small,
            5 => min / 2 + small - 2,
            6 => max / 2 + small - 2,
            _ => i128::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15_9E37) % GREATEST,
        };
        number.clamp(min, max)
    })
}

macro_rules! case {
    ($form:ident, $seeds:ident, $type:ty, $of:expr, $one:expr, $two:expr, $set:expr, $get:expr) => {{
        #[allow(
            clippy::useless_conversion,
            clippy::unnecessary_fallible_conversions,
            reason = "of every type"
        )]
        let bounds = (
            i128::try_from(<$type>::MIN).unwrap_or(-GREATEST).max(-GREATEST),
            i128::try_from(<$type>::MAX).unwrap_or(GREATEST).min(GREATEST),
        );
        let [a, b, m, n] = numbers($seeds, bounds);
        let of = |number: i128| $of(<$type>::try_from(number).expect("within the bounds"));
        let mut item = Numbers::default();
        $set(&mut item, of(a), of(b));
        let (one, two, changes) = (|| $one, || $two, Changes::new());
        let (changes, result, exact) = match $form {
            Form::Plus => (changes.set(one(), one() + of(n)), a.checked_add(n), true),
            Form::Minus => (changes.set(one(), one() - of(n)), a.checked_sub(n), true),
            Form::DefaultPlus => {
                (changes.set(one(), one().if_not_exists(of(m)) + of(n)), a.checked_add(n), true)
            }
            Form::DefaultMinus => {
                (changes.set(one(), one().if_not_exists(of(m)) - of(n)), a.checked_sub(n), true)
            }
            Form::Sum => (changes.set(one(), one() + two()), a.checked_add(b), false),
            Form::Difference => {
                (changes.set(one(), one() - two()), a.checked_sub(b), bounds.0 == 0)
            }
            Form::DefaultDifference => {
                let difference = one().if_not_exists(of(m)) - two().if_not_exists(of(n));
                (changes.set(one(), difference), a.checked_sub(b), bounds.0 == 0)
            }
            Form::Add => (changes.add(one(), of(n)), a.checked_add(n), true),
        };
        Case { item, changes, result, bounds, exact, get: $get }
    }};
}

macro_rules! plain {
    ($form:ident, $seeds:ident, $type:ty: $one:ident $two:ident, $first:ident $second:ident) => {
        case!(
            $form,
            $seeds,
            $type,
            |number: $type| number,
            Numbers::$one,
            Numbers::$two,
            |item: &mut Numbers, a, b| (item.$first, item.$second) = (a, b),
            |item| i128::try_from(item.$first).expect("an i128")
        )
    };
}

/// How many types there are.
const TYPES: u8 = 16;

#[allow(
    clippy::useless_conversion,
    clippy::unnecessary_fallible_conversions,
    clippy::too_many_lines,
    reason = "a line for each type"
)]
fn case(ty: u8, form: Form, seeds: [u64; 4]) -> Case {
    match ty {
        0 => plain!(form, seeds, u8: A8 B8, a8 b8),
        1 => plain!(form, seeds, u16: A16 B16, a16 b16),
        2 => plain!(form, seeds, u32: A32 B32, a32 b32),
        3 => plain!(form, seeds, u64: A64 B64, a64 b64),
        4 => plain!(form, seeds, u128: A128 B128, a128 b128),
        5 => plain!(form, seeds, i8: C8 D8, c8 d8),
        6 => plain!(form, seeds, i16: C16 D16, c16 d16),
        7 => plain!(form, seeds, i32: C32 D32, c32 d32),
        8 => plain!(form, seeds, i64: C64 D64, c64 d64),
        9 => plain!(form, seeds, i128: C128 D128, c128 d128),
        10 => plain!(form, seeds, usize: SIZE SPARE, size spare),
        11 => case!(
            form,
            seeds,
            u8,
            |number: u8| number,
            Numbers::MAYBE,
            Numbers::OTHER,
            |item: &mut Numbers, a, b| (item.maybe, item.other) = (Some(a), Some(b)),
            |item| i128::from(item.maybe.expect("a number"))
        ),
        12 => case!(
            form,
            seeds,
            u16,
            Cents,
            Numbers::PRICE,
            Numbers::TAX,
            |item: &mut Numbers, a, b| (item.price, item.tax) = (a, b),
            |item| i128::from(item.price.0)
        ),
        13 => case!(
            form,
            seeds,
            u32,
            |number: u32| number,
            Numbers::LIST.index(1),
            Numbers::LIST.index(0),
            |item: &mut Numbers, a, b| item.list = vec![b, a],
            |item| i128::from(item.list[1])
        ),
        14 => case!(
            form,
            seeds,
            i8,
            |number: i8| number,
            Numbers::MAP.key("a.b"),
            Numbers::MAP.key("size"),
            |item: &mut Numbers, a, b| {
                item.map = [("a.b".to_owned(), a), ("size".to_owned(), b)].into();
            },
            |item| i128::from(item.map["a.b"])
        ),
        _ => case!(
            form,
            seeds,
            i16,
            |number: i16| number,
            Numbers::NESTED.at(Nested::LEFT),
            Numbers::NESTED.at(Nested::RIGHT),
            |item: &mut Numbers, a, b| item.nested = Nested { left: a, right: b },
            |item| i128::from(item.nested.left)
        ),
    }
}

async fn check(numbers: &NumbersTable, case: Case) -> Result<(), TestCaseError> {
    let Case { item, changes, result, bounds: (min, max), exact, get } = case;
    let fail = |error: Error| TestCaseError::fail(format!("{error:?}"));
    numbers.put(&item).await.map_err(fail)?;
    let fits = result.is_some_and(|result| (min..=max).contains(&result));
    match numbers.update(0).merge(changes).await {
        Ok(new) => {
            prop_assert!(fits, "{:?} is written", result);
            prop_assert_eq!(Some(get(&new)), result);
        }
        Err(error) => {
            prop_assert_eq!(error.kind(), ErrorKind::ConditionFailed, "{:?}", error);
            prop_assert!(!(exact && fits), "{:?} is refused", result);
            let stored = numbers.get(0).await.map_err(fail)?;
            prop_assert_eq!(stored.as_ref(), Some(&item));
        }
    }
    Ok(())
}

#[test]
fn what_is_calculated_is_what_the_type_holds_or_refused() {
    let engine = Engine::start().expect("an engine");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let tables = [Wire::Json, Wire::Sdk]
        .map(|wire| Numbers::table(Dynamo::new(engine.client()).with_wire(wire)));
    runtime.block_on(async { tables[0].create().await }).expect("a table");
    let mut runner = TestRunner::new(Config::with_cases(600));
    let cases = (any::<bool>(), 0..TYPES, select(&FORMS[..]), any::<[u64; 4]>());
    let run = runner.run(&cases, |(wire, ty, form, seeds)| {
        runtime.block_on(check(&tables[usize::from(wire)], case(ty, form, seeds)))
    });
    run.expect("every result is held or refused");
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Shelf {
    #[hash_key]
    id: u8,
    stock: u32,
    sold: Option<u32>,
    rating: f32,
    #[version]
    version: u8,
    #[counter(start = 2, step = -1)]
    left: Option<u8>,
}

fn shelf() -> Shelf {
    Shelf { id: 1, stock: 1, sold: None, rating: 1.0, version: 0, left: None }
}

async fn shelves() -> (ShelfTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let shelves = Shelf::table(engine.client());
    shelves.create().await.expect("a table");
    (shelves, engine)
}

/// The item that the rejected update tells.
fn rejected(outcome: Outcome<Shelf>) -> Option<Shelf> {
    match outcome {
        Outcome::Rejected { current } => current.transpose().expect("a readable item"),
        Outcome::Done(new) => panic!("it is written: {new:?}"),
    }
}

#[tokio::test]
async fn stock_does_not_go_below_zero() -> Result<(), Error> {
    let (shelves, _engine) = shelves().await;
    let shelf = shelves.put(&shelf()).return_new().await?;
    let update = || shelves.update(1);
    let by_set = update().set(Shelf::STOCK, Shelf::STOCK - 5).outcome().await?;
    assert_eq!(rejected(by_set).as_ref(), Some(&shelf));
    // An absent attribute is no number, and counts as 0 where it is told so.
    let absent = update().set(Shelf::SOLD, Shelf::SOLD - 1).outcome().await?;
    assert_eq!(rejected(absent).as_ref(), Some(&shelf));
    let from_zero = update().set(Shelf::SOLD, Shelf::SOLD.if_not_exists(0) - 1).outcome().await?;
    assert_eq!(rejected(from_zero).as_ref(), Some(&shelf));
    let from_ten = update().set(Shelf::SOLD, Shelf::SOLD.if_not_exists(10) - 1).await?;
    assert_eq!(from_ten.sold, Some(9));
    let sold = update().set(Shelf::STOCK, Shelf::STOCK - 1).await?;
    assert_eq!(sold.stock, 0);
    Ok(())
}

#[tokio::test]
async fn add_counts_an_absent_attribute_as_zero_and_stops_at_the_end() -> Result<(), Error> {
    let (shelves, _engine) = shelves().await;
    shelves.put(&shelf()).await?;
    let added = shelves.update(1).add(Shelf::SOLD, u32::MAX).await?;
    assert_eq!(added.sold, Some(u32::MAX));
    let outcome = shelves.update(1).add(Shelf::SOLD, 1).outcome().await?;
    assert_eq!(rejected(outcome), Some(added));
    Ok(())
}

#[tokio::test]
async fn a_version_and_a_counter_stop_at_the_end_of_their_type() -> Result<(), Error> {
    let (shelves, engine) = shelves().await;
    let counted = |change: Changes<Shelf>| shelves.update(1).merge(change);
    let change = || Changes::new().set(Shelf::RATING, 2.0);
    let first = shelves.upsert(1).set(Shelf::STOCK, 1).merge(change()).await?;
    assert_eq!((first.version, first.left), (1, Some(2)));
    assert_eq!(counted(change()).await?.left, Some(1));
    let last = counted(change()).await?;
    assert_eq!(last.left, Some(0));
    assert_eq!(rejected(counted(change()).outcome().await?), Some(last.clone()));

    let full = Shelf { version: 255, left: Some(9), ..last };
    let item = full.to_item()?;
    engine.client().put_item().table_name("Shelf").set_item(Some(item)).send().await.unwrap();
    assert_eq!(rejected(counted(change()).outcome().await?), Some(full));
    Ok(())
}

#[tokio::test]
async fn what_is_unguarded_is_written_as_it_is() -> Result<(), Error> {
    let (shelves, _engine) = shelves().await;
    for changes in [
        Changes::new().set(Shelf::STOCK, Shelf::STOCK.unguarded() - 5),
        Changes::new().set(Shelf::STOCK.unguarded(), Shelf::STOCK - 5),
        Changes::new().set(Shelf::STOCK, Shelf::STOCK.unguarded().if_not_exists(0) - 5),
        Changes::new().add(Shelf::STOCK.unguarded(), u32::MAX),
    ] {
        shelves.delete(1).await?;
        shelves.insert(&shelf()).await?;
        let error = shelves.update(1).merge(changes).await.expect_err("no u32");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.was_written());
    }
    Ok(())
}

#[tokio::test]
async fn what_is_never_held_is_not_sent_and_all_that_is_not_held_is_skipped() -> Result<(), Error> {
    let (shelves, _engine) = shelves().await;
    shelves.put(&shelf()).await?;
    shelves.put(&Shelf { id: 2, stock: 7, ..shelf() }).await?;
    let sell = Changes::new().set(Shelf::STOCK, Shelf::STOCK - 5);
    let written = shelves.scan().update_all(sell).await?;
    assert_eq!((written.items, written.skipped), (1, 1));
    let default = Shelf::SOLD.if_not_exists(1) + Shelf::SOLD.if_not_exists(u32::MAX);
    let outcome = shelves.update(1).set(Shelf::SOLD, default).outcome().await?;
    assert_eq!(rejected(outcome).map(|shelf| shelf.stock), Some(1));
    Ok(())
}
