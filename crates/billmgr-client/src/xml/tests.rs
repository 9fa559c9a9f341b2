//! Row by row and whole come to the same, whatever the pieces are.

use proptest::prelude::*;

use super::build::{by_rows, short, whole, without_rows};
use super::*;
use crate::scan::SHORT;

/// Names, attributes and texts of an element and what is in it.
fn said(element: Element<'_>) -> String {
    let attributes: Vec<_> = element.attributes().collect();
    let inner: Vec<String> = element.children().map(said).collect();
    format!("<{} {attributes:?} {:?} {inner:?}>", element.name(), element.text())
}

/// The children of a root, the rows apart from the others.
fn parts(tree: &Tree<'_>) -> [Vec<String>; 2] {
    let (rows, others): (Vec<Element<'_>>, Vec<_>) =
        tree.root().children().partition(|child| child.name() == "elem");
    [rows, others].map(|elements| elements.into_iter().map(said).collect())
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<elem>",
        "<elem>",
        "</elem>",
        "</elem>",
        "<elem/>",
        "<elem a='>'>",
        "<elem >",
        "<elemental/>",
        "<id>",
        "</id>",
        "<id>1</id>",
        "<n a='1' b=\"2\"/>",
        "text",
        " ",
        "&amp;",
        "&lt;",
        "&x;",
        "<!--",
        "-->",
        "<!-- </elem> -->",
        "<![CDATA[",
        "]]>",
        "<![CDATA[<elem>]]>",
        "<?pi",
        "?>",
        "<doc>",
        "</doc>",
        "<",
        ">",
        "'",
        "\"",
        "=",
        "/",
        "x:",
        "<x:n/>",
        "ж",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn by_rows_and_whole_agree(inside in pieces(), rows in 0usize..3) {
        let row = "<elem><id>1</id><n>a<!-- b -->c</n></elem>";
        let document = format!("<doc xmlns:x='u' a='1'>{inside}{}</doc>", row.repeat(rows));
        let Ok(scanned) = scan(document.as_bytes()) else { return Ok(()) };
        let whole = whole(&scanned);
        // What only means something within the document may be nothing by rows, but never the reverse.
        if let Ok(tree) = by_rows(&scanned) {
            let whole = whole.map_err(|reason| TestCaseError::fail(format!("{document}: {reason}")))?;
            prop_assert_eq!(parts(&tree), parts(&whole), "{}", document);
            prop_assert_eq!(said_of_root(&tree), said_of_root(&whole));
            let (head, rows) = without_rows(&scanned, &said).map_err(TestCaseError::fail)?;
            prop_assert_eq!([rows, parts(&head)[1].clone()], parts(&whole), "{}", document);
        }
    }
}

/// What is made of a document of any length: a scan first, whatever it says.
fn scanned(document: &str) -> Result<Tree<'_>, String> {
    whole(&scan(document.as_bytes())?)
}

/// What is made of a document as it is.
fn parsed(document: &str) -> Result<Tree<'_>, String> {
    Tree::parse(document.as_bytes()).map_err(|fault| match fault {
        Fault::Decode { path, reason } if path.is_empty() => reason,
        other => panic!("{other:?}"),
    })
}

/// The whole of a document, or what is wrong with it.
fn all(tree: Result<Tree<'_>, String>) -> Result<String, String> {
    tree.map(|tree| said(tree.root()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_short_document_means_the_same_without_a_scan(
        inside in pieces(), declared in "(\u{feff})?(<\\?xml( encoding='(utf-8|koi8-r)')?\\?>)?", wrapped: bool
    ) {
        let document = if wrapped { format!("{declared}<doc>{inside}</doc>") } else { declared + &inside };
        prop_assert_eq!(all(parsed(&document)), all(scanned(&document)), "{}", document);
        if let Ok(tree) = scanned(&document) {
            prop_assert!(short(document.as_bytes()).is_some(), "it was parsed without a scan");
            let first = tree.root().children().find(|child| child.name() == INNER);
            prop_assert_eq!(tree.root().inner().map(|inner| inner.index), first.map(|first| first.index));
        }
    }
}

#[test]
fn a_short_document_is_refused_for_what_a_scan_refuses() {
    let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let wide = |attributes: usize| {
        let attributes: Vec<_> = (0..attributes).map(|number| format!("a{number}=''")).collect();
        format!("<doc {}/>", attributes.join(" "))
    };
    let spaces = |count: usize| format!("<doc>{}</doc>", "<a xmlns='u'/>".repeat(count));
    for (document, good) in [
        (deep(256), true),
        (deep(257), false),
        (deep(SHORT / 7), false),
        (format!("{}<b/>{}", "<a>".repeat(256), "</a>".repeat(256)), true),
        (wide(256), true),
        (wide(257), false),
        (spaces(16), true),
        (spaces(17), false),
        ("<!DOCTYPE doc><doc/>".into(), false),
        (format!("<doc>{}</doc>", "<".repeat(100)), false),
    ] {
        assert!(document.len() <= SHORT, "{} bytes", document.len());
        let (parsed, scanned) = (parsed(&document).map(drop), scanned(&document).map(drop));
        assert_eq!(parsed.is_ok(), good, "{document}");
        assert_eq!(parsed, scanned, "{document}");
    }
}

#[test]
fn a_document_that_is_not_short_or_may_have_many_attributes_is_scanned() {
    let sized = |length: usize| format!("<doc>{}</doc>", " ".repeat(length - "<doc></doc>".len()));
    assert!(short(sized(SHORT).as_bytes()).is_some());
    assert!(short(sized(SHORT + 1).as_bytes()).is_none());
    assert!(parsed(&sized(SHORT + 1)).is_ok());
    let marked = |marks: usize| format!("<doc>{}</doc>", "=".repeat(marks));
    assert!(short(marked(256).as_bytes()).is_some());
    assert!(short(marked(257).as_bytes()).is_none());
    assert!(parsed(&marked(257)).is_ok());
}

/// The root's own name, attributes and text.
fn said_of_root(tree: &Tree<'_>) -> (String, Vec<(String, String)>, String) {
    let root = tree.root();
    let attributes = root.attributes().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (root.name().to_owned(), attributes, root.text().trim().to_owned())
}

#[test]
fn blanks_between_rows_part_two_texts_either_way() {
    let document = "<doc>&amp;<elem/> <elem/>text</doc>";
    let scanned = scan(document.as_bytes()).unwrap();
    for tree in [whole(&scanned).unwrap(), by_rows(&scanned).unwrap()] {
        assert_eq!(tree.root().text(), "& text");
    }
}

#[test]
fn a_good_table_is_read_by_rows() {
    let document = "<doc><a/><elem><id>1</id></elem><b/><elem/><elem a='1'><elem/></elem></doc>";
    let tree = by_rows(&scan(document.as_bytes()).unwrap()).unwrap();
    let [rows, others] = parts(&tree);
    assert_eq!((rows.len(), others.len()), (3, 2));
}
