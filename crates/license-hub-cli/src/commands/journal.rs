//! `journal`: what was sent, what came of it, and what is still open.

use clap::{Args, Subcommand, ValueEnum};
use license_hub::AccountName;
use license_journal::{Entry, Error, ErrorKind, Filter, Journal, Reference, Seen, State};

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::journal::{events, looked_row, looks, sheet, single};

const AFTER: &str = "\
Examples:
  license-hub journal
  license-hub journal list --open --format json
  license-hub journal show lh-7c0jq4m2xv
  license-hub journal check lh-7c0jq4m2xv
  license-hub journal check

What spends is written down before it is sent. `check` only reads at the vendor, so it can be run as often as you like: exit
code 0 when it happened for sure, 4 when it counts as not having happened, 5 while nobody knows. Two looks that see nothing,
10 minutes apart, are taken for not having happened.";

#[derive(Args, Debug)]
#[command(after_help = AFTER, args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    list: List,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Lists what was sent, the latest last
    List(List),
    /// Shows one entry, with all that happened to it
    Show(Named),
    /// Looks at the vendor for what became of one entry, or of everything that is open
    Check(Check),
    /// Lets an entry stand in nobody's way, so that the same can be sent again
    Waive(Waive),
}

#[derive(Args, Debug)]
struct List {
    /// Only what nobody knows the end of
    #[arg(long)]
    open: bool,
    /// Only this account
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// Only what stands so; can be given several times
    #[arg(long, value_enum, conflicts_with = "open")]
    state: Vec<Stands>,
    /// Only what belongs to this run
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    /// At most so many, the latest
    #[arg(long, value_name = "COUNT")]
    limit: Option<u32>,
}

/// How an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stands {
    /// It was written down, and nothing is known since
    Open,
    /// The vendor confirmed it
    Done,
    /// Nothing happened, for sure
    Failed,
    /// It may have happened
    Unknown,
    /// A look found that it happened
    Happened,
    /// Looks some time apart saw nothing of it
    NotSeen,
    /// Somebody decided that it is to stand in nobody's way
    Waived,
}

impl Stands {
    fn state(self) -> State {
        match self {
            Self::Open => State::Open,
            Self::Done => State::Done,
            Self::Failed => State::Failed,
            Self::Unknown => State::Unknown,
            Self::Happened => State::Happened,
            Self::NotSeen => State::NotSeen,
            Self::Waived => State::Waived,
        }
    }
}

#[derive(Args, Debug)]
struct Named {
    /// The entry's name, such as lh-7c0jq4m2xv
    #[arg(value_parser = reference)]
    reference: Reference,
}

#[derive(Args, Debug)]
struct Check {
    /// The entry's name; without it, everything that is open
    #[arg(value_parser = reference)]
    reference: Option<Reference>,
}

#[derive(Args, Debug)]
struct Waive {
    #[command(flatten)]
    named: Named,
    /// Why, for whoever reads the journal
    #[arg(long, value_name = "TEXT")]
    why: String,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.what {
        None => list(app, &arguments.list),
        Some(What::List(which)) => list(app, which),
        Some(What::Show(named)) => show(app, &named.reference),
        Some(What::Check(Check { reference: Some(reference) })) => check(app, reference),
        Some(What::Check(Check { reference: None })) => check_all(app),
        Some(What::Waive(waive)) => self::waive(app, waive),
    }
}

fn the_known(app: &App, reference: &Reference) -> Result<Journal, Failure> {
    app.journal_if_any()?.ok_or_else(|| Error::no_such_entry(reference).into())
}

fn list(app: &App, which: &List) -> Result<(), Failure> {
    let mut filter = if which.open { Filter::open() } else { Filter::all() };
    filter = which.state.iter().fold(filter, |filter, stands| filter.state(stands.state()));
    if let Some(account) = &which.account {
        filter = filter.account(AccountName::new(account.as_str())?);
    }
    filter = which.run.iter().fold(filter, Filter::run);
    filter = which.limit.into_iter().fold(filter, Filter::limit);
    let entries = match app.journal_if_any()? {
        Some(journal) => journal.list(&filter)?,
        None => Vec::new(),
    };
    app.out.sheet(&sheet(&entries))?;
    let open = entries.iter().filter(|entry| entry.needs_a_look()).count();
    app.out.note(&match (entries.len(), open) {
        (0, _) => "Nothing of the kind was sent.".to_owned(),
        (count, 0) => format!("{count} in all, and none is open"),
        (count, open) => format!("{count} in all, {open} of them open; run `license-hub journal check`"),
    });
    Ok(())
}

fn show(app: &App, reference: &Reference) -> Result<(), Failure> {
    let journal = the_known(app, reference)?;
    let (entry, all) = journal.show(reference)?;
    app.out.sheet(&single(&entry, &all))?;
    if app.out.format() == crate::output::Format::Table {
        app.out.data("\n")?;
        app.out.sheet(&events(&all))?;
    }
    Ok(())
}

