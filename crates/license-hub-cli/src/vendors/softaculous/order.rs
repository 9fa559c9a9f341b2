//! What can be ordered here, and how it is said on the command line.

use std::net::IpAddr;

use clap::{Args, Subcommand, ValueEnum};
use license_hub::softaculous::{
    AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Product, ServerType, StartWebuzoTrial, Term,
    WebuzoPricing,
};
use license_hub::{Order as Ordered, Vendor};
use license_wire::Error;

use crate::account::Account;
use crate::exit::Failure;
use crate::plan::{Expects, Plan, Step};

/// What kind of server a licence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServerKind {
    /// A virtual server
    Vps,
    /// A whole machine
    Dedicated,
}

impl ServerKind {
    pub(crate) fn wire(self) -> ServerType {
        match self {
            Self::Vps => ServerType::Vps,
            Self::Dedicated => ServerType::Dedicated,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Vps => "virtual",
            Self::Dedicated => "dedicated",
        }
    }
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

impl Switch {
    fn wire(self) -> AutoRenew {
        match self {
            Self::On => AutoRenew::On,
            Self::Off => AutoRenew::Off,
        }
    }
}

/// What every order here has.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// The configured account that pays
    pub(crate) account: String,
    /// The address of the server
    #[arg(long, value_name = "IP")]
    ip: IpAddr,
    /// How long: months or years, such as 1M or 1Y
    #[arg(long, value_name = "TERM", value_parser = term)]
    term: Term,
    /// Whether the vendor renews it by itself from now on
    #[arg(long, value_enum, value_name = "ON|OFF")]
    auto_renew: Option<Switch>,
}

/// What the vendor keeps with a licence.
#[derive(Args, Debug)]
pub(crate) struct Owner {
    /// Who is told before it expires; needed for a new licence
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// A text to know the licence by
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
}

/// The products of Softaculous.
#[derive(Subcommand, Debug)]
pub(crate) enum Order {
    /// A Softaculous licence
    Softaculous {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        owner: Owner,
        /// The kind of server
        #[arg(long, value_enum)]
        server_type: ServerKind,
        /// Buys a SitePad licence for the same address as well, which costs more
        #[arg(long)]
        sitepad: bool,
    },
    /// A Webuzo licence
    Webuzo {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        owner: Owner,
        /// The vendor's plan code, such as business_c_m
        #[arg(long, value_name = "CODE", required_unless_present = "server_type")]
        plan: Option<String>,
        /// The kind of server, as older programs say in place of a plan
        #[arg(long, value_enum, conflicts_with = "plan")]
        server_type: Option<ServerKind>,
    },
    /// A trial of Webuzo, which an address gets only so often
    WebuzoTrial {
        /// The configured account
        account: String,
        /// The address of the server
        #[arg(long, value_name = "IP")]
        ip: IpAddr,
        /// The kind of server
        #[arg(long, value_enum)]
        server_type: ServerKind,
    },
    /// A Virtualizor licence
    Virtualizor {
        #[command(flatten)]
        common: Common,
    },
    /// A SitePad licence
    Sitepad {
        #[command(flatten)]
        common: Common,
    },
}

impl Order {
    pub(crate) fn account(&self) -> &str {
        match self {
            Self::Softaculous { common, .. }
            | Self::Webuzo { common, .. }
            | Self::Virtualizor { common }
            | Self::Sitepad { common } => &common.account,
            Self::WebuzoTrial { account, .. } => account,
        }
    }

    /// What it does in this account.
    pub(crate) fn plan(&self, account: &Account) -> Result<Plan, Failure> {
        account.sells(account.vendor == Vendor::Softaculous)?;
        let (order, what) = match self {
            Self::Softaculous { common, owner, server_type, sitepad } => {
                let buy = Buy::new(common.ip, common.term, server_type.wire());
                let buy = common.auto_renew.map(Switch::wire).into_iter().fold(buy, Buy::auto_renew);
                let buy = owner.email.iter().fold(buy, Buy::owner_email);
                let buy = owner.notes.iter().fold(buy, Buy::notes);
                let buy = if *sitepad { buy.with_sitepad() } else { buy };
                let with = if *sitepad { ", and a SitePad licence with it" } else { "" };
                let what =
                    format!("{} on a {} server{with}", common.what(Product::Softaculous), server_type.word());
                (Ordered::Softaculous(buy), what)
            }
            Self::Webuzo { common, owner, plan, server_type } => {
                let pricing = match (plan, server_type) {
                    (Some(plan), _) => WebuzoPricing::Plan(plan.clone()),
                    (None, Some(kind)) => WebuzoPricing::ServerType(kind.wire()),
                    (None, None) => return Err(Failure::usage("name a plan with --plan")),
                };
                let buy = BuyWebuzo::new(common.ip, common.term, pricing);
                let buy = common.auto_renew.map(Switch::wire).into_iter().fold(buy, BuyWebuzo::auto_renew);
                let buy = owner.email.iter().fold(buy, BuyWebuzo::owner_email);
                let buy = owner.notes.iter().fold(buy, BuyWebuzo::notes);
                (Ordered::Webuzo(buy), common.what(Product::Webuzo))
            }
            Self::WebuzoTrial { ip, server_type, .. } => {
                let trial = StartWebuzoTrial::new(*ip, server_type.wire());
                let what = format!("starts a trial of Webuzo for {ip} on a {} server", server_type.word());
                (Ordered::WebuzoTrial(trial), what)
            }
            Self::Virtualizor { common } => {
                let buy = BuyVirtualizor::new(common.ip, common.term);
                let buy =
                    common.auto_renew.map(Switch::wire).into_iter().fold(buy, BuyVirtualizor::auto_renew);
                (Ordered::Virtualizor(buy), common.what(Product::Virtualizor))
            }
            Self::Sitepad { common } => {
                let buy = BuySitePad::new(common.ip, common.term);
                let buy = common.auto_renew.map(Switch::wire).into_iter().fold(buy, BuySitePad::auto_renew);
                (Ordered::SitePad(buy), common.what(Product::SitePad))
            }
        };
        Ok(Plan::of(Step::new(what, order)).expecting(Expects::NoLicense))
    }
}

impl Common {
    fn what(&self, product: Product) -> String {
        let renewing = match self.auto_renew {
            Some(Switch::On) => ", renewing itself",
            _ => "",
        };
        format!("buys a {product} licence for {} for {}{renewing}", self.ip, self.term)
    }
}

/// The reason alone: which argument is meant is said by whoever reads the command line.
fn term(text: &str) -> Result<Term, String> {
    text.parse().map_err(|error: Error| error.to_string())
}
