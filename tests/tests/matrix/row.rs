//! A row of the table: what the server does, and what has to come of it.

use license_hub_tests::calls::Call;
use license_hub_tests::dead_ends::DeadPort;
use license_hub_tests::fault_server::{FaultServer, Steps, over_tls};
use license_hub_tests::tls::{Authority, Identity};
use license_wire::{Outcome, Timeouts};
use std::any::Any;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// The one authority that the clients trust.
pub(crate) static AUTHORITY: LazyLock<Authority> = LazyLock::new(Authority::new);
static GOOD: LazyLock<Identity> = LazyLock::new(|| AUTHORITY.good());

/// Longer than anything here takes, also on a busy machine, and short enough for all tries of a read to end in time.
const AMPLE: Duration = Duration::from_secs(6);
/// What a stalled call waits for.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

/// One way in which things go wrong.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) expect: Expect,
    pub(crate) scene: Box<dyn Fn(&Call) -> Scene + Send + Sync>,
    pub(crate) timeouts: Timeouts,
    pub(crate) max_answer: Option<u64>,
    /// Whether the client asks the environment for a proxy.
    pub(crate) by_environment: bool,
    /// Whether the client gives up early. On a busy machine it may be gone before the server has read what it sent.
    pub(crate) hurried: bool,
}

/// What stands ready for one call.
pub(crate) struct Scene {
    /// Where the client is sent.
    pub(crate) url: String,
    /// What it meets there; none where nothing answers.
    pub(crate) server: Option<FaultServer>,
    /// Servers that nobody may connect to.
    pub(crate) bystanders: Vec<FaultServer>,
    /// The proxy that the client is told to use.
    pub(crate) proxy: Option<String>,
    /// What has to live while the call runs.
    pub(crate) held: Vec<Box<dyn Any>>,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Done,
    NotSent,
    Refused,
    Unknown,
}

/// What has to come of it. Numbers are per try; what changes or spends has one.
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    /// Any of these is right for a call with a form.
    pub(crate) ends: &'static [End],
    /// Any of these is right for a call without one.
    pub(crate) bare_ends: &'static [End],
    /// How often a read is tried.
    pub(crate) tries: u32,
    /// How many connections reach the server.
    pub(crate) connections: usize,
    /// How many complete requests the server reads.
    pub(crate) requests: usize,
    /// The same for a call without a form, whose head is all of it.
    pub(crate) bare_requests: usize,
    /// The HTTP status that the error names.
    pub(crate) status: Option<u16>,
    /// The wait that the error names.
    pub(crate) retry_after: Option<Duration>,
}

impl Row {
    pub(crate) fn new(
        name: impl Into<String>,
        expect: &Expect,
        scene: impl Fn(&Call) -> Scene + Send + Sync + 'static,
    ) -> Self {
        let scene = Box::new(scene);
        let (expect, timeouts) = (expect.clone(), Timeouts::all(AMPLE));
        Self {
            name: name.into(),
            expect,
            scene,
            timeouts,
            max_answer: None,
            by_environment: false,
            hurried: false,
        }
    }

    /// A server that plays these steps on every connection.
    pub(crate) fn plain(
        name: impl Into<String>,
        expect: &Expect,
        steps: impl Fn(&Call) -> Steps + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, expect, move |call| Scene::of(FaultServer::start(steps(call))))
    }

    /// The same inside TLS.
    pub(crate) fn tls(
        name: impl Into<String>,
        expect: &Expect,
        steps: impl Fn(&Call) -> Steps + Send + Sync + 'static,
    ) -> Self {
        Self::new(format!("{} over TLS", name.into()), expect, move |call| {
            Scene::tls(FaultServer::start(over_tls(&GOOD, steps(call))))
        })
    }

    /// The same in the clear and inside TLS.
    pub(crate) fn both(
        name: &str,
        expect: &Expect,
        steps: impl Fn(&Call) -> Steps + Send + Sync + 'static,
    ) -> Vec<Self> {
        let steps = Arc::new(steps);
        let again = Arc::clone(&steps);
        vec![
            Self::plain(name, expect, move |call| steps(call)),
            Self::tls(name, expect, move |call| again(call)),
        ]
    }

    pub(crate) fn timeouts(mut self, change: impl Fn(&mut Timeouts)) -> Self {
        change(&mut self.timeouts);
        self.hurried = self.timeouts != Timeouts::all(AMPLE);
        self
    }

    pub(crate) fn by_environment(mut self) -> Self {
        self.by_environment = true;
        self
    }

    pub(crate) fn max_answer(mut self, bytes: usize) -> Self {
        self.max_answer = Some(u64::try_from(bytes).unwrap());
        self
    }
}

