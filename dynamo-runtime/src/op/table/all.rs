//! Several tables in, what is done with one done with all of them at once.

use futures_util::future::join_all;

use super::create::{DEADLINE, create_within};
use super::plan::{Check, MakePlan, Plan};
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::error::Error;
use crate::op::shared::{Sending, each_tuple};
use crate::plan::Step;
use crate::schema::TableSchema;
use crate::table::DynamoTable;

/// The tables of a program: a tuple of one to twelve structs that derive [`DynamoTable`](crate::DynamoTable).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tuple of tables",
    label = "expected a tuple of structs that derive `DynamoTable`, such as `(Log, Order)`",
    note = "one table is `(Log,)`"
)]
pub trait Tables {
    #[doc(hidden)]
    const SCHEMAS: &'static [&'static TableSchema];
}

macro_rules! tuples {
    ($($table:ident $at:tt,)+) => {
        impl<$($table: DynamoTable),+> Tables for ($($table,)+) {
            const SCHEMAS: &'static [&'static TableSchema] = &[$($table::SCHEMA),+];
        }
    };
}

each_tuple!(tuples);

impl Dynamo {
    /// Creates the tables that are not there, at the same time, as [`Table::create`](crate::Table::create) does; entities of one table
    /// are one.
    ///
    /// ```no_run
    /// # use dynamo_runtime::{Dynamo, DynamoTable};
    /// # #[derive(DynamoTable)]
    /// # struct Log {
    /// #     #[hash_key]
    /// #     updated_at: String,
    /// # }
    /// # #[derive(DynamoTable)]
    /// # struct Order {
    /// #     #[hash_key]
    /// #     number: u64,
    /// # }
    /// # async fn example(dynamo: Dynamo) -> Result<(), dynamo_runtime::Error> {
    /// dynamo.create_all::<(Log, Order)>().await?;
    /// for (table, steps) in dynamo.check_all::<(Log, Order)>().await? {
    ///     println!("{table} differs in {} places", steps.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As those of [`Create::send`](crate::op::Create::send), of the first table that has one, once all are done.
    #[must_use = "an operation does nothing until it is sent; write `.await`"]
    pub fn create_all<T: Tables>(&self) -> Sending<'static, ()> {
        let tables = tables(self, T::SCHEMAS).into_iter();
        let all = join_all(tables.map(|(at, schema)| create_within(at, schema, DEADLINE)));
        Box::pin(async { all.await.into_iter().try_for_each(|created| created.map(|_| ())) })
    }

    /// Compares the tables with their structs, at the same time, as [`Table::plan`](crate::Table::plan) does: a plan for each, in the
    /// order of the tuple.
    ///
    /// # Errors
    ///
    /// As those of [`MakePlan::send`](crate::op::MakePlan::send), of the first table that has one.
    #[must_use = "an operation does nothing until it is sent; write `.await`"]
    pub fn plan_all<T: Tables>(&self) -> Sending<'static, Vec<Plan>> {
        let tables = tables(self, T::SCHEMAS).into_iter();
        let all = join_all(tables.map(|(at, schema)| MakePlan::new(at, schema).send()));
        Box::pin(async { all.await.into_iter().collect() })
    }

    /// Compares the tables with their structs, at the same time, as [`Table::check`](crate::Table::check) does: the names of those that
    /// differ, with the steps to what is declared. Nothing is what a service can start with.
    ///
    /// # Errors
    ///
    /// As those of [`Check::send`](crate::op::Check::send), of the first table that has one.
    #[must_use = "an operation does nothing until it is sent; write `.await`"]
    pub fn check_all<T: Tables>(&self) -> Sending<'static, Vec<(String, Vec<Step>)>> {
        let all = join_all(tables(self, T::SCHEMAS).into_iter().map(|(at, schema)| async move {
            let name = at.name.to_string();
            Ok((name, Check::new(MakePlan::new(at, schema)).send().await?))
        }));
        Box::pin(async {
            let all: Result<Vec<_>, Error> = all.await.into_iter().collect();
            Ok(all?.into_iter().filter(|(_, steps)| !steps.is_empty()).collect())
        })
    }
}

/// The tables by their names, each once.
fn tables(
    dynamo: &Dynamo,
    schemas: &[&'static TableSchema],
) -> Vec<(TableAt, &'static TableSchema)> {
    let mut all: Vec<(TableAt, &'static TableSchema)> = Vec::new();
    for schema in schemas {
        let name = dynamo.table_name(schema.name);
        if all.iter().all(|(at, _)| *at.name != *name) {
            all.push((TableAt::new(dynamo.clone(), name.into()), schema));
        }
    }
    all
}
