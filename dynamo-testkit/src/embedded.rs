//! A database in, a server for it inside this process out, which ends when dropped.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::{io, path};

use dynoxide::{Database, server};
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use crate::EngineError;

// The engine parses expressions by recursion, and one that overflows the stack aborts the process. The deepest that DynamoDB
// allows, 4,096 parentheses, takes more than 40 MiB without optimization; what is not used costs nothing.
const STACK_SIZE: usize = 64 << 20;

#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    /// Is `Some` until dropped. The thread serves for as long as the sender lives.
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Server {
    pub(crate) fn in_memory() -> Result<Self, EngineError> {
        let database = Database::memory().map_err(|error| EngineError::Start(error.into()))?;
        Self::start(database).map_err(|error| EngineError::Start(error.into()))
    }

    pub(crate) fn with_file(path: &Path) -> Result<Self, EngineError> {
        let database =
            open(path).map_err(|source| EngineError::Database { path: path.to_owned(), source })?;
        Self::start(database).map_err(|error| EngineError::Start(error.into()))
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    fn start(database: Database) -> io::Result<Self> {
        // Bound here, so that the address is known and connections queue from now on.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let (report, reported) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("dynamo-engine".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(move || run(listener, database, &report, stopped))?;
        reported.recv().unwrap_or_else(|ended| Err(io::Error::other(ended)))?;
        Ok(Self { address, running: Some((stop, thread)) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            // A panic of the thread has already been printed.
            drop(thread.join());
        }
    }
}

// `:memory:`, the empty path and `file:` mean something else to SQLite; an absolute path is only ever a file.
fn open(path: &Path) -> Result<Database, Box<dyn Error + Send + Sync>> {
    let path = path::absolute(path)?;
    let path = path.to_str().ok_or("the path is not UTF-8")?;
    Ok(Database::new(path)?)
}

fn run(
    listener: TcpListener,
    database: Database,
    report: &mpsc::Sender<io::Result<()>>,
    stopped: oneshot::Receiver<()>,
) {
    match serve(listener, database) {
        Ok(runtime) => {
            report.send(Ok(())).ok();
            // Requests run within one poll, so none is half done when this ends. Dropping the runtime then drops every
            // connection, and with the last one the database. A graceful shutdown would wait for a client that has sent
            // half a request, for ever if that client is driven by the thread which drops the engine.
            runtime.block_on(stopped).ok();
        }
        Err(error) => {
            report.send(Err(error)).ok();
        }
    }
}

fn serve(listener: TcpListener, database: Database) -> io::Result<Runtime> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _context = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    runtime.spawn(server::serve_on(listener, database));
    Ok(runtime)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_client_that_stopped_halfway_does_not_hold_up_the_end() {
        let server = Server::in_memory().unwrap();
        let mut halfway = TcpStream::connect(server.address).unwrap();
        halfway.write_all(b"POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\n").unwrap();
        // An answer on a later connection: the first one is being served.
        let mut later = TcpStream::connect(server.address).unwrap();
        later.write_all(b"GET / HTTP/1.1\r\nhost: h\r\n\r\n").unwrap();
        assert_eq!(later.read(&mut [0; 1]).unwrap(), 1);

        let address = server.address;
        drop(server);
        assert_eq!(halfway.read(&mut [0; 1]).unwrap_or(0), 0);
        assert!(TcpStream::connect(address).is_err());
    }
}
