//! Whether a version says honestly that something was taken away: what the public API lost since the last release,
//! by the text in `docs/api` then and now, needs a version that cargo does not take for a compatible one.

use std::collections::BTreeSet;

use semver::Version;

use super::{Shop, tags};
use crate::workspace::Package;

/// Says nothing where the earlier release has no tag or no text.
pub(super) fn check(shop: &Shop<'_>, package: &Package, from: &Version, to: &Version) -> Result<(), String> {
    let file = package.api_text();
    let tag = tags::name(&package.name, &from.to_string());
    let Ok(then) = shop.place.git(&["show", &format!("{tag}:{file}")]) else { return Ok(()) };
    let now = std::fs::read_to_string(shop.workspace.root.join(&file)).unwrap_or_default();
    let now: BTreeSet<&str> = now.lines().collect();
    let gone: Vec<&str> = then.lines().filter(|line| !now.contains(line)).collect();
    match gone.first() {
        Some(first) if !breaks(from, to) => Err(format!(
            "{}: {} lines of its public API are gone or changed since {from} (`{first}`); {to} would be taken for compatible",
            package.name,
            gone.len()
        )),
        _ => Ok(()),
    }
}

/// Whether cargo keeps those who ask for `from` away from `to`.
fn breaks(from: &Version, to: &Version) -> bool {
    let leading = |version: &Version| match (version.major, version.minor) {
        (0, 0) => (0, 0, version.patch),
        (0, minor) => (0, minor, 0),
        (major, _) => (major, 0, 0),
    };
    leading(from) != leading(to)
}

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn a_version_breaks_when_its_first_number_that_is_not_zero_changes() {
        for (from, to, expected) in [
            ("0.1.0", "0.1.1", false),
            ("0.1.9", "0.2.0", true),
            ("0.0.1", "0.0.2", true),
            ("0.9.0", "1.0.0", true),
            ("1.2.3", "1.3.0", false),
            ("1.2.3", "2.0.0", true),
        ] {
            assert_eq!(breaks(&from.parse().unwrap(), &to.parse().unwrap()), expected, "{from} {to}");
        }
    }
}
