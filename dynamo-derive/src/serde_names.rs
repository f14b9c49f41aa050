//! What serde's attributes say of names in, `rename`s of ours out: `#[dynamo(serde_names)]`.

use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Ident, Lit, LitStr, Meta, Token,
    parse_quote,
};

use crate::errors::Errors;

/// The input with serde's names as ours, if it asks for them.
pub(crate) fn taken(input: &DeriveInput, errors: &mut Errors) -> DeriveInput {
    let mut input = input.clone();
    if !take_flag(&mut input.attrs) {
        return input;
    }
    let case = |key| said(&input.attrs, key);
    let (of_all, of_fields, tag) = (case("rename_all"), case("rename_all_fields"), case("tag"));
    let enum_tag = tag.filter(|_| matches!(input.data, Data::Enum(_)));
    match &mut input.data {
        Data::Struct(data) => rename_fields(&mut data.fields, of_all.as_ref(), errors),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                let name = variant.ident.unraw().to_string();
                rename(&mut variant.attrs, &name, of_all.as_ref(), in_variant, errors);
                let own = said(&variant.attrs, "rename_all").or_else(|| of_fields.clone());
                rename_fields(&mut variant.fields, own.as_ref(), errors);
            }
        }
        Data::Union(_) => {}
    }
    input.attrs.extend(enum_tag.map(|tag| parse_quote!(#[dynamo(tag = #tag)])));
    input
}

/// Takes `serde_names` out of `#[dynamo(...)]`; whether it was there.
fn take_flag(attributes: &mut Vec<Attribute>) -> bool {
    let mut found = false;
    attributes.retain_mut(|attribute| {
        let Some(mut metas) = metas(attribute, "dynamo") else { return true };
        let given = metas.len();
        metas.retain(|meta| !meta.path().is_ident("serde_names"));
        if metas.len() == given {
            return true;
        }
        found = true;
        let rest: Punctuated<Meta, Token![,]> = metas.into_iter().collect();
        *attribute = parse_quote!(#[dynamo(#rest)]);
        !rest.is_empty()
    });
    found
}

fn metas(attribute: &Attribute, of: &str) -> Option<Vec<Meta>> {
    let parsed = || attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok();
    attribute.path().is_ident(of).then(parsed)?.map(|metas| metas.into_iter().collect())
}

/// The text that serde has for the key: `key = "..."`, or that of `key(serialize = "...", deserialize = "...")`, which names what is
/// written.
fn said(attributes: &[Attribute], key: &str) -> Option<LitStr> {
    let all = attributes.iter().filter_map(|attribute| metas(attribute, "serde")).flatten();
    all.filter(|meta| meta.path().is_ident(key)).find_map(|meta| match meta {
        Meta::NameValue(meta) => text(meta.value),
        Meta::List(list) => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .ok()?
            .into_iter()
            .find_map(|meta| match meta {
                Meta::NameValue(meta) if meta.path.is_ident("serialize") => text(meta.value),
                _ => None,
            }),
        Meta::Path(_) => None,
    })
}

fn text(value: Expr) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}

fn rename_fields(fields: &mut Fields, case: Option<&LitStr>, errors: &mut Errors) {
    for field in fields {
        let Some(name) = field.ident.as_ref().map(|ident: &Ident| ident.unraw().to_string()) else {
            continue;
        };
        rename(&mut field.attrs, &name, case, in_field, errors);
    }
}

/// Adds a `rename` where serde's name is another, and there is none of ours.
fn rename(
    attributes: &mut Vec<Attribute>,
    name: &str,
    case: Option<&LitStr>,
    in_case: fn(&str, &str) -> Option<String>,
    errors: &mut Errors,
) {
    let of_ours = |key: &&str| {
        let ours = attributes.iter().filter_map(|attribute| metas(attribute, "dynamo")).flatten();
        ours.into_iter().any(|meta| meta.path().is_ident(key))
    };
    if ["rename", "flatten", "skip", "other"].iter().any(of_ours) {
        return;
    }
    let cased = case.and_then(|case| {
        let cased = in_case(&case.value(), name);
        if cased.is_none() {
            errors.at(case.span(), "this is no case of serde's; give one that serde knows");
        }
        cased.map(|cased| LitStr::new(&cased, case.span()))
    });
    let renamed = said(attributes, "rename").or(cased).filter(|renamed| renamed.value() != name);
    attributes.extend(renamed.map(|renamed| parse_quote!(#[dynamo(rename = #renamed)])));
}

/// As serde has the name of a variant, which it takes for `PascalCase`.
fn in_variant(case: &str, name: &str) -> Option<String> {
    let snake = || {
        let mut snake = String::new();
        for (at, letter) in name.char_indices() {
            if at > 0 && letter.is_uppercase() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        snake
    };
    Some(match case {
        "lowercase" => name.to_ascii_lowercase(),
        "UPPERCASE" => name.to_ascii_uppercase(),
        "PascalCase" => name.to_owned(),
        "camelCase" => first(name, str::to_ascii_lowercase),
        "snake_case" => snake(),
        "SCREAMING_SNAKE_CASE" => snake().to_ascii_uppercase(),
        "kebab-case" => snake().replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => snake().to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

/// As serde has the name of a field, which it takes for `snake_case`.
fn in_field(case: &str, name: &str) -> Option<String> {
    let pascal = || name.split('_').map(|word| first(word, str::to_ascii_uppercase)).collect();
    Some(match case {
        "lowercase" | "snake_case" => name.to_owned(),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => name.to_ascii_uppercase(),
        "PascalCase" => pascal(),
        "camelCase" => first(&pascal(), str::to_ascii_lowercase),
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => name.to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

/// The word with its first letter in another case.
fn first(word: &str, case: fn(&str) -> String) -> String {
    let end = word.chars().next().map_or(0, char::len_utf8);
    [case(&word[..end]).as_str(), &word[end..]].concat()
}
