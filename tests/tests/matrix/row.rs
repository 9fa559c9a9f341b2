//! A row of the table: what the server does, and what has to come of it.

use license_hub_tests::calls::Call;
use license_hub_tests::dead_ends::{DeadPort, NO_SUCH_HOST};
use license_hub_tests::fault_server::{FaultServer, Script, Step, Steps, over_tls};
use license_hub_tests::tls::{Authority, Identity};
use license_wire::{Outcome, Timeouts};
use std::any::Any;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// The one authority that the clients trust.
pub(crate) static AUTHORITY: LazyLock<Authority> = LazyLock::new(Authority::new);
/// Also a server of the name that nobody has, for behind a proxy.
static GOOD: LazyLock<Identity> =
    LazyLock::new(|| AUTHORITY.good_for(&["localhost", "127.0.0.1", NO_SUCH_HOST]));

/// Longer than anything here takes, also on a busy machine, and short enough for all tries of a read to end in time.
const AMPLE: Duration = Duration::from_secs(6);
/// What a stalled call waits for.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

/// One way in which things go wrong.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) expect: Expect,
    /// The same for a call of which any answer that is no refusal means that it was done, where that differs.
    pub(crate) if_anything_does: Option<Expect>,
    /// Which calls it is played with.
    pub(crate) only: fn(&Call) -> bool,
    /// Whether it is played with one call of each effect of each vendor only, because it takes long.
    pub(crate) one_of_each: bool,
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
    pub(crate) place: Place,
    /// What the server plays there, once the client has logged in; none where nothing answers.
    pub(crate) script: Option<Script>,
    /// Servers that nobody may connect to.
    pub(crate) bystanders: Vec<FaultServer>,
    /// What has to live while the call runs.
    pub(crate) held: Vec<Box<dyn Any>>,
}

/// Where the client is sent.
pub(crate) enum Place {
    /// To the server, in the clear.
    Plain,
    /// To the server, which speaks TLS.
    Tls,
    /// To this address by way of the server, which is a proxy; without one, to the address of the proxy itself, since it
    /// leads nowhere else.
    Through(Option<String>),
    /// To this address, where nobody is, perhaps by way of this proxy.
    Nowhere { url: String, proxy: Option<String> },
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
    /// Whether the client tells of the licence, where it is done.
    pub(crate) tells: bool,
    /// Whether the answer leaves open how the call ends, so that it may be looked after, and in vain.
    pub(crate) odd: bool,
    /// Whether there is a licence in a refusal, so that nobody can say what was done.
    pub(crate) names_licence: bool,
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
            if_anything_does: None,
            only: |_| true,
            one_of_each: false,
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
        Self::new(name, expect, move |call| Scene::of(steps(call)))
    }

    /// The same inside TLS.
    pub(crate) fn tls(
        name: impl Into<String>,
        expect: &Expect,
        steps: impl Fn(&Call) -> Steps + Send + Sync + 'static,
    ) -> Self {
        Self::new(format!("{} over TLS", name.into()), expect, move |call| {
            Scene::tls(over_tls(&GOOD, steps(call)))
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

    pub(crate) fn only(mut self, only: fn(&Call) -> bool) -> Self {
        self.only = only;
        self
    }

    pub(crate) fn one_of_each(mut self) -> Self {
        self.one_of_each = true;
        self
    }

    /// Where any answer that is no refusal means that it was done.
    pub(crate) fn if_anything_does(mut self, expect: Expect) -> Self {
        self.if_anything_does = Some(expect);
        self
    }

    pub(crate) fn expect_of(&self, call: &Call) -> &Expect {
        self.if_anything_does.as_ref().filter(|_| call.takes_anything).unwrap_or(&self.expect)
    }

    /// More time than is needed for a large answer, without optimisation and on a busy machine.
    pub(crate) fn patient(mut self) -> Self {
        self.timeouts = Timeouts::all(AMPLE * 8);
        self
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
    pub(crate) fn of(script: impl Into<Script>) -> Self {
        Self::at(Place::Plain, Some(script.into()))
    }

    /// A server that speaks TLS.
    pub(crate) fn tls(script: impl Into<Script>) -> Self {
        Self::at(Place::Tls, Some(script.into()))
    }

    /// A proxy.
    pub(crate) fn through(url: Option<String>, script: impl Into<Script>) -> Self {
        Self::at(Place::Through(url), Some(script.into()))
    }

    /// No server at all.
    pub(crate) fn nowhere(url: String) -> Self {
        Self::at(Place::Nowhere { url, proxy: None }, None)
    }

    pub(crate) fn dead(dead: DeadPort) -> Self {
        Self::nowhere(dead.url()).holding(dead)
    }

    pub(crate) fn holding(mut self, held: impl Any) -> Self {
        self.held.push(Box::new(held));
        self
    }

    pub(crate) fn at(place: Place, script: Option<Script>) -> Self {
        Self { place, script, bystanders: Vec::new(), held: Vec::new() }
    }
}

impl Place {
    /// What surrounds a good answer here.
    pub(crate) fn around(&self, steps: Steps) -> Steps {
        match self {
            Self::Plain | Self::Nowhere { .. } => steps,
            Self::Tls => over_tls(&GOOD, steps),
            Self::Through(_) => tunnel(over_tls(&GOOD, steps)),
        }
    }
}

/// A proxy that connects, and then these steps.
pub(crate) fn tunnel(inside: Steps) -> Steps {
    let connected = Step::Write(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec());
    [vec![Step::ReadRequest, connected], inside].concat()
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
            tells: true,
            odd: false,
            names_licence: false,
        }
    }

    /// The vendor's success document came whole.
    pub(crate) fn done() -> Self {
        Self::whole(&[End::Done], 1)
    }

    /// A success whose values are odd: what it says may be kept, or not be understood. It is no refusal.
    pub(crate) fn odd() -> Self {
        Self { tells: false, odd: true, ..Self::whole(&[End::Done, End::Unknown], 2) }
    }

    /// Done, says the status alone.
    pub(crate) fn done_by_status() -> Self {
        Self { tells: false, ..Self::done() }
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

    pub(crate) fn naming_a_licence(mut self) -> Self {
        self.names_licence = true;
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
