//! Links lead somewhere.

use crate::{pages, prose};
use std::fs;
use std::path::Path;

#[test]
fn every_link_to_a_file_leads_to_one() {
    let mut dead = Vec::new();
    let mut followed = 0;
    for page in pages() {
        let text = prose(&fs::read_to_string(&page).unwrap());
        for target in targets(&text) {
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            if target.contains("://") || target.starts_with("mailto:") || is_path_in_the_code(file) {
                continue;
            }
            followed += 1;
            let file = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            if !file.exists() || !(heading.is_empty() || has_heading(&file, heading)) {
                dead.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(followed > 5, "only {followed} links");
    assert!(dead.is_empty(), "these lead nowhere: {dead:#?}");
}

/// In a README that is a crate's front page, rustdoc follows links such as `crate::Error`, and says no to dead ones.
fn is_path_in_the_code(target: &str) -> bool {
    target.contains("::")
}

/// The targets of `[text](target)` and `[text]: target`.
fn targets(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once("](") {
            let (target, after) = after.split_once(')').unwrap_or((after, ""));
            targets.push(target.trim().to_owned());
            rest = after;
        }
        if let Some((_, target)) = line.strip_prefix('[').and_then(|line| line.split_once("]: ")) {
            targets.push(target.trim().to_owned());
        }
    }
    targets
}

/// As GitHub names headings: small letters, hyphens for spaces, no other signs.
fn has_heading(file: &Path, wanted: &str) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let name = |heading: &str| -> String {
        let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    prose(&text)
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .any(|line| name(line.trim_start_matches('#')) == wanted)
}

#[test]
fn links_are_found_in_both_forms() {
    let text = "See [a](a.md), [b](dir/b.md#part).\n[c]: c.md\nNo [link] (here).";
    assert_eq!(targets(text), ["a.md", "dir/b.md#part", "c.md"]);
}
