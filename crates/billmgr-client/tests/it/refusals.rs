//! The vendor's error document as a value.

use billmgr_client::{
    Answer, AutoRenew, CheckAddress, Document, ErrorKind, GetLicense, ItemType, ListLicenses, Offer, Order,
    Outcome, Period, Refusal, Renew, Suspend, TariffCode, is_long_operation, is_missing,
};
use license_wire::Fault;

use crate::support::{Vendor, cases, decode_body, failed, fixture, service};

fn refusal(body: &str) -> Refusal {
    match decode_body(&Suspend::new(service()), body) {
        Err(Fault::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn pairs(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.details.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

#[test]
fn kind_field_text_and_parameters() {
    let exists = refusal(fixture!("refused_address.xml"));
    assert_eq!((exists.code.as_deref(), exists.field.as_deref()), (Some("exists"), Some("ip")));
    assert_eq!(exists.message, "A licence for 192.0.2.15 exists");
    assert_eq!(
        pairs(&exists),
        [
            ("detail", "A licence for this address exists"),
            ("object msg", "IP address"),
            ("value", "192.0.2.15")
        ]
    );
    let access = refusal(fixture!("error_access.xml"));
    assert_eq!((access.code.as_deref(), access.field.as_deref()), (Some("access"), None));
    assert_eq!(pairs(&access), [("value", "soft.suspend")]);
    let missed = refusal(fixture!("error_missed.xml"));
    assert_eq!((missed.code.as_deref(), missed.field.as_deref()), (Some("missed"), Some("elid")));
    let value = refusal(fixture!("error_value.xml"));
    assert_eq!((value.code.as_deref(), value.field.as_deref()), (Some("value"), Some("ip")));
    assert_eq!(pairs(&value), [("value", "300.1.1.1")]);
    let money = refusal(fixture!("error_money.xml"));
    assert_eq!(
        (money.code.as_deref(), money.message.as_str()),
        (Some("notenoughmoney"), "Insufficient funds on the account")
    );
}

#[test]
fn the_older_generation_and_what_it_leaves_out() {
    let old = refusal(fixture!("error_old.xml"));
    assert_eq!(
        (old.code.as_deref(), old.field.as_deref(), old.message.as_str()),
        (Some("3"), Some("licence"), "text")
    );
    let both = refusal(r#"<doc><error type="limit" code="5"><detail>short</detail></error></doc>"#);
    assert_eq!((both.code.as_deref(), both.message.as_str()), (Some("limit"), "short"));
    assert_eq!(pairs(&both), [("code", "5")]);
    assert_eq!(refusal("<doc><error/></doc>").message, "no reason was given");
    assert_eq!(refusal(r#"<doc><error type="runningoperation" object="x"/></doc>"#).message, "x");
    assert_eq!(refusal("<doc><doc><error><msg> a  </msg></error></doc></doc>").message, "a");
}

#[test]
fn every_operation_is_refused_by_an_error_whatever_stands_beside_it() {
    for case in cases() {
        let error = r#"<error type="limit"><msg>no</msg></error>"#;
        let beside = case.good.replacen("</doc>", &format!("{error}</doc>"), 1);
        let last = case.good.trim_end().strip_suffix("</doc>").unwrap();
        for body in [format!("<doc>{error}</doc>"), beside, format!("{last}{error}</doc>")] {
            let answer = Answer::new(200, body.clone());
            let refused =
                matches!((case.decode)(&answer), Err(Fault::Refused(refusal)) if refusal.message == "no");
            assert!(refused, "{}: {body}", case.label);
        }
    }
}

#[test]
fn wrong_credentials_and_a_second_factor_are_auth_errors() {
    let vendor = Vendor::always(fixture!("error_auth.xml"));
    let error = failed(vendor.client().renew(&Renew::new(service(), Period::MONTH)));
    assert_eq!(error.outcome(), Outcome::Refused);
    let message = "Invalid username or password (badpassword)".to_owned();
    assert_eq!(error.kind(), &ErrorKind::Auth { message });
    let vendor = Vendor::always(r#"<doc func="logon"><username/><password/></doc>"#);
    let error = failed(vendor.client().suspend(&Suspend::new(service())));
    assert!(matches!(error.kind(), ErrorKind::Auth { message } if message.contains("login form")), "{error}");
    let vendor = Vendor::always(fixture!("second_factor.xml"));
    let error = failed(vendor.client().licenses(&ListLicenses::new(ItemType::Ispsystem)));
    assert!(
        matches!(error.kind(), ErrorKind::Auth { message } if message.contains("second factor")),
        "{error}"
    );
}

#[test]
fn what_is_not_there_can_be_told() {
    for body in [fixture!("error_missed.xml"), fixture!("error_old.xml")] {
        let vendor = Vendor::always(body);
        assert!(is_missing(&failed(vendor.client().license(&GetLicense::new(service())))));
    }
    let no_function = "<doc><error type=\"missed\" object=\"func\"><msg>not loaded</msg></error></doc>";
    let vendor = Vendor::always(no_function);
    assert!(!is_missing(&failed(vendor.client().license(&GetLicense::new(service())))));
    let vendor = Vendor::always(fixture!("error_access.xml"));
    assert!(!is_missing(&failed(vendor.client().license(&GetLicense::new(service())))));
}

#[test]
fn an_address_that_has_a_licence_is_a_refusal() {
    let offer = Offer::new(ItemType::Ispsystem, TariffCode::new(55227).unwrap());
    let check = CheckAddress::new(offer, Period::MONTH, "192.0.2.15".parse().unwrap());
    let vendor = Vendor::always(fixture!("refused_address.xml"));
    let error = failed(vendor.client().check_address(&check));
    assert_eq!((error.outcome(), error.field(), vendor.take().len()), (Outcome::Refused, Some("ip"), 1));
}

#[test]
fn a_long_operation_is_a_class_of_its_own_and_leaves_a_purchase_open() {
    let offer = Offer::new(ItemType::Ispsystem, TariffCode::new(900).unwrap());
    let order = Order::license(offer, "192.0.2.15".parse().unwrap(), "web-15", Period::MONTH, AutoRenew::Off);
    for body in [
        "<html><script>location='/long/1f00/billmgr?func=soft';</script></html>",
        "<div data-url=\"https://billing.example/long-1f00/billmgr\"></div>",
        r#"<doc><ok type="url">/long/1f00/billmgr</ok></doc>"#,
        r#"<doc><error type="busy"><msg>Request in process, please wait</msg></error></doc>"#,
    ] {
        let vendor = Vendor::always(body);
        let error = failed(vendor.client().order(&order));
        assert!(is_long_operation(&error), "{body}: {error}");
        assert_eq!((error.outcome(), vendor.take().len()), (Outcome::Unknown, 1), "{body}");
    }
    let vendor = Vendor::always("<html>Login</html>");
    assert!(!is_long_operation(&failed(vendor.client().order(&order))));
}

#[test]
fn a_document_from_elsewhere_is_judged_alike() {
    assert!(Document::parse(fixture!("list.xml")).is_ok());
    let refused = failed(Document::parse(fixture!("error_value.xml")));
    assert_eq!((refused.outcome(), refused.field()), (Outcome::Refused, Some("ip")));
    assert!(matches!(failed(Document::parse("<html/>")).kind(), ErrorKind::Decode { .. }));
}
