//! W13, and the proxy's part of W1: a proxy that fails is no connection, and one that the environment names is for other
//! machines only.

use crate::row::{AUTHORITY, End, Expect, Place, Row, Scene, short_connect, tunnel};
use crate::run::{self, said_by};
use license_hub_tests::answers::{ok, redirect, status};
use license_hub_tests::calls::vendors;
use license_hub_tests::canary::{Canary, assert_absent};
use license_hub_tests::dead_ends::{DeadPort, NO_SUCH_HOST};
use license_hub_tests::fault_server::{FaultServer, Step, Steps, reply, reply_then};
use license_wire::{BaseAddress, Outcome, Scrubber, Settings, Transport};
use std::env;
use std::process::Command;
use std::time::Duration;

/// All that `ureq` looks at.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Addresses that are no proxy's, or of a kind of proxy that is not supported.
const NOT_USABLE: [&str; 11] = [
    "http://proxy example:3128",
    "socks5://127.0.0.1:1",
    "socks5h://127.0.0.1:1",
    "socks4://127.0.0.1:1",
    "ftp://a",
    "http://",
    "http://[",
    "http://127.0.0.1:999999",
    "http://127.0.0.1:0",
    "127.0.0.1:",
    "http://user:CANARY-proxy-password@:::",
];

#[test]
fn a_proxy_that_fails_is_no_connection() {
    // The request that reaches the proxy is the one to connect. It holds nothing of the call.
    let refused = Expect::not_sent().requests(1, 1);
    let broken = refused.clone().bare_ends(&[End::Unknown]);
    let row = |name, expect: &Expect, steps: fn() -> Steps| {
        Row::new(name, expect, move |_| Scene::through(Some(format!("https://{NO_SUCH_HOST}")), steps()))
    };
    run::all([
        Row::new("W1 a proxy on a closed port", &Expect::not_sent().connections(0), |_| {
            let dead = DeadPort::reserve();
            let (url, proxy) = (format!("https://{NO_SUCH_HOST}"), Some(dead.url()));
            Scene::at(Place::Nowhere { url, proxy }, None).holding(dead)
        }),
        row("W1 a proxy that asks who we are", &refused, || reply(status(407, &[], "who are you?"))),
        row("W1 a proxy that cannot connect", &refused, || reply(status(502, &[], ""))),
        row("W1 a proxy that redirects", &refused, || reply(redirect(302, Some("/elsewhere")))),
        row("W1 a proxy that answers with 204", &refused, || reply(status(204, &[], ""))),
        row("W1 a proxy that hangs up", &refused, || vec![Step::ReadRequest, Step::Fin]),
        row("W1 a proxy that resets", &broken, || vec![Step::ReadRequest, Step::Rst]),
        row("W1 a proxy that speaks no HTTP", &broken, || reply_then("220 smtp ready\r\n", Step::Fin)),
        row("W1 a proxy that says nothing", &refused, || vec![Step::ReadRequest, Step::Stall])
            .timeouts(short_connect),
        row("W1 a tunnel that ends at once", &broken, || tunnel(vec![Step::Fin])),
        row("W1 a tunnel that is reset", &broken, || tunnel(vec![Step::Rst])),
        row("W1 a tunnel to a server that is not trusted", &refused, || {
            tunnel(vec![Step::Tls(AUTHORITY.wrong_name()), Step::Fin])
        }),
    ]);
}

#[test]
fn what_breaks_behind_a_proxy_is_as_without_one() {
    let twice = |expect: Expect| expect.requests(2, 2);
    let inside = |steps: Steps| tunnel([vec![Step::Tls(AUTHORITY.good())], steps].concat());
    run::all([
        Row::new("W13 through a proxy", &twice(Expect::done()), move |call| {
            Scene::through(None, inside(reply(ok((call.done)(0)))))
        }),
        Row::new("W13 an answer lost behind a proxy", &twice(Expect::lost()), move |_| {
            Scene::through(None, inside(vec![Step::ReadRequest, Step::Rst]))
        }),
    ]);
}

