//! Every operation of every product, each with an answer that says that it was done.

use license_wire::Fault;
use serde::Serialize;
use softaculous_noc::{
    ActionId, Answer, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, Effect, Error,
    GetInvoice, GetLogs, InvoiceId, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses, Operation,
    Preview, Product, RawCall, Refund, ServerType, SetAddresses, SetAutoRenewal, StartWebuzoTrial, Term,
    WebuzoPricing,
};

use super::{decode, fixture};

type Send = dyn Fn(&Client) -> Result<String, Error>;
type Decode = dyn Fn(&Answer) -> Result<String, Fault>;
type Look = dyn Fn(&Client) -> Result<Preview, Error>;

/// An operation with an answer that says that it was done. What is done is shown as JSON.
pub(crate) struct Case {
    pub(crate) label: String,
    pub(crate) effect: Effect,
    pub(crate) good: &'static str,
    pub(crate) send: Box<Send>,
    pub(crate) decode: Box<Decode>,
    pub(crate) preview: Box<Look>,
}

impl Case {
    fn new<O>(operation: O, good: &'static str) -> Self
    where
        O: Operation + Clone + 'static,
        O::Output: Serialize,
    {
        fn json<T: Serialize>(reply: &T) -> String {
            serde_json::to_string(reply).unwrap()
        }
        let (first, second, third) = (operation.clone(), operation.clone(), operation);
        Self {
            label: format!("{} ({})", third.name(), third.function()),
            effect: third.effect(),
            good,
            send: Box::new(move |client| client.send(&first).map(|reply| json(&reply))),
            decode: Box::new(move |answer| decode(&second, answer).map(|reply| json(&reply))),
            preview: Box::new(move |client| client.preview(&third)),
        }
    }

    /// Whether it is sent once.
    pub(crate) fn is_sent_once(&self) -> bool {
        self.effect != Effect::Read
    }
}

pub(crate) fn key() -> LicenseKey {
    LicenseKey::new("11111-22222-33333-44444-55555").unwrap()
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for product in Product::ALL {
        reads(&mut all, product);
        changes(&mut all, product);
        endings(&mut all, product);
    }
    purchases(&mut all);
    all.push(Case::new(GetInvoice::unbilled(), fixture!("invoice_unbilled.json")));
    all.push(Case::new(GetInvoice::of(InvoiceId::new(5501).unwrap()), fixture!("invoice_numbered.json")));
    for effect in [Effect::Read, Effect::Change, Effect::Spend] {
        all.push(Case::new(RawCall::new("softaculous_new", effect).field("a", "b"), fixture!("done.json")));
    }
    all
}

fn reads(all: &mut Vec<Case>, product: Product) {
    let list = ListLicenses::new().product(product);
    all.push(Case::new(list.clone(), fixture!("list.json")));
    all.push(Case::new(list, fixture!("list_empty.json")));
    let logs = GetLogs::by_key(key()).product(product);
    all.push(Case::new(logs.clone(), fixture!("logs.json")));
    all.push(Case::new(logs, fixture!("logs_empty.json")));
    all.push(Case::new(ListAutoRenewals::new().product(product), fixture!("renewals_guess.json")));
}

fn changes(all: &mut Vec<Case>, product: Product) {
    let set = SetAddresses::new(LicenseId::new(48213).unwrap(), "203.0.113.11".parse().unwrap());
    all.push(Case::new(set.clone().product(product), fixture!("edit_one.json")));
    if product == Product::Softaculous {
        all.push(Case::new(set.and("203.0.113.12".parse().unwrap()), fixture!("edit_two.json")));
    }
    for auto_renew in [AutoRenew::On, AutoRenew::Off] {
        let set = SetAutoRenewal::new(key(), auto_renew).product(product);
        all.push(Case::new(set, fixture!("done.json")));
    }
}

fn endings(all: &mut Vec<Case>, product: Product) {
    let refund = Refund::new(ActionId::new(700_123).unwrap()).product(product);
    all.push(Case::new(refund, fixture!("refund.json")));
    all.push(Case::new(Cancel::by_key(key()).product(product), fixture!("cancel.json")));
    if matches!(product, Product::Softaculous | Product::Webuzo) {
        let cancel = Cancel::by_address("203.0.113.10".parse().unwrap()).force().product(product);
        all.push(Case::new(cancel, fixture!("cancel.json")));
    }
}

fn purchases(all: &mut Vec<Case>) {
    let address = "203.0.113.10".parse().unwrap();
    let term = Term::months(1).unwrap();
    let buy = Buy::new(address, term, ServerType::Vps);
    all.push(Case::new(buy.clone(), fixture!("buy_new.json")));
    all.push(Case::new(buy, fixture!("buy_renew.json")));
    for pricing in [WebuzoPricing::Plan("business_c_m".into()), WebuzoPricing::ServerType(ServerType::Vps)] {
        all.push(Case::new(BuyWebuzo::new(address, term, pricing), fixture!("buy_new.json")));
    }
    all.push(Case::new(BuyVirtualizor::new(address, term), fixture!("buy_new.json")));
    all.push(Case::new(BuySitePad::new(address, term), fixture!("buy_new.json")));
    all.push(Case::new(StartWebuzoTrial::new(address, ServerType::Vps), fixture!("trial_guess.json")));
}

const ONE_OF_EACH: &[&str] = &[
    "softaculous.licenses (softaculous)",
    "softaculous.set_addresses (softaculous_showlicense)",
    "softaculous.buy (softaculous_buy)",
    "webuzo.buy (webuzo_buy)",
    "virtualizor.buy (virtualizor_buy)",
    "sitepad.buy (sitemush_buy)",
    "webuzo.trial (webuzotrial)",
    "softaculous.refund (softaculous_refund)",
    "softaculous.cancel (softaculous_cancel)",
    "softaculous.call (softaculous_new)",
];

/// One read, one change and everything that spends, once each.
pub(crate) fn one_of_each() -> Vec<Case> {
    let mut all = cases();
    // Of the raw calls the last one spends, as the list here has it.
    all.reverse();
    let found = ONE_OF_EACH.iter().map(|label| {
        let at = all.iter().position(|case| case.label == *label).unwrap_or_else(|| panic!("{label}"));
        all.remove(at)
    });
    found.collect()
}
