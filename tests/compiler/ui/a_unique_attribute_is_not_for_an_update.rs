// What is unique changes with what claims it, and many writes cannot do that.
use dynamo_runtime::{Changes, DynamoTable};

#[derive(DynamoTable)]
struct User {
    #[hash_key]
    id: String,
    #[unique]
    email: String,
    #[unique]
    phone: Option<u64>,
}

fn uses(users: &UserTable, user: &User) {
    let _ = users.update("1").set(User::EMAIL, "ann@example.com");
    let _ = users.update("1").remove(User::PHONE);
    let _ = Changes::new().set(User::EMAIL, "ann@example.com");
    let _ = users.put_all([user]);
}

fn main() {}
