//! A service with one table, for several clients: what they change takes its time, and answers are lost or put off.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use dynamo_testkit::client_of;
use serde_json::{Value, json};

/// How many descriptions tell that a change is under way, before they tell that it is done.
const LOOKS: u32 = 1;

/// The service, which its clients share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Service(Arc<Mutex<World>>);

/// What the service holds, and what is to happen at the request with a number.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) table: Option<Table>,
    made: u32,
    requests: Vec<(String, Value)>,
    faults: Vec<(usize, Fault)>,
    others: Vec<(usize, Other)>,
    /// What there was when somebody else had done something.
    pub(crate) left: Option<Table>,
}

/// What somebody else does.
type Other = fn(&mut World);

/// A table, with what no description tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    pub(crate) description: Value,
    pub(crate) ttl: Option<String>,
    /// How many descriptions of the time to live tell that it is changing.
    ttl_looks: u32,
    pub(crate) recovery: Option<u64>,
    pub(crate) tags: BTreeMap<String, Value>,
    pub(crate) policy: Option<String>,
    looks: u32,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// The service does what it is asked, and the connection breaks before its answer.
    Lost,
    /// The service does nothing, and answers with this code.
    Refused(&'static str),
}

type Reply = Result<Value, &'static str>;

const NO_TABLE: &str = "ResourceNotFoundException";
const IN_USE: &str = "ResourceInUseException";
const INVALID: &str = "ValidationException";

impl Service {
    /// A client that tries each call so many times.
    pub(crate) fn client(&self, attempts: u32) -> Client {
        client_of(self.clone(), attempts)
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().expect("no panic while it is held")
    }

    /// Counts the requests from here on, the first of them as 0, and has nothing happen to them.
    pub(crate) fn begin(&self) {
        let mut world = self.world();
        world.requests.clear();
        world.faults.clear();
        world.others.clear();
    }

    /// Has this happen to the requests with the numbers.
    pub(crate) fn at(&self, numbers: Range<usize>, fault: Fault) {
        self.world().faults.extend(numbers.map(|number| (number, fault)));
    }

    /// Has somebody else do this before the request with the number.
    pub(crate) fn before(&self, number: usize, other: Other) {
        self.world().others.push((number, other));
    }

    /// The operations since the beginning, in their order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.world().requests.iter().map(|(operation, _)| operation.clone()).collect()
    }

    /// The table without what tells it from another that was made alike.
    pub(crate) fn table(&self) -> Option<Table> {
        self.world().table.as_ref().map(Table::alike)
    }
}

/// Whether the operation changes nothing.
pub(crate) fn reads(operation: &str) -> bool {
    ["Describe", "List", "Get"].iter().any(|verb| operation.starts_with(verb))
}

impl Table {
    pub(crate) fn alike(&self) -> Self {
        let mut table = self.clone();
        let description = table.description.as_object_mut().expect("an object");
        description.retain(|member, _| !["TableId", "CreationDateTime"].contains(&&**member));
        (table.looks, table.ttl_looks) = (0, 0);
        table
    }

    pub(crate) fn is(&self, status: &str) -> bool {
        self.description["TableStatus"] == status
    }

    pub(crate) fn becomes(&mut self, status: &str) {
        self.description["TableStatus"] = status.into();
        self.looks = if status == "ACTIVE" { 0 } else { LOOKS };
    }

    pub(crate) fn indexes(&mut self) -> &mut Vec<Value> {
        let indexes = &mut self.description["GlobalSecondaryIndexes"];
        if indexes.is_null() {
            *indexes = json!([]);
        }
        indexes.as_array_mut().expect("an array")
    }

    fn index(&mut self, name: &Value) -> Option<&mut Value> {
        self.indexes().iter_mut().find(|index| index["IndexName"] == *name)
    }
}

impl World {
    /// Answers, and does what it is asked.
    fn answer(&mut self, operation: &str, body: &Value) -> Reply {
        let name = body["TableName"].as_str().or(body["ResourceArn"].as_str());
        assert!(name.is_some_and(|name| name.ends_with("Session")), "{operation} {body}");
        match operation {
            "CreateTable" => self.create(body),
            "DescribeTable" => self.describe(),
            "DeleteTable" => self.delete(),
            "UpdateTable" => self.idle()?.update(body),
            "UpdateTimeToLive" => self.idle()?.update_ttl(&body["TimeToLiveSpecification"]),
            "UpdateContinuousBackups" => {
                let days = &body["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"];
                self.idle()?.recovery = days.as_u64();
                Ok(json!({}))
            }
            _ => self.table.as_mut().ok_or(NO_TABLE)?.setting(operation, body),
        }
    }

