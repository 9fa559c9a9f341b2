//! One account at each of the four vendors, looked at together.

use license_sandbox::billmgr::{ISPLICENSE, ISPMANAGER};
use license_sandbox::softaculous::{NOC_NAME, NOC_PASS};
use license_sandbox::websoftsolus::{LOGIN, SECRET};
use license_sandbox::{Options, Sandbox};

use crate::gate::Gate;
use crate::kit::{Hub, end};

pub(crate) const ACCOUNTS: [(&str, &str); 4] =
    [("noc", "softaculous"), ("wss", "websoftsolus"), ("isp", "ispmanager"), ("ispl", "isplicense")];

/// The accounts `noc`, `wss`, `isp` and `ispl`, all live, with the right passwords.
pub(crate) fn hub() -> Hub {
    hub_of(Options::default())
}

pub(crate) fn hub_of(options: Options) -> Hub {
    let hub = Hub { sandbox: Sandbox::start(options).unwrap(), folder: tempfile::tempdir().unwrap() };
    hub.write("config.toml", &config(&hub));
    hub
}

/// The same behind a gate that is closed.
pub(crate) fn gated() -> (Hub, Gate) {
    let hub = hub();
    let gate = Gate::before(hub.sandbox.address());
    hub.write("config.toml", &gate.url(hub.sandbox.address(), &config(&hub)));
    (hub, gate)
}

/// A configuration of the four accounts.
pub(crate) fn config(hub: &Hub) -> String {
    let sandbox = &hub.sandbox;
    let account = |name: &str, vendor: &str, username: &str, password: &str, url: String| {
        format!(
            "[accounts.{name}]\nvendor = \"{vendor}\"\nenvironment = \"live\"\nusername = \"{username}\"\n\
             password = \"{password}\"\nbase_url = \"{url}\"\n"
        )
    };
    let [noc, wss, isp, ispl] = ACCOUNTS;
    [
        account(noc.0, noc.1, NOC_NAME, NOC_PASS, sandbox.softaculous_url()),
        account(wss.0, wss.1, LOGIN, SECRET, sandbox.websoftsolus_url()),
        account(isp.0, isp.1, ISPMANAGER.username, ISPMANAGER.password, sandbox.ispmanager_url()),
        "site = \"eu\"\n".into(),
        account(ispl.0, ispl.1, ISPLICENSE.username, ISPLICENSE.password, sandbox.isplicense_url()),
        "site = \"com\"\n".into(),
    ]
    .concat()
}

#[test]
fn all_four_vendors_are_asked_at_the_same_time() {
    let (hub, gate) = gated();
    let child = hub.start("list");
    let waiting = gate.wait_for(4);
    assert_eq!(
        waiting.into_iter().collect::<Vec<_>>(),
        ["isplicense", "ispmanager", "softaculous", "websoftsolus"]
    );
    gate.open();
    end(child).exits(0);
}
