//! A name in, the same name in another case out.

/// A value of `rename_all`: what makes a name of another.
pub(crate) type Case = fn(&str) -> String;

pub(crate) const KNOWN: &[(&str, Case)] = &[
    ("camelCase", camel),
    ("PascalCase", pascal),
    ("snake_case", snake),
    ("SCREAMING_SNAKE_CASE", |name| snake(name).to_uppercase()),
    ("kebab-case", kebab),
    ("SCREAMING-KEBAB-CASE", |name| kebab(name).to_uppercase()),
    // These two change letters only, so that `foo_bar` stays two words.
    ("lowercase", str::to_lowercase),
    ("UPPERCASE", str::to_uppercase),
];

fn camel(name: &str) -> String {
    let mut words = words(name).into_iter();
    words.next().into_iter().chain(words.map(|word| capitalized(&word))).collect()
}

pub(crate) fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

pub(crate) fn snake(name: &str) -> String {
    words(name).join("_")
}

fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// The words of a name in lower case: `updated_at`, `UpdatedAt`, `updated-at`, `HTTPStatus`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut spaced = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |at| letters[at]);
        let after = letters.get(at + 1).unwrap_or(&' ');
        if letter.is_uppercase() && (!before.is_uppercase() || after.is_lowercase()) {
            spaced.push(' ');
        }
        spaced.push(if letter.is_alphanumeric() { *letter } else { ' ' });
    }
    spaced.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, words};

    #[test]
    fn each_case_of_a_field_and_a_variant() {
        for (name, field, variant) in [
            ("camelCase", "updatedAt", "updatedAt"),
            ("PascalCase", "UpdatedAt", "UpdatedAt"),
            ("snake_case", "updated_at", "updated_at"),
            ("SCREAMING_SNAKE_CASE", "UPDATED_AT", "UPDATED_AT"),
            ("kebab-case", "updated-at", "updated-at"),
            ("SCREAMING-KEBAB-CASE", "UPDATED-AT", "UPDATED-AT"),
            ("lowercase", "updated_at", "updatedat"),
            ("UPPERCASE", "UPDATED_AT", "UPDATEDAT"),
        ] {
            let case = KNOWN.iter().find(|known| known.0 == name).unwrap().1;
            assert_eq!([case("updated_at"), case("UpdatedAt")], [field, variant]);
        }
    }

    #[test]
    fn words_end_where_the_case_or_a_sign_says_so() {
        assert_eq!(words("HTTPStatus"), ["http", "status"]);
        assert_eq!(words("GSI1"), ["gsi1"]);
        assert_eq!(words("by-day.x"), ["by", "day", "x"]);
        assert_eq!(words("Day2Night"), ["day2", "night"]);
        assert_eq!(words("_x"), ["x"]);
        assert!(words("---").is_empty());
    }
}
