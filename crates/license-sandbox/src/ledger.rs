//! What was really charged and paid back, whatever the client was told.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::clock::{Clock, timestamp};
use crate::vendor::Vendor;

/// One charge or refund that a vendor committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LedgerEntry {
    /// 1 for the first entry since the start or the last reset.
    pub sequence: u64,
    /// The [`number`](crate::RecordedRequest::number) of the request that did it. One request can make two entries:
    /// a Softaculous licence bought together with SitePad.
    pub request: u64,
    /// The vendor that charged.
    pub vendor: Vendor,
    /// Real or play money.
    pub environment: Environment,
    /// The operation by its name on the wire, such as `softaculous_buy`.
    pub operation: String,
    /// What was paid for, in the vendor's word, such as `softaculous` or `webuzo`.
    pub product: String,
    /// The address the licence is for.
    pub ip: Option<String>,
    /// The licence key.
    pub license_key: Option<String>,
    /// The vendor's id of this transaction.
    pub action_id: Option<u64>,
    /// Positive for a charge, negative for a refund.
    pub amount: Decimal,
    /// The time paid for, in the vendor's notation, such as `1M` or `-1M`.
    pub term: Option<String>,
    /// The date of the sandbox.
    pub date: Date,
    /// The time of the sandbox.
    pub time: Timestamp,
    /// The vendor's id of the licence, where it has one besides the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<u64>,
    /// The id of the operation, such as `I01`, as a fault can name it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation_id: Option<String>,
}

/// Which of a vendor's two worlds a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Where licences cost money.
    Live,
    /// Where they do not.
    Test,
}

/// What a vendor tells the ledger; the rest of an entry is known here.
pub(crate) struct Posting<'a> {
    pub(crate) vendor: Vendor,
    pub(crate) environment: Environment,
    pub(crate) operation: &'a str,
    pub(crate) product: &'a str,
    pub(crate) ip: Option<String>,
    pub(crate) license_key: Option<String>,
    pub(crate) action_id: Option<u64>,
    pub(crate) amount: Decimal,
    pub(crate) term: Option<String>,
    pub(crate) time: i64,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger(Vec<LedgerEntry>);

impl Ledger {
    pub(crate) fn entries(&self) -> &[LedgerEntry] {
        &self.0
    }

    pub(crate) fn entries_after(&self, request: u64) -> Vec<LedgerEntry> {
        let from = self.0.partition_point(|entry| entry.request <= request);
        self.0[from..].to_vec()
    }

    fn post(&mut self, request: u64, date: Date, posting: Posting<'_>) -> &mut LedgerEntry {
        let at = self.0.len();
        self.0.push(LedgerEntry {
            sequence: self.0.len() as u64 + 1,
            request,
            vendor: posting.vendor,
            environment: posting.environment,
            operation: posting.operation.to_owned(),
            product: posting.product.to_owned(),
            ip: posting.ip,
            license_key: posting.license_key,
            action_id: posting.action_id,
            amount: posting.amount,
            term: posting.term,
            date,
            time: timestamp(posting.time),
            service_id: None,
            operation_id: None,
        });
        &mut self.0[at]
    }
}

/// What a vendor works with while it answers one request.
pub(crate) struct Desk<'a> {
    pub(crate) clock: &'a mut Clock,
    pub(crate) ledger: &'a mut Ledger,
    pub(crate) request: u64,
}

impl Desk<'_> {
    pub(crate) fn post(&mut self, posting: Posting<'_>) {
        self.ledger.post(self.request, self.clock.today(), posting);
    }

    /// As [`post`](Self::post), for a vendor that names licences by an id.
    pub(crate) fn post_for(&mut self, posting: Posting<'_>, service: u64, operation_id: Option<&str>) {
        let entry = self.ledger.post(self.request, self.clock.today(), posting);
        entry.service_id = Some(service);
        entry.operation_id = operation_id.map(str::to_owned);
    }
}
