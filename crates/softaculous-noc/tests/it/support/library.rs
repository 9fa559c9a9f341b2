//! A vendor that only lets itself be read, and whose records can be changed between two looks.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use softaculous_noc::{Before, Checkable, Checked, Evidence};

use super::{Reply, Vendor};

/// The key of the licence with the number 1.
pub(crate) const KEY: &str = "11111-22222-33333-44444-55555";

/// What the vendor's records hold. They can be changed between two looks.
#[derive(Clone, Default)]
pub(crate) struct Records {
    pub(crate) licenses: Vec<Value>,
    /// The transactions of each licence, by its key.
    pub(crate) logs: Vec<(String, Vec<Value>)>,
    pub(crate) unbilled: Vec<Value>,
    /// The reply to a list of auto-renewals.
    pub(crate) renewals: Value,
}

impl Records {
    pub(crate) fn license(mut self, lid: u64, ip: &str, expires: &str, actions: &[Value]) -> Self {
        let key = if lid == 1 { KEY.to_owned() } else { format!("key-{lid}") };
        self.licenses.push(json!({"lid": lid.to_string(), "license": key, "ip": ip, "expires": expires}));
        self.logs.push((key, actions.to_vec()));
        self
    }

    pub(crate) fn unbilled(mut self, actions: &[Value]) -> Self {
        self.unbilled = actions.to_vec();
        self
    }
}

pub(crate) fn action(id: u64, name: &str, added: &str) -> Value {
    json!({"actid": id.to_string(), "action": name, "lid": "1", "added": added, "refunded": "0"})
}

pub(crate) fn refunded(id: u64) -> Value {
    let mut action = action(id, "new", "1M");
    action["refunded"] = json!("1");
    action
}

/// A vendor that only lets itself be read.
pub(crate) struct Library {
    pub(crate) vendor: Vendor,
    pub(crate) records: Arc<Mutex<Records>>,
}

impl Library {
    pub(crate) fn of(records: Records) -> Self {
        let records = Arc::new(Mutex::new(records));
        let shelf = Arc::clone(&records);
        let vendor = Vendor::answering(move |seen| {
            let records = shelf.lock().unwrap();
            let reads = ["lickey", "ips", "start", "len", "key", "json", "nocname", "nocpass"];
            if !seen.fields.iter().all(|(name, _)| reads.contains(&name.as_str())) {
                return Reply::new(400, "this does not only read");
            }
            match seen.function().rsplit('_').next() {
                Some("licenselogs") => {
                    let key = seen.get("key").unwrap();
                    let found = records.logs.iter().find(|(known, _)| known == key);
                    let Some((_, actions)) = found else { return Reply::new(404, "no such log") };
                    Reply::ok(json!({"actions": actions, "license": {"license": key}}).to_string())
                }
                Some("invoicedetails") => Reply::ok(json!({"actions": records.unbilled}).to_string()),
                Some("softaculous" | "webuzo" | "virtualizor" | "sitemush") => {
                    let first = seen.get("start") == Some("0");
                    let rows = if first { json!(records.licenses) } else { json!([]) };
                    Reply::ok(json!({"licenses": rows}).to_string())
                }
                Some("renewals") => Reply::ok(records.renewals.to_string()),
                _ => Reply::new(400, "this does not only read"),
            }
        });
        Self { vendor, records }
    }

    /// What is made of the records, when they were these before and are those now.
    pub(crate) fn tell<O: Checkable>(operation: &O, before: Records, now: Records) -> Checked<Evidence> {
        let library = Self::of(before);
        let client = library.vendor.client();
        let looked = client.look_before(operation).unwrap();
        *library.records.lock().unwrap() = now;
        // It can be stored in between.
        let stored = serde_json::to_string(&looked).unwrap();
        let looked: Before = serde_json::from_str(&stored).unwrap();
        client.check(operation, &looked).unwrap()
    }
}

#[track_caller]
pub(crate) fn happened(checked: Checked<Evidence>) -> Evidence {
    match checked {
        Checked::Happened(evidence) => evidence,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn cannot_tell(checked: Checked<Evidence>) -> String {
    match checked {
        Checked::CannotTell(why) => why,
        other => panic!("{other:?}"),
    }
}
