//! ispmanager and ISPlicense: operations made up at random, on few enough addresses that they get in each other's way.

use crate::accounts::{Hubs, Kept, Meets, World};
use crate::attempt::{Attempt, Failed};
use crate::billmgr::{Clients, connect, is_in, prepare, seen};
use crate::random::Gambler;
use fastrand::Rng;
use license_hub::billmgr::{
    Addon, AutoRenew, ChangeTariff, CheckAddress, ClearCart, Client, Delete, Edit, GetBalances, GetCart,
    GetLicense, ItemType, License, ListLicenses, NewKey, Order, Period, RemoveFromCart, Renew, Resume,
    Service, ServiceId, Services, SetAddons, Status, Suspend, Tariff, Vendor as Installation, WhoAmI,
    isplicense, ispmanager,
};
use license_hub::{AccountName, BillmgrAccount, BillmgrOperation};
use license_sandbox::Vendor;
use license_sandbox::billmgr::{Answers, Habits, NodeChange, OrderId, Shape};
use std::net::IpAddr;
use std::rc::Rc;

/// An account at one of the two.
pub(crate) struct Billmgr {
    vendor: Vendor,
    world: Rc<World>,
    kept: Kept<Client>,
    /// What there was when it was last listed.
    known: Vec<License>,
    /// Names are numbered, so that no edit sets what was there before.
    names: u32,
}

impl Billmgr {
    pub(crate) fn new(vendor: Vendor, rng: &mut Rng, world: &Rc<World>, hubs: Option<&Rc<Hubs>>) -> Self {
        world.sandbox.set_billmgr_habits(vendor, habits(rng));
        let in_sessions = rng.bool();
        let kept = Kept::new(|meets| connect(world, vendor, in_sessions, meets));
        let name = if vendor == Vendor::Ispmanager { "isp" } else { "ispl" };
        let kept = match hubs {
            None => kept,
            Some(hubs) => kept.behind(hubs, name, |client| {
                BillmgrAccount::new(AccountName::new(name).unwrap(), client).unwrap()
            }),
        };
        Self { vendor, world: Rc::clone(world), kept, known: Vec::new(), names: 0 }
    }

    fn is_isplicense(&self) -> bool {
        self.vendor == Vendor::Isplicense
    }

