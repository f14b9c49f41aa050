//! What an error tells beside its kind: the item that it is about, its key, and whether a write has taken place.

use aws_sdk_dynamodb::types::error::ConditionalCheckFailedException;

use super::{Error, ErrorKind, Refusal, Written};
use crate::attributes::Attributes;

/// Never part of the error's `Display` or `Debug`.
#[derive(Default)]
pub(super) struct About {
    /// The primary key, where the request or the response has it apart from the item.
    key: Option<Attributes>,
    item: Option<Attributes>,
    wrote: Wrote,
    written: Option<Written>,
    refusal: Option<Refusal>,
    code: Option<String>,
    request_id: Option<String>,
}

/// Whether the write that failed has taken place all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Wrote {
    #[default]
    No,
    Yes,
    /// The answer was lost.
    Perhaps,
}

impl About {
    pub(super) fn wrote(&self) -> Wrote {
        self.wrote
    }
}

impl Error {
    /// Returns the item that the error is about, as it is stored: of a [`Decode`](crate::ErrorKind::Decode) error the item that
    /// does not fit its type, with the attributes that were asked for, and of a
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed) or [`AnswerLost`](crate::ErrorKind::AnswerLost) the item that the
    /// condition does not hold for. `None` where there is none, or the service did not return it.
    #[must_use]
    pub fn item(&self) -> Option<&Attributes> {
        let failed = || self.sources().find_map(|source| source.downcast_ref());
        let current = || failed().and_then(ConditionalCheckFailedException::item);
        self.0.about.item.as_ref().or_else(current).filter(|item| !item.is_empty())
    }

    /// Returns whether the write has certainly taken place, and only its answer could not be read: it is not to be made again.
    #[must_use]
    pub fn was_written(&self) -> bool {
        self.0.about.wrote == Wrote::Yes
    }

    #[doc = include_str!("../../docs/retries.md")]
    #[must_use]
    pub fn may_have_been_written(&self) -> bool {
        self.0.about.wrote != Wrote::No
    }

    /// Returns how many items [`DeleteAll`](crate::op::DeleteAll) and [`UpdateAll`](crate::op::UpdateAll) had written when they
    /// failed, those of the requests included that were under way then; `None` of any other operation. A request that has had no answer is not
    /// counted, though the service may have carried it out: see [`may_have_been_written`](Self::may_have_been_written).
    #[must_use]
    pub fn written(&self) -> Option<Written> {
        self.0.about.written
    }

    /// Returns the service's code for the error, such as `ProvisionedThroughputExceededException`; `None` where the service did
    /// not answer, or the error is not the service's.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.about.code.as_deref()
    }

    /// Returns the service's id of the request that failed, which AWS's support asks for; `None` where there is none.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.about.request_id.as_deref()
    }

    pub(super) fn about_refusal(&self) -> Option<Refusal> {
        self.0.about.refusal
    }

    /// The same, of a write that was refused for this.
    #[must_use]
    pub(crate) fn refused(mut self, refusal: Refusal) -> Self {
        self.0.message += ": ";
        self.0.message += refusal.describe();
        self.0.about.refusal = Some(refusal);
        self
    }

    /// The same, of this part of a request that has several.
    #[must_use]
    pub(crate) fn of_part(mut self, part: &str) -> Self {
        self.0.message += "; ";
        self.0.message += part;
        self
    }

    /// The same, as the service has answered it.
    pub(super) fn of_answer(mut self, code: Option<&str>, request_id: Option<&str>) -> Self {
        self.0.about.code = code.map(str::to_owned);
        self.0.about.request_id = request_id.map(str::to_owned);
        self
    }

    /// The same, of an operation that has written so much before.
    #[must_use]
    pub(crate) fn with_written(mut self, written: Written) -> Self {
        self.0.about.written = Some(written);
        self
    }

    /// The attributes of the primary key, where they are known apart from the item.
    pub(crate) fn key_attributes(&self) -> Option<&Attributes> {
        self.0.about.key.as_ref()
    }

    /// The same, about the item with this key.
    #[must_use]
    pub(crate) fn of_key(mut self, key: Option<Attributes>) -> Self {
        self.0.about.key = key;
        self
    }

    /// The same, about this item.
    #[must_use]
    pub(crate) fn of_item(mut self, item: Option<Attributes>) -> Self {
        self.0.about.item = item;
        self
    }

    /// The same, of a write that was answered: it has taken place, unless it was something else that has answered.
    #[must_use]
    pub(crate) fn answered(self) -> Self {
        if self.kind() == ErrorKind::Service { self.answer_lost() } else { self.wrote(Wrote::Yes) }
    }

    /// The same, of a write that has taken place or not.
    #[must_use]
    pub(crate) fn wrote(mut self, wrote: Wrote) -> Self {
        self.0.about.wrote = wrote;
        self
    }
}
