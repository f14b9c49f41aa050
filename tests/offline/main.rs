//! What needs no engine: the requests that operations make, the codec, the schema, errors, and that both wires agree.

mod arbitrary;
mod behaviours;
mod bodies;
mod bulk;
mod codec;
mod conditions;
mod diffs;
mod errors;
mod expiry;
mod export;
mod fallback;
mod foreign;
mod hydrate;
mod keys;
mod lost;
mod open;
mod pages;
mod placeholders;
mod plans;
mod requests;
mod responses;
mod schema;
mod script;
mod shapes;
mod updates;
mod wires;
