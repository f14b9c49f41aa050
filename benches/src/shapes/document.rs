//! Thirty fields: scalars, lists, maps, sets, bytes, and structs inside structs and lists.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{DynamoTable, DynamoValue};
use serde::{Deserialize, Serialize};

use super::{HASH, Shape, handle, prose};
use crate::by_hand::{Attributes, Map, Result, Value};

#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize, Deserialize)]
#[table(name = "Document")]
pub struct Document {
    #[hash_key]
    pub owner: String,
    #[range_key]
    pub number: u64,
    pub title: String,
    pub summary: String,
    pub status: String,
    pub kind: String,
    pub created_at: String,
    pub updated_at: String,
    pub published: bool,
    pub archived: bool,
    pub views: u64,
    pub likes: i64,
    pub rating: f64,
    pub price: f64,
    pub note: Option<String>,
    pub parent: Option<String>,
    pub author: Person,
    pub reviewers: Vec<Person>,
    pub settings: Settings,
    pub sections: Vec<Section>,
    pub history: Vec<Event>,
    pub related: Vec<String>,
    pub scores: Vec<f64>,
    pub labels: BTreeMap<String, String>,
    pub counts: BTreeMap<String, u64>,
    #[serde(with = "serde_dynamo::string_set")]
    pub tags: BTreeSet<String>,
    #[serde(with = "serde_dynamo::string_set")]
    pub keywords: BTreeSet<String>,
    #[serde(with = "serde_dynamo::number_set")]
    pub years: BTreeSet<u64>,
    #[serde(with = "serde_bytes")]
    pub thumbnail: Vec<u8>,
    #[serde(with = "serde_bytes")]
    pub checksum: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub email: String,
    pub age: u32,
    pub address: Address,
}

#[derive(Debug, Clone, PartialEq, DynamoValue, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub country: String,
}

#[derive(Debug, Clone, PartialEq, DynamoValue, Serialize, Deserialize)]
pub struct Settings {
    pub theme: String,
    pub locale: String,
    pub page_size: u32,
    pub notify: bool,
}

#[derive(Debug, Clone, PartialEq, DynamoValue, Serialize, Deserialize)]
pub struct Section {
    pub heading: String,
    pub body: String,
    pub words: u32,
}

#[derive(Debug, Clone, PartialEq, DynamoValue, Serialize, Deserialize)]
pub struct Event {
    pub at: String,
    pub by: String,
    pub remark: Option<String>,
}

impl Shape for Document {
    const SHAPE: &'static str = "document";
    const HASH_NAME: &'static str = "owner";
    handle!(DocumentTable);