/// The answer does not come: a short time limit on waiting for it.
pub(crate) fn short_answer(limits: &mut Timeouts) {
    limits.answer = SHORT;
    limits.answer_to_spend = SHORT;
}

/// The body does not come.
pub(crate) fn short_body(limits: &mut Timeouts) {
    limits.body = SHORT;
}

/// The connection does not come.
pub(crate) fn short_connect(limits: &mut Timeouts) {
    limits.connect = SHORT;
}

impl Scene {
    /// A server in the clear.
    pub(crate) fn of(server: FaultServer) -> Self {
        Self { server: Some(server), ..Self::nowhere(String::new()) }.at(FaultServer::url)
    }

    /// A server that speaks TLS.
    pub(crate) fn tls(server: FaultServer) -> Self {
        Self { server: Some(server), ..Self::nowhere(String::new()) }.at(FaultServer::https_url)
    }

    /// No server at all.
    pub(crate) fn nowhere(url: String) -> Self {
        Self { url, server: None, bystanders: Vec::new(), proxy: None, held: Vec::new() }
    }

    pub(crate) fn dead(dead: DeadPort) -> Self {
        Self { url: dead.url(), held: vec![Box::new(dead)], ..Self::nowhere(String::new()) }
    }

    fn at(mut self, url: impl Fn(&FaultServer) -> String) -> Self {
        self.url = self.server.as_ref().map(url).unwrap();
        self
    }
}

impl End {
    pub(crate) fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::NotSent => Self::NotSent,
            Outcome::Refused => Self::Refused,
            Outcome::Unknown => Self::Unknown,
        }
    }
}

/// The lines of the contract.
impl Expect {
    fn whole(ends: &'static [End], tries: u32) -> Self {
        Self {
            ends,
            bare_ends: ends,
            tries,
            connections: 1,
            requests: 1,
            bare_requests: 1,
            status: None,
            retry_after: None,
        }
    }

    /// The vendor's success document came whole.
    pub(crate) fn done() -> Self {
        Self::whole(&[End::Done], 1)
    }

    /// No connection: name, connecting, TLS, proxy.
    pub(crate) fn not_sent() -> Self {
        Self::whole(&[End::NotSent], 3).requests(0, 0)
    }

    /// Sent, and no head of an answer that can be read.
    pub(crate) fn lost() -> Self {
        Self::whole(&[End::Unknown], 3)
    }

    /// An answer that is cut, too large or not understood.
    pub(crate) fn cut() -> Self {
        Self::whole(&[End::Unknown], 2)
    }

    /// A redirect, which says nothing.
    pub(crate) fn redirected(status: u16) -> Self {
        Self::whole(&[End::Unknown], 1).status(status)
    }

    /// 408 and 5xx.
    pub(crate) fn failed(status: u16) -> Self {
        Self::whole(&[End::Unknown], 3).status(status)
    }

    /// The vendor said no, or a 4xx did.
    pub(crate) fn refused(status: u16) -> Self {
        Self::whole(&[End::Refused], 1).status(status)
    }

    /// 429: asked to come again later.
    pub(crate) fn too_many() -> Self {
        Self::whole(&[End::Refused], 3).status(429)
    }

    pub(crate) fn ends(mut self, ends: &'static [End]) -> Self {
        self.ends = ends;
        self.bare_ends = ends;
        self
    }

    pub(crate) fn bare_ends(mut self, ends: &'static [End]) -> Self {
        self.bare_ends = ends;
        self
    }

    pub(crate) fn tries(mut self, tries: u32) -> Self {
        self.tries = tries;
        self
    }

    pub(crate) fn connections(mut self, connections: usize) -> Self {
        self.connections = connections;
        self
    }

    pub(crate) fn requests(mut self, with_form: usize, without: usize) -> Self {
        self.requests = with_form;
        self.bare_requests = without;
        self
    }

    fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(crate) fn retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }
}
