//! What is in the file after orders at each vendor.

use license_hub::{
    AccountName, BillmgrAccount, Hub, Retries, Settings, SoftaculousAccount, WebSoftSolusAccount, billmgr,
    softaculous, websoftsolus,
};
use license_journal::{End, Journal, Mark, Options};
use license_sandbox::{Body, Fault, FaultKind};

use crate::orders::cases;
use crate::support::{addresses, hub, sandbox};

const PLANTED: &str = "canary-pa55word+/ü";

/// The accounts of the other tests with a planted secret in place of each credential.
fn planted([noc, wss, isp, ispl]: &[String; 4]) -> Hub {
    let name = |name: &str| AccountName::new(name).unwrap();
    let settings = || Settings::new().retries(Retries::none());
    let mut hub = Hub::new();
    let credentials = softaculous::Credentials::account("sandbox-noc", PLANTED).unwrap();
    let client = softaculous::Client::builder(softaculous::Environment::Live, credentials);
    let client = client.base_url(noc).settings(settings()).build().unwrap();
    hub.add(SoftaculousAccount::new(name("noc"), client)).unwrap();
    let credentials = websoftsolus::Credentials::new("sandbox@example.com", PLANTED).unwrap();
    let client = websoftsolus::Client::builder(websoftsolus::Environment::Live, credentials);
    let client = client.base_url(wss).settings(settings()).build().unwrap();
    hub.add(WebSoftSolusAccount::new(name("wss"), client)).unwrap();
    for (account, vendor, url) in
        [("isp", billmgr::Vendor::Ispmanager, isp), ("ispl", billmgr::Vendor::Isplicense, ispl)]
    {
        let credentials = billmgr::Credentials::each_call("sandbox-isp", PLANTED).unwrap();
        let client = billmgr::Client::builder(&billmgr::Site::own(vendor, url), credentials);
        hub.add(BillmgrAccount::new(name(account), client.settings(settings()).build().unwrap()).unwrap())
            .unwrap();
    }
    hub
}

#[test]
fn no_credential_gets_into_the_journal_not_even_one_that_a_vendor_gives_back() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path().join("journal")).unwrap();
    let (right, planted) = (hub(&sandbox), planted(&addresses(&sandbox)));
    let options = Options::new().mark(Mark::Everywhere);
    let echo = format!("{{\"error\":{{\"x\":\"bad password {PLANTED}\"}},\"text\":\"{PLANTED}\"}}");
    let echo = FaultKind::Raw { body: Body::from(echo.as_str()), commit: false };
    let mut ends = Vec::new();
    for case in cases() {
        // It is prepared by whoever may read, and sent with credentials that the vendor refuses or repeats.
        let account = right.account(case.account).unwrap();
        let with_planted = planted.account(case.account).unwrap();
        for kind in [None, Some(echo.clone()), Some(FaultKind::CommitThenDrop)] {
            let prepared = journal.prepare(account, &case.order, &options).unwrap();
            if let Some(kind) = kind {
                sandbox.add_fault(Fault::new(kind).operation(case.ordering).times(1));
            }
            let end = journal.carry_out(with_planted, &prepared).unwrap();
            if let End::Unknown { reference, .. } = &end {
                journal.waive(reference, "a test goes on").unwrap();
            }
            ends.push(end);
        }
        sandbox.reset();
    }
    assert_eq!(ends.len(), 12);
    assert!(ends.iter().any(|end| matches!(end, End::Failed { .. })), "{ends:?}");
    assert!(ends.iter().any(|end| matches!(end, End::Unknown { .. })), "{ends:?}");
    let files = std::fs::read_dir(folder.path()).unwrap();
    let bytes: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let kept = String::from_utf8_lossy(&bytes);
    assert!(
        kept.contains("softaculous.buy") && kept.contains("bad password"),
        "the search finds what is there"
    );
    for secret in
        ["canary", "pa55word", "sandbox-noc-pass", "sandbox-secret", "sandbox-isp-pass", "sandbox-ispl-pass"]
    {
        assert!(!kept.contains(secret), "{secret}");
        assert!(!format!("{ends:?}").contains(secret), "{secret}");
    }
}
