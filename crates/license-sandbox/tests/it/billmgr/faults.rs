//! Faults at these vendors, and that all books agree after them.

use std::collections::BTreeMap;

use license_sandbox::{Decimal, Fault, FaultKind, Vendor};

use super::xml::Xml;
use super::{ISP, ISPL, LITE, PRO, done, order, show, wire};
use crate::client::{Reply, exchange, post, start};
use crate::dice::Dice;

#[test]
fn a_lost_answer_to_an_order_has_charged_once() {
    let sandbox = start();
    sandbox.add_fault(
        Fault::new(FaultKind::CommitThenDrop).vendor(Vendor::Ispmanager).operation("soft.order.param"),
    );
    done(&sandbox, ISPL, "func=softexternal");
    assert!(exchange(sandbox.address(), &wire(ISP, &order("192.0.2.1"))).unwrap().is_empty());
    assert_eq!(sandbox.ledger().len(), 1);
    assert_eq!(done(&sandbox, ISP, "func=soft&filter=on&ip=192.0.2.1").texts("/doc/elem/id").len(), 1);
}

#[test]
fn a_reading_that_breaks_before_does_not_bring_an_order_forward() {
    let sandbox = start();
    let id = super::buy(&sandbox, "192.0.2.1");
    sandbox.add_fault(Fault::new(FaultKind::CloseBefore).times(3));
    for _ in 0..3 {
        assert!(
            exchange(sandbox.address(), &wire(ISP, &format!("func=soft.edit&elid={id}"))).unwrap().is_empty()
        );
    }
    assert_eq!(show(&sandbox, &id).text("/doc/status"), "5");
}

#[test]
fn refusals_come_in_the_vendors_words_and_format() {
    let sandbox = start();
    for (fault, kind, object) in [
        (FaultKind::BadCredentials, "auth", "badpassword"),
        (FaultKind::ExpiredToken, "access", ""),
        (FaultKind::NotEnoughMoney, "notenoughmoney", ""),
    ] {
        sandbox.add_fault(fault.clone());
        let reply = Reply::parse(&exchange(sandbox.address(), &wire(ISP, &order("192.0.2.1"))).unwrap());
        let xml = Xml::read(reply.text());
        assert_eq!(
            (xml.attribute("/doc/error", "type").as_str(), xml.attribute("/doc/error", "object").as_str()),
            (kind, object)
        );
        sandbox.add_fault(fault);
        let json = post(&sandbox, ISPL.path, "func=whoami&out=json").json();
        assert_eq!(json["doc"]["error"]["$type"], kind);
    }
    assert!(sandbox.ledger().is_empty());
}

#[test]
fn half_an_answer_is_no_document() {
    let sandbox = start();
    sandbox.add_fault(FaultKind::HalfAnswerUnframed);
    let reply = Reply::parse(&exchange(sandbox.address(), &wire(ISP, &order("192.0.2.1"))).unwrap());
    assert!(reply.text().starts_with("<?xml") && !reply.text().contains("</doc>"));
    assert_eq!(sandbox.ledger().len(), 1);
}

