//! ispmanager and ISPlicense: their operations as attempts, through the crate and through the facade.

use crate::accounts::{self, Meets, World};
use crate::attempt::{Attempt, Failed, Patience, Told, Verdict, settings};
use license_hub::billmgr::{
    Applied, Before, ChangeTariff, Checkable, Client, Credentials, Delete, Error, Evidence, GetLicense,
    KnownLicense, NewKey, Operation as Wire, Order, Period, Renew, SetAddons, Site, Status,
    Vendor as Installation,
};
use license_hub::{BillmgrOperation, Operation, Order as AnyOrder};
use license_sandbox::{Vendor, billmgr};
use serde::Serialize;
use serde_json::Value;
use std::fmt::Debug;
use std::ops::RangeInclusive;

pub(crate) type Clients = accounts::Clients<Client>;

/// A client of one of the two. `in_sessions` is one of the two ways to log in.
pub(crate) fn connect(world: &World, vendor: Vendor, in_sessions: bool, meets: Meets) -> Client {
    let sandbox = &world.sandbox;
    let (installation, site, address) = if vendor == Vendor::Ispmanager {
        (Installation::Ispmanager, billmgr::ISPMANAGER, sandbox.ispmanager_url())
    } else {
        (Installation::Isplicense, billmgr::ISPLICENSE, sandbox.isplicense_url())
    };
    let (user, password) = (site.username, site.password);
    let credentials = if in_sessions {
        Credentials::session(user, password)
    } else {
        Credentials::each_call(user, password)
    };
    let patience = if let Meets::Vendor(patience) = meets { patience } else { Patience::Ample };
    let site = Site::own(installation, world.address(meets, address));
    Client::builder(&site, credentials.unwrap()).settings(settings(patience)).build().unwrap()
}

/// An operation that the crate can find again, and what is to be expected of it.
pub(crate) trait Wish: Checkable + Debug + Clone + 'static {
    /// The same for the facade.
    fn wish(self, vendor: Vendor) -> Operation;

    /// What the sandbox calls it.
    fn called(&self, vendor: Vendor) -> String;

    /// How many entries it may make.
    fn charges(&self) -> RangeInclusive<usize>;

    /// What the reply says.
    fn told(&self, output: Self::Output) -> Told;

    /// Whether this is the reason that has to be given for not being able to tell.
    fn is_untold(&self, before: &Before, why: &str) -> bool;
}

/// Looks at what there is before an operation.
pub(crate) fn prepare<O: Wish>(clients: &Clients, vendor: Vendor, operation: O) -> Result<Attempt, Failed> {
    let mut attempt = Attempt {
        name: format!("{operation:?}"),
        vendor,
        operation: Some(operation.called(vendor)),
        charges: operation.charges(),
        is_read: false,
        comes_late: false,
        is_blind: false,
        run: Box::new(|| Ok(Told::default())),
        check: Box::new(|| Ok(Verdict::NotSeen)),
    };
    let accounts::Clients { looks, does, facade } = clients.clone();
    if let Some(facade) = facade {
        attempt.name = format!("through the facade, {}", attempt.name);
        let wish = operation.clone().wish(vendor);
        let (before, own) = facade.look_before::<Before>(&wish)?;
        let (doing, performs) = (wish.clone(), facade.clone());
        attempt.run = Box::new(move || performs.perform(&doing));
        attempt.check = Box::new(move || facade.check(&wish, &before, |why| operation.is_untold(&own, why)));
    } else {
        let before = looks.look_before(&operation)?;
        let doing = operation.clone();
        attempt.run = Box::new(move || Ok(doing.told(send(&does, &doing)?)));
        attempt.check = Box::new(move || {
            let checked = looks.check(&operation, &before)?;
            Ok(Verdict::of(checked, |evidence| shown(&evidence), |why| operation.is_untold(&before, why)))
        });
    }
    Ok(attempt)
}

