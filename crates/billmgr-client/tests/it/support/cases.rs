//! Every operation at every vendor, each with answers that say that it was done.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use billmgr_client::{
    Addon, AddonCode, Answer, AutoRenew, ChangeTariff, CheckAddress, ClearCart, Client, Delete, Edit, Effect,
    Error, GetBalances, GetCart, GetLicense, GetPriceList, ItemType, ListLicenses, NewKey, Offer, Operation,
    Order, Period, Preview, RawCall, RemoveFromCart, Renew, Resume, Service, SetAddons, Suspend, TariffCode,
    Vendor as Whose, WhoAmI,
};
use license_wire::Fault;
use serde::Serialize;

use super::{Reply, Vendor, WHOSE, decode, fixture, service};

type Send = dyn Fn(&Client) -> Result<String, Error>;
type Decode = dyn Fn(&Answer) -> Result<String, Fault>;
type Look = dyn Fn(&Client) -> Result<Preview, Error>;
type Show = dyn Fn(&Client) -> String;

/// An operation with an answer that says that it was done, and what is read back then. What is done is shown as JSON.
pub(crate) struct Case {
    pub(crate) label: String,
    pub(crate) whose: Whose,
    pub(crate) effect: Effect,
    pub(crate) good: &'static str,
    pub(crate) read_back: &'static str,
    pub(crate) send: Box<Send>,
    pub(crate) decode: Box<Decode>,
    pub(crate) preview: Box<Look>,
    /// What came of it as it would be logged.
    pub(crate) send_and_show: Box<Show>,
}

impl Case {
    fn new<O>(whose: Whose, operation: O, good: &'static str, read_back: &'static str) -> Self
    where
        O: Operation + Clone + 'static,
        O::Output: Serialize + std::fmt::Debug,
    {
        fn json<T: Serialize>(reply: &T) -> String {
            serde_json::to_string(reply).unwrap()
        }
        let (first, second, third, fourth) =
            (operation.clone(), operation.clone(), operation.clone(), operation);
        Self {
            label: format!("{} ({})", third.name(whose), third.function(whose)),
            whose,
            effect: third.effect(),
            good,
            read_back,
            send: Box::new(move |client| client.send(&first).map(|reply| json(&reply))),
            decode: Box::new(move |answer| decode(&second, answer).map(|reply| json(&reply))),
            preview: Box::new(move |client| client.preview(&third)),
            send_and_show: Box::new(move |client| match client.send(&fourth) {
                Ok(output) => format!("{output:?} {output:#?}"),
                Err(error) => format!("{error} {error:?} {error:#?}"),
            }),
        }
    }

    /// Whether it is sent once.
    pub(crate) fn is_sent_once(&self) -> bool {
        self.effect != Effect::Read
    }

    /// A vendor that does it.
    pub(crate) fn vendor(&self) -> Vendor {
        let (good, read_back, turn) = (self.good, self.read_back, AtomicUsize::new(0));
        Vendor::answering(move |_| match turn.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::ok(good),
            _ => Reply::ok(read_back),
        })
    }
}

pub(crate) fn nodes() -> Addon {
    Addon::new(AddonCode::new(55236).unwrap(), 3).unwrap()
}

fn address() -> IpAddr {
    "192.0.2.15".parse().unwrap()
}

fn offer(item_type: ItemType, code: u64) -> Offer {
    Offer::new(item_type, TariffCode::new(code).unwrap())
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for whose in WHOSE {
        reads(&mut all, whose);
        changes(&mut all, whose);
        orders(&mut all, whose);
        spends(&mut all, whose);
        for effect in [Effect::Read, Effect::Change, Effect::Spend] {
            all.push(Case::new(
                whose,
                RawCall::new("any.function", effect).field("a", "b"),
                fixture!("ok.xml"),
                "",
            ));
        }
    }
    all
}

fn reads(all: &mut Vec<Case>, whose: Whose) {
    let mut read = |case: Case| all.push(case);
    read(Case::new(whose, ListLicenses::new(ItemType::Ispsystem), fixture!("list.xml"), ""));
    read(Case::new(whose, ListLicenses::new(ItemType::Ispsystem), fixture!("list_empty.xml"), ""));
    read(Case::new(whose, ListLicenses::new(ItemType::ThirdParty), fixture!("list_third_party.xml"), ""));
    read(Case::new(whose, GetLicense::new(service()), fixture!("license_active.xml"), ""));
    read(Case::new(whose, GetLicense::new(service()), fixture!("license_processing.xml"), ""));
    let plesk = service().with_item_type(ItemType::Plesk);
    read(Case::new(whose, GetLicense::new(plesk), fixture!("license_plesk.xml"), ""));
    let check = CheckAddress::new(offer(ItemType::Ispsystem, 55227), Period::MONTH, address());
    read(Case::new(whose, check, fixture!("ok.xml"), ""));
    read(Case::new(whose, GetBalances::new(), fixture!("balances.xml"), ""));
    read(Case::new(whose, WhoAmI::new(), fixture!("who_am_i.xml"), ""));
    read(Case::new(whose, GetPriceList::new(ItemType::Module), fixture!("price_list.xml"), ""));
    read(Case::new(whose, GetCart::new(), fixture!("cart.xml"), ""));
}

