// A public table, view, value and index have fields of private types, stored in private ways.
#![deny(warnings)]

pub mod orders {
    use std::time::Duration;

    use dynamo_runtime::codec::{Decode, Decoder, Encode, Encoder, With, kind};
    use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, DynamoView};

    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    struct Customer(String);

    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    struct Number(u64);

    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    enum Status {
        Open,
    }

    #[derive(DynamoValue)]
    struct Address {
        city: String,
    }

    #[derive(DynamoValue)]
    enum Contact {
        Mail { to: String },
    }

    struct Seconds;

    impl With<Duration> for Seconds {
        type Kind = kind::N;

        fn encode(value: &Duration, to: &mut Encoder) {
            value.as_secs().encode(to);
        }

        fn decode(from: &mut Decoder<'_>) -> Option<Duration> {
            u64::decode(from).map(Duration::from_secs)
        }
    }

    #[derive(DynamoTable)]
    #[gsi(name = "ByStatus", hash = [status], range = [placed, number], include = [note])]
    pub struct Order {
        #[hash_key]
        customer: Customer,
        #[range_key]
        number: Number,
        #[lsi(name = "ByTime")]
        #[dynamo(with = Seconds)]
        pub placed: Duration,
        status: Status,
        address: Address,
        #[dynamo(flatten)]
        contact: Contact,
        note: Option<Number>,
        #[version]
        version: Number,
        #[counter]
        changes: Number,
        #[dynamo(with = Seconds, default)]
        pub(crate) age: Duration,
    }

    #[derive(DynamoView)]
    #[view(of = Order)]
    pub struct Summary {
        customer: Customer,
        #[dynamo(with = Seconds)]
        pub placed: Duration,
        address: Address,
    }

    #[derive(DynamoValue)]
    pub struct Wrapped(Number);

    #[derive(DynamoValue)]
    pub(crate) struct Boxed(Box<Option<Vec<Status>>>);

    #[derive(DynamoValue)]
    pub struct Held {
        wrapped: Wrapped,
        boxed: Boxed,
        status: Status,
        #[dynamo(with = Seconds)]
        pub age: Duration,
    }

    #[derive(DynamoTable)]
    struct Log {
        #[hash_key]
        at: u64,
    }

    #[derive(DynamoView)]
    #[view(of = Log)]
    pub struct Time {
        pub at: u64,
    }

    pub fn uses(client: Dynamo, order: &Order) {
        let orders = Order::table(client.clone());
        let customer = || Customer("ann".into());
        let _ = orders.get(customer(), Number(1)).view::<Summary>();
        let _ = orders.query(customer()).range(Number(1)..=Number(2));
        let _ = orders.query_by_time(customer()).range(..Duration::from_secs(1));
        let _ = orders.query_by_status(Status::Open).range((Duration::from_secs(1), Number(1)..));
        let _ = orders.update(customer(), Number(1)).if_version(Number(1));
        let _ = orders.delete(customer(), Number(1)).if_version(order.version.clone());
        let _ =
            Order::ADDRESS.at(Address::CITY).eq("Ulm") & Order::PLACED.lt(Duration::from_secs(1));
        let _ = Held::AGE;
        let _ = |order: &Order, held: &Held| {
            let Contact::Mail { to } = &order.contact;
            let summary = |read: &Summary| (read.customer.clone(), read.address.city.is_empty());
            let Held { wrapped, boxed, status, .. } = held;
            let _ = (&wrapped.0, &boxed.0, status, &order.status, &order.changes, order.age);
            let _ = (to, &order.note, &order.address.city, summary);
        };
        let _ = Log::table(client).get(1).view::<Time>();
    }
}
