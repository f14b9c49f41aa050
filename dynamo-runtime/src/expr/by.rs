//! What stands in a condition or an update, so that the compiler tells the ways to write one apart; they never overlap.

/// A value.
#[derive(Debug)]
pub enum Value {}

/// A range of values, in a key condition.
#[derive(Debug)]
pub enum Range {}

/// The path of another attribute, in a comparison or an assignment.
#[derive(Debug)]
pub enum Path {}

/// The size of an attribute, in a comparison.
#[derive(Debug)]
pub enum Size {}

/// A calculation, in an assignment.
#[derive(Debug)]
pub enum Calculation {}

/// What can be the default of [`if_not_exists`](crate::Path::if_not_exists).
#[diagnostic::on_unimplemented(
    message = "a calculation cannot be the default of `if_not_exists`",
    note = "the default can be a value, a path or another `if_not_exists`"
)]
pub trait Operand {}
impl Operand for Value {}
impl Operand for Path {}