    /// What the vendor sells.
    fn item_types(&self) -> &'static [ItemType] {
        const ISPMANAGER: [ItemType; 4] =
            [ItemType::Ispsystem, ItemType::ThirdParty, ItemType::Module, ItemType::Platform];
        const ISPLICENSE: [ItemType; 3] = [ItemType::ThirdParty, ItemType::Plesk, ItemType::Module];
        if self.is_isplicense() { &ISPLICENSE } else { &ISPMANAGER }
    }

    fn list(&mut self, rng: &mut Rng) -> Result<(), Failed> {
        if self.known.is_empty() || rng.u8(..6) == 0 {
            self.known.clear();
            for item_type in self.item_types() {
                self.known.extend(self.kept.looks().all_licenses(&ListLicenses::new(item_type.clone()))?);
            }
        }
        Ok(())
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("web {} \"ours\" & <theirs>", self.names)
    }

    fn order(&mut self, rng: &mut Rng, clients: &Clients) -> Result<Attempt, Failed> {
        let (address, name) = (address(rng), self.name());
        let period = *rng.choice(&[Period::MONTH, Period::MONTH, Period::YEAR]).unwrap();
        let order = if self.is_isplicense() {
            let period = if rng.u8(..6) == 0 { Period::LIFETIME } else { period };
            match rng.u8(..8) {
                0 => Order::plesk(&isplicense::PLESK_WEB_PRO, address, period, AutoRenew::VendorsDefault),
                1 => Order::module(&isplicense::KERNELCARE, period, AutoRenew::VendorsDefault),
                2 => {
                    let tariff = &isplicense::ISPMANAGER_6_BUSINESS;
                    let nodes = Addon::new(tariff.nodes().unwrap(), rng.u64(1..4))?;
                    Order::license(tariff, address, name, period, AutoRenew::VendorsDefault).addon(nodes)
                }
                _ => {
                    let tariffs = [isplicense::ISPMANAGER_6_LITE, isplicense::ISPMANAGER_6_HOST];
                    let tariff = rng.choice(&tariffs).unwrap();
                    Order::license(tariff, address, name, period, AutoRenew::VendorsDefault)
                }
            }
        } else {
            let renew = if rng.bool() { AutoRenew::Off } else { AutoRenew::Every(period) };
            match rng.u8(..10) {
                0 => Order::license(&ispmanager::TRIAL, address, name, Period::TRIAL, AutoRenew::Off),
                1 => {
                    let tariff = ispmanager_tariff("CloudLinux");
                    Order::license(tariff, address, name, Period::MONTH, AutoRenew::Off)
                }
                2 => {
                    let module = ispmanager_tariff("BitNinja module");
                    let order = Order::module(module, Period::MONTH, AutoRenew::Off);
                    match rng.choice(&self.known) {
                        Some(license) => order.for_license(license.service.id().clone()),
                        None => order,
                    }
                }
                3 => Order::platform(ispmanager_tariff("DCImanager 6"), Period::MONTH, AutoRenew::Off),
                4 => {
                    let nodes = Addon::new(ispmanager::BUSINESS.nodes().unwrap(), rng.u64(1..4))?;
                    Order::license(&ispmanager::BUSINESS, address, name, period, renew).addon(nodes)
                }
                _ => {
                    let tariffs = [ispmanager::LITE, ispmanager::PRO, ispmanager::HOST];
                    Order::license(rng.choice(&tariffs).unwrap(), address, name, period, renew)
                }
            }
        };
        let order = if rng.u8(..3) == 0 { order.remote_id(format!("ref-{}", self.names)) } else { order };
        prepare(clients, self.vendor, if rng.u8(..8) == 0 { order.into_cart() } else { order })
    }

    /// Something that is done to one licence.
    fn of_one(&mut self, rng: &mut Rng, clients: &Clients) -> Result<Attempt, Failed> {
        let license = rng.choice(&self.known).cloned();
        let Some(license) = license.filter(|_| rng.u8(..20) > 0) else {
            let nobodys = Service::new(self.item_types()[0].clone(), ServiceId::new("77")?);
            return prepare(clients, self.vendor, Renew::new(nobodys, Period::MONTH));
        };
        let service = license.service.clone();
        match rng.u8(..13) {
            0..=3 => {
                let renew = Renew::new(service, *rng.choice(&[Period::MONTH, Period::YEAR]).unwrap());
                let renew = match license.expires.get() {
                    Some(expires) if rng.bool() => renew.expires_now(*expires),
                    _ => renew,
                };
                prepare(clients, self.vendor, renew)
            }
            4 | 5 => {
                let vendor =
                    if self.is_isplicense() { Installation::Isplicense } else { Installation::Ispmanager };
                let of_its_kind: Vec<_> = Tariff::of(vendor)
                    .iter()
                    .filter(|tariff| tariff.item_type == *service.item_type())
                    .collect();
                let tariff = rng.choice(&of_its_kind).unwrap();
                prepare(clients, self.vendor, ChangeTariff::new(service, tariff.code))
            }
            6 | 7 => match license.addons.keys().next() {
                Some(code) => {
                    let set = SetAddons::new(service, Addon::new(*code, rng.u64(1..6))?);
                    let set = set.repeating(license.address.get().copied().unwrap_or(address(rng)), "nodes");
                    prepare(clients, self.vendor, set)
                }
                None => self.change(rng, clients, &license),
            },
            8 => match license.key.get() {
                Some(key) => prepare(clients, self.vendor, NewKey::new(service, key.clone())),
                None => self.change(rng, clients, &license),
            },
            9 | 10 => {
                let also = rng.choice(&self.known).map(|license| &license.service);
                let also = also.filter(|also| also.item_type() == service.item_type() && **also != service);
                let services = Services::from(service.clone());
                let services = match also {
                    Some(also) if rng.u8(..4) == 0 => services.and(also.id().clone()),
                    _ => services,
                };
                prepare(clients, self.vendor, Delete::new(services))
            }
            _ => self.change(rng, clients, &license),
        }
    }

    /// What does no harm when it is done twice.
    fn change(&mut self, rng: &mut Rng, clients: &Clients, license: &License) -> Result<Attempt, Failed> {
        let service = license.service.clone();
        let get = GetLicense::new(service.clone());
        let called = |what: &str| format!("{}.{what}", service.item_type());
        match rng.u8(..6) {
            0 => {
                let suspend = Suspend::new(service.clone());
                let wish = BillmgrOperation::Suspend(suspend.clone());
                seen(clients, self.vendor, called("suspend"), (suspend, wish), move |client| {
                    is_in(client, &get, Status::Suspended)
                })
            }
            1 => {
                let resume = Resume::new(service.clone());
                let wish = BillmgrOperation::Resume(resume.clone());
                seen(clients, self.vendor, called("resume"), (resume, wish), move |client| {
                    is_in(client, &get, Status::Active)
                })
            }
            2 if !matches!(service.item_type(), ItemType::Module | ItemType::Platform) => {
                let wanted = address(rng);
                let edit = Edit::new(service.clone()).address(wanted);
                let wish = BillmgrOperation::Edit(edit.clone());
                seen(clients, self.vendor, called("edit"), (edit, wish), move |client| {
                    Ok(client.license(&get)?.address.get() == Some(&wanted))
                })
            }
            3 => {
                // What cannot be renewed is left as it is without a word.
                let renewed = *service.item_type() == ItemType::Ispsystem
                    && license.period.get().is_some_and(|period| period.in_months().is_some());
                let wanted =
                    if renewed && rng.bool() { AutoRenew::Every(Period::MONTH) } else { AutoRenew::Off };
                let edit = Edit::new(service.clone()).auto_renew(wanted);
                let wish = BillmgrOperation::Edit(edit.clone());
                seen(clients, self.vendor, called("edit"), (edit, wish), move |client| {
                    Ok(client.license(&get)?.auto_renew.get() == Some(&wanted))
                })
            }
            _ if matches!(service.item_type(), ItemType::Ispsystem | ItemType::ThirdParty) => {
                let wanted = self.name();
                let edit = Edit::new(service.clone()).name(&wanted);
                let wish = BillmgrOperation::Edit(edit.clone());
                seen(clients, self.vendor, called("edit"), (edit, wish), move |client| {
                    Ok(client.license(&get)?.name.get() == Some(&wanted))
                })
            }
            _ => Ok(self.read(rng, clients)),
        }
    }

    fn cart(&mut self, rng: &mut Rng, clients: &Clients) -> Result<Attempt, Failed> {
        let cart = clients.looks.cart(&GetCart::new())?;
        let is_in_cart = |client: &Client, item: &ServiceId| {
            Ok(client.cart(&GetCart::new())?.items.iter().any(|there| there.id.get() == Some(item)))
        };
        match (cart.order.get(), rng.choice(&cart.items).and_then(|item| item.id.get())) {
            (Some(order), _) if rng.u8(..3) == 0 => {
                let clear = ClearCart::new(order.clone());
                let wish = BillmgrOperation::ClearCart(clear.clone());
                seen(clients, self.vendor, "basket".into(), (clear, wish), |client| {
                    Ok(client.cart(&GetCart::new())?.items.is_empty())
                })
            }
            (_, Some(item)) => {
                let remove = RemoveFromCart::new(item.clone());
                let wish = BillmgrOperation::RemoveFromCart(remove.clone());
                let item = item.clone();
                seen(clients, self.vendor, "basket".into(), (remove, wish), move |client| {
                    is_in_cart(client, &item).map(|is_in| !is_in)
                })
            }
            _ => self.order(rng, clients),
        }
    }

    fn read(&self, rng: &mut Rng, clients: &Clients) -> Attempt {
        let does = clients.does.clone();
        let vendor = self.vendor;
        match rng.u8(..5) {
            0 => Attempt::read(vendor, "balances", move || does.balances(&GetBalances::new())),
            1 => Attempt::read(vendor, "who_am_i", move || does.who_am_i(&WhoAmI::new())),
            2 => {
                let list = ListLicenses::new(self.item_types()[0].clone()).length(3);
                Attempt::read(vendor, "all_licenses", move || does.all_licenses(&list))
            }
            3 => {
                let offer =
                    if self.is_isplicense() { &isplicense::ISPMANAGER_6_LITE } else { &ispmanager::LITE };
                let check = CheckAddress::new(offer, Period::MONTH, address(rng));
                Attempt::read(vendor, "check_address", move || does.check_address(&check))
            }
            _ => Attempt::read(vendor, "cart", move || does.cart(&GetCart::new())),
        }
    }
}

