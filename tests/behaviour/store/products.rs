//! Products and reviews.

use std::slice;

use dynamo_runtime::{Error, ErrorKind};
use samples::store::{Product, Review};

use super::{on_both_wires, product};

#[tokio::test]
async fn products_are_found_by_category_and_price() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        let pen = product("pen", "desk", 120);
        let [ink, desk] = [product("ink", "desk", 99), product("desk", "desk", 10_000)];
        for product in [&pen, &ink, &desk, &product("lamp", "desk lamps", 120)] {
            store.offer(product).await?;
        }
        assert_eq!(store.product("pen").await?.as_ref(), Some(&pen));
        assert_eq!(store.product("pencil").await?, None);
        let all = store.in_category("desk", 0..=u64::from(u32::MAX)).await?;
        assert_eq!(all, [ink.clone(), pen.clone(), desk]);
        assert_eq!(store.in_category("desk", 99..=120).await?, [ink.clone(), pen.clone()]);
        assert_eq!(store.in_category("desk", 100..=9_999).await?, slice::from_ref(&pen));
        assert_eq!(store.in_category("desk", 121..=9_999).await?, []);

        let cheaper = store.set_price("pen", 98).await?;
        assert_eq!(cheaper, Product { cents: 98, ..pen });
        assert_eq!(store.in_category("desk", 90..=110).await?, [cheaper, ink]);
        let absent = store.set_price("pencil", 1).await.expect_err("no product");
        assert_eq!(absent.kind(), ErrorKind::ConditionFailed);
        // More digits than the template has.
        let dear = store.set_price("pen", 10_000_000_000).await.expect_err("too dear");
        assert_eq!(dear.kind(), ErrorKind::InvalidRequest);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn reviews_are_found_by_product_by_user_and_by_stars() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        let pen = product("pen", "desk", 120);
        store.offer(&pen).await?;
        let good = Review::new("pen", "ann", "2026-11-20", 5);
        let fair = Review::new("pen", "bob", "2026-11-21", 3);
        let other = Review::new("ink", "ann", "2026-11-22", 1);
        for review in [&good, &fair, &other] {
            store.write_review(review).await?;
        }
        assert_eq!(store.review("pen", "bob").await?.as_ref(), Some(&fair));
        assert_eq!(store.review("ink", "bob").await?, None);
        let page = (Some(pen), vec![good.clone(), fair.clone()]);
        assert_eq!(store.product_page("pen").await?, page);
        assert_eq!(store.product_page("ink").await?, (None, vec![other.clone()]));
        assert_eq!(store.best_reviews("pen", 1).await?, [good.clone(), fair.clone()]);
        assert_eq!(store.best_reviews("pen", 4).await?, slice::from_ref(&good));
        assert_eq!(store.reviews_by("ann", "2026").await?, [good.clone(), other.clone()]);
        assert_eq!(store.reviews_by("ann", "2026-11-22").await?, [other]);

        let better = store.change_stars("pen", "bob", "2026-11-23", 4).await?;
        let changed = Review { written_at: "2026-11-23".to_owned(), stars: 4, ..fair };
        assert_eq!(better, changed);
        assert_eq!(store.best_reviews("pen", 4).await?, [good, better.clone()]);
        assert_eq!(store.reviews_by("bob", "2026-11-22").await?, [better]);
        let absent = store.change_stars("pen", "eve", "2026-11-23", 4).await;
        assert_eq!(absent.expect_err("no review").kind(), ErrorKind::ConditionFailed);
        Ok(())
    })
    .await
}
