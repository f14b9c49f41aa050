//! Batches against a service that is played: what they ask for, and what they make of answers in part, late, lost or wrong.

mod attributes;
mod errors;
mod flow;
mod laws;
mod order;
mod requests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use dynamo_runtime::op::Retries;
use dynamo_runtime::{Dynamo, Wire};
use dynamo_testkit::{Answer, Request, Script, client_of};
use dynamo_tests::{Order, OrderTable};
use serde_json::{Map, Value, json};

/// What the played service does with one request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Turn {
    /// Leaves every entry undone whose bit is set, counted around.
    Leaves(u32),
    Throttles,
    /// Does it, and loses the answer.
    LosesAnswer,
    Fails,
    Denies,
    /// Answers with what is no answer, and does nothing.
    Malformed,
}

/// A service that stores orders by their numbers, and takes its turns one after the other, the last again and again.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) script: Script,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    items: HashMap<String, Value>,
    turns: Vec<Turn>,
    taken: usize,
}

impl Service {
    pub(crate) fn new(turns: &[Turn]) -> Self {
        let state = State { turns: turns.to_vec(), ..State::default() };
        let state = Arc::new(Mutex::new(state));
        let service = state.clone();
        let answer = move |request: &Request| service.lock().expect("no panic").answer(request);
        Self { script: Script::new([Answer::computed(answer)]), state }
    }

    /// The table of orders in it, with no pauses between attempts, of which there are so many.
    pub(crate) fn orders(&self, wire: Wire, attempts: u32) -> OrderTable {
        Order::table(self.dynamo(wire, attempts))
    }

    /// The table of orders in it, whose answers take a while.
    pub(crate) fn late_orders(&self) -> OrderTable {
        Order::table(client_of(Late(self.script.clone()), 1))
    }

    pub(crate) fn dynamo(&self, wire: Wire, attempts: u32) -> Dynamo {
        let retries = Retries::default().with_attempts(attempts).with_jitter(|| 0.0);
        Dynamo::new(self.script.client(1)).with_wire(wire).with_retries(retries)
    }

    pub(crate) fn store(&self, numbers: impl IntoIterator<Item = u64>) {
        let mut state = self.state.lock().expect("no panic");
        for number in numbers {
            state.items.insert(number.to_string(), item(number));
        }
    }

    /// The numbers of the orders that are stored.
    pub(crate) fn stored(&self) -> Vec<u64> {
        let state = self.state.lock().expect("no panic");
        let mut numbers: Vec<u64> =
            state.items.keys().map(|key| key.parse().expect("a number")).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The numbers of entries in each request so far.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        let requests = self.script.requests().into_iter();
        let size = |request: Request| {
            let tables = request.json()["RequestItems"].as_object().cloned().unwrap_or_default();
            let of =
                |table: &Value| table["Keys"].as_array().or(table.as_array()).map_or(0, Vec::len);
            tables.values().map(of).sum()
        };
        requests.map(size).collect()
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Answer {
        let turn = self.turns.get(self.taken).or(self.turns.last()).copied();
        self.taken += 1;
        match turn.unwrap_or(Turn::Leaves(0)) {
            Turn::Leaves(bits) => Answer::success(self.carry_out(request, bits).to_string()),
            Turn::Throttles => Answer::throttled(),
            Turn::Fails => Answer::failed(),
            Turn::Denies => Answer::error("AccessDeniedException"),
            Turn::Malformed => Answer::malformed(),
            Turn::LosesAnswer => {
                self.carry_out(request, 0);
                Answer::lost()
            }
        }
    }

    fn carry_out(&mut self, request: &Request, leaves: u32) -> Value {
        let body = request.json();
        let is_get = request.operation() == "BatchGetItem";
        let (mut found, mut left, mut nth) = (Map::new(), Map::new(), 0);
        for (table, asked) in body["RequestItems"].as_object().expect("tables") {
            let entries = if is_get { &asked["Keys"] } else { asked };
            let (mut items, mut undone) = (Vec::new(), Vec::new());
            for entry in entries.as_array().expect("entries") {
                nth += 1;
                if leaves & (1 << (nth % 32)) != 0 {
                    undone.push(entry.clone());
                } else if is_get {
                    items.extend(self.items.get(&number(entry)).cloned());
                } else if let Some(item) = entry["PutRequest"].get("Item") {
                    self.items.insert(number(item), item.clone());
                } else {
                    self.items.remove(&number(&entry["DeleteRequest"]["Key"]));
                }
            }
            found.insert(table.clone(), items.into());
            if !undone.is_empty() {
                left.insert(
                    table.clone(),
                    if is_get { json!({ "Keys": undone }) } else { undone.into() },
                );
            }
        }
        if is_get {
            json!({ "Responses": found, "UnprocessedKeys": left })
        } else {
            json!({ "UnprocessedItems": left })
        }
    }
}

/// A service whose answers take a while.
#[derive(Debug, Clone)]
struct Late(Script);

impl HttpConnector for Late {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            answer.await
        })
    }
}

impl HttpClient for Late {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

fn number(item: &Value) -> String {
    item["number"]["N"].as_str().expect("a number").to_owned()
}

pub(crate) fn key(number: u64) -> Value {
    json!({ "customer": { "S": "ann" }, "number": { "N": number.to_string() } })
}

pub(crate) fn item(number: u64) -> Value {
    let order = Order::new("ann", number);
    let mut item = key(number);
    item["status"] = json!({ "S": "open" });
    item["placedAt"] = json!({ "S": order.placed_at });
    item["total"] = json!({ "N": order.total.to_string() });
    item["lines"] = json!({ "L": [] });
    item["address"] = json!({ "M": { "city": { "S": "Ulm" } } });
    item
}

pub(crate) fn all(numbers: impl IntoIterator<Item = u64>) -> Vec<Order> {
    numbers.into_iter().map(|number| Order::new("ann", number)).collect()
}

pub(crate) fn numbers<'o>(orders: impl IntoIterator<Item = &'o Order>) -> Vec<u64> {
    orders.into_iter().map(|order| order.number).collect()
}
