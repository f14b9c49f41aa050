//! Types of other crates, each behind the cargo feature that is named after its crate.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time", feature = "uuid"))]
use super::decoder::Decoder;

#[allow(unused_macros, reason = "one of the features that use it may be on, or none")]
macro_rules! attributes {
    ($($type:ty: $kind:ident $(= $one_form:literal)?;)*) => {$(
        impl $crate::codec::Attribute for $type {
            type Kind = $crate::codec::kind::$kind;
            type Required = Self;
            type List = $crate::codec::kind::L;
            $(const ONE_FORM: bool = $one_form;)?
        }
    )*};
}

#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

/// Reads S by the parser of the type's crate, whose own error is dropped: it may quote the text.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time", feature = "uuid"))]
fn parsed<T, E>(
    from: &mut Decoder<'_>,
    parse: impl FnOnce(&str) -> Result<T, E>,
    otherwise: &'static str,
) -> Option<T> {
    let value = parse(&from.text()?).ok();
    if value.is_none() {
        from.refuse(otherwise);
    }
    value
}
