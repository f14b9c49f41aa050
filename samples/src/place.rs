//! Where the tables are: what the options say in, a client out.

use std::fmt::Write as _;
#[cfg(not(feature = "aws"))]
use std::future::{Ready, ready};
use std::path::PathBuf;
use std::time::Duration;

use dynamo_runtime::aws_sdk_dynamodb::config::BehaviorVersion;
use dynamo_runtime::aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use dynamo_runtime::aws_sdk_dynamodb::{Client, Config};
use dynamo_testkit::{Engine, EngineError};

use crate::cli::TargetArgs;
use crate::failure::Failure;
use crate::file;

// Whatever listens at an endpoint may never answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the options name.
#[derive(Debug)]
pub(crate) enum Target {
    /// The engine that `DYNAMO_ENGINE` names.
    Unsaid,
    /// The embedded engine with this file.
    File(PathBuf),
    /// An engine that runs at this URL.
    Endpoint(String),
    /// AWS.
    Aws,
}

impl TryFrom<TargetArgs> for Target {
    type Error = Failure;

    fn try_from(args: TargetArgs) -> Result<Self, Failure> {
        match (args.data, args.endpoint, args.aws) {
            (None, None, false) => Ok(Self::Unsaid),
            (Some(path), None, false) => Ok(Self::File(path)),
            (None, Some(url), false) => Ok(Self::Endpoint(url)),
            (None, None, true) => Ok(Self::Aws),
            _ => {
                Err(Failure::new("`--data`, `--endpoint` and `--aws` exclude each other; give one"))
            }
        }
    }
}

impl Target {
    /// Returns the options that lead here, each after a space.
    pub(crate) fn options(&self) -> String {
        let mut options = String::new();
        match self {
            Self::Unsaid => Ok(()),
            Self::File(path) => write!(options, " --data {}", path.display()),
            Self::Endpoint(url) => write!(options, " --endpoint {url}"),
            Self::Aws => write!(options, " --aws"),
        }
        .expect("a string takes whatever is written");
        options
    }
}

/// A client, and the engine that must live as long.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) client: Client,
    engine: Option<Engine>,
}

impl Place {
    /// A place for what asks no service.
    pub(crate) fn nowhere() -> Self {
        let config = Config::builder().behavior_version(BehaviorVersion::latest()).build();
        Self { client: Client::from_conf(config), engine: None }
    }

    /// Opens a place where nothing needs to be kept: the embedded engine's database is in memory.
    pub(crate) async fn passing(target: &Target) -> Result<Self, Failure> {
        match target {
            Target::Unsaid => Ok(Self::of(Engine::start()?)),
            Target::File(_) => Err(Failure::new(
                "the demonstration keeps no data; use `--data` with a subcommand (`--help` lists them)",
            )),
            _ => Self::lasting(target).await,
        }
    }

    /// Opens a place where the next run finds what this one leaves.
    pub(crate) async fn lasting(target: &Target) -> Result<Self, Failure> {
        match target {
            Target::Unsaid => Ok(Self::of(open_default()?)),
            Target::File(path) => {
                file::check(path)?;
                Ok(Self::of(Engine::embedded_at(path)?))
            }
            Target::Endpoint(url) => Ok(Self::of(at(url)?)),
            Target::Aws => Ok(Self { client: aws().await?, engine: None }),
        }
    }

    fn of(engine: Engine) -> Self {
        let timeouts = TimeoutConfig::builder().operation_timeout(PATIENCE).build();
        let config = engine.client().config().to_builder().timeout_config(timeouts).build();
        Self { client: Client::from_conf(config), engine: Some(engine) }
    }

    /// Returns whether the engine is part of this program, so that nobody else makes its tables.
    pub(crate) fn is_embedded(&self) -> bool {
        self.engine.as_ref().is_some_and(Engine::is_embedded)
    }
}

fn open_default() -> Result<Engine, Failure> {
    let path = file::default_path()?;
    match Engine::open(&path) {
        // The first run of all. Only an embedded engine needs the folder, so it is not made earlier.
        Err(EngineError::Database { .. }) => {
            file::make_folder(&path)?;
            Ok(Engine::open(&path)?)
        }
        opened => Ok(opened?),
    }
}

fn at(url: &str) -> Result<Engine, Failure> {
    Engine::at(url).map_err(|error| match error {
        EngineError::UnknownEngine(url) => Failure::new(format_args!(
            "`{url}` is not an endpoint on this machine; write it as `http://localhost:PORT`"
        )),
        error => error.into(),
    })
}

#[cfg(feature = "aws")]
async fn aws() -> Result<Client, Failure> {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    if config.region().is_none() {
        return Err(Failure::new(
            "no AWS region is set; set AWS_REGION, or `region` in the profile",
        ));
    }
    Ok(Client::new(&config))
}

#[cfg(not(feature = "aws"))]
fn aws() -> Ready<Result<Client, Failure>> {
    ready(Err(Failure::new(
        "this program was built without AWS; run `cargo run -p samples --features aws -- --aws`",
    )))
}
