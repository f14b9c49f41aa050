//! Users and addresses.

use dynamo_runtime::{Error, ErrorKind};
use samples::store::User;

use super::{address, on_both_wires, user};

#[tokio::test]
async fn a_user_is_found_by_id_and_by_email() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        // With the separator, and all that could be taken for another key.
        for id in ["ann", "ann#bob", "", "USER#ann", "ann$23bob", "ä 日本 #$"] {
            let new = user(id);
            store.register(&new).await?;
            assert_eq!(store.user(id).await?.as_ref(), Some(&new), "{id}");
            assert_eq!(store.user_by_email(&new.email).await?.as_ref(), Some(&new), "{id}");
            let twice = store.register(&user(id)).await.expect_err("it is there");
            assert_eq!(twice.kind(), ErrorKind::ConditionFailed);
        }
        let moved = store.change_email("ann", "ann@example.com").await?;
        assert_eq!(moved, User { email: "ann@example.com".to_owned(), ..user("ann") });
        assert_eq!(store.user_by_email("ann@example.com").await?, Some(moved));
        assert_eq!(store.user_by_email("ann@example.org").await?, None);
        let absent = store.change_email("eve", "eve@example.com").await.expect_err("no user");
        assert_eq!(absent.kind(), ErrorKind::ConditionFailed);
        assert_eq!(store.user_by_email("eve@example.com").await?, None);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn addresses_are_those_of_the_user() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        store.register(&user("ann")).await?;
        store.register(&user("ann#x")).await?;
        let [home, work] = ["home", "work"].map(|label| address("ann", label));
        let other = address("ann#x", "home");
        for address in [&work, &home, &other] {
            store.put_address(address).await?;
        }
        assert_eq!(store.addresses("ann").await?, [home.clone(), work.clone()]);
        let account = (Some(user("ann")), vec![home.clone(), work.clone()]);
        assert_eq!(store.account("ann").await?, account);
        assert_eq!(store.account("nobody").await?, (None, Vec::new()));

        let taken = store.relabel(&home, "work").await.expect_err("there is one");
        assert_eq!(taken.kind(), ErrorKind::ConditionFailed);
        let away = store.relabel(&home, "away").await?;
        assert_eq!(store.addresses("ann").await?, [away, work.clone()]);
        let stale = store.relabel(&home, "again").await.expect_err("it has moved");
        assert_eq!(stale.kind(), ErrorKind::ConditionFailed);

        assert_eq!(store.remove_addresses("ann").await?, 2);
        assert_eq!(store.account("ann").await?, (Some(user("ann")), Vec::new()));
        assert_eq!(store.addresses("ann#x").await?, [other]);
        Ok(())
    })
    .await
}
