//! Whatever is asked and whatever breaks, the books agree: ledger, record, invoice, licences.

use std::collections::BTreeMap;

use license_sandbox::{Decimal, Fault, FaultKind};

use crate::client::{Reply, ask, exchange, purchase, start, wire};
use crate::dice::Dice;

fn fault(dice: &mut Dice) -> Option<FaultKind> {
    let commit = dice.roll(2) == 0;
    Some(match dice.roll(14) {
        0 => FaultKind::CloseBefore,
        1 => FaultKind::ResetBefore,
        2 => FaultKind::CommitThenDrop,
        3 => FaultKind::CommitThenReset,
        4 => FaultKind::HalfAnswer,
        5 => FaultKind::HalfAnswerUnframed,
        6 => FaultKind::Status { code: 502, retry_after: None, body: None, commit },
        7 => FaultKind::Html { commit },
        8 => FaultKind::Empty { commit },
        9 => FaultKind::NotEnoughMoney,
        10 => FaultKind::Raw { body: "null".into(), commit },
        _ => return None,
    })
}

#[test]
fn after_any_sequence_of_calls_and_faults_all_books_agree() {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..8 {
        let sandbox = start();
        let mut dice = Dice(seed);
        for _ in 0..120 {
            let ip = format!("192.0.2.{}", dice.roll(6));
            let (ca, form) = match dice.roll(6) {
                0..=2 => ("softaculous_buy", purchase(&ip)),
                3 => ("softaculous_buy", format!("{}&buy_sitepad=1", purchase(&ip))),
                4 => ("softaculous_refund", format!("actid={}", 110 + dice.roll(40))),
                _ => ("softaculous_cancel", format!("licip={ip}&cancel_license=1&force={}", dice.roll(2))),
            };
            let fault = fault(&mut dice);
            if let Some(fault) = &fault {
                sandbox.add_fault(Fault::new(fault.clone()));
            }
            let before = sandbox.ledger().len();
            let came = exchange(sandbox.address(), &wire(ca, &form));
            let request = sandbox.requests().pop().unwrap();
            assert_eq!(request.fault, fault);
            let new = &sandbox.ledger()[before..];
            assert!(new.iter().all(|entry| entry.request == request.number && entry.operation == ca));
            assert!(request.committed || new.is_empty(), "nothing is charged that was not done");
            assert!(
                !request.committed || ca == "softaculous_cancel" || !new.is_empty(),
                "nothing is done for free"
            );
            if fault.is_none() {
                let reply = Reply::parse(&came.unwrap()).json();
                assert_eq!(reply["error"].is_null(), request.committed, "what is told is what was done");
                *told.entry(ca).or_default() += usize::from(request.committed);
            }
        }

        let ledger = sandbox.ledger();
        let sum: Decimal = ledger.iter().map(|entry| entry.amount).sum();
        let invoice = ask(&sandbox, "invoicedetails", "");
        assert_eq!(invoice["amt"].to_string(), sum.normalize().to_string());
        let billed: Vec<Option<u64>> = ledger.iter().map(|entry| entry.action_id).collect();
        let mut actions: Vec<Option<u64>> =
            invoice["actions"].as_object().unwrap().keys().map(|actid| actid.parse().ok()).collect();
        actions.sort_unstable();
        assert_eq!(actions, billed, "each action is in the ledger once, in its order");

        // The time paid for and not paid back is the time each licence has.
        let licenses = ask(&sandbox, "softaculous", "");
        for row in licenses["licenses"]
            .as_object()
            .unwrap()
            .values()
            .filter(|row| row["time"].as_str() >= Some("1772323200"))
        {
            let paid: i32 = ledger
                .iter()
                .filter(|entry| entry.license_key.as_deref() == row["license"].as_str())
                .map(|entry| entry.term.as_deref().unwrap().trim_end_matches('M').parse::<i32>().unwrap())
                .sum();
            let expires: i32 = row["expires"].as_str().unwrap()[..6].parse().unwrap();
            assert_eq!((expires / 100 - 2026) * 12 + expires % 100 - 3, paid, "{row}");
        }
    }
    assert!(told.values().all(|count| *count > 10), "each call was carried out often: {told:?}");
}

#[test]
fn what_came_after_a_request_can_be_had_alone() {
    let sandbox = start();
    assert_eq!((sandbox.last_request(), sandbox.requests_after(0).len()), (0, 0));
    for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
        ask(&sandbox, "softaculous", "");
        ask(&sandbox, "softaculous_buy", &purchase(address));
    }
    assert_eq!(sandbox.last_request(), 6);
    for last in 0..8 {
        let mut requests = sandbox.requests();
        requests.retain(|request| request.number > last);
        assert_eq!(sandbox.requests_after(last), requests, "{last}");
        let mut entries = sandbox.ledger();
        entries.retain(|entry| entry.request > last);
        assert_eq!(sandbox.ledger_after(last), entries, "{last}");
    }
    sandbox.reset();
    assert_eq!((sandbox.last_request(), sandbox.ledger_after(0)), (0, vec![]));
}

#[test]
fn faults_can_be_forgotten() {
    let sandbox = start();
    sandbox.add_fault(Fault::new(FaultKind::CloseBefore).times(3));
    sandbox.clear_faults();
    assert!(sandbox.pending_faults().is_empty());
    assert!(ask(&sandbox, "softaculous", "").is_object());
}
