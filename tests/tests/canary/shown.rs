//! What the clients and what they are made of show of themselves, and what they send.

use crate::said_by;
use license_hub_tests::answers::ok;
use license_hub_tests::calls::{every_credential, server_for};
use license_hub_tests::canary::{Canary, assert_absent};
use license_hub_tests::fault_server::{Request, reply};
use license_hub_tests::form;
use license_wire::{BaseAddress, Scrubber, Secret, Settings};

#[test]
fn clients_requests_and_previews_hold_no_secret() {
    let proxy = Canary::plain("proxy-password");
    for vendor in every_credential() {
        let settings = Settings::new().proxy(format!("http://user:{}@127.0.0.1:1", proxy.value())).unwrap();
        let shown = vendor.client("https://vendor.example/api", settings).shown();
        assert_absent(&shown, vendor.canaries());
        assert_absent(&shown, std::slice::from_ref(&proxy));
        assert!(shown.contains("***"), "{}: secrets are masked, not left out: {shown}", vendor.name());
    }
}

#[test]
fn secrets_and_what_holds_them_show_nothing() {
    let canaries = [Canary::awkward("password"), Canary::plain("proxy-password")];
    let secret = Secret::from(canaries[0].value());
    let proxy = format!("http://user:{}@127.0.0.1:1", canaries[1].value());
    let settings = Settings::new().proxy(proxy).unwrap();
    let scrubber = Scrubber::new([&secret]);
    assert_absent(
        format!("{secret:?} {:#?} {settings:?} {settings:#?} {scrubber:?}", Some(&secret)),
        &canaries,
    );
}

/// Otherwise it would prove nothing that the secrets are seen nowhere else.
#[test]
fn every_secret_is_sent_byte_for_byte_and_outside_of_the_address() {
    for vendor in every_credential() {
        let mut sent = Vec::new();
        for (at, call) in vendor.calls().into_iter().enumerate() {
            let server = server_for(&*vendor, reply(ok((call.done)(0))));
            let client = vendor.client(&server.url(), Settings::new().no_proxy());
            client.call(at, 0).unwrap_or_else(|error| panic!("{} {}: {error:?}", vendor.name(), call.name));
            drop(client);
            let record = server.finish();
            for request in record.requests() {
                assert_absent(&request.target, vendor.canaries());
                sent.extend(values(request));
            }
        }
        for canary in vendor.canaries() {
            assert!(
                sent.iter().any(|value| value == canary.value()),
                "{} sends no {canary:?}",
                vendor.name()
            );
        }
    }
}

/// The values of the form, the parts of one that is a pair, and what stands behind `Bearer`.
fn values(request: &Request) -> Vec<String> {
    let form = form::pairs(&request.body).unwrap().into_iter();
    let parts = form.flat_map(|(name, value)| match value.split_once(':') {
        Some((user, password)) if name == "authinfo" => vec![user.to_owned(), password.to_owned()],
        _ => vec![value],
    });
    let token = request.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
    parts.chain(token.map(str::to_owned)).collect()
}

#[test]
fn what_is_not_valid_is_refused_without_being_repeated() {
    let canary = [Canary::awkward("secret")];
    let secret = canary[0].value();
    let base = |address: String| BaseAddress::parse("base_url", &address).unwrap_err();
    for error in [
        base(format!("https://user:{secret}@vendor.example")),
        base(format!(
            "https://user:{}@vendor.example",
            secret.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        )),
        base(format!("https://vendor.example/?password={}", Canary::plain("secret").value())),
        base(format!("https://vendor.example/#{}", Canary::plain("secret").value())),
        Settings::new().proxy(format!("socks5://user:{secret}@127.0.0.1")).unwrap_err(),
        Settings::new()
            .proxy(format!("ftp://user:{}@127.0.0.1", Canary::plain("secret").value()))
            .unwrap_err(),
        Settings::new().proxy(format!("{secret}\n")).unwrap_err(),
        Settings::new().ca_pem(secret).unwrap_err(),
        Settings::new().ca_pem(&format!("-----BEGIN CERTIFICATE-----\n{secret}\n")).unwrap_err(),
    ] {
        assert_absent(said_by(&error), &canary);
        assert_absent(said_by(&error), &[Canary::plain("secret")]);
    }
}

#[test]
fn credentials_that_are_not_valid_are_refused_without_being_repeated() {
    let canary = [Canary::awkward("secret")];
    let secret = canary[0].value();
    for bad in [format!("{secret}\n"), format!("\u{1b}{secret}"), secret.repeat(100), format!("\0{secret}")] {
        let bad = bad.as_str();
        for error in [
            softaculous_noc::Credentials::account("noc", bad).unwrap_err(),
            softaculous_noc::Credentials::account(bad, "password").unwrap_err(),
            softaculous_noc::Credentials::api_key("key", bad).unwrap_err(),
            softaculous_noc::Credentials::api_key(bad, "password").unwrap_err(),
            websoftsolus::Credentials::new("login", bad).unwrap_err(),
            websoftsolus::Credentials::new(bad, "secret").unwrap_err(),
            billmgr_client::Credentials::each_call("user", bad).unwrap_err(),
            billmgr_client::Credentials::each_call(bad, "password").unwrap_err(),
            billmgr_client::Credentials::session("user", bad).unwrap_err(),
            billmgr_client::Credentials::session(bad, "password").unwrap_err(),
        ] {
            assert_absent(said_by(&error), &canary);
        }
    }
    let with_colon = billmgr_client::Credentials::session(format!("{secret}:"), "password").unwrap_err();
    assert_absent(said_by(&with_colon), &canary);
}
