//! What every operation has in common.

use license_wire::{Answer, Effect, Error, Fault, Form};

use crate::Product;

/// An operation held as a value: it can be printed, compared, stored before it is sent, and previewed.
///
/// Implemented by the request types of this crate and by no others.
pub trait Operation: sealed::Wire {}

impl<T: sealed::Wire> Operation for T {}

pub(crate) mod sealed {
    use super::{Answer, Effect, Error, Fault, Form};

    /// How an operation is sent and how its answer is read.
    pub trait Wire {
        /// What a good answer says.
        type Output;

        /// The name in errors and logs.
        fn name(&self) -> &'static str;

        /// What it does.
        fn effect(&self) -> Effect;

        /// The function's name, `ca` on the wire.
        fn function(&self) -> String;

        /// The fields, checked.
        fn fields(&self) -> Result<Form, Error>;

        /// Reads a good answer.
        fn decode(&self, answer: &Answer) -> Result<Self::Output, Fault>;
    }
}

/// Names in errors and logs, by product.
pub(crate) fn name(product: Product, names: [&'static str; 4]) -> &'static str {
    match product {
        Product::Softaculous => names[0],
        Product::Webuzo => names[1],
        Product::Virtualizor => names[2],
        Product::SitePad => names[3],
    }
}

/// The four names of one operation.
macro_rules! names {
    ($product:expr, $operation:literal) => {
        crate::operation::name(
            $product,
            [
                concat!("softaculous.", $operation),
                concat!("webuzo.", $operation),
                concat!("virtualizor.", $operation),
                concat!("sitepad.", $operation),
            ],
        )
    };
}
pub(crate) use names;
