//! The command killed at any moment: what was ordered, what the vendors charged and what the journal knows have to agree
//! in the end. The moments come from a seed; what other processes do meanwhile does not.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use license_journal::{Entry, Filter, Journal, State};
use license_sandbox::{Fault, FaultKind, Vendor};

use crate::four_accounts;
use crate::gate::PATIENCE;
use crate::kit::Hub;

const SEED: u64 = 20_260_301;

/// How many buy at the same time, each with vendors and a journal of its own, and how many orders each has.
const SHOPS: u64 = 4;
const ORDERS: u8 = 50;

/// How many orders stand in the list.
const LINES: u8 = 48;

/// Something to be bought once.
struct Wish {
    vendor: Vendor,
    address: String,
    /// As the command line says it.
    typed: String,
    /// As a list says it.
    listed: String,
}

const HEADER: &str = "account,what,ip,term,server-type,email,tariff,name,period,auto-renew,product,title";

/// One of each vendor's in turn.
fn wish(number: u8) -> Wish {
    let address = format!("198.51.100.{}", number + 1);
    let (vendor, typed, listed) = match number % 4 {
        0 => (
            Vendor::Softaculous,
            format!("softaculous noc --ip {address} --term 1M --server-type vps --email ops@example.com"),
            format!("noc,softaculous,{address},1M,vps,ops@example.com,,,,,,"),
        ),
        1 => (
            Vendor::WebSoftSolus,
            format!("cpanel wss --product CPANEL-VPS --title cp-{number} --period 1 --ip {address}"),
            format!("wss,cpanel,{address},,,,,,1,,CPANEL-VPS,cp-{number}"),
        ),
        2 => (
            Vendor::Ispmanager,
            format!("ispmanager isp --tariff lite --ip {address} --name web --period 1 --auto-renew off"),
            format!("isp,ispmanager,{address},,,,lite,web,1,off,,"),
        ),
        _ => (
            Vendor::Isplicense,
            format!("isplicense-plesk ispl --tariff 264 --ip {address} --period 1"),
            format!("ispl,isplicense-plesk,{address},,,,264,,1,,,"),
        ),
    };
    Wish { vendor, address, typed: format!("order {typed} --yes"), listed }
}

/// When a process is killed.
#[derive(Debug)]
enum Moment {
    /// When so many of its requests have come to the vendors.
    Asked(u64),
    /// When it has written into the journal.
    Noted,
    /// When the vendor has its order and does not answer.
    Stalled,
    /// When so much of what it sent has been charged.
    Charged(usize),
    /// After so long.
    Passed(Duration),
}

/// How often what was left behind by a killed process.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kills {
    /// It had ended before.
    late: u32,
    /// Nothing was noted down.
    unnoted: u32,
    /// All was noted down.
    done: u32,
    /// It was open, and a look found that it had happened.
    happened: u32,
    /// It was open, and had never arrived.
    lost: u32,
}

/// A process that is not left behind when a test fails.
struct Running(Child);

