//! What is fuzzed: one function per decoder and parser. Each takes any bytes, and panics when what it is about does not
//! hold.
//!
//! libFuzzer drives them through `fuzz_targets`, and the tests of this package through the corpus and its mutations.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "all of this runs inside tests, and a test says no by panicking"
)]

mod billmgr;
mod bounds;
mod hub;
mod replies;
mod scrubber;
mod softaculous;
mod websoftsolus;
mod wire;

pub use bounds::{LONGEST, MOST_MEMORY, MOST_TIME};

/// Something that is fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The name of its target, and of the folder of its corpus.
    pub name: &'static str,
    run: fn(&[u8]),
    bound: Bound,
}

/// What must not take more time or memory than an input may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    /// The whole case.
    Whole,
    /// Each reading of a reply; the case does many, one after another.
    EachReading,
}

/// All that is fuzzed.
pub const CASES: &[Case] = &[
    Case { name: "addresses", run: wire::addresses, bound: Bound::Whole },
    Case { name: "billmgr_replies", run: billmgr::replies, bound: Bound::EachReading },
    Case { name: "billmgr_values", run: billmgr::values, bound: Bound::Whole },
    Case { name: "forms", run: wire::forms, bound: Bound::Whole },
    Case { name: "json_as_xml", run: wire::json_as_xml, bound: Bound::Whole },
    Case { name: "retry_after", run: wire::retry_after, bound: Bound::Whole },
    Case { name: "scalars", run: wire::scalars, bound: Bound::Whole },
    Case { name: "scrubber", run: scrubber::scrubber, bound: Bound::Whole },
    Case { name: "softaculous_replies", run: softaculous::replies, bound: Bound::EachReading },
    Case { name: "softaculous_values", run: softaculous::values, bound: Bound::Whole },
    Case { name: "stored", run: hub::stored, bound: Bound::Whole },
    Case { name: "websoftsolus_replies", run: websoftsolus::replies, bound: Bound::EachReading },
    Case { name: "websoftsolus_values", run: websoftsolus::values, bound: Bound::Whole },
];

impl Case {
    /// The case of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        *CASES.iter().find(|case| case.name == name).expect("the name of a case")
    }

    /// Runs it with an input, and panics where that takes more time or memory than an input may. One that is too long
    /// is left out.
    pub fn check(self, input: &[u8]) {
        match self.bound {
            _ if input.len() > LONGEST => {}
            Bound::Whole => bounds::within(|| (self.run)(input)),
            Bound::EachReading => (self.run)(input),
        }
    }
}
