//! The question before money is spent. The sandbox's ledger says what was spent.

use super::{Left, Terminal, command, nowhere};
use crate::four_accounts;
use crate::kit::{Hub, order};

const QUESTION: &str = "Write yes to go on:";

/// One order at each vendor.
fn orders() -> [String; 4] {
    [
        order("203.0.113.60", ""),
        "order plesk wss --generation 12 --product PLESK-12-WEB-PRO --title web60 --period 1".into(),
        "order ispmanager isp --tariff lite --ip 203.0.113.61 --name web-61 --period 1 --auto-renew off"
            .into(),
        "order isplicense ispl --tariff 546 --ip 203.0.113.62 --name web-62 --period 1".into(),
    ]
}

/// Orders, and answers the question.
fn answered(hub: &Hub, line: &str, keys: &str) -> Left {
    let mut terminal = Terminal::run(hub, line);
    terminal.wait_for(QUESTION);
    assert!(hub.ledger().is_empty(), "nothing is spent before the answer");
    terminal.types(keys);
    terminal.end()
}

#[test]
fn yes_buys_once_at_each_vendor() {
    for line in orders() {
        let hub = four_accounts::hub();
        let left = answered(&hub, &line, "yes\n").exits(0);
        assert!(left.screen.contains("LIVE"), "{}", left.screen);
        assert_eq!(hub.ledger().len(), 1, "{line}");
        assert!(hub.open().is_empty());
    }
}

#[test]
fn anything_else_buys_nothing_at_any_vendor() {
    for line in orders() {
        let hub = four_accounts::hub();
        for keys in ["no\n", "\n", "y\n", "yes please\n"] {
            let left = answered(&hub, &line, keys).exits(4);
            assert!(left.screen.contains("nothing was sent"), "{}", left.screen);
        }
        assert!(hub.ledger().is_empty() && hub.open().is_empty(), "{line}");
    }
}

#[test]
fn leaving_at_the_question_buys_nothing() {
    let hub = Hub::new();
    let (ctrl_c, ctrl_d) = ("\u{3}", "\u{4}");
    for keys in [ctrl_c, ctrl_d, "ye\u{3}"] {
        let left = answered(&hub, &order("203.0.113.60", ""), keys).exits(4);
        assert!(left.screen.contains("nothing was sent"), "{}", left.screen);
    }
    assert!(hub.ledger().is_empty() && hub.open().is_empty());
    assert!(hub.sent("softaculous_buy").is_empty());
}

#[test]
fn whoever_said_yes_beforehand_is_not_asked() {
    let hub = Hub::new();
    let left = Terminal::run(&hub, &order("203.0.113.60", "--yes")).end().exits(0);
    assert!(!left.written.contains("Write yes"), "{}", left.written);
    assert_eq!(hub.ledger().len(), 1);
}

#[test]
fn a_question_that_nobody_could_see_or_answer_is_not_asked() {
    let hub = Hub::new();
    let line = order("203.0.113.60", "");
    let unseen = Terminal::start_with(command(&hub, &line), |command| command.stderr(nowhere()));
    unseen.end().exits(2);
    let unanswered = Terminal::start_with(command(&hub, &line), |command| command.stdin(nowhere()));
    let left = unanswered.end().exits(2);
    assert!(left.screen.contains("add --yes") && !left.written.contains("Write yes"), "{}", left.screen);
    assert!(hub.ledger().is_empty() && hub.sandbox.requests().is_empty(), "not even a look");
}
