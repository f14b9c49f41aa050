//! A shop as a service on HTTP: `SHOP_SECRET` (32 characters) signs its cursors.

mod failure;
mod model;
mod shop;
#[cfg(test)]
mod tests;

use std::env;
use std::error::Error;

use dynamo_runtime::aws_sdk_dynamodb::Client;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = env::var("SHOP_SECRET").unwrap_or_default().into_bytes();
    let secret = secret.try_into().map_err(|_| "SHOP_SECRET is not of 32 characters")?;
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let shop = shop::Shop::new(Client::new(&config), secret);
    shop.create_tables().await?;
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("the shop is at http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, shop.router()).await?)
}
