//! What stands in a condition, so that the compiler tells the ways to write one apart; they never overlap.

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
    Path: "The path of another attribute, in a comparison.";
    Size: "The size of an attribute, in a comparison.";
}
