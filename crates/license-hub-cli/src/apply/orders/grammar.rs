//! What can be ordered and with which options, as the command line of `license-hub order` defines it.

use std::collections::BTreeSet;
use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Parser};

use crate::commands::order::What;
use crate::spend::Price;

/// What parts the values of an option that can be given several times.
const BETWEEN: char = ';';

/// An order by itself: what holds for the whole list is said on the command line.
#[derive(Parser, Debug)]
#[command(name = "order", no_binary_name = true, disable_help_flag = true, disable_help_subcommand = true)]
pub(super) struct Single {
    #[command(subcommand)]
    pub(super) what: What,
    #[command(flatten)]
    pub(super) price: Price,
}

/// The definitions of everything that can be ordered.
pub(super) struct Grammar {
    order: Command,
}

impl Grammar {
    pub(super) fn new() -> Self {
        let mut order = Single::command();
        // So that each product has the options that all of them have.
        order.build();
        Self { order }
    }

    /// What can be ordered, by the words for it.
    pub(super) fn products(&self) -> Vec<&str> {
        self.order.get_subcommands().map(Command::get_name).collect()
    }

    pub(super) fn product(&self, word: &str) -> Option<&Command> {
        self.order.get_subcommands().find(|product| product.get_name() == word)
    }

    /// The options that anything here has.
    pub(super) fn options(&self) -> Vec<&str> {
        let all: BTreeSet<&str> =
            self.order.get_subcommands().flat_map(Command::get_arguments).filter_map(Arg::get_long).collect();
        all.into_iter().collect()
    }

    pub(super) fn knows(&self, option: &str) -> bool {
        self.options().contains(&option)
    }

    /// What is wrong with each cell, and which are missing.
    pub(super) fn mistakes<'a>(product: &'a Command, cells: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
        let mut mistakes = Vec::new();
        for (column, cell) in cells {
            let wrong = match option(product, column) {
                None => Some(format!(
                    "`license-hub order {}` has no option --{column}; leave the cell empty",
                    product.get_name()
                )),
                Some(option) => mistake(product, option, cell),
            };
            mistakes.extend(wrong.map(|wrong| (*column, wrong)));
        }
        for missing in product.get_arguments().filter(|option| option.is_required_set()) {
            let Some(name) = missing.get_long() else { continue };
            if !cells.iter().any(|(column, _)| *column == name) {
                mistakes.push((
                    name,
                    format!("there is none, and {} needs it; write {}", product.get_name(), help(missing)),
                ));
            }
        }
        mistakes
    }

    /// The order that a line says.
    pub(super) fn parse(product: &Command, account: &str, cells: &[(&str, &str)]) -> Result<Single, String> {
        let mut line = vec![product.get_name().to_owned()];
        for (column, cell) in cells {
            line.extend(option(product, column).map(|option| words(option, cell)).unwrap_or_default());
        }
        line.extend(["--".to_owned(), account.to_owned()]);
        Single::try_parse_from(line).map_err(|error| reason(&error))
    }
}

fn option<'a>(product: &'a Command, name: &str) -> Option<&'a Arg> {
    product.get_arguments().find(|option| option.get_long() == Some(name))
}

/// A cell as the command line says it. A switch that is off is not there.
fn words(option: &Arg, cell: &str) -> Vec<String> {
    let name = option.get_long().unwrap_or_default();
    match option.get_action() {
        ArgAction::SetTrue if cell.eq_ignore_ascii_case("yes") => vec![format!("--{name}")],
        ArgAction::SetTrue => Vec::new(),
        ArgAction::Append => {
            let values = cell.split(BETWEEN).map(str::trim).filter(|value| !value.is_empty());
            values.map(|value| format!("--{name}={value}")).collect()
        }
        _ => vec![format!("--{name}={cell}")],
    }
}

/// What is wrong with one cell by itself.
fn mistake(product: &Command, option: &Arg, cell: &str) -> Option<String> {
    if matches!(option.get_action(), ArgAction::SetTrue) {
        let known = ["yes", "no"].into_iter().any(|word| cell.eq_ignore_ascii_case(word));
        return (!known).then(|| format!("`{cell}` is neither; write yes, no or nothing"));
    }
    let mut line = vec![product.get_name().to_owned()];
    line.extend(words(option, cell));
    // It lacks everything else, which is not this cell's mistake, and is found after what is.
    let error = Single::try_parse_from(line).err()?;
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(&error, ContextKind::InvalidValue).unwrap_or_else(|| cell.to_owned());
            let said = error.source().map(ToString::to_string);
            let known = texts(&error, ContextKind::ValidValue);
            let next = if known.is_empty() { help(option) } else { format!("one of {}", known.join(", ")) };
            let said = said.map(|said| format!(": {said}")).unwrap_or_default();
            Some(format!("`{value}` is not taken{said}; write {next}"))
        }
        _ => None,
    }
}

/// Why the cells of a line do not go together.
fn reason(error: &clap::Error) -> String {
    let named = |kind| {
        let all: Vec<String> = texts(error, kind).iter().map(|text| column_of(text)).collect();
        if all.is_empty() {
            text(error, kind).map(|text| column_of(&text)).into_iter().collect()
        } else {
            all
        }
    };
    match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            format!(
                "something is missing; write into column {}",
                named(ContextKind::InvalidArg).join(" and column ")
            )
        }
        ErrorKind::ArgumentConflict => format!(
            "column {} does not go with column {}; leave one of them empty",
            named(ContextKind::InvalidArg).join(", "),
            named(ContextKind::PriorArg).join(", ")
        ),
        _ => {
            let said = error.to_string();
            let first = said.lines().next().unwrap_or_default();
            format!("{}; correct it", first.strip_prefix("error: ").unwrap_or(first))
        }
    }
}

/// `ip` of `--ip <IP>`.
fn column_of(argument: &str) -> String {
    let plain = argument.trim_matches(['<', '>']);
    let words = plain.split(['|', ' ']).filter(|word| word.starts_with("--"));
    let names: Vec<&str> = words.map(|word| word.trim_start_matches('-')).collect();
    if names.is_empty() { plain.to_owned() } else { names.join(" or ") }
}

/// What an option takes, in the words of its help.
fn help(option: &Arg) -> String {
    let known: Vec<String> =
        option.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !known.is_empty() {
        return format!("one of {}", known.join(", "));
    }
    let named = option.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default();
    let help = option.get_help().map(ToString::to_string).unwrap_or_default();
    format!("{named} ({help})")
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    }
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
