//! `call`: any function of a vendor by its name.

use clap::{Args, ValueEnum};
use license_hub::Effect;

use crate::app::App;
use crate::exit::Failure;
use crate::plan::{Plan, Step};
use crate::spend::{self, Consent};
use crate::vendors;

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
    spend::check_consent(app, &arguments.consent, effect)?;
    let account = app.account(&arguments.account)?;
    let at = |failure: Failure| failure.at(&account);
    let function = &arguments.function;
    let operation = vendors::call(&account, function, effect, &arguments.field).map_err(at)?;
    let step = Step::new(format!("calls {function}, which is said to {}", effect.name()), operation);
    if effect != Effect::Read {
        return spend::carry_out(app, &account, &Plan::of(step).raw(), &arguments.consent, false);
    }
    let previews = step.previews(&account).map_err(at)?;
    if arguments.consent.dry_run {
        return previews.iter().try_for_each(|preview| app.out.text(&preview.to_string()));
    }
    app.out.needs_no_columns()?;
    let done = account.api.perform(&step.operation).map_err(|error| at(error.into()))?;
    app.out.document("reply", &done.reply)
}
