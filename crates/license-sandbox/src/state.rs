//! Everything the sandbox holds, behind one lock: a request is carried out as a whole or not at all.

use std::any::Any;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::billmgr::Billmgr;
use crate::clock::{Clock, http_date};
use crate::faults::{FaultBook, FaultKind};
use crate::http::{Answer, Request};
use crate::ledger::{Desk, Ledger};
use crate::options::Options;
use crate::requests::{RecordedRequest, Recorder};
use crate::vendor::{self, Call, Credentials, Fake, Refusal};

/// All of it, to be had one request at a time.
pub(crate) struct State {
    options: Options,
    held: Mutex<Holdings>,
}

/// What is behind the lock.
pub(crate) struct Holdings {
    pub(crate) clock: Clock,
    pub(crate) ledger: Ledger,
    pub(crate) faults: FaultBook,
    pub(crate) recorder: Recorder,
    pub(crate) connections: u64,
    fakes: Vec<Box<dyn Fake>>,
}

/// What happens on the wire.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// An answer as HTTP has it.
    Answer(Answer),
    /// The connection ends, with these bytes before.
    Close(Vec<u8>),
    /// The connection is reset.
    Reset,
    /// Nothing, until the client leaves.
    Stall,
}

impl State {
    pub(crate) fn new(options: Options) -> Self {
        let held = Holdings::new(&options, 0);
        Self { options, held: Mutex::new(held) }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// A panic elsewhere must not take the sandbox down with it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Holdings> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything as it was at the start. Connections go on being counted.
    pub(crate) fn reset(&self) {
        let mut held = self.lock();
        *held = Holdings::new(&self.options, held.connections);
    }

    /// Carries a request out, or not, as the fault it meets wants it. Says what to send, and how long to wait before.
    pub(crate) fn serve(&self, connection: u64, request: &Request) -> (Delivery, Duration) {
        let mut held = self.lock();
        let (mut delivery, extra) = held.serve(connection, request);
        if let Delivery::Answer(answer) = &mut delivery {
            answer.headers.push(("date", http_date(held.clock.now())));
        }
        (delivery, self.options.latency.saturating_add(extra))
    }
}

impl Holdings {
    fn new(options: &Options, connections: u64) -> Self {
        Self {
            clock: Clock::new(options.date),
            ledger: Ledger::default(),
            faults: FaultBook::default(),
            recorder: Recorder::default(),
            connections,
            fakes: vendor::all(options),
        }
    }

    /// Where each vendor is, as lines for a person.
    pub(crate) fn welcome(&self, base: &str) -> String {
        self.fakes.iter().map(|fake| fake.welcome(base)).collect()
    }

    /// The vendors that run BILLmanager.
    pub(crate) fn billmgrs(&mut self) -> impl Iterator<Item = &mut Billmgr> {
        self.fakes.iter_mut().filter_map(|fake| fake.billmgr())
    }

    pub(crate) fn knows_operation(&self, name: &str) -> bool {
        self.fakes.iter().any(|fake| fake.knows_operation(name))
    }

    /// The vendor that is played by this type.
    pub(crate) fn fake<T: Fake>(&mut self) -> Option<&mut T> {
        self.fakes.iter_mut().find_map(|fake| (fake.as_mut() as &mut dyn Any).downcast_mut())
    }

