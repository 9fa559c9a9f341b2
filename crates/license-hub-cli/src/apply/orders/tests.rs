//! Lists of orders as they are read, and what is said of those that are wrong.

use license_journal::Money;

use super::*;
use crate::spend;

const ACCOUNTS: [&str; 4] = ["noc", "wss", "isp", "ispl"];

fn read(text: &str) -> Orders {
    Orders::read(text.as_bytes(), &ACCOUNTS)
}

/// What is wrong with it, as it is told behind the name of the file.
fn problems(text: &str) -> Vec<String> {
    let orders = read(text);
    orders.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_line_is_what_the_command_line_would_be() {
    let list = read(
        "\u{feff}# new servers\n\nWhat,Account,IP,Term,Server Type,auto_renew,sitepad,product,title,period,addon,price\n\
         softaculous,noc,203.0.113.50,1M,vps,on,YES,,,,,\"2.00 USD\"\n\
         cpanel,wss,203.0.113.51,,,,,CPANEL-VPS,\"cp, 1\",12,CLOUDLINUX; KERNELCARE;,\n\
         ,,,,,,,,,,,\n\
         softaculous,noc,2001:db8::5,1Y,dedicated,,no,,,,,\n",
    );
    assert_eq!(list.problems, []);
    let typed = |words: &[&str]| {
        format!("{:?}", <grammar::Single as clap::Parser>::try_parse_from(words).unwrap().what)
    };
    let read: Vec<(u64, String)> =
        list.lines.iter().map(|line| (line.at, format!("{:?}", line.what))).collect();
    let softaculous = ["softaculous", "noc", "--ip", "203.0.113.50", "--term", "1M", "--server-type", "vps"];
    assert_eq!(
        read,
        [
            (4, typed(&[&softaculous[..], &["--auto-renew", "on", "--sitepad"]].concat())),
            (
                5,
                typed(&[
                    "cpanel",
                    "wss",
                    "--ip",
                    "203.0.113.51",
                    "--product",
                    "CPANEL-VPS",
                    "--title",
                    "cp, 1",
                    "--period",
                    "12",
                    "--addon",
                    "CLOUDLINUX",
                    "--addon",
                    "KERNELCARE",
                ])
            ),
            (
                7,
                typed(&[
                    "softaculous",
                    "noc",
                    "--ip",
                    "2001:db8::5",
                    "--term",
                    "1Y",
                    "--server-type",
                    "dedicated",
                ])
            ),
        ]
    );
    let price = Money::new("2.00".parse().unwrap(), "USD").unwrap();
    let options =
        |line: &Line| format!("{:?}", line.price.apply(spend::options(crate::plan::Expects::NoLicense)));
    assert!(options(&list.lines[0]).contains(&format!("{price:?}")), "{}", options(&list.lines[0]));
    assert!(options(&list.lines[1]).contains("price: None"));
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line_its_column_and_what_to_write() {
    let text = "account,what,ip,term,server-type,sitepad,plan,tariff,period,price\n\
                noc,softaculous,203.0.113.0/24,1M,cloud,maybe,,,,2\n\
                nobody,plesk-obsidian,192.0.2.1,1M,vps,,,,,\n\
                noc,sitepad,192.0.2.1,,vps,,,,,\n\
                noc,webuzo,192.0.2.1,1M,,,,,,\n\
                noc,webuzo,192.0.2.1,1M,vps,,basic,,,\n\
                noc,sitepad,192.0.2.1\n\
                ,isplicense-plesk,192.0.2.1,,,,,lite,ten,\n\
                noc,virtualizor,192.0.2.9,0M,,,,,,\n";
    assert_eq!(
        problems(text),
        [
            "2: column ip: `203.0.113.0/24` is not taken: invalid IP address syntax; write IP (The address of the server)",
            "2: column server-type: `cloud` is not taken; write one of vps, dedicated",
            "2: column sitepad: `maybe` is neither; write yes, no or nothing",
            "2: column price: `2` is not taken: write an amount such as 100EUR; write AMOUNT (What it costs, where you know it \
             and the vendor does not say, such as 2.00USD)",
            "3: column account: `nobody` is not configured; write one of noc, wss, isp, ispl",
            "3: column what: `plesk-obsidian` is not sold here; write one of softaculous, webuzo, webuzo-trial, virtualizor, \
             sitepad, plesk, cpanel, virtuozzo, ispmanager, ispmanager-software, ispmanager-module, ispmanager-platform, \
             isplicense, isplicense-plesk, isplicense-module",
            "4: column server-type: `license-hub order sitepad` has no option --server-type; leave the cell empty",
            "4: column term: there is none, and sitepad needs it; write TERM (How long: months or years, such as 1M or 1Y)",
            "5: something is missing; write into column plan",
            "6: column server-type does not go with column plan; leave one of them empty",
            "7: there are 3 cells and 10 columns; write a comma for each cell that is empty, and quotation marks around a cell \
             with a comma in it",
            "8: column account: there is none; write one of noc, wss, isp, ispl",
            "8: column period: `ten` is not taken: period: must be a whole number, such as 1 or 12; write PERIOD (How long: months \
             such as 1 or 12, lifetime, trial, or another code of the vendor's)",
            "9: column term: `0M` is not taken: term: must be from 1 to 120 months; write TERM (How long: months or years, such as \
             1M or 1Y)",
        ]
    );
    assert!(read(text).lines.is_empty());
}

#[test]
fn the_first_line_has_to_name_columns_that_there_are() {
    let known =
        "there is no column `colour`: besides account and what there are the options of `license-hub order`";
    let [one] = problems("account,what,colour\n").try_into().unwrap();
    assert!(one.starts_with(&format!("1: {known}, which are addon, all-fields, antivirus,")), "{one}");
    assert!(!one.contains("help") && !one.contains(" yes"), "{one}");
    // What holds for the whole list is said on the command line.
    for column in ["yes", "dry-run", "again", "run", "extend", "help", ""] {
        let [one] = problems(&format!("account,what,{column}\n")).try_into().unwrap();
        assert!(one.starts_with("1: there is no column"), "{one}");
    }
    assert_eq!(
        problems("ip,IP,term\nx,y,z\n"),
        [
            "1: column ip: there are two of it; take one out",
            "1: column account: there is no such column; the first line names the columns, and this one is needed",
            "1: column what: there is no such column; the first line names the columns, and this one is needed",
        ]
    );
    let [one, ..] =
        problems("account;what;ip\n").try_into().unwrap_or_else(|all: Vec<String>| [all[0].clone()]);
    assert!(one.contains("part the cells with commas"), "{one}");
}

#[test]
fn what_is_no_list_is_refused() {
    assert_eq!(
        problems("account,what\n# nothing\n"),
        ["1: nothing is ordered; write a line for each order below the one that names the columns"]
    );
    assert_eq!(problems("\n"), ["1: the file is empty; begin it with a line such as `account,what,ip,term`"]);
    let bytes = Orders::read(b"account,what\nnoc,\xff\n", &ACCOUNTS);
    assert_eq!(bytes.problems, [Problem::of_line(2, "this is not UTF-8; save the file as UTF-8 text")]);
    assert_eq!(
        problems("account,what,ip\nnoc,sitepad,\"192.0.2.1\nx\"\n"),
        ["2: a cell goes on over several lines; close the quotation mark that it begins with"]
    );
    assert_eq!(
        problems("account,what,title\nwss,plesk,a\u{7}b\n")[0],
        "2: column title: there are control characters in it; write plain text"
    );
}