    pub(crate) fn create(&mut self, body: &Value) -> Reply {
        if self.table.is_some() {
            return Err(IN_USE);
        }
        self.made += 1;
        let mut description = body.clone();
        let members = description.as_object_mut().expect("an object");
        for member in ["Tags", "ResourcePolicy", "BillingMode"] {
            members.remove(member);
        }
        let arn = format!(
            "arn:aws:dynamodb:eu-west-1:1:table/{}",
            body["TableName"].as_str().unwrap_or_default()
        );
        members.extend([
            ("TableId".to_owned(), format!("table-{}", self.made).into()),
            ("CreationDateTime".to_owned(), self.made.into()),
            ("TableArn".to_owned(), arn.into()),
            ("ItemCount".to_owned(), 0.into()),
            ("BillingModeSummary".to_owned(), json!({ "BillingMode": body["BillingMode"] })),
        ]);
        let tags = body["Tags"].as_array().into_iter().flatten();
        let mut table = Table {
            description,
            ttl: None,
            ttl_looks: 0,
            recovery: None,
            tags: tags.map(tag).collect(),
            policy: body["ResourcePolicy"].as_str().map(str::to_owned),
            looks: LOOKS,
        };
        table.becomes("CREATING");
        for index in table.indexes() {
            index["IndexStatus"] = "CREATING".into();
        }
        self.table = Some(table.clone());
        Ok(json!({ "TableDescription": table.description }))
    }

    fn describe(&mut self) -> Reply {
        let table = self.table.as_mut().ok_or(NO_TABLE)?;
        if table.looks > 0 {
            table.looks -= 1;
            return Ok(json!({ "Table": table.description }));
        }
        if table.is("DELETING") {
            self.table = None;
            return Err(NO_TABLE);
        }
        if table.is("CREATING") || table.is("UPDATING") {
            table.description["TableStatus"] = "ACTIVE".into();
        }
        table.indexes().retain(|index| index["IndexStatus"] != "DELETING");
        for index in table.indexes() {
            index["IndexStatus"] = "ACTIVE".into();
        }
        Ok(json!({ "Table": table.description }))
    }

    fn delete(&mut self) -> Reply {
        let table = self.idle()?;
        table.becomes("DELETING");
        Ok(json!({ "TableDescription": table.description }))
    }

    fn idle(&mut self) -> Result<&mut Table, &'static str> {
        let table = self.table.as_mut().ok_or(NO_TABLE)?;
        if table.looks == 0 && table.is("ACTIVE") { Ok(table) } else { Err(IN_USE) }
    }
}

impl Table {
    fn update(&mut self, body: &Value) -> Reply {
        for update in body["GlobalSecondaryIndexUpdates"].as_array().into_iter().flatten() {
            self.update_index(update)?;
        }
        let stream = &body["StreamSpecification"];
        if !stream.is_null() {
            let on = |stream: &Value| stream["StreamEnabled"] == true;
            if on(stream) == on(&self.description["StreamSpecification"]) {
                return Err(INVALID);
            }
            self.description["StreamSpecification"] = stream.clone();
        }
        if !body["ProvisionedThroughput"].is_null() {
            if body["ProvisionedThroughput"] == self.description["ProvisionedThroughput"] {
                return Err(INVALID);
            }
            self.description["ProvisionedThroughput"] = body["ProvisionedThroughput"].clone();
        }
        if !body["DeletionProtectionEnabled"].is_null() {
            self.description["DeletionProtectionEnabled"] =
                body["DeletionProtectionEnabled"].clone();
        }
        self.becomes("UPDATING");
        Ok(json!({ "TableDescription": self.description }))
    }

