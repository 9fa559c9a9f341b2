//! Names line up in a column.

use license_hub::{AccountName, Capability, Environment, Status, Vendor};

#[test]
fn names_take_the_width_that_is_asked_for() {
    let account = AccountName::new("noc").unwrap();
    let line = format!(
        "{account:5}|{:13}|{:5}|{:10}|{:>7}",
        Vendor::Softaculous,
        Environment::Live,
        Status::Active,
        Capability::Renew
    );
    assert_eq!(line, "noc  |Softaculous  |live |active    |  renew");
}
