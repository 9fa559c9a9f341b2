//! Documents that are none, or that want to cost: refused in no time, and never taken for done.

use std::time::{Duration, Instant};

use billmgr_client::{Answer, Document, Effect, ErrorKind, GetLicense, Outcome, RawCall};
use license_wire::Fault;
use proptest::prelude::*;

use crate::support::{Vendor, cases, decode_body, failed, fixture, one_of_each, service};

fn reason(body: impl Into<Vec<u8>>) -> Result<(), String> {
    match decode_body(&RawCall::new("any", Effect::Spend), body) {
        Ok(_) => Ok(()),
        Err(Fault::Decode { reason, .. }) => Err(reason),
        Err(other) => panic!("{other:?}"),
    }
}

#[track_caller]
fn refused(body: impl Into<Vec<u8>>, says: &str) {
    let began = Instant::now();
    let Err(said) = reason(body) else { panic!("{says}") };
    assert!(said.contains(says), "{said:?} is not {says:?}");
    // It takes milliseconds; a parser that is let loose on these takes minutes.
    assert!(began.elapsed() < Duration::from_secs(5), "{says}: {:?}", began.elapsed());
}

#[test]
fn what_is_no_document() {
    for (body, says) in [
        ("", "the body is empty"),
        (" \r\n\t", "the body is empty"),
        ("\u{feff}", "the body is empty"),
        ("<html><body>Login</body></html>", "this is a web page, not XML"),
        ("<!DOCTYPE html><html></html>", "this is a web page, not XML"),
        ("{\"doc\":{\"ok\":{}}}", "this is JSON, not XML"),
        ("[]", "this is JSON, not XML"),
        ("Warning: something <doc><ok/></doc>", "this is not XML"),
        ("null", "this is not XML"),
        ("<dok><ok/></dok>", "this is not a document of BILLmanager"),
        ("<doc><ok/></doc><doc><ok/></doc>", "this is not XML: there is something that is not an element"),
        ("<doc><ok/></doc> and more", "this is not XML: there is something that is not an element"),
        ("<doc><ok/>", "it ends early"),
        ("<doc><ok></doc></ok>", "a tag is closed that is not open"),
        ("<doc a=\"1\" a=\"2\"><ok/></doc>", "an attribute stands twice"),
        ("<doc><x:ok/></doc>", "a namespace is not declared"),
        ("<doc>&nbsp;<ok/></doc>", "it holds an entity that is not XML's own"),
        ("<doc>&a;<ok/></doc>", "it holds an entity that is not XML's own"),
        ("<doc><ok>\u{1}</ok></doc>", "it holds a character that XML does not allow"),
        ("<doc><!-- a -- b --><ok/></doc>", "its syntax is wrong"),
        ("<doc><ok a=1/></doc>", "its syntax is wrong"),
        ("<!-- only a comment -->", "there is no element in it"),
    ] {
        refused(body, says);
    }
}

#[test]
fn document_types_and_entities() {
    for body in [
        "<!DOCTYPE doc><doc><ok/></doc>",
        "<!DOCTYPE doc SYSTEM \"http://127.0.0.1:9/x.dtd\"><doc><ok/></doc>",
        "<!DOCTYPE doc [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><doc>&a;</doc>",
        "<!DOCTYPE doc [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><doc>&a;</doc>",
        "<?xml version=\"1.0\"?> <!DOCTYPE doc [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><doc>&b;</doc>",
        "<doc><!ENTITY a \"b\"><ok/></doc>",
        "<doc><!doctype x><ok/></doc>",
    ] {
        refused(body, "has a document type or declares entities");
    }
}

