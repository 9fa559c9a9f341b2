//! The configuration: found, read, refused.

use crate::kit::{Hub, Ran};

/// Runs `accounts` on this configuration, which has something wrong in it.
#[track_caller]
fn refused(text: &str, line: usize, says: &str) {
    let hub = Hub::bare();
    hub.write("config.toml", text);
    let ran = hub.run("accounts").exits(2);
    let place = format!("error: {}:{line}: {says}", hub.path("config.toml").display());
    assert!(ran.err.starts_with(&place), "wanted `{place}`, got {}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

const HEAD: &str = "[accounts.noc]\nvendor = \"softaculous\"\nenvironment = \"live\"\n";
const LOGIN: &str = "username = \"u\"\npassword = { env = \"P\" }\n";

#[test]
fn every_complaint_names_file_line_and_key_and_says_what_to_write() {
    refused("[accounts.noc\n", 1, "this is not TOML");
    refused("accounts = 3\n", 1, "accounts: is not a table; write a table such as [accounts.noc-main]");
    refused("[acounts.noc]\n", 1, "acounts: this key is not known here; write one of accounts");
    refused("\n[accounts.\"a b\"]\n", 2, "accounts.a b: a name consists of letters, digits, `-` and `_`");
    refused("[accounts.noc]\n", 1, "accounts.noc: `vendor` is missing; write vendor = \"softaculous\"");
    refused(
        "[accounts.noc]\nvendor = \"plesk\"\n",
        2,
        "accounts.noc.vendor: this vendor is not known; write one of softaculous",
    );
    for (vendor, sites) in [("ispmanager", "\"eu\" or \"ru\""), ("isplicense", "\"com\" or \"ru\"")] {
        let account = format!("[accounts.noc]\nvendor = \"{vendor}\"\nenvironment = \"live\"\n");
        refused(&account, 1, &format!("accounts.noc: `site` is missing; write site = {sites}"));
        let test = account.replace("live", "test") + "site = \"ru\"\n";
        refused(
            &test,
            3,
            &format!(
                "accounts.noc.environment: {} has no test environment",
                if vendor == "ispmanager" { vendor } else { "ISPlicense" }
            ),
        );
    }
    refused("[accounts.noc]\nvendor = 3\n", 2, "accounts.noc.vendor: is not a text");
    refused(
        "[accounts.noc]\nvendor = \"softaculous\"\n",
        1,
        "accounts.noc: `environment` is missing; write environment = \"live\" for real licences and real money",
    );
    refused(
        "[accounts.noc]\nvendor = \"softaculous\"\nenvironment = \"prod\"\n",
        3,
        "accounts.noc.environment: write \"live\"",
    );
    refused(
        &format!("{HEAD}{LOGIN}pasword = \"x\"\n"),
        6,
        "accounts.noc.pasword: this key is not known here; write one of vendor, environment, username",
    );
    refused(HEAD, 1, "accounts.noc: `username` is missing");
    refused(
        &format!("{HEAD}username = \"u\"\n"),
        1,
        "accounts.noc: `password` is missing; write password = { env =",
    );
    refused(&format!("{HEAD}username = \"\"\npassword = \"p\"\n"), 4, "accounts.noc.username: is empty");
    refused(&format!("{HEAD}{LOGIN}api_key = \"k\"\n"), 6, "accounts.noc.api_key: an account has either");
    refused(&format!("{HEAD}api_key = \"k\"\n"), 1, "accounts.noc: `api_password` is missing");
    refused(
        &format!("{HEAD}username = \"u\"\npassword = 12345\n"),
        5,
        "accounts.noc.password: is not a text; write { env =",
    );
    refused(
        &format!("{HEAD}username = \"u\"\npassword = {{ evn = \"P\" }}\n"),
        5,
        "accounts.noc.password.evn: this key is not known here; write one of env, file, command",
    );
    refused(
        &format!("{HEAD}username = \"u\"\npassword = {{ env = \"P\", file = \"f\" }}\n"),
        5,
        "accounts.noc.password: name one source",
    );
    refused(
        &format!("{HEAD}username = \"u\"\npassword = {{ command = \"pass show noc\" }}\n"),
        5,
        "accounts.noc.password.command: is not a list",
    );
    refused(
        &format!("{HEAD}username = \"u\"\npassword = {{ command = [] }}\n"),
        5,
        "accounts.noc.password.command: is not a list of texts that begins with a program",
    );
    refused(
        &format!("{HEAD}username = \"u\"\npassword = {{ file = \"~/noc\" }}\n"),
        5,
        "accounts.noc.password.file: `~` is not understood",
    );
    refused(
        &format!("{HEAD}{LOGIN}base_url = \"http://example.com\"\n"),
        6,
        "accounts.noc.base_url: must be `https`",
    );
    refused(&format!("{HEAD}{LOGIN}timeouts = \"10s\"\n"), 6, "accounts.noc.timeouts: is not a table");
    refused(
        &format!("{HEAD}{LOGIN}timeouts = {{ conect = \"10s\" }}\n"),
        6,
        "accounts.noc.timeouts.conect: this key is not known here; write one of resolve, connect",
    );
    refused(
        &format!("{HEAD}{LOGIN}timeouts = {{ connect = \"10\" }}\n"),
        6,
        "accounts.noc.timeouts.connect: this is not a time",
    );
    refused(&format!("{HEAD}{LOGIN}max_answer = \"lots\"\n"), 6, "accounts.noc.max_answer: write a size");
}

#[test]
fn a_complaint_never_shows_what_could_be_a_secret() {
    let hub = Hub::bare();
    for text in [
        format!("{HEAD}username = \"u\"\npassword = [\"canary-password\"]\n"),
        format!("{HEAD}username = \"u\"\npassword = \"canary-password\nx\"\n"),
        format!("{HEAD}username = \"u\"\npassword = {{ canary-password = \"canary-password\" }}\n"),
        format!("{HEAD}username = \"u\"\npassword = canary-password\n"),
    ] {
        hub.write("config.toml", &text);
        let ran = hub.run("accounts").exits(2);
        let place = ran.err.replace("accounts.noc.password.canary-password", "");
        assert!(!place.contains("canary-password"), "{}", ran.err);
    }
}

#[test]
fn everything_that_can_be_set_is_understood() {
    let hub = Hub::bare();
    let text = hub.account("noc", "password = { env = \"P\" }")
        + "timeouts = { resolve = \"1s\", connect = \"500ms\", send = \"1s\", answer = \"30s\", answer_to_spend = \"2m\", body = \"30s\" }\n\
           max_answer = \"1MiB\"\nproxy = \"none\"\n";
    hub.write("config.toml", &text);
    hub.run_with("accounts check", &[("P", "sandbox-noc-pass")]).exits(0);
    let small = text.replace("1MiB", "1KiB");
    hub.write("config.toml", &small);
    let ran = hub.run_with("list --product softaculous", &[("P", "sandbox-noc-pass")]);
    ran.exits(4).says("larger than 1024 bytes");
}

#[test]
fn an_api_key_is_taken_in_place_of_a_name() {
    use license_sandbox::softaculous::{API_KEY, API_PASS};
    let hub = Hub::bare();
    let text = hub.account("noc", "api_key = { env = \"K\" }\napi_password = { env = \"P\" }");
    hub.write("config.toml", &text.replace("username = \"sandbox-noc\"\n", ""));
    hub.run_with("accounts check", &[("K", API_KEY), ("P", API_PASS)]).exits(0);
    let ran = hub.run_with(
        "order virtualizor noc --ip 192.0.2.1 --term 1M --dry-run",
        &[("K", API_KEY), ("P", API_PASS)],
    );
    assert!(ran.out.contains("apikey=***") && ran.out.contains("apipass=***"), "{}", ran.out);
}

#[test]
fn a_certificate_file_and_a_proxy_are_checked() {
    let hub = Hub::bare();
    let with = |more: &str| -> Ran {
        hub.write("config.toml", &(hub.account("noc", "password = \"sandbox-noc-pass\"") + more));
        hub.run("list")
    };
    with("ca_file = \"none.pem\"\n").exits(2).says("ca_file").says("cannot be read");
    hub.write("ca.pem", "no certificate");
    with("ca_file = \"ca.pem\"\n").exits(2).says("holds no certificate");
    with("proxy = \"not a proxy\"\n").exits(2).says("accounts.noc.proxy");
}

#[test]
fn the_configuration_is_found_where_it_should_be() {
    let hub = Hub::new();
    let plain = |line: &str| {
        let mut command = crate::kit::command(hub.folder.path());
        command.args(line.split_whitespace());
        command
    };
    // Nowhere.
    let output = plain("accounts").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("license-hub init"));
    let output = plain("accounts").env_remove("HOME").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    if cfg!(unix) {
        assert!(String::from_utf8_lossy(&output.stderr).contains("name it with --config"));
    }
    // By option, before the environment.
    let path = hub.path("config.toml");
    let output =
        plain("accounts --config").arg(&path).env("LICENSE_HUB_CONFIG", "/nowhere").output().unwrap();
    assert!(output.status.success());
    // In the user's folder.
    if cfg!(target_os = "linux") {
        let folder = hub.path(".config/license-hub");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(&path, folder.join("config.toml")).unwrap();
        assert!(plain("accounts").output().unwrap().status.success());
        let moved = hub.path("xdg");
        std::fs::create_dir_all(&moved).unwrap();
        assert_eq!(plain("accounts").env("XDG_CONFIG_HOME", &moved).output().unwrap().status.code(), Some(2));
    }
}

#[test]
fn init_writes_a_configuration_once() {
    let hub = Hub::bare();
    hub.run("init").exits(0).says("license-hub accounts check");
    let text = std::fs::read_to_string(hub.path("config.toml")).unwrap();
    hub.run("accounts").exits(0).says("no accounts yet");
    hub.run("init").exits(2).says("is there already and was left as it is");
    assert_eq!(std::fs::read_to_string(hub.path("config.toml")).unwrap(), text);
    // What it shows works once it is uncommented.
    let (text, other) = text.split_once("\n# [accounts.isp-eu]").unwrap();
    let uncommented: String = text
        .lines()
        .skip_while(|line| !line.starts_with("# ["))
        .map(|line| {
            line.strip_prefix("# ").or_else(|| line.strip_prefix('#')).unwrap_or(line).to_owned() + "\n"
        })
        .collect();
    hub.write("config.toml", &uncommented);
    let ran = hub.run("accounts --format json").exits(0);
    assert_eq!(ran.json()[0]["account"], "noc-main");
    let other = other.replace("\n# ", "\n").replace("# login", "login");
    hub.write("config.toml", &format!("[accounts.isp-eu]{other}"));
    assert_eq!(hub.run("accounts --format json").exits(0).json()[0]["vendor"], "ispmanager");
    // And so does what stands in the comments of that.
    for line in uncommented.lines().filter_map(|line| line.strip_prefix("# ")) {
        if let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.contains(' ')) {
            let pair = ["password", "api_key", "api_password"].contains(&key);
            let kept: String = uncommented
                .lines()
                .filter(|old| {
                    !(pair
                        && (old.starts_with("password")
                            || (key.starts_with("api") && old.starts_with("username"))))
                })
                .map(|old| old.to_owned() + "\n")
                .collect();
            let other = match key {
                "api_key" => "api_password = { env = \"X\" }\n",
                "api_password" => "api_key = { env = \"X\" }\n",
                _ => "",
            };
            // It belongs to the first account of the file.
            let header = "[accounts.noc-main]\n";
            assert!(kept.contains(header));
            hub.write("config.toml", &kept.replacen(header, &format!("{header}{line}\n{other}"), 1));
            hub.run("accounts").exits(0);
        }
    }
    hub.run(&format!("init {}", hub.path("deep/er/own.toml").display())).exits(0);
    assert!(hub.path("deep/er/own.toml").exists());
}
