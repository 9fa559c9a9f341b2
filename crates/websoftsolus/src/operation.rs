//! What every operation has in common.

use license_wire::{Answer, Effect, Error, Fault, Request};

use crate::{Family, FamilyName};

/// An operation held as a value: it can be printed, compared, stored before it is sent, and previewed.
///
/// Implemented by the request types of this crate and by no others.
pub trait Operation: sealed::Wire {}

impl<T: sealed::Wire> Operation for T {}

pub(crate) mod sealed {
    use super::{Answer, Effect, Error, Fault, Request};

    /// How an operation is sent and how its answer is read.
    pub trait Wire {
        /// What a good answer says.
        type Output;

        /// The name in errors and logs.
        fn name(&self) -> &'static str;

        /// What it does.
        fn effect(&self) -> Effect;

        /// The request, checked, without the token.
        fn request(&self) -> Result<Request, Error>;

        /// Reads a good answer.
        fn decode(&self, answer: &Answer) -> Result<Self::Output, Fault>;
    }
}

/// Names in errors and logs, by family.
pub(crate) fn name<F: Family>(names: [&'static str; 3]) -> &'static str {
    match F::NAME {
        FamilyName::Plesk => names[0],
        FamilyName::Cpanel => names[1],
        FamilyName::Virtuozzo => names[2],
    }
}

/// The three names of one operation.
macro_rules! names {
    ($family:ty, $operation:literal) => {
        crate::operation::name::<$family>([
            concat!("websoftsolus.plesk.", $operation),
            concat!("websoftsolus.cpanel.", $operation),
            concat!("websoftsolus.virtuozzo.", $operation),
        ])
    };
}
pub(crate) use names;

/// A request below `license/{family}`.
pub(crate) fn at_family<F: Family>(request: Request) -> Request {
    request.path("license").path(F::NAME.wire()).accept("application/json")
}
