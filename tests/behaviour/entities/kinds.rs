//! What the entities of the test are made of, by choices at random.

use std::fmt::Debug;

use dynamo_runtime::{Changes, DynamoTable};

use super::{Line, Order, Product, Review, User};

/// What is chosen at random, to be taken for whatever a step needs.
pub(super) type Choice = [u8; 6];

pub(super) const TEXTS: [&str; 7] = ["a", "", "a#b", "a$", "a b", "é\u{10FFFF}", "b"];
const DATES: [&str; 5] = ["2026-01-01", "2026-01-02", "2026-02-01", "2026-01", "2025 #1"];
const NUMBERS: [u16; 4] = [1, 0, 2, 9999];

fn text(choice: u8) -> String {
    TEXTS[usize::from(choice) % TEXTS.len()].to_owned()
}

fn date(choice: u8) -> String {
    DATES[usize::from(choice) % DATES.len()].to_owned()
}

fn number(choice: u8) -> u16 {
    NUMBERS[usize::from(choice) % NUMBERS.len()]
}

fn optional(choice: u8) -> Option<String> {
    (!choice.is_multiple_of(3)).then(|| text(choice / 3))
}

/// An entity of the test.
pub(super) trait Kind: DynamoTable + Clone + PartialEq + Debug {
    type Id: Ord + Clone;
    /// An item of any key.
    fn any(choice: Choice) -> Self;
    fn id(&self) -> Self::Id;
    /// The item with other fields that are not of its key, and the changes that make it so.
    fn changed(&self, choice: Choice) -> (Self, Changes<Self>);
    /// The item with the fields of its key that `other` has.
    fn moved(&self, other: &Self) -> Self;
    /// The item with the version that `other` has.
    fn versioned(self, _other: &Self) -> Self {
        self
    }
}

impl Kind for User {
    type Id = String;

    fn any([user, email, logins, ..]: Choice) -> Self {
        Self { user: text(user), email: optional(email), logins: logins.into() }
    }

    fn id(&self) -> String {
        self.user.clone()
    }

    fn changed(&self, [_, email, logins, ..]: Choice) -> (Self, Changes<Self>) {
        let new = Self { email: optional(email), logins: logins.into(), ..self.clone() };
        let changes = Changes::new().set(Self::LOGINS, new.logins);
        (new.clone(), changes.set_option(Self::EMAIL, new.email))
    }

    fn moved(&self, other: &Self) -> Self {
        Self { user: other.user.clone(), ..self.clone() }
    }
}

impl Kind for Order {
    type Id = (String, String, u16);

    fn any([user, day, count, status, total, _]: Choice) -> Self {
        let (user, date, status) = (text(user), date(day), text(status));
        Self { user, date, number: number(count), status, total: total.into() }
    }

    fn id(&self) -> Self::Id {
        (self.user.clone(), self.date.clone(), self.number)
    }

    fn changed(&self, [.., status, total, _]: Choice) -> (Self, Changes<Self>) {
        let new = Self { status: text(status), total: total.into(), ..self.clone() };
        let changes = Changes::new().set(Self::STATUS, &new.status);
        (new.clone(), changes.set(Self::TOTAL, new.total))
    }

    fn moved(&self, other: &Self) -> Self {
        Self { status: self.status.clone(), total: self.total, ..other.clone() }
    }
}

impl Kind for Line {
    type Id = (String, String, u16, u8);

    fn any([user, day, count, line, sku, color]: Choice) -> Self {
        let (user, date, number) = (text(user), date(day), number(count));
        let (sku, color, total) = (text(sku), optional(color), color.into());
        Self { user, date, number, line, sku, color, total }
    }

    fn id(&self) -> Self::Id {
        (self.user.clone(), self.date.clone(), self.number, self.line)
    }

    fn changed(&self, [.., sku, color]: Choice) -> (Self, Changes<Self>) {
        let new = Self { sku: text(sku), color: optional(color), ..self.clone() };
        let parts = (new.sku.clone(), new.color.clone());
        (new, Changes::new().set_parts(Self::GSI1_PARTS, parts))
    }

    fn moved(&self, other: &Self) -> Self {
        let Self { sku, color, total, .. } = self.clone();
        Self { sku, color, total, ..other.clone() }
    }
}

impl Kind for Product {
    type Id = String;

    fn any([sku, category, price, ..]: Choice) -> Self {
        let price = u32::from(price) * 1000;
        Self { sku: text(sku), category: optional(category), price, version: 0 }
    }

    fn id(&self) -> String {
        self.sku.clone()
    }

    fn changed(&self, [_, category, price, ..]: Choice) -> (Self, Changes<Self>) {
        let new = Self { category: optional(category), price: price.into(), ..self.clone() };
        let changes = Changes::new().set(Self::PRICE, new.price);
        (new.clone(), changes.set_option(Self::CATEGORY, new.category))
    }

    fn moved(&self, other: &Self) -> Self {
        Self { sku: other.sku.clone(), ..self.clone() }
    }

    fn versioned(self, other: &Self) -> Self {
        Self { version: other.version, ..self }
    }
}

impl Kind for Review {
    type Id = (String, String);

    fn any([sku, user, stars, total, ..]: Choice) -> Self {
        Self { sku: text(sku), user: text(user), stars: stars % 10, total: total.into() }
    }

    fn id(&self) -> Self::Id {
        (self.sku.clone(), self.user.clone())
    }

    fn changed(&self, [.., stars, _]: Choice) -> (Self, Changes<Self>) {
        let new = Self { stars: stars % 10, ..self.clone() };
        let changes = Changes::new().set(Self::STARS, new.stars);
        (new, changes)
    }

    fn moved(&self, other: &Self) -> Self {
        Self { sku: other.sku.clone(), user: other.user.clone(), ..self.clone() }
    }
}
