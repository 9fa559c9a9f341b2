//! Softaculous NOC: every reply, and what it is made of.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

use license_wire::lenient::{FromScalar, Scalar};
use softaculous_noc::{
    ActionId, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, Credentials, Effect,
    Environment, GetInvoice, GetLogs, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses, Operation,
    Product, RawCall, Refund, ServerType, SetAddresses, SetAutoRenewal, StartWebuzoTrial, Term,
    WebuzoPricing, fuzzing,
};

use crate::replies::{self, NOWHERE, PASSWORD, good};

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let credentials = Credentials::account("canary", PASSWORD).unwrap();
    Client::builder(Environment::Live, credentials)
        .base_url(NOWHERE)
        .settings(replies::settings())
        .build()
        .unwrap()
});

fn read<O>(operation: &O, body: &[u8])
where
    O: Operation<Output: serde::Serialize + std::fmt::Debug>,
{
    replies::read(|| fuzzing::read(&CLIENT, operation, good(body)));
}

/// The input as the reply to every operation.
pub(crate) fn replies(input: &[u8]) {
    let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10));
    let key = LicenseKey::new("88888-88888-88888-88888-88888").unwrap();
    let (month, id) = (Term::months(1).unwrap(), LicenseId::new(48213).unwrap());

    read(&Buy::new(address, month, ServerType::Vps), input);
    read(&BuyWebuzo::new(address, month, WebuzoPricing::ServerType(ServerType::Vps)), input);
    read(&BuyVirtualizor::new(address, month), input);
    read(&BuySitePad::new(address, month), input);
    read(&StartWebuzoTrial::new(address, ServerType::Vps), input);
    read(&SetAddresses::new(id, address), input);
    read(&SetAddresses::new(id, address).product(Product::Webuzo), input);
    read(&SetAutoRenewal::new(key.clone(), AutoRenew::On), input);
    read(&Refund::new(ActionId::new(700_123).unwrap()), input);
    read(&Cancel::by_key(key.clone()), input);
    read(&GetInvoice::unbilled(), input);
    read(&GetLogs::by_key(key), input);
    if let Some(page) = replies::read(|| fuzzing::read(&CLIENT, &ListLicenses::new(), good(input))) {
        assert!(page.licenses.len() <= input.len());
    }
    if let Some(page) = replies::read(|| fuzzing::read(&CLIENT, &ListAutoRenewals::new(), good(input))) {
        let _ = page.licenses();
    }
    let raw = RawCall::new("softaculous", Effect::Read);
    read(&raw, input);
    replies::refused(input, |answer| fuzzing::read(&CLIENT, &raw, answer));
}

/// The input as a key, a term, a number and the words of a record.
pub(crate) fn values(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(key) = LicenseKey::new(&*text) {
        assert_eq!(key.as_str(), text);
        assert_eq!(LicenseKey::from_scalar(Scalar::Text(&text)), Some(key));
    }
    if let Ok(term) = text.parse::<Term>() {
        assert_eq!(term.to_string().parse::<Term>().expect("a term's own text"), term);
        assert!(term.in_months() > 0);
    }
    let _ = (ServerType::from_scalar(Scalar::Text(&text)), ActionId::from_scalar(Scalar::Text(&text)));
    if let Ok(id) = text.parse::<LicenseId>() {
        assert_eq!(id.to_string().parse::<LicenseId>().expect("a number's own text"), id);
    }
}
