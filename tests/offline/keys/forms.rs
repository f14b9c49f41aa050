//! A key in every form is one request, and a read that is awaited is what `all()` sends.

use dynamo_runtime::{DynamoTable, DynamoValue, Error};
use dynamo_testkit::{Answer, Script};
use serde_json::json;

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Name(String);

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct User {
    #[hash_key]
    name: Name,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Order {
    #[hash_key]
    customer: Name,
    #[range_key]
    number: u64,
    cashier: Option<Name>,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[hash_key(name = "pk", value = "TASK#{number}")]
struct Task {
    number: u64,
}

fn order() -> Order {
    Order { customer: Name("ann".into()), number: 1, cashier: None }
}

#[test]
fn a_key_in_every_form_is_one_request() -> Result<(), Error> {
    let client = Script::new([]).client(1);
    let (users, orders, tasks) =
        (User::table(&client), Order::table(&client), Task::table(&client));

    let user = User { name: Name("ann".into()) };
    let wanted = users.get(user.name.clone()).input()?;
    let keys = [users.get("ann"), users.get(user.key()), users.get(&user), (*users).get("ann")];
    for get in keys {
        assert_eq!(get.input()?, wanted);
    }
    assert_eq!(users.delete(&user).input()?, users.delete("ann").input()?);

    let wanted = orders.get("ann", 1).input()?;
    let order = order();
    let keys = [
        (*orders).get(("ann", 1)),
        (*orders).get((&order.customer, order.number)),
        (*orders).get(order.key()),
        (*orders).get(&order),
    ];
    for get in keys {
        assert_eq!(get.input()?, wanted);
    }
    let set = orders.update("ann", 1).set(Order::CASHIER, "bob").input()?;
    assert_eq!((*orders).update(("ann", 1)).set(Order::CASHIER, Name("bob".into())).input()?, set);

    let task = Task { number: 7 };
    assert_eq!(tasks.get(task.key()).input()?, tasks.get(7).input()?);
    assert_eq!((*tasks).get(&task).input()?, tasks.get(7).input()?);
    Ok(())
}

#[tokio::test]
async fn a_read_is_awaited_as_all() -> Result<(), Error> {
    let page = || {
        Answer::success(
            json!({
                "Items": [{ "customer": { "S": "ann" }, "number": { "N": "1" } }],
                "Count": 1, "ScannedCount": 1,
            })
            .to_string(),
        )
    };
    let script = Script::new([page(), page(), page()]);
    let orders = Order::table(script.client(1));
    assert_eq!(orders.query("ann").range(1..=3).await?, [order()]);
    assert_eq!(orders.query("ann").range(1..=3).all().await?, [order()]);
    assert_eq!(orders.scan().segments(1).await?, [order()]);
    let sent = script.requests();
    assert_eq!(sent[0].json(), sent[1].json());
    Ok(())
}