/// An operation that the crate has no check for, because doing it again does no harm: whether it is so is looked at.
pub(crate) fn seen<O: Wire + Debug + Clone + 'static>(
    clients: &Clients,
    vendor: Vendor,
    called: String,
    (operation, wish): (O, BillmgrOperation),
    is_so: impl Fn(&Client) -> Result<bool, Error> + 'static,
) -> Result<Attempt, Failed> {
    let accounts::Clients { looks, does, facade } = clients.clone();
    let was_so = is_so(&looks)?;
    let name = format!("{operation:?}");
    let wish = of_vendor(vendor, wish);
    Ok(Attempt {
        name: if facade.is_some() { format!("through the facade, {name}") } else { name },
        vendor,
        operation: Some(called),
        charges: 0..=0,
        is_read: false,
        comes_late: false,
        is_blind: false,
        run: Box::new(move || match &facade {
            Some(facade) => facade.perform(&wish),
            None => Ok(send(&does, &operation).map(|_| Told::default())?),
        }),
        check: Box::new(move || {
            Ok(match (is_so(&looks)?, was_so) {
                (true, false) => Verdict::Happened(Told::default()),
                (false, _) => Verdict::NotSeen,
                (true, true) => Verdict::CannotTell { why: "it was so before".into(), explained: true },
            })
        }),
    })
}

fn send<O: Wire>(client: &Client, operation: &O) -> Result<O::Output, Error> {
    client.send(operation)
}

fn of_vendor(vendor: Vendor, operation: BillmgrOperation) -> Operation {
    if vendor == Vendor::Ispmanager {
        Operation::Ispmanager(operation)
    } else {
        Operation::Isplicense(operation)
    }
}

fn shown(evidence: &Evidence) -> Told {
    let key = evidence.license.key.as_ref().map(|key| key.as_str().to_owned());
    Told { service: Some(evidence.license.service.id().to_string()), key, ..Told::default() }
}

