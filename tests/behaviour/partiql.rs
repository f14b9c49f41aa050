//! Statements of PartiQL.

use dynamo_runtime::{Dynamo, DynamoValue, ErrorKind, Wire};
use dynamo_testkit::Engine;
use dynamo_tests::{Order, OrderTable, Status};
use futures_util::TryStreamExt;

use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

async fn filled() -> (OrderTable, Engine) {
    let (orders, engine) = orders().await;
    for number in 1..=5 {
        orders.put(&Order::new("ann", number)).await.expect("a put");
    }
    (orders, engine)
}

const OF_ANN: &str = "SELECT * FROM \"Orders\" WHERE customer = ? AND \"number\" > ?";

#[tokio::test]
async fn a_select_is_read_into_the_type_over_all_its_pages() -> Outcome {
    let (orders, engine) = filled().await;
    let sdk = Order::table(Dynamo::new(engine.client()).with_wire(Wire::Sdk));
    let expected: Vec<Order> = (2..=5).map(|number| Order::new("ann", number)).collect();
    for orders in [orders, sdk] {
        let select = || orders.partiql(OF_ANN, ("ann", 1)).page_size(2);
        assert_eq!(select().consistent().await?, expected);
        assert_eq!(select().stream().try_collect::<Vec<_>>().await?, expected);
        assert_eq!(orders.partiql(OF_ANN, ("bob", 1)).await?, []);
    }
    Ok(())
}

#[tokio::test]
async fn a_select_of_some_attributes_is_read_into_another_type() -> Outcome {
    /// What the statement selects.
    #[derive(Debug, PartialEq, DynamoValue)]
    struct Part {
        number: u64,
        status: Status,
    }
    let (orders, _engine) = filled().await;
    let select =
        "SELECT \"number\", status FROM \"Orders\" WHERE customer = 'ann' AND \"number\" = 3";
    let parts: Vec<Part> = orders.partiql(select, ()).decode().await?;
    assert_eq!(parts, [Part { number: 3, status: Status::Open }]);
    Ok(())
}

#[tokio::test]
async fn a_statement_may_write_and_fails_as_the_operations_do() -> Outcome {
    let (orders, _engine) = filled().await;
    let update = "UPDATE \"Orders\" SET total = ? WHERE customer = ? AND \"number\" = ?";
    assert_eq!(orders.partiql(update, (7, "ann", 3)).await?, []);
    assert_eq!(orders.get("ann", 3).await?.map(|order| order.total), Some(7));
    let kind = |sent: Result<Vec<Order>, dynamo_runtime::Error>| sent.unwrap_err().kind();
    let absent = orders.partiql(update, (7, "bob", 3)).await;
    assert_eq!(kind(absent), ErrorKind::ConditionFailed);
    assert_eq!(kind(orders.partiql("SELEKT", ()).await), ErrorKind::InvalidRequest);
    assert_eq!(kind(orders.partiql(OF_ANN, (f64::NAN,)).await), ErrorKind::InvalidRequest);
    let elsewhere = orders.partiql("SELECT * FROM \"Elsewhere\"", ()).await;
    assert_eq!(kind(elsewhere), ErrorKind::NotFound);
    Ok(())
}
