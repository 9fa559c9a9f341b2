//! What an operation is called and what it acts upon, in words that stay the same: to tell two of them apart in a record.

use license_wire::Effect;
use serde_json::Value;

use crate::{Operation, Order};

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
use crate::BillmgrOperation;
#[cfg(feature = "softaculous")]
use crate::SoftaculousOperation;
#[cfg(feature = "websoftsolus")]
use crate::WebSoftSolusOperation;

impl Operation {
    /// A stable word for it: `softaculous.buy`, `websoftsolus.plesk.order`, `ispmanager.change-tariff`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Order(order) => order_name(order).to_owned(),
            #[cfg(feature = "softaculous")]
            Self::Softaculous(operation) => {
                let word = match operation {
                    SoftaculousOperation::SetAddresses(_) => "set-addresses",
                    SoftaculousOperation::SetAutoRenewal(_) => "set-auto-renewal",
                    SoftaculousOperation::Refund(_) => "refund",
                    SoftaculousOperation::Cancel(_) => "cancel",
                    SoftaculousOperation::Call(_) => "call",
                };
                let form = form(operation);
                format!("{}.{word}", text(&form, "/product").unwrap_or_else(|| "softaculous".into()))
            }
            #[cfg(feature = "websoftsolus")]
            Self::WebSoftSolus(operation) => match operation {
                WebSoftSolusOperation::EditPlesk(_) => "websoftsolus.plesk.edit",
                WebSoftSolusOperation::EditCpanel(_) => "websoftsolus.cpanel.edit",
                WebSoftSolusOperation::EditVirtuozzo(_) => "websoftsolus.virtuozzo.edit",
                WebSoftSolusOperation::TerminatePlesk(_) => "websoftsolus.plesk.terminate",
                WebSoftSolusOperation::TerminateCpanel(_) => "websoftsolus.cpanel.terminate",
                WebSoftSolusOperation::TerminateVirtuozzo(_) => "websoftsolus.virtuozzo.terminate",
                WebSoftSolusOperation::Call(_) => "websoftsolus.call",
            }
            .to_owned(),
            #[cfg(feature = "ispmanager")]
            Self::Ispmanager(operation) => format!("ispmanager.{}", billmgr_word(operation)),
            #[cfg(feature = "isplicense")]
            Self::Isplicense(operation) => format!("isplicense.{}", billmgr_word(operation)),
        }
    }

    /// What it acts upon, in a stable text: the address for a purchase by address, with the product where one address can
    /// hold several; the licence, key or transaction for the rest.
    ///
    /// Two operations of the same name, account and target may be the same one, sent twice.
    #[must_use]
    pub fn target(&self) -> String {
        match self {
            Self::Order(order) => order_target(order),
            #[cfg(feature = "softaculous")]
            Self::Softaculous(operation) => {
                let form = form(operation);
                match operation {
                    SoftaculousOperation::SetAddresses(_) => named("licence", &form, "/license"),
                    SoftaculousOperation::SetAutoRenewal(_) => named("key", &form, "/key"),
                    SoftaculousOperation::Refund(_) => named("transaction", &form, "/action"),
                    SoftaculousOperation::Cancel(_) => {
                        text(&form, "/license/address").unwrap_or_else(|| named("key", &form, "/license/key"))
                    }
                    SoftaculousOperation::Call(_) => called(&form),
                }
            }
            #[cfg(feature = "websoftsolus")]
            Self::WebSoftSolus(operation @ WebSoftSolusOperation::Call(_)) => called(&form(operation)),
            #[cfg(feature = "websoftsolus")]
            Self::WebSoftSolus(operation) => named("key", &form(operation), "/key"),
            #[cfg(feature = "ispmanager")]
            Self::Ispmanager(operation) => billmgr_target(operation),
            #[cfg(feature = "isplicense")]
            Self::Isplicense(operation) => billmgr_target(operation),
        }
    }

    /// Whether money is charged for it. Refunds, cancellations, new keys and trials charge nothing. A call by name that is
    /// said to spend is taken to charge.
    #[must_use]
    pub fn charges(&self) -> bool {
        match self {
            #[cfg(feature = "softaculous")]
            Self::Order(Order::WebuzoTrial(_)) => false,
            Self::Order(_) => true,
            #[cfg(feature = "softaculous")]
            Self::Softaculous(operation) => {
                matches!(operation, SoftaculousOperation::Call(_)) && self.effect() == Effect::Spend
            }
            #[cfg(feature = "websoftsolus")]
            Self::WebSoftSolus(operation) => {
                matches!(operation, WebSoftSolusOperation::Call(_)) && self.effect() == Effect::Spend
            }
            #[cfg(feature = "ispmanager")]
            Self::Ispmanager(operation) => billmgr_charges(operation),
            #[cfg(feature = "isplicense")]
            Self::Isplicense(operation) => billmgr_charges(operation),
        }
    }

    /// The address that it is for, where it is an order for one. Of an order for an address a vendor can say that there
    /// is a licence already; of any other it sells one more each time.
    #[must_use]
    pub fn order_address(&self) -> Option<std::net::IpAddr> {
        match self {
            Self::Order(order) => text(&inner(order), "/address")?.parse().ok(),
            #[allow(unreachable_patterns, reason = "all vendors may be compiled out")]
            _ => None,
        }
    }
}

