//! That nothing shows a secret.

use license_sandbox::FaultKind;

use super::{account, plesk};
use crate::kit::Hub;

#[test]
fn no_command_shows_login_secret_or_token() {
    let hub = Hub::bare();
    let login = "username = \"canary-login@example.com\"\npassword = { env = \"WSS\" }";
    hub.write("config.toml", &account(&hub, "wss", login));
    let token = r#"{"access_token":"canary-token","token_type":"Bearer","expires_in":3600}"#;
    let lines = [
        "accounts".to_owned(),
        "accounts check".to_owned(),
        "list --details".to_owned(),
        "show wss PLSK.02980001".to_owned(),
        "orderable wss plesk".to_owned(),
        "edit wss PLSK.02980001 --title a --comment b".to_owned(),
        "cancel wss PLSK.02980001 --yes".to_owned(),
        "call wss license/plesk --effect read".to_owned(),
        plesk("web9", "--yes"),
        plesk("web9", "--dry-run"),
    ];
    for line in &lines {
        for format in ["table", "json", "csv", "xml"] {
            for granted in [false, true] {
                if granted {
                    hub.fault("access/token", FaultKind::Raw { body: token.into(), commit: false });
                }
                let line = format!("{line} -v --format {format}");
                let ran = hub.run_with(&line, &[("WSS", "canary-secret/w\u{f6}rd&1")]);
                for spelling in ["canary", "w%C3%B6rd", "w\\u00f6rd"] {
                    let shown = ran.out.contains(spelling) || ran.err.contains(spelling);
                    assert!(!shown, "{line}: {ran:?}");
                }
                hub.sandbox.reset();
            }
        }
    }
}

#[test]
fn a_token_that_a_refusal_echoes_is_masked() {
    let hub = super::hub();
    let token = r#"{"access_token":"canary-token","token_type":"Bearer","expires_in":3600}"#;
    hub.fault("access/token", FaultKind::Raw { body: token.into(), commit: false });
    let body = r#"{"error":"oops","error_description":"canary-token and sandbox-secret are no good"}"#;
    hub.fault("plesk.order", FaultKind::Raw { body: body.into(), commit: false });
    for operation in ["plesk.list", "plesk.properties"] {
        let keys = FaultKind::Raw { body: "[]".into(), commit: false };
        hub.fault(operation, keys);
    }
    let ran = hub.run(&plesk("web9", "--yes -v"));
    assert_ne!(ran.code, 0);
    assert!(!ran.err.contains("canary") && !ran.err.contains("sandbox-secret"), "{ran:?}");
}

#[test]
fn verbose_writes_an_event_for_each_request() {
    let hub = super::hub();
    let ran = hub.run("list -v --product plesk").exits(0);
    assert!(ran.err.contains("operation=websoftsolus.token"), "{}", ran.err);
    assert!(ran.err.contains("operation=websoftsolus.plesk.keys"), "{}", ran.err);
    assert!(!ran.err.contains("ureq"), "{}", ran.err);
}
