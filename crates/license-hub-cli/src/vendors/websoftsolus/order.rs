//! What can be ordered here, and how it is said on the command line.

use std::net::IpAddr;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};
use license_hub::websoftsolus::{
    Addon, FamilyName, OrderCpanel, OrderPlesk10, OrderPlesk12, OrderVirtuozzo, Os, Period,
};
use license_hub::{Order as Ordered, Vendor};
use license_wire::Error;

use crate::account::Account;
use crate::exit::Failure;
use crate::plan::{Plan, Step};

/// What every order here has.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// The configured account that pays
    pub(crate) account: String,
    /// The name of what is ordered, letter by letter as `license-hub orderable` lists it
    #[arg(long, value_name = "NAME")]
    product: String,
    /// A text to know the licence by. An order whose answer is lost is found by title and comment, so take a new one
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// A further text, such as the number of your order
    #[arg(long, value_name = "TEXT", default_value = "")]
    comment: String,
    /// How often it is renewed and paid for, in months: 1, 3, 6, 12, 24 or 36
    #[arg(long, value_name = "MONTHS", value_parser = word::<Period>)]
    period: Period,
    /// A field that this program does not know, sent behind all others; can be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::commands::pair)]
    extra: Vec<(String, String)>,
}

/// Which of the two forms of a Plesk order it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generation {
    /// Plesk 10
    #[value(name = "10")]
    Ten,
    /// Plesk 12
    #[value(name = "12")]
    Twelve,
}

/// What can be chosen in an order of Plesk.
#[derive(Args, Debug)]
pub(crate) struct PleskOptions {
    /// The generation of Plesk; each has options of its own
    #[arg(long, value_enum)]
    generation: Generation,
    /// LINUX or WINDOWS; only for Plesk 10, which needs it
    #[arg(long, value_name = "OS", value_parser = word::<Os>)]
    os: Option<Os>,
    /// Sites of Web Presence Builder: 0, 100, 1000, and for Plesk 12 also 10, 30
    #[arg(long, value_name = "COUNT")]
    sites: Option<String>,
    /// Options of Web Presence Builder: 0 or MLS_SUPPORT; only for Plesk 12
    #[arg(long, value_name = "OPTION")]
    site_options: Option<String>,
    /// Further applications: 0 or POWER_PACK
    #[arg(long, value_name = "PACK")]
    applications: Option<String>,
    /// Customer and Business Manager: 0 or UNLIMITED; only for Plesk 10
    #[arg(long, value_name = "CLIENTS")]
    business_manager: Option<String>,
    /// Language packs: 0 to 5, and for Plesk 12 also UNLIMITED
    #[arg(long, value_name = "COUNT")]
    language_packs: Option<String>,
    /// Antivirus: 0, PREMIUM_ANTIVIRUS, and for Plesk 12 also PREMIUM_ANTIVIRUS_FOR_WIN
    #[arg(long, value_name = "KIND")]
    antivirus: Option<String>,
    /// Also sends, as 0, the fields that only the other generation has, should the vendor ask for them
    #[arg(long)]
    all_fields: bool,
}

/// The products of WebSoftSolus.
#[derive(Subcommand, Debug)]
pub(crate) enum Order {
    /// A Plesk licence
    Plesk {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        options: PleskOptions,
    },
    /// A cPanel & WHM licence
    Cpanel {
        #[command(flatten)]
        common: Common,
        /// The address of the server
        #[arg(long, value_name = "IP")]
        ip: IpAddr,
        /// What is sold with it, and costs more: FANTASTICO, INSTALLATRON, SOFTACULOUS, WHMXTRA, WHMSONIC, CLOUDLINUX or
        /// KERNELCARE; can be given several times
        #[arg(long, value_name = "ADDON", value_parser = word::<Addon>)]
        addon: Vec<Addon>,
    },
    /// A Virtuozzo licence
    Virtuozzo {
        #[command(flatten)]
        common: Common,
        /// LINUX or WINDOWS
        #[arg(long, value_name = "OS", value_parser = word::<Os>)]
        os: Os,
    },
}

impl Order {
    pub(crate) fn account(&self) -> &str {
        match self {
            Self::Plesk { common, .. } | Self::Cpanel { common, .. } | Self::Virtuozzo { common, .. } => {
                &common.account
            }
        }
    }