#[test]
fn other_encodings() {
    for encoding in ["windows-1251", "ISO-8859-1", "UTF-16", "koi8-r", "utf-7"] {
        refused(format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?><doc><ok/></doc>"), "not in UTF-8");
    }
    for good in ["UTF-8", "utf-8", "UTF8"] {
        assert!(reason(format!("<?xml version='1.0' encoding='{good}'?><doc><ok/></doc>")).is_ok());
    }
    assert!(reason("\u{feff}<?xml version=\"1.0\"?><doc><ok/></doc>").is_ok(), "a mark of UTF-8");
    let wide: Vec<u16> = "<doc><ok/></doc>".encode_utf16().collect();
    let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    refused([b"\xff\xfe".as_slice(), &little].concat(), "UTF-16");
    refused([b"\xfe\xff".as_slice(), &big].concat(), "UTF-16");
    refused(little, "");
    refused(big, "");
    refused(b"<doc><ok>\xff\xfe\xfd</ok></doc>".as_slice(), "not UTF-8");
    refused(b"<doc><ok>\xed\xa0\x80</ok></doc>".as_slice(), "not UTF-8");
    refused("<?xml version=\"1.0\" encoding=\"UTF-8", "ends early");
}

#[test]
fn depth() {
    let deep = |levels: usize| format!("{}{}", "<doc>".repeat(levels), "</doc>".repeat(levels));
    assert!(reason(deep(256)).is_ok());
    refused(deep(257), "too deep");
    refused("<doc>".repeat(1_000_000), "too deep");
    refused(deep(1_000_000), "too deep");
    let wide = format!("<doc>{}</doc>", "<a></a><b/>".repeat(100_000));
    assert!(reason(wide).is_ok(), "many beside one another are fine");
}

#[test]
fn attributes() {
    let tag = |count: usize| {
        let attributes: Vec<String> = (0..count).map(|number| format!(" a{number}='>'")).collect();
        format!("<doc><ok{}/></doc>", attributes.concat())
    };
    assert!(reason(tag(256)).is_ok());
    refused(tag(257), "too many attributes");
    refused(tag(100_000), "too many attributes");
    let open = "<doc><ok".to_owned() + &" a=\"b\"".repeat(100_000);
    refused(open, "too many attributes");
    let ok = tag(256);
    let many = format!("<doc>{}</doc>", ok[5..ok.len() - 6].repeat(10_000));
    refused(many, "tags have too many attributes");
}

#[test]
fn namespaces() {
    let document = Document::parse("<v:doc xmlns:v='a'><v:ok v:type='list'/></v:doc>").unwrap();
    assert_eq!(document.root().child("ok").and_then(|ok| ok.attribute("type")), Some("list"));
    let declared: Vec<String> = (0..17).map(|number| format!(" xmlns:n{number}='a'")).collect();
    refused(format!("<doc{}><ok/></doc>", declared.concat()), "too many namespaces");
    refused(format!("<doc>{}</doc>", "<ok xmlns='a'/>".repeat(1_000_000)), "too many namespaces");
}

#[test]
fn marks_that_would_cost_memory() {
    let marks = "=".repeat(1 << 20);
    refused(format!("<doc><ok>{marks}</ok></doc>"), "too much memory");
    refused(format!("<doc><!--{marks}--><ok/></doc>"), "too much memory");
    refused(format!("<doc><ok><![CDATA[{}]]></ok></doc>", "<".repeat(1 << 20)), "too much memory");
    refused(format!("<doc>{}</doc>", "<a/>".repeat(1 << 20)), "too much memory");
    assert!(reason(format!("<doc><ok>{}</ok></doc>", "=".repeat(100_000))).is_ok());
}

#[test]
fn a_long_text_is_fine() {
    let body = format!("<doc><elid>1204417</elid><licname>{}</licname></doc>", "ж".repeat(4 << 20));
    let license = decode_body(&GetLicense::new(service()), body).unwrap();
    assert_eq!(license.name.as_str().map(|name| name.chars().count()), Some(4 << 20));
}

#[test]
fn texts_in_pieces_are_joined() {
    for (inside, text) in [
        ("web<!-- not this -->-15", "web-15"),
        ("<![CDATA[web-15]]>", "web-15"),
        ("w<![CDATA[eb]]>-<!--x--><![CDATA[1]]>5", "web-15"),
        ("<!--a-->web<?pi what?>-15<!--b-->", "web-15"),
        ("a&amp;b&lt;c&#1078;<!-- -->&quot;d", "a&b<cж\"d"),
        ("<![CDATA[a<b>&amp;]]>", "a<b>&amp;"),
        ("1\r\n2", "1\n2"),
    ] {
        let body = format!("<doc><elid>1204417</elid><licname>{inside}</licname></doc>");
        let document = Document::parse(body.clone()).unwrap();
        assert_eq!(document.get("licname"), Some(text), "{inside}");
        let license = decode_body(&GetLicense::new(service()), body).unwrap();
        assert_eq!(license.name.as_str(), Some(text), "{inside}");
    }
    let document = Document::parse("<doc>\n  <a>\n <b/> \n</a> text <!-- --> more</doc>").unwrap();
    assert_eq!(
        document.root().child("a").map(billmgr_client::Element::text),
        Some(""),
        "blanks between elements are no text"
    );
    assert_eq!(document.root().text().trim(), "text  more");
}

/// The beginnings of every good answer are not done, whatever is cut off.
#[test]
fn no_proper_prefix_of_an_answer_is_done() {
    for case in cases() {
        for end in 0..case.good.len() {
            let answer = Answer::new(200, &case.good.as_bytes()[..end]);
            let result = (case.decode)(&answer);
            assert!(matches!(result, Err(Fault::Decode { .. })), "{} {:?}", case.label, &case.good[..end]);
        }
        assert!((case.decode)(&Answer::new(200, case.good)).is_ok(), "{}", case.label);
    }
}

#[test]
fn what_says_nothing_or_something_else_is_not_done() {
    for case in one_of_each().iter().filter(|case| !case.label.contains("any.function")) {
        for body in [
            "<doc/>",
            "<doc></doc>",
            "<doc func=\"x\"><tparams><func>x</func></tparams><saved_filters/></doc>",
            "<doc><doc/></doc>",
            "<doc><doc><tparams/></doc></doc>",
        ] {
            let result = (case.decode)(&Answer::new(200, body));
            assert!(matches!(result, Err(Fault::Decode { .. })), "{} {body}: {result:?}", case.label);
        }
    }
}

#[test]
fn a_document_that_only_names_the_function_it_answers_is_no_refusal() {
    for case in one_of_each().iter().filter(|case| case.effect == Effect::Change) {
        let function = case.label.split(['(', ')']).nth(1).unwrap_or_default();
        for body in [
            format!("<doc func=\"{function}\"><tparams/></doc>"),
            format!("<doc lang=\"en\"><tparams><func>{function}</func></tparams><saved_filters/></doc>"),
        ] {
            assert!((case.decode)(&Answer::new(200, body)).is_ok(), "{}", case.label);
        }
    }
}

#[test]
fn an_answer_that_is_not_understood_leaves_a_change_open_and_shows_its_beginning() {
    for case in one_of_each().iter().filter(|case| case.is_sent_once()) {
        let vendor = Vendor::always("<html>\n<body>\u{1b}[31mLogin</body></html>");
        let error = failed((case.send)(&vendor.client_of(case.whose)));
        assert_eq!((error.outcome(), vendor.take().len()), (Outcome::Unknown, 1));
        let ErrorKind::Decode { excerpt, .. } = error.kind() else { panic!("{error:?}") };
        assert_eq!(excerpt, "<html> <body>\u{fffd}[31mLogin</body></html>");
    }
}

/// Pieces of which documents and almost-documents can be put together.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<doc>"),
        Just("</doc>"),
        Just("<elem>"),
        Just("</elem>"),
        Just("<id>"),
        Just("</id>"),
        Just("<ok/>"),
        Just("<a b=\"c\" d='e'>"),
        Just("</a>"),
        Just("<!--"),
        Just("-->"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<?x"),
        Just("?>"),
        Just("&amp;"),
        Just("&#x41;"),
        Just("&"),
        Just("<"),
        Just(">"),
        Just("\""),
        Just("'"),
        Just("="),
        Just("xmlns:n='u'"),
        Just("n:"),
        Just("ж"),
        Just("1"),
        Just(" "),
        Just("/"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Document::parse(bytes);
    }

    #[test]
    fn no_broken_document_makes_it_panic_or_pass(body in pieces()) {
        for body in [body.clone(), format!("<doc>{body}</doc>")] {
            // Whatever is read is a document to another reader as well.
            if Document::parse(body.clone()).is_ok() {
                prop_assert!(roxmltree::Document::parse(&body).is_ok(), "{}", body);
            }
        }
    }

    #[test]
    fn a_good_document_that_is_changed_in_one_place_never_panics(at in 0usize..700, byte in any::<u8>()) {
        let mut body = fixture!("list.xml").as_bytes().to_vec();
        let at = at % body.len();
        body[at] = byte;
        let _ = Document::parse(body);
    }
}
