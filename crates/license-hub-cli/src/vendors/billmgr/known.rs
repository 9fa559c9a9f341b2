//! What somebody should know before an order is sent: whether the address can have it, and the money there is.

use license_hub::billmgr::{CheckAddress, Client, GetBalances, Order, is_closed};
use license_hub::{BillmgrOperation, Capability, Operation, Order as Ordered};
use license_wire::Error;

use super::answers;
use crate::account::Account;
use crate::exit::Failure;

/// Only reads; a refusal means that the order would be refused too.
pub(crate) fn known_before(account: &Account, operation: &Operation) -> Result<Vec<String>, Failure> {
    let client = || account.billmgr(Capability::Balance);
    match operation {
        Operation::Order(Ordered::Ispmanager(order) | Ordered::Isplicense(order)) => {
            let client = client()?;
            Ok(free(client, order)?.into_iter().chain([balance(client)?]).collect())
        }
        Operation::Ispmanager(other) | Operation::Isplicense(other) => match other {
            BillmgrOperation::Renew(_)
            | BillmgrOperation::SetAddons(_)
            | BillmgrOperation::ChangeTariff(_) => Ok(vec![balance(client()?)?]),
            _ => Ok(Vec::new()),
        },
        _ => Ok(Vec::new()),
    }
}

/// What there is to spend. Not every account may ask.
fn balance(client: &Client) -> Result<String, Error> {
    match client.balances(&GetBalances::new()) {
        Ok(balances) => Ok(answers::balance_in_words(&balances)),
        Err(error) if is_closed(&error) => Ok(format!("the balance is not known: {error}")),
        Err(error) => Err(error),
    }
}

/// Whether the address can have what is ordered. What is not sold for an address is not asked about.
fn free(client: &Client, order: &Order) -> Result<Option<String>, Error> {
    let Some(address) = order.address() else { return Ok(None) };
    let check = CheckAddress::new(order.offer().clone(), order.period(), address);
    Ok(Some(match client.check_address(&check) {
        Ok(_) => format!("the vendor says that {address} can have this licence"),
        Err(error) if is_closed(&error) => {
            format!("whether {address} can have this licence is not known: {error}")
        }
        Err(error) => return Err(error),
    }))
}
