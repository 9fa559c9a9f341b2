//! A list of a hundred thousand licences, and tables that are parsed row by row.

use std::fmt::Write as _;

use billmgr_client::{
    Document, Effect, ItemType, ListLicenses, RawCall, Retries, Settings, Status, Vendor as Whose,
};
use license_wire::Fault;

use crate::support::{Vendor, account, decode_body};

/// A list of that many licences, each different, with everything that a row can have.
fn list(licenses: u64) -> String {
    let mut body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<doc lang=\"en\" func=\"soft\">\n  <tparams><func>soft</func></tparams>\n  <p_elems>{licenses}</p_elems>\n"
    );
    for number in 1..=licenses {
        let _ = write!(
            body,
            "  <elem>
    <id>{number}</id><licname>web-{number} &amp; co</licname><ip>10.{}.{}.{}</ip>
    <pricelist>Ispmanager 6 lite</pricelist><pricelist_id>55227</pricelist_id>
    <period>1</period><createdate>2026-03-02</createdate><expiredate>2026-04-02</expiredate>
    <update_expiredate>2026-04-02</update_expiredate><real_ipchange>2026-03-02</real_ipchange><real_keychange>2026-03-02</real_keychange>
    <autoprolong>null</autoprolong><status>2</status><special_status>0</special_status>
    <item_status orig=\"2\" color=\"green\">Active</item_status><cost>4.00 EUR / month</cost>
  </elem>\n",
            number >> 16 & 255,
            number >> 8 & 255,
            number & 255
        );
    }
    body.push_str("  <saved_filters/>\n</doc>\n");
    body
}

#[test]
fn a_hundred_thousand_licences_come_whole() {
    let body = list(100_000);
    assert!(body.len() > 50_000_000, "{}", body.len());
    let vendor = Vendor::always(body);
    let settings = Settings::new().retries(Retries::none()).max_answer(64 << 20);
    let client = vendor.client_with(Whose::Ispmanager, account(), settings);
    let licenses = client.all_licenses(&ListLicenses::new(ItemType::Ispsystem)).unwrap();
    assert_eq!((licenses.len(), vendor.take().len()), (100_000, 1));
    for (number, license) in (1..).zip(&licenses) {
        assert_eq!(license.service.id().number(), Some(number));
        assert_eq!(license.name.as_str(), Some(&*format!("web-{number} & co")));
        assert_eq!(license.status(), Some(Status::Active));
        assert!(license.expires.get().is_some() && license.cost.get().is_some() && license.extra.is_empty());
    }
}

/// What a document says, written down: names, attributes, texts, in their order.
fn said(element: billmgr_client::Element<'_>, out: &mut String) {
    let _ = write!(out, "<{}", element.name());
    for (name, value) in element.attributes() {
        let _ = write!(out, " {name}={value:?}");
    }
    let _ = write!(out, ">{:?}", element.text());
    for child in element.children() {
        said(child, out);
    }
    out.push_str("</>");
}

/// The same by another reader of the whole.
fn said_by_another(element: roxmltree::Node<'_, '_>, out: &mut String) {
    let _ = write!(out, "<{}", element.tag_name().name());
    for attribute in element.attributes() {
        let _ = write!(out, " {}={:?}", attribute.name(), attribute.value());
    }
    let text: String =
        element.children().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    let has_elements = element.children().any(|node| node.is_element());
    let text = if has_elements && text.trim().is_empty() { "" } else { &text };
    let _ = write!(out, ">{text:?}");
    for child in element.children().filter(roxmltree::Node::is_element) {
        said_by_another(child, out);
    }
    out.push_str("</>");
}

fn rows_of(body: &str) -> (String, String) {
    let (mut ours, mut theirs) = (String::new(), String::new());
    for row in Document::parse(body).unwrap().rows() {
        said(row, &mut ours);
    }
    for row in roxmltree::Document::parse(body).unwrap().root_element().children() {
        if row.has_tag_name("elem") {
            said_by_another(row, &mut theirs);
        }
    }
    (ours, theirs)
}

const ODD_ROW: &str = "<elem a='1' b=\"x &amp; >\"><id>1</id><!-- </elem> --><n><![CDATA[</elem><elem>]]> &lt;</n><elem>inner</elem><e/>t<!-- -->u</elem >";

/// Long enough to be parsed row by row.
fn table(rows: &str) -> String {
    let filling = "<elem><id>7</id><licname>a long name to make it long</licname></elem>\n".repeat(5000);
    format!(
        "<doc func='soft'>{filling}<p_elems>1</p_elems>{rows}<elem/><elem></elem><elemental/>{filling}<tail>end</tail></doc>"
    )
}

#[test]
fn row_by_row_comes_to_the_same() {
    for rows in [ODD_ROW.to_owned(), ODD_ROW.repeat(50), format!("text<!-- a -->{ODD_ROW}<?pi <elem> ?>")] {
        let body = table(&rows);
        assert!(body.len() > 256 << 10);
        let (ours, theirs) = rows_of(&body);
        assert_eq!(ours, theirs);
        let document = Document::parse(body.clone()).unwrap();
        assert_eq!((document.get("p_elems"), document.get("tail")), (Some("1"), Some("end")));
        assert_eq!((document.attribute("func"), document.text()), (Some("soft"), body.as_str()));
        assert!(document.root().child("elemental").is_some());
    }
}

#[test]
fn a_row_that_means_something_only_within_the_document_is_read_all_the_same() {
    let body = table("<elem><x:id>9</x:id></elem>").replacen("<doc", "<doc xmlns:x='u'", 1);
    let (ours, theirs) = rows_of(&body);
    assert_eq!(ours, theirs);
}

#[test]
fn a_large_document_that_is_broken_anywhere_is_broken() {
    let reason = |body: String| match decode_body(&RawCall::new("soft", Effect::Read), body) {
        Err(Fault::Decode { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    assert!(reason(table("<elem><id>1</elem></id>")).contains("closed that is not open"));
    assert!(reason(table("<elem>&nbsp;</elem>")).contains("entity"));
    assert!(reason(table("<elem a='1' a='2'/>")).contains("twice"));
    assert!(
        reason(table("<elem><id>1</id>")).contains("it ends early")
            || reason(table("<elem><id>1</id>")).contains("closed")
    );
    assert!(
        reason(table("</doc><elem/>")).contains("behind the last one")
            || reason(table("</doc><elem/>")).contains("not XML")
    );
    let whole = table(ODD_ROW);
    for cut in [10, 1000, whole.len() / 2, whole.len() - 40, whole.len() - 7, whole.len() - 1] {
        reason(whole[..cut].to_owned());
    }
    assert!(reason(format!("{whole}<doc/>")).contains("behind the last one"));
}
