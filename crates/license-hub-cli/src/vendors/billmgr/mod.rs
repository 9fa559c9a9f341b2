//! ispmanager and ISPlicense, which both run BILLmanager.

mod answers;
mod find;
pub(crate) mod order;
mod request;
mod tariff;
mod wait;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use billmgr_client::{
    AutoRenew, ChangeTariff, CheckAddress, ClearCart, Client, Credentials, Delete, Edit, GetBalances,
    GetCart, GetPriceList, NewKey, Period, RawCall, Region, RemoveFromCart, Renew, Resume, SetAddons,
    Suspend, WhoAmI, isplicense, ispmanager,
};
use license_wire::{Effect, Error, Scrubber};
use serde_json::Value;

use super::{
    Act, AddressCheck, Call, Cancellation, Change, License, LicenseName, Listed, Nodes, Plan, Renewal, Step,
    Vendor, VendorName, Wanted, softaculous,
};
use crate::config::{AccountConfig, Environment, Login, Site};
use crate::exit::Failure;
use crate::output::{Gauge, Sheet};

pub(crate) use find::{ISPLICENSE_PRODUCTS, ISPMANAGER_PRODUCTS};
use request::{Deed, Request};

/// One account.
#[derive(Clone)]
pub(crate) struct Billmgr {
    client: Client,
    name: VendorName,
    account: String,
    environment: Environment,
    /// Where the tariffs' names hold; their codes differ between the installations.
    region: Option<Region>,
    remarks: Arc<Mutex<Vec<String>>>,
}

/// Reads the secrets and makes the client. Sends nothing.
pub(super) fn open(config: &AccountConfig, scrubber: &Scrubber) -> Result<Billmgr, Failure> {
    let Login::Password { username, password } = &config.login else {
        return Err(config.place.fail("write `username` and `password`"));
    };
    let password = password.read()?;
    scrubber.add(&password);
    let wrong = |error: Error| config.place.fail(format!("{error}; correct it"));
    let credentials = if config.session {
        Credentials::session(username.as_str(), password)
    } else {
        Credentials::each_call(username.as_str(), password)
    };
    let (site, region) = match (config.vendor, config.site) {
        (VendorName::Isplicense, Some(Site::Ru)) => (&isplicense::RU, Some(Region::All)),
        (VendorName::Isplicense, _) => (&isplicense::COM, Some(Region::All)),
        (_, Some(Site::Ru)) => (&ispmanager::RU, Some(Region::Ru)),
        (_, Some(_)) => (&ispmanager::EU, Some(Region::Eu)),
        (_, None) => (&ispmanager::EU, None),
    };
    let mut builder =
        Client::builder(site, credentials.map_err(wrong)?).settings(softaculous::settings(config, scrubber)?);
    if let Some(address) = &config.base_url {
        builder = builder.base_url(address);
    }
    Ok(Billmgr {
        client: builder.build().map_err(wrong)?,
        name: config.vendor,
        account: config.name.clone(),
        environment: config.environment,
        region,
        remarks: Arc::default(),
    })
}

impl Billmgr {
    fn deed(&self, what: impl Into<String>, request: Request) -> Deed {
        Deed { billmgr: self.clone(), what: what.into(), request, wait: None }
    }

    fn plan(&self, what: impl Into<String>, request: Request) -> Plan {
        Plan::of(Box::new(self.deed(what, request))).looked_up()
    }

    fn remark(&self, remark: String) {
        self.remarks.lock().unwrap_or_else(PoisonError::into_inner).push(remark);
    }
}

/// `1`, `12`, `1M`, `1Y`, `lifetime`, `trial`, or another code of the vendor's.
pub(crate) fn period(text: &str) -> Result<Period, Error> {
    let lower = text.to_ascii_lowercase();
    let months = |number: &str, factor: u16| {
        let count = number.parse::<u16>().ok().and_then(|count| count.checked_mul(factor));
        Period::months(count.unwrap_or_default())
    };
    match lower.as_str() {
        "lifetime" => Ok(Period::LIFETIME),
        "trial" => Ok(Period::TRIAL),
        "daily" => Ok(Period::DAILY),
        lower => match (lower.strip_suffix('m'), lower.strip_suffix('y')) {
            (Some(number), _) => months(number, 1),
            (_, Some(number)) => months(number, 12),
            _ => lower.parse(),
        },
    }
}

/// A period as a person says it.
fn period_in_words(period: Period) -> String {
    match period {
        Period::LIFETIME => "for ever".to_owned(),
        Period::TRIAL => "on trial".to_owned(),
        Period::DAILY => "day by day".to_owned(),
        Period::MONTH => "for 1 month".to_owned(),
        period => match period.in_months() {
            Some(months) => format!("for {months} months"),
            None => format!("for the period {period}"),
        },
    }
}

impl Vendor for Billmgr {
    fn name(&self) -> VendorName {
        self.name
    }

    fn shut_down(&self) {
        self.client.shut_down();
    }

    fn log_in(&self) -> Result<(), Error> {
        self.client.who_am_i(&WhoAmI::new()).map(|_| ())
    }