    fn serve(&mut self, connection: u64, request: &Request) -> (Delivery, Duration) {
        let number = self.recorder.next_number();
        let mut record = RecordedRequest {
            number,
            connection,
            method: request.method.clone(),
            path: request.path.clone(),
            query: Vec::new(),
            headers: request.headers.keys().cloned().collect(),
            body: Vec::new(),
            vendor: None,
            operation: None,
            environment: None,
            credentials: Credentials::Missing,
            fault: None,
            committed: false,
        };
        let Some(fake) = self.fakes.iter_mut().find(|fake| fake.owns(&request.path)) else {
            self.recorder.add(record);
            return (Delivery::Answer(Answer::html(404, "Not Found")), Duration::ZERO);
        };
        fake.at(self.clock.now());
        let call = fake.read(request);
        let mut names = call.ids.clone();
        names.extend(call.operation);
        let fault = self.faults.meet(fake.vendor(), &names);

        let mut desk = Desk { clock: &mut self.clock, ledger: &mut self.ledger, request: number };
        let mut carry_out = |fake: &mut dyn Fake, call: &Call| {
            let outcome = fake.answer(request, call, &mut desk);
            record.committed = outcome.committed;
            outcome.answer
        };
        let (delivery, extra) = match &fault {
            None => (Delivery::Answer(carry_out(fake.as_mut(), &call)), Duration::ZERO),
            Some(fault) => {
                let answer = fault.commits().then(|| carry_out(fake.as_mut(), &call));
                apply(fault, answer, |why| fake.refuse(request, why))
            }
        };

        record.vendor = Some(fake.vendor());
        record.operation = call.operation.map(str::to_owned);
        record.environment = call.environment;
        record.credentials = call.credentials;
        record.query = call.query;
        record.body = call.body;
        record.fault = fault;
        self.recorder.add(record);
        (delivery, extra)
    }
}

/// What goes out when a fault is met. `answer` is there where the fault lets the request be carried out.
fn apply(
    fault: &FaultKind,
    answer: Option<Answer>,
    refuse: impl FnOnce(Refusal) -> Answer,
) -> (Delivery, Duration) {
    let answer = answer.unwrap_or_else(|| Answer::new(200, "text/html; charset=UTF-8", ""));
    let mut extra = Duration::ZERO;
    let delivery = match fault {
        FaultKind::CloseBefore | FaultKind::CommitThenDrop => Delivery::Close(Vec::new()),
        FaultKind::ResetBefore | FaultKind::CommitThenReset => Delivery::Reset,
        FaultKind::Stall | FaultKind::StallBefore => Delivery::Stall,
        FaultKind::HalfAnswer => Delivery::Close(half(&answer, true)),
        FaultKind::HalfAnswerUnframed => Delivery::Close(half(&answer, false)),
        FaultKind::Status { code, retry_after, body, .. } => {
            let mut answer = Answer::html(*code, &format!("{code}"));
            if let Some(body) = body {
                answer.body = body.as_bytes().to_vec();
            }
            if let Some(wait) = retry_after {
                answer = answer.with_header("retry-after", wait);
            }
            Delivery::Answer(answer)
        }
        FaultKind::Redirect { code, location } => {
            let mut answer = Answer::html(*code, "Moved");
            if let Some(location) = location {
                answer = answer.with_header("location", location);
            }
            Delivery::Answer(answer)
        }
        FaultKind::Html { .. } => Delivery::Answer(Answer::html(200, "Down for maintenance")),
        FaultKind::Empty { .. } => Delivery::Answer(Answer { body: Vec::new(), ..answer }),
        FaultKind::Raw { body, .. } => {
            Delivery::Answer(Answer { status: 200, body: body.as_bytes().to_vec(), ..answer })
        }
        FaultKind::Wire { bytes, .. } => Delivery::Close(bytes.as_bytes().to_vec()),
        FaultKind::BadCredentials => Delivery::Answer(refuse(Refusal::BadCredentials)),
        FaultKind::ExpiredToken => Delivery::Answer(refuse(Refusal::ExpiredToken)),
        FaultKind::NotEnoughMoney => Delivery::Answer(refuse(Refusal::NotEnoughMoney)),
        FaultKind::Latency { ms } => {
            extra = Duration::from_millis(*ms);
            Delivery::Answer(answer)
        }
    };
    (delivery, extra)
}

/// The head and half of the body, as bytes for the wire.
fn half(answer: &Answer, framed: bool) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {} OK\r\n", answer.status).into_bytes();
    for (name, value) in &answer.headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    let framing =
        if framed { format!("content-length: {}", answer.body.len()) } else { "connection: close".into() };
    bytes.extend_from_slice(format!("{framing}\r\n\r\n").as_bytes());
    bytes.extend_from_slice(&answer.body[..answer.body.len() / 2]);
    bytes
}