impl Running {
    /// Ends it at once, whatever it does, and gives back the code where it ended before.
    fn kill(&mut self) -> Option<i32> {
        self.0.kill().unwrap();
        self.0.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Somebody who buys, and whose processes are killed.
struct Shop {
    hub: Hub,
    random: fastrand::Rng,
    kills: Kills,
}

impl Shop {
    fn new(seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { hub: four_accounts::hub(), random, kills: Kills::default() }
    }

    /// How much has been written into the journal since it was last closed in good order.
    fn noted(&self) -> u64 {
        let log = self.hub.journal().with_extension("db-wal");
        std::fs::metadata(log).map_or(0, |known| known.len())
    }

    /// Runs the command, kills it, and gives back the code where it ended before.
    fn kill(&mut self, line: &str, moment: &Moment) -> Option<i32> {
        let (asked, noted, charged) =
            (self.hub.sandbox.last_request(), self.noted(), self.hub.ledger().len());
        let mut command: Command = self.hub.command(line.split_whitespace());
        let begun = Instant::now();
        let mut running = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let mut wait = |come: &dyn Fn() -> bool| {
            while !come() {
                if let Some(ended) = running.0.try_wait().unwrap() {
                    return Some(ended.code().expect("nobody else kills it"));
                }
                assert!(begun.elapsed() < PATIENCE, "{moment:?} {line} hangs");
                thread::park_timeout(Duration::from_micros(50));
            }
            None
        };
        let code = wait(&|| match moment {
            Moment::Asked(count) => self.hub.sandbox.last_request() >= asked + count,
            Moment::Noted => self.noted() > noted,
            Moment::Stalled => self.hub.sandbox.requests_after(asked).iter().any(|one| one.fault.is_some()),
            Moment::Charged(count) => self.hub.ledger().len() >= charged + count,
            Moment::Passed(time) => begun.elapsed() >= *time,
        });
        let (reached, longer) = (Instant::now(), Duration::from_micros(self.random.u64(0..4000)));
        let code = code.or_else(|| wait(&|| reached.elapsed() >= longer));
        // It may have ended in the very moment.
        code.or_else(|| running.kill())
    }

    fn journal(&self) -> Option<Journal> {
        let path = self.hub.journal();
        path.exists().then(|| Journal::open(path).unwrap())
    }

    fn entries(&self, wish: &Wish) -> Vec<Entry> {
        let Some(journal) = self.journal() else { return Vec::new() };
        let all = journal.list(&Filter::all()).unwrap();
        all.into_iter().filter(|entry| is_of(entry, wish)).collect()
    }

    fn charges(&self, wish: &Wish) -> usize {
        let of = |entry: &&license_sandbox::LedgerEntry| {
            entry.vendor == wish.vendor && entry.ip.as_deref() == Some(&wish.address)
        };
        self.hub.ledger().iter().filter(of).count()
    }

    /// Finds out what became of everything that is open, as a person would: by looking, and where looks see nothing, in the
    /// vendor's own books. Gives back how many had happened and how many had not.
    fn settle(&self, wishes: &[Wish]) -> (u32, u32) {
        let (mut happened, mut lost) = (0, 0);
        let open = self.journal().map(|journal| journal.open_intents().unwrap()).unwrap_or_default();
        for entry in open {
            let reference = entry.intent.reference.to_string();
            let check = format!("journal check {reference}");
            // The second look is after whatever the killed process had sent.
            let looks = [self.hub.run(&check), self.hub.run(&check)];
            let wish = wishes.iter().find(|wish| is_of(&entry, wish)).unwrap();
            match looks[1].code {
                0 => {
                    assert_eq!(self.charges(wish), 1, "{}: {looks:#?}", wish.typed);
                    happened += 1;
                }
                5 => {
                    assert_eq!(
                        self.charges(wish),
                        0,
                        "{}: it is charged and not seen: {looks:#?}",
                        wish.typed
                    );
                    let why = "the vendor's books do not have it";
                    self.hub.run_words(["journal", "waive", &reference, "--why", why]).exits(0);
                    lost += 1;
                }
                _ => panic!("{looks:#?}"),
            }
        }
        (happened, lost)
    }

    /// Buys one thing, and is killed while doing so, at most twice. The first time the vendor may be one that stalls.
    fn buy(&mut self, wish: &Wish, stall: Option<FaultKind>, usual: &Usual) {
        let stalls = stall.map(|stall| {
            self.hub.sandbox.add_fault(Fault::new(stall).operation(&usual.operation));
            Moment::Stalled
        });
        let mut stalls = stalls.into_iter();
        for _ in 0..2 {
            let moment = stalls.next().unwrap_or_else(|| match self.random.u8(0..10) {
                0..3 => Moment::Asked(self.random.u64(1..=usual.requests)),
                3..6 => Moment::Charged(1),
                6..9 => Moment::Noted,
                _ => Moment::Passed(usual.time.mul_f64(self.random.f64())),
            });
            let code = self.kill(&wish.typed, &moment);
            let (happened, lost) = self.settle(std::slice::from_ref(wish));
            self.kills.happened += happened;
            self.kills.lost += lost;
            if let Some(code) = code {
                assert!(code == 0 && !matches!(moment, Moment::Stalled), "{moment:?} {}: {code}", wish.typed);
                self.kills.late += 1;
            }
            let entries = self.entries(wish);
            let is_done = entries.iter().any(is_done);
            assert_eq!(usize::from(is_done), self.charges(wish), "{moment:?} {}: {entries:#?}", wish.typed);
            if code.is_none() && happened + lost == 0 {
                *(if is_done { &mut self.kills.done } else { &mut self.kills.unnoted }) += 1;
            }
            if is_done {
                return;
            }
        }
        self.hub.run(&wish.typed).exits(0);
    }

    /// Each wish has one charge, and the journal knows it as done, and nothing else is charged or open.
    fn is_right(&self, wishes: &[Wish]) {
        let ledger = self.hub.ledger();
        assert_eq!(ledger.len(), wishes.len());
        for wish in wishes {
            let charge = ledger.iter().filter(|entry| entry.ip.as_deref() == Some(&wish.address));
            let [charge] = charge.collect::<Vec<_>>().try_into().unwrap();
            assert_eq!(charge.vendor, wish.vendor);
            let entries = self.entries(wish);
            let done: Vec<&Entry> = entries.iter().filter(|entry| is_done(entry)).collect();
            let [done] = done.try_into().unwrap_or_else(|_| panic!("{}: {entries:#?}", wish.typed));
            let found = done.found.clone().unwrap();
            let number = charge.service_id.map(|id| id.to_string());
            let same = found.key.is_some() && found.key == charge.license_key
                || found.id.is_some() && found.id == number;
            assert!(same, "{charge:?} {found:?}");
        }
        assert!(self.journal().unwrap().open_intents().unwrap().is_empty());
    }
}

fn is_of(entry: &Entry, wish: &Wish) -> bool {
    entry.intent.target.split_whitespace().any(|word| word == wish.address)
}

fn is_done(entry: &Entry) -> bool {
    matches!(entry.state, State::Done | State::Happened)
}

/// What an order takes when nothing happens to it.
struct Usual {
    requests: u64,
    time: Duration,
    /// The name on the wire of the one that buys.
    operation: String,
}

/// What an order takes at each vendor.
fn undisturbed() -> [Usual; 4] {
    let hub = four_accounts::hub();
    [0, 1, 2, 3].map(|number| {
        let (asked, begun) = (hub.sandbox.last_request(), Instant::now());
        hub.run(&wish(number).typed).exits(0);
        let time = begun.elapsed();
        let requests = hub.sandbox.requests_after(asked);
        let bought = requests.iter().find(|request| request.committed).unwrap();
        let operation = bought.operation.clone().unwrap();
        Usual { requests: hub.sandbox.last_request() - asked, time, operation }
    })
}

#[test]
fn two_hundred_orders_that_are_killed_are_charged_once_and_none_is_forgotten() {
    println!("seed {SEED}");
    let usual = &undisturbed();
    let shops: Vec<Kills> = thread::scope(|scope| {
        let shops: Vec<_> = (0..SHOPS)
            .map(|number| {
                scope.spawn(move || {
                    let mut shop = Shop::new(SEED + number);
                    let wishes: Vec<Wish> = (0..ORDERS).map(wish).collect();
                    for (number, wish) in wishes.iter().enumerate() {
                        // However busy the machine is, some are killed while nobody knows.
                        let stall = match number {
                            4..8 => Some(FaultKind::Stall),
                            8..12 => Some(FaultKind::StallBefore),
                            _ => None,
                        };
                        shop.buy(wish, stall, &usual[number % 4]);
                    }
                    shop.is_right(&wishes);
                    shop.kills
                })
            })
            .collect();
        shops.into_iter().map(|shop| shop.join().unwrap()).collect()
    });
    println!("{shops:#?}");
    let of = |count: fn(&Kills) -> u32| shops.iter().map(count).sum::<u32>();
    let (killed, open) = (of(|kills| kills.unnoted + kills.done), of(|kills| kills.happened + kills.lost));
    assert!(killed + open >= 150, "too few were killed in time: {shops:?}");
    // Otherwise nothing was put to the test. Eight of each shop's stalled.
    assert!(
        of(|kills| kills.unnoted) > 0 && of(|kills| kills.happened) > 0 && of(|kills| kills.lost) > 0,
        "{shops:?}"
    );
}

#[test]
fn a_list_that_is_killed_again_and_again_is_bought_once() {
    println!("seed {SEED}");
    let mut shop = Shop::new(SEED);
    let wishes: Vec<Wish> = (0..LINES).map(wish).collect();
    let lines: Vec<&str> =
        std::iter::once(HEADER).chain(wishes.iter().map(|wish| wish.listed.as_str())).collect();
    shop.hub.write("march.csv", &lines.join("\n"));
    let mut rounds = Vec::new();
    loop {
        let left = LINES - u8::try_from(shop.hub.ledger().len()).unwrap();
        // Each order is looked at, looked at again and sent.
        let most = u64::from(left) * 6 + 4;
        let moment = match shop.random.u8(0..4) {
            0 => Moment::Noted,
            1 | 2 => Moment::Charged(shop.random.usize(1..=8)),
            _ => Moment::Asked(shop.random.u64(1..=most)),
        };
        let code = shop.kill("apply march.csv --yes", &moment);
        let (happened, lost) = shop.settle(&wishes);
        println!("{left} left, {moment:?}: ended with {code:?}, {happened} had happened, {lost} had not");
        match code {
            Some(code) => {
                assert_eq!(code, 0);
                break;
            }
            None => rounds.push((happened, lost)),
        }
        assert!(rounds.len() < 500, "it never comes to an end");
    }
    shop.is_right(&wishes);
    assert!(rounds.len() >= 5, "too few were killed in time: {rounds:?}");
    let ran = shop.hub.run("apply march.csv --yes").exits(0);
    ran.says(&format!("{LINES} of {LINES} orders are done, {LINES} of them before"));
    shop.is_right(&wishes);
}
