//! Lists of what should exist as they are read, and what is said of those that are wrong.

use super::*;

const ACCOUNTS: [(&str, Vendor); 2] = [("noc", Vendor::Softaculous), ("wss", Vendor::WebSoftSolus)];

fn read(text: &str) -> Expected {
    Expected::read(text.as_bytes(), &ACCOUNTS)
}

/// What is wrong with it, as it is told behind the name of the file.
fn problems(text: &str) -> Vec<String> {
    read(text).problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_line_with_all_columns_is_read_as_a_whole() {
    let text = "\u{feff}# the servers in rack 4\n\nVendor,IP,Product,Account,Hostname,Auto-Renew\n\
                Softaculous, 203.0.113.5 ,\"ISPmanager 6, Lite\",noc,\"web, 5\",YES\n,,,,,\n";
    let list = read(text);
    assert_eq!(list.problems, []);
    let expected = Row {
        line: 4,
        ip: Some("203.0.113.5".parse().unwrap()),
        name: Some("web, 5".into()),
        license: None,
        product: Product::new("ISPmanager 6, Lite").unwrap(),
        account: Some(AccountName::new("noc").unwrap()),
        vendor: Some(Vendor::Softaculous),
        auto_renew: Some(true),
    };
    assert_eq!(list.rows, [expected]);
}

#[test]
fn two_columns_are_enough_and_empty_cells_say_nothing() {
    let list = read("ip,product,account,vendor,name,auto_renew\n2001:db8::5,plesk,,,,\n");
    assert_eq!(list.problems, []);
    let row = &list.rows[0];
    assert_eq!((&row.account, row.vendor, &row.name, row.auto_renew), (&None, None, &None, None));
    assert_eq!(read("product,ip\nplesk,192.0.2.1").rows[0].ip, Some("192.0.2.1".parse().unwrap()));
}

#[test]
fn an_address_is_the_same_in_each_of_its_spellings() {
    let list = read("ip,product\n2001:DB8:0:0::5,a\n2001:db8::5,b\n::ffff:192.0.2.1,a\n192.0.2.1,b");
    let [one, two, three, four] = list.rows.as_slice() else { panic!("{list:?}") };
    assert_eq!((one.ip, three.ip), (two.ip, four.ip));
    assert_eq!(
        problems(
            "ip,product\n2001:DB8:0:0::5,Plesk\n192.0.2.1,plesk\n2001:db8::5,PLESK\n::ffff:192.0.2.1,plesk"
        ),
        [
            "4: this is the licence of line 2 again; take one of the two out, as an address has a product once",
            "5: this is the licence of line 3 again; take one of the two out, as an address has a product once",
        ]
    );
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line_its_column_and_what_to_write() {
    let text = "ip,product,account,vendor,name,auto_renew\n\
                203.0.113.0/24,plesk,,,,\n\
                # a comment\n\
                192.0.2.01,,nobody,ispsystem,,maybe\n\
                0.0.0.0,plesk,noc,websoftsolus,,\n\
                192.0.2.2,plesk\n\
                ,plesk,,,,\n\
                192.0.2.3,plesk,,,a\u{7}b,\n\
                192.0.2.4,plesk,,,,no\n";
    assert_eq!(
        problems(text),
        [
            "2: column ip: `203.0.113.0/24` is no address; write one such as 203.0.113.5 or 2001:db8::5",
            "4: column ip: `192.0.2.01` is no address; write one such as 203.0.113.5 or 2001:db8::5",
            "4: column product: there is none; write one such as plesk, softaculous or ISPmanager 6 Lite",
            "4: column vendor: there is no vendor `ispsystem`; write one of softaculous, websoftsolus, ispmanager, isplicense, \
             or nothing",
            "4: column account: `nobody` is not configured; write one of noc, wss, or nothing",
            "4: column auto_renew: `maybe` is neither; write yes, no or nothing",
            "5: column ip: `0.0.0.0` is no server's address; write the server's own",
            "5: column account: `noc` is an account at Softaculous; write softaculous into the column vendor, or nothing",
            "6: there are 2 cells and 6 columns; write a comma for each cell that is empty, and quotation marks around a cell \
             with a comma in it",
            "7: column ip: there is no address; write one, or the column `name` or `license` for what has none",
            "8: column name: there are control characters in it; write plain text",
        ]
    );
    assert_eq!(read(text).rows.len(), 1, "the good line");
}

#[test]
fn a_header_is_needed_and_holds_no_other_columns() {
    assert_eq!(
        problems("ip,products,key,ip\n1,2,3,4"),
        [
            "1: there is no column `products`; there are ip, product, account, vendor, name (or hostname), license and auto_renew",
            "1: there is no column `key`; there are ip, product, account, vendor, name (or hostname), license and auto_renew",
            "1: column ip: there are two of it; take one out",
            "1: column product: there is no such column; the first line names the columns, and this one is needed",
        ]
    );
    assert!(problems("203.0.113.5,plesk\n")[0].starts_with("1: there is no column `203.0.113.5`"));
    assert!(problems("ip;product\n")[0].ends_with("part the cells with commas, not semicolons"));
    assert!(problems("ip,product,name,hostname\n")[0].contains("there are two"));
    assert_eq!(
        problems("\n# only this\n"),
        ["1: the file is empty; begin it with a line such as `ip,product`"]
    );
}

#[test]
fn a_list_of_nothing_is_refused_as_everything_would_be_an_orphan() {
    assert!(problems("ip,product\n\n# none yet\n,\n")[0].starts_with("1: no licence is expected at all"));
}

#[test]
fn a_quotation_mark_that_is_not_closed_cannot_swallow_lines() {
    let list = read("ip,product\n192.0.2.1,\"plesk\n192.0.2.2,plesk\n192.0.2.3,plesk\n");
    assert_eq!(list.problems[0].line, 2);
    assert!(list.problems[0].message.contains("close the quotation mark"));
}

#[test]
fn what_is_no_text_is_told_with_its_line() {
    let bytes = b"ip,product\n192.0.2.1,plesk\n192.0.2.2,\xff\n";
    let list = Expected::read(bytes, &[]);
    assert_eq!(list.problems, [Problem::of_line(3, "this is not UTF-8; save the file as UTF-8 text")]);
}

#[test]
fn licences_without_an_address_are_listed_by_name_as_many_as_there_are() {
    let list = read("ip,product,name\n,bitninja module,web-15\n,plesk,Web-15\n");
    assert_eq!((list.problems.len(), list.rows.len()), (0, 2));
    assert_eq!(list.rows[0].place(), "web-15");
    let list = read("ip,product,name,license\n,plesk,,addition/7\n,plesk,web-15,addition/8\n");
    assert_eq!(list.problems, []);
    assert_eq!((list.rows[0].place(), list.rows[1].place()), ("addition/7".into(), "addition/8".into()));
    assert_eq!(problems("ip,product,name\n,ispmanager,spare\n,ispmanager,spare\n"), [""; 0]);
}
