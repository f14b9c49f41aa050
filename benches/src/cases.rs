//! A shape in, its cases out: each does one thing in one way, on inputs made before it is measured.

use std::hint::black_box;
use std::mem::take;
use std::rc::Rc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{Dynamo, ErrorKind, Wire};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::by_hand::{Map, Result};
use crate::peers::Peers;
use crate::shapes::{Document, HASH, Log, Shape, Small};
use crate::{canned, loopback};

/// What is measured, once its inputs are made. It is run once; what it was given and what it has made are dropped with it,
/// which is not measured.
pub type Unit = Box<dyn FnMut()>;

pub struct Case {
    /// What is done.
    pub task: String,
    /// By whom.
    pub way: &'static str,
    /// How many items it is done with.
    pub items: usize,
    pub prepare: Box<dyn Fn() -> Unit>,
}

/// The number of items that are converted at once, without a call.
const CONVERTED: usize = 100;

/// The sizes of the pages that are queried. What an item costs is the difference of the largest and the empty one.
const PAGES: [usize; 3] = [0, 100, 1000];

/// Runs the unit. A function that is not inlined, so that callgrind can count between its call and its return.
#[inline(never)]
pub fn measured(unit: &mut dyn FnMut()) {
    unit();
}

/// How calls reach what answers them.
#[derive(Clone, Copy)]
struct Network {
    /// What the names of tasks end with.
    suffix: &'static str,
    /// Makes a client that is given this body.
    client: fn(&Value) -> Client,
}

const CANNED: Network = Network { suffix: "", client: canned::client };
const LOOPBACK: Network = Network { suffix: ", loopback", client: loopback::client };

/// Returns the cases of the shape with this name that do `task`, or all, with no network.
pub fn of_named(shape: &str, task: Option<&str>) -> Vec<Case> {
    match shape {
        Small::SHAPE => of::<Small>(task),
        Log::SHAPE => of::<Log>(task),
        Document::SHAPE => of::<Document>(task),
        _ => panic!("the shapes are small, log and document"),
    }
}

/// Returns the cases of a shape that do `task`, or all.
fn of<S: Peers>(task: Option<&str>) -> Vec<Case> {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    let runtime = Rc::new(runtime);
    let mut cases = conversions::<S>();
    let wanted = |name: &str| task.is_none_or(|task| task == name);
    for items in PAGES.into_iter().filter(|items| wanted(&format!("Query of {items}"))) {
        cases.extend(queries::<S>(&runtime, CANNED, items));
    }
    cases.extend(calls::<S>(&runtime, CANNED));
    cases.extend(refusals::<S>(&runtime));
    cases.retain(|case| wanted(&case.task));
    cases
}

/// Returns the calls of the shape with this name, to a server on this machine. Its work is done in other threads.
pub fn over_loopback(shape: &str) -> Vec<Case> {
    match shape {
        Small::SHAPE => calls_over_loopback::<Small>(),
        Log::SHAPE => calls_over_loopback::<Log>(),
        Document::SHAPE => calls_over_loopback::<Document>(),
        _ => panic!("the shapes are small, log and document"),
    }
}

fn calls_over_loopback<S: Peers>() -> Vec<Case> {
    let runtime = Rc::new(Builder::new_current_thread().enable_all().build().expect("a runtime"));
    let mut cases = queries::<S>(&runtime, LOOPBACK, 1000);
    cases.extend(calls::<S>(&runtime, LOOPBACK));
    let found = json!({ "Item": canned::attributes(&S::example(7).to_map()) });
    let page = canned::page(examples::<S>(1000).map(|item| item.to_map()));
    for (task, body) in [("GetItem", found), ("PutItem", json!({})), ("Query of 1000", page)] {
        let alone = (runtime.clone(), loopback::Alone::new(&body));
        let task = [task, LOOPBACK.suffix].concat();
        cases.push(case(
            (&task, "HTTP alone", 1),
            move || alone.clone(),
            |(runtime, alone)| runtime.block_on(alone.call()),
        ));
    }
    cases
}

