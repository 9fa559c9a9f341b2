//! What the documentation of an operation says: what it costs, what it sends, how that is known, how it fails.

use super::ledger::Ledger;
use super::surface::{Method, Surface};
use super::{House, Report, VENDOR_CRATES};

const SOURCE: &str = "Source:";
const PARTS: &[&str] = &["Wire:", SOURCE, "# Errors", "# Examples"];
/// How sure a source is; or the operation that is as sure.
const SURE: &[&str] = &["documented", "captured", "seen", "inferred", "unknown", "not known", "none;", "as "];
const SPENDS: &[&str] = &["**Spends money**", "**Ends a paid licence**", "**Gives money back**"];
const CHANGES: &str = "**Changes**";

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in
        house.workspace.packages.iter().filter(|package| VENDOR_CRATES.contains(&package.name.as_str()))
    {
        let surface = Surface::of(house, package);
        let ledger = Ledger::read(house, package);
        report.note(format!(
            "{} has {} methods that perform an operation",
            package.name,
            surface.operations().count()
        ));
        for method in surface.operations().filter(|method| !sends_nothing(method)) {
            parts(method, report);
            sureness(method, report);
            effect(method, &ledger.effects_of(&method.path()), report);
        }
    }
}

/// Whether the documentation says that the method sends nothing.
pub(super) fn sends_nothing(method: &Method) -> bool {
    method.says("Local:")
}

fn parts(method: &Method, report: &mut Report) {
    let needed = if method.says("Composed of") { &["# Errors"] } else { PARTS };
    let missing: Vec<String> =
        needed.iter().filter(|part| !method.says(part)).map(|part| format!("`{part}`")).collect();
    if !missing.is_empty() {
        let what = format!(
            "the documentation of `{}` lacks {}; where it sends nothing say `Local:`, where it is made of other operations `Composed of`",
            method.path(),
            missing.join(", ")
        );
        report.violation(&method.file, method.line, what);
    }
}

fn sureness(method: &Method, report: &mut Report) {
    if method.says(SOURCE) && !SURE.iter().any(|word| method.paragraph_after(SOURCE).contains(word)) {
        let what = format!(
            "the documentation of `{}` does not say behind `{SOURCE}` how sure that is: documented, captured, inferred",
            method.path()
        );
        report.violation(&method.file, method.line, what);
    }
}

