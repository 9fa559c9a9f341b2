#![doc = include_str!("../README.md")]

mod address;
mod check;
mod clock;
mod effect;
mod error;
mod excerpt;
mod form;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod identifier;
pub mod input;
mod json;
pub mod lenient;
mod request;
mod retry;
mod secret;
mod settings;
mod shared;
mod side_by_side;
mod transport;
mod unescaped;

pub use address::{BaseAddress, check_segment};
pub use check::Checked;
pub use clock::{Chance, Clock, StopSignal, SystemChance, SystemClock};
pub use effect::Effect;
pub use error::{Error, ErrorKind, Outcome, Refusal};
pub use excerpt::Scrubber;
pub use form::Form;
pub use json::{from_json, from_long_json, reply_to_json, reply_to_xml, to_xml};
pub use request::{Answer, Method, Preview, Request};
pub use retry::Retries;
pub use secret::Secret;
pub use settings::{Settings, Timeouts};
pub use shared::{Held, Shared};
pub use side_by_side::side_by_side;
pub use transport::{Exchange, Fault, Read, Transport};
