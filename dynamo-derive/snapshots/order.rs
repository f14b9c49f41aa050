//! The whole expansion of an entity with three templates: data and calls, as that of a table.

use syn::parse_quote;

use crate::expansion_of_log::assert_snapshot;

#[test]
fn is_data_and_calls() {
    let expansion = crate::table(&parse_quote! {
        #[table(in = App, discriminator = "type", value = "order")]
        #[hash_key(value = "USER#{user}")]
        #[range_key(value = "ORDER#{number:08}")]
        #[gsi(name = "GSI1", hash = "STATUS#{status}#{courier}")]
        pub struct Order {
            #[dynamo(key_only)]
            pub user: String,
            pub number: u64,
            pub status: String,
            pub courier: Option<String>,
        }
    });
    assert_snapshot("order", expansion);
}
