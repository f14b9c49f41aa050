//! Entities that an attribute tells, where their keys do not.

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::op::TransactGet;
use dynamo_runtime::{DynamoItems, DynamoTable, Error, ErrorKind, TransactWrite};

use super::{App, foreign, on_both_wires};

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App, discriminator = "type", value = "cat")]
#[hash_key(value = "{id}")]
#[range_key(value = "PET")]
#[gsi(name = "GSI1", hash = "{owner}", range = "{id}")]
struct Cat {
    #[dynamo(key_only)]
    id: String,
    owner: String,
    lives: u8,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App, discriminator = "type", value = "dog")]
#[hash_key(value = "{id}")]
#[range_key(value = "PET")]
#[gsi(name = "GSI1", hash = "{owner}", range = "{id}")]
struct Dog {
    #[dynamo(key_only)]
    id: String,
    owner: String,
    lives: u8,
}

#[derive(Debug, Clone, PartialEq, DynamoItems)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
}

fn cat(id: &str) -> Cat {
    Cat { id: id.to_owned(), owner: "ann".to_owned(), lives: 9 }
}

fn dog(id: &str) -> Dog {
    Dog { id: id.to_owned(), owner: "ann".to_owned(), lives: 1 }
}

#[tokio::test]
async fn a_discriminator_tells_items_of_one_shape() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let (cats, dogs) = (Cat::table(&dynamo), Dog::table(&dynamo));
        cats.put(&cat("tom")).await?;
        dogs.put(&dog("rex")).await?;
        assert_eq!(cats.scan().all().await?, [cat("tom")]);
        assert_eq!(dogs.query_gsi1("ann").all().await?, [dog("rex")]);
        assert_eq!(dogs.query_gsi1("ann").count().await?, 1);
        assert_eq!(cats.query("rex").all().await?, []);
        assert_eq!(cats.get("rex").await?, None);
        assert_eq!(cats.get("rex").project((Cat::LIVES,)).await?, None);
        assert_eq!(dogs.get("rex").project((Dog::LIVES,)).await?, Some((1,)));
        assert!(!cats.exists("rex").await?);
        assert!(dogs.exists("rex").await?);
        assert_eq!(cats.get_all(["tom", "rex"]).await?, [Some(cat("tom")), None]);
        let both = (cats.get("rex"), dogs.get("max"));
        dogs.put(&dog("max")).await?;
        assert_eq!(TransactGet::new(&dynamo, both).await?, (None, Some(dog("max"))));
        dogs.delete("max").await?;
        let pets: Vec<Pet> = cats.query_gsi1("ann").collection().all().await?;
        assert_eq!(pets, [Pet::Dog(dog("rex")), Pet::Cat(cat("tom"))]);
        let old: Vec<Pet> =
            cats.query_gsi1("ann").collection().filter_of::<Cat>(Cat::LIVES.lt(9)).all().await?;
        assert_eq!(old, [Pet::Dog(dog("rex"))]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_item_of_another_entity_is_not_written() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let (cats, dogs) = (Cat::table(&dynamo), Dog::table(&dynamo));
        dogs.put(&dog("rex")).await?;
        let kind = |result: Result<(), Error>| result.expect_err("it is a dog").kind();
        let failed = ErrorKind::ConditionFailed;
        assert_eq!(kind(cats.put(&cat("rex")).await), failed);
        assert_eq!(kind(cats.delete("rex").await), failed);
        assert_eq!(kind(cats.update("rex").set(Cat::LIVES, 8).await.map(drop)), failed);
        assert_eq!(kind(cats.upsert("rex").set(Cat::LIVES, 8).await.map(drop)), failed);
        assert_eq!(kind(TransactWrite::new(&dynamo, cats.put(&cat("rex"))).await), failed);
        assert_eq!(cats.scan().delete_all().await?.items, 0);
        assert_eq!(dogs.get("rex").await?, Some(dog("rex")));
        cats.delete("nobody").await?;
        let made = cats.upsert("tom").set(Cat::LIVES, 8).set(Cat::OWNER, "bob").await?;
        assert_eq!(made, Cat { lives: 8, owner: "bob".to_owned(), ..cat("tom") });
        assert_eq!(cats.query_gsi1("bob").all().await?, [made]);
        let nobody = foreign("zoe", "PET", &[("lives", AttributeValue::N("1".to_owned()))]);
        App::table(&dynamo).put_attributes(&nobody).await?;
        assert_eq!(cats.scan().count().await?, 1);
        let error = cats.query("zoe").collection::<Pet>().all().await.expect_err("no pet");
        assert_eq!(error.kind(), ErrorKind::Decode);
        Ok(())
    })
    .await
}
