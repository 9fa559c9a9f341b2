//! The agents of a client: which of them a call goes by, and how long each part of it may take.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ureq::config::Config;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use crate::settings::{Settings, Timeouts};
use crate::{BaseAddress, Effect};

/// How many agents keep connections for reads. An agent asks the system whether a connection still stands while it holds
/// the lock on all that it keeps, so many threads are spread over several.
const LANES: usize = 8;
/// How many idle connections are kept for reads, so that many threads on one client do not connect anew each time.
const IDLE_CONNECTIONS: usize = 64;

thread_local! {
    /// Which lane this thread used last, of whatever client.
    static LAST: Cell<usize> = const { Cell::new(0) };
}

/// The agents of a client.
pub(super) struct Agents {
    /// They keep their connections, for reads.
    lanes: [Lane; LANES],
    /// It opens a connection for each call, for what changes or spends.
    fresh: Agent,
}

struct Lane {
    agent: Agent,
    /// How many calls are under way.
    busy: AtomicUsize,
}

/// One call's use of an agent.
pub(super) struct Turn<'a> {
    pub(super) agent: &'a Agent,
    busy: Option<&'a AtomicUsize>,
}

impl Agents {
    pub(super) fn new(base: &BaseAddress, settings: &Settings, proxy: Option<&Proxy>) -> Self {
        let reads = config(base, settings, proxy, Effect::Read);
        let lane = |_| Lane { agent: reads.clone().new_agent(), busy: AtomicUsize::new(0) };
        Self {
            lanes: std::array::from_fn(lane),
            fresh: config(base, settings, proxy, Effect::Spend).new_agent(),
        }
    }

