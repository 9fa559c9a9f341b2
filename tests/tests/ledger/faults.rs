//! What goes wrong in a step, made up at random: on the way of the operation itself, of any request around it, or of the
//! looks that find out afterwards.

use crate::accounts::Meets;
use crate::attempt::{Attempt, Patience};
use fastrand::Rng;
use license_sandbox::{Body, Fault, FaultKind, Vendor};

/// What a step is going to meet.
pub(crate) struct Weather {
    pub(crate) meets: Meets,
    kind: Option<FaultKind>,
    aim: Aim,
    /// What the looks meet that find out afterwards.
    pub(crate) later: Vec<Fault>,
}

#[derive(Clone, Copy)]
enum Aim {
    /// The request that does it.
    Act,
    /// Some requests of the operation, whichever they are.
    Any { skip: u32, times: u32 },
}

impl Weather {
    pub(crate) fn new(rng: &mut Rng, vendor: Vendor) -> Self {
        let kind = kind(rng, vendor);
        let mut aim = Aim::Act;
        let mut meets = Meets::Vendor(Patience::Ample);
        match &kind {
            None if rng.u8(..) < 16 => meets = Meets::Nobody,
            // Only the one request is given up soon.
            Some(FaultKind::Stall | FaultKind::StallBefore) => meets = Meets::Vendor(Patience::Short),
            Some(_) if rng.u8(..4) == 0 => {
                aim = Aim::Any { skip: rng.u32(..3), times: rng.u32(1..5) };
            }
            _ => {}
        }
        let mut later = Vec::new();
        if rng.u8(..4) == 0 {
            later.extend(look_fault(rng, vendor));
        }
        Self { meets, kind, aim, later }
    }

    /// Whether the fault is for the request that does it, so that it is met where that is sent.
    pub(crate) fn is_for_the_act(&self) -> bool {
        matches!(self.aim, Aim::Act)
    }

    /// The fault, for this attempt.
    pub(crate) fn fault(&self, attempt: &Attempt) -> Option<Fault> {
        let fault = Fault::new(self.kind.clone()?).vendor(attempt.vendor);
        if attempt.is_read && self.meets == Meets::Vendor(Patience::Short) {
            return None;
        }
        Some(match (self.aim, &attempt.operation) {
            (Aim::Any { skip, times }, _) => fault.skip(skip).times(times),
            (Aim::Act, Some(operation)) => fault.operation(operation),
            (Aim::Act, None) => fault,
        })
    }
}

/// What the looks afterwards meet.
fn look_fault(rng: &mut Rng, vendor: Vendor) -> Option<Fault> {
    let kind = match kind(rng, vendor)? {
        FaultKind::Stall | FaultKind::StallBefore => return None,
        kind => kind,
    };
    Some(Fault::new(kind).vendor(vendor).skip(rng.u32(..3)).times(rng.u32(1..5)))
}

/// Often none. No vendor is made to say no to what it did, or yes to what it did not: nobody could tell.
///
/// WebSoftSolus documents no answer to what changes or spends. There, status 200 without a word of refusal is taken for a
/// yes that is not confirmed; a word of success would be one that is.
fn kind(rng: &mut Rng, vendor: Vendor) -> Option<FaultKind> {
    let commit = rng.bool();
    let code = *rng.choice(&[408, 500, 502, 503, 504, 520]).unwrap();
    Some(match rng.u8(..40) {
        0 => FaultKind::CloseBefore,
        1 => FaultKind::ResetBefore,
        2 | 3 => FaultKind::CommitThenDrop,
        4 => FaultKind::CommitThenReset,
        5 => FaultKind::HalfAnswer,
        6 => FaultKind::HalfAnswerUnframed,
        7 | 8 => FaultKind::Status { code, retry_after: None, body: None, commit },
        9 => FaultKind::Status { code: 429, retry_after: Some("5".into()), body: None, commit: false },
        10 => FaultKind::status(*rng.choice(&[400, 401, 403, 404, 409, 422]).unwrap()),
        11 => FaultKind::Redirect {
            code: *rng.choice(&[301, 302, 303, 307, 308]).unwrap(),
            location: Some("/elsewhere".into()),
        },
        12 => FaultKind::Html { commit },
        13 => FaultKind::Empty { commit },
        14 => FaultKind::Raw { body: garbage(rng, vendor), commit },
        15 => FaultKind::Wire { bytes: garbage(rng, vendor), commit },
        16 => FaultKind::BadCredentials,
        17 => FaultKind::NotEnoughMoney,
        18 => FaultKind::ExpiredToken,
        19 if rng.u8(..8) == 0 => FaultKind::Stall,
        20 if rng.u8(..8) == 0 => FaultKind::StallBefore,
        _ => return None,
    })
}

/// What is no answer of any vendor's.
fn garbage(rng: &mut Rng, vendor: Vendor) -> Body {
    match rng.u8(..6) {
        0 => "null".into(),
        1 => "[]".into(),
        2 if vendor != Vendor::WebSoftSolus => "\"done\"".into(),
        3 => "{\"error\":null".into(),
        4 => "PHP Warning: out of memory\n{\"error\":null}".into(),
        _ => (0..rng.usize(..200)).map(|_| rng.u8(..)).collect::<Vec<u8>>().into(),
    }
}
