// Tables and values have type and const parameters.
#![deny(warnings)]

use std::marker::PhantomData;

use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, DynamoView};

/// A table.
#[derive(Debug, Clone, DynamoTable)]
pub struct Event<P, const N: usize = 2> {
    #[hash_key]
    pub id: Id<Owner>,
    #[gsi(name = "ByKind")]
    #[gsi(name = "ByDay")]
    pub kind: String,
    #[range_key]
    #[gsi(name = "ByDay", range)]
    pub day: u64,
    #[ttl]
    pub expires: Option<u64>,
    #[dynamo(default)]
    pub note: Option<P>,
    pub payload: P,
    pub pages: Vec<Page<P>>,
    pub parts: [Option<P>; N],
}

#[derive(Debug, Clone)]
pub struct Owner;

#[derive(Debug, Clone, DynamoValue)]
pub struct Id<T>(pub String, #[dynamo(skip)] PhantomData<T>);

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

#[derive(Debug, Clone, DynamoValue)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Box<Page<T>>>,
}

#[derive(Debug, Clone, DynamoValue)]
pub enum Either<L, R>
where
    R: Clone,
{
    Left(#[dynamo(rename = "left")] L),
    Right { right: R },
}

#[derive(Debug, Clone, DynamoValue)]
pub struct Grid<const WIDTH: usize> {
    pub rows: Vec<[u32; WIDTH]>,
}

#[derive(Debug, Clone, DynamoValue)]
pub struct Borrowed<'a, T> {
    pub text: &'a str,
    pub others: Vec<T>,
}

#[derive(Debug, Clone, DynamoValue)]
pub struct Wrapped<T>(pub T);

type Grids = Event<Grid<3>>;

#[derive(DynamoView)]
#[view(of = Grids)]
pub struct Part {
    pub payload: Grid<3>,
}

mod private {
    #[derive(dynamo_runtime::DynamoTable)]
    struct Private<P> {
        #[hash_key]
        id: String,
        #[gsi(name = "ByKind")]
        kind: String,
        payload: P,
    }

    pub(super) fn all(client: super::Dynamo) {
        let private = Private::<super::Wrapped<u8>>::table(client);
        let _ = private.query_by_kind("x").filter(Private::PAYLOAD.exists());
        let _ = |all: Private<String>| (all.id, all.kind, all.payload);
    }
}

pub fn uses(client: Dynamo) {
    let events: EventTable<Either<u8, String>> = Event::table(client.clone());
    let _ = events.clone().query_by_day("x").range(1..);
    let grids: EventTable<Grid<3>> = Event::table(client.clone());
    let _ = grids.get(Id("x".into(), PhantomData), 1).view::<Part>();
    let _ = grids.scan().filter(Event::PAYLOAD.at(Grid::ROWS).index(0).contains(1_u32));
    private::all(client);
}