    fn example(number: usize) -> Self {
        let texts = |count: usize, words| (0..count).map(move |at| prose(number + at, words));
        let named = |prefix: &'static str, count| {
            (0..count).map(move |at| format!("{prefix}-{at}-{number}"))
        };
        let bytes = |count| (0..count).map(|at| ((at * 31 + number) % 256) as u8).collect();
        let event = |at| Event {
            at: format!("2026-11-2{at}T10:00:00Z"),
            by: prose(number + at, 2),
            remark: (at > 0).then(|| prose(number, 5)),
        };
        Self {
            owner: HASH.to_owned(),
            number: number as u64,
            title: prose(number, 6),
            summary: prose(number, 40),
            status: "published".to_owned(),
            kind: "article".to_owned(),
            created_at: format!("2026-10-01T08:00:00.{number:06}Z"),
            updated_at: format!("2026-11-22T10:00:00.{number:06}Z"),
            published: true,
            archived: false,
            views: number as u64 * 7919,
            likes: number as i64 * 13 - 500,
            rating: number as f64 / 128.0 + 0.5,
            price: number as f64 / 4.0 + 19.75,
            note: Some(prose(number + 1, 8)),
            parent: None,
            author: Person::example(number),
            reviewers: (1..=3).map(|at| Person::example(number + at)).collect(),
            settings: Settings {
                theme: "dark".to_owned(),
                locale: "de-DE".to_owned(),
                page_size: 50,
                notify: true,
            },
            sections: (0..4).map(|at| Section::example(number + at)).collect(),
            history: (0..3).map(event).collect(),
            related: texts(5, 2).collect(),
            scores: (0..8).map(|at| (number + at) as f64 / 16.0).collect(),
            labels: named("label", 4).zip(texts(4, 2)).collect(),
            counts: named("count", 4).zip(number as u64..).collect(),
            tags: named("tag", 5).collect(),
            keywords: named("keyword", 4).collect(),
            years: (2020..2026).collect(),
            thumbnail: bytes(256),
            checksum: bytes(32),
        }
    }

    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        Ok(Self {
            owner: map.text("owner")?,
            number: map.number("number")?,
            title: map.text("title")?,
            summary: map.text("summary")?,
            status: map.text("status")?,
            kind: map.text("kind")?,
            created_at: map.text("created_at")?,
            updated_at: map.text("updated_at")?,
            published: map.required("published")?.boolean()?,
            archived: map.required("archived")?.boolean()?,
            views: map.number("views")?,
            likes: map.number("likes")?,
            rating: map.number("rating")?,
            price: map.number("price")?,
            note: map.find("note").map(Value::text).transpose()?,
            parent: map.find("parent").map(Value::text).transpose()?,
            author: Person::by_hand(map.required("author")?.map()?)?,
            reviewers: map.required("reviewers")?.list(|value| Person::by_hand(value.map()?))?,
            settings: Settings::by_hand(map.required("settings")?.map()?)?,
            sections: map.required("sections")?.list(|value| Section::by_hand(value.map()?))?,
            history: map.required("history")?.list(|value| Event::by_hand(value.map()?))?,
            related: map.required("related")?.list(Value::text)?,
            scores: map.required("scores")?.list(Value::number)?,
            labels: map.required("labels")?.map()?.entries(Value::text)?.into_iter().collect(),
            counts: map.required("counts")?.map()?.entries(Value::number)?.into_iter().collect(),
            tags: map.required("tags")?.texts()?,
            keywords: map.required("keywords")?.texts()?,
            years: map.required("years")?.numbers::<u64, _>()?,
            thumbnail: map.required("thumbnail")?.bytes()?,
            checksum: map.required("checksum")?.bytes()?,
        })
    }

    fn key_by_hand(&self) -> Map {
        Map::from([
            ("owner".to_owned(), AttributeValue::S(self.owner.clone())),
            ("number".to_owned(), number(self.number)),
        ])
    }

    fn to_map(&self) -> Map {
        let people = self.reviewers.iter().map(|person| AttributeValue::M(person.to_map()));
        let sections = self.sections.iter().map(|section| AttributeValue::M(section.to_map()));
        let history = self.history.iter().map(|event| AttributeValue::M(event.to_map()));
        let labels = self.labels.iter().map(|(key, value)| (key.clone(), text(value)));
        let counts = self.counts.iter().map(|(key, value)| (key.clone(), number(value)));
        let mut map = Map::from([
            ("owner".to_owned(), text(&self.owner)),
            ("number".to_owned(), number(self.number)),
            ("title".to_owned(), text(&self.title)),
            ("summary".to_owned(), text(&self.summary)),
            ("status".to_owned(), text(&self.status)),
            ("kind".to_owned(), text(&self.kind)),
            ("created_at".to_owned(), text(&self.created_at)),
            ("updated_at".to_owned(), text(&self.updated_at)),
            ("published".to_owned(), AttributeValue::Bool(self.published)),
            ("archived".to_owned(), AttributeValue::Bool(self.archived)),
            ("views".to_owned(), number(self.views)),
            ("likes".to_owned(), number(self.likes)),
            ("rating".to_owned(), number(self.rating)),
            ("price".to_owned(), number(self.price)),
            ("author".to_owned(), AttributeValue::M(self.author.to_map())),
            ("reviewers".to_owned(), AttributeValue::L(people.collect())),
            ("settings".to_owned(), AttributeValue::M(self.settings.to_map())),
            ("sections".to_owned(), AttributeValue::L(sections.collect())),
            ("history".to_owned(), AttributeValue::L(history.collect())),
            (
                "related".to_owned(),
                AttributeValue::L(self.related.iter().map(|each| text(each)).collect()),
            ),
            ("scores".to_owned(), AttributeValue::L(self.scores.iter().map(number).collect())),
            ("labels".to_owned(), AttributeValue::M(labels.collect())),
            ("counts".to_owned(), AttributeValue::M(counts.collect())),
            ("tags".to_owned(), AttributeValue::Ss(self.tags.iter().cloned().collect())),
            ("keywords".to_owned(), AttributeValue::Ss(self.keywords.iter().cloned().collect())),
            (
                "years".to_owned(),
                AttributeValue::Ns(self.years.iter().map(u64::to_string).collect()),
            ),
            ("thumbnail".to_owned(), AttributeValue::B(Blob::new(self.thumbnail.clone()))),
            ("checksum".to_owned(), AttributeValue::B(Blob::new(self.checksum.clone()))),
        ]);
        for (name, value) in [("note", &self.note), ("parent", &self.parent)] {
            if let Some(value) = value {
                map.insert(name.to_owned(), text(value));
            }
        }
        map
    }
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

