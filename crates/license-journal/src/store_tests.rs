//! What every store has to hold to.

use jiff::Timestamp;
use license_hub::softaculous::{Buy, ServerType, Term};
use license_hub::{Before, Effect, Environment, Order, Stored, Vendor};
use tempfile::TempDir;

use crate::{
    Certain, Change, Entry, Error, ErrorKind, Event, Filter, Intent, MemoryStore, Money, Position, Reference,
    SqliteStore, State, Store, Surroundings, What,
};

pub(crate) fn intent(last: u8) -> Intent {
    let buy = Buy::new([192, 0, 2, last].into(), Term::months(1).unwrap(), ServerType::Vps);
    let operation = license_hub::Operation::from(Order::Softaculous(buy));
    Intent {
        reference: Reference::random(),
        written: "2026-03-02T10:00:00.123456789Z".parse().unwrap(),
        vendor: Vendor::Softaculous,
        account: "main".parse().unwrap(),
        environment: Environment::Test,
        called_at: Some("http://127.0.0.1:4010/softaculous/clients".into()),
        operation_name: operation.name(),
        target: operation.target(),
        effect: Effect::Spend,
        charges: true,
        operation: Stored::new(&operation).unwrap(),
        marked: Some("notes".into()),
        before: Before::default(),
        run: Some("march".into()),
        expected: Some(Money::new("12.50".parse().unwrap(), "EUR").unwrap()),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the store asks for somebody who may say no")]
pub(crate) fn admit(_: &Surroundings) -> Result<(), Error> {
    Ok(())
}

fn now() -> Timestamp {
    "2026-03-02T10:05:00Z".parse().unwrap()
}

/// Does the same with each store.
fn each(test: impl Fn(&dyn Store)) {
    let folder: TempDir = tempfile::tempdir().unwrap();
    test(&SqliteStore::open(folder.path().join("journal")).unwrap());
    test(&MemoryStore::new());
}

fn stands(store: &dyn Store, intent: &Intent, what: What, state: State) -> Entry {
    store.begin(intent, Position(0), &admit).unwrap();
    let change = Change::new(what, state);
    store.append(&intent.reference, now(), &|_, _| Ok(change.clone())).unwrap()
}

#[test]
fn an_entry_and_its_events_are_read_back_as_they_were_written() {
    each(|store| {
        let intent = intent(1);
        let failed = What::Failed { outcome: Certain::Refused, error: "no".into() };
        let written = stands(store, &intent, failed.clone(), State::Failed);
        let (entry, events) = store.entry(&intent.reference).unwrap();
        assert_eq!(entry, written);
        assert_eq!((entry.state, entry.changed, &entry.intent), (State::Failed, now(), &intent));
        let what: Vec<&What> = events.iter().map(|event| &event.what).collect();
        assert_eq!(what, [&What::Written, &failed]);
        assert_eq!(store.position().unwrap(), events[1].position);
        // A store may as well keep them as JSON.
        let json = serde_json::to_string(&(&entry, &events)).unwrap();
        assert_eq!(serde_json::from_str::<(Entry, Vec<Event>)>(&json).unwrap(), (entry, events));
    });
}

#[test]
fn what_is_not_admitted_or_decided_leaves_nothing_behind() {
    each(|store| {
        let no = || Error::invalid("it", "is not wanted");
        assert!(store.begin(&intent(1), Position(0), &|_| Err(no())).is_err());
        assert_eq!(
            (store.position().unwrap(), store.entries(&Filter::all()).unwrap()),
            (Position(0), vec![])
        );
        let entry = store.begin(&intent(1), Position(0), &admit).unwrap();
        let reference = &entry.intent.reference;
        assert!(store.append(reference, now(), &|_, _| Err(no())).is_err());
        assert_eq!(store.entry(reference).unwrap().0, entry);
        let again = Intent { reference: reference.clone(), ..intent(2) };
        let error = store.begin(&again, Position(0), &admit).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Taken { .. }), "{error}");
        let nobody = Reference::random();
        assert!(matches!(store.entry(&nobody).unwrap_err().kind(), ErrorKind::NoSuchEntry { .. }));
        let error = store.append(&nobody, now(), &|_, _| Err(no())).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NoSuchEntry { .. }), "{error}");
    });
}

