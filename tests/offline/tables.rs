//! Creating, changing and deleting a table while answers are lost, requests are put off, and somebody else does the same.

mod grants;

use std::pin::Pin;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use dynamo_runtime::op::{Step, Unchangeable};
use dynamo_runtime::{DynamoTable, Error, ErrorKind, Table};
use serde_json::json;
use tokio::time::Instant;

use crate::service::{self, Fault, Service, World, reads};

type Outcome = Result<(), Error>;
type Sending = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What a session was.
#[derive(Debug, DynamoTable)]
#[table(
    name = "Session",
    read_capacity = 1,
    write_capacity = 1,
    stream = "KEYS_ONLY",
    tags(team = "a", old = "x")
)]
struct Before {
    #[hash_key]
    id: String,
    #[gsi(name = "ByUser")]
    user: String,
    #[ttl]
    until: u64,
}

/// What it is to be.
#[derive(Debug, DynamoTable)]
#[table(
    name = "Session",
    read_capacity = 2,
    write_capacity = 3,
    stream = "NEW_IMAGE",
    deletion_protection
)]
#[table(point_in_time_recovery = 7, resource_policy = "{}", tags(team = "b", stage = "test"))]
struct Session {
    #[hash_key]
    id: String,
    #[gsi(name = "ByPlace")]
    place: String,
    #[ttl]
    expires: u64,
}

async fn with<T: DynamoTable>() -> Service {
    let service = Service::default();
    Table::<T>::new(service.client(1)).create().await.expect("a table");
    service
}

async fn apply<T: DynamoTable>(client: Client) -> Sending {
    let plan = Table::<T>::new(client).plan().await.expect("a plan");
    let apply = plan.apply().allow_deleting_indexes().allow_removing_tags();
    apply.allow_turning_off().allow_replacing_stream().into_future()
}

const THROTTLED: Fault = Fault::Refused("ThrottlingException");
const LIMITED: Fault = Fault::Refused("LimitExceededException");
const IN_USE: Fault = Fault::Refused("ResourceInUseException");

