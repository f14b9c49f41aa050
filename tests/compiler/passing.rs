//! Code as it is found, without a warning: that it compiles is the test.
#![allow(missing_docs, reason = "the comment at the top of a file says what it is")]

pub mod ui {
    pub mod pass {
        pub mod chosen_names;
        pub mod lints_and_deprecations;
        pub mod places_and_forms_of_structs;
        pub mod private_types_in_public_tables;
    }
}
