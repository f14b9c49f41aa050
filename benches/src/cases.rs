//! A shape in, its cases out: each does one thing in one way, on inputs made before it is measured.

use std::hint::black_box;
use std::rc::Rc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{Dynamo, Wire};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::by_hand::{Map, Result};
use crate::canned;
use crate::peers::Peers;
use crate::shapes::{Document, HASH, Log, Shape, Small};

/// What is measured, once its inputs are made.
pub type Unit = Box<dyn FnOnce()>;

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
pub fn measured(unit: Unit) {
    unit();
}

/// Returns the cases of the shape with this name that do `task`, or all.
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
        cases.extend(queries::<S>(&runtime, items));
    }
    cases.extend(calls::<S>(&runtime));
    cases.retain(|case| wanted(&case.task));
    cases
}

fn case<I: 'static, O>(
    (task, way, items): (&str, &'static str, usize),
    input: impl Fn() -> I + 'static,
    run: impl Fn(I) -> O + Copy + 'static,
) -> Case {
    let prepare = move || -> Unit {
        let input = input();
        Box::new(move || drop(black_box(run(black_box(input)))))
    };
    Case { task: task.to_owned(), way, items, prepare: Box::new(prepare) }
}

fn examples<S: Shape>(items: usize) -> impl Iterator<Item = S> {
    (0..items).map(S::example)
}

fn conversions<S: Shape>() -> Vec<Case> {
    let structs = || examples::<S>(CONVERTED).collect::<Vec<_>>();
    let maps = || examples::<S>(CONVERTED).map(|item| item.to_map()).collect::<Vec<_>>();
    let read = |way| ("map → item", way, CONVERTED);
    let write = |way| ("item → map", way, CONVERTED);
    vec![
        case(
            ("clone", "clone", CONVERTED),
            || examples::<S>(CONVERTED).collect::<Vec<_>>().leak(),
            |items: &mut [S]| items.to_vec(),
        ),
        case(read("hand"), maps, |maps| {
            maps.iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case(read("hand, moving"), maps, |maps| {
            maps.into_iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case(read("serde_dynamo"), maps, |maps| {
            serde_dynamo::from_items::<_, S>(maps).expect("items")
        }),
        case(read("ours"), maps, |maps| {
            maps.into_iter().map(|map| S::from_item(map).expect("an item")).collect::<Vec<_>>()
        }),
        case(write("hand"), structs, |items| items.iter().map(S::to_map).collect::<Vec<_>>()),
        case(write("serde_dynamo"), structs, |items| {
            items
                .iter()
                .map(|item| serde_dynamo::to_item(item).expect("a map"))
                .collect::<Vec<Map>>()
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

fn queries<S: Peers>(runtime: &Rc<Runtime>, items: usize) -> Vec<Case> {
    let client = canned::client(&canned::page(examples::<S>(items).map(|item| item.to_map())));
    let task = format!("Query of {items}");
    // Modyne reads only items that say what they are.
    let typed = examples::<S>(items).map(|item| {
        let entity_type = AttributeValue::S(S::SCHEMA.name.to_owned());
        item.to_map().into_iter().chain([("entity_type".to_owned(), entity_type)]).collect()
    });
    let modyne = (runtime.clone(), canned::client(&canned::page(typed)));
    let given = || {
        let given = (runtime.clone(), client.clone());
        move || given.clone()
    };
    let on = |wire| {
        let given = (runtime.clone(), S::table_of(Dynamo::new(client.clone()).with_wire(wire)));
        move || given.clone()
    };
    let ours = |(runtime, table): (Rc<Runtime>, S::Handle)| {
        runtime.block_on(S::query(&table).all()).expect("items")
    };
    vec![
        case((&task, "hand", items), given(), |(runtime, client)| {
            let maps = runtime.block_on(query::<S>(&client));
            maps.iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case((&task, "hand, moving", items), given(), |(runtime, client)| {
            let maps = runtime.block_on(query::<S>(&client));
            maps.into_iter().map(S::by_hand).collect::<Result<Vec<_>>>().expect("items")
        }),
        case((&task, "serde_dynamo", items), given(), |(runtime, client)| {
            let maps = runtime.block_on(query::<S>(&client));
            serde_dynamo::from_items::<_, S>(maps).expect("items")
        }),
        case((&task, "dynamodb-facade", items), given(), |(runtime, client)| {
            runtime.block_on(S::facade_query(&client))
        }),
        case(
            (&task, "modyne", items),
            move || modyne.clone(),
            |(runtime, client)| runtime.block_on(S::modyne_query(&client)),
        ),
        case((&task, "ours, Wire::Sdk", items), on(Wire::Sdk), ours),
        case((&task, "ours", items), on(Wire::Json), ours),
    ]
}

fn calls<S: Peers>(runtime: &Rc<Runtime>) -> Vec<Case> {
    let item = S::example(7);
    let found = canned::client(&json!({ "Item": canned::attributes(&item.to_map()) }));
    let written = canned::client(&json!({}));
    let given = |client: &Client| {
        let given = (runtime.clone(), client.clone(), item.clone());
        move || given.clone()
    };
    let on = |client: &Client, wire| {
        let table = S::table_of(Dynamo::new(client.clone()).with_wire(wire));
        let given = (runtime.clone(), table, item.clone());
        move || given.clone()
    };
    let get = |(runtime, table, item): (Rc<Runtime>, S::Handle, S)| {
        runtime.block_on(table.get(&item).send()).expect("an answer").expect("an item")
    };
    let put = |(runtime, table, item): (Rc<Runtime>, S::Handle, S)| {
        runtime.block_on(table.put(&item).send()).expect("an answer");
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
        case(("GetItem", "hand", 1), given(&found), move |(runtime, client, item)| {
            S::by_hand(&raw_get(&runtime, &client, &item)).expect("an item")
        }),
        case(("GetItem", "serde_dynamo", 1), given(&found), move |(runtime, client, item)| {
            serde_dynamo::from_item::<_, S>(raw_get(&runtime, &client, &item)).expect("an item")
        }),
        case(("GetItem", "dynamodb-facade", 1), given(&found), |(runtime, client, item)| {
            runtime.block_on(item.facade_get(&client))
        }),
        case(("GetItem", "modyne", 1), given(&found), |(runtime, client, item)| {
            runtime.block_on(item.modyne_get(&client))
        }),
        case(("GetItem", "ours, Wire::Sdk", 1), on(&found, Wire::Sdk), get),
        case(("GetItem", "ours", 1), on(&found, Wire::Json), get),
        case(("PutItem", "hand", 1), given(&written), move |(runtime, client, item)| {
            raw_put(&runtime, &client, item.to_map());
        }),
        case(("PutItem", "serde_dynamo", 1), given(&written), move |(runtime, client, item)| {
            raw_put(&runtime, &client, serde_dynamo::to_item(&item).expect("a map"));
        }),
        case(("PutItem", "dynamodb-facade", 1), given(&written), |(runtime, client, item)| {
            runtime.block_on(item.facade_put(&client));
        }),
        case(("PutItem", "modyne", 1), given(&written), |(runtime, client, item)| {
            runtime.block_on(item.modyne_put(&client));
        }),
        case(("PutItem", "ours, Wire::Sdk", 1), on(&written, Wire::Sdk), put),
        case(("PutItem", "ours", 1), on(&written, Wire::Json), put),
    ]
}