/// Does the same on a calm service, and then with each fault at each change, and with reads that are throttled: it always ends
/// with the same table.
async fn ends_alike(
    begin: impl AsyncFn() -> Service,
    prepare: impl AsyncFn(Client) -> Sending,
    refusals: &[Fault],
) {
    let calm = begin().await;
    let act = prepare(calm.client(1)).await;
    calm.begin();
    act.await.expect("a calm service");
    let requests = calm.operations();
    for (number, operation) in requests.iter().enumerate() {
        if reads(operation) && number > 0 && requests[number - 1] == *operation {
            continue;
        }
        // That the answer to a read is lost is the SDK's to mend.
        let lost = [(1, Fault::Lost), (3, Fault::Lost)];
        let changing = refusals.iter().map(|fault| (1, *fault)).chain(lost);
        let faults = if reads(operation) { vec![(1, THROTTLED)] } else { changing.collect() };
        for (attempts, fault) in faults {
            let service = begin().await;
            let act = prepare(service.client(attempts)).await;
            service.begin();
            let times = if fault == Fault::Lost { 1 } else { 2 };
            service.at(number..number + times, fault);
            let done = act.await;
            let at = format!("{fault:?} at {number}, {operation}, of {attempts} attempts");
            assert!(done.is_ok(), "{at}: {done:?}");
            assert_eq!(service.table(), calm.table(), "{at}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_ends_alike_whatever_is_lost_or_put_off() {
    let create = async |client| Session::table(client).create().into_future();
    ends_alike(async || Service::default(), create, &[LIMITED, IN_USE]).await;
}

#[tokio::test(start_paused = true)]
async fn apply_ends_alike_whatever_is_lost_or_put_off() {
    let refusals = [LIMITED, IN_USE];
    ends_alike(with::<Before>, apply::<Session>, &refusals).await;
    ends_alike(async || Service::default(), apply::<Session>, &refusals).await;
}

#[tokio::test(start_paused = true)]
async fn delete_table_ends_alike_whatever_is_lost_or_put_off() {
    let delete = async |client| Before::table(client).delete_table().into_future();
    // A table that is in use is not deleted.
    ends_alike(with::<Before>, delete, &[THROTTLED, LIMITED]).await;
}

/// Somebody else's table, of another key.
fn foreign(world: &mut World) {
    let keys = json!([{ "AttributeName": "name", "KeyType": "HASH" }]);
    let types = json!([{ "AttributeName": "name", "AttributeType": "S" }]);
    make(
        world,
        &json!({ "TableName": "Session", "KeySchema": keys, "AttributeDefinitions": types }),
    );
}

/// Somebody else's table, of the same key.
fn alike(world: &mut World) {
    let keys = json!([{ "AttributeName": "id", "KeyType": "HASH" }]);
    let types = json!([{ "AttributeName": "id", "AttributeType": "S" }]);
    make(
        world,
        &json!({ "TableName": "Session", "KeySchema": keys, "AttributeDefinitions": types }),
    );
}

/// The same table once more, made by somebody else.
fn again(world: &mut World) {
    let table = world.table.take().expect("a table");
    make(world, &table.description);
}

fn gone(world: &mut World) {
    world.table = None;
}

fn going(world: &mut World) {
    world.table.as_mut().expect("a table").becomes("DELETING");
}

fn make(world: &mut World, body: &serde_json::Value) {
    world.table = None;
    world.create(body).expect("a table");
    let table = world.table.as_mut().expect("a table");
    table.becomes("ACTIVE");
    table.indexes().iter_mut().for_each(|index| index["IndexStatus"] = "ACTIVE".into());
}

/// Somebody else does this before each request: what there is then stays as it is.
async fn leaves_alone(
    begin: impl AsyncFn() -> Service,
    prepare: impl AsyncFn(Client) -> Sending,
    other: fn(&mut World),
) {
    let calm = begin().await;
    let act = prepare(calm.client(1)).await;
    calm.begin();
    act.await.expect("a calm service");
    let requests = calm.operations();
    for (number, operation) in requests.iter().enumerate() {
        // The last look before each change: no request names the table that it is for.
        if !["CreateTable", "DescribeTable"].contains(&&**operation) {
            continue;
        }
        let service = begin().await;
        let act = prepare(service.client(1)).await;
        service.begin();
        service.before(number, other);
        let done = act.await;
        let at = format!("before {number}, {operation}");
        let error = done.expect_err(&at);
        assert!(matches!(error.kind(), ErrorKind::InUse | ErrorKind::NotFound), "{at}: {error}");
        let world = service.world();
        let stays = |table: &Option<service::Table>| {
            table.as_ref().filter(|table| !table.is("DELETING")).map(service::Table::alike)
        };
        assert_eq!(stays(&world.table), stays(&world.left), "{at}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_plan_does_nothing_to_a_table_that_was_made_since() {
    for other in [foreign, alike] {
        let absent = async || Service::default();
        leaves_alone(absent, apply::<Session>, other).await;
    }
    for other in [again, gone, going] {
        leaves_alone(with::<Before>, apply::<Session>, other).await;
    }
}

#[tokio::test(start_paused = true)]
async fn create_leaves_alone_what_somebody_else_makes_at_the_same_time() {
    let calm = Service::default();
    Table::<Session>::new(calm.client(1)).create().await.expect("a table");
    for number in 0..calm.operations().len() {
        for other in [foreign, alike] {
            if !["DescribeTable", "CreateTable"].contains(&&*calm.operations()[number]) {
                continue;
            }
            let service = Service::default();
            service.before(number, other);
            let _ = Table::<Session>::new(service.client(1)).create().await;
            let expected = Service::default();
            other(&mut expected.world());
            assert_eq!(service.table(), expected.table(), "before {number}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_waits_for_a_table_that_is_going_and_makes_another() {
    let service = with::<Before>().await;
    going(&mut service.world());
    Table::<Session>::new(service.client(1)).create().await.expect("a table");
    let made = Service::default();
    Table::<Session>::new(made.client(1)).create().await.expect("a table");
    assert_eq!(service.table(), made.table());
}

#[tokio::test(start_paused = true)]
async fn apply_waits_for_a_table_that_is_going_and_makes_another() {
    let service = with::<Before>().await;
    going(&mut service.world());
    let sessions = Table::<Session>::new(service.client(1));
    let plan = sessions.plan().await.expect("a plan");
    let awaited = Step::Await { index: None, state: "DELETING".to_owned() };
    assert_eq!(plan.steps()[..2], [awaited, Step::CreateTable { table: "Session".to_owned() }]);
    plan.apply().await.expect("an applied plan");
    assert_eq!(sessions.check().await.expect("a table"), []);
}

#[tokio::test(start_paused = true)]
async fn create_sets_what_an_earlier_one_that_ended_early_has_not() {
    let calm = with::<Session>().await;
    for number in 2..calm.operations().len() {
        let service = Service::default();
        let sessions = Table::<Session>::new(service.client(1));
        service.at(number..100, THROTTLED);
        let early = sessions.create().deadline(Duration::from_secs(30)).await;
        assert_eq!(early.expect_err("a deadline").kind(), ErrorKind::TimedOut);
        service.begin();
        sessions.create().await.expect("a table");
        assert_eq!(service.table(), calm.table(), "{number}");
    }
}

#[tokio::test(start_paused = true)]
async fn create_turns_nothing_on_for_a_table_that_has_items() {
    let service = with::<Session>().await;
    let mut expected = {
        let mut world = service.world();
        let table = world.table.as_mut().expect("a table");
        (table.ttl, table.recovery) = (None, None);
        table.description["ItemCount"] = 1.into();
        table.clone()
    };
    let sessions = Table::<Session>::new(service.client(1));
    sessions.create().await.expect("a table");
    assert_eq!(service.table(), Some(expected.alike()));
    // Nor is what another attribute says forgotten for a table without.
    expected.description["ItemCount"] = 0.into();
    expected.ttl = Some("until".to_owned());
    service.world().table = Some(expected.clone());
    sessions.create().await.expect("a table");
    expected.recovery = Some(7);
    assert_eq!(service.table(), Some(expected.alike()));
}

#[tokio::test(start_paused = true)]
async fn another_stream_that_somebody_else_has_made_is_not_the_planned_one() {
    fn stream(world: &mut World) {
        let other = json!({ "StreamEnabled": true, "StreamViewType": "OLD_IMAGE" });
        world.table.as_mut().expect("a table").description["StreamSpecification"] = other;
    }
    let service = with::<Before>().await;
    let off = json!({ "StreamEnabled": false });
    service.world().table.as_mut().expect("a table").description["StreamSpecification"] = off;
    let plan = Table::<Before>::new(service.client(1)).plan().await.expect("a plan");
    assert_eq!(plan.to_string(), "~ stream KEYS_ONLY");
    service.begin();
    service.before(0, stream);
    let error = plan.apply().await.expect_err("another stream");
    assert_eq!(error.kind(), ErrorKind::InUse);
    assert!(service.operations().iter().all(|operation| reads(operation)));
}

#[tokio::test(start_paused = true)]
async fn what_never_becomes_active_is_not_waited_for() {
    for (status, remedy) in [
        ("ARCHIVED", "restore the table"),
        ("ARCHIVING", "restore the table"),
        ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "enable the key"),
        ("REPLICATION_NOT_AUTHORIZED", "replication role"),
    ] {
        let service = with::<Before>().await;
        let sessions = Table::<Session>::new(service.client(1));
        let earlier = sessions.plan().await.expect("a plan");
        service.world().table.as_mut().expect("a table").becomes(status);
        let began = Instant::now();
        let errors = [sessions.create().await, earlier.apply().await];
        assert_eq!(began.elapsed(), Duration::ZERO);
        for error in errors.map(|done| done.expect_err("a state that stays")) {
            assert_eq!(error.kind(), ErrorKind::Service);
            let told = error.to_string();
            assert!(told.contains(status) && told.contains(remedy), "{error}");
        }
        let plan = sessions.plan().await.expect("a plan");
        let state = Unchangeable::Status { status: status.to_owned() };
        assert_eq!(plan.steps()[0], Step::CannotChange(state));
        let refused = plan.apply().await.expect_err("a state that stays");
        assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
        assert!(refused.to_string().contains(remedy), "{refused}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_somebody_else_deletes_is_not_waited_for() {
    for (other, kind) in [(gone as fn(&mut World), ErrorKind::NotFound), (going, ErrorKind::InUse)]
    {
        let service = Service::default();
        service.before(3, other);
        let failed = Table::<Session>::new(service.client(1)).create().await;
        assert_eq!(failed.expect_err("no table").kind(), kind);
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_made_again_at_once_is_not_waited_for_to_be_gone() {
    for other in [foreign, alike, again] {
        let service = with::<Before>().await;
        service.begin();
        service.before(3, other);
        let failed = Table::<Before>::new(service.client(1)).delete_table().await;
        assert_eq!(failed.expect_err("another table").kind(), ErrorKind::InUse);
    }
}

#[tokio::test(start_paused = true)]
async fn delete_table_waits_for_what_is_going_and_knows_what_is_not_there() {
    let service = with::<Before>().await;
    let sessions = Table::<Before>::new(service.client(1));
    going(&mut service.world());
    sessions.delete_table().await.expect("a table that was going");
    assert_eq!(service.table(), None);
    assert_eq!(sessions.delete_table().await.expect_err("no table").kind(), ErrorKind::NotFound);
    let created = sessions.create().into_future();
    let service = with::<Before>().await;
    drop(created);
    service.world().table.as_mut().expect("a table").becomes("UPDATING");
    let busy = Table::<Before>::new(service.client(1)).delete_table().await;
    assert_eq!(busy.expect_err("a change").kind(), ErrorKind::InUse);
    assert!(service.table().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_plan_says_what_state_the_table_is_in() {
    let service = with::<Before>().await;
    let sessions = Table::<Before>::new(service.client(1));
    for status in ["CREATING", "UPDATING", "DELETING"] {
        let awaited = Step::Await { index: None, state: status.to_owned() };
        service.world().table.as_mut().expect("a table").becomes(status);
        assert_eq!(sessions.check().await.expect("a plan")[0], awaited);
        service.world().table.as_mut().expect("a table").becomes(status);
        let plan = sessions.plan().await.expect("a plan");
        assert_eq!(plan.steps()[0], awaited);
    }
}
