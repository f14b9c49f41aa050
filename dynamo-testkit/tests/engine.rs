//! What tests rely on, whichever engine `DYNAMO_ENGINE` names.

use std::error::Error;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType,
    ScalarAttributeType,
};
use dynamo_testkit::{Engine, EngineError};

type Outcome = Result<(), Box<dyn Error>>;

async fn create_table(client: &Client) -> Outcome {
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash);
    let id =
        AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S);
    client
        .create_table()
        .table_name("Things")
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key.build()?)
        .attribute_definitions(id.build()?)
        .send()
        .await?;
    Ok(())
}

async fn put(client: &Client, id: &str) -> Outcome {
    client
        .put_item()
        .table_name("Things")
        .item("id", AttributeValue::S(id.to_owned()))
        .send()
        .await?;
    Ok(())
}

async fn has(client: &Client, id: &str) -> Result<bool, Box<dyn Error>> {
    let got = client
        .get_item()
        .table_name("Things")
        .key("id", AttributeValue::S(id.to_owned()))
        .send()
        .await?;
    Ok(got.item.is_some())
}

#[tokio::test]
async fn an_engine_keeps_what_it_is_given() -> Outcome {
    let engine = Engine::start()?;
    create_table(&engine.client()).await?;
    put(&engine.client(), "one").await?;
    assert!(has(&engine.client(), "one").await?);
    assert!(!has(&engine.client(), "two").await?);
    Ok(())
}

#[tokio::test]
async fn two_engines_share_nothing() -> Outcome {
    let (one, two) = (Engine::start()?, Engine::start()?);
    create_table(&one.client()).await?;
    create_table(&two.client()).await?;
    put(&one.client(), "one").await?;
    assert!(!has(&two.client(), "one").await?);
    Ok(())
}

// The variable cannot be changed in a process that runs other tests, so this one runs itself in another.
#[test]
fn the_variable_is_read() -> Outcome {
    let (name, variable) = ("the_variable_is_read", "DYNAMO_ENGINE");
    if env::var(variable).is_ok_and(|value| value == "banana") {
        assert!(
            matches!(Engine::start(), Err(EngineError::UnknownEngine(value)) if value == "banana")
        );
        assert!(matches!(Engine::open("unused"), Err(EngineError::UnknownEngine(_))));
        return Ok(());
    }
    let run = Command::new(env::current_exe()?)
        .args(["--exact", name])
        .env(variable, "banana")
        .output()?;
    assert!(String::from_utf8(run.stdout)?.contains("1 passed"));
    Ok(())
}

#[test]
fn other_machines_are_refused() {
    let error = Engine::at("http://example.com:8000").unwrap_err();
    assert!(matches!(error, EngineError::NotLoopback(_)));
    assert!(error.to_string().starts_with("`http://example.com:8000` is not on this machine"));
}

#[test]
fn an_endpoint_where_nothing_listens_is_refused() -> Outcome {
    // Bound and let go again: a port that was free a moment ago.
    let address = TcpListener::bind(("localhost", 0))?.local_addr()?;
    assert!(matches!(
        Engine::at(&format!("http://{address}")),
        Err(EngineError::NotRunning { .. })
    ));
    Ok(())
}

#[tokio::test]
async fn an_embedded_engine_in_memory_starts_empty() -> Outcome {
    let engine = Engine::embedded()?;
    assert!(engine.is_embedded());
    assert!(engine.client().list_tables().send().await?.table_names().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_file_keeps_its_data() -> Outcome {
    let path = fresh_path("kept.db")?;
    let engine = Engine::embedded_at(&path)?;
    let client = engine.client();
    create_table(&client).await?;
    put(&client, "one").await?;
    assert!(path.with_extension("db-wal").exists());

    drop(engine);
    // SQLite removes the write-ahead log once all of it is in the file and nobody holds the file open.
    assert!(!path.with_extension("db-wal").exists());
    assert!(has(&client, "one").await.is_err());

    let engine = Engine::embedded_at(&path)?;
    assert!(has(&engine.client(), "one").await?);
    Ok(())
}

#[test]
fn what_is_not_a_database_is_refused() -> Outcome {
    let text = fresh_path("text.db")?;
    fs::write(&text, "not a database")?;
    for path in [text.as_path(), Path::new(""), Path::new("no/such/folder/kept.db")] {
        assert!(matches!(Engine::embedded_at(path), Err(EngineError::Database { .. })), "{path:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_deep_expression_is_answered() -> Outcome {
    let engine = Engine::embedded()?;
    let condition = "(".repeat(4_096);
    let error = engine
        .client()
        .scan()
        .table_name("Things")
        .filter_expression(condition)
        .send()
        .await
        .unwrap_err();
    assert!(error.into_service_error().meta().code().is_some());
    Ok(())
}

fn fresh_path(name: &str) -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder.join(name))
}
