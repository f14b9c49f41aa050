//! Plans: what a table lacks of its struct, and that applying one loses nothing.

mod kinds;
mod races;
mod versions;
mod whole;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use dynamo_runtime::op::{Apply, Plan, Step, Unchangeable};
use dynamo_runtime::{DynamoTable, ErrorKind, Table};
use dynamo_testkit::Engine;
use dynamo_tests::{Everything, Order};
use samples::{Domain, Log, Shipment};

use self::versions::{Note, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10};

type Outcome = Result<(), dynamo_runtime::Error>;

/// Counts the requests that change a table, and fails all from the one with this number on, before it is sent.
#[derive(Debug, Clone)]
struct Writes {
    seen: Arc<AtomicUsize>,
    fail_from: usize,
}

impl Intercept for Writes {
    fn name(&self) -> &'static str {
        "Writes"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let reads = ["Describe", "List", "Get"].iter().any(|verb| operation.starts_with(verb));
        if !reads && self.seen.fetch_add(1, Relaxed) >= self.fail_from {
            return Err("the program ended here".into());
        }
        Ok(())
    }
}

/// A client that makes no more than so many changes, and the number of those it was asked for.
fn interrupted(engine: &Engine, after: usize) -> (Client, Arc<AtomicUsize>) {
    let writes = Writes { seen: Arc::default(), fail_from: after };
    let seen = Arc::clone(&writes.seen);
    let config = engine.client().config().to_builder().interceptor(writes).build();
    (Client::from_conf(config), seen)
}

async fn created<T: DynamoTable>(engine: &Engine) -> Result<Table<T>, dynamo_runtime::Error> {
    let table = Table::new(engine.client());
    table.create().await?;
    Ok(table)
}

/// Brings the table to this version with all that takes, and returns the steps.
async fn apply<T: DynamoTable>(engine: &Engine) -> Result<Vec<String>, dynamo_runtime::Error> {
    let table = Table::<T>::new(engine.client());
    let apply = with_all(table.plan().await?.apply());
    let steps = apply.steps().iter().map(ToString::to_string).collect();
    apply.await?;
    let left = table.plan().await?;
    assert!(left.is_empty(), "{left}");
    assert_eq!(table.check().await?, []);
    Ok(steps)
}

