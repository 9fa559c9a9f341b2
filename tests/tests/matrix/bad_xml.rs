//! The same where the vendor's success document is XML.

use crate::row::{Expect, Row};
use crate::run;
use crate::status::{PAGE, closing};
use license_hub_tests::calls::Call;
use license_wire::Effect;

/// What is made of a good answer.
type Make = fn(&str) -> Vec<u8>;

fn row(name: &str, expect: &Expect, make: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Row {
    let name = format!("200 with XML: {name}");
    Row::plain(name, expect, move |call| closing(200, "", make(&(call.done)(0)))).only(Call::answers_in_xml)
}

/// With this behind the first tag.
fn with(good: &str, inside: &str) -> Vec<u8> {
    good.replacen('>', &format!(">{inside}"), 1).into_bytes()
}

fn attributes(count: usize) -> String {
    (0..count).map(|number| format!(" a{number}=''")).collect::<Vec<_>>().concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_is_not_the_success_document_is_not_done() {
    let cut = Expect::cut();
    let makes: [(&str, Make); 33] = [
        ("nothing", |_| Vec::new()),
        ("blanks", |_| b" \r\n\t".into()),
        ("a byte order mark alone", |_| b"\xef\xbb\xbf".into()),
        ("a page", |_| PAGE.into()),
        ("a page without a document type", |_| b"<html><body>Log in</body></html>".into()),
        ("JSON", |_| br#"{"doc":{"ok":{"$":""}}}"#.into()),
        ("a list", |_| b"[]".into()),
        ("null", |_| b"null".into()),
        ("a number", |_| b"1".into()),
        ("the word of success", |_| b"OK".into()),
        ("a warning before it", |good| format!("Warning: x in y on line 7\n{good}").into()),
        ("a warning in HTML before it", |good| format!("<br />\n<b>Notice</b>: x<br />\n{good}").into()),
        ("two documents", |good| good.repeat(2).into()),
        ("something behind it", |good| format!("{good}x").into()),
        ("another root", |good| good.replace("<doc", "<dok").replace("</doc>", "</dok>").into()),
        ("a document type", |good| format!("<!DOCTYPE doc>{good}").into()),
        ("an entity that means itself", |good| {
            let kind = "<!DOCTYPE doc [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>";
            [kind.as_bytes(), &with(good, "<x>&a;</x>")].concat()
        }),
        ("an entity that grows", |good| {
            let kind = "<!DOCTYPE doc [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
            [kind.as_bytes(), &with(good, "<x>&b;</x>")].concat()
        }),
        ("an entity from a file", |good| {
            let kind = "<!DOCTYPE doc [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
            [kind.as_bytes(), &with(good, "<x>&a;</x>")].concat()
        }),
        ("an entity that nobody declared", |good| with(good, "<x>&nbsp;</x>")),
        ("another encoding by name", |good| {
            format!("<?xml version=\"1.0\" encoding=\"windows-1251\"?>{good}").into()
        }),
        ("UTF-16", |good| utf16(good)),
        ("UTF-16 with a mark", |good| utf16(&format!("\u{feff}{good}"))),
        ("bytes that are not UTF-8", |good| {
            with(good, "<x>?</x>").iter().map(|byte| if *byte == b'?' { 0xff } else { *byte }).collect()
        }),
        ("a surrogate", |good| {
            let made = with(good, "<x>?</x>");
            let at = made.iter().position(|byte| *byte == b'?').unwrap();
            [&made[..at], b"\xed\xa0\x80", &made[at + 1..]].concat()
        }),
        ("NUL inside", |good| with(good, "<x>a\0b</x>")),
        ("NUL by number", |good| with(good, "<x>&#0;</x>")),
        ("NUL behind it", |good| format!("{good}\0").into()),
        ("a prefix that nobody declared", |good| with(good, "<v:x/>")),
        ("an attribute twice", |good| with(good, "<x a='1' a='2'/>")),
        ("257 attributes", |good| with(good, &format!("<x{}/>", attributes(257)))),
        ("300 levels", |good| with(good, &format!("{}{}", "<x>".repeat(300), "</x>".repeat(300)))),
        ("a tag that is not closed", |good| with(good, "<x>")),
    ];
    let empty: [(&str, Make); 4] = [
        ("an empty document", |_| b"<doc/>".into()),
        ("an empty document in two tags", |_| b"<doc></doc>".into()),
        ("an empty document in another", |_| b"<doc><doc/></doc>".into()),
        ("an echo of the request alone", |_| b"<doc><tparams><func>any</func></tparams></doc>".into()),
    ];
    let rows = makes.into_iter().map(|(name, make)| row(name, &cut, make));
    // A raw call takes any document without an error.
    let empty = empty
        .into_iter()
        .map(|(name, make)| row(name, &cut, make).only(|call| call.answers_in_xml() && call.name != "call"));
    run::all(
        rows.chain(empty)
            .chain([Row::plain("204", &cut, |_| closing(204, "", "")).only(Call::answers_in_xml)]),
    );
}

#[test]
fn what_is_the_success_document_all_the_same_is_done() {
    let done = Expect::done();
    let makes: [(&str, Make); 8] = [
        ("a byte order mark before it", |good| format!("\u{feff}{good}").into()),
        ("a declaration and blanks", |good| {
            format!("<?xml version='1.0' encoding='UTF-8'?>\r\n{good}\n").into()
        }),
        ("an element more", |good| with(good, "<zz a='1'><y>2</y></zz>")),
        ("comments beside the elements", |good| good.replace("><", "><!-- a --><").into()),
        ("blanks between the elements", |good| good.replace("><", ">\n  <").into()),
        ("an instruction in it", |good| with(good, "<?php echo 1 ?>")),
        ("texts in CDATA", |good| {
            good.split("</")
                .map(|piece| match piece.rsplit_once('>') {
                    Some((tag, text)) if !text.is_empty() => format!("{tag}><![CDATA[{text}]]>"),
                    _ => piece.to_owned(),
                })
                .collect::<Vec<_>>()
                .join("</")
                .into()
        }),
        ("letters by number", |good| good.replace(">1200000", ">120000&#48;").into()),
    ];
    run::all(makes.into_iter().map(|(name, make)| row(name, &done, make)));
}

/// The texts of the document with each one, but ids and names, put through this.
fn changed(good: &str, put: &str) -> Vec<u8> {
    let kept = |tag: &str| ["elid", "id", "item.id", "licname", "title_name"].contains(&tag);
    let pieces = good.split("</").map(|piece| match piece.rsplit_once('<') {
        Some((before, opened)) => match opened.split_once('>') {
            Some((tag, text)) if !text.is_empty() && !kept(tag) => format!("{before}<{tag}>{put}"),
            _ => piece.to_owned(),
        },
        None => piece.to_owned(),
    });
    pieces.collect::<Vec<_>>().join("</").into_bytes()
}

/// The document without the so many-th element that has a text.
fn without(good: &str, at: usize) -> Vec<u8> {
    let ends: Vec<usize> = good.match_indices("</").map(|(end, _)| end).collect();
    let leaves: Vec<(usize, usize)> = ends
        .iter()
        .filter_map(|end| {
            let begin = good[..*end].rfind('<')?;
            let closed = end + good[*end..].find('>')? + 1;
            (!good[begin..].starts_with("</") && good[begin..*end].contains('>')).then_some((begin, closed))
        })
        .collect();
    match leaves.get(at % leaves.len().max(1)) {
        Some((begin, end)) => [&good[..*begin], &good[*end..]].concat().into_bytes(),
        None => good.into(),
    }
}

#[test]
fn odd_values_are_kept_or_not_understood_and_never_a_refusal() {
    const ODD: [&str; 16] = [
        "12,50",
        "1 200.00",
        "-3",
        "3 USD",
        "1000000000000000000000000000000",
        "1e999",
        "NaN",
        "0000-00-00",
        "2026-02-30",
        "20260230",
        "0",
        "1000000000000000000",
        "",
        " ",
        "<x/>",
        "on",
    ];
    let odd = Expect::odd();
    let values = ODD
        .into_iter()
        .map(|text| row(&format!("{text:?} for each value"), &odd, |good| changed(good, text)));
    let missing = (0..9).map(|at| row(&format!("without element {at}"), &odd, move |good| without(good, at)));
    let makes: [(&str, Make); 7] = [
        ("a surrogate by number", |good| with(good, "<x>&#xd800;</x>")),
        ("an id that is another's", |good| with(good, "<elid>1</elid><id>1</id>")),
        ("a key twice", |good| with(good, "<lickey>1-A</lickey><lickey>1-B</lickey>")),
        ("a namespace", |good| {
            good.replace("<doc", "<v:doc xmlns:v='a'").replace("</doc>", "</v:doc>").into()
        }),
        ("a comment inside the texts", |good| good.replace("1200000", "120<!-- a -->0000").into()),
        ("all of it one level deeper", |good| format!("<doc>{good}<ok/></doc>").into()),
        ("a page to go to", |good| with(good, "<ok type=\"url\">func=basket</ok>")),
    ];
    run::all(values.chain(missing).chain(makes.into_iter().map(|(name, make)| row(name, &odd, make))));
}

fn error(attributes: &str, inside: &str) -> String {
    format!("<error {attributes}>{inside}</error>")
}

#[test]
fn the_vendors_no_is_a_refusal_whatever_is_in_its_words() {
    let refused = Expect::refused(200);
    let no = |name: &str, attributes: &'static str, inside: &'static str| {
        row(name, &refused, move |_| format!("<doc>{}</doc>", error(attributes, inside)).into())
    };
    let echoed = Row::plain("200 with XML: the caller's own password", &refused, |call| {
        closing(200, "", (call.refusal)())
    });
    run::all([
        no("no", "type=\"value\" object=\"ip\"", "<msg>The field has an invalid value</msg>"),
        no("no, without a word", "", ""),
        no("no, of the older generation", "code=\"3\" obj=\"licence\"", "text"),
        no("no, with what steers a terminal", "type=\"&#x9b;2J\"", "<msg>\u{9b}31m \u{7f}</msg>"),
        no("no, in lines", "type=\"a&#10;b\"", "<msg>no&#13;&#10;X: y\n\n\u{2028}no\u{85}</msg>"),
        no("no, with direction marks", "type=\"value\"", "<msg>\u{202e}on\u{200f}</msg>"),
        no("no, in HTML", "type=\"value\"", "<msg>&lt;b&gt;no&lt;/b&gt;</msg>"),
        echoed.only(Call::answers_in_xml),
        row("success and error together", &refused, |good| {
            with(good, &error("type=\"value\"", "<msg>no</msg>"))
        }),
        row("an error one level deeper", &refused, |good| {
            with(good, &format!("<doc>{}</doc>", error("type=\"value\"", "<msg>no</msg>")))
        })
        // Another document in it would be the first.
        .only(|call| call.answers_in_xml() && call.name != "renew"),
    ]);
}

#[test]
fn what_is_huge_is_read_in_time_or_not_at_all() {
    let cut = Expect::cut();
    run::all(
        [
            row("a text of 8 MiB in it", &Expect::done(), |good| {
                with(good, &format!("<zz>{}</zz>", "x".repeat(8 << 20)))
            }),
            row("a million levels", &cut, |_| "<doc>".repeat(1_000_000).into()),
            row("a million levels that are closed", &cut, |_| {
                format!("{}{}", "<doc>".repeat(1_000_000), "</doc>".repeat(1_000_000)).into()
            }),
            row("100,000 attributes", &cut, |good| with(good, &format!("<x{}/>", attributes(100_000)))),
            row("no, in 1 MiB", &Expect::refused(200), |_| {
                let said = format!("<msg>{}</msg>", "no ".repeat(350_000));
                format!("<doc>{}</doc>", error("type=\"value\"", &said)).into()
            }),
        ]
        .map(|row| {
            row.only(|call| call.answers_in_xml() && call.effect == Effect::Spend).one_of_each().patient()
        }),
    );
}
