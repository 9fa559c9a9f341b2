//! A hub with one account at each vendor of a sandbox.

use license_hub::{
    AccountName, BillmgrAccount, Hub, Retries, Settings, SoftaculousAccount, WebSoftSolusAccount, billmgr,
    softaculous, websoftsolus,
};
use license_sandbox::{Options, Sandbox};

pub(crate) fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
}

/// Where the four vendors are called.
pub(crate) fn addresses(sandbox: &Sandbox) -> [String; 4] {
    let (noc, wss) = (sandbox.softaculous_url(), sandbox.websoftsolus_url());
    [noc, wss, sandbox.ispmanager_url(), sandbox.isplicense_url()]
}

/// One account at each vendor: `noc`, `wss`, `isp` and `ispl`.
pub(crate) fn hub(sandbox: &Sandbox) -> Hub {
    hub_at(&addresses(sandbox))
}

/// The same accounts, for a process that has no sandbox of its own.
pub(crate) fn hub_at([noc_at, wss_at, ispmanager_at, isplicense_at]: &[String; 4]) -> Hub {
    let name = |name: &str| AccountName::new(name).unwrap();
    let settings = || Settings::new().retries(Retries::none());
    let noc = softaculous::Client::builder(
        softaculous::Environment::Live,
        softaculous::Credentials::account("sandbox-noc", "sandbox-noc-pass").unwrap(),
    );
    let wss = websoftsolus::Client::builder(
        websoftsolus::Environment::Live,
        websoftsolus::Credentials::new("sandbox@example.com", "sandbox-secret").unwrap(),
    );
    let isp = billmgr::Client::builder(
        &billmgr::Site::own(billmgr::Vendor::Ispmanager, ispmanager_at),
        billmgr::Credentials::each_call("sandbox-isp", "sandbox-isp-pass").unwrap(),
    );
    let ispl = billmgr::Client::builder(
        &billmgr::Site::own(billmgr::Vendor::Isplicense, isplicense_at),
        billmgr::Credentials::session("sandbox-ispl", "sandbox-ispl-pass").unwrap(),
    );
    let mut hub = Hub::new();
    let noc = noc.base_url(noc_at).settings(settings()).build().unwrap();
    hub.add(SoftaculousAccount::new(name("noc"), noc)).unwrap();
    let wss = wss.base_url(wss_at).settings(settings()).build().unwrap();
    hub.add(WebSoftSolusAccount::new(name("wss"), wss)).unwrap();
    let isp = isp.settings(settings()).build().unwrap();
    hub.add(BillmgrAccount::new(name("isp"), isp).unwrap()).unwrap();
    let ispl = ispl.settings(settings()).build().unwrap();
    hub.add(BillmgrAccount::new(name("ispl"), ispl).unwrap()).unwrap();
    hub
}
