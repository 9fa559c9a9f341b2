//! W7: redirects. Nobody knows what the server did before it sent one, and nothing is to be had where it leads.

use crate::row::{Expect, Row, Scene};
use crate::run;
use license_hub_tests::answers::{ok, redirect, status};
use license_hub_tests::calls::Call;
use license_hub_tests::dead_ends::DeadPort;
use license_hub_tests::fault_server::{FaultServer, reply};

const CODES: [u16; 5] = [301, 302, 303, 307, 308];

#[test]
fn a_redirect_is_not_followed_anywhere() {
    let rows = CODES.into_iter().flat_map(|code| {
        let row = move |to: &str, scene: fn(&Call, u16) -> Scene| {
            Row::new(format!("W7 {code} {to}"), &Expect::redirected(code), move |call| scene(call, code))
        };
        let here = move |to: &str, location: Option<&'static str>| {
            Row::plain(format!("W7 {code} {to}"), &Expect::redirected(code), move |_| {
                reply(redirect(code, location))
            })
        };
        [
            row("to another host", |call, code| {
                leads_to(call, code, |other| format!("http://localhost:{}/", other.address().port()))
            }),
            row("to another port", |call, code| leads_to(call, code, FaultServer::url)),
            row("to another scheme", |call, code| leads_to(call, code, FaultServer::https_url)),
            row("to a dead port", |_, code| {
                let dead = DeadPort::reserve();
                let steps = reply(redirect(code, Some(&dead.url())));
                Scene::of(steps).holding(dead)
            }),
            here("to another path of the same server", Some("/elsewhere")),
            here("to what is no address", Some("http://[")),
            here("without a location", None),
            Row::plain(
                format!("W7 {code} with a good answer in it"),
                &Expect::redirected(code),
                move |call| reply(status(code, &[("Location", "/elsewhere")], (call.done)(0))),
            ),
        ]
    });
    run::all(rows);
}

/// Redirects to a server that would answer well, and that nobody may come to.
fn leads_to(call: &Call, code: u16, place: fn(&FaultServer) -> String) -> Scene {
    let other = FaultServer::start(reply(ok((call.done)(0))));
    let steps = reply(redirect(code, Some(&place(&other))));
    Scene { bystanders: vec![other], ..Scene::of(steps) }
}
