//! Every call that the vendor's page shows, against what the crate sends for it.

use softaculous_noc::{
    ActionId, AutoRenew, Buy, Cancel, Client, Credentials, Environment, Error, Expiry, GetLogs, LicenseId,
    LicenseKey, ListAutoRenewals, ListLicenses, Refund, ServerType, SetAddresses, SetAutoRenewal, Term,
};

use crate::support::{Vendor, fixture};

const KEY: &str = "88888-88888-88888-88888-88888";

/// A `curl` line of the page: the address and the fields.
fn shown(line: &str) -> (String, Vec<(String, String)>) {
    let mut rest = line;
    let mut fields = Vec::new();
    // One line of the page lacks the blank before a `-d`.
    while let Some((_, behind)) = rest.split_once("-d '") {
        let (field, behind) = behind.split_once('\'').unwrap();
        let (name, value) = field.split_once('=').unwrap();
        fields.push((name.to_owned(), value.to_owned()));
        rest = behind;
    }
    fields.sort();
    (rest.trim().to_owned(), fields)
}

type Call = fn(&Client) -> Result<(), Error>;

/// The same, in the page's order, with what it says of it there.
fn calls() -> Vec<Call> {
    fn key() -> LicenseKey {
        LicenseKey::new(KEY).unwrap()
    }
    let refund: Call = |noc| noc.refund(&Refund::new(ActionId::new(100)?)).map(drop);
    let forced: Call = |noc| noc.cancel(&Cancel::by_key(key()).force()).map(drop);
    let logs: Call = |noc| noc.logs(&GetLogs::by_key(key())).map(drop);
    vec![
        |noc| noc.licenses(&ListLicenses::new()).map(drop),
        |noc| {
            let buy = Buy::new("188.188.188.188".parse().unwrap(), Term::months(1)?, ServerType::Dedicated);
            let buy = buy.owner_email("test@test.com").auto_renew(AutoRenew::On).notes("Sample Note");
            noc.buy(&buy).map(drop)
        },
        |noc| noc.licenses(&ListLicenses::new()).map(drop),
        |noc| {
            let list = ListLicenses::new()
                .key(key())
                .address("188.188.188.188".parse().unwrap())
                .expiry(Expiry::Expired)
                .start(100)
                .length(50)
                .owner_email("test@test.com");
            noc.licenses(&list).map(drop)
        },
        |noc| {
            let set = SetAddresses::new(LicenseId::new(1000)?, "198.198.198.198".parse().unwrap());
            noc.set_addresses(&set).map(drop)
        },
        logs,
        |noc| noc.logs(&GetLogs::by_address("198.198.198.198".parse().unwrap())).map(drop),
        |noc| noc.auto_renewals(&ListAutoRenewals::new()).map(drop),
        |noc| {
            let list = ListAutoRenewals::new().key(key()).address("198.198.198.198".parse().unwrap());
            noc.auto_renewals(&list.start(100).length(50)).map(drop)
        },
        |noc| noc.set_auto_renewal(&SetAutoRenewal::new(key(), AutoRenew::On)).map(drop),
        |noc| noc.set_auto_renewal(&SetAutoRenewal::new(key(), AutoRenew::Off)).map(drop),
        refund,
        |noc| noc.cancel(&Cancel::by_key(key())).map(drop),
        |noc| noc.cancel(&Cancel::by_address("198.198.198.198".parse().unwrap())).map(drop),
        forced,
        logs,
        refund,
        forced,
    ]
}

#[test]
fn the_crate_sends_what_the_page_shows_field_for_field() {
    let vendor = Vendor::always("{}");
    let lines: Vec<&str> = fixture!("samples.txt").lines().collect();
    let calls = calls();
    assert_eq!(lines.len(), calls.len());
    for (line, call) in lines.into_iter().zip(calls) {
        assert!(line.starts_with("curl -X POST "), "{line}");
        let (address, fields) = shown(line);
        let sandbox = fields.contains(&("sandbox".into(), "1".into()));
        let environment = if sandbox { Environment::Sandbox } else { Environment::Live };
        let credentials = Credentials::account("NOC_USERNAME", "NOC_PASSWORD").unwrap();
        let _ = call(&vendor.client_of(environment, credentials));
        let [seen] = &mut vendor.take()[..] else { panic!("{line}") };
        seen.fields.sort();
        assert_eq!(seen.fields, fields, "{line}");
        assert_eq!(seen.method, "POST");
        let path = address.strip_prefix("https://www.softaculous.com").unwrap();
        assert_eq!(seen.target, path, "{line}");
    }
}

#[test]
fn clients_call_the_address_of_the_page_unless_told_otherwise() {
    for client in [
        Client::live(Credentials::account("noc", "pass").unwrap()).unwrap(),
        Client::sandbox(Credentials::api_key("key", "pass").unwrap()).unwrap(),
    ] {
        let preview = client.preview(&ListLicenses::new()).unwrap();
        assert_eq!(preview.url, "https://www.softaculous.com/clients?ca=softaculous");
        let sandbox = ("sandbox".to_owned(), "1".to_owned());
        assert_eq!(preview.fields.contains(&sandbox), client.environment() == Environment::Sandbox);
    }
}
