//! What needs no engine: the requests that operations make, the codec, the schema, errors.

mod codec;
mod errors;
mod requests;
mod schema;
