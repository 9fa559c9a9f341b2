//! The main tables, of a sandbox that is the same each time, on a fixed day.

use super::expect;
use crate::four_accounts;

/// One line for each kind of finding that the sandbox has by itself.
const EXPECTED: &str = "\
ip,product,account,auto_renew
203.0.113.11,softaculous,,
203.0.113.12,softaculous,noc,yes
203.0.113.13,softaculous,noc,no
203.0.113.14,webuzo,,
203.0.113.51,cpanel,wss,no
203.0.113.52,cpanel,noc,
203.0.113.99,plesk,,
203.0.113.115,ispmanager,isp,
";

#[test]
fn the_main_tables_are_as_they_were() {
    let hub = four_accounts::hub();
    hub.write("expected.csv", EXPECTED);
    hub.write("mistakes.csv", "ip,product,auto_renew\n203.0.113.0/24,plesk,maybe\n203.0.113.5\n");
    for (name, line) in [
        ("accounts", "accounts"),
        ("accounts-check", "accounts check"),
        ("list", "list"),
        ("list-expiring", "list --expiring 15d"),
        ("list-details", "list --account wss --details"),
        ("show", "show noc 203.0.113.12"),
        ("logs", "logs noc 203.0.113.12"),
        ("invoices", "invoices noc"),
        ("orderable", "orderable wss cpanel"),
        ("tariffs", "tariffs isp"),
        ("balance", "balance isp"),
        ("renew-dry-run", "renew noc 203.0.113.12 --term 1M --dry-run"),
        ("no-terminal", "renew noc 203.0.113.12 --term 1M"),
        ("drift", "drift expected.csv --account noc --account wss"),
        ("drift-mistakes", "drift mistakes.csv"),
    ] {
        let ran = hub.run(line);
        let text = format!(
            "$ license-hub {line}\n{}---- standard error, and exit code {}\n{}",
            ran.out, ran.code, ran.err
        );
        expect(&hub, name, &text);
    }
}
