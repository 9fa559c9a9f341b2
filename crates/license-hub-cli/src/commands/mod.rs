//! The commands, one file each.

pub(crate) mod accounts;
pub(crate) mod apply;
pub(crate) mod auto_renew;
pub(crate) mod balance;
pub(crate) mod call;
pub(crate) mod cancel;
pub(crate) mod cart;
pub(crate) mod change_tariff;
pub(crate) mod check_ip;
pub(crate) mod completions;
#[cfg(feature = "demo")]
pub(crate) mod demo;
pub(crate) mod drift;
pub(crate) mod edit;
pub(crate) mod init;
pub(crate) mod invoices;
pub(crate) mod journal;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod new_key;
pub(crate) mod order;
pub(crate) mod orderable;
pub(crate) mod refund;
pub(crate) mod renew;
#[cfg(feature = "demo")]
pub(crate) mod sandbox;
pub(crate) mod set_ip;
pub(crate) mod set_nodes;
pub(crate) mod show;
pub(crate) mod suspend;
pub(crate) mod tariffs;

use clap::Args;
use license_hub::{Capability, License};

use crate::account::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::license::{LicenseName, one_license};

/// A licence in an account.
#[derive(Args, Debug)]
pub(crate) struct Which {
    /// The configured account
    pub(crate) account: String,
    /// The licence: its key, its number, or the IP address of its server
    pub(crate) license: LicenseName,
    /// The product, where an address has several licences
    #[arg(long, value_name = "PRODUCT")]
    pub(crate) product: Option<String>,
}

impl Which {
    /// The account, which has to be able to do this.
    pub(crate) fn account(&self, app: &App, capability: Capability) -> Result<Account, Failure> {
        let account = app.account(&self.account)?;
        account.needs(capability)?;
        Ok(account)
    }

    /// The licence, as the vendor finds it.
    pub(crate) fn license(&self, account: &Account) -> Result<License, Failure> {
        one_license(account, &self.license, product(self.product.as_deref()).as_deref())
    }
}

/// All products, or the one that is named.
pub(crate) fn product(name: Option<&str>) -> Option<String> {
    name.filter(|name| *name != "all").map(str::to_lowercase)
}

/// `name=value`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".into()),
    }
}
