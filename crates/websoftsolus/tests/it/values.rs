//! Operations as values: stored before they are sent, and read again as what they were.

use websoftsolus::{
    Cpanel, OrderPlesk10, OrderPlesk12, OrderVirtuozzo, Os, Period, Plesk, Plesk10Sites, PleskKey, Terminate,
};

#[test]
fn an_operation_is_stored_and_read_back_as_what_it_was_and_as_nothing_else() {
    let order = OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Linux)
        .comment("c")
        .sites(Plesk10Sites::Sites100)
        .extra_field("x", "1");
    let stored = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<OrderPlesk10>(&stored).unwrap(), order);
    assert!(serde_json::from_str::<OrderPlesk12>(&stored).is_err());
    assert!(serde_json::from_str::<OrderVirtuozzo>(&stored).is_err());
    let virtuozzo = OrderVirtuozzo::new("VZ", "t", Period::Months1, Os::Linux);
    let stored = serde_json::to_string(&virtuozzo).unwrap();
    assert_eq!(serde_json::from_str::<OrderVirtuozzo>(&stored).unwrap(), virtuozzo);
    assert!(serde_json::from_str::<OrderPlesk10>(&stored).is_err());
    let end = Terminate::new(PleskKey::new("PLSK.02980001").unwrap());
    let stored = serde_json::to_string(&end).unwrap();
    assert_eq!(stored, r#"{"family":"plesk","key":"PLSK.02980001"}"#);
    assert_eq!(serde_json::from_str::<Terminate<Plesk>>(&stored).unwrap(), end);
    assert!(serde_json::from_str::<Terminate<Cpanel>>(&stored).is_err());
}
