//! Amounts in a currency.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Error;

/// An amount in a currency. Amounts of different currencies are never added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    amount: Decimal,
    currency: String,
}

impl Money {
    /// So much of a currency, given by its code of three letters such as `EUR`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `currency`, and for `amount` when it is negative.
    pub fn new(amount: Decimal, currency: &str) -> Result<Self, Error> {
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_alphabetic()) {
            return Err(Error::invalid("currency", "must be three letters, such as `EUR`"));
        }
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(Error::invalid("amount", "must not be negative"));
        }
        Ok(Self { amount, currency: currency.to_ascii_uppercase() })
    }

    /// The amount, in whole units of the currency.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency's code, in capitals.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}
