//! How many requests of a batch are under way, when the service takes only so many.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use dynamo_runtime::Dynamo;
use dynamo_runtime::op::Retries;
use dynamo_testkit::client_of;
use dynamo_tests::Order;

/// A service that takes 10 ms for each answer, and throttles what is beyond its room.
#[derive(Debug, Clone, Default)]
struct Busy(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    room: usize,
    open: usize,
    /// How many requests were open as each came.
    seen: Vec<usize>,
}

impl HttpConnector for Busy {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let state = self.0.clone();
        HttpConnectorFuture::new(async move {
            let refused = {
                let mut state = state.lock().expect("no panic");
                state.open += 1;
                let open = state.open;
                state.seen.push(open);
                open > state.room
            };
            tokio::time::sleep(Duration::from_millis(10)).await;
            state.lock().expect("no panic").open -= 1;
            let error = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}"#;
            let (status, body) = if refused { (400, error) } else { (200, "{}") };
            let status = StatusCode::try_from(status).expect("a status");
            Ok(HttpResponse::new(status, body.into()))
        })
    }
}

impl HttpClient for Busy {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// How many requests were open as each came, of a read of so many keys.
async fn seen(room: usize, keys: u64, concurrency: Option<usize>) -> Vec<usize> {
    let service = Busy::default();
    service.0.lock().expect("no panic").room = room;
    let retries = Retries::default().with_attempts(100).with_deadline(Duration::from_hours(1));
    let orders = Order::table(Dynamo::new(client_of(service.clone(), 1)).with_retries(retries));
    let get = orders.get_all((0..keys).map(|number| ("ann", number)));
    let get = match concurrency {
        Some(requests) => get.concurrency(requests),
        None => get,
    };
    get.await.expect("answers");
    service.0.lock().expect("no panic").seen.clone()
}

fn most(seen: &[usize]) -> usize {
    seen.iter().copied().max().unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn so_many_requests_are_under_way_as_are_asked_for() {
    assert_eq!(most(&seen(1000, 10_000, None).await), 16);
    assert_eq!(most(&seen(1000, 10_000, Some(64)).await), 64);
    for least in [0, 1] {
        assert_eq!(most(&seen(1000, 1_000, Some(least)).await), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn fewer_are_under_way_while_the_service_throttles() {
    let all = seen(4, 100_000, Some(64)).await;
    let (early, late) = all.split_at(all.len() / 2);
    assert_eq!(most(early), 64);
    let mean = late.iter().sum::<usize>() / late.len();
    assert!((1..=5).contains(&mean), "{mean} at a time");
    assert!(most(late) <= 8, "{} at a time", most(late));
}
