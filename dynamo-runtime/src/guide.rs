//! The guide, in short pages, each for one subject. Its code is compiled and run by the tests.
//!
//! | page | about |
//! |---|---|
//! | [keys] | modelling keys and indexes: from questions to a table |
//! | [reading] | gets, queries, scans; ranges, filters, projections, consistency |
//! | [writing] | put, insert, delete; conditions, and two writers of one item |
//! | [updates] | changes in place, of numbers, sets, lists and maps; PATCH |
//! | [http] | pages and cursors in an HTTP API, with axum |
//! | [many items](crate::op::GetAll) | batches by key, in and out |
//! | [transactions](crate::TransactWrite) | several writes, all or none |
//! | [single table](crate::DynamoItems) | keys of several fields, several structs in one table |
//! | [testing] | the engine, scripts and faults, and fakes of your own |
//! | [errors] | what each error asks for, retries and timeouts, lost answers |
//! | [adopting] | an existing table, and items that do not fit |
//! | [evolving] | changing a struct while its table is in use |
//! | [cost] | units, capacity, hot keys |
//! | [observability](crate::op::Call) | spans, metrics, warnings |
//! | [security] | what clients may see, signed cursors, permissions |
//!
//! The reference of all attributes is at [`DynamoTable`](derive@crate::DynamoTable), and the table of all methods on the
//! [first page](crate).

/// A page of the guide for each name.
macro_rules! pages {
    ($($page:ident)*) => {
        $(
            #[doc = include_str!(concat!("../docs/guide/", stringify!($page), ".md"))]
            pub mod $page {}
        )*
    };
}

pages! { keys reading writing updates http testing errors adopting evolving cost security }