/// All that takes or replaces something but tags.
fn with_all(apply: Apply<'_>) -> Apply<'_> {
    let apply = apply.allow_deleting_indexes().allow_turning_off();
    apply.allow_on_demand().allow_replacing_stream()
}

fn lines(plan: &Plan) -> Vec<String> {
    plan.steps().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn nothing_is_to_do_after_create() -> Outcome {
    async fn nothing_to_do<T: DynamoTable>(engine: &Engine) -> Outcome {
        let table = created::<T>(engine).await?;
        let plan = table.plan().await?;
        assert!(plan.is_empty(), "{plan}");
        assert_eq!(plan.to_string(), "");
        assert_eq!(table.check().await?, []);
        plan.apply().await
    }
    let engine = Engine::start().expect("an engine");
    nothing_to_do::<Domain>(&engine).await?;
    nothing_to_do::<Log>(&engine).await?;
    nothing_to_do::<Order>(&engine).await?;
    nothing_to_do::<Shipment>(&engine).await?;
    nothing_to_do::<Everything>(&engine).await
}

#[tokio::test]
async fn a_missing_table_is_created() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let notes = Table::<V6>::new(engine.client());
    let plan = notes.plan().await?;
    assert_eq!(lines(&plan), ["+ table Notes", "~ time to live expires"]);
    assert_eq!(notes.check().await?, plan.steps());
    plan.apply().await?;
    assert!(notes.plan().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_table_goes_through_ten_versions_and_keeps_every_item() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let notes = Table::<Note>::new(engine.client());
    assert_eq!(apply::<V1>(&engine).await?, ["+ table Notes"]);
    for number in 0..30 {
        notes.put(&Note::new(number)).await?;
    }
    let mut all = notes.scan().all().await?;
    all.sort_by(|one, two| one.id.cmp(&two.id));

    let made = ["+ index ByAuthor", "+ index ByDay"];
    assert_eq!(apply::<V2>(&engine).await?, made);
    let replaced = ["- index ByAuthor", "+ index ByAuthorAndDay"];
    assert_eq!(apply::<V3>(&engine).await?, replaced);
    let provisioned = [
        "~ capacity on demand -> 5/5",
        "~ capacity of index ByDay on demand -> 5/5",
        "~ capacity of index ByAuthorAndDay on demand -> 5/5",
    ];
    let mut steps = apply::<V4>(&engine).await?;
    steps.sort_by_key(|step| provisioned.iter().position(|known| known == step));
    assert_eq!(steps, provisioned);
    let fewer = ["- index ByDay", "- index ByAuthorAndDay", "~ capacity 5/5 -> 7/9"];
    let mut steps = apply::<V5>(&engine).await?;
    steps.sort_by_key(|step| fewer.iter().position(|known| known == step));
    assert_eq!(steps, fewer);
    assert_eq!(
        apply::<V6>(&engine).await?,
        ["~ capacity 7/9 -> on demand, which is billed per request", "~ time to live expires"]
    );
    assert_eq!(apply::<V7>(&engine).await?, ["+ index ByDay", "~ stream NEW_IMAGE"]);
    assert_eq!(
        apply::<V8>(&engine).await?,
        [
            "~ stream NEW_IMAGE -> KEYS_ONLY, with a new ARN that consumers must switch to",
            "~ time to live expires -> off"
        ]
    );
    let protected = ["+ index ByText", "~ deletion protection", "~ time to live deleted_at"];
    assert_eq!(apply::<V9>(&engine).await?, protected);
    let last = apply::<V10>(&engine).await?;
    let expected = [
        "- index ByText",
        "- index ByDay",
        "+ index ByAuthor",
        "~ stream KEYS_ONLY -> off",
        "~ deletion protection -> off",
        "~ time to live deleted_at -> off",
    ];
    assert_eq!(sorted(&last), sorted(&expected));

    let mut left = notes.scan().all().await?;
    left.sort_by(|one, two| one.id.cmp(&two.id));
    assert_eq!(left, all);
    Ok(())
}

fn sorted(steps: &[impl AsRef<str>]) -> Vec<&str> {
    let mut steps: Vec<_> = steps.iter().map(AsRef::as_ref).collect();
    steps.sort_unstable();
    steps
}

/// Has the program end before each of the requests that a change takes, and another plan do what is left.
async fn interrupt_everywhere<From: DynamoTable, To: DynamoTable>(requests: usize) -> Outcome {
    for after in 0..=requests {
        let engine = Engine::start().expect("an engine");
        apply::<From>(&engine).await?;
        let notes = Table::<Note>::new(engine.client());
        notes.put(&Note::new(1)).await?;

        let (client, seen) = interrupted(&engine, after);
        let plan = Table::<To>::new(client).plan().await?;
        let steps = with_all(plan.apply());
        let all = steps.steps().len();
        let outcome = steps.await;
        assert_eq!(outcome.is_err(), after < requests, "after {after}: {outcome:?}");
        assert_eq!(seen.load(Relaxed), (after + 1).min(requests));

        let left = apply::<To>(&engine).await?;
        assert_eq!(left.is_empty(), after == requests, "after {after} of {all}: {left:?}");
        assert_eq!(notes.scan().all().await?, [Note::new(1)]);
    }
    Ok(())
}

#[tokio::test]
async fn an_interrupted_creation_is_completed() -> Outcome {
    for after in 0..2 {
        let engine = Engine::start().expect("an engine");
        let (client, seen) = interrupted(&engine, after);
        let interrupted = Table::<V6>::new(client).plan().await?.apply().await;
        assert!(interrupted.is_err());
        assert_eq!(seen.load(Relaxed), after + 1);
        let left = ["+ table Notes", "~ time to live expires"];
        assert_eq!(apply::<V6>(&engine).await?, left[after..]);
    }
    Ok(())
}

#[tokio::test]
async fn interrupted_changes_of_indexes_are_completed() -> Outcome {
    interrupt_everywhere::<V2, V3>(2).await?;
    interrupt_everywhere::<V4, V5>(3).await
}

#[tokio::test]
async fn interrupted_changes_of_settings_are_completed() -> Outcome {
    interrupt_everywhere::<V6, V7>(2).await?;
    // The stream goes off and on again.
    interrupt_everywhere::<V7, V8>(3).await?;
    interrupt_everywhere::<V9, V10>(6).await
}

#[tokio::test]
async fn an_undeclared_index_stays_unless_its_deletion_is_allowed() -> Outcome {
    let engine = Engine::start().expect("an engine");
    apply::<V2>(&engine).await?;
    let notes = Table::<V1>::new(engine.client());
    let plan = notes.plan().await?;
    assert!(plan.is_empty());
    assert_eq!(plan.notes().len(), 2);
    plan.apply().await?;
    assert!(Table::<V2>::new(engine.client()).plan().await?.is_empty());

    let deleted = plan.apply().allow_deleting_indexes();
    assert_eq!(
        sorted(&deleted.steps().iter().map(ToString::to_string).collect::<Vec<_>>()),
        ["- index ByAuthor", "- index ByDay"]
    );
    deleted.await?;
    assert_eq!(notes.plan().await?.notes().len(), 0);
    Ok(())
}

#[tokio::test]
async fn a_new_index_holds_the_items_that_were_there() -> Outcome {
    let engine = Engine::start().expect("an engine");
    apply::<V1>(&engine).await?;
    let notes = Table::<Note>::new(engine.client());
    for number in 0..10 {
        notes.put(&Note::new(number)).await?;
    }
    apply::<V2>(&engine).await?;
    let of_author = V2::table(engine.client()).query_by_author("author-1").all().await?;
    assert_eq!(of_author.len(), 5);
    Ok(())
}

#[tokio::test]
async fn progress_tells_each_step_once_and_in_order() -> Outcome {
    let engine = Engine::start().expect("an engine");
    apply::<V6>(&engine).await?;
    let plan = Table::<V7>::new(engine.client()).plan().await?;
    let mut told = Vec::new();
    plan.apply()
        .progress(|now| {
            if now.waiting_for.is_none() {
                told.push((now.number, now.of, now.step.clone()));
            }
        })
        .await?;
    let steps = plan.steps().iter().cloned().enumerate();
    let expected: Vec<_> = steps.map(|(before, step)| (before + 1, 2, step)).collect();
    assert_eq!(told, expected);
    Ok(())
}

/// The plan for `To` on a table of `From` begins with this, and applying it changes nothing, whatever is allowed.
async fn refused<From: DynamoTable, To: DynamoTable>(expected: &[Unchangeable]) -> Outcome {
    let engine = Engine::start().expect("an engine");
    created::<From>(&engine).await?;
    let (client, seen) = interrupted(&engine, usize::MAX);
    let plan = Table::<To>::new(client).plan().await?;
    let cannot = |step: &Step| match step {
        Step::CannotChange(what) => Some(what.clone()),
        _ => None,
    };
    assert_eq!(plan.steps().iter().filter_map(cannot).collect::<Vec<_>>(), expected);
    let all = with_all(plan.apply()).allow_removing_tags();
    for apply in [plan.apply(), all] {
        let refused = apply.await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
        for what in expected {
            assert!(refused.to_string().contains(&what.to_string()), "{refused}");
        }
    }
    assert_eq!(seen.load(Relaxed), 0);
    assert!(Table::<From>::new(engine.client()).plan().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn another_key_is_refused() -> Outcome {
    let [live, declared] = ["hash id", "hash id, range day"].map(str::to_owned);
    refused::<V1, versions::Ranged>(&[Unchangeable::KeySchema { live, declared }]).await?;
    let live = "S".to_owned();
    let only_in = Vec::new();
    let ty = Unchangeable::AttributeType { attribute: "id", live, declared: "N", only_in };
    refused::<V1, versions::Numbered>(&[ty]).await
}

#[tokio::test]
async fn another_index_of_the_same_name_is_refused() -> Outcome {
    let [live, declared] = ["hash author", "hash author, range day"].map(str::to_owned);
    let keys = Unchangeable::IndexKeySchema { index: "ByAuthor", live, declared };
    let [live, declared] = ["KEYS_ONLY", "INCLUDE text"].map(str::to_owned);
    let projection = Unchangeable::Projection { index: "ByDay", live, declared };
    refused::<V2, versions::OtherIndexes>(&[keys, projection]).await
}

#[tokio::test]
async fn a_local_index_is_refused_on_a_table_that_is_there() -> Outcome {
    let missing = Unchangeable::MissingLocalIndex { index: "Local" };
    refused::<versions::Ranged, versions::RangedWithLocal>(&[missing]).await
}

/// The embedded engine takes the capacity of an index at its creation only.
#[tokio::test]
async fn on_dynamodb_local_the_capacity_of_an_index_changes() -> Outcome {
    let engine = Engine::start().expect("an engine");
    if engine.is_embedded() {
        return Ok(());
    }
    created::<versions::FiveEach>(&engine).await?;
    let expected = ["~ capacity 5/5 -> 6/5", "~ capacity of index ByDay 5/5 -> 7/8"];
    assert_eq!(apply::<versions::SevenInIndex>(&engine).await?, expected);
    Ok(())
}

/// DynamoDB Local has neither of these.
#[tokio::test]
async fn on_the_embedded_engine_class_tags_and_maxima_change() -> Outcome {
    let engine = Engine::start().expect("an engine");
    if !engine.is_embedded() {
        return Ok(());
    }
    apply::<V1>(&engine).await?;
    let expected = [
        "~ maximum none/none -> 50/none",
        "~ class STANDARD -> STANDARD_INFREQUENT_ACCESS",
        "+ tag team=a",
        "+ tag stage=test",
    ];
    assert_eq!(apply::<versions::Tagged>(&engine).await?, expected);
    let expected = ["~ maximum 50/none -> none/none"];
    assert_eq!(apply::<V1>(&engine).await?, expected);
    let notes = Table::<V1>::new(engine.client());
    let apply = notes.plan().await?.apply().allow_removing_tags();
    assert_eq!(apply.steps().len(), 2);
    apply.await?;
    let plan = notes.plan().await?;
    let note = "class STANDARD_INFREQUENT_ACCESS is not declared".to_owned();
    assert_eq!((plan.steps(), plan.notes()), (&[][..], &[note][..]));
    Ok(())
}
