//! Putting the reference where the vendor keeps a free text, so that a purchase can be recognised as our own.

use license_hub::{Operation, Order};
use serde_json::Value;

use crate::{Mark, Reference};

/// The operation with the reference in it, and the field that holds it, as [`crate::Journal::prepare`] makes it: to show
/// what would be sent without looking at anything. What the caller wrote is never replaced.
#[must_use]
pub fn marked(operation: &Operation, reference: &Reference, mark: Mark) -> (Operation, Option<&'static str>) {
    let (field, public) = match operation {
        Operation::Order(Order::Softaculous(_) | Order::Webuzo(_)) => ("notes", true),
        Operation::Order(Order::Plesk10(_) | Order::Plesk12(_) | Order::Cpanel(_) | Order::Virtuozzo(_)) => {
            ("comment", false)
        }
        Operation::Order(Order::Ispmanager(_) | Order::Isplicense(_)) => ("remote_id", false),
        _ => return (operation.clone(), None),
    };
    let wanted = match mark {
        Mark::Never => false,
        Mark::Private => !public,
        Mark::Everywhere => true,
    };
    if !wanted || is_taken(operation, field) {
        return (operation.clone(), None);
    }
    (with(operation, reference), Some(field))
}

/// The same operation, marked as another one was.
pub(crate) fn with(operation: &Operation, reference: &Reference) -> Operation {
    let Operation::Order(order) = operation.clone() else { return operation.clone() };
    let text = reference.as_str();
    Operation::Order(match order {
        Order::Softaculous(buy) => Order::Softaculous(buy.notes(text)),
        Order::Webuzo(buy) => Order::Webuzo(buy.notes(text)),
        Order::Plesk10(order) => Order::Plesk10(order.comment(text)),
        Order::Plesk12(order) => Order::Plesk12(order.comment(text)),
        Order::Cpanel(order) => Order::Cpanel(order.comment(text)),
        Order::Virtuozzo(order) => Order::Virtuozzo(order.comment(text)),
        Order::Ispmanager(order) => Order::Ispmanager(order.remote_id(text)),
        Order::Isplicense(order) => Order::Isplicense(order.remote_id(text)),
        order => order,
    })
}

/// Whether the caller wrote something there.
fn is_taken(operation: &Operation, field: &str) -> bool {
    // The stored form has the order inside two words: that it is an order, and whose.
    let form = serde_json::to_value(operation).unwrap_or_default();
    let order = form.get("order").and_then(Value::as_object).and_then(|order| order.values().next());
    let text = order.and_then(|order| order.get(field)).and_then(Value::as_str);
    text.is_some_and(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use license_hub::billmgr::{AutoRenew, Order as Purchase, Period, ispmanager};
    use license_hub::softaculous::{Buy, ServerType, Term};
    use license_hub::websoftsolus::{OrderPlesk12, Period as PleskPeriod};

    use super::*;

    fn buy() -> Buy {
        Buy::new("192.0.2.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps)
    }

    fn plesk() -> OrderPlesk12 {
        OrderPlesk12::new("PLESK-12", "web1", PleskPeriod::Months1)
    }

    fn isp() -> Purchase {
        let address = "192.0.2.11".parse().unwrap();
        Purchase::license(&ispmanager::LITE, address, "web-11", Period::MONTH, AutoRenew::Off)
    }

    #[test]
    fn each_vendor_is_given_the_reference_where_it_keeps_a_free_text() {
        let reference = Reference::random();
        let text = reference.as_str();
        for (bare, with_it, field, mark) in [
            (Order::Softaculous(buy()), Order::Softaculous(buy().notes(text)), "notes", Mark::Everywhere),
            (Order::Plesk12(plesk()), Order::Plesk12(plesk().comment(text)), "comment", Mark::Private),
            (Order::Ispmanager(isp()), Order::Ispmanager(isp().remote_id(text)), "remote_id", Mark::Private),
            (Order::Isplicense(isp()), Order::Isplicense(isp().remote_id(text)), "remote_id", Mark::Private),
        ] {
            let bare = Operation::Order(bare);
            assert_eq!(marked(&bare, &reference, mark), (Operation::Order(with_it), Some(field)));
            assert_eq!(marked(&bare, &reference, Mark::Never), (bare.clone(), None));
        }
    }

    #[test]
    fn what_a_customer_may_see_needs_to_be_asked_for() {
        let order = Operation::Order(Order::Softaculous(buy()));
        assert_eq!(marked(&order, &Reference::random(), Mark::Private), (order, None));
    }

    #[test]
    fn what_the_caller_wrote_stays() {
        for order in [
            Order::Softaculous(buy().notes("mine")),
            Order::Plesk12(plesk().comment("mine")),
            Order::Ispmanager(isp().remote_id("mine")),
        ] {
            let order = Operation::Order(order);
            assert_eq!(marked(&order, &Reference::random(), Mark::Everywhere), (order, None));
        }
    }
}
