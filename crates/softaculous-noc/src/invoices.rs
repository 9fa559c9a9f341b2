//! What was charged.

use license_wire::lenient::{Extra, Lenient, rows};
use license_wire::{Answer, Effect, Error, Fault, Form};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, reply};
use crate::{Action, Client, InvoiceId};

/// Reading invoices.
impl Client {
    /// Lists what was charged: one invoice, or what has not been billed yet.
    ///
    /// Wire: `ca=invoicedetails`, `invoid`. Source: the vendor's SDK (seen; the reply's shape from replies captured in
    /// 2011, for a numbered invoice inferred; not on the vendor's page).
    ///
    /// # Errors
    /// As every read.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::GetInvoice;
    /// let unbilled = noc.invoice(&GetInvoice::unbilled())?;
    /// # Ok(()) }
    /// ```
    pub fn invoice(&self, invoice: &GetInvoice) -> Result<Invoice, Error> {
        self.send(invoice)
    }
}

/// The transactions of one invoice, or of none yet. One call for all products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct GetInvoice {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    invoice: Option<InvoiceId>,
}

impl GetInvoice {
    /// What has not been billed yet in this month.
    pub fn unbilled() -> Self {
        Self { invoice: None }
    }

    /// The invoice with this number.
    pub fn of(invoice: InvoiceId) -> Self {
        Self { invoice: Some(invoice) }
    }
}

/// The transactions of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Invoice {
    /// The transactions.
    #[serde(deserialize_with = "rows")]
    pub actions: Vec<Action>,
    /// Their sum, in the account's currency. A credit is negative (inferred from captured replies).
    #[serde(rename = "amt", default)]
    pub amount: Lenient<Decimal>,
    /// The invoice's number; unread `0` for what has not been billed.
    #[serde(rename = "invoid", default)]
    pub invoice_id: Lenient<InvoiceId>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(default, skip_serializing)]
    error: ErrorMember,
}
reply!(Invoice);

impl Wire for GetInvoice {
    type Output = Invoice;

    fn name(&self) -> &'static str {
        "softaculous.invoice"
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self) -> String {
        "invoicedetails".into()
    }

    fn fields(&self) -> Result<Form, Error> {
        Ok(Form::new().optional("invoid", self.invoice))
    }

    fn decode(&self, answer: &Answer) -> Result<Invoice, Fault> {
        let invoice: Invoice = decode(answer)?;
        // A vendor that passes over a number answers with what has not been billed, as number 0.
        let told = &invoice.invoice_id;
        match self.invoice {
            Some(asked) if !told.is_missing() && told.get() != Some(&asked) => {
                Err(Fault::decode("invoid", "this is not the invoice that was asked for"))
            }
            _ => Ok(invoice),
        }
    }
}