#[test]
fn a_filter_takes_what_it_says_and_a_limit_the_latest() {
    each(|store| {
        let all: Vec<Intent> = (1..=3).map(intent).collect();
        store.begin(&all[0], Position(0), &admit).unwrap();
        stands(store, &all[1], What::Unknown { error: "lost".into() }, State::Unknown);
        let changes = Intent { effect: Effect::Change, run: None, ..all[2].clone() };
        store.begin(&changes, Position(0), &admit).unwrap();
        let targets = |filter: Filter| -> Vec<String> {
            store.entries(&filter).unwrap().into_iter().map(|entry| entry.intent.target).collect()
        };
        let (one, two, three) = ("192.0.2.1", "192.0.2.2", "192.0.2.3");
        assert_eq!(targets(Filter::all()), [one, two, three]);
        assert_eq!(targets(Filter::all().limit(2)), [two, three]);
        assert_eq!(targets(Filter::open()), [one, two]);
        assert_eq!(targets(Filter::all().state(State::Unknown).state(State::Done)), [two]);
        assert_eq!(targets(Filter::all().run("march").target(two)), [two]);
        assert_eq!(
            targets(Filter::all().vendor(Vendor::Softaculous).account("main".parse().unwrap())).len(),
            3
        );
        for nothing in [
            Filter::all().vendor(Vendor::Ispmanager),
            Filter::all().account("other".parse().unwrap()),
            Filter::all().run("april"),
            Filter::all().limit(0),
        ] {
            assert_eq!(targets(nothing), [""; 0]);
        }
    });
}

#[test]
fn around_an_intent_is_what_is_open_or_happened_or_came_since() {
    each(|store| {
        let waived = || What::Waived { why: "it is old".into() };
        stands(store, &intent(1), waived(), State::Waived);
        let since = store.position().unwrap();
        stands(store, &intent(1), What::Unknown { error: "lost".into() }, State::Unknown);
        stands(store, &intent(1), waived(), State::Waived);
        stands(store, &intent(2), waived(), State::Waived);
        let states = |around: Surroundings| -> Vec<State> {
            around.same.into_iter().map(|entry| entry.state).collect()
        };
        assert_eq!(states(store.around(&intent(1), since).unwrap()), [State::Unknown, State::Waived]);
        let last = store.position().unwrap();
        assert_eq!(states(store.around(&intent(1), last).unwrap()), [State::Unknown]);
    });
}

#[test]
fn a_run_is_what_charges_and_may_have_been_charged() {
    each(|store| {
        for state in State::ALL {
            stands(store, &intent(1), What::Waived { why: state.name().into() }, state);
        }
        let free = Intent { charges: false, ..intent(1) };
        let other = Intent { run: Some("april".into()), ..intent(1) };
        for more in [free, other, Intent { run: None, ..intent(1) }] {
            store.begin(&more, Position(0), &admit).unwrap();
        }
        let run = store.around(&intent(9), Position(0)).unwrap().run;
        assert_eq!(run.len(), State::ALL.len() - 2, "neither what failed nor what was not seen");
        assert!(
            run.iter().all(|spent| spent.expected.as_ref().is_some_and(|money| money.currency() == "EUR"))
        );
    });
}

#[test]
fn a_vendor_that_is_played_on_this_machine_is_another_than_the_real_one() {
    each(|store| {
        store.begin(&intent(1), Position(0), &admit).unwrap();
        let at = |url: &str| Intent { called_at: Some(url.into()), ..intent(1) };
        let around = |intent: &Intent| store.around(intent, Position(0)).unwrap().same.len();
        assert_eq!(around(&at("http://127.0.0.1:4010/softaculous/noc")), 1);
        assert_eq!(around(&at("http://127.0.0.1:4011/softaculous/clients")), 0);
        let real = at("https://www.softaculous.com/clients");
        assert_eq!(around(&real), 0);
        store.begin(&real, Position(0), &admit).unwrap();
        assert_eq!(
            around(&at("https://www.softaculous.com/noc")),
            1,
            "all their addresses are the same vendor"
        );
    });
}
