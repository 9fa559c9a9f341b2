//! One of each kind of call, to be tried against every answer.

use websoftsolus::{
    Addon, Client, Cpanel, Edit, Effect, Error, GetProperties, ListKeys, ListOrderable, OrderCpanel,
    OrderPlesk10, OrderPlesk12, OrderVirtuozzo, Os, Outcome, Period, Plesk, PleskKey, Terminate,
    VirtuozzoKey,
};

use super::{Reply, Server, client};

pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    make: fn(&Client) -> Result<(), Error>,
}

impl Call {
    pub(crate) fn make(&self, client: &Client) -> Result<(), Error> {
        (self.make)(client)
    }
}

pub(crate) fn key() -> PleskKey {
    PleskKey::new("PLSK.02980001").unwrap()
}

pub(crate) fn plesk10() -> OrderPlesk10 {
    OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Linux).comment("ref-4711")
}

pub(crate) fn plesk12() -> OrderPlesk12 {
    OrderPlesk12::new("PLESK-12", "web1", Period::Months1).comment("ref-4711")
}

pub(crate) fn cpanel() -> OrderCpanel {
    OrderCpanel::new("CPANEL-VPS", "web1", Period::Months1, "192.0.2.10".parse().unwrap())
        .addon(Addon::CloudLinux)
        .comment("ref-4711")
}

pub(crate) fn virtuozzo() -> OrderVirtuozzo {
    OrderVirtuozzo::new("VZ-1", "node1", Period::Months1, Os::Linux).comment("ref-4711")
}

/// Every kind of call: reads, one change, and all that spends.
pub(crate) const CALLS: &[Call] = &[
    Call {
        name: "websoftsolus.plesk.keys",
        effect: Effect::Read,
        make: |client| client.keys(&ListKeys::of(Plesk)).map(drop),
    },
    Call {
        name: "websoftsolus.plesk.properties",
        effect: Effect::Read,
        make: |client| client.properties(&GetProperties::new(key())).map(drop),
    },
    Call {
        name: "websoftsolus.cpanel.orderable",
        effect: Effect::Read,
        make: |client| client.orderable(&ListOrderable::of(Cpanel)).map(drop),
    },
    Call {
        name: "websoftsolus.virtuozzo.edit",
        effect: Effect::Change,
        make: |client| client.edit(&Edit::new(VirtuozzoKey::new("VZ.1").unwrap(), "node1", "")).map(drop),
    },
    Call {
        name: "websoftsolus.plesk.terminate",
        effect: Effect::Spend,
        make: |client| client.terminate(&Terminate::new(key())).map(drop),
    },
    Call {
        name: "websoftsolus.plesk.order",
        effect: Effect::Spend,
        make: |client| client.order_plesk10(&plesk10()).map(drop),
    },
    Call {
        name: "websoftsolus.plesk.order",
        effect: Effect::Spend,
        make: |client| client.order_plesk12(&plesk12()).map(drop),
    },
    Call {
        name: "websoftsolus.cpanel.order",
        effect: Effect::Spend,
        make: |client| client.order_cpanel(&cpanel()).map(drop),
    },
    Call {
        name: "websoftsolus.virtuozzo.order",
        effect: Effect::Spend,
        make: |client| client.order_virtuozzo(&virtuozzo()).map(drop),
    },
];

/// Makes every call against a vendor that always gives this reply. Says how it ended, and after how many requests.
#[track_caller]
pub(crate) fn every_call(reply: &Reply, expect: impl Fn(&Call) -> (Outcome, usize)) {
    for call in CALLS {
        let server = Server::always(reply.clone());
        let error = call.make(&client(&server.url())).expect_err(call.name);
        let (outcome, requests) = expect(call);
        assert_eq!(error.outcome(), outcome, "{}, {reply:?}: {error:?}", call.name);
        assert_eq!(server.calls().len(), requests, "{}, {reply:?}", call.name);
        assert_eq!((error.operation(), error.effect()), (call.name, Some(call.effect)));
        assert_eq!(error.attempts() as usize, requests);
        let may_have_happened = call.effect != Effect::Read && outcome == Outcome::Unknown;
        assert_eq!(error.may_have_happened(), may_have_happened);
    }
}

pub(crate) fn is_read(call: &Call) -> bool {
    call.effect == Effect::Read
}
