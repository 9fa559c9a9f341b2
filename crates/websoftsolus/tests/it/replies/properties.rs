//! The properties of a licence, under the names and in the forms of similar systems.

use websoftsolus::{
    Client, Cpanel, CpanelKey, Family, GetProperties, KeyNumber, Plesk, PleskKey, Properties, Property,
    Status,
};

use crate::support::{Reply, Server, client, fixture};

fn read<F: Family>(key: &KeyNumber<F>, body: &str) -> Properties<F> {
    let server = Server::always(Reply::ok(body));
    let client: Client = client(&server.url());
    client.properties(&GetProperties::new(key.clone())).unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn plesk(body: &str) -> Properties<Plesk> {
    read(&PleskKey::new("PLSK.02980001").unwrap(), body)
}

#[test]
fn all_properties_under_the_likeliest_names() {
    let found = plesk(&fixture("properties_plesk.json"));
    assert_eq!(found.key_number().unwrap().as_str(), "PLSK.02980001");
    assert_eq!(found.title().as_deref(), Some("web1"));
    assert_eq!(found.comment().as_deref(), Some(""), "empty, and not missing");
    assert_eq!(found.product().as_deref(), Some("PLESK-12-WEB-HOST"));
    assert_eq!(found.status(), Some(Status::Active));
    assert_eq!(found.created().unwrap().date(), Some("2025-12-04".parse().unwrap()));
    let expires = found.expires().unwrap();
    assert_eq!(
        (expires.text(), expires.civil()),
        ("2026-12-04 18:00:00", Some("2026-12-04T18:00:00".parse().unwrap()))
    );
    assert_eq!(found.period_in_months(), Some(12));
    assert_eq!(
        found.addresses().unwrap(),
        ["192.0.2.10".parse::<std::net::IpAddr>().unwrap(), "2001:db8::10".parse().unwrap()]
    );
    assert_eq!(found.activation_code().unwrap().expose(), "A00000-FAKE00-000000-000000-000000");
    assert_eq!(found.additional_keys().unwrap()[0].as_str(), "KAV.00012345");
    assert_eq!(found.parent_key(), None);
    assert_eq!(found.features().unwrap(), ["POWER_PACK"]);
    assert_eq!(found.os().as_deref(), Some("LINUX"));
    assert_eq!(found.get("new_field").unwrap()["a"], 4.5);
    assert_eq!(found.document().answer().body(), fixture("properties_plesk.json").as_bytes());
    assert_eq!(found.all().unwrap().len(), 14);
}

#[test]
fn names_and_forms_of_openprovider() {
    let found = plesk(&fixture("properties_openprovider.json"));
    assert_eq!(found.key_number().unwrap().as_str(), "PLSK.02980001.0003");
    assert_eq!(found.name_of(Property::KeyNumber), Some("key_number"));
    assert_eq!(found.product().as_deref(), Some("PLESK-12-VPS-WEB-ADMIN-1M, KAV-1M"));
    assert_eq!(found.name_of(Property::Product), Some("items"));
    assert_eq!(found.status(), Some(Status::Ended));
    assert_eq!(found.expires(), None, "a zero date is none");
    assert_eq!(found.created().unwrap().text(), "2025-12-04 18:00:00");
    assert_eq!(found.period_in_months(), Some(1));
    assert_eq!(found.features().unwrap(), ["POWER_PACK"]);
    assert_eq!(found.comment().as_deref(), Some("rack 7"));
}

#[test]
fn names_and_forms_of_the_plesk_partner_api() {
    let found = plesk(&fixture("properties_partner_api.json"));
    assert_eq!(found.name_of(Property::KeyNumber), Some("mainKeyNumber"));
    assert_eq!(found.name_of(Property::Status), Some("terminated"));
    assert_eq!(found.status(), Some(Status::Active));
    assert_eq!(found.expires().unwrap().date(), Some("2013-12-02".parse().unwrap()));
    assert_eq!(found.additional_keys(), None);
    assert_eq!(found.comment(), None);
    assert!(found.activation_code().is_some());
}

#[test]
fn names_and_forms_of_cpanel_and_ovh() {
    let found: Properties<Cpanel> =
        read(&CpanelKey::new("4921062").unwrap(), &fixture("properties_cpanel.json"));
    assert_eq!(found.key_number().unwrap().as_str(), "4921062");
    assert_eq!((found.status(), found.expires()), (Some(Status::Active), None));
    assert_eq!(found.created().unwrap().moment(), Some("2018-10-04T18:00:00Z".parse().unwrap()));
    assert_eq!(found.name_of(Property::Comment), Some("external_notes"));
    let found = plesk(&fixture("properties_ovh.json"));
    assert_eq!((found.status(), found.title().as_deref()), (Some(Status::Pending), Some("web1.example.com")));
    assert_eq!(found.name_of(Property::Title), Some("domain"));
    assert_eq!(found.created().unwrap().moment(), Some("2025-12-04T17:00:00Z".parse().unwrap()));
}

#[test]
fn statuses_in_the_words_of_similar_systems() {
    for (value, status) in [
        (r#""active""#, Status::Active),
        (r#""ACT""#, Status::Active),
        ("true", Status::Active),
        ("1", Status::Active),
        (r#""1""#, Status::Active),
        ("0", Status::Ended),
        ("false", Status::Ended),
        (r#""released""#, Status::Ended),
        (r#""Terminated""#, Status::Ended),
        (r#""suspended""#, Status::Unknown("suspended".into())),
        ("7", Status::Unknown("7".into())),
    ] {
        let found = plesk(&format!(r#"{{"title":"x","state":{value}}}"#));
        assert_eq!(found.status(), Some(status), "{value}");
    }
    for (value, status) in [
        ("true", Some(Status::Ended)),
        (r#""1""#, Some(Status::Ended)),
        ("0", Some(Status::Active)),
        (r#""no""#, Some(Status::Active)),
        (r#""maybe""#, None),
    ] {
        assert_eq!(plesk(&format!(r#"{{"title":"x","terminated":{value}}}"#)).status(), status, "{value}");
    }
}

#[test]
fn what_says_nothing_or_cannot_be_read_is_none_and_stays_reachable() {
    for blank in ["null", "\"\"", "[]", "{}"] {
        let body = Property::ALL.map(|property| format!("\"{}\":{blank}", property.names()[0])).join(",");
        let found = plesk(&format!("{{\"other\":1,{body}}}"));
        for property in Property::ALL {
            assert_eq!(found.name_of(property), None, "{blank}");
        }
        assert_eq!(found.comment().as_deref(), (blank == "\"\"").then_some(""));
        assert_eq!(
            (found.title(), found.status(), found.expires(), found.addresses()),
            (None, None, None, None)
        );
    }
    let odd = plesk(
        r#"{"keyNumber":1.5,"title":{"a":1},"period":"a year","serverIP":"192.0.2.1,unknown","features":[[1]],"product":[{}],"expires":[1],"state":[]}"#,
    );
    assert_eq!((odd.key_number(), odd.title(), odd.period_in_months()), (None, None, None));
    assert_eq!((odd.addresses(), odd.features(), odd.product(), odd.expires()), (None, None, None, None));
    assert_eq!(odd.name_of(Property::Period), Some("period"));
    assert_eq!(odd.get("period"), Some(&"a year".into()));
}

#[test]
fn numbers_and_texts_are_the_same() {
    let found = plesk(
        r#"{"keyNumber":4921062,"title":17,"period":12,"ip":["192.0.2.1","192.0.2.2"],"options":"A","additional_keys":{"keyNumber":"K2"},"parentKeyId":17}"#,
    );
    assert_eq!(found.key_number().unwrap().as_str(), "4921062");
    assert_eq!((found.title().as_deref(), found.period_in_months()), (Some("17"), Some(12)));
    assert_eq!(found.addresses().unwrap().len(), 2);
    assert_eq!(found.features().unwrap(), ["A"]);
    assert_eq!(found.additional_keys().unwrap()[0].as_str(), "K2");
    assert_eq!(found.parent_key().unwrap().as_str(), "17");
}

#[test]
fn a_telling_name_at_the_top_keeps_a_member_from_being_taken_for_a_wrapper() {
    let found = plesk(r#"{"keyNumber":"PLSK.02980001","license":{"type":"x"}}"#);
    assert_eq!(found.key_number().unwrap().as_str(), "PLSK.02980001");
}

#[test]
fn what_is_no_object_is_an_error_with_the_answer() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "true",
        "false",
        "\"OK\"",
        "17",
        "OK",
        "<html>",
        "[1]",
        "[{},{}]",
        r#"{"data":[]}"#,
    ] {
        let server = Server::always(Reply::ok(body));
        let key = PleskKey::new("PLSK.02980001").unwrap();
        let error = client(&server.url()).properties(&GetProperties::new(key)).expect_err(body);
        assert!(matches!(error.kind(), websoftsolus::ErrorKind::Decode { .. }), "{body}: {error:?}");
        assert!(error.answer().is_some_and(|answer| answer.body() == body.as_bytes()));
        assert_eq!(server.calls().len(), 2, "a read that was not understood is tried once more");
    }
}
