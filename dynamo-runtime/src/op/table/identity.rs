//! A table's description in, what tells the table from another of its name out.

use aws_sdk_dynamodb::primitives::DateTime;
use aws_sdk_dynamodb::types::{KeySchemaElement, TableDescription};

/// What stays as long as a table is there. No request names the table that it is for but by its name, which another may have by
/// then.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Identity {
    id: Option<String>,
    created: Option<DateTime>,
    keys: Vec<KeySchemaElement>,
}

impl Identity {
    pub(super) fn of(table: &TableDescription) -> Self {
        Self {
            id: table.table_id.clone(),
            created: table.creation_date_time,
            keys: table.key_schema.clone().unwrap_or_default(),
        }
    }

    /// Whether nothing says that the table is another. DynamoDB Local tells no id.
    pub(super) fn is(&self, table: &TableDescription) -> bool {
        fn differ<T: PartialEq>(one: Option<&T>, two: Option<&T>) -> Option<bool> {
            Some(one? != two?)
        }
        let now = Self::of(table);
        let differs = differ(self.id.as_ref(), now.id.as_ref()).unwrap_or_else(|| {
            let keys = |identity: &Self| !identity.keys.is_empty();
            differ(self.created.as_ref(), now.created.as_ref()) == Some(true)
                || keys(self) && keys(&now) && self.keys != now.keys
        });
        !differs
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::KeyType;

    use super::*;

    fn table(id: Option<&str>, created: Option<i64>, key: Option<&str>) -> TableDescription {
        let key = key.map(|name| {
            let key = KeySchemaElement::builder().attribute_name(name).key_type(KeyType::Hash);
            vec![key.build().expect("a key")]
        });
        TableDescription::builder()
            .set_table_id(id.map(str::to_owned))
            .set_creation_date_time(created.map(DateTime::from_secs))
            .set_key_schema(key)
            .build()
    }

    #[test]
    fn a_table_is_told_by_its_id_or_else_by_its_time_and_key() {
        let one = table(Some("1"), Some(1), Some("id"));
        assert!(Identity::of(&one).is(&one));
        let others = [
            (table(Some("2"), Some(1), Some("id")), false),
            (table(Some("1"), Some(2), Some("id")), true),
            (table(None, Some(1), Some("id")), true),
            (table(None, Some(2), Some("id")), false),
            (table(None, Some(1), Some("name")), false),
            (table(None, None, Some("name")), false),
            (table(None, None, Some("id")), true),
            (table(None, None, None), true),
        ];
        for (other, same) in others {
            assert_eq!(Identity::of(&one).is(&other), same, "{other:?}");
            assert_eq!(Identity::of(&other).is(&one), same, "{other:?}");
        }
    }
}
