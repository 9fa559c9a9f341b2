//! `call`: any function of a vendor by its name.

use clap::{Args, ValueEnum};
use license_wire::Effect;

use crate::app::App;
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::Call;

const AFTER: &str = "\
Examples:
  license-hub call noc-main softaculous --effect read --field len=1 --format json
  license-hub call noc-main webuzotrial --effect spend --field ips=203.0.113.60 --field type=2 --field gettrial=1
  license-hub call wss-main license/plesk --effect read
  license-hub call wss-main PUT:license/plesk/PLSK.02980001 --effect change --field title=web1 --field comment=

The effect is your word: only what reads may be tried again. When in doubt, say spend.";

/// What a function does.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// Looks only; may be tried again
    Read,
    /// Sets something; sent once
    Change,
    /// Costs or loses money; sent once, after a question
    Spend,
}

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The vendor's name of the function; at WebSoftSolus METHOD:PATH, or a path alone to read it
    function: String,
    /// What it does
    #[arg(long, value_enum)]
    effect: What,
    /// A field to send; can be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::pair)]
    field: Vec<(String, String)>,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let effect = match arguments.effect {
        What::Read => Effect::Read,
        What::Change => Effect::Change,
        What::Spend => Effect::Spend,
    };
    spend::check_consent(app, arguments.consent, effect)?;
    let account = app.account(&arguments.account)?;
    let call = account.api.call(&arguments.function, effect, &arguments.field);
    match call.map_err(|failure| failure.at(&account))? {
        Call::Read(step) if arguments.consent.dry_run => {
            app.out.text(&step.preview().map_err(|error| Failure::from(error).at(&account))?.to_string())
        }
        Call::Read(step) => {
            app.out.needs_no_columns()?;
            let done = step.send().map_err(|error| Failure::from(error).at(&account))?;
            app.out.document("reply", &done.record)
        }
        Call::Planned(plan) => spend::carry_out(app, &account, &plan, arguments.consent, false),
    }
}