fn case<I: 'static, O: 'static>(
    (task, way, items): (&str, &'static str, usize),
    input: impl Fn() -> I + 'static,
    run: impl Fn(&mut I) -> O + Copy + 'static,
) -> Case {
    let prepare = move || -> Unit {
        let (mut input, mut output) = (input(), None);
        Box::new(move || {
            black_box(output.insert(run(black_box(&mut input))));
        })
    };
    Case { task: task.to_owned(), way, items, prepare: Box::new(prepare) }
}

fn examples<S: Shape>(items: usize) -> impl Iterator<Item = S> {
    (0..items).map(S::example)
}

// A map that is read is dropped by its reader, as in a call: that is measured. A struct that is written stays.
fn conversions<S: Peers>() -> Vec<Case> {
    let structs = || examples::<S>(CONVERTED).collect::<Vec<_>>();
    let maps = || examples::<S>(CONVERTED).map(|item| item.to_map()).collect::<Vec<_>>();
    let facade_maps = || examples::<S>(CONVERTED).map(|item| item.to_facade()).collect::<Vec<_>>();
    let read = |way| ("map → item", way, CONVERTED);
    let write = |way| ("item → map", way, CONVERTED);
    vec![
        case(("clone", "clone", CONVERTED), structs, |items| items.clone()),
        case(read("hand"), maps, |maps| {
            take(maps).iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case(read("hand, moving"), maps, |maps| {
            take(maps).into_iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case(read("serde_dynamo"), maps, |maps| {
            serde_dynamo::from_items::<_, S>(take(maps)).expect("items")
        }),
        case(read("dynamodb-facade"), facade_maps, |maps| {
            take(maps).into_iter().map(S::from_facade).collect::<Vec<_>>()
        }),
        case(read("modyne"), maps, |maps| {
            take(maps).into_iter().map(S::from_modyne).collect::<Vec<_>>()
        }),
        case(read("ours"), maps, |maps| {
            let items = take(maps).into_iter().map(|map| S::from_item(map).expect("an item"));
            items.collect::<Vec<_>>()
        }),
        case(write("hand"), structs, |items| items.iter().map(S::to_map).collect::<Vec<_>>()),
        case(write("serde_dynamo"), structs, |items| {
            let maps = items.iter().map(|item| serde_dynamo::to_item(item).expect("a map"));
            maps.collect::<Vec<Map>>()
        }),
        case(write("dynamodb-facade"), structs, |items| {
            items.iter().map(S::to_facade).collect::<Vec<_>>()
        }),
        // It takes what it writes.
        case(write("modyne"), structs, |items| {
            take(items).into_iter().map(S::to_modyne).collect::<Vec<_>>()
        }),
        case(write("ours"), structs, |items| {
            items.iter().map(|item| item.to_item().expect("a map")).collect::<Vec<_>>()
        }),
    ]
}

/// The request of a Query, as it is written by hand.
async fn query<S: Shape>(client: &Client) -> Vec<Map> {
    let request = client
        .query()
        .table_name(S::SCHEMA.name)
        .key_condition_expression("#hash = :hash")
        .expression_attribute_names("#hash", S::HASH_NAME)
        .expression_attribute_values(":hash", AttributeValue::S(HASH.into()));
    request.send().await.expect("a page").items.unwrap_or_default()
}

fn queries<S: Peers>(runtime: &Rc<Runtime>, network: Network, items: usize) -> Vec<Case> {
    let client = (network.client)(&canned::page(examples::<S>(items).map(|item| item.to_map())));
    let task = format!("Query of {items}{}", network.suffix);
    // Modyne reads only items that say what they are.
    let typed = examples::<S>(items).map(|item| {
        let entity_type = AttributeValue::S(S::SCHEMA.name.to_owned());
        item.to_map().into_iter().chain([("entity_type".to_owned(), entity_type)]).collect()
    });
    let modyne = (runtime.clone(), (network.client)(&canned::page(typed)));
    let given = || {
        let given = (runtime.clone(), client.clone());
        move || given.clone()
    };
    let on = |wire| {
        let given = (runtime.clone(), S::table_of(Dynamo::new(client.clone()).with_wire(wire)));
        move || given.clone()
    };
    let ours = |(runtime, table): &mut (Rc<Runtime>, S::Handle)| {
        runtime.block_on(S::query(table).all()).expect("items")
    };
    vec![
        case((&task, "hand", items), given(), |(runtime, client)| {
            let maps = runtime.block_on(query::<S>(client));
            maps.iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case((&task, "hand, moving", items), given(), |(runtime, client)| {
            let maps = runtime.block_on(query::<S>(client));
            maps.into_iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case((&task, "serde_dynamo", items), given(), |(runtime, client)| {
            let maps = runtime.block_on(query::<S>(client));
            serde_dynamo::from_items::<_, S>(maps).expect("items")
        }),
        case((&task, "dynamodb-facade", items), given(), |(runtime, client)| {
            runtime.block_on(S::facade_query(client))
        }),
        case(
            (&task, "modyne", items),
            move || modyne.clone(),
            |(runtime, client)| runtime.block_on(S::modyne_query(client)),
        ),
        case((&task, "ours, Wire::Sdk", items), on(Wire::Sdk), ours),
        case((&task, "ours, Wire::Json", items), on(Wire::Json), ours),
        case((&task, "ours", items), on(Wire::Slim), ours),
    ]
}

fn calls<S: Peers>(runtime: &Rc<Runtime>, network: Network) -> Vec<Case> {
    let item = S::example(7);
    let found = (network.client)(&json!({ "Item": canned::attributes(&item.to_map()) }));
    let written = (network.client)(&json!({}));
    let [get_item, put_item] = ["GetItem", "PutItem"].map(|name| [name, network.suffix].concat());
    let (get_item, put_item) = (get_item.as_str(), put_item.as_str());
    let given = |client: &Client| {
        let given = (runtime.clone(), client.clone(), item.clone());
        move || given.clone()
    };
    let taken = {
        let given = given(&written);
        move || {
            let (runtime, client, item) = given();
            (runtime, client, Some(item))
        }
    };
    let on = |client: &Client, wire| {
        let table = S::table_of(Dynamo::new(client.clone()).with_wire(wire));
        let given = (runtime.clone(), table, item.clone());
        move || given.clone()
    };
    let get = |(runtime, table, item): &mut (Rc<Runtime>, S::Handle, S)| {
        runtime.block_on(table.get(&*item).send()).expect("an answer").expect("an item")
    };
    let put = |(runtime, table, item): &mut (Rc<Runtime>, S::Handle, S)| {
        runtime.block_on(table.put(item).send()).expect("an answer");
    };
    let raw_get = |runtime: &Runtime, client: &Client, item: &S| {
        let request = client.get_item().table_name(S::SCHEMA.name);
        let request = request.set_key(Some(item.key_by_hand()));
        runtime.block_on(request.send()).expect("an answer").item.expect("an item")
    };
    let raw_put = |runtime: &Runtime, client: &Client, map: Map| {
        let request = client.put_item().table_name(S::SCHEMA.name).set_item(Some(map));
        runtime.block_on(request.send()).expect("an answer");
    };
    vec![
        case((get_item, "hand", 1), given(&found), move |(runtime, client, item)| {
            S::by_hand(&raw_get(runtime, client, item)).expect("an item")
        }),
        case((get_item, "serde_dynamo", 1), given(&found), move |(runtime, client, item)| {
            serde_dynamo::from_item::<_, S>(raw_get(runtime, client, item)).expect("an item")
        }),
        case((get_item, "dynamodb-facade", 1), given(&found), |(runtime, client, item)| {
            runtime.block_on(item.facade_get(client))
        }),
        case((get_item, "modyne", 1), given(&found), |(runtime, client, item)| {
            runtime.block_on(item.modyne_get(client))
        }),
        case((get_item, "ours, Wire::Sdk", 1), on(&found, Wire::Sdk), get),
        case((get_item, "ours, Wire::Json", 1), on(&found, Wire::Json), get),
        case((get_item, "ours", 1), on(&found, Wire::Slim), get),
        case((put_item, "hand", 1), given(&written), move |(runtime, client, item)| {
            raw_put(runtime, client, item.to_map());
        }),
        case((put_item, "serde_dynamo", 1), given(&written), move |(runtime, client, item)| {
            raw_put(runtime, client, serde_dynamo::to_item(&*item).expect("a map"));
        }),
        case((put_item, "dynamodb-facade", 1), given(&written), |(runtime, client, item)| {
            runtime.block_on(item.facade_put(client));
        }),
        case((put_item, "modyne", 1), taken, |(runtime, client, item)| {
            let item = item.take().expect("run once");
            runtime.block_on(item.modyne_put(client));
        }),
        case((put_item, "ours, Wire::Sdk", 1), on(&written, Wire::Sdk), put),
        case((put_item, "ours, Wire::Json", 1), on(&written, Wire::Json), put),
        case((put_item, "ours", 1), on(&written, Wire::Slim), put),
    ]
}

/// Inserts of an item that is there already.
fn refusals<S: Peers>(runtime: &Rc<Runtime>) -> Vec<Case> {
    let (client, item) = (canned::refusing(), S::example(7));
    let refused = |way| ("PutItem, refused", way, 1);
    let by_hand = {
        let given = (runtime.clone(), client.clone(), item.clone());
        move || given.clone()
    };
    let on = |wire| {
        let table = S::table_of(Dynamo::new(client.clone()).with_wire(wire));
        let given = (runtime.clone(), table, item.clone());
        move || given.clone()
    };
    let ours = |(runtime, table, item): &mut (Rc<Runtime>, S::Handle, S)| {
        let error = runtime.block_on(table.insert(item).send()).err().expect("a refusal");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
    };
    vec![
        case(refused("hand"), by_hand, |(runtime, client, item)| {
            let request =
                client.put_item().table_name(S::SCHEMA.name).set_item(Some(item.to_map()));
            let request = request.condition_expression("attribute_not_exists(#hash)");
            let request = request.expression_attribute_names("#hash", S::HASH_NAME);
            let error =
                runtime.block_on(request.send()).expect_err("a refusal").into_service_error();
            assert!(error.is_conditional_check_failed_exception());
        }),
        case(refused("ours, Wire::Sdk"), on(Wire::Sdk), ours),
        case(refused("ours, Wire::Json"), on(Wire::Json), ours),
        case(refused("ours"), on(Wire::Slim), ours),
    ]
}