impl Gambler for Billmgr {
    fn vendor(&self) -> Vendor {
        self.vendor
    }

    fn between(&mut self, rng: &mut Rng) {
        if rng.u8(..20) == 0 {
            self.world.sandbox.expire_billmgr_sessions();
        }
    }

    fn attempt(&mut self, rng: &mut Rng, meets: Meets) -> Result<Attempt, Failed> {
        self.list(rng)?;
        let clients = self.kept.clients(meets);
        match rng.u8(..16) {
            0..=5 => self.order(rng, &clients),
            6..=13 => self.of_one(rng, &clients),
            14 => self.cart(rng, &clients),
            _ => Ok(self.read(rng, &clients)),
        }
    }
}

/// Few enough that some are taken.
fn address(rng: &mut Rng) -> IpAddr {
    if rng.u8(..4) == 0 {
        [203, 0, 113, rng.u8(115..140)].into()
    } else {
        [198, 51, 100, rng.u8(1..60)].into()
    }
}

fn ispmanager_tariff(name: &str) -> &'static Tariff {
    ispmanager::TARIFFS.iter().find(|tariff| tariff.name == name).unwrap()
}

/// How the vendor behaves where that is not known.
fn habits(rng: &mut Rng) -> Habits {
    let mut habits = Habits::default();
    habits.key_on_read = rng.u32(0..4);
    habits.key_after_days = rng.u32(0..3);
    // What no reading ends could not be looked at.
    habits.slow_changes = habits.key_on_read > 0 && rng.u8(..4) == 0;
    habits.edit_shape = *rng.choice(&[Shape::Flat, Shape::Nested]).unwrap();
    habits.prolong_shape = *rng.choice(&[Shape::Flat, Shape::Nested]).unwrap();
    let ids = [OrderId::Both, OrderId::Id, OrderId::ItemId, OrderId::Neither];
    habits.order_id = *rng.choice(&ids).unwrap();
    if rng.u8(..4) == 0 {
        habits.node_change = NodeChange::ThroughCart;
    }
    if rng.u8(..10) == 0 {
        habits.answers = Answers::Long;
    }
    habits
}
