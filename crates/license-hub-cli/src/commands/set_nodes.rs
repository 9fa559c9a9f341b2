//! `set-nodes`: how many nodes, or of another add-on, a licence has.

use clap::Args;
use license_hub::{Capability, Effect};

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::billmgr::{self, Nodes};

const AFTER: &str = "\
Examples:
  license-hub set-nodes isp-eu cluster-1 --nodes 4 --dry-run
  license-hub set-nodes ispl 88126 --addon 550=3 --yes

It is the number there is to be, not the number to add. More costs money; fewer gives nothing back.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// How many nodes it is to have
    #[arg(long, value_name = "NUMBER", required_unless_present = "addon")]
    nodes: Option<u64>,
    /// How many of another add-on, by the vendor's code; can be given several times
    #[arg(long, value_name = "CODE=NUMBER", value_parser = billmgr::order::addon)]
    addon: Vec<(String, u64)>,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, arguments.consent.asking, Effect::Spend)?;
    let which = &arguments.which;
    let account = which.account(app, Capability::SetNodes)?;
    let license = which.license(&account)?;
    let nodes = Nodes { nodes: arguments.nodes, addons: arguments.addon.clone() };
    let plan = billmgr::set_nodes(&account, &license, &nodes).map_err(|failure| failure.at(&account))?;
    spend::carry_out(app, &account, &plan, &arguments.consent, false)
}
