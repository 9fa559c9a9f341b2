//! What a person agrees to beforehand.

use clap::{Args, ValueEnum};
use license_hub::Effect;
use license_journal::{Caps, Check, Expects as Wants, Mark, Money, Options, Run};

use crate::app::App;
use crate::exit::Failure;
use crate::plan::{Expects, Plan};

/// Whether there is a question.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Asking {
    /// Does it without asking
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    /// Shows the exact request, secrets masked, and sends nothing that changes anything
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
}

/// How it is done.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Terms {
    /// Does it although this speaks against it; can be given several times
    #[arg(long, global = true, value_enum, value_name = "CHECK")]
    despite: Vec<Despite>,
    /// Gives the vendor the journal's reference also where a customer may see it: in the notes at Softaculous
    #[arg(long, global = true)]
    reference: bool,
}

/// What a run may cost.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Limits {
    /// At most so many operations that cost money in this run
    #[arg(long, global = true, value_name = "NUMBER")]
    pub(crate) max_orders: Option<u32>,
    /// At most so much in this run, such as 100EUR. What nobody knows the price of is refused then
    #[arg(long, global = true, value_name = "AMOUNT", value_parser = money)]
    pub(crate) max_amount: Option<Money>,
}

/// What one operation costs.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Price {
    /// What it costs, where you know it and the vendor does not say, such as 2.00USD
    #[arg(long, global = true, value_name = "AMOUNT", value_parser = money)]
    price: Option<Money>,
}

/// What a person agrees to beforehand.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Consent {
    #[command(flatten)]
    pub(crate) asking: Asking,
    /// Does it although the same is still open in the journal; what is open is waived
    #[arg(long, global = true)]
    pub(crate) again: bool,
    #[command(flatten)]
    terms: Terms,
    /// The run that it belongs to. What a run may cost is counted over all commands that name it
    #[arg(long, global = true, value_name = "NAME")]
    run: Option<String>,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    price: Price,
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

impl Terms {
    /// What the journal is to mind.
    pub(crate) fn apply(&self, options: Options) -> Options {
        self.despite.iter().fold(options.mark(self.mark()), |options, despite| {
            options.despite(match despite {
                Despite::Balance => Check::Balance,
                Despite::Address => Check::Address,
                Despite::Blind => Check::Blind,
            })
        })
    }

    /// Where the vendor is given the reference.
    pub(crate) fn mark(&self) -> Mark {
        if self.reference { Mark::Everywhere } else { Mark::Private }
    }
}

impl Limits {
    /// The run of this name, within these limits.
    pub(crate) fn run(&self, name: &str) -> Result<Run, Failure> {
        let caps = self.max_orders.into_iter().fold(Caps::new(), Caps::count);
        let caps = self.max_amount.iter().fold(caps, Caps::amount);
        Run::new(name, caps).map_err(|error| Failure::usage(error.to_string()))
    }
}

impl Price {
    /// What the journal is to mind.
    pub(crate) fn apply(&self, options: Options) -> Options {
        self.price.clone().into_iter().fold(options, Options::price)
    }
}

impl Consent {
    /// Only whether it is to be shown instead of done.
    pub(crate) fn dry_run(dry_run: bool) -> Self {
        Self { asking: Asking { yes: false, dry_run }, ..Self::default() }
    }

    /// What the journal is to mind.
    pub(crate) fn options(&self, plan: &Plan, extend: bool) -> Result<Options, Failure> {
        let mut options = self.price.apply(self.terms.apply(options(plan.expects)));
        if extend && plan.expects == Expects::NoLicense {
            options = options.despite(Check::Licensed);
        }
        let limited = self.limits.max_orders.is_some() || self.limits.max_amount.is_some();
        match &self.run {
            Some(name) => Ok(options.run(self.limits.run(name)?)),
            None if limited => Err(Failure::usage(
                "what a run may cost needs the name of the run; nothing was sent, so add --run",
            )),
            None => Ok(options),
        }
    }

    /// Where the vendor is given the reference.
    pub(crate) fn mark(&self) -> Mark {
        self.terms.mark()
    }
}

/// What the journal is to mind without anybody's word.
pub(crate) fn options(expects: Expects) -> Options {
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
pub(crate) fn check_consent(app: &App, asking: Asking, effect: Effect) -> Result<(), Failure> {
    let there = app.asker.lock().is_ok_and(|asker| asker.is_there());
    if effect != Effect::Spend || asking.yes || asking.dry_run || there {
        return Ok(());
    }
    Err(Failure::usage(
        "this costs or loses money and nobody is there to be asked, so nothing was sent; look at it with --dry-run, \
         then add --yes",
    ))
}
