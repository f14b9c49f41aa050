//! Users and their addresses, under one hash key.

use dynamo_runtime::{DynamoTable, Error};

use super::{Record, Store};

/// Who buys.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = Record)]
#[hash_key(value = "USER#{user_id}")]
#[range_key(value = "PROFILE")]
#[gsi(name = "GSI1", hash = "EMAIL#{email}", range = "PROFILE")]
pub struct User {
    /// The user's name in the shop.
    #[dynamo(key_only)]
    pub user_id: String,
    /// Where mails go.
    pub email: String,
    /// The user's own name.
    pub name: String,
}

/// Where to send what a user buys.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = Record)]
#[hash_key(value = "USER#{user_id}")]
#[range_key(value = "ADDRESS#{label}")]
pub struct Address {
    /// Whose it is.
    #[dynamo(key_only)]
    pub user_id: String,
    /// What the user calls it, such as `home`.
    #[dynamo(key_only)]
    pub label: String,
    /// The street, with a number.
    pub street: String,
    /// The city.
    pub city: String,
}

impl User {
    /// A user of this id.
    #[must_use]
    pub fn new(user_id: &str, email: &str, name: &str) -> Self {
        let [user_id, email, name] = [user_id, email, name].map(str::to_owned);
        Self { user_id, email, name }
    }
}

impl Address {
    /// An address of a user.
    #[must_use]
    pub fn new(user_id: &str, label: &str, street: &str, city: &str) -> Self {
        let [user_id, label, street, city] = [user_id, label, street, city].map(str::to_owned);
        Self { user_id, label, street, city }
    }
}

impl Store {
    /// Adds a user.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is one of this id.
    pub async fn register(&self, user: &User) -> Result<(), Error> {
        self.users.insert(user).await
    }

    /// Returns a user.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn user(&self, user_id: &str) -> Result<Option<User>, Error> {
        self.users.get(user_id).await
    }

    /// Returns the user who has this email.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>, Error> {
        self.users.query_gsi1(email).first().await
    }

    /// Changes a user's email, and with it what the user is found by.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such user.
    pub async fn change_email(&self, user_id: &str, email: &str) -> Result<User, Error> {
        self.users.update(user_id).set(User::EMAIL, email).await
    }

    /// Adds an address, or changes the one of this label.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn put_address(&self, address: &Address) -> Result<(), Error> {
        self.addresses.put(address).await
    }

    /// Returns a user's addresses, by their labels.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn addresses(&self, user_id: &str) -> Result<Vec<Address>, Error> {
        self.addresses.query(user_id).all().await
    }

    /// Gives an address another label, which is part of its key: the item moves.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where the address has changed since it was read, or there is one of
    /// this label.
    pub async fn relabel(&self, address: &Address, label: &str) -> Result<Address, Error> {
        let new = Address { label: label.to_owned(), ..address.clone() };
        self.addresses.rekey(address, &new).await?;
        Ok(new)
    }

    /// Removes a user's addresses, and returns how many there were. The user stays.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn remove_addresses(&self, user_id: &str) -> Result<usize, Error> {
        Ok(self.addresses.query(user_id).delete_all().await?.items)
    }

    /// Returns a user with all addresses.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn account(&self, user_id: &str) -> Result<(Option<User>, Vec<Address>), Error> {
        self.users.query(user_id).grouped().await
    }
}
