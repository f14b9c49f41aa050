//! Attributes in, values out, as written by hand against the SDK: copied from a borrowed map, or moved out of an owned one.

use std::collections::HashMap;
use std::error::Error;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;

pub type Map = HashMap<String, AttributeValue>;
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A map of attributes, borrowed (as the SDK's examples read items) or owned.
pub trait Attributes: Sized {
    type Value: Value<Map = Self>;

    /// Returns the attribute and leaves the map without it, where it is owned.
    fn find(&mut self, name: &str) -> Option<Self::Value>;
    fn entries<T>(self, read: impl Fn(Self::Value) -> Result<T>) -> Result<Vec<(String, T)>>;

    fn required(&mut self, name: &str) -> Result<Self::Value> {
        self.find(name).ok_or_else(|| format!("`{name}` is missing").into())
    }

    fn text(&mut self, name: &str) -> Result<String> {
        self.required(name)?.text()
    }

    fn number<T: FromStr<Err: Error + Send + Sync + 'static>>(&mut self, name: &str) -> Result<T> {
        self.required(name)?.number()
    }
}

pub trait Value: Sized {
    type Map: Attributes<Value = Self>;

    fn text(self) -> Result<String>;
    fn number<T: FromStr<Err: Error + Send + Sync + 'static>>(self) -> Result<T>;
    fn boolean(self) -> Result<bool>;
    fn bytes(self) -> Result<Vec<u8>>;
    fn map(self) -> Result<Self::Map>;
    fn list<T>(self, read: impl Fn(Self) -> Result<T>) -> Result<Vec<T>>;
    fn texts<C: FromIterator<String>>(self) -> Result<C>;
    fn numbers<T: FromStr<Err: Error + Send + Sync + 'static>, C: FromIterator<T>>(
        self,
    ) -> Result<C>;
}

impl<'a> Attributes for &'a Map {
    type Value = &'a AttributeValue;

    fn find(&mut self, name: &str) -> Option<Self::Value> {
        self.get(name)
    }

    fn entries<T>(self, read: impl Fn(Self::Value) -> Result<T>) -> Result<Vec<(String, T)>> {
        self.iter().map(|(key, value)| Ok((key.clone(), read(value)?))).collect()
    }
}

fn wrong(expected: &str) -> Box<dyn Error + Send + Sync> {
    format!("expected {expected}").into()
}

impl<'a> Value for &'a AttributeValue {
    type Map = &'a Map;

    fn text(self) -> Result<String> {
        Ok(self.as_s().map_err(|_| wrong("S"))?.clone())
    }

    fn number<T: FromStr<Err: Error + Send + Sync + 'static>>(self) -> Result<T> {
        Ok(self.as_n().map_err(|_| wrong("N"))?.parse()?)
    }

    fn boolean(self) -> Result<bool> {
        Ok(*self.as_bool().map_err(|_| wrong("BOOL"))?)
    }

    fn bytes(self) -> Result<Vec<u8>> {
        Ok(self.as_b().map_err(|_| wrong("B"))?.as_ref().to_vec())
    }

    fn map(self) -> Result<Self::Map> {
        self.as_m().map_err(|_| wrong("M"))
    }

    fn list<T>(self, read: impl Fn(Self) -> Result<T>) -> Result<Vec<T>> {
        self.as_l().map_err(|_| wrong("L"))?.iter().map(read).collect()
    }

    fn texts<C: FromIterator<String>>(self) -> Result<C> {
        Ok(self.as_ss().map_err(|_| wrong("SS"))?.iter().cloned().collect())
    }

    fn numbers<T: FromStr<Err: Error + Send + Sync + 'static>, C: FromIterator<T>>(
        self,
    ) -> Result<C> {
        let numbers = self.as_ns().map_err(|_| wrong("NS"))?;
        numbers.iter().map(|number| Ok(number.parse()?)).collect()
    }
}

impl Attributes for Map {
    type Value = AttributeValue;

    fn find(&mut self, name: &str) -> Option<Self::Value> {
        self.remove(name)
    }

    fn entries<T>(self, read: impl Fn(Self::Value) -> Result<T>) -> Result<Vec<(String, T)>> {
        self.into_iter().map(|(key, value)| Ok((key, read(value)?))).collect()
    }
}

impl Value for AttributeValue {
    type Map = Map;

    fn text(self) -> Result<String> {
        let Self::S(text) = self else { return Err(wrong("S")) };
        Ok(text)
    }

    fn number<T: FromStr<Err: Error + Send + Sync + 'static>>(self) -> Result<T> {
        let Self::N(number) = self else { return Err(wrong("N")) };
        Ok(number.parse()?)
    }

    fn boolean(self) -> Result<bool> {
        let Self::Bool(value) = self else { return Err(wrong("BOOL")) };
        Ok(value)
    }

    fn bytes(self) -> Result<Vec<u8>> {
        let Self::B(bytes) = self else { return Err(wrong("B")) };
        Ok(bytes.into_inner())
    }

    fn map(self) -> Result<Self::Map> {
        let Self::M(map) = self else { return Err(wrong("M")) };
        Ok(map)
    }

    fn list<T>(self, read: impl Fn(Self) -> Result<T>) -> Result<Vec<T>> {
        let Self::L(list) = self else { return Err(wrong("L")) };
        list.into_iter().map(read).collect()
    }

    fn texts<C: FromIterator<String>>(self) -> Result<C> {
        let Self::Ss(texts) = self else { return Err(wrong("SS")) };
        Ok(texts.into_iter().collect())
    }

    fn numbers<T: FromStr<Err: Error + Send + Sync + 'static>, C: FromIterator<T>>(
        self,
    ) -> Result<C> {
        let Self::Ns(numbers) = self else { return Err(wrong("NS")) };
        numbers.iter().map(|number| Ok(number.parse()?)).collect()
    }
}
