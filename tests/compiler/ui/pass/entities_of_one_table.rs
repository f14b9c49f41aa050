//! Keys that are made of fields, in tables of their own and in one of several entities.
#![deny(warnings, clippy::pedantic, missing_docs)]

pub mod shop {
    //! Several entities in one table.
    use std::collections::HashMap;
    use std::time::Duration;

    use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
    use dynamo_runtime::codec::{Decode, Decoder, Encode, Encoder, With, kind};
    use dynamo_runtime::{DynamoItems, DynamoTable, DynamoValue};

    /// The table.
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[table(name = "App")]
    pub struct App {
        /// The hash key.
        #[hash_key]
        pub pk: String,
        /// The range key.
        #[range_key]
        pub sk: String,
        /// The hash of an index.
        #[gsi(name = "GSI1")]
        pub gsi1pk: Option<String>,
        /// The range of an index.
        #[gsi(name = "GSI1", range)]
        pub gsi1sk: Option<String>,
        /// The hash of another index.
        #[gsi(name = "GSI2")]
        pub gsi2pk: Option<String>,
        /// The range of another index.
        #[gsi(name = "GSI2", range)]
        pub gsi2sk: Option<u64>,
        /// The range of another index.
        #[lsi(name = "ByTotal", projection = "KEYS_ONLY")]
        pub lsi1sk: Option<u64>,
        /// When an item expires.
        #[ttl]
        pub expires_at: Option<u64>,
    }

    /// Whole days, as N.
    pub struct Days;

    impl With<Duration> for Days {
        type Kind = kind::N;

        fn encode(value: &Duration, to: &mut Encoder) {
            (value.as_secs() / 86_400).encode(to);
        }

        fn decode(from: &mut Decoder<'_>) -> Option<Duration> {
            u64::decode(from).map(|days| Duration::from_secs(days * 86_400))
        }
    }

    /// A status.
    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    pub struct Status(String);

    /// An order of a user.
    #[derive(DynamoTable)]
    #[table(in = App, discriminator = "type", value = "order")]
    #[hash_key(value = "USER#{user_id}")]
    #[range_key(value = "ORDER#{number:06}#{type}")]
    #[gsi(name = "GSI1", hash = "STATUS#{status}#{courier}", range = "DAY#{day}")]
    #[gsi(name = "GSI2", hash = "A", range = "{took}")]
    #[lsi(name = "ByTotal", range = "{total}", projection = "KEYS_ONLY")]
    pub struct Order {
        /// The user.
        #[dynamo(key_only)]
        pub user_id: String,
        number: u32,
        day: String,
        #[dynamo(with = Days)]
        took: Duration,
        r#type: String,
        status: Status,
        courier: Option<String>,
        /// The total.
        pub total: Option<u64>,
        note: Option<String>,
        #[ttl]
        expires_at: Option<u64>,
    }

    /// What is there once.
    #[derive(DynamoTable)]
    #[table(in = App)]
    #[hash_key(name = "pk", value = "SETTINGS")]
    #[range_key(name = "sk", value = "SETTINGS")]
    pub struct Settings {
        /// A setting.
        pub theme: String,
    }

    /// A key that is declared.
    #[derive(DynamoTable)]
    #[table(in = App)]
    #[hash_key(name = "pk", value = "USER#{id}")]
    #[range_key(value = "{{PROFILE}}")]
    pub struct Profile {
        /// The key.
        pub pk: String,
        id: u64,
    }

    /// A key that is natural.
    #[derive(DynamoTable)]
    #[table(in = App)]
    #[range_key(value = "LOG#{day}")]
    pub struct Day {
        /// The key.
        #[hash_key]
        pub pk: String,
        #[dynamo(key_only)]
        day: String,
    }

    /// Any item, or another.
    #[derive(DynamoItems)]
    pub enum AppItem {
        /// An order.
        Order(Order),
        /// The settings.
        Settings(Settings),
        /// What is none of these.
        #[dynamo(other)]
        Unknown(HashMap<String, AttributeValue>),
    }

    /// Two entities.
    #[derive(DynamoItems)]
    pub enum Two {
        /// An order.
        Order(Order),
        /// A profile.
        r#Type(Profile),
    }

    /// One entity, and what is not read.
    #[derive(DynamoItems)]
    pub enum One {
        /// An order.
        Order(Order),
        /// Not read.
        #[dynamo(other)]
        Unknown,
    }

