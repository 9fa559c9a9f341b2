//! The fields of a Plesk order, which depend on the generation.

use license_sandbox::{Decimal, Options, Sandbox};
use serde_json::json;

use super::{PLESK_10, PLESK_12, live, with};
use crate::client::start;

/// A field with what Plesk 10 and what Plesk 12 takes, as the document has it. `-` where it does not apply.
const MATRIX: [(&str, &str, &str); 7] = [
    ("os", "LINUX WINDOWS", "-"),
    ("WPBSites", "0 100 1000", "0 10 30 100 1000"),
    ("WPBOptions", "-", "0 MLS_SUPPORT"),
    ("applications", "0 POWER_PACK", "0 POWER_PACK"),
    ("CBMClients", "0 UNLIMITED", "-"),
    ("languagePack", "0 1 2 3 4 5", "0 1 2 3 4 5 UNLIMITED"),
    ("antivirus", "0 PREMIUM_ANTIVIRUS", "0 PREMIUM_ANTIVIRUS PREMIUM_ANTIVIRUS_FOR_WIN"),
];

/// Every value there is anywhere, and some that there are not.
const VALUES: &str = "LINUX WINDOWS 0 10 30 100 1000 MLS_SUPPORT POWER_PACK UNLIMITED 1 2 3 4 5 PREMIUM_ANTIVIRUS \
                      PREMIUM_ANTIVIRUS_FOR_WIN 6 00 0.0 -1 linux Power_Pack 10000 NONE";

fn rich() -> Sandbox {
    Sandbox::start(Options::default().balance(Decimal::from(1_000_000))).unwrap()
}

#[test]
fn each_generation_takes_its_own_values_and_no_others() {
    let sandbox = rich();
    let api = live(&sandbox);
    for (field, plesk_10, plesk_12) in MATRIX {
        for (form, allowed) in [(PLESK_10, plesk_10), (PLESK_12, plesk_12)] {
            let without = with(form, field, None);
            if allowed == "-" {
                assert_eq!(without, form, "the base form has only what applies");
                for neutral in ["0", ""] {
                    api.order("plesk", &with(form, field, neutral));
                }
            } else {
                for missing in [&without, &with(form, field, "")] {
                    let why = api.no_order("plesk", missing);
                    assert_eq!(why, format!("The parameter {field} is missing"));
                }
            }
            for value in VALUES.split_whitespace() {
                let order = with(form, field, value);
                if allowed.split(' ').any(|known| known == value) || (allowed == "-" && value == "0") {
                    api.order("plesk", &order);
                } else {
                    let why = api.no_order("plesk", &order);
                    assert!(why.starts_with(&format!("The parameter {field} ")), "{order}: {why}");
                }
            }
        }
    }
}

#[test]
fn names_of_fields_have_their_case() {
    let sandbox = start();
    let api = live(&sandbox);
    for field in ["WPBSites", "WPBOptions", "applications", "languagePack", "antivirus"] {
        let form = PLESK_12.replace(&format!("{field}="), &format!("{}=", field.to_uppercase()));
        assert_eq!(api.no_order("plesk", &form), format!("The parameter {field} is missing"));
    }
    // One that does not apply and is unknown by that name is ignored.
    api.order("plesk", &format!("{PLESK_12}&OS=LINUX&addons[]=CLOUDLINUX&serverIP=192.0.2.1&WPBsites=7"));
}

#[test]
fn every_product_belongs_to_one_generation() {
    let sandbox = rich();
    let api = live(&sandbox);
    for name in ["PLESK-10-30-DOMAINS", "PLESK-10-UNLIMITED"] {
        api.order("plesk", &with(PLESK_10, "product", name));
        assert!(api.no_order("plesk", &with(PLESK_12, "product", name)).contains(" os "));
    }
    for name in ["PLESK-12-WEB-ADMIN", "PLESK-12-WEB-PRO", "Plesk+12+Web+Host+(VPS)"] {
        api.order("plesk", &with(PLESK_12, "product", name));
        assert!(api.no_order("plesk", &with(PLESK_10, "product", name)).contains(" os "));
    }
}

#[test]
fn options_are_charged_for_each_month_and_kept() {
    let sandbox = rich();
    let api = live(&sandbox);
    let full_12 = "product=PLESK-12-WEB-PRO&title=t&comment=&period=12&WPBSites=1000&WPBOptions=MLS_SUPPORT\
                   &applications=POWER_PACK&languagePack=UNLIMITED&antivirus=PREMIUM_ANTIVIRUS_FOR_WIN";
    let full_10 = "product=PLESK-10-UNLIMITED&title=t&comment=&period=3&os=WINDOWS&WPBSites=100\
                   &applications=POWER_PACK&CBMClients=UNLIMITED&languagePack=5&antivirus=PREMIUM_ANTIVIRUS";
    let (key_12, key_10) = (api.order("plesk", full_12), api.order("plesk", full_10));
    let told = |key: &str| api.get(&format!("license/plesk/{key}"));
    assert_eq!(
        told(&key_12)["options"],
        json!([
            "WPBSites:1000",
            "WPBOptions:MLS_SUPPORT",
            "applications:POWER_PACK",
            "languagePack:UNLIMITED",
            "antivirus:PREMIUM_ANTIVIRUS_FOR_WIN"
        ])
    );
    assert_eq!(told(&key_12).get("os"), None);
    assert_eq!(told(&key_10)["os"], "WINDOWS");
    assert_eq!(told(&key_10)["options"].as_array().unwrap().len(), 5);
    let amounts: Vec<String> = sandbox.ledger().iter().map(|entry| entry.amount.to_string()).collect();
    // (9 + 6 + 1 + 5 + 3 + 3.50) for 12 months, and (20 + 2 + 5 + 4 + 2.50 + 3.50) for 3.
    assert_eq!(amounts, ["330.00", "111.00"]);
}
