use dynamo_runtime::{DynamoItems, DynamoTable};

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
struct Other {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{id}")]
struct User {
    id: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{name}")]
struct Admin {
    name: String,
}

#[derive(DynamoTable)]
#[table(in = Other)]
#[hash_key(value = "ROLE#{name}")]
struct Role {
    name: String,
}

#[derive(DynamoItems)]
enum Same {
    User(User),
    Admin(Admin),
}

#[derive(DynamoItems)]
enum OfTwoTables {
    User(User),
    Role(Role),
}

#[derive(DynamoItems)]
enum NoEntity {
    User(User),
    Other(Other),
}

fn main() {}