    /// What it does in this account.
    pub(crate) fn plan(&self, account: &Account) -> Result<Plan, Failure> {
        account.sells(account.vendor == Vendor::WebSoftSolus)?;
        let (order, what) = match self {
            Self::Plesk { common, options } => {
                let order = match options.generation {
                    Generation::Ten => Ordered::Plesk10(options.ten(common)?),
                    Generation::Twelve => Ordered::Plesk12(options.twelve(common)?),
                };
                (order, common.what(FamilyName::Plesk, &options.chosen()))
            }
            Self::Cpanel { common, ip, addon } => {
                let order = OrderCpanel::new(&common.product, &common.title, common.period.clone(), *ip)
                    .comment(&common.comment);
                let order = addon.iter().cloned().fold(order, OrderCpanel::addon);
                let order =
                    common.extra.iter().fold(order, |order, (name, value)| order.extra_field(name, value));
                let mut chosen = vec![format!("for {ip}")];
                chosen.extend(addon.iter().map(|addon| format!("with {addon}")));
                (Ordered::Cpanel(order), common.what(FamilyName::Cpanel, &chosen))
            }
            Self::Virtuozzo { common, os } => {
                let order =
                    OrderVirtuozzo::new(&common.product, &common.title, common.period.clone(), os.clone())
                        .comment(&common.comment);
                let order =
                    common.extra.iter().fold(order, |order, (name, value)| order.extra_field(name, value));
                (Ordered::Virtuozzo(order), common.what(FamilyName::Virtuozzo, &[format!("for {os}")]))
            }
        };
        Ok(Plan::of(Step::new(what, order)))
    }
}

impl PleskOptions {
    fn ten(&self, common: &Common) -> Result<OrderPlesk10, Failure> {
        if self.site_options.is_some() {
            return Err(not_of("--site-options", "12"));
        }
        let os = self.os.clone().ok_or_else(|| {
            Failure::usage("an order of Plesk 10 needs --os LINUX or --os WINDOWS; nothing was sent")
        })?;
        let order = OrderPlesk10::new(&common.product, &common.title, common.period.clone(), os)
            .comment(&common.comment);
        let order = read(self.sites.as_ref())?.into_iter().fold(order, OrderPlesk10::sites);
        let order = read(self.applications.as_ref())?.into_iter().fold(order, OrderPlesk10::applications);
        let order =
            read(self.business_manager.as_ref())?.into_iter().fold(order, OrderPlesk10::business_manager);
        let order = read(self.language_packs.as_ref())?.into_iter().fold(order, OrderPlesk10::language_packs);
        let order = read(self.antivirus.as_ref())?.into_iter().fold(order, OrderPlesk10::antivirus);
        let order = if self.all_fields { order.with_fields_of_plesk12() } else { order };
        Ok(common.extra.iter().fold(order, |order, (name, value)| order.extra_field(name, value)))
    }

    fn twelve(&self, common: &Common) -> Result<OrderPlesk12, Failure> {
        if self.os.is_some() {
            return Err(not_of("--os", "10"));
        }
        if self.business_manager.is_some() {
            return Err(not_of("--business-manager", "10"));
        }
        let order =
            OrderPlesk12::new(&common.product, &common.title, common.period.clone()).comment(&common.comment);
        let order = read(self.sites.as_ref())?.into_iter().fold(order, OrderPlesk12::sites);
        let order = read(self.site_options.as_ref())?.into_iter().fold(order, OrderPlesk12::site_options);
        let order = read(self.applications.as_ref())?.into_iter().fold(order, OrderPlesk12::applications);
        let order = read(self.language_packs.as_ref())?.into_iter().fold(order, OrderPlesk12::language_packs);
        let order = read(self.antivirus.as_ref())?.into_iter().fold(order, OrderPlesk12::antivirus);
        let order = if self.all_fields { order.with_fields_of_plesk10() } else { order };
        Ok(common.extra.iter().fold(order, |order, (name, value)| order.extra_field(name, value)))
    }

    /// What costs more, in words.
    fn chosen(&self) -> Vec<String> {
        let os = self.os.as_ref().map(ToString::to_string);
        [
            ("for", &os),
            ("with sites", &self.sites),
            ("with site options", &self.site_options),
            ("with applications", &self.applications),
            ("with business manager", &self.business_manager),
            ("with language packs", &self.language_packs),
            ("with antivirus", &self.antivirus),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)))
        .collect()
    }
}

fn not_of(option: &str, generation: &str) -> Failure {
    Failure::usage(format!("{option} is only for Plesk {generation}; nothing was sent, so leave it out"))
}

fn read<T: FromStr<Err = Error>>(text: Option<&String>) -> Result<Option<T>, Failure> {
    text.map(|text| text.parse()).transpose().map_err(|error| Failure::from(&error))
}

impl Common {
    fn what(&self, family: FamilyName, chosen: &[String]) -> String {
        let every = match self.period.in_months() {
            Some(1) => "month".to_owned(),
            _ => format!("{} months", self.period),
        };
        let mut what = format!(
            "orders the {family} licence `{}`, titled `{}`, renewed and paid for every {every}",
            self.product, self.title
        );
        for part in chosen {
            what = format!("{what}, {part}");
        }
        for (name, value) in &self.extra {
            what = format!("{what}, with {name}={value}");
        }
        what
    }
}

/// The reason alone: which argument is meant is said by whoever reads the command line.
fn word<T: FromStr<Err = Error>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: Error| error.to_string())
}
