//! `TRYBUILD=overwrite` writes the expected messages anew.

#[test]
fn wrong_uses_are_refused_with_the_remedy() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
