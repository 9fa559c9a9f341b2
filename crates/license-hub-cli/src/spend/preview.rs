//! A dry run: the exact requests, with secrets masked.

use license_hub::{Effect, Preview};
use license_journal::{Reference, with_reference};

use super::Consent;
use crate::account::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::output::{Column, Format, Sheet, shown};
use crate::plan::Plan;

const PREVIEW: &[Column] =
    &[shown("operation"), shown("effect"), shown("method"), shown("url"), shown("fields")];

/// The requests of a plan, and whether a reference is in one. Sends nothing.
pub(super) fn of(account: &Account, plan: &Plan, consent: &Consent) -> Result<(Vec<Preview>, bool), Failure> {
    let (mut previews, mut marked) = (Vec::new(), false);
    for step in &plan.steps {
        let spends = step.effect() == Effect::Spend;
        // What is sent holds a reference of its own, where the vendor has a place for one.
        let operation = if spends {
            let (operation, field) = with_reference(&step.operation, &Reference::random(), consent.mark());
            marked |= field.is_some();
            operation
        } else {
            step.operation.clone()
        };
        previews.extend(account.api.preview(&operation)?);
    }
    Ok((previews, marked))
}

pub(super) fn show(
    app: &App,
    account: &Account,
    plan: &Plan,
    (previews, marked): (&[Preview], bool),
) -> Result<(), Failure> {
    let looked = if plan.looked_up { "Only the licence was looked up; nothing else" } else { "Nothing" };
    app.out
        .note(&format!("{account}: this {}.\nThe request below is not sent. {looked} was sent.", plan.what));
    if marked {
        app.out
            .note("The reference in it (lh-...) is another one each time, unless you write something there.");
    }
    if app.out.format() == Format::Table {
        return previews.iter().try_for_each(|preview| app.out.text(&preview.to_string()));
    }
    let mut sheet = Sheet::list("requests", PREVIEW);
    for preview in previews {
        let fields: Vec<String> =
            preview.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cells = vec![
            preview.operation.into(),
            preview.effect.name().into(),
            preview.method.name().into(),
            preview.url.as_str().into(),
            fields.join(" ").into(),
        ];
        sheet.push(cells, serde_json::to_value(preview).ok());
    }
    app.out.sheet(&sheet)
}
