//! Colour, and the form that data has by itself.

use std::io::Read;
use std::process::Stdio;

use super::{Terminal, command, nowhere};
use crate::kit::Hub;

#[test]
fn a_terminal_gets_a_table_in_colour() {
    let left = Terminal::run(&Hub::new(), "list").end().exits(0);
    assert!(left.is_styled(), "{}", left.written);
    let first = left.screen.lines().find(|line| line.starts_with("vendor")).unwrap();
    assert!(first.split_whitespace().any(|word| word == "account"), "{first}");
    assert!(left.screen.contains("softaculous") && left.screen.contains("203.0.113.12"), "{}", left.screen);
}

#[test]
fn an_error_is_in_colour_and_no_color_and_a_dumb_terminal_are_obeyed() {
    let hub = Hub::new();
    for line in ["list", "show noc 192.0.2.99"] {
        assert!(Terminal::run(&hub, line).end().is_styled(), "{line}");
        for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
            let mut command = command(&hub, line);
            command.env(name, value);
            let left = Terminal::start(command).end();
            assert!(!left.is_styled(), "{line} with {name}: {}", left.written);
        }
        let never = Terminal::run(&hub, &format!("{line} --color never")).end();
        assert!(!never.is_styled(), "{line}: {}", never.written);
    }
}

#[test]
fn data_that_goes_into_a_pipe_is_plain_and_messages_on_the_terminal_are_not() {
    let hub = Hub::new();
    let mut pipe = None;
    let terminal = Terminal::start_with(command(&hub, "list"), |command| {
        let (reader, writer) = std::io::pipe().unwrap();
        pipe = Some(reader);
        command.stdout(Stdio::from(writer))
    });
    let mut data = String::new();
    pipe.unwrap().read_to_string(&mut data).unwrap();
    let left = terminal.end().exits(0);
    assert!(data.starts_with("vendor") && !data.contains('\u{1b}'), "{data}");
    assert!(left.screen.contains("9 licences") && !left.screen.contains("203.0.113.12"), "{}", left.screen);
    let failed =
        Terminal::start_with(command(&hub, "show noc 192.0.2.99"), |command| command.stdout(nowhere()));
    assert!(failed.end().exits(2).is_styled());
}
