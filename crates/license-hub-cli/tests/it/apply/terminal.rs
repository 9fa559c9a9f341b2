//! The one question for a whole list, and how far it is.

use license_sandbox::FaultKind;

use super::{charges, hub, ispmanager, plesk, softaculous};
use crate::kit::Hub;
use crate::terminal::{Left, Terminal};

const QUESTION: &str = "Write yes to go on:";

fn answered(hub: &Hub, keys: &str) -> Left {
    let mut terminal = Terminal::run(hub, "apply march.csv");
    terminal.wait_for(QUESTION);
    assert!(hub.ledger().is_empty(), "nothing is spent before the answer");
    terminal.types(keys);
    terminal.end()
}

#[test]
fn there_is_one_question_that_says_how_many_and_how_much() {
    let hub = hub(&[ispmanager("203.0.113.151"), plesk("web 1"), ispmanager("203.0.113.152")]);
    for keys in ["no\n", "y\n", "\u{3}"] {
        let left = answered(&hub, keys).exits(4);
        assert!(left.screen.contains("nothing was sent"), "{}", left.screen);
    }
    assert!(hub.ledger().is_empty() && hub.entries().is_empty());
    let left = answered(&hub, "yes\n").exits(0);
    assert_eq!(left.written.matches(QUESTION).count(), 1);
    for says in ["run `march`: 3 orders of march.csv", "LIVE", ": 2, 8.00 EUR", ": 1, the price is not known"]
    {
        assert!(left.screen.contains(says), "`{says}` is not in {}", left.screen);
    }
    assert_eq!(charges(&hub), [0, 1, 2, 0]);
    // What was bought is shown, and the bar is gone.
    assert!(left.screen.contains("done") && !left.screen.contains("march orders"), "{}", left.screen);
}

#[test]
fn what_another_process_bought_of_the_list_meanwhile_is_not_bought_again() {
    // WebSoftSolus sells one more each time, so only the journal knows.
    let hub = hub(&[plesk("web 1"), plesk("web 2")]);
    let mut terminal = Terminal::run(&hub, "apply march.csv");
    terminal.wait_for(QUESTION);
    hub.run("apply march.csv --yes").exits(0);
    terminal.types("yes\n");
    let left = terminal.end().exits(0);
    assert_eq!(left.screen.matches("done-before").count(), 2, "{}", left.screen);
    assert_eq!(charges(&hub), [0, 2, 0, 0]);
}

#[test]
fn a_bar_shows_how_far_it_is_and_ctrl_c_ends_it_after_the_order_under_way() {
    let hub = hub(&[plesk("web 1"), softaculous("203.0.113.150"), plesk("web 2")]);
    hub.fault("softaculous_buy", FaultKind::Latency { ms: 3000 });
    let mut terminal = Terminal::run(&hub, "apply march.csv --yes");
    terminal.wait_for("1/3");
    crate::interrupts::wait_for(|| hub.ledger().len() == 2);
    terminal.types("\u{3}");
    let left = terminal.end().exits(3);
    for says in ["stopping after the call under way", "you stopped it: 2 of 3 orders are done, 1 not tried"] {
        assert!(left.screen.contains(says), "`{says}` is not in {}", left.screen);
    }
    assert_eq!(charges(&hub), [1, 1, 0, 0]);
    assert!(hub.open().is_empty());
}