/// Looks for one entry at its account.
fn look(app: &App, journal: &Journal, entry: &Entry) -> Result<(Entry, Seen), Failure> {
    let account = app.account(entry.intent.account.as_str())?;
    app.out.note(&format!(
        "{account}, {}: {} of {}",
        entry.intent.written.strftime("%Y-%m-%d %H:%M:%SZ"),
        entry.intent.operation_name,
        entry.intent.target
    ));
    let reference = &entry.intent.reference;
    let looked = journal.check(reference, &*account.api).map_err(|error| match error.kind() {
        ErrorKind::OtherAccount { .. } => Failure::usage(format!(
            "{reference}: the account {} was configured for another vendor, environment or address when this was sent; \
             put that back to check it",
            account.name
        )),
        _ => Failure::from(error).at(&account),
    })?;
    if let Some(why) = &looked.unnoted {
        app.out.warn(&format!("{account}: the look could not be noted down: {why}"));
    }
    Ok((looked.entry, looked.seen))
}

fn check(app: &App, reference: &Reference) -> Result<(), Failure> {
    let journal = the_known(app, reference)?;
    let (entry, _) = journal.show(reference)?;
    if let State::Done | State::Failed | State::Happened = entry.state {
        app.out.sheet(&looks(vec![looked_row(&entry, None)]))?;
        return end_of(app, &entry, None);
    }
    let (entry, seen) = look(app, &journal, &entry)?;
    app.out.sheet(&looks(vec![looked_row(&entry, Some(&seen))]))?;
    end_of(app, &entry, Some(&seen))
}

/// The exit code and the next step that follow from how an entry stands.
fn end_of(app: &App, entry: &Entry, seen: Option<&Seen>) -> Result<(), Failure> {
    let reference = &entry.intent.reference;
    let place = format!("{}, account {}", entry.intent.vendor, entry.intent.account);
    let not_sent = |why: &str| Err(Failure::not_sent(format!("{place}: {reference} {why}")));
    let unknown = |why: String| {
        Err(Failure::new(
            Exit::Unknown,
            format!(
                "{place}: {why}; look again later with `license-hub journal check {reference}`, and once you are sure \
                 that it did not happen run `license-hub journal waive {reference} --why ...`"
            ),
        ))
    };
    match (entry.state, seen) {
        (State::Done, _) => {
            app.out.note("The vendor confirmed it. Do not do it again.");
            Ok(())
        }
        (State::Happened, _) => {
            let seen = entry.found.as_ref().and_then(|found| found.seen.as_deref()).unwrap_or_default();
            app.out.note(&format!("It happened: {seen}. Do not do it again."));
            Ok(())
        }
        (State::Failed, _) => not_sent("did not happen, for sure"),
        (State::NotSeen, _) => {
            not_sent("counts as not having happened: looks some time apart saw nothing of it")
        }
        (_, Some(Seen::CannotTell(why))) => unknown(format!("the records do not tell: {why}")),
        (_, Some(Seen::Failed(why))) => unknown(format!("it could not be looked into: {why}")),
        _ => unknown("nothing of it is to be seen until now".to_owned()),
    }
}

fn check_all(app: &App) -> Result<(), Failure> {
    let open = match app.journal_if_any()? {
        Some(journal) => {
            let open = journal.open_intents()?;
            (!open.is_empty()).then_some((journal, open))
        }
        None => None,
    };
    let Some((journal, open)) = open else {
        app.out.note("Nothing is open.");
        return app.out.sheet(&looks(Vec::new()));
    };
    let (mut rows, mut failures, mut unknown) = (Vec::new(), Vec::new(), 0);
    for entry in open {
        match look(app, &journal, &entry) {
            Ok((entry, seen)) => {
                unknown += usize::from(entry.needs_a_look());
                rows.push(looked_row(&entry, Some(&seen)));
            }
            Err(failure) => {
                unknown += 1;
                let why = Seen::Failed(failure.to_string());
                rows.push(looked_row(&entry, Some(&why)));
                failures.push(failure);
            }
        }
    }
    let count = rows.len();
    app.out.sheet(&looks(rows))?;
    for failure in &failures {
        app.out.error(failure);
    }
    match unknown {
        0 => Ok(()),
        unknown => Err(Failure::new(
            Exit::Unknown,
            format!("nobody knows of {unknown} of {count} whether they happened; look again later"),
        )),
    }
}

fn waive(app: &App, waive: &Waive) -> Result<(), Failure> {
    let reference = &waive.named.reference;
    let journal = the_known(app, reference)?;
    let entry = journal.waive(reference, &waive.why)?;
    app.out.note(&format!("{reference} stands in nobody's way any more. That it was waived is kept."));
    app.out.sheet(&sheet(&[entry]))
}

/// The reason alone: which argument is meant is said by whoever reads the command line.
fn reference(text: &str) -> Result<Reference, String> {
    text.parse().map_err(|error: Error| error.to_string())
}
