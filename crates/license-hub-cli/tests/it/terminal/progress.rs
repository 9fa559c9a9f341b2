//! How far it is.

use super::{Terminal, command, nowhere};
use crate::four_accounts::gated;

#[test]
fn progress_is_shown_while_it_lasts_and_gone_afterwards() {
    let (hub, gate) = gated();
    let mut terminal = Terminal::run(&hub, "list");
    terminal.wait_for("0/4");
    gate.open();
    let left = terminal.end().exits(0);
    assert!(left.screen.contains("203.0.113.12") && !left.screen.contains("/4"), "{}", left.screen);
}

#[test]
fn nobody_sees_progress_who_asked_for_quiet_or_has_no_terminal_for_it() {
    let (hub, gate) = gated();
    gate.open();
    let quiet = Terminal::run(&hub, "list --quiet").end().exits(0);
    assert!(!quiet.written.contains("/4"), "{}", quiet.written);
    let piped =
        Terminal::start_with(command(&hub, "list"), |command| command.stderr(nowhere())).end().exits(0);
    assert!(!piped.written.contains("/4"), "{}", piped.written);
}

#[test]
fn ctrl_c_ends_what_takes_long() {
    let (hub, _closed) = gated();
    let mut terminal = Terminal::run(&hub, "list");
    terminal.wait_for("0/4");
    terminal.types("\u{3}");
    let left = terminal.end().exits(3);
    assert!(left.screen.contains("stopping") && left.screen.contains("4 of 4 accounts"), "{}", left.screen);
    assert!(hub.sandbox.requests().is_empty(), "nothing came through the gate");
}