#[test]
fn an_operation_is_named_by_its_function_or_by_each_of_its_ids() {
    let sandbox = start();
    let cases: [(_, &str, &[&str]); 30] = [
        (ISP, "func=soft.order.param&sok=ok", &["soft.order.param", "I01"]),
        (ISP, "func=softexternal.order.param&sok=ok", &["softexternal.order.param", "I01", "I14"]),
        (ISP, "func=service.prolong&sok=ok", &["service.prolong", "I02"]),
        (ISP, "func=soft.edit&sok=ok", &["soft.edit", "I03"]),
        (ISP, "func=service.changepricelist&sok=ok", &["I04"]),
        (ISP, "func=soft.suspend", &["I05"]),
        (ISP, "func=soft.resume", &["I06"]),
        (ISP, "func=soft.checkip", &["I07"]),
        (ISP, "func=soft.edit&sok=ok&clicked_button=newkey", &["I08", "soft.edit"]),
        (ISP, "func=soft.delete", &["I09"]),
        (ISP, "func=soft", &["soft", "I10"]),
        (ISP, "func=soft.edit", &["soft.edit", "I11", "I12"]),
        (ISP, "func=subaccount", &["subaccount", "I13"]),
        (ISP, "func=basket", &["I13"]),
        (ISP, "func=platform", &["I10", "I14"]),
        (ISP, "func=auth", &["auth", "B02"]),
        (ISPL, "func=softexternal.order.param&sok=ok", &["softexternal.order.param", "L01"]),
        (ISPL, "func=parallelslic.order.param&sok=ok", &["L02"]),
        (ISPL, "func=addition.order.param&sok=ok", &["L03"]),
        (ISPL, "func=softexternal.edit&sok=ok", &["L04"]),
        (ISPL, "func=soft.edit&sok=ok&addon_274=2", &["soft.edit", "L05"]),
        (ISPL, "func=service.prolong&sok=ok", &["L06"]),
        (ISPL, "func=softexternal.delete&sok=ok", &["L07"]),
        (ISPL, "func=softexternal", &["L09"]),
        (ISPL, "func=softexternal.edit", &["L09"]),
        (ISPL, "func=softexternal.edit&sok=ok&clicked_button=newkey", &["L09"]),
        (ISPL, "func=service.changepricelist&sok=ok", &["L09"]),
        (ISPL, "func=softexternal.suspend", &["L09"]),
        (ISPL, "func=parallelslic", &["L09"]),
        (ISPL, "func=keepalive", &["B02"]),
    ];
    for (site, form, names) in cases {
        for name in names {
            sandbox.reset();
            let body = format!(r#"{{"fault": "close_before", "operation": "{name}"}}"#);
            assert_eq!(post(&sandbox, "/_sandbox/faults", &body).status, 200, "{name}");
            assert!(exchange(sandbox.address(), &wire(site, form)).unwrap().is_empty(), "{form} as {name}");
        }
        sandbox.reset();
        sandbox.add_fault(Fault::new(FaultKind::CloseBefore).operation("soft.filter"));
        assert!(!exchange(sandbox.address(), &wire(site, form)).unwrap().is_empty(), "{form}");
    }
    for wrong in ["soft.order", "I15", "L08", "soft.edit.ok"] {
        let body = format!(r#"{{"fault": "stall", "operation": "{wrong}"}}"#);
        assert_eq!(post(&sandbox, "/_sandbox/faults", &body).status, 400, "{wrong}");
    }
    // A form that only is read is no order.
    sandbox.reset();
    sandbox.add_fault(Fault::new(FaultKind::CloseBefore).operation("I01"));
    assert!(
        !exchange(sandbox.address(), &wire(ISP, "func=soft.order.param&pricelist=55227")).unwrap().is_empty()
    );
}

fn fault(dice: &mut Dice) -> Option<FaultKind> {
    let commit = dice.roll(2) == 0;
    Some(match dice.roll(14) {
        0 => FaultKind::CloseBefore,
        1 => FaultKind::CommitThenDrop,
        2 => FaultKind::ResetBefore,
        3 => FaultKind::HalfAnswer,
        4 => FaultKind::Status { code: 502, retry_after: None, body: None, commit },
        5 => FaultKind::Html { commit },
        6 => FaultKind::Empty { commit },
        7 => FaultKind::NotEnoughMoney,
        8 => FaultKind::ExpiredToken,
        _ => return None,
    })
}

#[test]
fn after_any_sequence_of_calls_and_faults_all_books_agree() {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..6 {
        let sandbox = start();
        let mut dice = Dice(seed);
        for _ in 0..150 {
            let id = 1_204_417 + dice.roll(30);
            let ip = dice.roll(9);
            let (name, form) = match dice.roll(9) {
                0..=2 => ("order", order(&format!("192.0.2.{ip}"))),
                3 => ("cart", order(&format!("192.0.2.{ip}")).replace("&skipbasket=on", "")),
                4 => ("renew", format!("func=service.prolong&elid={id}&period=1&sok=ok")),
                5 => (
                    "tariff",
                    format!(
                        "func=service.changepricelist&elid={id}&pricelist={}&sok=ok",
                        55227 + dice.roll(4)
                    ),
                ),
                6 => ("nodes", format!("func=soft.edit&elid={id}&addon_55236={}&sok=ok", dice.roll(6))),
                7 => ("pay", "func=payment.add.method&clicked_button=fromsubaccount&sok=ok".to_owned()),
                _ => ("delete", format!("func=soft.delete&elid={id}")),
            };
            if dice.roll(8) == 0 {
                sandbox.advance(1).unwrap();
            }
            let fault = fault(&mut dice);
            if let Some(fault) = &fault {
                sandbox.add_fault(Fault::new(fault.clone()));
            }
            let before = sandbox.ledger().len();
            let came = exchange(sandbox.address(), &wire(ISP, &form));
            let request = sandbox.requests().pop().unwrap();
            let new = &sandbox.ledger()[before..];
            assert_eq!(request.fault, fault);
            assert!(new.iter().all(|entry| entry.request == request.number
                && Some(&entry.operation) == request.operation.as_ref()));
            assert!(request.committed || new.is_empty(), "nothing is charged that was not done");
            assert!(new.is_empty() || !["cart", "delete"].contains(&name));
            assert!(!request.committed || !["order", "renew"].contains(&name) || new.len() == 1);
            if fault.is_none() {
                let xml = Xml::read(Reply::parse(&came.unwrap()).text());
                assert_eq!(
                    !xml.has("/doc/error"),
                    request.committed,
                    "what is told is what was done: {form} {xml}"
                );
                *told.entry(name).or_default() += usize::from(request.committed);
            }
        }
        let ledger = sandbox.ledger();
        let sum: Decimal = ledger.iter().map(|entry| entry.amount).sum();
        let balance = done(&sandbox, ISP, "func=subaccount").text("/doc/elem/balance");
        assert_eq!(balance.parse::<Decimal>().unwrap(), Decimal::from(500) - sum);
        assert!(
            ledger.iter().all(|entry| entry.vendor == Vendor::Ispmanager && entry.amount > Decimal::ZERO)
        );

        // The licences ordered here are those that are in the ledger, and no address has two.
        let list = done(&sandbox, ISP, "func=soft");
        let mut ips = list.texts("/doc/elem/ip");
        ips.sort();
        assert!(ips.windows(2).all(|pair| pair[0] != pair[1]), "{ips:?}");
        for (id, status) in list.texts("/doc/elem/id").into_iter().zip(list.texts("/doc/elem/status")) {
            let id: u64 = id.parse().unwrap();
            let paid = ledger.iter().any(|entry| entry.service_id == Some(id));
            assert!(id < 1_204_428 || paid == (status != "1"), "{id} {status}");
        }
    }
    assert!(told.values().all(|count| *count > 5), "each call was carried out often: {told:?}");
}

#[test]
fn one_vendors_money_is_not_the_others() {
    let sandbox = start();
    done(&sandbox, ISP, &format!("func=service.prolong&elid={LITE}&period=12&sok=ok"));
    done(&sandbox, ISPL, &format!("func=service.prolong&elid={PRO}&period=12&sok=ok"));
    let ledger = sandbox.ledger();
    let vendors: Vec<Vendor> = ledger.iter().map(|entry| entry.vendor).collect();
    assert_eq!(vendors, [Vendor::Ispmanager, Vendor::Isplicense]);
    assert_ne!(ledger[0].action_id, ledger[1].action_id);
    let json = crate::client::get(&sandbox, "/_sandbox/ledger").json();
    assert_eq!(
        (&json[1]["vendor"], &json[1]["operation_id"], &json[1]["service_id"]),
        (&"isplicense".into(), &"L06".into(), &88123.into())
    );
}
