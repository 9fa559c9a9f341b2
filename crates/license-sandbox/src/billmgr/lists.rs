//! The lists of services, their pages and their filters.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::document::{Document, Kind, Node};
use super::habits::Habits;
use super::replies;
use super::state::{Account, Service, Status};
use super::tariffs::Item;
use super::task::{Reply, Task};

/// The one provider of each installation (documented for ispmanager).
const PROJECT: &str = "1";

/// Fields of a filter. The names are seen, `licname` and `remoteid` excepted; how each of them compares is a guess.
const FILTERS: [&str; 23] = [
    "id",
    "ip",
    "licname",
    "domain",
    "remoteid",
    "pricelist",
    "period",
    "status",
    "service_status",
    "autoprolong",
    "opendate",
    "opendatestart",
    "opendateend",
    "expiredate",
    "expiredatestart",
    "expiredateend",
    "createdatestart",
    "createdateend",
    "orderdatefrom",
    "orderdateto",
    "cost_from",
    "cost_to",
    "project",
];

/// `filter=on` is for this call alone; without it the filter that was set for all calls holds.
pub(super) fn list(task: &Task<'_, '_>, item: Item) -> Reply {
    let (fields, today) = (task.fields, task.today());
    let given: Vec<(String, String)>;
    let filter: &[(String, String)] = if fields.is("filter", "on") {
        given = filter_of(task);
        &given
    } else {
        task.account.filters.get(&item).map(Vec::as_slice).unwrap_or_default()
    };
    let here = fields.text("project").is_none_or(|project| project == PROJECT);
    let mut found: Vec<&Service> = services(task.account, item)
        .filter(|service| here && filter.iter().all(|(name, value)| matches(service, name, value, today)))
        .collect();
    sort(&mut found, fields.text("p_col").unwrap_or_default());

    let number =
        |name| fields.text(name).and_then(|text| text.parse::<usize>().ok()).filter(|count| *count > 0);
    let page = number("p_num").unwrap_or(1);
    let length = number("p_cnt").or(task.habits.default_page.filter(|length| *length > 0));
    let start = length.map_or(0, |length| (page - 1).saturating_mul(length));
    let rows = found.iter().skip(start).take(length.unwrap_or(usize::MAX));
    let rows = rows.map(|service| replies::row(service, task.habits, today, task.lang));
    let mut nodes = if task.habits.paging { paging(page, length, found.len()) } else { Vec::new() };
    nodes.extend(rows);
    Reply::read(Document::new(Kind::List, nodes))
}

/// Seen; not guaranteed with `out=xml`.
fn paging(page: usize, length: Option<usize>, found: usize) -> Vec<Node> {
    vec![
        Node::leaf("p_num", page.to_string()),
        Node::leaf("p_cnt", length.unwrap_or(found).to_string()),
        Node::leaf("p_elems", found.to_string()),
    ]
}

/// Documented for the generation before, seen today: a filter for everybody who uses the account, until it is set anew. One
/// without a field takes it off.
pub(super) fn set_filter(task: &mut Task<'_, '_>, item: Item) -> Reply {
    if !task.fields.submitted() {
        let filter = task.account.filters.get(&item).map(Vec::as_slice).unwrap_or_default();
        let nodes = filter.iter().map(|(name, value)| Node::leaf(name.clone(), value.as_str()));
        return Reply::read(Document::new(Kind::Form, nodes.collect()));
    }
    let filter = filter_of(task);
    if filter.is_empty() {
        task.account.filters.remove(&item);
    } else {
        task.account.filters.insert(item, filter);
    }
    Reply::changed(Document::done())
}

fn filter_of(task: &Task<'_, '_>) -> Vec<(String, String)> {
    let fields = task.fields.iter().filter(|(name, value)| FILTERS.contains(name) && !value.is_empty());
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// What a list has: neither what was deleted nor what another function sells.
fn services(account: &Account, item: Item) -> impl Iterator<Item = &Service> {
    account
        .services
        .values()
        .filter(move |service| service.tariff.item == item && service.status != Status::Deleted)
}

fn matches(service: &Service, name: &str, value: &str, today: Date) -> bool {
    let date = |from: Option<Date>, keep: fn(&Date, &Date) -> bool| {
        value.parse::<Date>().is_ok_and(|bound| from.is_some_and(|date| keep(&date, &bound)))
    };
    let expires = if service.is_open() { service.expires } else { None };
    let created = Some(service.created);
    let ip = service.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let cost = service.price(service.period);
    match name {
        "id" => service.id.to_string() == value,
        // A part is enough, so that a client has to look at what it gets.
        "ip" => ip.contains(value),
        "licname" | "domain" => service.licname.contains(value),
        "remoteid" => service.remoteid == value,
        "pricelist" => service.tariff.code.to_string() == value || service.tariff.name == value,
        "period" => service.period.to_string() == value,
        "status" | "service_status" => service.shown(today).0.to_string() == value,
        "autoprolong" => {
            service.autoprolong.map_or_else(|| "null".to_owned(), |period| period.to_string()) == value
        }
        // `other` says that the bounds are in fields of their own.
        "opendate" | "expiredate" if value == "other" => true,
        "opendate" => date(created, |date, bound| date == bound),
        "expiredate" => date(expires, |date, bound| date == bound),
        "expiredatestart" => date(expires, |date, bound| date >= bound),
        "expiredateend" => date(expires, |date, bound| date <= bound),
        "opendatestart" | "createdatestart" | "orderdatefrom" => date(created, |date, bound| date >= bound),
        "opendateend" | "createdateend" | "orderdateto" => date(created, |date, bound| date <= bound),
        "cost_from" => value.parse().is_ok_and(|bound: Decimal| cost >= bound),
        "cost_to" => value.parse().is_ok_and(|bound: Decimal| cost <= bound),
        _ => name != "project" || value == PROJECT,
    }
}

/// `+col` or `-col`. A plus that was not encoded has become a space. Unknown columns leave the order of the ids.
fn sort(services: &mut [&Service], column: &str) {
    let column = column.trim_start_matches([' ', '+']);
    let (column, down) = column.strip_prefix('-').map_or((column, false), |column| (column, true));
    match column {
        "licname" => services.sort_by(|one, other| one.licname.cmp(&other.licname)),
        "ip" => services.sort_by_key(|service| service.ip),
        "expiredate" => services.sort_by_key(|service| service.expires),
        "createdate" => services.sort_by_key(|service| service.created),
        "pricelist" => services.sort_by_key(|service| service.tariff.name),
        _ => {}
    }
    if down {
        services.reverse();
    }
}

/// A list that is not of services: rows and nothing else.
pub(super) fn plain(rows: Vec<Node>, habits: &Habits) -> Document {
    let mut nodes = if habits.paging { paging(1, None, rows.len()) } else { Vec::new() };
    nodes.extend(rows);
    Document::new(Kind::List, nodes)
}
