//! What every operation has in common.

use license_wire::{Answer, Effect, Error, Fault, Form};

use crate::{Client, Vendor};

/// An operation held as a value: it can be printed, compared, stored before it is sent, and previewed.
///
/// Implemented by the request types of this crate and by no others.
pub trait Operation: sealed::Wire {}

impl<T: sealed::Wire> Operation for T {}

pub(crate) mod sealed {
    use super::{Answer, Client, Effect, Error, Fault, Form, Vendor};

    /// How an operation is sent and how its answer is read.
    pub trait Wire {
        /// What a good answer says.
        type Output;

        /// The name in errors and logs.
        fn name(&self, vendor: Vendor) -> &'static str;

        /// What it does.
        fn effect(&self) -> Effect;

        /// The function's name, `func` on the wire.
        fn function(&self, vendor: Vendor) -> String;

        /// The fields, checked.
        fn fields(&self, vendor: Vendor) -> Result<Form, Error>;

        /// Reads a good answer, or the vendor's refusal.
        fn decode(&self, answer: &Answer) -> Result<Self::Output, Fault>;

        /// Makes sure, by reads only, of what a good answer leaves open.
        fn confirm(&self, _client: &Client, output: Self::Output) -> Result<Self::Output, Error> {
            Ok(output)
        }
    }
}

/// The names of one operation in errors and logs, by vendor.
macro_rules! names {
    ($vendor:expr, $operation:literal) => {
        match $vendor {
            crate::Vendor::Ispmanager => concat!("ispmanager.", $operation),
            crate::Vendor::Isplicense => concat!("isplicense.", $operation),
            crate::Vendor::Other => concat!("billmgr.", $operation),
        }
    };
}
pub(crate) use names;