    fn licenses(&self, wanted: &Wanted) -> Result<Vec<License>, Error> {
        find::complete(find::list(self, wanted, &Gauge::hidden())?)
    }

    fn list(&self, wanted: &Wanted, gauge: &Gauge) -> Result<Listed, Error> {
        find::list(self, wanted, gauge)
    }

    fn title(&self, license: &License) -> Option<String> {
        let title = license.record.get("licname").and_then(Value::as_str);
        title.filter(|title| !title.is_empty()).map(str::to_owned)
    }

    fn find(&self, name: &LicenseName, product: Option<&str>) -> Result<Vec<License>, Error> {
        find::by_name(self, name, product)
    }

    fn recall(&self, operation: &Value) -> Result<Box<dyn Step>, Failure> {
        Deed::recall(self, operation)
    }

    fn renew(&self, license: &License, renewal: &Renewal) -> Result<Plan, Failure> {
        if renewal.server_type.is_some() || renewal.plan.is_some() {
            return Err(Failure::usage(format!(
                "{} renews by licence and period alone; leave --server-type and --plan out",
                self.name
            )));
        }
        let (own, period) = (find::own(license)?, period(&renewal.term)?);
        let renew = Renew::new(own.service.clone(), period);
        let renew = own.expires.get().copied().into_iter().fold(renew, Renew::expires_now);
        let what = format!("extends the {} {}", license.in_words(), period_in_words(period));
        Ok(self.plan(what, Request::Renew(renew)))
    }

    fn set_addresses(&self, license: &License, addresses: &[IpAddr]) -> Result<Plan, Failure> {
        self.edit(license, &Change { addresses: addresses.to_vec(), name: None })
    }