impl Person {
    fn example(number: usize) -> Self {
        Self {
            name: prose(number, 2),
            email: format!("person-{number}@example.org"),
            age: 20 + (number % 60) as u32,
            address: Address {
                street: format!("{} {}", prose(number, 1), number % 200),
                city: "Ulm".to_owned(),
                country: "Germany".to_owned(),
            },
        }
    }

    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        let (name, email, age) = (map.text("name")?, map.text("email")?, map.number("age")?);
        let mut address = map.required("address")?.map()?;
        let address = Address {
            street: address.text("street")?,
            city: address.text("city")?,
            country: address.text("country")?,
        };
        Ok(Self { name, email, age, address })
    }

    fn to_map(&self) -> Map {
        let address = Map::from([
            ("street".to_owned(), text(&self.address.street)),
            ("city".to_owned(), text(&self.address.city)),
            ("country".to_owned(), text(&self.address.country)),
        ]);
        Map::from([
            ("name".to_owned(), text(&self.name)),
            ("email".to_owned(), text(&self.email)),
            ("age".to_owned(), number(self.age)),
            ("address".to_owned(), AttributeValue::M(address)),
        ])
    }
}

impl Settings {
    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        Ok(Self {
            theme: map.text("theme")?,
            locale: map.text("locale")?,
            page_size: map.number("page_size")?,
            notify: map.required("notify")?.boolean()?,
        })
    }

    fn to_map(&self) -> Map {
        Map::from([
            ("theme".to_owned(), text(&self.theme)),
            ("locale".to_owned(), text(&self.locale)),
            ("page_size".to_owned(), number(self.page_size)),
            ("notify".to_owned(), AttributeValue::Bool(self.notify)),
        ])
    }
}

impl Section {
    fn example(number: usize) -> Self {
        Self { heading: prose(number, 3), body: prose(number, 30), words: 30 }
    }

    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        Ok(Self {
            heading: map.text("heading")?,
            body: map.text("body")?,
            words: map.number("words")?,
        })
    }

    fn to_map(&self) -> Map {
        Map::from([
            ("heading".to_owned(), text(&self.heading)),
            ("body".to_owned(), text(&self.body)),
            ("words".to_owned(), number(self.words)),
        ])
    }
}

impl Event {
    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        let (at, by) = (map.text("at")?, map.text("by")?);
        Ok(Self { at, by, remark: map.find("remark").map(Value::text).transpose()? })
    }

    fn to_map(&self) -> Map {
        let mut map =
            Map::from([("at".to_owned(), text(&self.at)), ("by".to_owned(), text(&self.by))]);
        if let Some(remark) = &self.remark {
            map.insert("remark".to_owned(), text(remark));
        }
        map
    }
}
