//! Which operation a request asks for.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::ledger::Environment;

use super::PATH;

/// The three kinds of licence, each with the same calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Plesk,
    Cpanel,
    Virtuozzo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    List,
    Properties,
    Edit,
    Terminate,
    Orderable,
    Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Token,
    License(Family, Act),
}

/// Every operation with a name made of its family and its act, and its id in the list of operations.
const OPERATIONS: [(Operation, &str, &str); 19] = [
    (Operation::Token, "access/token", "W01"),
    (Operation::License(Family::Plesk, Act::List), "plesk.list", "W03"),
    (Operation::License(Family::Plesk, Act::Properties), "plesk.properties", "W04"),
    (Operation::License(Family::Plesk, Act::Edit), "plesk.edit", "W05"),
    (Operation::License(Family::Plesk, Act::Terminate), "plesk.terminate", "W06"),
    (Operation::License(Family::Plesk, Act::Orderable), "plesk.orderable", "W07"),
    (Operation::License(Family::Plesk, Act::Order), "plesk.order", "W08"),
    (Operation::License(Family::Cpanel, Act::List), "cpanel.list", "W09"),
    (Operation::License(Family::Cpanel, Act::Properties), "cpanel.properties", "W10"),
    (Operation::License(Family::Cpanel, Act::Edit), "cpanel.edit", "W11"),
    (Operation::License(Family::Cpanel, Act::Terminate), "cpanel.terminate", "W12"),
    (Operation::License(Family::Cpanel, Act::Orderable), "cpanel.orderable", "W13"),
    (Operation::License(Family::Cpanel, Act::Order), "cpanel.order", "W14"),
    (Operation::License(Family::Virtuozzo, Act::List), "virtuozzo.list", "W15"),
    (Operation::License(Family::Virtuozzo, Act::Properties), "virtuozzo.properties", "W16"),
    (Operation::License(Family::Virtuozzo, Act::Edit), "virtuozzo.edit", "W17"),
    (Operation::License(Family::Virtuozzo, Act::Terminate), "virtuozzo.terminate", "W18"),
    (Operation::License(Family::Virtuozzo, Act::Orderable), "virtuozzo.orderable", "W19"),
    (Operation::License(Family::Virtuozzo, Act::Order), "virtuozzo.order", "W20"),
];

/// The id of the test environment, which every request to it has besides its own.
const TEST_ID: &str = "W02";

/// Whether a fault can name an operation so.
pub(super) fn is_name(name: &str) -> bool {
    name == TEST_ID || OPERATIONS.iter().any(|(_, wire, id)| *wire == name || *id == name)
}

impl Operation {
    pub(super) fn name(self) -> &'static str {
        OPERATIONS.iter().find(|(operation, ..)| *operation == self).map_or("", |(_, name, _)| name)
    }

    pub(super) fn ids(self, environment: Environment) -> Vec<&'static str> {
        let own = OPERATIONS.iter().find(|(operation, ..)| *operation == self).map(|(.., id)| *id);
        own.into_iter().chain((environment == Environment::Test).then_some(TEST_ID)).collect()
    }
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Token,
    Family(Family),
    Order(Family),
    Key(Family, String),
    Nowhere,
}

impl Place {
    /// The test environment is the same paths with `test/` before (documented for the base, inferred for the token).
    pub(super) fn of(path: &str) -> (Environment, Self) {
        let rest = path.strip_prefix(PATH).unwrap_or_default();
        let (environment, rest) = match rest.strip_prefix("test") {
            Some("") => (Environment::Test, ""),
            Some(after) if after.starts_with('/') => (Environment::Test, &after[1..]),
            _ => (Environment::Live, rest),
        };
        (environment, Self::within(rest))
    }

