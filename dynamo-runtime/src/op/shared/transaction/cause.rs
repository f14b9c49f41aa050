//! The reasons of a cancelled transaction in, what each of its actions was cancelled for out.

use aws_sdk_dynamodb::types::CancellationReason;

use super::part::Target;
use crate::codec::Attributes;
use crate::error::{ErrorKind, Refusal, of_code};

/// What an action was cancelled for: by its own item, or by what claims the value of one of its attributes.
#[derive(Default)]
pub(crate) struct Cause {
    /// `None` where it is not the cause.
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// The item as it is stored.
    pub(crate) item: Option<Attributes>,
    /// The attribute whose value is claimed.
    claim: Option<&'static str>,
}

impl Cause {
    /// One for each action, which may have several parts.
    pub(super) fn of_each(targets: &[Target], reasons: &[CancellationReason]) -> Vec<Self> {
        let mut causes: Vec<Self> = Vec::new();
        for (at, target) in targets.iter().enumerate() {
            causes.resize_with(target.number, Self::default);
            let cause = reasons.get(at).and_then(|reason| Self::of(reason, target.claim));
            let known = &mut causes[target.number - 1];
            // Its own item comes first.
            if let (None, Some(cause)) = (&known.code, cause) {
                *known = cause;
            }
        }
        causes
    }

    fn of(reason: &CancellationReason, claim: Option<&'static str>) -> Option<Self> {
        let code = reason.code().filter(|code| *code != "None")?.to_owned();
        let item = reason.item.clone().filter(|item| !item.is_empty() && claim.is_none());
        Some(Self { code: Some(code), message: reason.message.clone(), item, claim })
    }

    /// What stood in the way, if that is a condition: `own` says what, of its own item.
    pub(crate) fn refusal(
        &self,
        own: impl FnOnce(Option<&Attributes>) -> Refusal,
    ) -> Option<Refusal> {
        let code = self.code.as_deref().filter(|code| *code != "DuplicateItem")?;
        let refused = of_code(code) == ErrorKind::ConditionFailed;
        refused.then(|| match self.claim {
            Some(attribute) => Refusal::NotUnique { attribute },
            None => own(self.item.as_ref()),
        })
    }
}

/// The place of the reason that gives a cancelled transaction its kind.
pub(crate) fn decisive(reasons: &[CancellationReason], kind: ErrorKind) -> Option<usize> {
    let of =
        |reason: &CancellationReason| reason.code().filter(|code| *code != "None").map(of_code);
    reasons.iter().position(|reason| of(reason) == Some(kind))
}