    /// The agent for a call. For a read it is the one that this thread used last, unless another has fewer calls under
    /// way: so a thread finds the connection of its last call, which others are not likely to have taken meanwhile.
    pub(super) fn turn(&self, effect: Effect) -> Turn<'_> {
        if effect.is_sent_once() {
            return Turn { agent: &self.fresh, busy: None };
        }
        let calls = |at: usize| self.lanes[at].busy.load(Ordering::Relaxed);
        let mut at = LAST.get();
        let mut fewest = calls(at);
        for other in 0..LANES {
            if fewest == 0 {
                break;
            }
            let under_way = calls(other);
            if under_way < fewest {
                (at, fewest) = (other, under_way);
            }
        }
        LAST.set(at);
        let lane = &self.lanes[at];
        lane.busy.fetch_add(1, Ordering::Relaxed);
        Turn { agent: &lane.agent, busy: Some(&lane.busy) }
    }

    /// Ends every call in progress and lets no new one begin.
    pub(super) fn shut_down(&self) {
        for lane in &self.lanes {
            lane.agent.clone().shutdown();
        }
        self.fresh.clone().shutdown();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(busy) = self.busy {
            busy.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn config(base: &BaseAddress, settings: &Settings, proxy: Option<&Proxy>, effect: Effect) -> Config {
    let roots = match &settings.authorities {
        Some(authorities) => RootCerts::Specific(Arc::new(authorities.0.clone())),
        None => RootCerts::WebPki,
    };
    let times = settings.timeouts;
    let limits = if effect.is_sent_once() { Limits::of_spend(times) } else { Limits::of_read(times) };
    let idle = if effect.is_sent_once() { 0 } else { IDLE_CONNECTIONS / LANES };
    // An address that is already a number needs no look-up, and a limit on it would cost a thread per call.
    let resolve = (!base.is_numeric() || proxy.is_some()).then_some(times.resolve);
    Config::builder()
        .https_only(base.is_tls())
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(proxy.cloned())
        .user_agent(concat!("license-wire/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("")
        .max_idle_connections(idle)
        .max_idle_connections_per_host(idle)
        .timeout_resolve(resolve)
        .timeout_connect(Some(times.connect))
        .timeout_send_request(Some(limits.send))
        .timeout_send_body(Some(limits.send))
        .timeout_recv_response(Some(limits.answer))
        .timeout_recv_body(Some(times.body))
        .timeout_per_write(limits.each_write)
        .timeout_per_read(limits.each_read)
        .build()
}

/// The limits of a call's parts that depend on what it does.
#[derive(Debug, PartialEq, Eq)]
struct Limits {
    send: Duration,
    answer: Duration,
    each_write: Option<Duration>,
    each_read: Option<Duration>,
}

impl Limits {
    fn of_spend(times: Timeouts) -> Self {
        Self { send: times.send, answer: times.answer_to_spend, each_write: None, each_read: None }
    }

    /// On a connection that is kept, the system is told a limit only where it is another than before. What is left of a
    /// part's limit always is, by a little. So each single write and read gets the limit itself, and all of a part
    /// together a little more: a vendor that is silent meets the same limit as ever, one that drips the slightly longer.
    ///
    /// Both also hold in a handshake and in a body. They must be no shorter than the limits there, or those would change.
    fn of_read(times: Timeouts) -> Self {
        let Timeouts { connect, send, answer, body, .. } = times;
        if connect > send || connect > answer || body > answer {
            return Self { send, answer, each_write: None, each_read: None };
        }
        let longer = |limit: Duration| limit.saturating_add(limit / 64);
        Self { send: longer(send), answer: longer(answer), each_write: Some(send), each_read: Some(answer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents() -> Agents {
        let base = BaseAddress::parse("base_url", "http://127.0.0.1:1").unwrap();
        Agents::new(&base, &Settings::new(), None)
    }

    #[test]
    fn reads_one_after_another_go_by_the_same_agent() {
        let agents = agents();
        for _ in 0..3 {
            let turn = agents.turn(Effect::Read);
            assert!(std::ptr::eq(turn.agent, &raw const agents.lanes[0].agent));
        }
    }

    #[test]
    fn a_thread_stays_with_an_agent_unless_another_has_less_to_do() {
        let agents = agents();
        let is = |turn: &Turn<'_>, at: usize| std::ptr::eq(turn.agent, &raw const agents.lanes[at].agent);
        let first = agents.turn(Effect::Read);
        let second = agents.turn(Effect::Read);
        assert!(is(&first, 0) && is(&second, 1));
        drop((first, second));
        let stays = agents.turn(Effect::Read);
        assert!(is(&stays, 1), "both have nothing to do");
        std::thread::scope(|scope| {
            scope.spawn(|| assert!(is(&agents.turn(Effect::Read), 0), "a thread of its own"));
        });
    }

    #[test]
    fn reads_at_the_same_time_are_spread_evenly() {
        let agents = agents();
        let turns: Vec<_> = (0..3 * LANES).map(|_| agents.turn(Effect::Read)).collect();
        let busy = || agents.lanes.iter().map(|lane| lane.busy.load(Ordering::Relaxed)).collect::<Vec<_>>();
        assert_eq!(busy(), [3; LANES]);
        drop(turns);
        assert_eq!(busy(), [0; LANES]);
    }

    #[test]
    fn what_changes_or_spends_has_an_agent_of_its_own_that_keeps_nothing() {
        let agents = agents();
        for effect in [Effect::Change, Effect::Spend] {
            let turn = agents.turn(effect);
            assert!(std::ptr::eq(turn.agent, &raw const agents.fresh));
            assert_eq!(turn.agent.config().max_idle_connections(), 0);
        }
        assert!(agents.lanes.iter().all(|lane| lane.busy.load(Ordering::Relaxed) == 0));
    }

    #[test]
    fn the_limits_of_a_spend_are_those_that_were_set() {
        let times = Timeouts::default();
        let Limits { send, answer, each_write, each_read } = Limits::of_spend(times);
        assert_eq!((send, answer), (times.send, times.answer_to_spend));
        assert_eq!((each_write, each_read), (None, None));
    }

    #[test]
    fn a_silent_vendor_meets_the_limit_of_a_read_and_one_that_drips_hardly_more() {
        let limits = Limits::of_read(Timeouts::default());
        let times = Timeouts::default();
        assert_eq!((limits.each_write, limits.each_read), (Some(times.send), Some(times.answer)));
        for (longer, set) in [(limits.send, times.send), (limits.answer, times.answer)] {
            assert!(longer > set && longer < set.mul_f64(1.02), "{longer:?}");
        }
    }

    #[test]
    fn a_limit_of_another_part_that_is_longer_is_left_alone() {
        let second = Duration::from_secs(1);
        for change in [
            |times: &mut Timeouts, limit| times.connect = limit,
            |times: &mut Timeouts, limit| times.body = limit,
        ] {
            let mut times = Timeouts::all(second);
            assert!(Limits::of_read(times).each_read.is_some());
            change(&mut times, 2 * second);
            let limits = Limits::of_read(times);
            assert_eq!(limits, Limits { send: second, answer: second, each_write: None, each_read: None });
        }
    }
}
