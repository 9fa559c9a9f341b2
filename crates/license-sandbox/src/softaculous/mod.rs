//! Softaculous NOC: the paths it answers on, and the credentials that open its account. Nothing here is secret.

mod ending;
mod licenses;
mod login;
mod logs;
mod operations;
mod product;
mod purchase;
mod renewals;
mod replies;
mod seed;
mod state;

use crate::http::{Answer, Request};
use crate::ledger::{Desk, Environment};
use crate::options::Options;
use crate::params::Params;
use crate::php::{self, Value};
use crate::vendor::{Call, Credentials, Fake, Outcome, Refusal, Vendor};

use operations::{Op, Operation};
use state::{Account, No};

/// The path documented today.
pub const PATH: &str = "/softaculous/clients";
/// The path older clients use.
pub const OLD_PATH: &str = "/softaculous/noc";
/// `nocname` of the account.
pub const NOC_NAME: &str = "sandbox-noc";
/// `nocpass` of the account.
pub const NOC_PASS: &str = "sandbox-noc-pass";
/// `apikey` of the key pair, which is also taken as `nocname`.
pub const API_KEY: &str = "sandbox-noc-key";
/// `apipass` of the key pair, which is also taken as `nocpass`.
pub const API_PASS: &str = "sandbox-noc-key-pass";

/// The vendor's two worlds. Test licences, money and ids are apart from live ones (whether they are at the vendor is
/// unknown; a client that mixes them up should notice).
pub(crate) struct Softaculous {
    live: Account,
    test: Account,
}

impl Softaculous {
    pub(crate) fn new(options: &Options) -> Self {
        Self { live: seed::live(options), test: seed::test(options) }
    }
}

impl Fake for Softaculous {
    fn vendor(&self) -> Vendor {
        Vendor::Softaculous
    }

    fn owns(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        path == PATH || path == OLD_PATH
    }

    fn welcome(&self, base: &str) -> String {
        let indent = " ".repeat(13);
        format!(
            "Softaculous  {base}{PATH}\n\
             {indent}{base}{OLD_PATH}\n\
             {indent}nocname {NOC_NAME}, nocpass {NOC_PASS}\n\
             {indent}apikey {API_KEY}, apipass {API_PASS}\n"
        )
    }

    fn knows_operation(&self, name: &str) -> bool {
        operations::is_name(name)
    }

    fn read(&self, request: &Request) -> Call {
        let (mut query, mut body) = (request.query_pairs(), request.body_pairs());
        let params = Params::new(&query, &body);
        let operation = Operation::of(&params);
        login::redact(&mut query);
        login::redact(&mut body);
        Call {
            operation: operation.map(|operation| operation.wire),
            ids: operation.map(|operation| operation.ids(&params)).unwrap_or_default(),
            environment: Some(environment(&params)),
            credentials: login::check(&params),
            query,
            body,
        }
    }

    fn answer(&mut self, request: &Request, call: &Call, desk: &mut Desk<'_>) -> Outcome {
        if !matches!(request.method.as_str(), "GET" | "HEAD" | "POST") {
            let answer = Answer::html(405, "Method Not Allowed").with_header("allow", "GET, POST");
            return Outcome { answer, committed: false };
        }
        let params = params_of(request);
        let Some(operation) = Operation::of(&params) else {
            // An unknown `ca` is a page of the client area (inferred: nobody shows what comes).
            return Outcome { answer: Answer::html(200, "Client Area"), committed: false };
        };
        if call.credentials != Credentials::Right {
            return Outcome { answer: reply(&params, &No::bad_login().reply()), committed: false };
        }
        let account = match environment(&params) {
            Environment::Live => &mut self.live,
            Environment::Test => &mut self.test,
        };
        match carry_out(account, operation, &params, desk) {
            Ok((value, committed)) => Outcome { answer: reply(&params, &value), committed },
            Err(no) => Outcome { answer: reply(&params, &no.reply()), committed: false },
        }
    }

    fn refuse(&self, request: &Request, why: Refusal) -> Answer {
        let no = match why {
            // This vendor has no tokens.
            Refusal::BadCredentials | Refusal::ExpiredToken => No::bad_login(),
            Refusal::NotEnoughMoney => No::not_enough_money(),
        };
        reply(&params_of(request), &no.reply())
    }
}

/// The reply to an operation, and whether that was a change and not a read.
type Done = Result<(Value, bool), No>;

fn carry_out(account: &mut Account, operation: Operation, params: &Params, desk: &mut Desk<'_>) -> Done {
    let product = operation.product;
    match operation.op {
        Op::List => Ok((licenses::list(account, product, params, desk.clock.today()), false)),
        Op::Buy => purchase::buy(account, product, params, desk),
        Op::Trial => purchase::trial(account, params, desk),
        Op::EditIps => licenses::edit_ips(account, product, params, desk.clock.today()),
        Op::Logs => Ok((logs::of_license(account, product, params, desk.clock.today())?, false)),
        Op::Invoices => Ok((logs::of_invoice(account, params, desk.clock.today()), false)),
        Op::Renewals => renewals::list_or_change(account, product, params),
        Op::Refund => ending::refund(account, product, params, desk),
        Op::Cancel => ending::cancel(account, product, params, desk.clock.today()),
    }
}

fn params_of(request: &Request) -> Params {
    Params::new(&request.query_pairs(), &request.body_pairs())
}

fn environment(params: &Params) -> Environment {
    if params.flag("sandbox") { Environment::Test } else { Environment::Live }
}

/// JSON with `json=1` (documented), otherwise PHP's `serialize()` format (captured 2011). The content type is a guess:
/// PHP's default, since nobody shows a header.
fn reply(params: &Params, value: &Value) -> Answer {
    let body = if params.flag("json") { php::to_json(value) } else { php::serialize(value) };
    Answer::new(200, "text/html; charset=UTF-8", body)
}
