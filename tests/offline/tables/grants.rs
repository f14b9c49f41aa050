//! The exported policy beside what the operations of a table send.

use dynamo_runtime::export::{Location, Operation};
use dynamo_runtime::{DynamoTable, Table};
use serde_json::json;

use super::{Before, Sending, Session, apply, with};
use crate::service::Service;

/// What each operation sends is what the policy grants, no less and no more.
#[tokio::test(start_paused = true)]
async fn a_policy_grants_what_is_sent() {
    async fn granted<T: DynamoTable>() {
        let sent = async |operation, service: &Service, act: Sending| {
            service.begin();
            act.await.expect("a calm service");
            let policy =
                T::SCHEMA.export().iam(&Location::default(), &[operation]).expect("a policy");
            let granted = policy["Statement"][0]["Action"].as_array().expect("actions").iter();
            let granted = granted.filter_map(|action| action.as_str()?.strip_prefix("dynamodb:"));
            let mut granted: Vec<_> = granted.map(str::to_owned).collect();
            let mut sent = service.operations();
            sent.sort();
            sent.dedup();
            granted.sort();
            (sent, granted)
        };
        let service = Service::default();
        let table = Table::<T>::new(service.client(1));
        let (mut create, granted) =
            sent(Operation::Create, &service, table.create().into_future()).await;
        // CreateTable takes these, and asks for the rights to set them.
        let schema = T::SCHEMA;
        let with = [
            (!schema.tags.is_empty(), "TagResource"),
            (schema.resource_policy.is_some(), "PutResourcePolicy"),
        ];
        create.extend(with.iter().filter(|(has, _)| *has).map(|(_, name)| (*name).to_owned()));
        create.sort();
        assert_eq!(create, granted);
        let check = table.check();
        let read = Box::pin(async { check.await.map(drop) });
        let (read, granted) = sent(Operation::Describe, &service, read).await;
        assert_eq!(read, granted);
        {
            let mut world = service.world();
            let table = world.table.as_mut().expect("a table");
            table.description["DeletionProtectionEnabled"] = json!(!schema.deletion_protection);
            table.policy = None;
            table.tags = [("other".to_owned(), json!("x"))].into();
            table.ttl = schema.ttl.is_none().then(|| "other".to_owned());
            table.recovery = schema.point_in_time_recovery.is_none().then_some(1);
        }
        let client = service.client(1);
        let change = Box::pin(async { apply::<T>(client).await.await });
        let (change, granted) = sent(Operation::Change, &service, change).await;
        assert_eq!(change, granted);
    }
    #[derive(DynamoTable)]
    #[table(name = "Session")]
    struct Plain {
        #[hash_key]
        id: String,
    }
    granted::<Plain>().await;
    granted::<Before>().await;
    granted::<Session>().await;

    let service = with::<Plain>().await;
    service.begin();
    Table::<Plain>::new(service.client(1)).delete_table().await.expect("a table");
    let policy = Plain::SCHEMA.export().iam(&Location::default(), &[Operation::DeleteTable]);
    let granted = json!(["dynamodb:DescribeTable", "dynamodb:DeleteTable"]);
    assert_eq!(policy.expect("a policy")["Statement"][0]["Action"], granted);
    assert!(service.operations().contains(&"DescribeTable".to_owned()));
}
