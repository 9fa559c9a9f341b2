//! ispmanager and ISPlicense: every document, the session, and what they are made of.

use std::fmt::{Debug, Display};
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;
use std::sync::LazyLock;

use billmgr_client::{
    Addon, AddonCode, AutoRenew, CartOrderId, ChangeTariff, CheckAddress, ClearCart, Client, Credentials,
    Currency, Delete, Document, Edit, Effect, GetBalances, GetCart, GetLicense, GetPriceList, ItemType,
    LicenseKey, LicensePage, ListLicenses, Moment, Money, NewKey, Offer, Operation, Order, Period, Prefix,
    RawCall, RemoveFromCart, Renew, Resume, Service, ServiceId, SetAddons, Site, Suspend, TariffCode, Vendor,
    WhoAmI, fuzzing,
};
use license_wire::lenient::{FromScalar, Scalar};

use crate::replies::{self, NOWHERE, PASSWORD, good};

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let credentials = Credentials::session("canary", PASSWORD).unwrap();
    let site = Site::own(Vendor::Ispmanager, NOWHERE);
    Client::builder(&site, credentials).settings(replies::settings()).build().unwrap()
});

fn read<O>(operation: &O, body: &[u8])
where
    O: Operation<Output: serde::Serialize + Debug>,
{
    replies::read(|| fuzzing::read(&CLIENT, operation, good(body)));
}

/// The input as the answer to every operation.
pub(crate) fn replies(input: &[u8]) {
    let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10));
    let id: ServiceId = "1204417".parse().unwrap();
    let service = Service::new(ItemType::Ispsystem, id.clone());
    let offer = Offer::new(ItemType::Ispsystem, "55230".parse::<TariffCode>().unwrap());
    let addon = Addon::new("55236".parse::<AddonCode>().unwrap(), 2).unwrap();

    read(&Order::license(offer.clone(), address, "web1", Period::MONTH, AutoRenew::Off), input);
    read(&Renew::new(service.clone(), Period::MONTH), input);
    read(&Edit::new(service.clone()).address(address).name("web-99"), input);
    read(&ChangeTariff::new(service.clone(), offer.tariff()), input);
    read(&SetAddons::new(service.clone(), addon), input);
    read(&NewKey::new(service.clone(), "OLD-KEY-1".parse::<LicenseKey>().unwrap()), input);
    read(&Suspend::new(service.clone()), input);
    read(&Resume::new(service.clone()), input);
    read(&Delete::new(service.clone()), input);
    read(&CheckAddress::new(offer, Period::MONTH, address), input);
    read(&GetLicense::new(service), input);
    read(&GetCart::new(), input);
    read(&RemoveFromCart::new(id), input);
    read(&ClearCart::new("ispmgr5.7".parse::<CartOrderId>().unwrap()), input);
    read(&GetBalances::new(), input);
    read(&WhoAmI::new(), input);
    read(&GetPriceList::new(ItemType::Ispsystem), input);
    let list = ListLicenses::new(ItemType::Ispsystem);
    if let Some(page) = replies::read(|| fuzzing::read(&CLIENT, &list, good(input))) {
        same_page(&page, input);
    }
    let raw = RawCall::new("soft", Effect::Read);
    read(&raw, input);
    replies::refused(input, |answer| fuzzing::read(&CLIENT, &raw, answer));
    if let Some(session) = replies::told(|| fuzzing::read_session(&CLIENT, good(input))) {
        assert!(!session.expose().is_empty() && !session.expose().contains(char::is_whitespace));
    }
    replies::refused(input, |answer| fuzzing::read_session(&CLIENT, answer));
    replies::told(|| fuzzing::read_keep_alive(&CLIENT, good(input)));
}

/// The rows of a list are decoded one by one; the same document read whole has the same.
fn same_page(page: &LicensePage, input: &[u8]) {
    let document = Document::parse(input).expect("a list is a document");
    let whole = LicensePage::of_document(&ItemType::Ispsystem, &document).expect("a document with a list");
    assert_eq!(*page, whole);
}

/// The input as each of the values that answers and callers write as a text.
pub(crate) fn values(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    reads_back::<Money>(&text);
    reads_back::<Currency>(&text);
    reads_back::<Period>(&text);
    reads_back::<AutoRenew>(&text);
    reads_back::<Moment>(&text);
    reads_back::<ItemType>(&text);
    reads_back::<ServiceId>(&text);
    reads_back::<LicenseKey>(&text);
    reads_back::<CartOrderId>(&text);
    reads_back::<Prefix>(&text);
    reads_back::<TariffCode>(&text);
    reads_back::<AddonCode>(&text);
    scalar_is_written_and_read::<Money>(&text);
    scalar_is_written_and_read::<Moment>(&text);
    scalar_is_written_and_read::<Period>(&text);
    scalar_is_written_and_read::<AutoRenew>(&text);
}

/// A value that was read is the same when its own text is read.
fn reads_back<T: FromStr<Err: Debug> + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string().parse::<T>().expect("a value's own text is one"), value, "{text}");
    }
}

fn scalar_is_written_and_read<T: FromScalar + Display + PartialEq + Debug>(text: &str) {
    if let Some(value) = T::from_scalar(Scalar::Text(text)) {
        assert_eq!(T::from_scalar(Scalar::Text(&value.to_string())), Some(value), "{text}");
    }
}
