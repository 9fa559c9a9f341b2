//! What a faked vendor is. Each vendor is one module that implements [`Fake`] and one line in [`all`].

use std::any::Any;

use serde::{Deserialize, Serialize};

use crate::billmgr::Billmgr;
use crate::http::{Answer, Request};
use crate::ledger::{Desk, Environment};
use crate::options::Options;
use crate::params::Pairs;
use crate::softaculous::Softaculous;
use crate::websoftsolus::WebSoftSolus;

/// A vendor the sandbox can play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Vendor {
    /// Softaculous NOC.
    Softaculous,
    /// WebSoftSolus.
    #[serde(rename = "websoftsolus")]
    WebSoftSolus,
    /// ispmanager, on BILLmanager.
    Ispmanager,
    /// ISPlicense, on BILLmanager.
    Isplicense,
}

/// Every vendor there is, new.
pub(crate) fn all(options: &Options) -> Vec<Box<dyn Fake>> {
    vec![
        Box::new(Softaculous::new(options)),
        Box::new(WebSoftSolus::new(options)),
        Box::new(Billmgr::new(Vendor::Ispmanager, options)),
        Box::new(Billmgr::new(Vendor::Isplicense, options)),
    ]
}

/// A vendor's API: what a request means, and what comes of it.
pub(crate) trait Fake: Any + Send {
    fn vendor(&self) -> Vendor;

    /// Whether a path belongs to this vendor.
    fn owns(&self, path: &str) -> bool;

    /// Where it is and what to log in with, in lines of which all but the first are indented by 13.
    fn welcome(&self, base: &str) -> String;

    /// The operations by their names on the wire and their ids, so that a fault for one that does not exist is
    /// refused.
    fn knows_operation(&self, name: &str) -> bool;

    /// The time of the request that comes next, for what has to be known before it is answered.
    fn at(&mut self, _now: i64) {}

    /// This vendor, if it runs BILLmanager.
    fn billmgr(&mut self) -> Option<&mut Billmgr> {
        None
    }

    /// What a request asks for. It changes nothing.
    fn read(&self, request: &Request) -> Call;

    /// Carries a request out.
    fn answer(&mut self, request: &Request, call: &Call, desk: &mut Desk<'_>) -> Outcome;

    /// The vendor's own way to say no, for the faults that want it.
    fn refuse(&self, request: &Request, why: Refusal) -> Answer;
}

/// A request as its vendor understands it.
#[derive(Debug)]
pub(crate) struct Call {
    /// The name on the wire, in the form the vendor documents today.
    pub(crate) operation: Option<&'static str>,
    /// The ids in the list of operations; one call can be several, such as a cancellation by key and by force.
    pub(crate) ids: Vec<&'static str>,
    pub(crate) environment: Option<Environment>,
    pub(crate) credentials: Credentials,
    /// The query and the body for the record, without any credential.
    pub(crate) query: Pairs,
    pub(crate) body: Pairs,
}

/// How the credentials of a request were. The sandbox keeps nothing else of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// They open the account.
    Right,
    /// The credentials are wrong.
    Wrong,
    /// There are no credentials.
    Missing,
}

/// What came of a request.
pub(crate) struct Outcome {
    pub(crate) answer: Answer,
    /// Whether a change was carried out: neither a read nor a refusal.
    pub(crate) committed: bool,
}

/// Why a fault makes a vendor refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    BadCredentials,
    ExpiredToken,
    NotEnoughMoney,
}
