//! The text of `DYNAMO_ENGINE` in, a checked choice of engine out.

use std::env;
use std::net::{IpAddr, TcpStream};

use crate::EngineError;

pub(crate) const VARIABLE: &str = "DYNAMO_ENGINE";

#[derive(Debug, PartialEq)]
pub(crate) enum Choice {
    Embedded,
    At(Endpoint),
}

impl Choice {
    pub(crate) fn from_environment() -> Result<Self, EngineError> {
        Self::parse(&env::var_os(VARIABLE).unwrap_or_default().to_string_lossy())
    }

    fn parse(value: &str) -> Result<Self, EngineError> {
        match value {
            "" | "embedded" => Ok(Self::Embedded),
            url => Endpoint::parse(url).map(Self::At),
        }
    }
}

/// Holds `http://host:port`, the host being this machine.
#[derive(Debug, PartialEq)]
pub(crate) struct Endpoint(String);

impl Endpoint {
    pub(crate) fn parse(url: &str) -> Result<Self, EngineError> {
        let unknown = || EngineError::UnknownEngine(url.to_owned());
        let authority = url.strip_prefix("http://").ok_or_else(unknown)?;
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        let (host, port) = authority.rsplit_once(':').ok_or_else(unknown)?;
        port.parse::<u16>().map_err(|_| unknown())?;
        if !is_loopback(host) {
            return Err(EngineError::NotLoopback(url.to_owned()));
        }
        Ok(Self(format!("http://{authority}")))
    }

    // Asked once at the start: the SDK would retry each call, then speak of a dispatch failure.
    pub(crate) fn answers(&self) -> Result<(), EngineError> {
        let authority = self.0.trim_start_matches("http://");
        match TcpStream::connect(authority) {
            Ok(_) => Ok(()),
            Err(source) => Err(EngineError::NotRunning { endpoint: self.0.clone(), source }),
        }
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.0
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_embedded_choose_the_embedded_engine() {
        for value in ["", "embedded"] {
            assert_eq!(Choice::parse(value).unwrap(), Choice::Embedded, "{value:?}");
        }
    }

    #[test]
    fn every_form_of_loopback_is_accepted() {
        for url in [
            "http://localhost:8000",
            "http://LOCALHOST:1",
            "http://127.0.0.1:8000",
            "http://127.9.8.7:65535",
            "http://[::1]:8000",
        ] {
            assert_eq!(Choice::parse(url).unwrap(), Choice::At(Endpoint(url.to_owned())));
        }
    }

    #[test]
    fn a_final_slash_is_dropped() {
        assert_eq!(
            Endpoint::parse("http://localhost:8000/").unwrap(),
            Endpoint("http://localhost:8000".to_owned())
        );
    }

    #[test]
    fn other_machines_are_refused() {
        for url in [
            "http://example.com:8000",
            "http://10.0.0.1:8000",
            "http://0.0.0.0:8000",
            "http://[2001:db8::1]:8000",
            "http://localhost.example.com:8000",
            "http://localhost@example.com:8000",
            "http://localhost:8000@example.com:8000",
            "http://:8000",
        ] {
            assert!(
                matches!(Choice::parse(url), Err(EngineError::NotLoopback(refused)) if refused == url),
                "{url}"
            );
        }
    }

    #[test]
    fn what_is_not_an_engine_is_refused() {
        for value in [
            "banana",
            "Embedded",
            " ",
            "http://",
            "http://localhost",
            "http://localhost:",
            "http://localhost:65536",
            "http://localhost:8000/path",
            "http://localhost:8000#",
            "https://localhost:8000",
            "localhost:8000",
        ] {
            assert!(
                matches!(Choice::parse(value), Err(EngineError::UnknownEngine(refused)) if refused == value),
                "{value:?}"
            );
        }
    }
}
