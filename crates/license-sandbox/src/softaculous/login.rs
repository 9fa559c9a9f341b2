//! Who asks.

use crate::params::Params;
use crate::vendor::Credentials;

use super::{API_KEY, API_PASS, NOC_NAME, NOC_PASS};

/// Each pair of fields with what opens the account through it. `apikey` and `apipass` are documented by name only; that
/// the key pair is taken as `nocname` and `nocpass` as well is inferred from the SDK.
const PAIRS: [(&str, &str, &str, &str); 3] = [
    ("nocname", NOC_NAME, "nocpass", NOC_PASS),
    ("nocname", API_KEY, "nocpass", API_PASS),
    ("apikey", API_KEY, "apipass", API_PASS),
];

/// One right pair is enough, whatever the other holds.
pub(super) fn check(params: &Params) -> Credentials {
    let is = |field: &str, value: &str| params.text(field) == Some(value);
    if PAIRS.iter().any(|(name_field, name, pass_field, pass)| is(name_field, name) && is(pass_field, pass)) {
        Credentials::Right
    } else if PAIRS
        .iter()
        .any(|(name, _, pass, _)| params.text(name).is_some() || params.text(pass).is_some())
    {
        Credentials::Wrong
    } else {
        Credentials::Missing
    }
}

/// Replaces every credential by whether it is one that exists.
pub(super) fn redact(pairs: &mut [(String, String)]) {
    for (field, value) in pairs {
        // Brackets and dots are how PHP's reading of names could carry a credential past a plain comparison.
        let name = field.split('[').next().unwrap_or_default().trim_start();
        let mut known = PAIRS
            .iter()
            .flat_map(|(name_field, name, pass_field, pass)| [(*name_field, *name), (*pass_field, *pass)])
            .filter(|(known, _)| name.eq_ignore_ascii_case(known))
            .peekable();
        if known.peek().is_some() {
            *value = if known.any(|(_, right)| value == right) { "right".into() } else { "wrong".into() };
        }
    }
}