fn order_name(order: &Order) -> &'static str {
    match order {
        #[cfg(feature = "softaculous")]
        Order::Softaculous(_) => "softaculous.buy",
        #[cfg(feature = "softaculous")]
        Order::Webuzo(_) => "webuzo.buy",
        #[cfg(feature = "softaculous")]
        Order::WebuzoTrial(_) => "webuzo.trial",
        #[cfg(feature = "softaculous")]
        Order::Virtualizor(_) => "virtualizor.buy",
        #[cfg(feature = "softaculous")]
        Order::SitePad(_) => "sitepad.buy",
        #[cfg(feature = "websoftsolus")]
        Order::Plesk10(_) | Order::Plesk12(_) => "websoftsolus.plesk.order",
        #[cfg(feature = "websoftsolus")]
        Order::Cpanel(_) => "websoftsolus.cpanel.order",
        #[cfg(feature = "websoftsolus")]
        Order::Virtuozzo(_) => "websoftsolus.virtuozzo.order",
        #[cfg(feature = "ispmanager")]
        Order::Ispmanager(_) => "ispmanager.order",
        #[cfg(feature = "isplicense")]
        Order::Isplicense(_) => "isplicense.order",
        #[cfg(not(any(
            feature = "softaculous",
            feature = "websoftsolus",
            feature = "ispmanager",
            feature = "isplicense"
        )))]
        Order::Nothing => "order",
    }
}

fn order_target(order: &Order) -> String {
    let form = inner(order);
    let part = |pointer: &str| text(&form, pointer);
    // Softaculous sells one licence of each product for an address, and its products have names of their own.
    let offer = match (part("/offer/item_type"), part("/offer/tariff"), part("/product")) {
        (Some(item_type), Some(tariff), _) => Some(format!("{item_type}/{tariff}")),
        (_, _, product) => product,
    };
    // Without an address, what the customer calls it is all there is.
    let subject = part("/address").or_else(|| part("/title"));
    let subject = subject.or_else(|| part("/for_license").map(|id| format!("licence {id}")));
    let parts: Vec<String> = subject.into_iter().chain(offer).collect();
    parts.join(" ")
}

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
fn billmgr_word(operation: &BillmgrOperation) -> &'static str {
    match operation {
        BillmgrOperation::Renew(_) => "renew",
        BillmgrOperation::Edit(_) => "edit",
        BillmgrOperation::SetAddons(_) => "set-addons",
        BillmgrOperation::ChangeTariff(_) => "change-tariff",
        BillmgrOperation::Suspend(_) => "suspend",
        BillmgrOperation::Resume(_) => "resume",
        BillmgrOperation::Delete(_) => "delete",
        BillmgrOperation::NewKey(_) => "new-key",
        BillmgrOperation::RemoveFromCart(_) => "remove-from-cart",
        BillmgrOperation::ClearCart(_) => "clear-cart",
        BillmgrOperation::Call(_) => "call",
    }
}

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
fn billmgr_target(operation: &BillmgrOperation) -> String {
    let form = form(operation);
    match operation {
        BillmgrOperation::Suspend(_) | BillmgrOperation::Resume(_) | BillmgrOperation::Delete(_) => {
            let mut ids = texts(&form, "/services/ids");
            ids.sort_unstable();
            format!("{}/{}", text(&form, "/services/item_type").unwrap_or_default(), ids.join(","))
        }
        BillmgrOperation::RemoveFromCart(_) => named("item", &form, "/item"),
        BillmgrOperation::ClearCart(_) => named("cart", &form, "/order"),
        BillmgrOperation::Call(_) => called(&form),
        _ => {
            let part = |pointer: &str| text(&form, pointer).unwrap_or_default();
            format!("{}/{}", part("/service/item_type"), part("/service/id"))
        }
    }
}

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
fn billmgr_charges(operation: &BillmgrOperation) -> bool {
    match operation {
        BillmgrOperation::Renew(_) | BillmgrOperation::SetAddons(_) | BillmgrOperation::ChangeTariff(_) => {
            true
        }
        BillmgrOperation::Call(call) => call.effect() == Effect::Spend,
        _ => false,
    }
}

/// What stands under the one word that says which operation it is. The stored form is stable, so it is read from there.
fn form<T: serde::Serialize>(operation: &T) -> Value {
    match serde_json::to_value(operation) {
        Ok(Value::Object(members)) => members.into_iter().next().map_or(Value::Null, |(_, form)| form),
        _ => Value::Null,
    }
}

fn inner(order: &Order) -> Value {
    form(order)
}

fn text(form: &Value, pointer: &str) -> Option<String> {
    match form.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
fn texts(form: &Value, pointer: &str) -> Vec<String> {
    let all = form.pointer(pointer).and_then(Value::as_array);
    all.into_iter().flatten().filter_map(|value| text(value, "")).collect()
}

#[cfg(any(
    feature = "softaculous",
    feature = "websoftsolus",
    feature = "ispmanager",
    feature = "isplicense"
))]
fn named(word: &str, form: &Value, pointer: &str) -> String {
    format!("{word} {}", text(form, pointer).unwrap_or_default())
}

/// A call by name acts upon nothing that is known, so it is told apart by all that is sent.
#[cfg(any(
    feature = "softaculous",
    feature = "websoftsolus",
    feature = "ispmanager",
    feature = "isplicense"
))]
fn called(form: &Value) -> String {
    let words = |pointer: &str| {
        let all = form.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
        all.map(|part| match part {
            Value::String(word) => word.clone(),
            other => other.to_string(),
        })
    };
    let method = text(form, "/method").or_else(|| text(form, "/function"));
    method.into_iter().chain(words("/segments")).chain(words("/fields")).collect::<Vec<_>>().join(" ")
}
