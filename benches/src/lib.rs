//! What is measured: three shapes of items, and what is done with each by hand, by the mapper and by its peers.

pub mod by_hand;
pub mod canned;
pub mod cases;
pub mod loopback;
pub mod peers;
pub mod service;
pub mod shapes;
