//! WebSoftSolus: the paths it answers on, the credentials that open its account, and the shapes its answers can have.
//! Nothing here is secret.
//!
//! The vendor documents every request and two answers: that with a token, and the list of Plesk keys. All else is
//! inferred from similar systems or invented, so that each answer can be had in several shapes; see [`Replies`].
//!
//! A [`Fault`](crate::Fault) and the record name its operations `access/token` and, for each of `plesk`, `cpanel` and
//! `virtuozzo`, `plesk.list`, `plesk.properties`, `plesk.edit`, `plesk.terminate`, `plesk.orderable` and `plesk.order`.

mod bodies;
mod catalog;
mod errors;
mod handle;
mod licenses;
mod order;
mod properties;
mod replies;
mod route;
mod seed;
mod shapes;
mod state;
mod tokens;

use crate::http::{Answer, Request};
use crate::ledger::{Desk, Environment};
use crate::options::Options;
use crate::params::Params;
use crate::vendor::{Call, Fake, Outcome, Refusal, Vendor};

use bodies::Body;
use licenses::View;
use route::{Act, Operation, Place};
use state::{Account, No};
use tokens::Tokens;

pub use replies::Replies;
pub use shapes::{
    AfterTermination, ContentType, DateForm, DoneReply, EmptyComment, EmptyList, ErrorShape, ExpiredCode,
    ExpiresIn, ListShape, OrderReply, OrderableShape, PropertyNames, TokenType, Wrapping,
};
pub use tokens::TokenRules;

/// The path of the live environment. A client is given it with the slash at the end, as the vendor writes its own.
pub const PATH: &str = "/websoftsolus/";
/// The path of the test environment.
pub const TEST_PATH: &str = "/websoftsolus/test/";
/// `login` of the account, in both environments.
pub const LOGIN: &str = "sandbox@example.com";
/// `secret` of the account, in both environments. That one is good for both is a guess.
pub const SECRET: &str = "sandbox-secret";

/// The vendor's two environments. Licences, money, keys and, unless told otherwise, tokens are apart (what of that is so at
/// the vendor is unknown; a client that mixes them up should notice).
pub(crate) struct WebSoftSolus {
    live: Account,
    test: Account,
    pub(crate) tokens: Tokens,
    pub(crate) replies: Replies,
    /// Unix seconds of the request being looked at.
    now: i64,
}

impl WebSoftSolus {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            live: seed::live(options),
            test: seed::test(options),
            tokens: Tokens::new(options.websoftsolus_tokens.clone()),
            replies: options.websoftsolus_replies.clone(),
            now: 0,
        }
    }

    /// The answer where it is not a refusal, and whether that was a change and not a read.
    fn carry_out(&mut self, request: &Request, desk: &mut Desk<'_>) -> Result<(Answer, bool), No> {
        let (environment, place) = Place::of(&request.path);
        let operation = match place.operation(&request.method) {
            Some(operation) => operation,
            None if place == Place::Nowhere => return Err(No::no_page()),
            None => return Err(No::method()),
        };
        let params = Params::new(&request.query_pairs(), &request.body_pairs());
        let Operation::License(family, act) = operation else {
            let token = self.tokens.give(environment, &params, self.now, &self.replies)?;
            let answer = Body::of(token).answer(&self.replies);
            // RFC 6749, section 5.1.
            let answer = answer.with_header("cache-control", "no-store").with_header("pragma", "no-cache");
            return Ok((answer, false));
        };
        self.tokens.look(request, environment, self.now).check(self.replies.expired)?;
        let (account, replies) = match environment {
            Environment::Live => (&mut self.live, &self.replies),
            Environment::Test => (&mut self.test, &self.replies),
        };
        let view = View { replies, now: self.now };
        let (body, committed) = match (act, &place) {
            (Act::List, _) => (view.list(account, family)?, false),
            (Act::Orderable, _) => (bodies::orderable(family, replies), false),
            (Act::Order, _) => {
                let late = replies.order == OrderReply::OrderId;
                let key = order::order(account, family, operation.name(), &params, late, desk)?;
                let license = account.licenses.get(&key).ok_or_else(No::no_license)?;
                (bodies::ordered(license, replies), true)
            }
            (Act::Properties, Place::Key(_, key)) => {
                (Body::of(properties::wrapped(view.find(account, family, key)?, replies)), false)
            }
            (Act::Edit, Place::Key(_, key)) => (view.edit(account, family, key, &params)?, true),
            (Act::Terminate, Place::Key(_, key)) => (view.terminate(account, family, key)?, true),
            _ => return Err(No::no_page()),
        };
        Ok((body.answer(replies), committed))
    }
}

impl Fake for WebSoftSolus {
    fn vendor(&self) -> Vendor {
        Vendor::WebSoftSolus
    }

    fn at(&mut self, now: i64) {
        self.now = now;
    }

    fn owns(&self, path: &str) -> bool {
        path.starts_with(PATH)
    }

    fn welcome(&self, base: &str) -> String {
        let indent = " ".repeat(13);
        format!(
            "WebSoftSolus {base}{PATH}\n\
             {indent}{base}{TEST_PATH}\n\
             {indent}login {LOGIN}, secret {SECRET}\n"
        )
    }

    fn knows_operation(&self, name: &str) -> bool {
        route::is_name(name)
    }

    fn read(&self, request: &Request) -> Call {
        let (mut query, mut body) = (request.query_pairs(), request.body_pairs());
        let (environment, place) = Place::of(&request.path);
        let operation = place.operation(&request.method);
        let credentials = match operation {
            Some(Operation::Token) => tokens::login(&Params::new(&query, &body)),
            _ => self.tokens.look(request, environment, self.now).credentials(),
        };
        self.tokens.redact(&mut query);
        self.tokens.redact(&mut body);
        Call {
            operation: operation.map(Operation::name),
            ids: operation.map(|operation| operation.ids(environment)).unwrap_or_default(),
            environment: Some(environment),
            credentials,
            query,
            body,
        }
    }

    fn answer(&mut self, request: &Request, _: &Call, desk: &mut Desk<'_>) -> Outcome {
        match self.carry_out(request, desk) {
            Ok((answer, committed)) => Outcome { answer, committed },
            Err(no) => {
                let mut answer = errors::refuse(&no, &self.replies);
                if no == No::method() {
                    answer = answer.with_header("allow", Place::of(&request.path).1.methods());
                }
                Outcome { answer, committed: false }
            }
        }
    }

    fn refuse(&self, request: &Request, why: Refusal) -> Answer {
        let token = Place::of(&request.path).1 == Place::Token;
        let no = match why {
            // A token request has no token that could have ended.
            Refusal::BadCredentials | Refusal::ExpiredToken if token => No::bad_credentials(),
            Refusal::BadCredentials => No::bad_token(),
            Refusal::ExpiredToken => No::expired_token(tokens::expired_code(self.replies.expired)),
            Refusal::NotEnoughMoney => No::not_enough_money(),
        };
        errors::refuse(&no, &self.replies)
    }
}
