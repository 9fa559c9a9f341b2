//! ispmanager and ISPlicense.

mod documents;
mod edits;
mod ending;
mod faults;
mod formats;
mod habits;
mod hostile;
mod lists;
mod login;
mod orders;
mod other_clients;
mod renewals;
mod rules;
mod shapes;
mod xml;

use license_sandbox::Sandbox;
use license_sandbox::billmgr::{ISPLICENSE, ISPMANAGER, Site};

use crate::client::{FORM, Reply, exchange, request};
use xml::Xml;

pub(crate) const ISP: &Site = &ISPMANAGER;
pub(crate) const ISPL: &Site = &ISPLICENSE;
/// The first licence of the account: lite, with a key, in use.
pub(crate) const LITE: &str = "1204417";
/// ISPmanager 6 Pro for a year, and ISPmanager 5 Business with a node.
pub(crate) const PRO: &str = "88123";
pub(crate) const CLUSTER: &str = "88125";

/// A form that asks for XML, with `authinfo`.
pub(crate) fn wire(site: &Site, form: &str) -> Vec<u8> {
    let body = format!("authinfo={}:{}&out=xml&{form}", site.username, site.password);
    request("POST", site.path, FORM, body.as_bytes())
}

pub(crate) fn ask(sandbox: &Sandbox, site: &Site, form: &str) -> Xml {
    let reply = Reply::parse(&exchange(sandbox.address(), &wire(site, form)).unwrap());
    assert_eq!((reply.status, reply.headers["content-type"].as_str()), (200, "text/xml; charset=UTF-8"));
    Xml::read(reply.text())
}

/// Sends that, and expects no error.
pub(crate) fn done(sandbox: &Sandbox, site: &Site, form: &str) -> Xml {
    let xml = ask(sandbox, site, form);
    assert!(!xml.has("/doc/error"), "{form}: {xml}");
    xml
}

/// Sends that, and expects a refusal: its type and object.
pub(crate) fn refused(sandbox: &Sandbox, site: &Site, form: &str) -> (String, String) {
    let before = sandbox.ledger();
    let xml = ask(sandbox, site, form);
    assert!(xml.has("/doc/error/msg"), "{form}: {xml}");
    assert_eq!(sandbox.ledger(), before, "a refusal charges nothing");
    assert!(!sandbox.requests().last().unwrap().committed);
    (xml.attribute("/doc/error", "type"), xml.attribute("/doc/error", "object"))
}

/// The shorter way to compare a refusal.
pub(crate) fn refusal(kind: &str, object: &str) -> (String, String) {
    (kind.to_owned(), object.to_owned())
}

/// An order of ispmanager 6 lite for a month.
pub(crate) fn order(ip: &str) -> String {
    format!(
        "func=soft.order.param&clicked_button=finish&ip={ip}&licname=new&period=1&pricelist=55227&autoprolong=null&sok=ok&skipbasket=on"
    )
}

/// Orders it and returns the id.
pub(crate) fn buy(sandbox: &Sandbox, ip: &str) -> String {
    done(sandbox, ISP, &order(ip)).text("/doc/id")
}

/// Orders it and reads it until it has its key.
pub(crate) fn buy_and_wait(sandbox: &Sandbox, ip: &str) -> String {
    let id = buy(sandbox, ip);
    for _ in 0..2 {
        show(sandbox, &id);
    }
    assert_eq!(show(sandbox, &id).text("/doc/status"), "2");
    id
}

pub(crate) fn show(sandbox: &Sandbox, id: &str) -> Xml {
    done(sandbox, ISP, &format!("func=soft.edit&elid={id}"))
}
