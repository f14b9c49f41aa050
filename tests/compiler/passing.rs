//! Code as it is found, without a warning: that it compiles is the test.
#![allow(missing_docs, reason = "the comment at the top of a file says what it is")]

pub mod ui {
    pub mod pass {
        pub mod chosen_names;
        pub mod entities_of_one_table;
        pub mod indexes_by_tag;
        pub mod keys_in_every_form;
        pub mod keys_of_maps;
        pub mod lints_and_deprecations;
        pub mod optional_structs_among_the_attributes;
        pub mod places_and_forms_of_structs;
        pub mod private_types_in_public_tables;
        pub mod types_that_hold_themselves;
        pub mod types_with_parameters;
        pub mod under_every_lint_of_rustc;
        pub mod variants_for_what_is_unknown;
    }
}

#[test]
fn every_program_is_compiled() {
    for file in std::fs::read_dir("ui/pass").expect("the folder of the programs") {
        let path = file.expect("a file").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        assert!(include_str!("passing.rs").contains(&format!("pub mod {name};")), "{name}");
    }
}
