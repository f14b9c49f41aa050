//! Reviews of products, one of a user, found by their stars and by who wrote them.

use dynamo_runtime::{DynamoTable, Error};

use super::{Record, Store};

/// What a user thinks of a product.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = Record)]
#[hash_key(value = "PRODUCT#{product_id}")]
#[range_key(value = "REVIEW#{user_id}")]
#[gsi(name = "GSI1", hash = "USER#{user_id}", range = "REVIEW#{written_at}#{product_id}")]
#[gsi(name = "GSI2", hash = "REVIEWS#{product_id}", range = "{stars:01}#{written_at}")]
pub struct Review {
    /// Of which product.
    #[dynamo(key_only)]
    pub product_id: String,
    /// Who wrote it.
    #[dynamo(key_only)]
    pub user_id: String,
    /// When, in a form that sorts, such as `2026-11-22T10:00`.
    pub written_at: String,
    /// How good it is: 1 to 5.
    pub stars: u8,
    /// Why.
    pub text: String,
}

impl Review {
    /// A review without words.
    #[must_use]
    pub fn new(product_id: &str, user_id: &str, written_at: &str, stars: u8) -> Self {
        let [product_id, user_id, written_at] =
            [product_id, user_id, written_at].map(str::to_owned);
        Self { product_id, user_id, written_at, stars, text: String::new() }
    }
}

impl Store {
    /// Adds a user's review of a product, or changes it.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn write_review(&self, review: &Review) -> Result<(), Error> {
        self.reviews.put(review).await
    }

    /// Returns what a user thinks of a product.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn review(&self, product_id: &str, user_id: &str) -> Result<Option<Review>, Error> {
        self.reviews.get(product_id, user_id).await
    }

    /// Returns the reviews of a product with at least so many stars, the best first.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn best_reviews(&self, product_id: &str, stars: u8) -> Result<Vec<Review>, Error> {
        self.reviews.query_gsi2(product_id).range((stars..,)).descending().all().await
    }

    /// Returns what a user has written since a time, the oldest first.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn reviews_by(&self, user_id: &str, since: &str) -> Result<Vec<Review>, Error> {
        self.reviews.query_gsi1(user_id).range((since..,)).all().await
    }

    /// Changes the stars of a review. They and the time stand in one key of an index, so that both are given.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such review.
    pub async fn change_stars(
        &self,
        product_id: &str,
        user_id: &str,
        now: &str,
        stars: u8,
    ) -> Result<Review, Error> {
        self.reviews.update(product_id, user_id).set_parts(Review::GSI1_PARTS, (now, stars)).await
    }
}
