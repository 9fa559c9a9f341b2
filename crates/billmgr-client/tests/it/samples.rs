//! The sample calls of the vendors' pages: what the crate sends is what they send, in the body of a POST.

use std::collections::BTreeMap;

use billmgr_client::{
    Addon, AddonCode, AutoRenew, ChangeTariff, CheckAddress, Client, Credentials, Delete, Edit, Error,
    ItemType, NewKey, Offer, Operation, Order, Period, Renew, Resume, Retries, Service, SetAddons, Settings,
    Suspend, TariffCode, Vendor as Whose, isplicense, ispmanager,
};

use crate::support::{Vendor, fixture};

struct Sample {
    whose: Whose,
    what: &'static str,
    fields: BTreeMap<String, String>,
}

fn samples() -> Vec<Sample> {
    let sample = |line: &'static str| {
        let mut parts = line.split(' ');
        let whose = match parts.next() {
            Some("ispmanager") => Whose::Ispmanager,
            _ => Whose::Isplicense,
        };
        let (what, fields) = (parts.next().unwrap(), parts.next().unwrap());
        Sample { whose, what, fields: serde_urlencoded::from_str(fields).unwrap() }
    };
    fixture!("samples.txt").lines().map(sample).collect()
}

fn ignored<O: Operation>(client: &Client, operation: &O) {
    let _: Result<O::Output, Error> = client.send(operation);
}

fn ispmanager_sample(client: &Client, what: &str) {
    let service = || Service::new(ItemType::Ispsystem, "1204417".parse().unwrap());
    let address = "82.156.37.16".parse().unwrap();
    let (month, again) = (Period::MONTH, AutoRenew::Every(Period::MONTH));
    let one = |code| Addon::new(code, 1).unwrap();
    let tariff =
        |code| billmgr_client::Tariff::of_code(Whose::Ispmanager, TariffCode::new(code).unwrap()).unwrap();
    match what {
        "order" => {
            let order = Order::license(&ispmanager::BUSINESS, address, "name", month, again);
            ignored(client, &order.addon(one(ispmanager::BUSINESS.nodes().unwrap())));
        }
        "renew" => ignored(client, &Renew::new(service(), month)),
        "edit" => ignored(client, &Edit::new(service()).address(address).name("name")),
        "tariff" => ignored(client, &ChangeTariff::new(service(), ispmanager::PRO.code)),
        "suspend" => ignored(client, &Suspend::new(service())),
        "resume" => ignored(client, &Resume::new(service())),
        "check" => {
            let old = Offer::new(ItemType::Ispsystem, TariffCode::new(7).unwrap());
            ignored(client, &CheckAddress::new(old, month, "82.145.17.16".parse().unwrap()));
        }
        "key" => ignored(client, &NewKey::new(service(), "1204417-OLD".parse().unwrap())),
        "delete" => ignored(client, &Delete::new(service())),
        "module" => {
            let order = Order::module(tariff(55371), month, again);
            ignored(client, &order.for_license("1204417".parse().unwrap()));
        }
        "platform" => {
            let vmmanager = tariff(55163);
            ignored(client, &Order::platform(vmmanager, month, again).addon(one(vmmanager.nodes().unwrap())));
        }
        other => panic!("{other}"),
    }
}

fn isplicense_sample(client: &Client, what: &str) {
    let service = || Service::new(ItemType::ThirdParty, "LICENSE_CODE".parse().unwrap());
    let address = "10.10.10.10".parse().unwrap();
    let (month, unsaid) = (Period::MONTH, AutoRenew::VendorsDefault);
    // The page's samples show the code of ISPmanager 5 Lite for all three kinds of orders.
    let shown = |item_type| Offer::new(item_type, isplicense::ISPMANAGER_5_LITE.code);
    match what {
        "order" => {
            ignored(client, &Order::license(&isplicense::ISPMANAGER_5_LITE, address, "name", month, unsaid));
        }
        "plesk" => ignored(client, &Order::plesk(shown(ItemType::Plesk), address, month, unsaid)),
        "module" => ignored(client, &Order::module(shown(ItemType::Module), month, unsaid)),
        "edit" => ignored(client, &Edit::new(service()).address(address).name("NEW_NAME")),
        "nodes" => {
            let nodes = AddonCode::new(274).unwrap();
            let set = SetAddons::new(service(), Addon::new(nodes, 1).unwrap());
            ignored(client, &set.repeating(address, "name"));
        }
        "renew" => ignored(client, &Renew::new(service(), month)),
        "delete" => ignored(client, &Delete::new(service())),
        other => panic!("{other}"),
    }
}

#[test]
fn each_sample_is_sent_as_it_is_shown() {
    for sample in samples() {
        let vendor = Vendor::always("<doc/>");
        let (user, password) = sample.fields["authinfo"].split_once(':').unwrap();
        let credentials = Credentials::each_call(user, password).unwrap();
        let client = vendor.client_with(sample.whose, credentials, Settings::new().retries(Retries::none()));
        match sample.whose {
            Whose::Ispmanager => ispmanager_sample(&client, sample.what),
            _ => isplicense_sample(&client, sample.what),
        }
        let seen = vendor.take();
        assert_eq!((seen.len(), seen[0].method.as_str()), (1, "POST"), "{}", sample.what);
        let mut expected = sample.fields.clone();
        // One of the samples leaves the form of the answer out, and none names the language of the texts.
        expected.insert("out".into(), "xml".into());
        expected.insert("lang".into(), "en".into());
        let sent: BTreeMap<String, String> = seen[0].fields.iter().cloned().collect();
        assert_eq!((sent.len(), &sent), (seen[0].fields.len(), &expected), "{}", sample.what);
    }
}
