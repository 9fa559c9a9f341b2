//! Which licence a line means.

use license_hub::{License, Status, Vendor};

use super::support::{found, license, other};

#[test]
fn one_address_in_two_spellings_is_one() {
    let list = "ip,product\n::ffff:192.0.2.1,ispmanager\n2001:DB8:0::1,ispmanager\n";
    let licenses = [license("ispl", "1", "192.0.2.1"), license("ispl", "2", "2001:db8:0:0:0:0:0:1")];
    assert_eq!(found(list, &licenses), [""; 0]);
}

#[test]
fn a_line_that_fits_much_takes_nothing_from_one_that_fits_little() {
    let mut pro = license("ispl", "2", "192.0.2.1");
    pro.product = "ISPmanager 6 Pro".into();
    // It would be the first choice, lasting longer.
    pro.expires = None;
    let licenses = [license("ispl", "1", "192.0.2.1"), pro];
    for list in [
        "ip,product\n192.0.2.1,ispmanager\n192.0.2.1,ISPmanager 6 Pro\n",
        "ip,product\n192.0.2.1,softexternal\n192.0.2.1,ISPmanager 6 Pro\n",
        "ip,product\n192.0.2.1,ISPmanager 6 Pro\n192.0.2.1,ispmanager\n",
    ] {
        assert_eq!(found(list, &licenses), [""; 0], "{list}");
    }
}

#[test]
fn the_licence_in_the_expected_account_is_the_one_that_is_meant() {
    let licenses = [license("ispl-2", "1", "192.0.2.1"), license("ispl", "2", "192.0.2.1")];
    let list = "ip,product,account\n192.0.2.1,ispmanager,ispl\n";
    assert_eq!(found(list, &licenses), ["doubled 1 -"]);
}

#[test]
fn a_licence_that_works_is_meant_before_one_that_does_not() {
    let mut ended = license("ispl", "1", "192.0.2.1");
    (ended.status, ended.expires) = (Status::Ended, None);
    let mut suspended = license("ispl", "2", "192.0.2.1");
    suspended.status = Status::Suspended;
    let list = "ip,product\n192.0.2.1,ispmanager\n";
    let all = [ended.clone(), suspended.clone(), license("ispl", "3", "192.0.2.1")];
    assert_eq!(found(list, &all), ["doubled 2 -"]);
    assert_eq!(found(list, &[ended.clone(), suspended]), ["not-active 2 2"]);
    assert_eq!(found(list, &[ended]), ["not-active 1 2"]);
}

#[test]
fn what_ran_out_elsewhere_does_not_stand_for_a_line() {
    let mut ended = license("ispl-2", "1", "192.0.2.1");
    ended.status = Status::Ended;
    let list = "ip,product,account\n192.0.2.1,ispmanager,ispl\n";
    assert_eq!(found(list, &[ended]), ["missing - 2"]);
}

fn unplaced(id: &str, name: &str) -> License {
    let mut license = other("wss", id, "192.0.2.1", Vendor::WebSoftSolus, "Plesk");
    license.addresses.clear();
    license.name = Some(name.into());
    license
}

#[test]
fn a_licence_without_an_address_goes_by_its_name() {
    let licenses = [unplaced("P-1", "Web1"), unplaced("P-2", "web2"), unplaced("P-3", "web3")];
    let list = "ip,product,name\n192.0.2.1,plesk,web1\n,plesk,web2\n";
    assert_eq!(found(list, &licenses), ["orphan P-3 -"]);
    assert_eq!(found("ip,product\n192.0.2.1,plesk\n", &licenses[..1]), ["missing - 2", "orphan P-1 -"]);
}

#[test]
fn of_licences_that_are_alike_there_are_as_many_as_lines() {
    let licenses = [unplaced("P-1", "spare"), unplaced("P-2", "spare"), unplaced("P-3", "spare")];
    let list = "ip,product,name\n,plesk,spare\n,plesk,spare\n";
    assert_eq!(found(list, &licenses), ["orphan P-3 -"]);
    assert_eq!(found(list, &licenses[..1]), ["missing - 3"]);
}

#[test]
fn a_licence_without_address_and_name_goes_by_its_number_or_key() {
    let mut nameless = unplaced("P-1", "");
    (nameless.name, nameless.key) = (None, Some("KEY-1".into()));
    for id in ["P-1", "plesk/P-1", "KEY-1"] {
        let list = format!("ip,product,license\n,plesk,{id}\n");
        assert_eq!(found(&list, &[nameless.clone(), unplaced("P-2", "x")]), ["orphan P-2 -"], "{id}");
    }
    let other = "ip,product,license\n,plesk,P-9\n";
    assert_eq!(found(other, std::slice::from_ref(&nameless)), ["missing - 2", "orphan P-1 -"]);
    let both = "ip,product,name,license\n,plesk,x,P-1\n";
    assert_eq!(found(both, &[nameless, unplaced("P-2", "x")]), ["orphan P-2 -"], "the number counts");
}

#[test]
fn a_name_does_not_stand_in_for_an_address_that_is_known() {
    let mut elsewhere = license("ispl", "1", "192.0.2.9");
    elsewhere.name = Some("web1".into());
    let list = "ip,product,name\n192.0.2.1,ispmanager,web1\n";
    assert_eq!(found(list, &[elsewhere.clone()]), ["missing - 2", "orphan 1 -"]);
    assert_eq!(found("ip,product,name\n,ispmanager,WEB1\n", &[elsewhere]), [""; 0]);
}

#[test]
fn a_licence_of_two_servers_stands_for_a_line_of_each_and_is_judged_once() {
    let mut wide = license("ispl", "1", "192.0.2.1");
    wide.addresses.push("192.0.2.2".parse().unwrap());
    wide.expires = Some("2026-03-05".parse().unwrap());
    let list = "ip,product\n192.0.2.1,ispmanager\n192.0.2.2,ispmanager\n";
    assert_eq!(found(list, &[wide]), ["expiring 1 2"]);
}

#[test]
fn a_licence_stands_for_one_line_of_its_address() {
    let list = "ip,product\n192.0.2.1,ispmanager\n192.0.2.1,softexternal\n";
    assert_eq!(found(list, &[license("ispl", "1", "192.0.2.1")]), ["missing - 2"]);
}

#[test]
fn ten_thousand_licences_are_compared_one_by_one() {
    let address = |number: u32| std::net::Ipv4Addr::from(0x0A00_0000 | number).to_string();
    let licenses: Vec<License> =
        (0..10_000).map(|number| license("ispl", &number.to_string(), &address(number))).collect();
    let lines = (0..10_000).filter(|number| *number != 77).map(|number| address(number) + ",ispmanager\n");
    let list: String = std::iter::once("ip,product\n".to_owned()).chain(lines).collect();
    assert_eq!(found(&list, &licenses), ["orphan 77 -"]);
}