    fn update_index(&mut self, update: &Value) -> Result<(), &'static str> {
        if let Some(create) = update.get("Create") {
            if self.index(&create["IndexName"]).is_some() {
                return Err(INVALID);
            }
            let mut index = create.clone();
            index["IndexStatus"] = "CREATING".into();
            self.indexes().push(index);
        }
        if let Some(delete) = update.get("Delete") {
            let index = self.index(&delete["IndexName"]).ok_or(NO_TABLE)?;
            index["IndexStatus"] = "DELETING".into();
        }
        if let Some(change) = update.get("Update") {
            let index = self.index(&change["IndexName"]).ok_or(NO_TABLE)?;
            index["ProvisionedThroughput"] = change["ProvisionedThroughput"].clone();
        }
        Ok(())
    }

    fn update_ttl(&mut self, asked: &Value) -> Reply {
        let on = asked["Enabled"] == true;
        if on == self.ttl.is_some() || self.ttl_looks > 0 {
            return Err(INVALID);
        }
        self.ttl_looks = LOOKS;
        self.ttl = on.then(|| asked["AttributeName"].as_str().unwrap_or_default().to_owned());
        Ok(json!({}))
    }

    /// What is asked or told of a table in any state.
    fn setting(&mut self, operation: &str, body: &Value) -> Reply {
        Ok(match operation {
            "DescribeTimeToLive" => {
                let status = match (self.ttl.is_some(), self.ttl_looks > 0) {
                    (true, true) => "ENABLING",
                    (true, false) => "ENABLED",
                    (false, true) => "DISABLING",
                    (false, false) => "DISABLED",
                };
                self.ttl_looks = self.ttl_looks.saturating_sub(1);
                json!({ "TimeToLiveDescription": { "TimeToLiveStatus": status, "AttributeName": self.ttl } })
            }
            "DescribeContinuousBackups" => {
                let status = if self.recovery.is_some() { "ENABLED" } else { "DISABLED" };
                let recovery = json!({ "PointInTimeRecoveryStatus": status, "RecoveryPeriodInDays": self.recovery });
                json!({ "ContinuousBackupsDescription": {
                    "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery,
                } })
            }
            "ListTagsOfResource" => {
                let tags = self.tags.iter();
                json!({ "Tags": tags.map(|(key, value)| json!({ "Key": key, "Value": value })).collect::<Vec<_>>() })
            }
            "TagResource" => {
                self.tags.extend(body["Tags"].as_array().into_iter().flatten().map(tag));
                json!({})
            }
            "UntagResource" => {
                let keys = body["TagKeys"].as_array().expect("keys");
                self.tags.retain(|key, _| !keys.iter().any(|gone| gone == key));
                json!({})
            }
            "GetResourcePolicy" => {
                json!({ "Policy": self.policy.as_deref().ok_or("PolicyNotFoundException")? })
            }
            "PutResourcePolicy" => {
                self.policy = body["Policy"].as_str().map(str::to_owned);
                json!({})
            }
            other => unreachable!("{other} is no operation of tables"),
        })
    }
}

fn tag(tag: &Value) -> (String, Value) {
    (tag["Key"].as_str().unwrap_or_default().to_owned(), tag["Value"].clone())
}

impl HttpConnector for Service {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut world = self.world();
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body: Value =
            serde_json::from_slice(request.body().bytes().unwrap_or_default()).expect("JSON");
        let number = world.requests.len();
        world.requests.push((operation.clone(), body.clone()));
        let others = world.others.iter().filter(|(at, _)| *at == number).map(|(_, other)| *other);
        for other in others.collect::<Vec<_>>() {
            other(&mut world);
            let World { table, left, .. } = &mut *world;
            left.clone_from(table);
        }
        let fault = world.faults.iter().find(|(at, _)| *at == number).map(|(_, fault)| *fault);
        let reply = match fault {
            Some(Fault::Refused(code)) => Err(code),
            _ => world.answer(&operation, &body),
        };
        if fault == Some(Fault::Lost) {
            return HttpConnectorFuture::ready(Err(ConnectorError::io("connection reset".into())));
        }
        let (status, body) = match reply {
            Ok(body) => (200, body),
            Err(code) => (400, json!({ "__type": format!("x#{code}"), "message": "as it is" })),
        };
        let status = StatusCode::try_from(status).expect("a status");
        HttpConnectorFuture::ready(Ok(Response::new(status, body.to_string().into())))
    }
}

impl HttpClient for Service {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
