//! WebSoftSolus: its operations as attempts, and made up at random.

use crate::accounts::{Clients, Hubs, Kept, Meets, World};
use crate::attempt::{Attempt, Failed, Patience, Told, Verdict, settings};
use crate::random::Gambler;
use fastrand::Rng;
use license_hub::websoftsolus::{
    Before, Checkable, Client, Cpanel, Credentials, Edit, Environment, Error, Evidence, Family,
    GetProperties, KeyNumber, ListKeys, ListOrderable, OrderCpanel, OrderPlesk10, OrderPlesk12,
    OrderVirtuozzo, Ordered, Os, Period, Plesk, Plesk12Sites, Terminate, Virtuozzo,
};
use license_hub::{AccountName, Operation, Order, WebSoftSolusAccount, WebSoftSolusOperation};
use license_sandbox::websoftsolus::{
    AfterTermination, DoneReply, ErrorShape, ListShape, OrderReply, Replies, TokenRules,
};
use license_sandbox::{Vendor, websoftsolus};
use std::fmt::Debug;
use std::rc::Rc;

/// Keys of each family that are nobody's.
const NOBODYS: [&str; 3] = ["PLSK.00000001", "1", "VZ.00000001"];

/// An account in one of the vendor's two environments.
pub(crate) struct WebSoftSolus {
    world: Rc<World>,
    kept: Kept<Client>,
    /// Titles are numbered, so that no edit sets what was there before.
    titles: u32,
    /// Whether a new licence is to be seen only a minute after its order.
    comes_late: bool,
}

impl WebSoftSolus {
    pub(crate) fn new(rng: &mut Rng, world: &Rc<World>, hubs: Option<&Rc<Hubs>>) -> Self {
        let environment = if rng.u8(..4) == 0 { Environment::Test } else { Environment::Live };
        let comes_late = rng.u8(..8) == 0;
        let order = if comes_late {
            OrderReply::OrderId
        } else {
            *rng.choice(&[OrderReply::KeyNumber, OrderReply::Properties, OrderReply::Array]).unwrap()
        };
        let replies = Replies::default()
            .order(order)
            .list(*rng.choice(&[ListShape::Strings, ListShape::Objects, ListShape::ObjectWithGaps]).unwrap())
            .edit(*rng.choice(&[DoneReply::Result, DoneReply::Properties, DoneReply::NoContent]).unwrap())
            .terminate(*rng.choice(&[DoneReply::Result, DoneReply::Nothing, DoneReply::True]).unwrap())
            .terminated(*rng.choice(&[AfterTermination::Gone, AfterTermination::Kept]).unwrap())
            .error(*rng.choice(&[ErrorShape::Oauth, ErrorShape::Object, ErrorShape::Plain]).unwrap());
        world.sandbox.set_websoftsolus_replies(replies);
        // A token may end whenever the date moves on, and another client may have got a new one.
        let rules = TokenRules::default().lifetime(rng.u32(60..200_000)).new_ends_old(rng.bool());
        world.sandbox.set_websoftsolus_tokens(rules);
        let kept = Kept::new(|meets| connect(world, environment, meets));
        let kept = match hubs {
            None => kept,
            Some(hubs) => kept.behind(hubs, "wss", |client| {
                WebSoftSolusAccount::new(AccountName::new("wss").unwrap(), client)
            }),
        };
        Self { world: Rc::clone(world), kept, titles: 0, comes_late }
    }

    fn title(&mut self) -> String {
        self.titles += 1;
        format!("web {} of \"ours\" & theirs", self.titles)
    }

    fn order(&mut self, rng: &mut Rng, clients: &Clients<Client>) -> Result<Attempt, Failed> {
        let period = rng.choice(&[Period::Months1, Period::Months3, Period::Months12]).unwrap().clone();
        let os = rng.choice(&[Os::Linux, Os::Windows]).unwrap().clone();
        // Some have the same title, and a reference of their own in the comment.
        let comment = format!("ref {}", rng.u32(..));
        let title = if rng.u8(..3) == 0 { "web".to_owned() } else { self.title() };
        let late = self.comes_late;
        match rng.u8(..5) {
            0 => {
                let order = OrderPlesk10::new("PLESK-10-30-DOMAINS", title, period, os).comment(comment);
                prepare(clients, Order::Plesk10(order.clone()).into(), order, late)
            }
            1 | 2 => {
                let order = OrderPlesk12::new("PLESK-12-WEB-PRO", title, period).comment(comment);
                let order = if rng.bool() { order.sites(Plesk12Sites::Sites30) } else { order };
                prepare(clients, Order::Plesk12(order.clone()).into(), order, late)
            }
            3 => {
                let address = [203, 0, 113, rng.u8(..)].into();
                let order = OrderCpanel::new("CPANEL-VPS", title, period, address).comment(comment);
                prepare(clients, Order::Cpanel(order.clone()).into(), order, late)
            }
            _ => {
                let order = OrderVirtuozzo::new("VIRTUOZZO-1-CPU", title, period, os).comment(comment);
                prepare(clients, Order::Virtuozzo(order.clone()).into(), order, late)
            }
        }
    }

