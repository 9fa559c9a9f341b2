//! What came of an operation, in one sentence.

use license_hub::billmgr::{Deleted, Deletion};
use license_hub::{BillmgrOperation, Done};

/// What came of an order.
pub(crate) fn ordered(done: &Done) -> String {
    format!("ordered: licence {}; its key comes later", done.id.as_deref().unwrap_or_default())
}

/// What came of anything else.
pub(crate) fn summary(operation: &BillmgrOperation, done: &Done) -> String {
    match operation {
        BillmgrOperation::Renew(renew) => {
            let until = done.expires.map(|date| date.to_string()).unwrap_or_default();
            format!("extended: licence {} runs until {until}", renew.service().id())
        }
        BillmgrOperation::Edit(_) => changed("changed", done),
        BillmgrOperation::SetAddons(_) => changed("set", done),
        BillmgrOperation::ChangeTariff(_) => changed("moved", done),
        BillmgrOperation::NewKey(_) => {
            format!("its new key is {}", done.key.as_deref().unwrap_or_default())
        }
        BillmgrOperation::Delete(_) => deleted(done),
        BillmgrOperation::Suspend(_) => "suspended".to_owned(),
        BillmgrOperation::Resume(_) => "resumed".to_owned(),
        BillmgrOperation::RemoveFromCart(_) => "taken out of the cart".to_owned(),
        BillmgrOperation::ClearCart(_) => "the cart is empty".to_owned(),
        _ => "answered without an error".to_owned(),
    }
}

fn changed(verb: &str, done: &Done) -> String {
    let mut summary = format!("{verb}: licence {}", done.id.as_deref().unwrap_or_default());
    if let Some(address) = done.addresses.first() {
        summary = format!("{summary} at {address}");
    }
    match &done.name {
        Some(name) => format!("{summary}, named {name}"),
        None => summary,
    }
}

/// The vendor may only mark a licence, or take its time.
fn deleted(done: &Done) -> String {
    let seen = |seen: Deletion| match seen {
        Deletion::Gone => "gone",
        Deletion::Marked => "marked as deleted",
        Deletion::Closing => "being deleted",
    };
    let deleted = serde_json::from_value::<Deleted>(done.reply.clone());
    let licenses = deleted.map(|deleted| deleted.licenses).unwrap_or_default();
    let all: Vec<String> =
        licenses.into_iter().map(|(id, end)| format!("licence {id} is {}", seen(end))).collect();
    format!("deleted: {}", all.join(", "))
}
