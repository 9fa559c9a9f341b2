//! The main tables, of a sandbox that is the same each time, on a fixed day.

use super::expect;
use crate::four_accounts;

#[test]
fn the_main_tables_are_as_they_were() {
    let hub = four_accounts::hub();
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
    ] {
        let ran = hub.run(line).exits(0);
        expect(&hub, name, &format!("{}\n---- standard error\n{}", ran.out, ran.err));
    }
}