    /// Something that is done to one licence.
    fn of_one<F: Family>(
        &mut self,
        rng: &mut Rng,
        clients: &Clients<Client>,
        edit: fn(Edit<F>) -> WebSoftSolusOperation,
        terminate: fn(Terminate<F>) -> WebSoftSolusOperation,
    ) -> Result<Attempt, Failed> {
        let keys = clients.looks.keys(&ListKeys::of(F::default()))?.key_numbers()?;
        let key = match rng.choice(&keys) {
            Some(key) if rng.u8(..10) > 0 => key.clone(),
            _ => KeyNumber::new(NOBODYS[F::NAME as usize])?,
        };
        match rng.u8(..5) {
            0 | 1 => {
                let comment = if rng.bool() { String::new() } else { self.title() };
                let order = Edit::new(key, self.title(), comment);
                prepare(clients, Operation::WebSoftSolus(edit(order.clone())), order, false)
            }
            2 | 3 => {
                let order = Terminate::new(key);
                prepare(clients, Operation::WebSoftSolus(terminate(order.clone())), order, false)
            }
            _ => {
                let does = clients.does.clone();
                Ok(match rng.u8(..3) {
                    0 => read("keys", move || does.keys(&ListKeys::of(F::default()))),
                    1 => read("properties", move || does.properties(&GetProperties::new(key.clone()))),
                    _ => read("orderable", move || does.orderable(&ListOrderable::of(F::default()))),
                })
            }
        }
    }
}

fn read<T>(name: &str, run: impl Fn() -> Result<T, Error> + 'static) -> Attempt {
    Attempt::read(Vendor::WebSoftSolus, name, run)
}

fn connect(world: &World, environment: Environment, meets: Meets) -> Client {
    let credentials = Credentials::new(websoftsolus::LOGIN, websoftsolus::SECRET).unwrap();
    let vendors = world.sandbox.websoftsolus_url();
    let test = if environment == Environment::Test { "test/" } else { "" };
    let patience = if let Meets::Vendor(patience) = meets { patience } else { Patience::Ample };
    // Whoever meets nobody still gets a token.
    let tokens = format!("{vendors}{test}access/token");
    let client = Client::builder(environment, credentials).base_url(world.address(meets, vendors));
    client.token_url(tokens).settings(settings(patience)).build().unwrap()
}

impl Gambler for WebSoftSolus {
    fn vendor(&self) -> Vendor {
        Vendor::WebSoftSolus
    }

    fn between(&mut self, rng: &mut Rng) {
        if rng.u8(..20) == 0 {
            self.world.sandbox.expire_websoftsolus_tokens();
        }
    }

    fn attempt(&mut self, rng: &mut Rng, meets: Meets) -> Result<Attempt, Failed> {
        use WebSoftSolusOperation as Do;
        if self.comes_late {
            // What was ordered before is to be seen by now, and not taken for what is ordered next.
            self.world.sandbox.advance_seconds(100).unwrap();
        }
        let clients = self.kept.clients(meets);
        match rng.u8(..10) {
            0..=4 => self.order(rng, &clients),
            5..=7 => self.of_one::<Plesk>(rng, &clients, Do::EditPlesk, Do::TerminatePlesk),
            8 => self.of_one::<Cpanel>(rng, &clients, Do::EditCpanel, Do::TerminateCpanel),
            _ => self.of_one::<Virtuozzo>(rng, &clients, Do::EditVirtuozzo, Do::TerminateVirtuozzo),
        }
    }
}

/// What is to be expected of an operation, of its reply, and of the look afterwards.
trait Wish: Checkable + Debug + Clone + 'static {
    const WHAT: &'static str;
    const CHARGES: usize;

    fn told(output: &Self::Output) -> Told;

    /// Whether this is the reason that has to be given for not being able to tell.
    fn is_untold(&self, before: &Before<Self::Family>, why: &str) -> bool;

    /// Whether there is nothing in the vendor's records to look at.
    fn is_nobodys(&self) -> bool {
        false
    }
}

