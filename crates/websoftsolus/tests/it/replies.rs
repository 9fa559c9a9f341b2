//! Lists, versions and results of orders, in every form that is likely.

mod properties;

use websoftsolus::{
    Answer, Cpanel, Edit, Error, KeyNumber, ListKeys, ListOrderable, OrderableVersion, Ordered, Plesk,
    PleskKey, Terminate, Virtuozzo, reply_to_json, reply_to_xml,
};

use crate::support::{Reply, Server, answering, client, fixture, key, keys, plesk12};

fn versions(body: &str) -> Result<Vec<OrderableVersion>, Error> {
    let (_server, client) = answering(body);
    client.orderable(&ListOrderable::of(Plesk))?.versions()
}

fn ordered(body: impl Into<Vec<u8>>) -> Ordered<Plesk> {
    let (_server, client) = answering(body);
    client.order_plesk12(&plesk12()).unwrap()
}

#[test]
fn lists_of_keys_in_every_likely_form() {
    let documented = [
        "PLSK.02980001",
        "PLSK.02920002",
        "PLSK.02930003",
        "PLSK.02970004",
        "PLSK.02900005",
        "PLSK.02940006",
    ];
    assert_eq!(keys(Plesk, &fixture("plesk_keys.json")).unwrap(), documented);
    // In the order of the list, and not of its keys as text.
    let gaps = ["PLSK.02980001", "PLSK.02930003", "PLSK.02940006"];
    assert_eq!(keys(Plesk, &fixture("plesk_keys_with_gaps.json")).unwrap(), gaps);
    let objects = ["PLSK.02980001", "PLSK.02920002.0003"];
    assert_eq!(keys(Plesk, &fixture("plesk_keys_as_objects.json")).unwrap(), objects);
    assert_eq!(keys(Cpanel, &fixture("cpanel_keys.json")).unwrap(), ["4921062", "4921063"]);
    assert_eq!(keys(Cpanel, &fixture("cpanel_keys_as_map.json")).unwrap(), ["4921062", "4921063"]);
    assert_eq!(
        keys(Virtuozzo, &fixture("virtuozzo_keys.json")).unwrap(),
        ["VZ.00012345.0001", "VZ.00012346.0001"]
    );
    for (body, expected) in [
        ("\u{feff} [\"A\"] \n", vec!["A"]),
        (r#""PLSK.02980001""#, vec!["PLSK.02980001"]),
        (r#"{"0":4921062,"3":"4921063"}"#, vec!["4921062", "4921063"]),
        (r#"{"PLSK.02980001":{"title":"web1"}}"#, vec!["PLSK.02980001"]),
        (
            r#"{"PLSK.02980001":"web1","PLSK.02980002.0001":null}"#,
            vec!["PLSK.02980001", "PLSK.02980002.0001"],
        ),
        (r#"{"licenses":[{"licenseId":7}]}"#, vec!["7"]),
        (r#"[["A","B"]]"#, vec!["A", "B"]),
        (r#"[{"keyNumber":"A"}]"#, vec!["A"]),
    ] {
        assert_eq!(keys(Plesk, body).unwrap(), expected, "{body}");
    }
}

#[test]
fn a_list_is_empty_only_when_the_vendor_says_so() {
    for body in ["[]", "{}", "null", "", " \n", r#"{"data":[]}"#, r#"{"data":[],"total":0}"#] {
        assert_eq!(keys(Plesk, body).unwrap(), [""; 0], "{body:?}");
        assert!(versions(body).unwrap().is_empty(), "{body:?}");
    }
}

#[test]
fn versions_in_every_likely_form() {
    let names = |body: &str| -> Vec<String> {
        versions(body)
            .unwrap_or_else(|error| panic!("{body}: {error}"))
            .into_iter()
            .map(|one| one.name)
            .collect()
    };
    assert_eq!(names(&fixture("orderable_names.json")), ["PLESK-10-UNLIMITED", "PLESK-12-WEB-HOST", "12"]);
    assert_eq!(names(&fixture("orderable_objects.json")), ["PLESK_12", "PLESK-10"]);
    let map = versions(&fixture("orderable_map.json")).unwrap();
    assert_eq!(
        (map[0].name.as_str(), &map[0].details),
        ("PLESK-10-UNLIMITED", &"Plesk 10, any number of domains".into())
    );
    assert_eq!((map[1].name.as_str(), &map[1].details["price"]), ("PLESK-12-WEB-HOST", &"12.50".into()));
    assert_eq!(names(r#"{"versions":["A"]}"#), ["A"]);
    assert_eq!(names(r#"{"0":{"product":"A"},"2":{"product":"B"}}"#), ["A", "B"]);
    assert_eq!(names(r#"{"17":{"title":"Plesk"}}"#), ["17"]);
    let odd = " Plesk  12 (ж) & more ";
    assert_eq!(names(&serde_json::json!([odd]).to_string()), [odd], "a name is kept byte for byte");
    for body in [
        "false",
        "\"PLESK\"",
        "OK",
        "[null]",
        "[{\"price\":1}]",
        r#"{"0":"A","2":"B"}"#,
        r#"{"17":"Plesk 12"}"#,
    ] {
        let error = versions(body).expect_err(body);
        assert_eq!(error.operation(), "websoftsolus.plesk.orderable");
        assert!(error.answer().is_some());
    }
}

#[test]
fn an_order_is_accepted_whatever_the_form_of_the_answer() {
    for (body, keys) in [
        (r#"{"keyNumber":"PLSK.02980009"}"#, vec!["PLSK.02980009"]),
        (r#""PLSK.02980009""#, vec!["PLSK.02980009"]),
        (r#"["PLSK.02980009"]"#, vec!["PLSK.02980009"]),
        (r#"["PLSK.02980009","KAV.00012345"]"#, vec!["PLSK.02980009", "KAV.00012345"]),
        (r#"[{"keyNumber":"A1"},{"keyNumber":"A2"}]"#, vec!["A1", "A2"]),
        (r#"{"data":{"key_number":4921062}}"#, vec!["4921062"]),
        (r#"{"keys":["PLSK.02980009","PLSK.02980009"]}"#, vec!["PLSK.02980009"]),
        (r#"{"number":"PLSK.02980009"}"#, vec!["PLSK.02980009"]),
        (r#"{"number":17,"key":"title"}"#, vec![]),
        (r#"{"orderId":17}"#, vec![]),
        ("17", vec![]),
        ("true", vec![]),
        ("null", vec![]),
        ("[]", vec![]),
        ("{}", vec![]),
        ("", vec![]),
        ("\"OK\"", vec![]),
        ("OK", vec![]),
        (r#"{"result":"success"}"#, vec![]),
        ("Notice: undefined index\n{\"keyNumber\":\"PLSK.02980009\"}", vec![]),
    ] {
        let ordered = ordered(body);
        let found: Option<Vec<String>> =
            ordered.key_numbers().map(|keys| keys.iter().map(KeyNumber::to_string).collect());
        assert_eq!(found.unwrap_or_default(), keys, "{body}");
        assert_eq!(ordered.document().answer().body(), body.as_bytes());
        let (_server, client) = answering(body);
        let named = PleskKey::new("PLSK.02980009").unwrap();
        assert!(client.terminate(&Terminate::new(named)).is_ok(), "{body}");
    }
    let bytes = ordered(vec![0xff, 0xfe, 0]);
    assert_eq!((bytes.key_numbers(), bytes.document().text()), (None, None));
    for status in [201, 202, 204] {
        let server = Server::always(Reply::new(status, ""));
        let ordered = client(&server.url()).order_plesk12(&plesk12()).unwrap();
        assert_eq!(ordered.document().answer().status(), status);
    }
}

#[test]
fn whether_an_answer_says_itself_that_it_was_done() {
    for (body, order, end) in [
        (r#"{"keyNumber":"PLSK.02980001"}"#, true, true),
        (r#"{"orderId":17}"#, true, false),
        (r#"{"result":"success"}"#, true, true),
        (r#"{"success":1}"#, true, true),
        (r#"{"status":true}"#, true, true),
        ("true", true, true),
        ("\"OK\"", true, true),
        ("OK", true, true),
        ("", false, false),
        ("[]", false, false),
        ("null", false, false),
        ("17", false, false),
        ("The product is not known", false, false),
        (r#"{"status":"queued"}"#, false, false),
    ] {
        let (_server, client) = answering(body);
        assert_eq!(client.order_plesk12(&plesk12()).unwrap().is_confirmed(), order, "{body}");
        assert_eq!(client.terminate(&Terminate::new(key())).unwrap().is_confirmed(), end, "{body}");
        assert_eq!(client.edit(&Edit::new(key(), "t", "")).unwrap().is_confirmed(), end, "{body}");
    }
}

#[test]
fn what_an_order_says_beside_the_key() {
    let ordered = ordered(fixture("order_object.json"));
    let keys: Vec<_> = ordered.key_numbers().unwrap().iter().map(KeyNumber::to_string).collect();
    assert_eq!(keys, ["PLSK.02980009", "KAV.00012345.0001", "APS.00012346"]);
    assert_eq!(ordered.order_id().as_deref(), Some("4711"));
    assert_eq!(ordered.activation_code().unwrap().expose(), "A00000-FAKE00-000000-000000-000009");
    let later = self::ordered(fixture("order_id_only.json"));
    assert_eq!((later.key_numbers(), later.order_id().as_deref()), (None, Some("2026-17")));
    assert!(later.activation_code().is_none());
}

#[test]
fn every_answer_is_written_out_as_it_came() {
    let (_server, client) = answering(fixture("plesk_keys_with_gaps.json"));
    let list = client.keys(&ListKeys::of(Plesk)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&reply_to_json(&list).unwrap()).unwrap();
    assert_eq!(
        json,
        serde_json::from_str::<serde_json::Value>(&fixture("plesk_keys_with_gaps.json")).unwrap()
    );
    assert!(reply_to_xml(&list).unwrap().contains("PLSK.02930003"));
    let ordered = ordered(r#"{"keyNumber":"PLSK.02980009","unknown":{"a":[1,null]}}"#);
    assert_eq!(
        serde_json::to_string(&ordered).unwrap(),
        r#"{"keyNumber":"PLSK.02980009","unknown":{"a":[1,null]}}"#
    );
    let answer: &Answer = ordered.document().answer();
    assert_eq!((answer.status(), answer.content_type()), (200, None));
}