/// Also run in a process whose environment names a proxy.
#[test]
fn in_any_environment_this_machine_is_reached_directly() {
    let rows = Row::both("W13 a proxy in the environment", &Expect::done(), |call| reply(ok((call.done)(0))));
    run::all(rows.into_iter().map(Row::by_environment));
}

/// Also run in a process whose environment names a proxy.
#[test]
fn in_any_environment_another_machine_that_is_not_reached_was_not_sent_to() {
    let row = Row::new("W13 another machine", &Expect::not_sent().connections(0), |_| {
        Scene::nowhere(format!("https://{NO_SUCH_HOST}"))
    });
    run::all([row.by_environment().timeouts(|limits| limits.resolve = Duration::from_secs(1))]);
}

/// Also run in a process whose environment names a proxy.
#[test]
fn in_any_environment_a_client_is_made_unless_the_proxy_cannot_be_used() {
    let first = VARIABLES.into_iter().find_map(|variable| env::var(variable).ok());
    let not_usable = first.is_some_and(|proxy| NOT_USABLE.contains(&&*proxy));
    let base = |url: &str| BaseAddress::parse("base_url", url).unwrap();
    match Transport::new(base(&format!("https://{NO_SUCH_HOST}")), Settings::new(), Scrubber::default()) {
        Ok(_) => assert!(!not_usable),
        Err(error) => {
            assert_eq!((error.field(), error.outcome(), not_usable), (Some("proxy"), Outcome::NotSent, true));
            assert_absent(said_by(&error), &[Canary::plain("proxy-password")]);
        }
    }
    // What the environment names is not for this machine, and not asked for where none is wanted.
    for (url, settings) in [
        ("http://127.0.0.1:1".to_owned(), Settings::new()),
        (format!("https://{NO_SUCH_HOST}"), Settings::new().no_proxy()),
    ] {
        Transport::new(base(&url), settings, Scrubber::default()).unwrap();
    }
}

#[test]
fn a_proxy_of_the_environment_is_for_other_machines_only() {
    for variable in VARIABLES {
        let dead = DeadPort::reserve();
        again_with(variable, &dead.url(), "in_any_environment_this_machine_is_reached_directly");
    }
    let secret = Canary::plain("proxy-password");
    let proxy = FaultServer::start(reply(status(502, &[], "")));
    let address = format!("http://user:{}@{}", secret.value(), proxy.address());
    let output = again_with(
        "HTTPS_PROXY",
        &address,
        "in_any_environment_another_machine_that_is_not_reached_was_not_sent_to",
    );
    assert_absent(output, &[secret]);
    let record = proxy.finish();
    // What logs in first fails there, in three tries.
    let tries = vendors().into_iter().flat_map(|vendor| {
        let logs_in = vendor.login().is_some();
        vendor.calls().into_iter().map(move |call| if call.is_sent_once() && !logs_in { 1 } else { 3 })
    });
    assert_eq!(record.requests().len(), tries.sum::<usize>());
    for request in record.requests() {
        assert_eq!((request.method.as_str(), &*request.target), ("CONNECT", &*format!("{NO_SUCH_HOST}:443")));
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_beforehand() {
    let test = "in_any_environment_a_client_is_made_unless_the_proxy_cannot_be_used";
    for address in NOT_USABLE {
        again_with("ALL_PROXY", address, test);
    }
    for variable in VARIABLES {
        again_with(variable, NOT_USABLE[0], test);
        // Set to nothing, it is switched off.
        again_with(variable, "", test);
    }
    for address in NOT_USABLE.into_iter().chain([""]) {
        let error = Settings::new().proxy(address).unwrap_err();
        assert_eq!((error.outcome(), error.field()), (Outcome::NotSent, Some("proxy")), "{address}");
    }
}

/// Runs one test of this file in another process, with this variable and no other that names a proxy. Gives its output.
fn again_with(variable: &str, value: &str, test: &str) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([&*format!("proxy::{test}"), "--exact", "--nocapture"]);
    for other in VARIABLES.into_iter().chain(["NO_PROXY", "no_proxy"]) {
        command.env_remove(other);
    }
    let output = command.env(variable, value).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{variable}={value}: {said}");
    said
}