/// Looks at what there is before an operation.
fn prepare<O: Wish>(
    clients: &Clients<Client>,
    wish: Operation,
    operation: O,
    comes_late: bool,
) -> Result<Attempt, Failed> {
    let mut attempt = Attempt {
        name: format!("{operation:?}"),
        vendor: Vendor::WebSoftSolus,
        operation: Some(format!("{}.{}", O::Family::NAME.wire(), O::WHAT)),
        charges: O::CHARGES..=O::CHARGES,
        is_read: false,
        comes_late,
        is_blind: false,
        run: Box::new(|| Ok(Told::default())),
        check: Box::new(|| Ok(Verdict::NotSeen)),
    };
    // A key that is nobody's has no properties to look at: nothing is found out then.
    let looked = |operation: &O, verdict: Result<Verdict, Failed>| match verdict {
        Err(Failed { words, .. }) if operation.is_nobodys() => {
            Ok(Verdict::CannotTell { why: words, explained: true })
        }
        verdict => verdict,
    };
    let Clients { looks, does, facade } = clients.clone();
    if let Some(facade) = facade {
        attempt.name = format!("through the facade, {}", attempt.name);
        let (before, own) = facade.look_before::<Before<O::Family>>(&wish)?;
        attempt.is_blind = own.keys.is_empty();
        let (doing, performs) = (wish.clone(), facade.clone());
        attempt.run = Box::new(move || performs.perform(&doing));
        attempt.check = Box::new(move || {
            looked(&operation, facade.check(&wish, &before, |why| operation.is_untold(&own, why)))
        });
    } else {
        let before = looks.look_before(&operation)?;
        attempt.is_blind = before.keys.is_empty();
        let doing = operation.clone();
        attempt.run = Box::new(move || Ok(O::told(&does.send(&doing)?)));
        attempt.check = Box::new(move || {
            let checked = looks.check(&operation, &before).map_err(Failed::from);
            let verdict = checked.map(|checked| {
                Verdict::of(checked, |evidence| shown(&evidence), |why| operation.is_untold(&before, why))
            });
            looked(&operation, verdict)
        });
    }
    Ok(attempt)
}

fn shown<F: Family>(evidence: &Evidence<F>) -> Told {
    Told { key: evidence.keys.first().map(ToString::to_string), ..Told::default() }
}

fn ordered<F: Family>(ordered: &Ordered<F>) -> Told {
    Told {
        key: ordered.key_numbers().map(|keys| keys[0].to_string()),
        transaction: ordered.order_id(),
        unconfirmed: !ordered.is_confirmed(),
        ..Told::default()
    }
}

macro_rules! orders {
    ($($name:ident),+) => {
        $(impl Wish for $name {
            const WHAT: &'static str = "order";
            const CHARGES: usize = 1;

            fn told(output: &Self::Output) -> Told {
                ordered(output)
            }

            /// A new key is always to be seen.
            fn is_untold(&self, _: &Before<Self::Family>, _: &str) -> bool {
                false
            }
        })+
    };
}
orders!(OrderPlesk10, OrderPlesk12, OrderCpanel, OrderVirtuozzo);

impl<F: Family> Wish for Edit<F> {
    const WHAT: &'static str = "edit";
    const CHARGES: usize = 0;

    fn told(output: &Self::Output) -> Told {
        Told { unconfirmed: !output.is_confirmed(), ..Told::default() }
    }

    /// Every licence shows its texts.
    fn is_untold(&self, _: &Before<F>, _: &str) -> bool {
        false
    }

    fn is_nobodys(&self) -> bool {
        NOBODYS.contains(&self.key().as_str())
    }
}

impl<F: Family> Wish for Terminate<F> {
    const WHAT: &'static str = "terminate";
    const CHARGES: usize = 0;

    fn told(output: &Self::Output) -> Told {
        Told { unconfirmed: !output.is_confirmed(), ..Told::default() }
    }

    fn is_untold(&self, before: &Before<F>, why: &str) -> bool {
        let was_listed = before.keys.iter().any(|key| key.is_same_license(self.key()));
        let had_ended = before.status.as_ref().is_some_and(|status| status.contains("terminated"));
        match why {
            "the key was not listed before either" => !was_listed,
            "the licence had ended before" => was_listed && had_ended,
            _ => false,
        }
    }
}
