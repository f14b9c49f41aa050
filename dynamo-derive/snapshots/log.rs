//! The whole expansion of the sample `Log`, as a reader of `cargo expand` meets it. `INSTA_UPDATE=always` writes it anew.

use proc_macro2::TokenStream;
use syn::parse_quote;

#[test]
fn is_data_and_calls() {
    let expansion = crate::table(&parse_quote! {
        #[table(name = "Log", read_capacity = 10, write_capacity = 10)]
        pub struct Log {
            #[hash_key]
            pub updated_at: String,
            #[gsi(name = "Status", read_capacity = 10, write_capacity = 10)]
            pub status: String,
            pub message: String,
        }
    });
    assert_snapshot("log", expansion);
}

pub(crate) fn assert_snapshot(name: &str, expansion: TokenStream) {
    let file = syn::parse2(expansion).expect("items");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, prettyplease::unparse(&file)));
}
