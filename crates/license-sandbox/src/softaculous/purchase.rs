//! Buying: a new licence, more time for one, a trial.

use std::net::IpAddr;

use rust_decimal::Decimal;

use crate::clock::{add_days, add_months};
use crate::ledger::Desk;
use crate::params::Params;

use super::Done;
use super::licenses::parse_ip;
use super::product::{Product, Server, Term};
use super::replies;
use super::state::{Account, Action, License, No};

/// What is bought, checked.
struct Order {
    product: Product,
    ip: IpAddr,
    term: Term,
    server: Server,
    rate: Decimal,
    email: Option<String>,
    notes: Option<String>,
    /// Nothing where it is not said: off for a new licence, and as it was for a renewal (a guess).
    renews: Option<bool>,
}

impl Order {
    fn amount(&self) -> Decimal {
        self.rate * Decimal::from(self.term.months())
    }
}

/// Buys a licence for an address, or extends the one it has. With `buy_sitepad` it buys or extends SitePad for the same
/// address as well, as a transaction of its own; what the vendor's reply says of that is unknown, and here it is nothing.
pub(super) fn buy(account: &mut Account, product: Product, params: &Params, desk: &mut Desk<'_>) -> Done {
    let order = read_order(account, product, params)?;
    let sitepad = (product == Product::Softaculous && params.flag("buy_sitepad")).then(|| Order {
        product: Product::SitePad,
        rate: Product::sitepad_in_bundle(),
        email: order.email.clone(),
        notes: None,
        ..order
    });
    let total = order.amount() + sitepad.as_ref().map_or(Decimal::ZERO, Order::amount);
    if !account.can_pay(total) {
        return Err(No::not_enough_money());
    }
    // Both dates are known to exist before anything is charged.
    for order in [Some(&order), sitepad.as_ref()].into_iter().flatten() {
        new_expiry(account, order, desk)?;
    }
    let operation = format!("{}_buy", product.wire());
    let bought = commit(account, &order, &operation, desk)?;
    if let Some(sitepad) = sitepad {
        commit(account, &sitepad, &operation, desk)?;
    }
    let license = account.licenses.get(&bought.lid).ok_or(No::no_license())?;
    Ok((replies::bought(account, license, &bought), true))
}

fn read_order(account: &Account, product: Product, params: &Params) -> Result<Order, No> {
    if !params.flag("purchase") {
        return Err(No::new("purchase", "Nothing was asked to be bought"));
    }
    let ip = parse_ip(params.text("ips").ok_or(No::new("ips", "An IP is needed"))?)?;
    let term = params.text("toadd").ok_or(No::new("toadd", "A period is needed"))?;
    let term = Term::parse(term, product)?;
    let existing = account.by_ip(product, ip);
    let asked = match product {
        Product::Softaculous => Server::parse(params.text("servertype").unwrap_or_default())?,
        Product::Webuzo => webuzo_server(params)?,
        // These have no server type, and the column has to hold something (a guess).
        Product::Virtualizor | Product::SitePad => Server::Dedicated,
    };
    let server = existing.map_or(asked, |license| license.server);
    let with_email = matches!(product, Product::Softaculous | Product::Webuzo);
    let email = params.text("authemail").filter(|_| with_email);
    match email {
        None if with_email && existing.is_none() => {
            return Err(No::new("authemail", "A new license needs an authorised e-mail"));
        }
        Some(email)
            if !email.contains('@')
                || email.chars().any(|character| character.is_whitespace() || character.is_control()) =>
        {
            return Err(No::new("authemail", "The authorised e-mail is not valid"));
        }
        _ => {}
    }
    Ok(Order {
        product,
        ip,
        term,
        server,
        rate: product.monthly(server),
        email: email.map(str::to_owned),
        notes: params.text("notes").filter(|_| with_email).map(str::to_owned),
        renews: params.text("autorenew").map(|text| text == "1"),
    })
}

