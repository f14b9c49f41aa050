//! The least and the greatest whole number that a type holds.

/// The whole numbers that a type holds: of 128 bits, those of up to 38 digits, as DynamoDB stores no others exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub(crate) min: i128,
    pub(crate) max: i128,
}

/// Of 38 digits.
const GREATEST: i128 = 10_i128.pow(38) - 1;

impl Bounds {
    /// The whole numbers from `min` to `max`, which is not less.
    #[must_use]
    pub const fn new(min: i128, max: i128) -> Self {
        let min = if min < -GREATEST { -GREATEST } else { min };
        let max = if max > GREATEST { GREATEST } else { max };
        Self { min, max }
    }

    pub(crate) const fn hold(self, number: i128) -> bool {
        self.min <= number && number <= self.max
    }
}
