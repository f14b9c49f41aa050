//! What stands in a condition or an update, so that the compiler tells the ways to write one apart; they never overlap.

macro_rules! kinds {
    ($($name:ident: $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

kinds! {
    Value: "A value.";
    Range: "A range of values, in a key condition.";
    Path: "The path of another attribute, in a comparison or an assignment.";
    Size: "The size of an attribute, in a comparison.";
    Calculation: "A calculation, in an assignment.";
}

/// What can be the default of [`if_not_exists`](crate::Path::if_not_exists).
#[diagnostic::on_unimplemented(
    message = "a calculation cannot be the default of `if_not_exists`",
    note = "a value, a path or another `if_not_exists` can"
)]
pub trait Operand {}
impl Operand for Value {}
impl Operand for Path {}
