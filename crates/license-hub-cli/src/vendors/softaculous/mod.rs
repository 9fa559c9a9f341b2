//! Softaculous NOC: Softaculous, Webuzo, Virtualizor and SitePad.

mod answers;
mod find;
pub(crate) mod order;
mod request;

use std::net::IpAddr;

use license_wire::{Effect, Error, Scrubber, Settings};
use serde_json::Value;
use softaculous_noc::{
    ActionId, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, Credentials, GetInvoice,
    GetLogs, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses, Product, RawCall, Refund, SetAddresses,
    SetAutoRenewal, Term, WebuzoPricing,
};

use super::{
    Call, Cancellation, Expects, License, LicenseName, Plan, Renewal, Step, Vendor, VendorName, Wanted,
};
use crate::config::{self, AccountConfig, Environment, Login};
use crate::exit::Failure;
use crate::output::Sheet;

pub(super) use find::PRODUCTS;
pub(crate) use order::{ServerKind, Switch};
use request::{Deed, Request};

/// One account.
#[derive(Clone)]
pub(crate) struct Softaculous {
    client: Client,
    account: String,
    environment: Environment,
}

/// Reads the secrets and makes the client. Sends nothing.
pub(super) fn open(config: &AccountConfig, scrubber: &Scrubber) -> Result<Softaculous, Failure> {
    let learn = |source: &config::Source| {
        let secret = source.read()?;
        scrubber.add(&secret);
        Ok::<_, Failure>(secret)
    };
    let credentials = match &config.login {
        Login::Password { username, password } => Credentials::account(username, learn(password)?),
        Login::ApiKey { key, password } => {
            let key = learn(key)?;
            Credentials::api_key(key.expose(), learn(password)?)
        }
    };
    let wrong = |error: Error| config.place.fail(format!("{error}; correct it"));
    let credentials = credentials.map_err(wrong)?;
    let environment = match config.environment {
        Environment::Live => softaculous_noc::Environment::Live,
        Environment::Test => softaculous_noc::Environment::Sandbox,
    };
    let mut builder = Client::builder(environment, credentials).settings(settings(config, scrubber)?);
    if let Some(address) = &config.base_url {
        builder = builder.base_url(address);
    }
    let client = builder.build().map_err(wrong)?;
    Ok(Softaculous { client, account: config.name.clone(), environment: config.environment })
}

pub(super) fn settings(config: &AccountConfig, scrubber: &Scrubber) -> Result<Settings, Failure> {
    let mut settings = Settings::new().timeouts(config.timeouts);
    if let Some(bytes) = config.max_answer {
        settings = settings.max_answer(bytes);
    }
    if let Some(path) = &config.ca_file {
        let wrong = |why: String| config.place.fail(format!("ca_file {}: {why}", path.display()));
        let pem = std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        settings = settings.ca_pem(&pem).map_err(|error| wrong(error.to_string()))?;
    }
    match &config.proxy {
        None => {}
        Some(config::Proxy::None) => settings = settings.no_proxy(),
        Some(config::Proxy::Address(source)) => {
            let address = source.read()?;
            scrubber.add(&address);
            settings = settings.proxy(address).map_err(|error| source.place.fail(error))?;
        }
    }
    Ok(settings)
}

impl Softaculous {
    fn deed(&self, what: impl Into<String>, request: Request) -> Box<dyn Step> {
        Box::new(Deed { noc: self.clone(), what: what.into(), request })
    }

    fn plan(&self, what: impl Into<String>, request: Request) -> Plan {
        Plan::of(self.deed(what, request)).looked_up()
    }
}

/// The product of a licence of this vendor.
fn product(license: &License) -> Result<Product, Failure> {
    find::product(&license.product)
        .ok_or_else(|| Failure::usage(format!("{} is not a product of Softaculous", license.product)))
}

fn key(license: &License) -> Result<LicenseKey, Failure> {
    let key = license.key.as_deref().ok_or_else(|| {
        Failure::not_sent(format!(
            "the {} has no key that could be read; nothing was sent",
            license.in_words()
        ))
    })?;
    Ok(key.parse::<LicenseKey>()?)
}

impl Vendor for Softaculous {
    fn name(&self) -> VendorName {
        VendorName::Softaculous
    }

    fn shut_down(&self) {
        self.client.shut_down();
    }

    fn log_in(&self) -> Result<(), Error> {
        self.client.licenses(&ListLicenses::new().length(1)).map(|_| ())
    }

    fn licenses(&self, wanted: &Wanted) -> Result<Vec<License>, Error> {
        find::licenses(&self.client, wanted)
    }

    fn find(&self, name: &LicenseName, product: Option<&str>) -> Result<Vec<License>, Error> {
        find::by_name(&self.client, name, product)
    }

    fn recall(&self, operation: &Value) -> Result<Box<dyn Step>, Failure> {
        Deed::recall(self, operation)
    }

