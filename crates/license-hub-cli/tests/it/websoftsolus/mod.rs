//! WebSoftSolus: every command, against the sandbox.

mod looking;
mod money;
mod secrets;
mod unknown;

use license_sandbox::websoftsolus::{LOGIN, SECRET};

use crate::kit::Hub;

/// One account `wss`, live, with the right secret.
fn hub() -> Hub {
    let hub = Hub::bare();
    hub.write(
        "config.toml",
        &account(&hub, "wss", &format!("username = \"{LOGIN}\"\npassword = \"{SECRET}\"")),
    );
    hub
}

/// An account in this sandbox, with these lines for who calls.
fn account(hub: &Hub, name: &str, login: &str) -> String {
    format!(
        "[accounts.{name}]\nvendor = \"websoftsolus\"\nenvironment = \"live\"\nbase_url = \"{}\"\n{login}\n",
        hub.sandbox.websoftsolus_url()
    )
}

/// An order for a Plesk 12 licence of this title.
fn plesk(title: &str, more: &str) -> String {
    format!("order plesk wss --generation 12 --product PLESK-12-WEB-PRO --title {title} --period 1 {more}")
}

/// The operations that were asked for, in their order.
fn asked(hub: &Hub) -> Vec<String> {
    hub.sandbox.requests().into_iter().filter_map(|request| request.operation).collect()
}
