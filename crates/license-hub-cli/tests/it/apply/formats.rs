//! What is written of a list, in each form.

use super::{all_vendors, hub};

const COLUMNS: [&str; 18] = [
    "line",
    "vendor",
    "account",
    "environment",
    "operation",
    "outcome",
    "product",
    "license_id",
    "license_key",
    "ip",
    "term",
    "amount",
    "balance",
    "action_id",
    "auto_renew",
    "time",
    "seen",
    "reference",
];

#[test]
fn columns_are_those_of_other_results_and_the_line_before_them() {
    let hub = hub(&all_vendors());
    let csv = hub.run("apply march.csv --yes --format csv").exits(0).out;
    assert_eq!(csv.lines().next().unwrap(), COLUMNS.join(","));
    assert_eq!(csv.lines().count(), 8);
    // The second time nothing is sent, and the columns are the same.
    let json = hub.run("apply march.csv --yes --format json").exits(0).json();
    for row in json.as_array().unwrap() {
        assert!(COLUMNS.iter().all(|column| row.get(column).is_some()), "{row}");
        assert_eq!(row["outcome"], "done-before");
    }
    let xml = hub.run("apply march.csv --yes --format xml").exits(0).out;
    let document = roxmltree::Document::parse(&xml).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "results");
    assert_eq!(document.root_element().children().filter(roxmltree::Node::is_element).count(), 7);
    let table = hub.run("apply march.csv --yes").exits(0).out;
    assert_eq!(table.lines().count(), 8, "{table}");
    let quiet = hub.run("apply march.csv --yes --quiet").exits(0);
    assert!(
        quiet.err.starts_with("warning: 7 of 7 orders were done") && quiet.err.lines().count() == 1,
        "{}",
        quiet.err
    );
}
