// The tag of a flattened enum is the key of an index.
#![deny(warnings)]

use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue};

#[derive(DynamoTable)]
#[gsi(name = "ByState", hash = [state], range = [event], projection = "KEYS_ONLY")]
pub struct Parcel {
    #[hash_key]
    pub id: String,
    #[dynamo(flatten)]
    #[gsi(name = "ByKind")]
    pub event: Event,
    #[dynamo(flatten)]
    pub state: Option<State>,
}

#[derive(DynamoValue)]
#[dynamo(tag = "kind")]
pub enum Event {
    Sent { at: u64 },
    Lost,
}

#[derive(DynamoValue)]
#[dynamo(tag = "state")]
pub enum State {
    Open,
}

pub fn uses(client: Dynamo) {
    let parcels = Parcel::table(client);
    let _ = parcels.query_by_kind("Sent").filter(Parcel::STATE.tag().eq("Open"));
    let _ = parcels.query_by_state("Open").range("Lost");
    let _ = |held: ParcelByStateItem| (held.id, held.event, held.state);
}