/// What is done to this licence, or waits.
fn applied<T>(applied: &Applied<T>, service: impl FnOnce(&T) -> Option<String>) -> Told {
    match applied {
        Applied::Done(done) => Told { service: service(done), ..Told::default() },
        Applied::Waiting(_) => Told { waits: true, ..Told::default() },
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// A part of an operation that has no getter, as it is stored.
fn part(operation: &impl Serialize, path: &str) -> Value {
    json(operation).pointer(path).unwrap().clone()
}

fn text(operation: &impl Serialize, path: &str) -> String {
    part(operation, path).as_str().unwrap().to_owned()
}

/// The licence as it was.
fn was(before: &Before) -> &KnownLicense {
    &before.licenses[0]
}

/// The vendor may be at something else with the licence.
const AT_WORK: &str = "the vendor is working on the licence: look again later";

fn was_at_work(before: &Before) -> bool {
    was(before).status == Some(Status::Processing)
}

impl Wish for Order {
    fn wish(self, vendor: Vendor) -> Operation {
        if vendor == Vendor::Ispmanager {
            AnyOrder::Ispmanager(self).into()
        } else {
            AnyOrder::Isplicense(self).into()
        }
    }

    fn called(&self, _: Vendor) -> String {
        format!("{}.order.param", self.offer().item_type())
    }

    fn charges(&self) -> RangeInclusive<usize> {
        let paid = !self.is_into_cart() && self.period() != Period::TRIAL;
        usize::from(paid)..=usize::from(paid)
    }

    fn told(&self, output: Self::Output) -> Told {
        applied(&output, |ordered| Some(ordered.service.id().to_string()))
    }

    /// A module and a platform have neither address nor name to know them by.
    fn is_untold(&self, _: &Before, why: &str) -> bool {
        self.address().is_none()
            && why.ends_with("licences are new, and nothing in them tells whose order they are of")
    }
}

impl Wish for Renew {
    fn wish(self, vendor: Vendor) -> Operation {
        of_vendor(vendor, BillmgrOperation::Renew(self))
    }

    fn called(&self, _: Vendor) -> String {
        "service.prolong".into()
    }

    fn charges(&self) -> RangeInclusive<usize> {
        1..=1
    }

    fn told(&self, output: Self::Output) -> Told {
        applied(&output, |_| Some(self.service().id().to_string()))
    }

    fn is_untold(&self, before: &Before, why: &str) -> bool {
        match why {
            "the licence shows no date on which it runs out" => was(before).expires.is_none(),
            AT_WORK => was_at_work(before),
            _ => false,
        }
    }
}

impl Wish for ChangeTariff {
    fn wish(self, vendor: Vendor) -> Operation {
        of_vendor(vendor, BillmgrOperation::ChangeTariff(self))
    }

    fn called(&self, _: Vendor) -> String {
        "service.changepricelist".into()
    }

    /// A cheaper tariff costs nothing.
    fn charges(&self) -> RangeInclusive<usize> {
        0..=1
    }

    fn told(&self, output: Self::Output) -> Told {
        applied(&output, |license| Some(license.service.id().to_string()))
    }

    fn is_untold(&self, before: &Before, why: &str) -> bool {
        match why {
            "the licence had that tariff before" => {
                was(before).tariff.is_some_and(|tariff| json(&tariff) == part(self, "/tariff"))
            }
            AT_WORK => was_at_work(before),
            _ => false,
        }
    }
}

impl Wish for NewKey {
    fn wish(self, vendor: Vendor) -> Operation {
        of_vendor(vendor, BillmgrOperation::NewKey(self))
    }

    fn called(&self, _: Vendor) -> String {
        format!("{}.edit", text(self, "/service/item_type"))
    }

    fn charges(&self) -> RangeInclusive<usize> {
        0..=0
    }

    fn told(&self, output: Self::Output) -> Told {
        applied(&output, |_| None)
    }

    fn is_untold(&self, before: &Before, why: &str) -> bool {
        why == AT_WORK && was_at_work(before)
    }
}

impl Wish for SetAddons {
    fn wish(self, vendor: Vendor) -> Operation {
        of_vendor(vendor, BillmgrOperation::SetAddons(self))
    }

    /// ISPlicense takes more nodes through `soft`, whatever the licence is.
    fn called(&self, vendor: Vendor) -> String {
        if vendor == Vendor::Isplicense {
            "soft.edit".into()
        } else {
            format!("{}.edit", text(self, "/service/item_type"))
        }
    }

    /// Fewer nodes cost nothing.
    fn charges(&self) -> RangeInclusive<usize> {
        0..=1
    }

    fn told(&self, output: Self::Output) -> Told {
        applied(&output, |license| Some(license.service.id().to_string()))
    }

    fn is_untold(&self, before: &Before, why: &str) -> bool {
        match why {
            "the licence had these numbers before" => was(before).addons.iter().any(|(code, count)| {
                json(code) == part(self, "/addons/0/code") && json(count) == part(self, "/addons/0/count")
            }),
            AT_WORK => was_at_work(before),
            _ => false,
        }
    }
}

impl Wish for Delete {
    fn wish(self, vendor: Vendor) -> Operation {
        of_vendor(vendor, BillmgrOperation::Delete(self))
    }

    fn called(&self, _: Vendor) -> String {
        format!("{}.delete", text(self, "/services/item_type"))
    }

    fn charges(&self) -> RangeInclusive<usize> {
        0..=0
    }

    fn told(&self, _: Self::Output) -> Told {
        Told::default()
    }

    fn is_untold(&self, before: &Before, why: &str) -> bool {
        let deleted = before.licenses.iter().any(|license| license.status == Some(Status::Deleted));
        deleted && why.ends_with("was deleted before")
    }
}

/// Whether a licence is in this state, when the vendor is done with what it is at.
pub(crate) fn is_in(client: &Client, get: &GetLicense, status: Status) -> Result<bool, Error> {
    let mut license = client.license(get)?;
    for _ in 0..3 {
        if license.status() != Some(Status::Processing) {
            break;
        }
        license = client.license(get)?;
    }
    Ok(license.status() == Some(status))
}
