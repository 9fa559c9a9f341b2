//! WebSoftSolus: Plesk, cPanel and Virtuozzo.

mod answers;
mod call;
mod find;
pub(crate) mod order;
mod request;

use license_wire::{Effect, Error, Scrubber};
use serde_json::Value;
use websoftsolus::{Client, Credentials, Edit, FamilyName, KeyNumber, ListOrderable, StopSignal, Terminate};

use super::{Act, Call, Cancellation, License, LicenseName, Listed, Plan, Step, Vendor, VendorName, Wanted};
use crate::config::{AccountConfig, Environment, Login};
use crate::exit::Failure;
use crate::output::{Gauge, Sheet};

use request::{Deed, Request};

/// The families, as the command line names them.
pub(crate) const PRODUCTS: &[&str] = &["plesk", "cpanel", "virtuozzo"];

/// One account.
#[derive(Clone)]
pub(crate) struct WebSoftSolus {
    client: Client,
    account: String,
    environment: Environment,
    stop: StopSignal,
}

/// Does the same with the type of a family that is only known by name.
macro_rules! of_family {
    ($name:expr, $family:ident => $do:expr) => {
        match $name {
            websoftsolus::FamilyName::Plesk => {
                type $family = websoftsolus::Plesk;
                $do
            }
            websoftsolus::FamilyName::Cpanel => {
                type $family = websoftsolus::Cpanel;
                $do
            }
            websoftsolus::FamilyName::Virtuozzo => {
                type $family = websoftsolus::Virtuozzo;
                $do
            }
        }
    };
}
use of_family;

/// Reads the secret and makes the client. Sends nothing.
pub(super) fn open(config: &AccountConfig, scrubber: &Scrubber) -> Result<WebSoftSolus, Failure> {
    let wrong = |error: Error| config.place.fail(format!("{error}; correct it"));
    let (login, source) = match &config.login {
        Login::Password { username, password } => (username, password),
        Login::ApiKey { .. } => return Err(config.place.fail("write username and password")),
    };
    let secret = source.read()?;
    scrubber.add(&secret);
    let credentials = Credentials::new(login, secret).map_err(wrong)?;
    let environment = match config.environment {
        Environment::Live => websoftsolus::Environment::Live,
        Environment::Test => websoftsolus::Environment::Test,
    };
    let settings = super::softaculous::settings(config, scrubber)?;
    let mut builder = Client::builder(environment, credentials).settings(settings);
    if let Some(address) = &config.base_url {
        builder = builder.base_url(address);
    }
    Ok(WebSoftSolus {
        client: builder.build().map_err(wrong)?,
        account: config.name.clone(),
        environment: config.environment,
        stop: StopSignal::default(),
    })
}

impl WebSoftSolus {
    fn deed(&self, what: impl Into<String>, request: Request) -> Box<dyn Step> {
        Box::new(Deed { wss: self.clone(), what: what.into(), request })
    }

    /// A plan for a licence that was looked up.
    fn plan(&self, what: impl Into<String>, request: Request) -> Plan {
        Plan::of(self.deed(what, request)).looked_up()
    }
}

/// The family and the number of a licence of this vendor.
fn family_and_key(license: &License) -> Result<(FamilyName, &str), Failure> {
    let key = license.key.as_deref().ok_or_else(|| {
        Failure::not_sent(format!(
            "the {} has no key that could be read; nothing was sent",
            license.in_words()
        ))
    })?;
    Ok((license.product.parse()?, key))
}

impl Vendor for WebSoftSolus {
    fn name(&self) -> VendorName {
        VendorName::WebSoftSolus
    }

    fn shut_down(&self) {
        self.stop.stop();
        self.client.shut_down();
    }

    fn log_in(&self) -> Result<(), Error> {
        self.client.log_in()
    }

    fn licenses(&self, wanted: &Wanted) -> Result<Vec<License>, Error> {
        find::complete(self.list(wanted, &Gauge::hidden())?)
    }

    fn list(&self, wanted: &Wanted, gauge: &Gauge) -> Result<Listed, Error> {
        find::list(self, wanted, gauge)
    }

    fn find(&self, name: &LicenseName, product: Option<&str>) -> Result<Vec<License>, Error> {
        find::by_name(self, name, product)
    }

    fn whole(&self, license: License) -> Result<License, Error> {
        find::whole(&self.client, license)
    }

    fn title(&self, license: &License) -> Option<String> {
        find::title(license)
    }

    fn check_ability(&self, act: Act) -> Result<(), Failure> {
        match act {
            Act::Edit | Act::Cancel { refund: false, force: false } => Ok(()),
            Act::Cancel { refund: true, .. } => Err(Failure::usage(
                "WebSoftSolus does not say that it gives anything back, so there is no --refund; nothing was sent, so \
                 leave it out, or ask the vendor first",
            )),
            Act::Cancel { force: true, .. } => Err(Failure::usage(
                "WebSoftSolus ends a licence without asking how much of it is left, so there is no --force; nothing \
                 was sent, so leave it out",
            )),
            other => Err(self.cannot(other.words())),
        }
    }

    fn recall(&self, operation: &Value) -> Result<Box<dyn Step>, Failure> {
        Deed::recall(self, operation)
    }

    fn cancel(&self, license: &License, how: &Cancellation) -> Result<Plan, Failure> {
        self.check_ability(Act::Cancel { refund: how.refund, force: how.force })?;
        let (family, key) = family_and_key(license)?;
        let known = find::known(&self.client, license)?;
        let what = format!(
            "TERMINATES the {}; that cannot be undone, and nothing is given back",
            find::in_words(&known, self.title(&known))
        );
        let request = of_family!(family, F => Request::from(Terminate::<F>::new(KeyNumber::new(key)?)));
        Ok(self.plan(what, request))
    }

    fn orderable(&self, product: &str) -> Result<Sheet, Failure> {
        let family: FamilyName = product.parse()?;
        of_family!(family, F => {
            let list = self.client.orderable(&ListOrderable::of(F::default()))?;
            Ok(answers::orderable(self, family, &list.versions()?))
        })
    }

    fn set_texts(&self, license: &License, title: &str, comment: &str) -> Result<Plan, Failure> {
        let (family, key) = family_and_key(license)?;
        let what =
            format!("gives the {} the title `{title}` and the comment `{comment}`", license.in_words());
        let request =
            of_family!(family, F => Request::from(Edit::<F>::new(KeyNumber::new(key)?, title, comment)));
        Ok(self.plan(what, request))
    }

    fn call(&self, function: &str, effect: Effect, fields: &[(String, String)]) -> Result<Call, Failure> {
        let call = call::raw(function, effect, fields)?;
        let what = format!("calls {function}, which is said to {}", effect.name());
        let step = self.deed(what, Request::Call(call));
        Ok(if effect == Effect::Read { Call::Read(step) } else { Call::Planned(Plan::of(step).raw()) })
    }

    fn as_websoftsolus(&self) -> Option<&WebSoftSolus> {
        Some(self)
    }
}
