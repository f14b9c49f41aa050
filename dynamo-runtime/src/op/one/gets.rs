//! Gets that one request asks for, in; what each asks for, and what they read of their items, out.

use super::get::Get;
use crate::client::TableAt;
use crate::client::wire::RawItems;
use crate::codec::Attributes;
use crate::error::Error;
use crate::expr::path::DocumentPath;
use crate::expr::projection::Projects;
use crate::op::shared::each_tuple;
use crate::schema::TableSchema;
use crate::table::DynamoTable;

/// What one request gets: a [`Get`](crate::op::Get), a `Vec` or an array of gets, or a tuple of one to twelve of these.
///
/// The result has the same shape, with what each get returns by itself in its place.
///
/// ```no_run
/// # use dynamo_runtime::DynamoTable;
/// # #[derive(DynamoTable)]
/// # struct Product {
/// #     #[hash_key]
/// #     sku: String,
/// #     stock: u32,
/// # }
/// # fn example(products: &ProductTable) -> impl dynamo_runtime::op::Gets<Output = (Option<Product>, Vec<Option<(u32,)>>)> {
/// (products.get("pen"), vec![products.get("ink").project((Product::STOCK,))])
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a get, or several",
    label = "expected gets: `orders.get(..)`, a list of them, or a tuple of up to 12",
    note = "a query, a scan or a write cannot be a part of a request of gets"
)]
pub trait Gets: sealed::Sealed + Send + Sync + 'static {
    /// What the gets return, in their shape.
    type Output: Send;
    #[doc(hidden)]
    fn ask(&self, to: &mut Vec<Asked>) -> Result<(), Error>;
    #[doc(hidden)]
    fn read(&self, from: &mut RawItems<'_>) -> Result<Self::Output, Error>;
}

/// What a get asks for, whatever its type. Public only because a hidden method of a public trait takes it.
pub struct Asked {
    pub(crate) at: TableAt,
    pub(crate) schema: &'static TableSchema,
    pub(crate) key: Attributes,
    pub(crate) consistent: bool,
    /// What is read of the item; all of it where there are none.
    pub(crate) paths: Vec<DocumentPath>,
}

impl<T: DynamoTable, P: Projects<T>> Gets for Get<T, P> {
    type Output = Option<P::Output>;

    fn ask(&self, to: &mut Vec<Asked>) -> Result<(), Error> {
        let number = to.len() + 1;
        let part = || format!("it is get {number} of the request");
        to.push(self.asked(number).map_err(|error| error.of_part(&part()))?);
        Ok(())
    }

    fn read(&self, from: &mut RawItems<'_>) -> Result<Option<P::Output>, Error> {
        from.take().map_or(Ok(None), |item| self.read_raw(&item))
    }
}

impl<G: Gets> Gets for Vec<G> {
    type Output = Vec<G::Output>;

    fn ask(&self, to: &mut Vec<Asked>) -> Result<(), Error> {
        self.iter().try_for_each(|get| get.ask(to))
    }

    fn read(&self, from: &mut RawItems<'_>) -> Result<Vec<G::Output>, Error> {
        self.iter().map(|get| get.read(from)).collect()
    }
}

impl<G: Gets, const N: usize> Gets for [G; N] {
    type Output = [G::Output; N];

    fn ask(&self, to: &mut Vec<Asked>) -> Result<(), Error> {
        self.iter().try_for_each(|get| get.ask(to))
    }

    fn read(&self, from: &mut RawItems<'_>) -> Result<[G::Output; N], Error> {
        let read = self.iter().map(|get| get.read(from)).collect::<Result<Vec<_>, _>>()?;
        Ok(read.try_into().unwrap_or_else(|_| unreachable!("read by each get")))
    }
}

macro_rules! tuples {
    ($($get:ident $at:tt,)*) => {
        impl<$($get: Gets),*> Gets for ($($get,)*) {
            type Output = ($($get::Output,)*);

            fn ask(&self, to: &mut Vec<Asked>) -> Result<(), Error> {
                $(self.$at.ask(to)?;)*
                Ok(())
            }

            fn read(&self, from: &mut RawItems<'_>) -> Result<Self::Output, Error> {
                Ok(($(self.$at.read(from)?,)*))
            }
        }

        impl<$($get: Gets),*> sealed::Sealed for ($($get,)*) {}
    };
}

each_tuple!(tuples);

mod sealed {
    use super::{Get, Gets};

    pub trait Sealed {}
    impl<T, P> Sealed for Get<T, P> {}
    impl<G: Gets> Sealed for Vec<G> {}
    impl<G: Gets, const N: usize> Sealed for [G; N] {}
}
