//! An operation that was stored comes back as it was, or is refused.
#![cfg(feature = "softaculous")]

use license_hub::softaculous::{Buy, ServerType, Term};
use license_hub::{ErrorKind, Operation, Order, Stored};

fn operation() -> Operation {
    let buy =
        Buy::new("192.0.2.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps).notes("ref-1");
    Operation::Order(Order::Softaculous(buy))
}

#[test]
fn an_operation_is_stored_and_read_back_whole() {
    let text = serde_json::to_string(&Stored::new(&operation()).unwrap()).unwrap();
    assert_eq!(
        text,
        r#"{"version":1,"operation":{"order":{"softaculous":{"address":"192.0.2.10","notes":"ref-1","server_type":"vps","term":"1M"}}}}"#
    );
    assert_eq!(serde_json::from_str::<Stored>(&text).unwrap().operation().unwrap(), operation());
}

#[test]
fn a_later_version_is_refused_in_words() {
    let stored: Stored = serde_json::from_str(r#"{"version":2,"operation":{}}"#).unwrap();
    let error = stored.operation().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Invalid { field, .. } if field == "version"));
    assert!(error.to_string().contains("version 2 is stored here"), "{error}");
    for odd in
        ["{}", "null", r#"{"order":{"directadmin":{}}}"#, r#"{"order":{"softaculous":{"address":"x"}}}"#]
    {
        let stored: Stored = serde_json::from_str(&format!(r#"{{"version":1,"operation":{odd}}}"#)).unwrap();
        assert!(
            matches!(stored.operation().unwrap_err().kind(), ErrorKind::Invalid { field, .. } if field == "operation")
        );
    }
}
