//! W1 to W3: no connection, no TLS, a connection that nobody reads from.

use crate::row::{AUTHORITY, End, Expect, Row, Scene, short_connect};
use crate::run;
use license_hub_tests::answers::ok;
use license_hub_tests::dead_ends::{DeadPort, NO_SUCH_HOST, StalledListener};
use license_hub_tests::fault_server::{Step, Steps, over_tls, reply};
use license_hub_tests::tls::{Authority, Identity, plain_answer};
use license_wire::Timeouts;
use std::time::Duration;

#[test]
fn where_no_connection_can_be_made_nothing_was_sent() {
    let nobody = Expect::not_sent().connections(0);
    run::all([
        Row::new("W1 a closed port", &nobody, |_| Scene::dead(DeadPort::reserve())),
        Row::new("W1 an unknown name", &nobody, |_| Scene::nowhere(format!("https://{NO_SUCH_HOST}")))
            .timeouts(|limits| limits.resolve = Duration::from_secs(1)),
        Row::new("W1 a stalled connect", &nobody, |_| {
            let listener = StalledListener::start();
            Scene::nowhere(listener.url()).holding(listener)
        })
        .timeouts(short_connect),
    ]);
}

#[test]
fn where_tls_cannot_be_had_nothing_was_sent() {
    // A certificate is judged in the handshake and nowhere else, and connecting has a time limit of its own; other ends
    // of a handshake leave a doubt where no form tells whether anything was sent.
    let refused = Expect::not_sent();
    let broken = Expect::not_sent().bare_ends(&[End::Unknown]);
    let row = |name, expect: &Expect, steps: fn() -> Steps, limits: fn(&mut Timeouts)| {
        Row::new(name, expect, move |_| Scene::tls(steps())).timeouts(limits)
    };
    run::all([
        row("W2 an untrusted authority", &refused, || talk(&Authority::new().good()), ample),
        row("W2 an expired certificate", &refused, || talk(&AUTHORITY.expired()), ample),
        row("W2 a wrong name", &refused, || talk(&AUTHORITY.wrong_name()), ample),
        row("W2 a self-signed certificate", &refused, || talk(&Identity::self_signed()), ample),
        row("W2 silence instead of a handshake", &refused, || vec![Step::Stall], short_connect),
        row("W2 half a handshake, then silence", &refused, || half_then(Step::Stall), short_connect),
        row("W2 half a handshake, then a reset", &broken, || half_then(Step::Rst), ample),
        row("W2 half a handshake, then FIN", &broken, || half_then(Step::Fin), ample),
        row("W2 a reset at the first byte", &broken, || vec![Step::ReadBytes(1), Step::Rst], ample),
        row("W2 closed at once", &broken, || vec![Step::Close], ample),
        row("W2 a server that speaks plain HTTP", &broken, plain_answer, ample),
    ]);
}

#[test]
fn a_connection_that_nobody_reads_is_never_called_refused_or_done() {
    // Whether the first bytes were out when the close came is a matter of luck; both words are true then.
    let lucky = Expect::lost().ends(&[End::NotSent, End::Unknown]).requests(0, 0);
    let unread = Expect::lost().requests(0, 0);
    run::all(
        [
            Row::both("W3 accepted, then closed", &lucky, |_| vec![Step::Close]),
            Row::both("W3 accepted, then reset", &lucky, |_| vec![Step::Rst]),
            Row::both("W3 closed with the request unread", &unread, |_| vec![Step::CloseUnread]),
        ]
        .into_iter()
        .flatten(),
    );
}

fn ample(_: &mut Timeouts) {}

fn talk(identity: &Identity) -> Steps {
    over_tls(identity, reply(ok("{}")))
}

fn half_then(last: Step) -> Steps {
    vec![Step::HalfHandshake(AUTHORITY.good()), last]
}
