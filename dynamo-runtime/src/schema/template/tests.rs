//! What the checks take, and what they refuse.
