//! A client of every crate, each with a server of its own.

use billmgr_client::{Site, Vendor, isplicense, ispmanager};
use license_hub_tests::answers::ok;
use license_hub_tests::calls::{of_calls, server_for, vendors};
use license_hub_tests::fault_server::{FaultServer, Record, Request, reply};
use license_wire::{Retries, Settings};

/// Clients whose servers answer every call with something that is no success, and count what comes.
pub(super) struct Clients {
    pub(super) noc: softaculous_noc::Client,
    pub(super) wss: websoftsolus::Client,
    pub(super) isp: billmgr_client::Client,
    /// With a session.
    pub(super) ispl: billmgr_client::Client,
    servers: [FaultServer; 4],
}

/// Whom a request went to.
#[derive(Clone, Copy, Debug)]
pub(super) enum To {
    Noc,
    Wss,
    Isp,
    Ispl,
}

const NAMES: [&str; 4] =
    ["softaculous-noc", "websoftsolus", "billmgr-client at ispmanager", "billmgr-client at ISPlicense"];

impl Clients {
    pub(super) fn new() -> Self {
        Self::with("user", "password")
    }

    /// With these credentials.
    pub(super) fn with(user: &str, password: &str) -> Self {
        let servers = NAMES.map(|name| {
            let vendor = vendors().into_iter().find(|vendor| vendor.name() == name).unwrap();
            server_for(&*vendor, reply(ok("<doc/>")))
        });
        let settings = || Settings::new().no_proxy().retries(Retries::none());
        let [noc, wss, isp, ispl] = servers.each_ref().map(FaultServer::url);
        let each_call = billmgr_client::Credentials::each_call(user, password).unwrap();
        let session = billmgr_client::Credentials::session(user, password).unwrap();
        let of_site = |vendor, url: String, credentials| {
            let client = billmgr_client::Client::builder(&Site::own(vendor, url), credentials);
            client.settings(settings()).build().unwrap()
        };
        assert_eq!(
            (ispmanager::EU.vendor(), isplicense::COM.vendor()),
            (Vendor::Ispmanager, Vendor::Isplicense)
        );
        let noc_credentials = softaculous_noc::Credentials::account(user, password).unwrap();
        let noc_client =
            softaculous_noc::Client::builder(softaculous_noc::Environment::Live, noc_credentials);
        let wss_credentials = websoftsolus::Credentials::new(user, password).unwrap();
        let wss_client = websoftsolus::Client::builder(websoftsolus::Environment::Live, wss_credentials);
        Self {
            noc: noc_client.base_url(noc).settings(settings()).build().unwrap(),
            wss: wss_client.base_url(wss).settings(settings()).build().unwrap(),
            isp: of_site(Vendor::Ispmanager, isp, each_call),
            ispl: of_site(Vendor::Isplicense, ispl, session),
            servers,
        }
    }

    /// How many connections all of them made.
    pub(super) fn connections(self) -> usize {
        self.finish().iter().map(Record::connections).sum()
    }

    fn finish(self) -> [Record; 4] {
        let Self { noc, wss, isp, ispl, servers } = self;
        drop((noc, wss, isp, ispl));
        servers.map(FaultServer::finish)
    }

    /// The calls that reached this one, and the logins before them.
    pub(super) fn requests(self, to: To) -> (Vec<Request>, Vec<Request>) {
        let at = to as usize;
        let record = &self.finish()[at];
        let vendor = vendors().into_iter().find(|vendor| vendor.name() == NAMES[at]).unwrap();
        let calls: Vec<Request> = of_calls(&*vendor, record).into_iter().cloned().collect();
        let logins = record.requests().iter().filter(|request| !calls.contains(request)).cloned().collect();
        (calls, logins)
    }
}