fn effect(method: &Method, effects: &[String], report: &mut Report) {
    let has = |effect: &str| effects.iter().any(|known| known == effect);
    let says_spends = SPENDS.iter().any(|words| method.mentions(words));
    let path = method.path();
    let what = if has("spend") && !says_spends {
        format!("API.md says that `{path}` spends; say so in its documentation: {}", SPENDS.join(" or "))
    } else if has("change") && !has("spend") && !method.mentions(CHANGES) {
        format!("API.md says that `{path}` changes something; say {CHANGES} in its documentation")
    } else if has("read") && !has("spend") && says_spends {
        format!("the documentation says that `{path}` spends, API.md that it reads; correct the wrong one")
    } else if has("read") && !has("change") && !has("spend") && method.mentions(CHANGES) {
        format!(
            "the documentation says that `{path}` changes something, API.md that it reads; correct the wrong one"
        )
    } else {
        return;
    };
    report.violation(&method.file, method.line, what);
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const LIB: &str = "crates/softaculous-noc/src/lib.rs";
    const API: &str = "crates/softaculous-noc/API.md";

    #[test]
    fn complete_documentation_passes() {
        let house = Fixture::clean();
        assert_eq!(house.check(check), [""; 0]);
        assert_eq!(house.notes(check), ["softaculous-noc has 2 methods that perform an operation"]);
    }

    #[test]
    fn every_part_is_needed() {
        for part in [
            "    /// Wire: `ca=softaculous_buy`.\n",
            "    /// Source: the vendor's page (documented).\n",
            "    /// # Errors\n",
            "    /// # Examples\n",
        ] {
            let mut house = Fixture::clean();
            house.edit(LIB, part, "    ///\n");
            let name = part.trim_start_matches([' ', '/']).split(" `").next().unwrap().trim_end();
            let name = name.split_inclusive(':').next().unwrap();
            house.expect(check, &format!("crates/softaculous-noc/src/lib.rs:24: docs: the documentation of `Client::buy` lacks `{name}`"));
        }
    }

    #[test]
    fn a_source_says_how_sure_it_is() {
        let mut house = Fixture::clean();
        house.edit(LIB, "Source: the vendor's page (documented).", "Source: the vendor's\n    /// page.\n    ///\n    /// Documented as well, but not by the vendor, and inferred.");
        house.expect(check, "`Client::buy` does not say behind `Source:` how sure that is");
        house.edit(LIB, "page.\n", "page (reply\n    /// inferred).\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn a_part_may_begin_within_a_line_but_only_as_a_sentence() {
        let mut house = Fixture::clean();
        house.edit(LIB, "`ca=softaculous_buy`.\n    /// Source:", "`ca=softaculous_buy`. Source:");
        assert_eq!(house.check(check), [""; 0]);
        house.edit(LIB, ". Source:", " (see Source: below)");
        house.expect(check, "`Client::buy` lacks `Source:`");
    }

    #[test]
    fn a_method_without_documentation_lacks_all_of_it() {
        let mut house = Fixture::clean();
        house.append(LIB, "impl Client {\n    pub fn more(&self) -> Result<u8, Error> {}\n}\n");
        house.expect(check, "`Client::more` lacks `Wire:`, `Source:`, `# Errors`, `# Examples`");
    }

    #[test]
    fn a_handle_that_holds_a_client_has_operations_too() {
        let mut house = Fixture::clean();
        house.append(LIB, "pub struct Plesk<'a> { client: &'a Client }\nimpl Plesk<'_> {\n    pub fn order(&self) -> Result<u8, Error> {}\n}\n");
        house.expect(check, "`Plesk::order` lacks");
    }

    #[test]
    fn whatever_says_what_it_sends_is_an_operation() {
        let mut house = Fixture::clean();
        house.append(LIB, "pub struct Area(u8);\nimpl Area {\n    /// Wire: `a`.\n    pub fn order(&self) -> Result<u8, Error> {}\n    /// Wire: `b`.\n    pub fn setter(self) -> Result<Self, Error> {}\n}\n");
        house.expect(check, "`Area::order` lacks `Source:`, `# Errors`, `# Examples`");
    }

    #[test]
    fn what_sends_nothing_and_what_is_composed_need_less() {
        let mut house = Fixture::clean();
        let local = "    /// Local: sends nothing.\n    pub fn explain(&self) -> Result<u8, Error> {}\n";
        let composed = "    /// Composed of [`Client::buy`] twice.\n    /// # Errors\n    pub fn buy_two(&self) -> Result<u8, Error> {}\n";
        let constructor = "    pub fn live() -> Result<Self, Error> {}\n    pub(crate) fn own(&self) -> Result<u8, Error> {}\n    pub fn name(&self) -> &str {}\n";
        house.append(LIB, &format!("impl Client {{\n{local}{composed}{constructor}}}\n"));
        assert_eq!(house.check(check), [""; 0]);
        house.edit(LIB, "twice.\n    /// # Errors\n", "twice.\n");
        house.expect(check, "`Client::buy_two` lacks `# Errors`");
    }

    #[test]
    fn what_spends_says_so() {
        let mut house = Fixture::clean();
        house.edit(LIB, " **Spends money**.", "");
        house.expect(check, "API.md says that `Client::buy` spends");
    }

    #[test]
    fn what_changes_says_so() {
        let mut house = Fixture::clean();
        house.edit(API, "| spend |", "| change |");
        house.expect(check, "API.md says that `Client::buy` changes something");
    }

    #[test]
    fn what_reads_does_not_say_that_it_spends() {
        let mut house = Fixture::clean();
        house.edit(API, "| spend |", "| read |");
        house.expect(check, "says that `Client::buy` spends, API.md that it reads");
    }
}
