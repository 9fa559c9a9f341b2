//! For each crate, whether it is up already, and whether its version may go up.

use std::fmt;

use semver::Version;

use super::{Shop, compare, registry, semantic, tags};
use crate::packages::Packed;
use crate::workspace::Package;

/// Where a crate stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The registry has none of it.
    New,
    /// The registry has an older version.
    Raised { from: Version },
    /// This version is up, and nothing in it has changed since.
    Up { commit: String },
}

/// Where all crates stand.
pub(super) struct Plan<'a> {
    pub(super) crates: Vec<(&'a Package, Standing)>,
}

impl<'a> Plan<'a> {
    /// Asks the registry about each package that was packed; fails with all that must not go up.
    pub(super) fn make(shop: &Shop<'a>, packed: &[Packed<'a>]) -> Result<Self, String> {
        let mut crates = Vec::new();
        let mut problems = Vec::new();
        for packed in packed {
            match stand(shop, packed)? {
                Ok(standing) => crates.push((packed.package, standing)),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(Self { crates })
        } else {
            Err(format!("publish: {}", problems.join("\npublish: ")))
        }
    }

    /// What is not up yet.
    pub(super) fn rest(&self) -> Vec<&'a Package> {
        let to_go = |standing: &Standing| !matches!(standing, Standing::Up { .. });
        self.crates.iter().filter(|(_, standing)| to_go(standing)).map(|(package, _)| *package).collect()
    }
}

/// The inner error is what is wrong with the crate; the outer one, that nothing could be found out.
fn stand(shop: &Shop<'_>, packed: &Packed<'_>) -> Result<Result<Standing, String>, String> {
    let Package { name, version, .. } = packed.package;
    let own: Version = version.parse().map_err(|error| format!("publish: {name} {version}: {error}"))?;
    let Some(newest) = registry::newest(shop, name, "*")? else {
        return Ok(untagged(shop, packed.package).map(|()| Standing::New));
    };
    if newest.version < own {
        let problem = untagged(shop, packed.package)
            .and_then(|()| semantic::check(shop, packed.package, &newest.version, &own));
        return Ok(problem.map(|()| Standing::Raised { from: newest.version }));
    }
    let same =
        if newest.version == own { Some(newest) } else { registry::newest(shop, name, &format!("={own}"))? };
    let Some(same) = same else {
        return Ok(Err(format!("{name}: the registry has a newer version than {own}; raise it")));
    };
    let differences = compare::differences(packed, &same.folder)?;
    if let Some(first) = differences.first() {
        return Ok(Err(format!(
            "{name}: {own} is up, and {} of its files changed since ({first}); raise its version",
            differences.len()
        )));
    }
    let Some(commit) = compare::made_from(&same.folder) else {
        return Ok(Err(format!("{name}: {own} is up, but was not made from a commit; raise its version")));
    };
    Ok(Ok(Standing::Up { commit }))
}

/// A tag says that a version is up; one that came before it would be of something else.
fn untagged(shop: &Shop<'_>, package: &Package) -> Result<(), String> {
    let tag = tags::name(&package.name, &package.version);
    match tags::commit(&shop.place, &tag) {
        None => Ok(()),
        Some(commit) => Err(format!("the tag {tag} stands on {commit}, though this version is not up")),
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("new, to go up"),
            Self::Raised { from } => write!(f, "to go up, over {from}"),
            Self::Up { commit } => write!(f, "is up, made from {commit}"),
        }
    }
}
