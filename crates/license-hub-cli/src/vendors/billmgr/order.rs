//! What can be ordered here, and how it is said on the command line.

use std::net::IpAddr;
use std::time::Duration;

use clap::{Args, Subcommand};
use license_hub::billmgr::{AutoRenew, ItemType, Offer, Order as Request, Period};
use license_hub::{Order as Ordered, Vendor};
use license_wire::Error;

use super::{Nodes, period_in_words, tariff};
use crate::account::Account;
use crate::config::parse_duration;
use crate::exit::Failure;
use crate::plan::{Plan, Step};

/// What every order here has.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// The configured account that pays
    pub(crate) account: String,
    /// What to order: a tariff's name, such as lite, or its number; see `license-hub tariffs`
    #[arg(long, value_name = "NAME|NUMBER")]
    tariff: String,
    /// How long: months such as 1 or 12, lifetime, trial, or another code of the vendor's
    #[arg(long, value_name = "PERIOD", value_parser = period, allow_hyphen_values = true)]
    period: Period,
    /// Whether the vendor renews it by itself, for so many months each time
    #[arg(long, value_name = "MONTHS|off", value_parser = auto_renew)]
    auto_renew: Option<AutoRenew>,
    /// With so many nodes
    #[arg(long, value_name = "NUMBER")]
    nodes: Option<u64>,
    /// With so many of another add-on, by the vendor's code; can be given several times
    #[arg(long, value_name = "CODE=NUMBER", value_parser = addon)]
    addon: Vec<(String, u64)>,
    /// Puts it into the cart and pays nothing
    #[arg(long, conflicts_with = "wait")]
    cart: bool,
    /// Your own id for it. The vendor keeps it, and a lost order is found by it for sure
    #[arg(long, value_name = "ID")]
    remote_id: Option<String>,
    /// The provider within the vendor's installation
    #[arg(long, value_name = "NUMBER")]
    project: Option<u64>,
    /// Waits for the key, at most so long [default: 15m]
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "15m", value_parser = time)]
    wait: Option<Duration>,
}

/// The server of a licence.
#[derive(Args, Debug)]
#[allow(clippy::struct_field_names, reason = "the field is named as the argument is")]
pub(crate) struct Server {
    /// The address that the licence is for
    #[arg(long, value_name = "IP")]
    ip: IpAddr,
    /// The name to know it by
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// The server's own address, where it is not that of the licence
    #[arg(long = "server-ip", value_name = "IP")]
    own_ip: Option<IpAddr>,
}

/// The products of both vendors. Each form takes just what its vendor takes.
#[derive(Subcommand, Debug)]
pub(crate) enum Order {
    /// ispmanager, or an older product of its maker
    Ispmanager {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        server: Server,
    },
    /// Third-party software at ispmanager, such as CloudLinux
    IspmanagerSoftware {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        server: Server,
    },
    /// A module for a licence at ispmanager
    IspmanagerModule {
        #[command(flatten)]
        common: Common,
        /// The number of the licence it is for
        #[arg(long, value_name = "LICENSE_ID")]
        r#for: String,
    },
    /// VMmanager 6 or DCImanager 6 at ispmanager
    IspmanagerPlatform {
        #[command(flatten)]
        common: Common,
        /// A text to know it by
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
    },
    /// Any software at ISPlicense but Plesk and modules
    Isplicense {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        server: Server,
    },
    /// Plesk at ISPlicense
    IsplicensePlesk {
        #[command(flatten)]
        common: Common,
        /// The address that the licence is for
        #[arg(long, value_name = "IP")]
        ip: IpAddr,
    },
    /// A module at ISPlicense
    IsplicenseModule {
        #[command(flatten)]
        common: Common,
        /// The number of the licence it is for, where the vendor wants it
        #[arg(long, value_name = "LICENSE_ID")]
        r#for: Option<String>,
    },
}

impl Order {
    fn common(&self) -> &Common {
        match self {
            Self::Ispmanager { common, .. }
            | Self::IspmanagerSoftware { common, .. }
            | Self::IspmanagerModule { common, .. }
            | Self::IspmanagerPlatform { common, .. }
            | Self::Isplicense { common, .. }
            | Self::IsplicensePlesk { common, .. }
            | Self::IsplicenseModule { common, .. } => common,
        }
    }

    pub(crate) fn account(&self) -> &str {
        &self.common().account
    }

    fn sold_by(&self) -> (Vendor, ItemType) {
        match self {
            Self::Ispmanager { .. } => (Vendor::Ispmanager, ItemType::Ispsystem),
            Self::IspmanagerSoftware { .. } => (Vendor::Ispmanager, ItemType::ThirdParty),
            Self::IspmanagerModule { .. } => (Vendor::Ispmanager, ItemType::Module),
            Self::IspmanagerPlatform { .. } => (Vendor::Ispmanager, ItemType::Platform),
            Self::Isplicense { .. } => (Vendor::Isplicense, ItemType::ThirdParty),
            Self::IsplicensePlesk { .. } => (Vendor::Isplicense, ItemType::Plesk),
            Self::IsplicenseModule { .. } => (Vendor::Isplicense, ItemType::Module),
        }
    }

