//! Certificates are always checked: a client that pays over a line anybody can answer is worse than none.

use super::{House, Report};

/// How the HTTP and TLS libraries call the switches that turn the checks off.
const SWITCHES: &[&str] =
    &["disable_verification", "dangerous", "DangerousClientConfig", "ServerCertVerifier"];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for source in house.sources.iter().filter(|source| source.path.starts_with("crates/")) {
        for token in source.tokens.iter().filter(|token| SWITCHES.contains(&token.text.as_str())) {
            let what = format!(
                "`{}` can switch the checks of TLS off; add an authority of one's own instead",
                token.text
            );
            report.violation(&source.path, token.line, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn a_workspace_that_leaves_the_checks_on_passes() {
        let mut house = Fixture::clean();
        house.append(
            "crates/license-wire/src/http.rs",
            "/// There is no dangerous switch.\nfn a() { \"dangerous\"; }\n",
        );
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn every_switch_is_found() {
        for code in ["config().disable_verification(true)", "config().dangerous()"] {
            let mut house = Fixture::clean();
            house.write("crates/license-wire/tests/it/tls.rs", &format!("fn a() {{\n{code}\n}}\n"));
            house.expect(check, "crates/license-wire/tests/it/tls.rs:2: tls: ");
        }
    }
}