    fn edit(&self, license: &License, change: &Change) -> Result<Plan, Failure> {
        let own = find::own(license)?;
        let address = match change.addresses.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => return Err(Failure::usage(format!("{} takes one address for a licence", self.name))),
        };
        let named = license.in_words();
        let what = match (address, &change.name) {
            (Some(address), _) if address.is_unspecified() => format!("takes the address off the {named}"),
            (Some(address), _) => format!("moves the {named} to {address}"),
            (None, Some(name)) => format!("names the {named} {name}"),
            (None, None) => return Err(Failure::usage("say what to change; nothing was sent")),
        };
        let what = match &change.name {
            Some(name) if address.is_some() => format!("{what} and names it {name}"),
            _ => what,
        };
        // The documented calls name both; what is not to change is repeated.
        let address = address.or(own.address.get().copied());
        let name = change.name.clone().or_else(|| own.name.get().cloned()).filter(|name| !name.is_empty());
        let edit = Edit::new(own.service.clone());
        let edit = match address {
            Some(address) if address.is_unspecified() => edit.without_address(),
            Some(address) => edit.address(address),
            None => edit,
        };
        let edit = name.into_iter().fold(edit, Edit::name);
        Ok(self.plan(what, Request::Edit(edit)))
    }

    fn suspend(&self, license: &License) -> Result<Plan, Failure> {
        let suspend = Suspend::new(find::own(license)?.service);
        Ok(self.plan(format!("suspends the {}", license.in_words()), Request::Suspend(suspend)))
    }

    fn resume(&self, license: &License) -> Result<Plan, Failure> {
        let resume = Resume::new(find::own(license)?.service);
        Ok(self.plan(format!("resumes the {}", license.in_words()), Request::Resume(resume)))
    }

    fn set_nodes(&self, license: &License, nodes: &Nodes) -> Result<Plan, Failure> {
        let own = find::own(license)?;
        let addons = tariff::addons(self, own.tariff.get().copied(), nodes)?;
        let Some((first, more)) = addons.split_first() else {
            return Err(Failure::usage("say how many with --nodes or --addon; nothing was sent"));
        };
        let set = more.iter().fold(SetAddons::new(own.service.clone(), *first), |set, addon| set.and(*addon));
        // ISPlicense wants them repeated, and what a form makes of a field that is missing is not known.
        let set = match (own.address.get(), own.name.get()) {
            (Some(address), Some(name)) if !address.is_unspecified() => set.repeating(*address, name.clone()),
            _ => set,
        };
        let words: Vec<String> =
            addons.iter().map(|addon| format!("add-on {} to {}", addon.code(), addon.count())).collect();
        let what = format!("sets {} for the {}", words.join(" and "), license.in_words());
        Ok(self.plan(what, Request::SetAddons(set)))
    }

    fn change_tariff(&self, license: &License, name: &str, by: Option<&str>) -> Result<Plan, Failure> {
        let own = find::own(license)?;
        let offer = tariff::offer(self, name, Some(own.service.item_type()))?;
        let change = ChangeTariff::new(own.service.clone(), offer.tariff());
        let change = by.map(period).transpose()?.into_iter().fold(change, ChangeTariff::period);
        let what = format!("moves the {} to {}", license.in_words(), tariff::in_words(self, &offer));
        Ok(self.plan(what, Request::ChangeTariff(change)))
    }

    fn new_key(&self, license: &License) -> Result<Plan, Failure> {
        let own = find::own(license)?;
        let Some(old) = own.key.get() else {
            return Err(Failure::usage(format!(
                "the {} has no key yet, so nothing was sent; look again with `license-hub show`",
                license.in_words()
            )));
        };
        let what = format!("ends the key of the {} and makes a new one", license.in_words());
        Ok(self.plan(what, Request::NewKey(NewKey::new(own.service.clone(), old.clone()))))
    }

    fn cancel(&self, license: &License, how: &Cancellation) -> Result<Plan, Failure> {
        self.check_ability(Act::Cancel { refund: how.refund, force: how.force })?;
        let what = format!("deletes the {}, and gives nothing back", license.in_words());
        Ok(self.plan(what, Request::Delete(Delete::new(find::own(license)?.service))))
    }

    fn auto_renewals(&self) -> Result<Sheet, Failure> {
        let all = self.licenses(&Wanted::default())?;
        let renewing = all.into_iter().filter(|license| license.auto_renew == Some(true));
        Ok(answers::auto_renewals(self, &renewing.collect::<Vec<_>>()))
    }

    fn set_auto_renewal(&self, license: &License, on: bool) -> Result<Plan, Failure> {
        let own = find::own(license)?;
        let renewing = match own.period.get().copied().filter(|period| period.in_months().is_some()) {
            _ if !on => AutoRenew::Off,
            Some(period) => AutoRenew::Every(period),
            None => {
                return Err(Failure::usage(format!(
                    "the {} is not paid by the month, so it cannot renew itself; nothing was sent",
                    license.in_words()
                )));
            }
        };
        let edit = Edit::new(own.service.clone()).auto_renew(renewing);
        let edit = own
            .address
            .get()
            .copied()
            .filter(|ip| !ip.is_unspecified())
            .into_iter()
            .fold(edit, Edit::address);
        let edit = own.name.get().filter(|name| !name.is_empty()).cloned().into_iter().fold(edit, Edit::name);
        let word = if on { "on" } else { "off" };
        let what = format!("switches automatic renewal {word} for the {}", license.in_words());
        Ok(self.plan(what, Request::Edit(edit)))
    }

    fn check_address(&self, check: &AddressCheck) -> Result<Sheet, Failure> {
        let item_type = check.product.as_deref().map(find::item_type_named).transpose()?;
        let offer = tariff::offer(self, &check.tariff, item_type.as_ref())?;
        let request = CheckAddress::new(offer.clone(), period(&check.period)?, check.address);
        let answer = self.client.check_address(&request)?;
        Ok(answers::free(self, &offer, check.address, &answer))
    }

    fn balance(&self) -> Result<Sheet, Failure> {
        Ok(answers::balances(self, &self.client.balances(&GetBalances::new())?))
    }

    fn tariffs(&self, product: Option<&str>) -> Result<Sheet, Failure> {
        let mut all = Vec::new();
        for item_type in find::item_types(self.name, product) {
            all.push((item_type.clone(), self.client.price_list(&GetPriceList::new(item_type))?));
        }
        Ok(answers::prices(self, &all))
    }

    fn cart(&self) -> Result<Sheet, Failure> {
        Ok(answers::cart(self, &self.client.cart(&GetCart::new())?))
    }

    fn empty_cart(&self, item: Option<&str>) -> Result<Plan, Failure> {
        if let Some(item) = item {
            let what = format!("takes item {item} out of the cart");
            return Ok(Plan::of(Box::new(
                self.deed(what, Request::RemoveFromCart(RemoveFromCart::new(item.parse()?))),
            )));
        }
        let cart = self.client.cart(&GetCart::new())?;
        let Some(order) = cart.order.get() else {
            return Err(Failure::usage("the cart is empty; nothing was sent"));
        };
        let what = format!("takes all {} items out of the cart", cart.items.len());
        Ok(self.plan(what, Request::ClearCart(ClearCart::new(order.clone()))))
    }

    fn check_ability(&self, act: Act) -> Result<(), Failure> {
        match act {
            Act::Logs | Act::Refund | Act::Edit => Err(self.cannot(act.words())),
            Act::Cancel { refund, force } if refund || force => {
                let why = "gives nothing back and has nothing to force; nothing was sent, so leave --refund and --force out";
                Err(Failure::usage(format!("{} {why}", self.name)))
            }
            _ => Ok(()),
        }
    }

    fn remarks(&self) -> Vec<String> {
        std::mem::take(&mut *self.remarks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn call(&self, function: &str, effect: Effect, fields: &[(String, String)]) -> Result<Call, Failure> {
        let call =
            fields.iter().fold(RawCall::new(function, effect), |call, (name, value)| call.field(name, value));
        let what = format!("calls {function}, which is said to {}", effect.name());
        let step = Box::new(self.deed(what, Request::Call(call)));
        Ok(if effect == Effect::Read { Call::Read(step) } else { Call::Planned(Plan::of(step).raw()) })
    }

    fn as_billmgr(&self) -> Option<&Billmgr> {
        Some(self)
    }
}
