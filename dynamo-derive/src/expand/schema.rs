//! The table in, its `DynamoTable` with the schema as one const out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, Ident, Path, parse_quote};

use crate::attrs::{Capacity, Given, Tag, Throughput};
use crate::expand::{behaviours, key, made};
use crate::field::{Field, Keyed, flattened, stored};
use crate::model::{Index, Item, KeyAttribute, Table, located};

pub(super) fn table(table: &Table) -> TokenStream {
    let Table { item, key, .. } = table;
    let (ident, runtime, [parameters, bounded]) = (item.ty(), &item.runtime, item.of_impl());
    // An entity of the table asks for it.
    let mistaken =
        quote!(::core::panic!("the struct of this table has mistakes; correct them first"));
    let schema = if item.sound { schema(table) } else { mistaken };
    let behaviours = behaviours::constant(table);
    let ranged = ranged(item, &ident, &table.primary.range_fields);
    let key_from = key_from(table);
    let key_body = key::of_self(table);
    let entity = table.keys.within.as_ref().map(|of| entity(table, &of.value));
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
        #entity
        #ranged
        #key_from
    }
}

/// What ties an entity to the table that it is in, and asks the compiler whether its keys are the table's.
fn entity(table: &Table, of: &Path) -> TokenStream {
    let Table { item, primary, .. } = table;
    let (ty, runtime) = (item.ty(), &item.runtime);
    let schema = |span| item.schema_of(&table.keys, span);
    let keys = primary.hash.iter().map(|key| (key, quote!(hash_key)));
    let keys = keys.chain(primary.range.iter().map(|key| (key, quote!(range()))));
    let fields = keys.filter(|(key, _)| matches!(key, KeyAttribute::Field(_)));
    let fields = fields.map(|(key, place)| {
        let (name, span) = (key.name(), Span::call_site().located_at(key.name().at));
        let (schema, place) = (schema(span), located(place, span));
        quote_spanned!(span=> const _: &str = #schema.#place.called(#name);)
    });
    let span = Span::call_site().located_at(of.span());
    let (own, of_table) = (item.runtime_in(span), schema(span));
    let check = quote_spanned!(span=> const _: () = <#ty as #own::DynamoTable>::SCHEMA.check_entity(#of_table););
    let checks = fields.chain([check]).filter(|_| item.sound);
    quote! {
        #[automatically_derived]
        impl #runtime::Entity for #ty {
            type Table = #of;
        }
        #(#checks)*
    }
}

/// What says of which values a primary key can be made.
fn key_from(table: &Table) -> TokenStream {
    let (ty, runtime, [parameters, bounded]) =
        (table.item.ty(), &table.item.runtime, table.item.of_impl());
    let mut generics: Generics = parse_quote!(#parameters);
    let [stored, bounds]: [Vec<_>; 2] = [Item::stored_type, Item::argument]
        .map(|of| table.primary.fields().map(|field| of(&table.item, field)).collect());
    let name = |at| match at {
        0 => format_ident!("__DynamoHash"),
        1 => format_ident!("__DynamoRange"),
        _ => format_ident!("__DynamoKey{at}"),
    };
    let given: Vec<Ident> = (0..stored.len()).map(name).collect();
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
    let (runtime, ident) = (&table.item.runtime, table.item.ident.to_string());
    let (settings, unique, templates) =
        (settings(table), behaviours::unique(table), made::templates(&table.item));
    let of = table.item.schema_of(&table.keys, table.item.at);
    let is_own = of.is_none();
    let markers = table.indexes.iter().filter(|_| is_own).map(|Index { marker, .. }| marker);
    let (markers, given): (Vec<_>, _) = (markers.collect(), table.item.parameters.given());
    let indexes = (!markers.is_empty())
        .then(|| quote!(.indexes(&[#(<#markers #given as #runtime::Index>::SCHEMA),*])));
    let base = of
        .map_or_else(|| own_table(table), |of| quote!(#runtime::TableSchema::entity(#of, #ident)));
    let is_key = |field: &&Field| field.keyed == Keyed::Yes;
    let tags = flattened(&table.item.fields).filter(is_key).map(|field| {
        let (runtime, ty) = (table.item.runtime_at(field), &field.ty);
        quote_spanned!(field.type_span()=> #runtime::FieldSchema::tag::<#ty>(<#ty as #runtime::Variants>::TAG))
    });
    let fields = stored(&table.item.fields).map(|field| {
        let (runtime, ty) = (table.item.runtime_at(field), table.item.stored_type(field));
        let attribute = &field.attribute;
        match table.item.storable(field) {
            Some(storable) => {
                quote_spanned!(field.type_span()=> #storable::FIELD.called(#attribute))
            }
            None => {
                quote_spanned!(field.type_span()=> #runtime::FieldSchema::new::<#ty>(#attribute))
            }
        }
    });
    quote! {
        &#base #settings #indexes .fields(&[#(#fields),* #(, #tags)*]) #unique #templates
    }
}

/// The schema of a table of its own, as far as its key and throughput go.
fn own_table(table: &Table) -> TokenStream {
    let Table { item, name, primary, .. } = table;
    let hash = primary.hash.iter().map(|key| definition(item, key));
    let range = primary.range.iter().map(|key| definition(item, key));
    let throughput = throughput(item, &table.keys.throughput());
    let runtime = &item.runtime;
    quote!(#runtime::TableSchema::new(#name, #(#hash)*) #(.range_key(#range))* #throughput)
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
pub(super) fn definition(item: &Item, key: &KeyAttribute) -> TokenStream {
    let (runtime, ty) = (&item.runtime, key.ty(item));
    let name = key.name();
    let is_primary = match key {
        KeyAttribute::Field(field) => field.is_key(),
        KeyAttribute::Made(made) => made.place.is_primary(),
    };
    let kind = if is_primary { quote!(key) } else { quote!(index_key) };
    quote!(#runtime::AttributeDefinition::#kind::<#ty>(#name))
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