/// Webuzo's document of today has a plan code in `price`, its SDK has `servertype`. The codes are not known, so that any
/// word will do; the price is that of the server type, or of a VPS.
fn webuzo_server(params: &Params) -> Result<Server, No> {
    match (params.text("price"), params.text("servertype")) {
        (_, Some(server)) => Server::parse(server),
        (Some(plan), None) if plan.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            Ok(Server::Vps)
        }
        _ => Err(No::new("price", "A plan is needed")),
    }
}

/// The end of the licence after a purchase: the term counts from now, or from the end of what is already paid.
fn new_expiry(account: &Account, order: &Order, desk: &Desk<'_>) -> Result<jiff::civil::Date, No> {
    let today = desk.clock.today();
    let from = account.by_ip(order.product, order.ip).map_or(today, |license| license.expires.max(today));
    add_months(from, i64::from(order.term.months())).ok_or(No::new("toadd", "That is too far ahead"))
}

fn commit(account: &mut Account, order: &Order, operation: &str, desk: &mut Desk<'_>) -> Result<Action, No> {
    let expires = new_expiry(account, order, desk)?;
    let time = desk.clock.tick();
    let existing = account.by_ip(order.product, order.ip).map(|license| license.lid);
    let (lid, name) = if let Some(lid) = existing {
        let license = account.licenses.get_mut(&lid).ok_or(No::no_license())?;
        license.expires = expires;
        license.renews = order.renews.unwrap_or(license.renews);
        // That a renewal replaces what it names is a guess.
        if let Some(email) = &order.email {
            license.email.clone_from(email);
        }
        if let Some(notes) = &order.notes {
            license.notes.clone_from(notes);
        }
        (lid, "renew")
    } else {
        let ips = vec![account.new_ip(order.ip)];
        let lid = account.add_license(|lid| License {
            lid,
            product: order.product,
            key: order.product.key(lid),
            server: order.server,
            email: order.email.clone().unwrap_or_default(),
            notes: order.notes.clone().unwrap_or_default(),
            created: time,
            expires,
            renews: order.renews.unwrap_or(false),
            ips,
        });
        (lid, "new")
    };
    let key = account.licenses.get(&lid).map(|license| license.key.clone());
    let action = account.add_action(|actid| Action {
        actid,
        name,
        lid,
        key,
        ip: Some(order.ip),
        rate: order.rate,
        added: order.term.wire(),
        months: order.term.months(),
        amount: order.amount(),
        time,
        date: desk.clock.today(),
        refunded: false,
    });
    account.post(operation, &action, desk);
    Ok(action)
}

/// How long a trial is: a guess.
const TRIAL_DAYS: i64 = 30;

/// A free Webuzo licence for an address that has none. Its fields are seen in the SDK; that an address has one trial only,
/// how long it is, and that it shows in the logs are guesses. It costs nothing, so the ledger does not have it.
pub(super) fn trial(account: &mut Account, params: &Params, desk: &mut Desk<'_>) -> Done {
    if !params.flag("gettrial") {
        return Err(No::new("gettrial", "No trial was asked for"));
    }
    let ip = parse_ip(params.text("ips").ok_or(No::new("ips", "An IP is needed"))?)?;
    let server = Server::parse(params.text("type").unwrap_or_default())?;
    if account.by_ip(Product::Webuzo, ip).is_some() {
        return Err(No::new("ips", "This IP has a license already"));
    }
    let today = desk.clock.today();
    let expires = add_days(today, TRIAL_DAYS).ok_or(No::new("ips", "That is too far ahead"))?;
    let time = desk.clock.tick();
    let ips = vec![account.new_ip(ip)];
    let lid = account.add_license(|lid| License {
        lid,
        product: Product::Webuzo,
        key: Product::Webuzo.key(lid),
        server,
        email: String::new(),
        notes: String::new(),
        created: time,
        expires,
        renews: false,
        ips,
    });
    let license = account.licenses.get(&lid).ok_or(No::no_license())?;
    let (key, reply) = (license.key.clone(), replies::trial(license));
    account.add_action(|actid| Action {
        actid,
        name: "trial",
        lid,
        key: Some(key),
        ip: Some(ip),
        rate: Decimal::ZERO,
        added: String::new(),
        months: 0,
        amount: Decimal::ZERO,
        time,
        date: today,
        refunded: false,
    });
    Ok((reply, true))
}
