//! What a person gets to see, kept as files beside this one. `INSTA_UPDATE=always cargo test -p license-hub-cli shown` writes
//! them anew; what changed is then looked at with `git diff`.

mod help;
mod tables;

use crate::kit::Hub;

/// Holds a text against its file.
fn expect(hub: &Hub, name: &str, text: &str) {
    // The sandbox is at another port each time, and a line ends where its words do.
    let text = text.replace(&hub.sandbox.address().to_string(), "SANDBOX");
    let text: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text.join("\n")));
}