    /// A slash at the end is let pass, as most servers do. An empty, a dotted or any other segment too many leads nowhere.
    fn within(path: &str) -> Self {
        let path = path.strip_suffix('/').unwrap_or(path);
        let segments: Vec<Cow<'_, str>> =
            path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
        let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
        let family = |name: &str| match name {
            "plesk" => Some(Family::Plesk),
            "cpanel" => Some(Family::Cpanel),
            "virtuozzo" => Some(Family::Virtuozzo),
            _ => None,
        };
        match segments[..] {
            ["access", "token"] => Self::Token,
            ["license", name] => family(name).map_or(Self::Nowhere, Self::Family),
            ["license", name, "order"] => family(name).map_or(Self::Nowhere, Self::Order),
            ["license", name, key] if !key.is_empty() => {
                family(name).map_or(Self::Nowhere, |family| Self::Key(family, key.to_owned()))
            }
            _ => Self::Nowhere,
        }
    }

    pub(super) fn operation(&self, method: &str) -> Option<Operation> {
        match (self, method) {
            (Self::Token, "POST") => Some(Operation::Token),
            (Self::Family(family), "GET" | "HEAD") => Some(Operation::License(*family, Act::List)),
            (Self::Order(family), "GET" | "HEAD") => Some(Operation::License(*family, Act::Orderable)),
            (Self::Order(family), "POST") => Some(Operation::License(*family, Act::Order)),
            (Self::Key(family, _), "GET" | "HEAD") => Some(Operation::License(*family, Act::Properties)),
            (Self::Key(family, _), "PUT") => Some(Operation::License(*family, Act::Edit)),
            (Self::Key(family, _), "DELETE") => Some(Operation::License(*family, Act::Terminate)),
            _ => None,
        }
    }

    /// The `Allow` header.
    pub(super) fn methods(&self) -> &'static str {
        match self {
            Self::Token => "POST",
            Self::Family(_) => "GET",
            Self::Order(_) => "GET, POST",
            Self::Key(..) => "GET, PUT, DELETE",
            Self::Nowhere => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_their_places() {
        use Environment::{Live, Test};
        let key = |family, key: &str| Place::Key(family, key.to_owned());
        for (path, place) in [
            ("access/token", (Live, Place::Token)),
            ("test/access/token/", (Test, Place::Token)),
            ("license/plesk", (Live, Place::Family(Family::Plesk))),
            ("test/license/cpanel/", (Test, Place::Family(Family::Cpanel))),
            ("license/virtuozzo/order", (Live, Place::Order(Family::Virtuozzo))),
            ("license/virtuozzo/%6Frder", (Live, Place::Order(Family::Virtuozzo))),
            ("license/plesk/ORDER", (Live, key(Family::Plesk, "ORDER"))),
            ("license/plesk/PLSK%2E02980001", (Live, key(Family::Plesk, "PLSK.02980001"))),
            ("license/plesk/a%2Fb%ff", (Live, key(Family::Plesk, "a/b\u{FFFD}"))),
            ("license/plesk/..", (Live, key(Family::Plesk, ".."))),
            ("tests/license/plesk", (Live, Place::Nowhere)),
            ("license/plesk//", (Live, Place::Nowhere)),
            ("license//plesk", (Live, Place::Nowhere)),
            ("license/directadmin", (Live, Place::Nowhere)),
            ("license/plesk/a/b", (Live, Place::Nowhere)),
            ("test", (Test, Place::Nowhere)),
            ("", (Live, Place::Nowhere)),
        ] {
            assert_eq!(Place::of(&format!("{PATH}{path}")), place, "{path}");
        }
    }

    #[test]
    fn every_operation_has_a_name_and_an_id_of_its_own() {
        for (operation, name, id) in OPERATIONS {
            assert_eq!((operation.name(), operation.ids(Environment::Live)), (name, vec![id]));
            assert_eq!(operation.ids(Environment::Test), [id, TEST_ID]);
            assert!(is_name(name) && is_name(id));
        }
        assert!(is_name("W02") && !is_name("W21") && !is_name("plesk") && !is_name(""));
        let ids: std::collections::BTreeSet<_> = OPERATIONS.iter().map(|(.., id)| id).collect();
        assert_eq!(ids.len(), OPERATIONS.len());
    }
}
