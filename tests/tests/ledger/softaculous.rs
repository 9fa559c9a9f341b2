//! Softaculous: every operation that changes or spends.

use crate::attempt::{Attempt, Patience, Verdict, settings};
use crate::lost::Act;
use license_sandbox::{Sandbox, softaculous};
use license_wire::Error;
use softaculous_noc::{
    ActionId, AutoRenew, Before, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Checkable, Checked,
    Client, Credentials, Effect, Environment, Evidence, LicenseId, LicenseKey, ListAutoRenewals,
    ListLicenses, Product, RawCall, Refund, ServerType, SetAddresses, SetAutoRenewal, StartWebuzoTrial, Term,
    WebuzoPricing,
};
use std::fmt::Debug;
use std::net::IpAddr;

/// The licence of the vendor's own examples: three days old, and good for less than a month.
const EXAMPLE: &str = "88888-88888-88888-88888-88888";

pub(crate) fn acts() -> Vec<Act> {
    let act = |name, begin| Act { name, begin };
    vec![
        act("buy, new", |sandbox, patience| {
            buying(sandbox, patience, buy("192.0.2.1").owner_email("ops@example.com"), 1)
        }),
        act("buy, renewal", |sandbox, patience| buying(sandbox, patience, buy("203.0.113.12"), 1)),
        act("buy, renewal by a second address", |sandbox, patience| {
            buying(sandbox, patience, buy("203.0.113.16"), 1)
        }),
        act("buy with SitePad", |sandbox, patience| {
            buying(sandbox, patience, buy("192.0.2.1").owner_email("ops@example.com").with_sitepad(), 2)
        }),
        act("buy_webuzo, new", |sandbox, patience| {
            buying(sandbox, patience, webuzo("192.0.2.1").owner_email("ops@example.com"), 1)
        }),
        act("buy_webuzo, renewal", |sandbox, patience| buying(sandbox, patience, webuzo("203.0.113.21"), 1)),
        act("buy_virtualizor, new", |sandbox, patience| {
            buying(sandbox, patience, BuyVirtualizor::new(ip("192.0.2.1"), months(1)), 1)
        }),
        act("buy_virtualizor, renewal", |sandbox, patience| {
            buying(sandbox, patience, BuyVirtualizor::new(ip("203.0.113.31"), months(2)), 1)
        }),
        act("buy_sitepad, new", |sandbox, patience| {
            buying(sandbox, patience, BuySitePad::new(ip("192.0.2.1"), months(3)), 1)
        }),
        act("buy_sitepad, renewal", |sandbox, patience| {
            buying(sandbox, patience, BuySitePad::new(ip("203.0.113.41"), months(1)), 1)
        }),
        act("start_webuzo_trial", |sandbox, patience| {
            Box::new(trial(&Clients::of(sandbox, patience), ip("192.0.2.1"), ServerType::Vps))
        }),
        act("refund of a known licence", |sandbox, patience| {
            let refund = Refund::new(ActionId::new(100).unwrap()).of_license(key(EXAMPLE));
            checkable(&Clients::of(sandbox, patience), refund, 1).unwrap()
        }),
        act("refund of what is not billed yet", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let bought = clients.looks.buy(&buy("203.0.113.12")).unwrap();
            checkable(&clients, Refund::new(*bought.action_id.get().unwrap()), 1).unwrap()
        }),
        act("refund of another product", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let bought = clients.looks.buy_webuzo(&webuzo("203.0.113.21")).unwrap();
            let refund = Refund::new(*bought.action_id.get().unwrap()).product(Product::Webuzo);
            checkable(&clients, refund.of_license(bought.license_key), 1).unwrap()
        }),
        act("cancel by key", |sandbox, patience| {
            checkable(&Clients::of(sandbox, patience), Cancel::by_key(key(EXAMPLE)), 0).unwrap()
        }),
        act("cancel by address", |sandbox, patience| {
            checkable(&Clients::of(sandbox, patience), Cancel::by_address(ip("203.0.113.12")), 0).unwrap()
        }),
        act("cancel by a second address", |sandbox, patience| {
            checkable(&Clients::of(sandbox, patience), Cancel::by_address(ip("203.0.113.16")), 0).unwrap()
        }),
        act("cancel by force", |sandbox, patience| {
            let cancel = Cancel::by_address(ip("203.0.113.14")).force();
            checkable(&Clients::of(sandbox, patience), cancel, 0).unwrap()
        }),
        act("cancel of another product", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let found =
                clients.looks.all_licenses(&ListLicenses::new().product(Product::Virtualizor)).unwrap();
            let key = found[0].key.get().unwrap().clone();
            checkable(&clients, Cancel::by_key(key).product(Product::Virtualizor), 0).unwrap()
        }),
        act("call by name", |sandbox, patience| {
            Box::new(raw_purchase(&Clients::of(sandbox, patience), ip("192.0.2.1")))
        }),
        act("set_addresses", |sandbox, patience| {
            let addresses = [ip("192.0.2.1"), ip("192.0.2.2")];
            Box::new(addresses_set(
                &Clients::of(sandbox, patience),
                LicenseId::new(1000).unwrap(),
                &addresses,
            ))
        }),
        act("set_auto_renewal on", |sandbox, patience| {
            Box::new(renewal_set(&Clients::of(sandbox, patience), key(EXAMPLE), AutoRenew::On))
        }),
        act("set_auto_renewal off", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let renewing = clients.looks.auto_renewals(&ListAutoRenewals::new()).unwrap().licenses().unwrap();
            let key = renewing[0].key.get().unwrap().clone();
            Box::new(renewal_set(&clients, key, AutoRenew::Off))
        }),
    ]
}

