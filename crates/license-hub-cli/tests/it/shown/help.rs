//! The help of every command. A new one needs a file, because the names come from the command itself.

use super::expect;
use crate::kit::Hub;

/// What holds for every command stands in the help of each.
const EVERYWHERE: &str = "\nEverywhere:\n";

fn help(hub: &Hub, line: &str) -> String {
    let ran = hub.run(&format!("{line} --help")).exits(0);
    assert_eq!(ran.err, "", "{line}");
    ran.out
}

/// The commands under the heading `Commands:`, each with its own below it.
fn commands(hub: &Hub, parent: &str) -> Vec<String> {
    let help = help(hub, parent);
    let Some((_, listed)) = help.split_once("\nCommands:\n") else { return Vec::new() };
    let lines = listed.lines().take_while(|line| !line.is_empty());
    // A description that goes on in the next line stands further in.
    let entries = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = entries.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let mut all = Vec::new();
    for name in names {
        let command = format!("{parent} {name}").trim().to_owned();
        let below = commands(hub, &command);
        all.push(command);
        all.extend(below);
    }
    all
}

/// Without what holds for every command; that is in the help of the program.
fn own(help: &str) -> String {
    let Some((before, rest)) = help.split_once(EVERYWHERE) else { return help.to_owned() };
    // The headings and the examples behind it stand at the margin.
    let behind = rest.lines().skip_while(|line| line.is_empty() || line.starts_with(' '));
    let behind: Vec<&str> = behind.collect();
    format!("{before}\n{}", behind.join("\n"))
}

#[test]
fn the_help_of_every_command_is_as_it_was() {
    let hub = Hub::bare();
    expect(&hub, "help", &help(&hub, ""));
    let commands = commands(&hub, "");
    assert!(commands.len() > 25, "{commands:?}");
    for command in &commands {
        let help = help(&hub, command);
        assert!(help.contains(EVERYWHERE), "{command} has no options that hold everywhere");
        expect(&hub, &format!("help {command}").replace(' ', "-"), &own(&help));
    }
}
