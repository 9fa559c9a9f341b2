//! What a person agrees to beforehand.

use clap::{Args, ValueEnum};
use license_hub::Effect;
use license_journal::{Caps, Check, Expects as Wants, Mark, Money, Options, Run};

use crate::app::App;
use crate::exit::Failure;
use crate::plan::{Expects, Plan};

/// What a person agrees to beforehand.
#[derive(Args, Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Consent {
    /// Does it without asking
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    /// Shows the exact request, secrets masked, and sends nothing that changes anything
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    /// Does it although the same is still open in the journal; what is open is waived
    #[arg(long, global = true)]
    pub(crate) again: bool,
    /// Does it although this speaks against it; can be given several times
    #[arg(long, global = true, value_enum, value_name = "CHECK")]
    despite: Vec<Despite>,
    /// Gives the vendor the journal's reference also where a customer may see it: in the notes at Softaculous
    #[arg(long, global = true)]
    reference: bool,
    /// The run that it belongs to. What a run may cost is counted over all commands that name it
    #[arg(long, global = true, value_name = "NAME")]
    run: Option<String>,
    /// At most so many operations that cost money in this run
    #[arg(long, global = true, value_name = "NUMBER", requires = "run")]
    max_orders: Option<u32>,
    /// At most so much in this run, such as 100EUR. What nobody knows the price of is refused then
    #[arg(long, global = true, value_name = "AMOUNT", requires = "run", value_parser = money)]
    max_amount: Option<Money>,
    /// What it costs, where you know it and the vendor does not say, such as 2.00USD
    #[arg(long, global = true, value_name = "AMOUNT", value_parser = money)]
    price: Option<Money>,
}

/// What may speak against something and can be overruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Despite {
    /// The balance is too low
    Balance,
    /// The vendor says that the address cannot have it
    Address,
    /// Nobody could find out what happened if the answer got lost
    Blind,
}

impl Consent {
    /// Only whether it is to be shown instead of done.
    pub(crate) fn dry_run(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// What the journal is to mind.
    pub(crate) fn options(&self, plan: &Plan, extend: bool) -> Result<Options, Failure> {
        let mut options = options(plan.expects).mark(self.mark());
        if extend && plan.expects == Expects::NoLicense {
            options = options.despite(Check::Licensed);
        }
        for despite in &self.despite {
            options = options.despite(match despite {
                Despite::Balance => Check::Balance,
                Despite::Address => Check::Address,
                Despite::Blind => Check::Blind,
            });
        }
        if let Some(name) = &self.run {
            let caps = self.max_orders.into_iter().fold(Caps::new(), Caps::count);
            let caps = self.max_amount.iter().fold(caps, Caps::amount);
            let run = Run::new(name, caps).map_err(|error| Failure::usage(error.to_string()))?;
            options = options.run(run);
        }
        Ok(self.price.clone().into_iter().fold(options, Options::price))
    }

    /// Where the vendor is given the reference.
    pub(crate) fn mark(&self) -> Mark {
        if self.reference { Mark::Everywhere } else { Mark::Private }
    }
}

/// What the journal is to mind without anybody's word.
pub(super) fn options(expects: Expects) -> Options {
    Options::new().expects(match expects {
        Expects::Anything => Wants::Anything,
        Expects::NoLicense => Wants::NoLicense,
        Expects::OneLicense => Wants::OneLicense,
    })
}

/// `100EUR` or `2.00 USD`.
fn money(text: &str) -> Result<Money, String> {
    let at = text.find(|c: char| c.is_ascii_alphabetic()).ok_or("write an amount such as 100EUR")?;
    let (amount, currency) = text.split_at(at);
    let amount = amount.trim().parse().map_err(|_| "write an amount such as 100EUR or 2.00USD".to_owned())?;
    Money::new(amount, currency).map_err(|error| error.to_string())
}

/// Refuses to begin what somebody would have to be asked about when there is nobody. Sends nothing.
pub(crate) fn check_consent(app: &App, consent: &Consent, effect: Effect) -> Result<(), Failure> {
    let there = app.asker.lock().is_ok_and(|asker| asker.is_there());
    if effect != Effect::Spend || consent.yes || consent.dry_run || there {
        return Ok(());
    }
    Err(Failure::usage(
        "this costs or loses money and nobody is there to be asked, so nothing was sent; look at it with --dry-run, \
         then add --yes",
    ))
}
