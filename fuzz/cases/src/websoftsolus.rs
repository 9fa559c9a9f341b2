//! WebSoftSolus: every reply, the token, and what they are made of.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

use websoftsolus::{
    Client, Cpanel, CpanelKey, Credentials, Edit, Effect, Environment, Family, GetProperties, KeyNumber,
    ListKeys, ListOrderable, OrderCpanel, OrderPlesk12, OrderVirtuozzo, Os, Period, Plesk, PleskKey,
    Property, RawCall, Terminate, Virtuozzo, VirtuozzoKey, fuzzing,
};

use crate::replies::{self, NOWHERE, PASSWORD, good};

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let credentials = Credentials::new("canary@example.com", PASSWORD).unwrap();
    Client::builder(Environment::Live, credentials)
        .base_url(NOWHERE)
        .settings(replies::settings())
        .build()
        .unwrap()
});

/// The input as the reply to every operation.
pub(crate) fn replies(input: &[u8]) {
    of_family(input, Plesk, &PleskKey::new("PLSK.02980001").unwrap());
    of_family(input, Cpanel, &CpanelKey::new("4921062").unwrap());
    of_family(input, Virtuozzo, &VirtuozzoKey::new("VZ.00012345").unwrap());
    let (address, month) = (IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10)), Period::Months1);
    let cpanel = OrderCpanel::new("CPANEL-VPS", "web1", month.clone(), address);
    let plesk = OrderPlesk12::new("PLESK-12-WEB-HOST", "web1", month.clone());
    let virtuozzo = OrderVirtuozzo::new("VZ", "web1", month, Os::Linux);
    if let Some(ordered) = replies::read(|| fuzzing::read(&CLIENT, &cpanel, good(input))) {
        let _ = (ordered.key_numbers(), ordered.order_id(), ordered.activation_code());
    }
    if let Some(ordered) = replies::read(|| fuzzing::read(&CLIENT, &plesk, good(input))) {
        let _ = (ordered.key_numbers(), ordered.is_confirmed());
    }
    replies::read(|| fuzzing::read(&CLIENT, &virtuozzo, good(input)));
    let raw = RawCall::get(Effect::Read).segment("x");
    replies::read(|| fuzzing::read(&CLIENT, &raw, good(input)));
    replies::refused(input, |answer| fuzzing::read(&CLIENT, &raw, answer));
    if let Some(token) = replies::told(|| fuzzing::read_token(&CLIENT, good(input))) {
        assert!(!token.expose().trim().is_empty());
    }
    replies::refused(input, |answer| fuzzing::read_token(&CLIENT, answer));
}

fn of_family<F: Family>(input: &[u8], family: F, key: &KeyNumber<F>) {
    if let Some(list) = replies::read(|| fuzzing::read(&CLIENT, &ListKeys::of(family), good(input))) {
        for key in list.key_numbers().unwrap_or_default() {
            assert_eq!(KeyNumber::new(key.as_str()).expect("a key number"), key);
        }
    }
    if let Some(list) = replies::read(|| fuzzing::read(&CLIENT, &ListOrderable::of(family), good(input))) {
        let _ = list.versions();
    }
    let get = GetProperties::new(key.clone());
    if let Some(found) = replies::read(|| fuzzing::read(&CLIENT, &get, good(input))) {
        let _ = (found.key_number(), found.title(), found.comment(), found.product(), found.status());
        let _ = (found.expires(), found.created(), found.period_in_months(), found.addresses());
        let _ = (found.activation_code(), found.additional_keys(), found.parent_key(), found.features());
        let _ = (found.os(), Property::ALL.map(|property| found.name_of(property).map(str::len)));
    }
    let edit = Edit::new(key.clone(), "web2", "moved");
    if let Some(edited) = replies::read(|| fuzzing::read(&CLIENT, &edit, good(input))) {
        let _ = edited.is_confirmed();
    }
    if let Some(ended) = replies::read(|| fuzzing::read(&CLIENT, &Terminate::new(key.clone()), good(input))) {
        let _ = ended.is_confirmed();
    }
}

/// The input as a key number, and as each of the vendor's words.
pub(crate) fn values(input: &[u8]) {
    let text = String::from_utf8_lossy(input).into_owned();
    if let Ok(key) = PleskKey::new(text.as_str()) {
        assert_eq!(key.as_str(), text);
        assert!(key.is_same_license(&key.clone()));
        assert!(!text.contains(['/', '\\', '?', '#', '%']) && text != "..", "{text}");
        assert!(!text.eq_ignore_ascii_case("order"));
    }
    let period = Period::from(text.clone());
    assert_eq!(period.wire(), text);
    if let Some(months) = period.in_months() {
        // Others are sent as they are.
        let documented = Period::DOCUMENTED.contains(&text.as_str());
        assert!(!documented || Period::months(months).expect("a documented term") == period, "{text}");
    }
    assert_eq!(Os::from(text.clone()).wire(), text);
}
