//! Which operation a request asks for.

use crate::params::Params;

use super::product::Product;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    List,
    Buy,
    Trial,
    EditIps,
    Logs,
    Invoices,
    Renewals,
    Refund,
    Cancel,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Operation {
    /// The value of `ca` that is documented today.
    pub(super) wire: &'static str,
    pub(super) product: Product,
    pub(super) op: Op,
}

const fn operation(wire: &'static str, product: Product, op: Op) -> Operation {
    Operation { wire, product, op }
}

/// Every `ca` there is. `invoicedetails` is for all products.
const OPERATIONS: [Operation; 30] = [
    operation("softaculous", Product::Softaculous, Op::List),
    operation("softaculous_buy", Product::Softaculous, Op::Buy),
    operation("softaculous_refund", Product::Softaculous, Op::Refund),
    operation("softaculous_cancel", Product::Softaculous, Op::Cancel),
    operation("softaculous_showlicense", Product::Softaculous, Op::EditIps),
    operation("softaculous_licenselogs", Product::Softaculous, Op::Logs),
    operation("softaculous_renewals", Product::Softaculous, Op::Renewals),
    operation("webuzo", Product::Webuzo, Op::List),
    operation("webuzo_buy", Product::Webuzo, Op::Buy),
    operation("webuzo_refund", Product::Webuzo, Op::Refund),
    operation("webuzo_cancel", Product::Webuzo, Op::Cancel),
    operation("webuzo_showlicense", Product::Webuzo, Op::EditIps),
    operation("webuzo_licenselogs", Product::Webuzo, Op::Logs),
    operation("webuzo_renewals", Product::Webuzo, Op::Renewals),
    operation("webuzotrial", Product::Webuzo, Op::Trial),
    operation("virtualizor", Product::Virtualizor, Op::List),
    operation("virtualizor_buy", Product::Virtualizor, Op::Buy),
    operation("virtualizor_refund", Product::Virtualizor, Op::Refund),
    operation("virtualizor_cancel", Product::Virtualizor, Op::Cancel),
    operation("virtualizor_showlicense", Product::Virtualizor, Op::EditIps),
    operation("virtualizor_licenselogs", Product::Virtualizor, Op::Logs),
    operation("virtualizor_renewals", Product::Virtualizor, Op::Renewals),
    operation("sitemush", Product::SitePad, Op::List),
    operation("sitemush_buy", Product::SitePad, Op::Buy),
    operation("sitemush_refund", Product::SitePad, Op::Refund),
    operation("sitemush_cancel", Product::SitePad, Op::Cancel),
    operation("sitemush_showlicense", Product::SitePad, Op::EditIps),
    operation("sitemush_licenselogs", Product::SitePad, Op::Logs),
    operation("sitemush_renewals", Product::SitePad, Op::Renewals),
    operation("invoicedetails", Product::Softaculous, Op::Invoices),
];

/// What clients of 2011 send, seen in a public one. Whether the vendor still takes them is unknown.
const OLD_NAMES: [(&str, &str); 6] = [
    ("buy", "softaculous_buy"),
    ("refund", "softaculous_refund"),
    ("licenses", "softaculous"),
    ("cancel", "softaculous_cancel"),
    ("showlicense", "softaculous_showlicense"),
    ("licenselogs", "softaculous_licenselogs"),
];

const IDS: [&str; 14] =
    ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S17", "S18"];

/// Whether a fault can name an operation so.
pub(super) fn is_name(name: &str) -> bool {
    IDS.contains(&name) || OPERATIONS.iter().any(|operation| operation.wire == name)
}

impl Operation {
    pub(super) fn of(params: &Params) -> Option<Self> {
        let ca = params.text("ca")?;
        let wire = OLD_NAMES.iter().find(|(old, _)| *old == ca).map_or(ca, |(_, new)| new);
        OPERATIONS.iter().find(|operation| operation.wire == wire).copied()
    }

    /// The ids of what is asked for, of the list of operations this project covers.
    pub(super) fn ids(self, params: &Params) -> Vec<&'static str> {
        let given = |name| params.text(name).is_some();
        let mut ids = Vec::new();
        match self.op {
            Op::List => ids.push("S02"),
            Op::Buy => ids.push("S01"),
            Op::Trial => {}
            Op::EditIps => ids.push("S03"),
            Op::Logs => {
                ids.extend(given("key").then_some("S04"));
                ids.extend(given("licip").then_some("S05"));
            }
            Op::Invoices => ids.push("S17"),
            Op::Renewals if params.flag("addrenewal") => ids.push("S07"),
            Op::Renewals if params.flag("cancelrenewal") => ids.push("S08"),
            Op::Renewals => ids.push("S06"),
            Op::Refund => ids.push("S09"),
            Op::Cancel => {
                ids.extend(given("lickey").then_some("S10"));
                ids.extend(given("licip").then_some("S11"));
                ids.extend(params.flag("force").then_some("S12"));
            }
        }
        if self.product != Product::Softaculous {
            ids.push("S18");
        }
        ids
    }
}
