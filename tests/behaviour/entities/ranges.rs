//! Conditions on the parts of a key, against the same in plain Rust.

use dynamo_runtime::expr::{after, prefix};
use dynamo_runtime::{Dynamo, Error};
use proptest::test_runner::TestCaseError;

use super::model::World;
use super::{Line, Order, Product};

/// Queries of orders and lines by ranges of their parts.
pub(super) async fn check(
    world: &World,
    dynamo: &Dynamo,
) -> Result<Result<(), TestCaseError>, Error> {
    let (orders, lines) = (Order::table(dynamo), Line::table(dynamo));
    macro_rules! same {
        ($table:ident, $user:expr, $range:expr, $all:ident, $fits:expr) => {
            let found = $table.query($user).range($range).all().await?;
            let fits = $fits;
            let expected = world.$all.that(|item| item.user == $user && fits(item));
            if found != expected {
                let of = stringify!($range);
                let told = format!("{of} of {:?}: {found:#?}, not {expected:#?}", $user);
                return Ok(Err(TestCaseError::fail(told)));
            }
        };
    }
    let dates = ["2026-01", "2026-01-01", "2026-01-02", "2025 #1"];
    for user in ["a", "", "a#b"] {
        for date in dates {
            let text = date.to_owned();
            same!(orders, user, (date,), orders, |item: &Order| item.date == date);
            same!(orders, user, (prefix(date),), orders, |item: &Order| item
                .date
                .starts_with(date));
            same!(orders, user, (date..,), orders, |item: &Order| item.date >= text);
            same!(orders, user, (after(date),), orders, |item: &Order| item.date > text);
            same!(orders, user, (..date,), orders, |item: &Order| item.date < text);
            same!(orders, user, (..=date,), orders, |item: &Order| item.date <= text);
            same!(orders, user, (date..="2026-02-01",), orders, |item: &Order| {
                item.date >= text && item.date.as_str() <= "2026-02-01"
            });
            for number in [0, 1, 2] {
                let same_date = |item: &Order| item.date == date;
                same!(orders, user, (date, number), orders, |item: &Order| {
                    same_date(item) && item.number == number
                });
                same!(orders, user, (date, number..), orders, |item: &Order| {
                    same_date(item) && item.number >= number
                });
                same!(orders, user, (date, after(number)), orders, |item: &Order| {
                    same_date(item) && item.number > number
                });
                same!(orders, user, (date, ..=number), orders, |item: &Order| {
                    same_date(item) && item.number <= number
                });
                same!(orders, user, (date, number..=9999), orders, |item: &Order| {
                    same_date(item) && item.number >= number
                });
                same!(lines, user, (date, number), lines, |item: &Line| {
                    item.date == date && item.number == number
                });
                same!(lines, user, (date, number, 100..), lines, |item: &Line| {
                    item.date == date && item.number == number && item.line >= 100
                });
                same!(lines, user, (date, number..), lines, |item: &Line| {
                    item.date == date && item.number >= number
                });
            }
            same!(orders, user, (date, ..1), orders, |item: &Order| {
                item.date == date && item.number < 1
            });
        }
    }
    // A key without a text in front of its parts.
    for category in ["a", "b"] {
        let products = Product::table(dynamo);
        let found = products.query_gsi1(category).range((1000..=100_000,)).count().await?;
        let fits = |item: &Product| {
            item.category.as_deref() == Some(category) && (1000..=100_000).contains(&item.price)
        };
        let expected = world.products.that(fits).len();
        if found != expected {
            return Ok(Err(TestCaseError::fail(format!("{found} products, not {expected}"))));
        }
    }
    Ok(Ok(()))
}
