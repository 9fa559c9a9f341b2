//! The members and types of every reply, as the vendor's own replies have them.

use crate::client::{KEY, ask, buy, done, shape, start};

const LICENSE: [&str; 15] = [
    "active",
    "apiuid",
    "authemail",
    "env",
    "expires",
    "last_sync",
    "license",
    "lid",
    "nocid",
    "panel",
    "servertype",
    "soft_email",
    "time",
    "type",
    "unique",
];
const ACTION: [&str; 11] =
    ["actid", "action", "added", "amt", "date", "invoid", "lid", "nocid", "rate", "refunded", "time"];

fn strings(names: &[&str], more: &[&str]) -> Vec<String> {
    let mut members: Vec<String> = names.iter().chain(more).map(|name| format!("{name}:string")).collect();
    members.sort_unstable();
    members
}

#[test]
fn a_list_has_19_strings_a_row_and_the_notes() {
    let sandbox = start();
    let list = done(&sandbox, "softaculous", "");
    assert_eq!(shape(&list), ["error:null", "licenses:map", "num_active:int", "num_results:int"]);
    let row = &list["licenses"]["1000"];
    assert_eq!(shape(row), strings(&LICENSE, &["hostname", "ip", "ipid", "notes", "primary"]));
    assert_eq!((&row["lid"], &row["type"], &row["last_sync"]), (&"1000".into(), &"1".into(), &"0".into()));
    assert_eq!((&row["time"], &row["expires"]), (&"1772064000".into(), &"20260326".into()));

    let none = done(&sandbox, "softaculous", "ips=192.0.2.1");
    assert_eq!(shape(&none), ["error:null", "licenses:list", "num_active:int", "num_results:int"]);
}

#[test]
fn a_purchase_has_numbers_and_a_renewal_two_strings_instead() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    assert_eq!(
        shape(&bought),
        [
            "actid:int",
            "action:string",
            "added:string",
            "amt:int",
            "autorenew:string",
            "bal:int",
            "error:null",
            "ip:string",
            "license:string",
            "lid:int",
            "rate:int",
            "time:int"
        ]
    );
    let renewed = buy(&sandbox, "192.0.2.1");
    let mut expected = shape(&bought);
    for member in &mut expected {
        *member = member.replace("lid:int", "lid:string").replace("rate:int", "rate:string");
    }
    assert_eq!(shape(&renewed), expected);
    let webuzo = done(
        &sandbox,
        "webuzo_buy",
        "purchase=1&ips=192.0.2.1&toadd=1M&price=business_c_m&authemail=a@example.com",
    );
    assert_eq!((&webuzo["rate"], &webuzo["bal"]), (&2.5.into(), &(-493.5).into()));
}

#[test]
fn a_refund_mixes_strings_and_numbers() {
    let sandbox = start();
    let refund = done(&sandbox, "softaculous_refund", "actid=100");
    assert_eq!(
        shape(&refund),
        [
            "actid:int",
            "action:string",
            "added:string",
            "amt:int",
            "bal:int",
            "error:null",
            "license:string",
            "lid:string",
            "rate:string",
            "time:int"
        ]
    );
}

#[test]
fn logs_have_an_object_for_license_and_strings_in_it() {
    let sandbox = start();
    let logs = done(&sandbox, "softaculous_licenselogs", &format!("key={KEY}"));
    assert_eq!(shape(&logs), ["actions:map", "error:null", "license:map"]);
    assert_eq!(shape(&logs["license"]), strings(&LICENSE, &[]));
    assert_eq!(shape(&logs["actions"]["100"]), strings(&ACTION, &[]));
    let action = &logs["actions"]["100"];
    assert_eq!(
        (&action["rate"], &action["amt"], &action["date"]),
        (&"3.00".into(), &"3.00".into(), &"20260226".into())
    );
}

#[test]
fn a_cancellation_shows_15_strings_and_an_edit_a_list() {
    let sandbox = start();
    let edit = done(&sandbox, "softaculous_showlicense", "lid=1000&ips[]=192.0.2.1&editlicense=1");
    assert_eq!(shape(&edit), ["error:null", "lid:int", "new_ips:list"]);
    let cancelled = done(&sandbox, "softaculous_cancel", &format!("lickey={KEY}&cancel_license=1"));
    assert_eq!(shape(&cancelled), ["cancelled_license:map", "error:null"]);
    assert_eq!(shape(&cancelled["cancelled_license"]), strings(&LICENSE, &[]));
}

#[test]
fn an_invoice_has_no_error_member() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    let invoice = ask(&sandbox, "invoicedetails", "");
    assert_eq!(shape(&invoice), ["actions:map", "amt:int", "invoid:int"]);
    assert_eq!(shape(&invoice["actions"][bought["actid"].to_string()]), strings(&ACTION, &["license"]));
}

#[test]
fn renewals_have_the_shape_that_is_guessed() {
    let sandbox = start();
    let list = done(&sandbox, "softaculous_renewals", "");
    assert_eq!(shape(&list), ["error:null", "licenses:map", "num_results:int"]);
    assert_eq!(shape(&list["licenses"]["1003"]), strings(&["expires", "ip", "license", "lid"], &[]));
    let added = done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&addrenewal=1"));
    assert_eq!(shape(&added), ["autorenew:string", "error:null", "license:string", "lid:string"]);
}
