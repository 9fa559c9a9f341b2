//! Where secrets come from, and that they go nowhere else.

use license_sandbox::FaultKind;

use crate::kit::{Hub, Ran, order};

const CANARY: &str = "canary-pass/w\u{f6}rd&1";

fn hub(password: &str) -> Hub {
    let hub = Hub::bare();
    hub.write("config.toml", &hub.account("noc", &format!("password = {password}")));
    hub
}

#[test]
fn a_secret_can_come_from_the_environment() {
    let hub = hub("{ env = \"NOC_PASSWORD\" }");
    hub.run_with("accounts check", &[("NOC_PASSWORD", "sandbox-noc-pass")]).exits(0);
    hub.run("list").exits(2).says("accounts.noc.password: the environment variable NOC_PASSWORD is not set");
    hub.run_with("list", &[("NOC_PASSWORD", "")]).exits(2).says("NOC_PASSWORD is empty");
}

#[cfg(unix)]
#[test]
fn a_secret_can_come_from_a_file_that_nobody_else_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let hub = hub("{ file = \"noc.secret\" }");
    let mode =
        |mode| std::fs::set_permissions(hub.path("noc.secret"), PermissionsExt::from_mode(mode)).unwrap();
    hub.run("list").exits(2).says("noc.secret cannot be read");
    for text in ["sandbox-noc-pass", "sandbox-noc-pass\n", "sandbox-noc-pass\r\n"] {
        hub.write("noc.secret", text);
        mode(0o600);
        hub.run("accounts check").exits(0);
    }
    for open in [0o640, 0o604, 0o620, 0o666] {
        mode(open);
        hub.run("list").exits(2).says("chmod 600");
    }
    mode(0o600);
    hub.write("noc.secret", "\n");
    hub.run("list").exits(2).says("is empty");
}

#[cfg(unix)]
#[test]
fn a_secret_can_come_from_a_command() {
    hub("{ command = [\"printf\", \"sandbox-noc-pass\\\\n\"] }").run("accounts check").exits(0);
    hub("{ command = [\"echo\", \"sandbox-noc-pass\"] }").run("accounts check").exits(0);
    // There is no shell: this is one word, and no program.
    hub("{ command = [\"echo sandbox-noc-pass\"] }").run("list").exits(2).says("cannot be run");
    hub("{ command = [\"false\"] }").run("list").exits(2).says("the command `false` failed");
    hub("{ command = [\"true\"] }").run("list").exits(2).says("is empty");
    let explains = hub("{ command = [\"sh\", \"-c\", \"echo locked >&2; exit 3\"] }").run("list").exits(2);
    explains.says("locked");
    let leaks =
        format!("{{ command = [\"sh\", \"-c\", \"echo '{CANARY}'; echo 'bad {CANARY}' >&2; exit 3\"] }}");
    assert!(!hub(&leaks).run("list").exits(2).err.contains("canary"));
}

#[test]
fn a_secret_in_the_configuration_is_taken_with_a_warning() {
    let hub = Hub::bare();
    let text = hub.account("noc", "password = \"canary\"");
    // Nothing listens there; the warning comes before anything is sent.
    let far = text.replace(&hub.sandbox.softaculous_url(), "https://127.0.0.2:9");
    hub.write("config.toml", &far.replace("127.0.0.2:9", "license-hub.invalid"));
    let ran = hub.run("order virtualizor noc --ip 192.0.2.1 --term 1M --dry-run").exits(0);
    ran.says("warning: ").says("the secret itself stands in the configuration");
    hub.write("config.toml", &text);
    let ran = hub.run("order virtualizor noc --ip 192.0.2.1 --term 1M --dry-run").exits(0);
    assert!(!ran.err.contains("warning"), "on this machine there is nothing to lose");
}

/// Everything that a run wrote.
fn clean(ran: &Ran) {
    for spelling in ["canary", "w%C3%B6rd", "w\\u00f6rd"] {
        assert!(!ran.out.contains(spelling) && !ran.err.contains(spelling), "{ran:?}");
    }
}

#[test]
fn no_command_shows_a_secret() {
    let hub = hub("{ env = \"NOC_PASSWORD\" }");
    let lines = [
        "accounts",
        "accounts check",
        "list --details",
        "show noc 203.0.113.12",
        "logs noc 203.0.113.12",
        "auto-renew noc",
        "auto-renew noc 203.0.113.12 on",
        "invoices noc",
        "renew noc 203.0.113.12 --term 1M --yes",
        "set-ip noc 203.0.113.12 192.0.2.1",
        "cancel noc 203.0.113.12 --yes",
        "refund noc 100 --yes",
        "call noc softaculous --effect read",
        "order virtualizor noc --ip 192.0.2.1 --term 1M --yes",
        "order virtualizor noc --ip 192.0.2.1 --term 1M --dry-run",
    ];
    for line in lines {
        for format in ["table", "json", "csv", "xml"] {
            let line = format!("{line} -v --format {format}");
            clean(&hub.run_with(&line, &[("NOC_PASSWORD", CANARY)]));
        }
    }
    assert!(!hub.sandbox.requests().is_empty());
}

#[test]
fn a_secret_that_the_vendor_echoes_is_masked_in_every_form() {
    let hub = hub("{ env = \"NOC_PASSWORD\" }");
    let body = serde_json::json!({
        "licenses": {"7": {
            "lid": "7", "license": format!("x{CANARY}x"), "ip": "192.0.2.7", "notes": CANARY,
            CANARY: {"deep": [CANARY]},
        }},
        "num_results": 1,
    });
    let empty = r#"{"licenses":[],"num_results":1}"#;
    for format in ["table", "json", "csv", "xml"] {
        hub.fault("softaculous", FaultKind::Raw { body: body.to_string().into(), commit: false });
        hub.fault("softaculous", FaultKind::Raw { body: empty.into(), commit: false });
        let line = format!("list -v --product softaculous --format {format}");
        let ran = hub.run_with(&line, &[("NOC_PASSWORD", CANARY)]);
        clean(&ran);
        assert!(ran.out.contains("x***x"), "{format}: {ran:?}");
    }
    let refusal = serde_json::json!({"error": {"login": format!("{CANARY} is wrong")}});
    hub.fault("softaculous", FaultKind::Raw { body: refusal.to_string().into(), commit: false });
    clean(&hub.run_with("list -v", &[("NOC_PASSWORD", CANARY)]).exits(1).says("*** is wrong"));
}

#[test]
fn verbose_writes_one_event_for_each_request_and_nothing_of_the_http_library() {
    let hub = Hub::new();
    let ran = hub.run("list -v --product webuzo").exits(0);
    let events: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("debug ")).collect();
    assert_eq!(events.len(), hub.sandbox.requests().len());
    assert!(
        events.iter().all(|line| line.contains("license_wire") && line.contains("operation=webuzo.licenses"))
    );
    assert!(!ran.err.contains("ureq"));
    assert!(!hub.run("list --product webuzo").exits(0).err.contains("operation="));
    let unknown = order("203.0.113.60", "--yes -v");
    hub.fault("softaculous_buy", FaultKind::CommitThenDrop);
    hub.run(&unknown).exits(5).says("warn license_wire").says("outcome=unknown");
}
