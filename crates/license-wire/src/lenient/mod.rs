//! Reading what PHP and its kin make of a value, without losing what cannot be read.

mod extra;
mod rows;
mod scalar;
#[cfg(test)]
mod tests;
mod text;
mod value;

pub use extra::Extra;
pub use rows::{Row, rows};
pub use scalar::{FromScalar, Scalar};
pub use text::Text;
pub use value::Lenient;
