//! What a journal must not keep.

use license_hub::Checked;

use crate::support::{Desk, Played, Reply, buy, evidence};

/// Everything that stands in the folder of the journal.
fn all_bytes(desk: &Desk) -> String {
    let folder = desk.path();
    let files = std::fs::read_dir(folder.parent().unwrap()).unwrap();
    let bytes: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_vendors_reply_is_not_kept_as_nobody_knows_what_is_in_it() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Done, Reply::Lost, Reply::Refused]);
    account.sees([Checked::Happened(evidence("T-9"))]);
    let mut shown = String::new();
    for last in 1..=3 {
        let end = desk.order(&account, &buy(last)).unwrap();
        shown = format!("{shown}{:?}", desk.journal.show(end.reference()).unwrap());
    }
    let kept = all_bytes(&desk);
    // The search finds what is there.
    assert!(kept.contains("softaculous.buy") && kept.contains("T-9") && kept.contains("not enough money"));
    assert!(!kept.contains("canary") && !shown.contains("canary"));
}