fn changes(all: &mut Vec<Case>, whose: Whose) {
    let edit = Edit::new(service()).address("192.0.2.99".parse().unwrap()).name("web-99");
    all.push(Case::new(whose, edit.clone(), fixture!("edit_flat.xml"), ""));
    all.push(Case::new(whose, edit.clone(), fixture!("edit_nested.xml"), ""));
    all.push(Case::new(whose, edit.clone(), fixture!("edit_waiting.xml"), ""));
    all.push(Case::new(whose, edit, fixture!("ok.xml"), ""));
    all.push(Case::new(whose, Suspend::new(service()), fixture!("ok.xml"), ""));
    all.push(Case::new(whose, Resume::new(service()), fixture!("ok.xml"), ""));
    all.push(Case::new(whose, RemoveFromCart::new("9911".parse().unwrap()), fixture!("ok.xml"), ""));
    all.push(Case::new(whose, ClearCart::new("553201".parse().unwrap()), fixture!("ok.xml"), ""));
}

fn orders(all: &mut Vec<Case>, whose: Whose) {
    let off = AutoRenew::Off;
    for item_type in [ItemType::Ispsystem, ItemType::ThirdParty] {
        let order = Order::license(offer(item_type, 900), address(), "web-15", Period::MONTH, off);
        all.push(Case::new(whose, order.clone(), fixture!("order.xml"), ""));
        all.push(Case::new(whose, order.clone(), fixture!("order_id_only.xml"), ""));
        all.push(Case::new(whose, order.clone(), fixture!("order_item_id_only.xml"), ""));
        all.push(Case::new(whose, order.clone(), fixture!("order_into_cart.xml"), ""));
        all.push(Case::new(whose, order.into_cart(), fixture!("order_into_cart.xml"), ""));
    }
    let plesk = Order::plesk(offer(ItemType::Plesk, 901), address(), Period::MONTH, off);
    all.push(Case::new(whose, plesk, fixture!("order.xml"), ""));
    let module = Order::module(offer(ItemType::Module, 902), Period::MONTH, off);
    all.push(Case::new(whose, module.for_license("1204400".parse().unwrap()), fixture!("order.xml"), ""));
    let platform = Order::platform(offer(ItemType::Platform, 903), Period::MONTH, off);
    all.push(Case::new(whose, platform, fixture!("order.xml"), ""));
}

fn spends(all: &mut Vec<Case>, whose: Whose) {
    let active = fixture!("license_active.xml");
    all.push(Case::new(whose, Renew::new(service(), Period::MONTH), fixture!("renew.xml"), ""));
    let since = Renew::new(service(), Period::MONTH).expires_now("2026-03-02".parse().unwrap());
    all.push(Case::new(whose, since, fixture!("ok.xml"), active));
    let tariff = ChangeTariff::new(service(), TariffCode::new(55230).unwrap());
    all.push(Case::new(whose, tariff, fixture!("ok.xml"), active));
    let set = SetAddons::new(service(), nodes()).repeating(address(), "web-15");
    all.push(Case::new(whose, set.clone(), fixture!("edit_flat.xml"), active));
    all.push(Case::new(whose, set.clone(), fixture!("edit_waiting.xml"), ""));
    all.push(Case::new(whose, set, fixture!("edit_price_only.xml"), ""));
    let new_key = NewKey::new(service(), "1204417-OLD".parse().unwrap());
    all.push(Case::new(whose, new_key.clone(), fixture!("new_key.xml"), ""));
    all.push(Case::new(whose, new_key, fixture!("ok.xml"), active));
    let gone = fixture!("error_missed.xml");
    all.push(Case::new(whose, Delete::new(service()), fixture!("ok.xml"), gone));
    let plesk: Service = service().with_item_type(ItemType::Plesk);
    all.push(Case::new(whose, Delete::new(plesk), fixture!("ok.xml"), gone));
}

/// One read, one change and everything that spends, once each.
pub(crate) fn one_of_each() -> Vec<Case> {
    let mut labels = std::collections::HashSet::new();
    let (mut reads, mut changes) = (0, 0);
    let mut all = cases();
    all.retain(|case| {
        let counted = match case.effect {
            Effect::Read => &mut reads,
            Effect::Change => &mut changes,
            Effect::Spend => return labels.insert(case.label.clone()),
        };
        *counted += 1;
        *counted == 1
    });
    all
}
