//! The table in, its `DynamoTable` with the schema as one const out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Generics, Ident, parse_quote};

use crate::attrs::{Capacity, Given, Tag, Throughput};
use crate::expand::{behaviours, key};
use crate::field::{Field, Keyed, flattened, stored};
use crate::model::{Index, Item, Table};

pub(super) fn table(table: &Table) -> TokenStream {
    let Table { item, key, .. } = table;
    let (ident, runtime, [parameters, bounded]) = (item.ty(), &item.runtime, item.of_impl());
    let schema = item.body(schema(table));
    let behaviours = behaviours::constant(table);
    let ranged = ranged(item, &ident, table.range.as_slice());
    let key_from = key_from(table);
    let key_body = key::of_self(table);
    quote! {
        #[automatically_derived]
        impl #parameters #runtime::DynamoTable for #ident #bounded {
            const SCHEMA: &'static #runtime::TableSchema = #schema;
            #behaviours
            type Key = #key;
            fn key(&self) -> #key {
                #key_body
            }
        }
        #ranged
        #key_from
    }
}

/// What says of which values a primary key can be made.
fn key_from(table: &Table) -> TokenStream {
    let (ty, runtime, [parameters, bounded]) =
        (table.item.ty(), &table.item.runtime, table.item.of_impl());
    let mut generics: Generics = parse_quote!(#parameters);
    let [stored, bounds]: [Vec<_>; 2] = [Item::stored_type, Item::argument]
        .map(|of| table.key_fields().map(|field| of(&table.item, field)).collect());
    let given = [quote!(__DynamoHash), quote!(__DynamoRange)];
    let given = &given[..stored.len()];
    generics.params.extend(
        given
            .iter()
            .zip(&bounds)
            .map(|(given, bound)| -> GenericParam { parse_quote!(#given: #bound) }),
    );
    quote! {
        #[automatically_derived]
        impl #generics #runtime::KeyFrom<(#(#given,)*), (#(#stored,)*)> for #ty #bounded {}
    }
}

fn schema(table: &Table) -> TokenStream {
    let (runtime, name) = (&table.item.runtime, &table.name);
    let hash = definition(table, &table.hash);
    let range = table.range.iter().map(|field| definition(table, field));
    let (throughput, settings) =
        (throughput(&table.item, &table.keys.throughput()), settings(table));
    let (given, unique) = (table.item.parameters.given(), behaviours::unique(table));
    let markers: Vec<_> =
        table.indexes.iter().map(|Index { marker, .. }| quote!(#marker #given)).collect();
    let indexes = (!markers.is_empty())
        .then(|| quote!(.indexes(&[#(<#markers as #runtime::Index>::SCHEMA),*])));
    let is_key = |field: &&Field| field.keyed == Keyed::Yes;
    let tags = flattened(&table.item.fields).filter(is_key).map(|field| {
        let (runtime, ty) = (table.item.runtime_at(field), &field.ty);
        quote_spanned!(field.type_span()=> #runtime::FieldSchema::tag::<#ty>(<#ty as #runtime::Variants>::TAG))
    });
    let fields = stored(&table.item.fields).map(|field| {
        let (runtime, ty) = (table.item.runtime_at(field), table.item.stored_type(field));
        let attribute = &field.attribute;
        quote_spanned!(field.type_span()=> #runtime::FieldSchema::new::<#ty>(#attribute))
    });
    quote! {
        &#runtime::TableSchema::new(#name, #hash) #(.range_key(#range))* #throughput #settings #indexes
            .fields(&[#(#fields),* #(, #tags)*]) #unique
    }
}

/// What the service goes back where no number of days is given.
const LONGEST_RECOVERY: u64 = 35;

/// What is neither key nor throughput nor index.
fn settings(table: &Table) -> TokenStream {
    let Table { item, keys, .. } = table;
    let runtime = &item.runtime;
    let variant = |name: &str| Ident::new(name, Span::call_site());
    let class = keys.class.iter().map(|given| variant(given.value.0));
    let stream = keys.stream.iter().map(|given| variant(given.value.0));
    let encryption = keys.encryption.iter().map(|given| match given.value.value().as_str() {
        "OWNED" => quote!(Owned),
        "MANAGED" => quote!(Managed),
        key => quote!(Key(#key)),
    });
    let protection = keys.deletion_protection.iter().map(|_| quote!(.deletion_protection()));
    let days = keys.point_in_time_recovery.iter().map(|given| given.value);
    let days = days.map(|days| Literal::u64_unsuffixed(days.unwrap_or(LONGEST_RECOVERY)));
    let tags = keys.tags.iter().map(|given| {
        let tags = given.value.iter().map(|Tag { key, value }| quote!((#key, #value)));
        quote!(.tags(&[#(#tags),*]))
    });
    let policy = keys.resource_policy.iter().map(|given| &given.value);
    let ttl = table.ttl.iter().map(|field| {
        let (ty, attribute) = (item.stored_type(field), &field.attribute);
        quote!(.ttl::<#ty>(#attribute))
    });
    quote! {
        #(.class(#runtime::TableClass::#class))*
        #(.stream(#runtime::StreamView::#stream))*
        #(.encryption(#runtime::Encryption::#encryption))*
        #(#protection)*
        #(.point_in_time_recovery(#days))*
        #(#tags)*
        #(.resource_policy(#policy))*
        #(#ttl)*
    }
}

/// The calls that set a table's or an index's throughput.
pub(super) fn throughput(item: &Item, throughput: &Throughput<'_>) -> TokenStream {
    let runtime = &item.runtime;
    let literal = |given: &Given<u64>| Literal::u64_unsuffixed(given.value);
    let units = |units: [Option<Literal>; 2]| {
        let some = |units| quote!(::core::option::Option::Some(#units));
        let none = quote!(::core::option::Option::None);
        let said = units.iter().any(Option::is_some);
        let [read, write] = units.map(|units| units.map_or(none.clone(), some));
        said.then(|| quote!(#runtime::Units { read: #read, write: #write })).into_iter()
    };
    let bounds = |bound: fn(&Capacity) -> Option<u64>| {
        throughput.capacity.map(|given| bound(&given?.value).map(Literal::u64_unsuffixed))
    };
    let [read, write] = bounds(|capacity| capacity.low);
    let capacity = read.zip(write).map(|(read, write)| quote!(.provisioned(#read, #write)));
    let scaled_to = units(bounds(|capacity| capacity.high));
    let [maximum, warm] =
        [throughput.maximum, throughput.warm].map(|given| units(given.map(|one| one.map(literal))));
    quote! {
        #capacity #(.scaled_to(#scaled_to))* #(.maximum(#maximum))* #(.warm(#warm))*
    }
}

/// The definition of an attribute that is a key of the table or an index. That its type can be one
/// is the runtime's to say, at the type the user wrote.
pub(super) fn definition(table: &Table, field: &Field) -> TokenStream {
    let (runtime, attribute) = (&table.item.runtime, &field.attribute);
    let ty = table.item.stored_type(field);
    let kind = if field.is_key() { quote!(key) } else { quote!(index_key) };
    quote!(#runtime::AttributeDefinition::#kind::<#ty>(#attribute))
}

/// What says the types of the range attributes of a table or index, where it has any.
pub(super) fn ranged(item: &Item, of: &TokenStream, range: &[Field]) -> Option<TokenStream> {
    let [parameters, bounded] = item.of_impl();
    let (runtime, types) = (&item.runtime, range.iter().map(|field| item.stored_type(field)));
    (!range.is_empty()).then(|| {
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::Ranged<(#(#types,)*)> for #of #bounded {}
        }
    })
}