    fn renew(&self, license: &License, renewal: &Renewal) -> Result<Plan, Failure> {
        let product = product(license)?;
        let address = license.address.ok_or_else(|| {
            Failure::not_sent(format!(
                "the {} has no address that could be read, and the vendor renews by address; nothing was sent",
                license.in_words()
            ))
        })?;
        let term: Term = renewal.term.parse()?;
        let kind = renewal.server_type.or_else(|| find::server_kind(license));
        let need_kind = || {
            Failure::usage(
                "the licence's record does not say what kind of server it is for; say it with --server-type",
            )
        };
        let request = match product {
            Product::Softaculous => Request::Buy(Buy::new(address, term, kind.ok_or_else(need_kind)?.wire())),
            Product::Webuzo => {
                let pricing = match &renewal.plan {
                    Some(plan) => WebuzoPricing::Plan(plan.clone()),
                    None => WebuzoPricing::ServerType(kind.ok_or_else(need_kind)?.wire()),
                };
                Request::BuyWebuzo(BuyWebuzo::new(address, term, pricing))
            }
            Product::Virtualizor => Request::BuyVirtualizor(BuyVirtualizor::new(address, term)),
            Product::SitePad => Request::BuySitepad(BuySitePad::new(address, term)),
        };
        let what = format!("extends the {} by {term}", license.in_words());
        Ok(self.plan(what, request).expecting(Expects::OneLicense))
    }

    fn set_addresses(&self, license: &License, addresses: &[IpAddr]) -> Result<Plan, Failure> {
        let product = product(license)?;
        let id = license.id.as_deref().ok_or_else(|| {
            Failure::not_sent(format!(
                "the {} has no number that could be read; nothing was sent",
                license.in_words()
            ))
        })?;
        let id: LicenseId = id.parse()?;
        let Some((first, more)) = addresses.split_first() else {
            return Err(Failure::usage("name at least one address"));
        };
        let set = more.iter().fold(SetAddresses::new(id, *first), |set, address| set.and(*address));
        let list: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        let what = format!("moves the {} to {}", license.in_words(), list.join(", "));
        Ok(self.plan(what, Request::SetAddresses(set.product(product))))
    }

    fn cancel(&self, license: &License, how: &Cancellation) -> Result<Plan, Failure> {
        let (product, key) = (product(license)?, key(license)?);
        let mut steps = Vec::new();
        if how.refund {
            let logs = self.client.logs(&GetLogs::by_key(key.clone()).product(product))?;
            for (action, amount) in find::refundable(&logs.actions, how.now)? {
                let refund = Refund::new(action).of_license(key.clone()).product(product);
                let what = format!("gives back {amount} of transaction {action}");
                steps.push(self.deed(what, Request::Refund(refund)));
            }
        }
        let refunds = steps.len();
        let cancel = Cancel::by_key(key).product(product);
        let cancel = if how.force { cancel.force() } else { cancel };
        let end = format!("ends the {}", license.in_words());
        steps.push(self.deed(&*end, Request::Cancel(cancel)));
        let what = match (how.refund, refunds) {
            (false, _) => format!("{end}, and gives nothing back"),
            (true, 0) => {
                format!("{end}; nothing can be given back, as nothing was bought in the last 7 days")
            }
            (true, _) => {
                let all: Vec<String> = steps.iter().map(|step| step.what()).collect();
                all.join(", then ")
            }
        };
        Ok(Plan { what, steps, expects: Expects::Anything, looked_up: true, raw: false })
    }

    fn refund(&self, transaction: &str, license: Option<&License>) -> Result<Plan, Failure> {
        let action: ActionId = transaction.parse()?;
        let refund = match license {
            Some(license) => Refund::new(action).of_license(key(license)?).product(product(license)?),
            None => Refund::new(action),
        };
        let what = match license {
            Some(license) => format!("gives back transaction {action} of the {}", license.in_words()),
            None => format!("gives back transaction {action}"),
        };
        let plan = Plan::of(self.deed(what, Request::Refund(refund)));
        Ok(if license.is_some() { plan.looked_up() } else { plan })
    }

    fn logs(&self, license: &License, limit: Option<u64>) -> Result<Sheet, Failure> {
        let logs = GetLogs::by_key(key(license)?).product(product(license)?);
        let logs = limit.into_iter().fold(logs, GetLogs::limit);
        Ok(answers::logs(self, &self.client.logs(&logs)?))
    }

    fn auto_renewals(&self) -> Result<Sheet, Failure> {
        let mut found = Vec::new();
        for product in Product::ALL {
            let page = self.client.auto_renewals(&ListAutoRenewals::new().product(product))?;
            let licenses = page.licenses()?;
            found.extend(licenses.into_iter().map(|license| find::common(product, &license)));
        }
        Ok(answers::auto_renewals(self, &found))
    }

    fn set_auto_renewal(&self, license: &License, on: bool) -> Result<Plan, Failure> {
        let (auto_renew, word) = if on { (AutoRenew::On, "on") } else { (AutoRenew::Off, "off") };
        let set = SetAutoRenewal::new(key(license)?, auto_renew).product(product(license)?);
        let what = format!("switches automatic renewal {word} for the {}", license.in_words());
        Ok(self.plan(what, Request::SetAutoRenewal(set)))
    }

    fn invoice(&self, number: Option<&str>) -> Result<Sheet, Failure> {
        let invoice = match number {
            Some(number) => GetInvoice::of(number.parse()?),
            None => GetInvoice::unbilled(),
        };
        Ok(answers::invoice(self, &self.client.invoice(&invoice)?))
    }

    fn call(&self, function: &str, effect: Effect, fields: &[(String, String)]) -> Result<Call, Failure> {
        let call =
            fields.iter().fold(RawCall::new(function, effect), |call, (name, value)| call.field(name, value));
        let what = format!("calls {function}, which is said to {}", effect.name());
        let step = self.deed(what, Request::Call(call));
        Ok(if effect == Effect::Read { Call::Read(step) } else { Call::Planned(Plan::of(step).raw()) })
    }

    fn as_softaculous(&self) -> Option<&Softaculous> {
        Some(self)
    }
}
