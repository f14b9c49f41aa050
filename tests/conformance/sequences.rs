//! What happens to the calls: settings of a client, and answers one after the other.

mod clocks;
mod errors;
mod identities;
mod retries;
mod settings;
mod timeouts;
mod transfers;

use std::time::Duration;

use crate::answers::Answer;
use crate::client::Settings;
use crate::operations::Operation;

/// What happens to some calls of one client.
#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    pub(crate) name: String,
    pub(crate) settings: Settings,
    /// Given one after the other; the last one to all that follow.
    pub(crate) answers: Vec<Answer>,
    pub(crate) calls: usize,
    /// What there is before each call.
    pub(crate) pause: Duration,
    /// What is called before, where it is not the same operation.
    pub(crate) first: Option<Operation>,
    /// Whether it has a success that is not one to its request, which the mapper refuses and the SDK does not.
    pub(crate) odd: bool,
    /// Whether its pauses are left to chance.
    pub(crate) random: bool,
    /// When a call is taken to be one that does not end.
    pub(crate) patience: Duration,
    /// Whether it depends on the operation what comes of it.
    pub(crate) particular: bool,
    /// What the SDK is answered, where the mapper is to make this of the answers.
    pub(crate) instead: Option<Vec<Answer>>,
    /// Which calls but the first are slim on the slim wire.
    pub(crate) slim: Slim,
}

/// Which calls are slim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slim {
    All,
    /// Those of a client with these settings go through the SDK.
    None,
    /// It depends.
    Some,
}

/// The service does not know a transaction for longer than ten minutes, so that the mapper gives it up before.
const PATIENCE: Duration = Duration::from_mins(8);

impl Sequence {
    pub(crate) fn new<A: Into<Answer>>(
        name: impl Into<String>,
        answers: impl IntoIterator<Item = A>,
    ) -> Self {
        let answers = answers.into_iter().map(Into::into).collect();
        let (settings, pause) = (Settings::default(), Duration::from_secs(1));
        Self {
            name: name.into(),
            settings,
            answers,
            calls: 1,
            pause,
            first: None,
            odd: false,
            random: false,
            patience: PATIENCE,
            particular: false,
            instead: None,
            slim: Slim::All,
        }
    }

    /// The same with other settings.
    pub(crate) fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// The same with so many calls.
    pub(crate) fn calls(mut self, calls: usize) -> Self {
        self.calls = calls;
        self
    }

    /// The same with this long a pause before each call.
    pub(crate) fn pause(mut self, seconds: u64) -> Self {
        self.pause = Duration::from_secs(seconds);
        self
    }

    /// The same, with as much time as it takes.
    pub(crate) fn patient(mut self) -> Self {
        self.patience = Duration::from_hours(1);
        self
    }

    /// The same, with calls that are dropped after three seconds.
    pub(crate) fn impatient(mut self) -> Self {
        self.patience = Duration::from_secs(3);
        self
    }

    /// The same, after a first call of this operation.
    pub(crate) fn first(mut self, operation: Operation) -> Self {
        self.first = Some(operation);
        self
    }

    /// The same, whatever it is with other operations.
    pub(crate) fn particular(mut self) -> Self {
        self.particular = true;
        self
    }

    /// The same, with answers that the mapper is to take for what these are to the SDK.
    pub(crate) fn taken_for<A: Into<Answer>>(
        mut self,
        answers: impl IntoIterator<Item = A>,
    ) -> Self {
        self.instead = Some(answers.into_iter().map(Into::into).collect());
        self
    }

    /// The same, with these calls slim.
    pub(crate) fn slim(mut self, slim: Slim) -> Self {
        self.slim = slim;
        self
    }

    /// Whether it can be had with the operation.
    pub(crate) fn fits(&self, operation: Operation) -> bool {
        self.patience <= PATIENCE || operation != Operation::TransactWriteItems
    }

    /// The same, with pauses that are left to chance.
    pub(crate) fn random(mut self) -> Self {
        self.random = true;
        self
    }

    /// The same, with a success that the mapper may refuse.
    pub(crate) fn odd(mut self) -> Self {
        self.odd = true;
        self
    }
}

/// All of them.
pub(crate) fn sequences() -> Vec<Sequence> {
    let all = [
        errors::sequences(),
        retries::sequences(),
        timeouts::sequences(),
        transfers::sequences(),
        clocks::sequences(),
        identities::sequences(),
        settings::sequences(),
    ];
    all.into_iter().flatten().collect()
}