/// Two clients of one account: one to look, and one that meets what there is to meet.
#[derive(Clone)]
pub(crate) struct Clients {
    pub(crate) looks: Client,
    pub(crate) does: Client,
}

impl Clients {
    pub(crate) fn of(sandbox: &Sandbox, patience: Patience) -> Self {
        let client = |patience| connect(&sandbox.softaculous_url(), Environment::Live, patience);
        Self { looks: client(Patience::Ample), does: client(patience) }
    }

    /// The one that does things may be sent to another address.
    pub(crate) fn apart(sandbox: &Sandbox, environment: Environment, url: &str, patience: Patience) -> Self {
        let looks = connect(&sandbox.softaculous_url(), environment, Patience::Ample);
        Self { looks, does: connect(url, environment, patience) }
    }
}

fn connect(url: &str, environment: Environment, patience: Patience) -> Client {
    let credentials = Credentials::account(softaculous::NOC_NAME, softaculous::NOC_PASS).unwrap();
    let client = Client::builder(environment, credentials).base_url(url);
    client.settings(settings(patience)).build().unwrap()
}

pub(crate) fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub(crate) fn months(count: u16) -> Term {
    Term::months(count).unwrap()
}

fn key(text: &str) -> LicenseKey {
    LicenseKey::new(text).unwrap()
}

fn buy(address: &str) -> Buy {
    Buy::new(ip(address), months(1), ServerType::Vps)
}

fn webuzo(address: &str) -> BuyWebuzo {
    BuyWebuzo::new(ip(address), months(1), WebuzoPricing::ServerType(ServerType::Vps))
}

fn buying<O>(sandbox: &Sandbox, patience: Patience, operation: O, charges: usize) -> Box<dyn Attempt>
where
    O: Checkable + Untold + Debug + 'static,
{
    checkable(&Clients::of(sandbox, patience), operation, charges).unwrap()
}

/// Looks at what there is before an operation that the crate can find again.
pub(crate) fn checkable<O>(clients: &Clients, operation: O, charges: usize) -> Result<Box<dyn Attempt>, Error>
where
    O: Checkable + Untold + Debug + 'static,
{
    let before = clients.looks.look_before(&operation)?;
    Ok(Box::new(Looked { clients: clients.clone(), operation, before, charges }))
}

/// What is to be expected of the look afterwards.
pub(crate) trait Untold {
    /// Whether the evidence names the transaction that the vendor's ledger has.
    const NAMES_TRANSACTION: bool;

    /// When the operation's fate cannot be told from the vendor's records: the reason that has to be given.
    fn untold(&self, before: &Before) -> Option<&'static str>;
}

/// What was bought can always be found.
macro_rules! always_told {
    ($($name:ident),+) => {
        $(impl Untold for $name {
            const NAMES_TRANSACTION: bool = true;

            fn untold(&self, _: &Before) -> Option<&'static str> {
                None
            }
        })+
    };
}
always_told!(Buy, BuyWebuzo, BuyVirtualizor, BuySitePad);

impl Untold for Refund {
    /// The crate names what was refunded; the ledger has the refund's own number.
    const NAMES_TRANSACTION: bool = false;

    fn untold(&self, before: &Before) -> Option<&'static str> {
        if before.refunded.contains(&self.action()) {
            return Some("the transaction was marked as refunded before");
        }
        let listed = before.actions.contains(&self.action());
        (!listed).then_some("the transaction is not in the records that were read")
    }
}

impl Untold for Cancel {
    /// A cancellation is no transaction.
    const NAMES_TRANSACTION: bool = false;

    fn untold(&self, before: &Before) -> Option<&'static str> {
        before.licenses.is_empty().then_some("no such licence was listed before either")
    }
}