    /// Uses of what is generated.
    pub fn uses(orders: &OrderTable, settings: &SettingsTable, days: &DayTable, order: &Order) {
        let _ = (orders.get("a", 3_u32, "c"), settings.get(), days.exists("a", "b"));
        let _ =
            (orders.query("a"), orders.query_gsi1(Status(String::new()), "dhl"), settings.query());
        let _ = (orders.query_by_total("a"), orders.query_gsi2().range(Duration::ZERO));
        let _ = [AppItem::from(settings_of("dark")), AppItem::Unknown(HashMap::new())];
        let _ = (Order::HASH_KEY.eq("a"), Order::RANGE_KEY, Order::TOTAL, Order::BY_TOTAL_RANGE);
        let _ = (Order::GSI1_PARTS, Order::GSI1_HASH, Order::GSI1_RANGE, Profile::PK, order.key());
        let _ = (orders.update("a", 3_u32, "c").set(Order::TOTAL, 3_u64), days.query("a"));
    }

    fn settings_of(theme: &str) -> Settings {
        Settings { theme: theme.into() }
    }

    /// The items of an index.
    #[must_use]
    pub fn held(item: &OrderByTotalItem) -> (OrderKey, &Option<u64>) {
        (item.key(), &item.total)
    }
}

pub mod lessons {
    //! Tables of their own.
    use dynamo_runtime::DynamoTable;

    /// A lesson of a course.
    #[derive(DynamoTable)]
    #[table(name = "Lessons")]
    #[hash_key(name = "pk", value = "COURSE#{course}")]
    #[range_key(name = "sk", value = "LESSON#{order:04}")]
    #[gsi(name = "ByTeacher", hash(name = "gsi1pk", value = "TEACHER#{teacher}"), range = [course], include = [title])]
    #[gsi(name = "ByRegion", hash = [tenant, "REGION#{region}"], range = "{order}")]
    #[gsi(
        name = "Inverted",
        hash(name = "sk", value = "LESSON#{order:04}"),
        range(name = "pk", value = "COURSE#{course}")
    )]
    #[lsi(name = "ByTitle", range = "T#{title}", projection = "KEYS_ONLY")]
    pub struct Lesson {
        course: String,
        #[dynamo(key_only)]
        order: u16,
        teacher: String,
        tenant: String,
        region: String,
        title: String,
        #[unique]
        code: String,
    }

    /// A table with parameters.
    #[derive(DynamoTable)]
    #[hash_key(value = "{id}")]
    pub struct Event<P> {
        id: u64,
        payload: P,
    }

    /// Uses of what is generated.
    pub fn uses(lessons: &LessonTable, events: &EventTable<String>) {
        let _ =
            (lessons.get("a", 3_u16), lessons.query_by_teacher("t").range("c"), events.get(3_u64));
        let _ = (lessons.query_by_region("t", "r").range(3_u16), lessons.query_inverted(3_u16));
    }
}

pub mod forms {
    //! Raw identifiers, macros, functions, deprecated fields, another path of the runtime, and private types.
    use dynamo_runtime as renamed;
    use dynamo_runtime::{Dynamo, DynamoItems, DynamoTable, DynamoValue};

    /// The table.
    #[derive(DynamoTable)]
    pub struct App {
        /// The hash key.
        #[hash_key]
        pub id: String,
        /// The hash key of an index whose name begins with a digit.
        #[gsi(name = "2nd", include = [note])]
        pub second: Option<String>,
        note: Option<String>,
    }

    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    struct Private(String);

    /// A public entity with private fields.
    #[deprecated(note = "use another")]
    #[derive(DynamoTable)]
    #[table(in = self::App, crate = renamed)]
    #[hash_key(name = "id", value = r##"TYPE "{in}"#"##)]
    #[gsi(name = "2nd", hash = "{part}/{self_}/{in}", include = [note])]
    pub struct r#Type {
        #[deprecated]
        r#in: Private,
        #[deprecated]
        part: String,
        self_: Private,
        /// The key.
        #[deprecated]
        pub id: String,
        note: Option<String>,
    }

    macro_rules! entity {
        ($name:ident, $items:ident, $key:literal, $field:ident: $type:ty) => {
            #[derive(DynamoTable)]
            #[table(in = $crate::ui::pass::entities_of_one_table::forms::App)]
            #[hash_key(value = $key)]
            #[gsi(name = "2nd", hash = [$key], projection = "KEYS_ONLY")]
            struct $name {
                #[dynamo(key_only)]
                $field: $type,
            }

            #[derive(DynamoItems)]
            enum $items {
                $name($name),
            }
        };
    }

    entity!(ByMacro, ItemsByMacro, "BY MACRO {field}", field: String);

    /// Uses of what is generated.
    pub fn uses(client: &Dynamo) {
        #[derive(DynamoTable)]
        #[table(in = App)]
        #[hash_key(value = "LOCAL {id}")]
        struct Local {
            id: String,
        }

        let _ = (Local::table(client.clone()).get("a"), ByMacro::table(client.clone()).get("b"));
        let _ = |item: ByMacro2ndItem| (item.key().field, item.field);
        let _ = |local: Local, ItemsByMacro::ByMacro(item): ItemsByMacro| (local.id, item.field);
        let _ = (ByMacro::HASH_KEY, ByMacro::_2ND_HASH);
    }
}