    /// What it does in this account.
    pub(crate) fn plan(&self, account: &Account) -> Result<Plan, Failure> {
        let (vendor, item_type) = self.sold_by();
        account.sells(vendor == account.vendor)?;
        let common = self.common();
        let offer = tariff::offer(account, &common.tariff, Some(&item_type))?;
        let what = common.what(account, &offer, self.server());
        let order = common.finish(account, self.request(offer, common.auto_renewal(vendor)?)?)?;
        let order = match vendor {
            Vendor::Isplicense => Ordered::Isplicense(order),
            _ => Ordered::Ispmanager(order),
        };
        Ok(Plan::of(Step { wait: common.wait, ..Step::new(what, order) }))
    }

    /// The server it is for, with its name where it takes one.
    fn server(&self) -> Option<(IpAddr, Option<&str>)> {
        match self {
            Self::Ispmanager { server, .. }
            | Self::IspmanagerSoftware { server, .. }
            | Self::Isplicense { server, .. } => Some((server.ip, Some(&server.name))),
            Self::IsplicensePlesk { ip, .. } => Some((*ip, None)),
            _ => None,
        }
    }

    fn request(&self, offer: Offer, renewing: AutoRenew) -> Result<Request, Failure> {
        let period = self.common().period;
        Ok(match self {
            Self::Ispmanager { server, .. }
            | Self::IspmanagerSoftware { server, .. }
            | Self::Isplicense { server, .. } => {
                let order = Request::license(offer, server.ip, &*server.name, period, renewing);
                server.own_ip.into_iter().fold(order, Request::server_address)
            }
            Self::IsplicensePlesk { ip, .. } => Request::plesk(offer, *ip, period, renewing),
            Self::IspmanagerModule { r#for, .. } => {
                Request::module(offer, period, renewing).for_license(r#for.parse()?)
            }
            Self::IsplicenseModule { r#for, .. } => {
                let order = Request::module(offer, period, renewing);
                match r#for {
                    Some(license) => order.for_license(license.parse()?),
                    None => order,
                }
            }
            Self::IspmanagerPlatform { comment, .. } => {
                let order = Request::platform(offer, period, renewing);
                comment.iter().fold(order, Request::comment)
            }
        })
    }
}

impl Common {
    /// ispmanager charges again by itself unless told otherwise, so it has to be said there.
    fn auto_renewal(&self, vendor: Vendor) -> Result<AutoRenew, Failure> {
        match (self.auto_renew, vendor) {
            (Some(renewing), _) => Ok(renewing),
            (None, Vendor::Isplicense) => Ok(AutoRenew::VendorsDefault),
            (None, _) if self.period == Period::TRIAL => Ok(AutoRenew::Off),
            (None, _) => Err(Failure::usage(
                "say with --auto-renew whether it renews itself: off, or for how many months; nothing was sent",
            )),
        }
    }

    /// With everything that all orders can have.
    fn finish(&self, account: &Account, order: Request) -> Result<Request, Failure> {
        let nodes = Nodes { nodes: self.nodes, addons: self.addon.clone() };
        let addons = tariff::addons(account, Some(order.offer().tariff()), &nodes)?;
        let order = addons.into_iter().fold(order, Request::addon);
        let order = self.remote_id.iter().fold(order, Request::remote_id);
        let order = self.project.into_iter().fold(order, Request::project);
        Ok(if self.cart { order.into_cart() } else { order })
    }

    fn what(&self, account: &Account, offer: &Offer, server: Option<(IpAddr, Option<&str>)>) -> String {
        let verb = if self.cart { "puts into the cart" } else { "buys" };
        let mut what = format!("{verb} {}", tariff::in_words(account, offer));
        if let Some((address, name)) = server {
            what = format!("{what} for {address}");
            if let Some(name) = name {
                what = format!("{what}, named {name},");
            }
        }
        what = format!("{what} {}", period_in_words(self.period));
        if let Some(nodes) = self.nodes {
            what = format!("{what} with {nodes} nodes");
        }
        match self.auto_renew {
            Some(AutoRenew::Every(period)) => format!("{what}, renewing itself {}", period_in_words(period)),
            _ => what,
        }
    }
}

/// The reason alone: which argument is meant is said by whoever reads the command line.
fn period(text: &str) -> Result<Period, String> {
    super::period(text).map_err(|error| error.to_string())
}

fn auto_renew(text: &str) -> Result<AutoRenew, String> {
    if text == "off" {
        return Ok(AutoRenew::Off);
    }
    let months = text.parse::<u16>().map_err(|_| "write off, or a number of months".to_owned())?;
    Period::months(months).map(AutoRenew::Every).map_err(|error: Error| error.to_string())
}

/// `CODE=NUMBER`.
pub(crate) fn addon(text: &str) -> Result<(String, u64), String> {
    let (code, count) = text.split_once('=').ok_or("write CODE=NUMBER")?;
    let count = count.parse().map_err(|_| "write CODE=NUMBER, with a whole number".to_owned())?;
    Ok((code.to_owned(), count))
}

fn time(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| "write a time up to 60m, such as 90s or 15m".into())
}
