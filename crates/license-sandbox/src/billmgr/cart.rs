//! The cart: what was ordered and not paid.

use rust_decimal::Decimal;

use super::document::{Document, Kind, Node};
use super::refusals::No;
use super::replies::money;
use super::state::{CURRENCY, Status, end_of};
use super::task::{Done, Reply, Task};

/// One open order, which is gone once it is paid or empty.
#[derive(Debug)]
pub(super) struct Cart {
    billorder: u64,
    items: Vec<CartItem>,
    next_item: u64,
}

#[derive(Debug)]
struct CartItem {
    id: u64,
    service: u64,
    amount: Decimal,
    /// What the addons of an existing licence become; nothing for a new one.
    addons: Option<Vec<(u32, u32)>>,
}

impl Default for Cart {
    fn default() -> Self {
        Self { billorder: 553_200, items: Vec::new(), next_item: 9_911 }
    }
}

impl Cart {
    /// Puts a new licence in and returns the number of the order.
    pub(super) fn put_order(&mut self, service: u64, amount: Decimal) -> u64 {
        self.put(service, amount, None)
    }

    /// Puts more nodes in, in place of an earlier wish for the same licence.
    pub(super) fn put_addons(&mut self, service: u64, addons: Vec<(u32, u32)>, amount: Decimal) -> u64 {
        self.items.retain(|item| item.service != service);
        self.put(service, amount, Some(addons))
    }

    fn put(&mut self, service: u64, amount: Decimal, addons: Option<Vec<(u32, u32)>>) -> u64 {
        if self.items.is_empty() {
            self.billorder += 1;
        }
        self.items.push(CartItem { id: self.next_item, service, amount, addons });
        self.next_item += 1;
        self.billorder
    }

    /// Takes out whatever is for a service.
    pub(super) fn forget(&mut self, service: u64) {
        self.items.retain(|item| item.service != service);
    }

    fn total(&self) -> Decimal {
        self.items.iter().map(|item| item.amount).sum()
    }
}

/// Shows the cart, takes one item out of it, or all.
pub(super) fn basket(task: &mut Task<'_, '_>) -> Done {
    let button = task.fields.text("clicked_button").filter(|_| task.fields.submitted());
    let wanted = task.fields.text("id").unwrap_or_default();
    let cart = &task.account.cart;
    let gone: Vec<usize> = match button {
        Some("delete") => cart
            .items
            .iter()
            .position(|item| item.id.to_string() == wanted)
            .map(|at| vec![at])
            .ok_or_else(|| No::missed("id", wanted))?,
        Some("clearbasket") if !cart.items.is_empty() && cart.billorder.to_string() == wanted => {
            (0..cart.items.len()).collect()
        }
        Some("clearbasket") => return Err(No::missed("id", wanted)),
        _ => return Ok(Reply::read(show(task))),
    };
    for at in gone.into_iter().rev() {
        let item = task.account.cart.items.remove(at);
        // A licence that was never paid goes with its place in the cart; nodes that were not, leave nothing behind.
        let service = task.account.services.get_mut(&item.service);
        if let Some(service) = service.filter(|service| service.status == Status::Unpaid) {
            service.status = Status::Deleted;
        }
    }
    task.desk.clock.tick();
    Ok(Reply::changed(show(task)))
}

/// The names are seen, and that the items are a `list`.
fn show(task: &Task<'_, '_>) -> Document {
    let cart = &task.account.cart;
    let rows = cart.items.iter().filter_map(|item| {
        let service = task.account.services.get(&item.service)?;
        let autoprolong = service.autoprolong.map_or_else(|| "null".to_owned(), |period| period.to_string());
        Some(Node::new("elem").children([
            Node::leaf("id", item.id.to_string()),
            Node::leaf("item.id", item.service.to_string()),
            Node::leaf("item.type", service.tariff.item.prefix()),
            Node::leaf("item.period", service.period.to_string()),
            Node::leaf("item.autoprolong", autoprolong),
            Node::leaf("cost", money(item.amount)),
        ]))
    });
    let list = Node::new("list").attribute("name", "itemlist").children(rows);
    let billorder = if cart.items.is_empty() { String::new() } else { cart.billorder.to_string() };
    Document::new(
        Kind::Plain,
        vec![
            Node::leaf("billorder", billorder),
            Node::leaf("total_sum", format!("{} {CURRENCY}", money(cart.total()))),
            Node::leaf("tax", "0.00"),
            Node::leaf("full_discount", "0.00"),
            list,
        ],
    )
}

/// Pays the cart from the account. The function and its button are seen; that `billorder` names the cart, and the answer, are
/// guesses.
pub(super) fn pay(task: &mut Task<'_, '_>) -> Done {
    if !task.fields.submitted() || !task.fields.is("clicked_button", "fromsubaccount") {
        return Ok(Reply::read(show(task)));
    }
    let cart = &task.account.cart;
    let open = cart.billorder.to_string();
    if let Some(billorder) = task.fields.text("billorder").filter(|billorder| **billorder != open) {
        return Err(No::missed("billorder", billorder));
    }
    if cart.items.is_empty() {
        return Err(No::missed("billorder", task.fields.text("billorder").unwrap_or_default()));
    }
    task.account.must_pay(cart.total())?;
    let (habits, today) = (task.habits, task.today());
    // All ends of licences are known to exist before anything is charged.
    for item in &cart.items {
        if let Some(service) = task.account.services.get(&item.service) {
            end_of(today, service.period)?;
        }
    }
    for item in std::mem::take(&mut task.account.cart.items) {
        let Some(service) = task.account.services.get_mut(&item.service) else { continue };
        let period = service.period;
        if let Some(addons) = item.addons {
            service.addons = addons;
            task.charge(item.service, item.amount, None);
        } else {
            service.expires = end_of(today, period)?;
            task.charge(item.service, item.amount, Some(period));
            task.account.begin(item.service, "open", false, habits, today);
        }
    }
    task.desk.clock.tick();
    Ok(Reply::changed(Document::done()))
}