struct Looked<O> {
    clients: Clients,
    operation: O,
    before: Before,
    charges: usize,
}

impl<O: Checkable + Untold + Debug> Attempt for Looked<O> {
    fn name(&self) -> String {
        format!("{:?}", self.operation)
    }

    fn run(&self) -> Result<(), Error> {
        self.clients.does.send(&self.operation).map(drop)
    }

    fn check(&self) -> Result<Verdict, Error> {
        let untold = self.operation.untold(&self.before);
        Ok(match self.clients.looks.check(&self.operation, &self.before)? {
            Checked::Happened(Evidence { license, action, .. }) => Verdict::Happened {
                // No transaction has the number 0.
                action: O::NAMES_TRANSACTION.then(|| action.map_or(0, ActionId::get)),
                key: license.key.map(String::from),
            },
            Checked::NotSeen => Verdict::NotSeen,
            Checked::CannotTell(why) => Verdict::CannotTell { explained: untold == Some(&*why), why },
        })
    }

    fn charges(&self) -> usize {
        self.charges
    }
}

/// An operation that the crate has no check for: its effect is read from the lists.
pub(crate) struct Seen {
    name: String,
    run: Box<dyn Fn() -> Result<(), Error>>,
    is_so: Box<dyn Fn() -> Result<bool, Error>>,
    was_so: bool,
    charges: usize,
}

impl Seen {
    fn new(
        name: String,
        run: impl Fn() -> Result<(), Error> + 'static,
        is_so: impl Fn() -> Result<bool, Error> + 'static,
    ) -> Self {
        let was_so = is_so().unwrap();
        Self { name, run: Box::new(run), is_so: Box::new(is_so), was_so, charges: 0 }
    }
}

impl Attempt for Seen {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn run(&self) -> Result<(), Error> {
        (self.run)()
    }

    fn check(&self) -> Result<Verdict, Error> {
        Ok(match ((self.is_so)()?, self.was_so) {
            (true, false) => Verdict::Happened { action: None, key: None },
            (false, _) => Verdict::NotSeen,
            (true, true) => Verdict::CannotTell { why: "it was so before".into(), explained: true },
        })
    }

    fn charges(&self) -> usize {
        self.charges
    }
}

pub(crate) fn trial(clients: &Clients, address: IpAddr, server_type: ServerType) -> Seen {
    let Clients { does, looks } = clients.clone();
    let trial = StartWebuzoTrial::new(address, server_type);
    let list = ListLicenses::new().product(Product::Webuzo).address(address);
    Seen::new(
        format!("{trial:?}"),
        move || does.start_webuzo_trial(&trial).map(drop),
        move || Ok(!looks.all_licenses(&list)?.is_empty()),
    )
}

pub(crate) fn addresses_set(clients: &Clients, license: LicenseId, addresses: &[IpAddr]) -> Seen {
    let Clients { does, looks } = clients.clone();
    let first = SetAddresses::new(license, addresses[0]);
    let set = addresses[1..].iter().fold(first, |set, address| set.and(*address));
    let addresses = addresses.to_vec();
    Seen::new(
        format!("{set:?}"),
        move || does.set_addresses(&set).map(drop),
        move || {
            for address in &addresses {
                let found = looks.all_licenses(&ListLicenses::new().address(*address))?;
                if !found.iter().any(|found| found.id.get() == Some(&license)) {
                    return Ok(false);
                }
            }
            Ok(true)
        },
    )
}

pub(crate) fn renewal_set(clients: &Clients, key: LicenseKey, auto_renew: AutoRenew) -> Seen {
    let Clients { does, looks } = clients.clone();
    let set = SetAutoRenewal::new(key.clone(), auto_renew);
    Seen::new(
        format!("{set:?}"),
        move || does.set_auto_renewal(&set).map(drop),
        move || {
            let renewing = looks.auto_renewals(&ListAutoRenewals::new().key(key.clone()))?.licenses()?;
            Ok(renewing.is_empty() == (auto_renew == AutoRenew::Off))
        },
    )
}

/// A purchase by the name of the vendor's function, of which the crate knows nothing.
pub(crate) fn raw_purchase(clients: &Clients, address: IpAddr) -> Seen {
    let Clients { does, looks } = clients.clone();
    let call = RawCall::new("softaculous_buy", Effect::Spend)
        .field("purchase", "1")
        .field("ips", address.to_string())
        .field("toadd", "1M")
        .field("servertype", "2")
        .field("authemail", "ops@example.com");
    let seen = Seen::new(
        format!("{call:?}"),
        move || does.call(&call).map(drop),
        move || Ok(!looks.all_licenses(&ListLicenses::new().address(address))?.is_empty()),
    );
    Seen { charges: 1, ..seen }
}
