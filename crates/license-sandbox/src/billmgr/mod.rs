//! BILLmanager with two vendors on it, ispmanager and ISPlicense: where they are, the credentials that open their accounts,
//! and how they behave where that is not known. Nothing here is secret.

mod cart;
pub(crate) mod control;
mod document;
mod edit;
mod ending;
mod fields;
mod functions;
mod habits;
mod lists;
mod login;
mod long;
mod money;
mod orders;
mod refusals;
mod render;
mod renewals;
mod replies;
mod seed;
mod state;
mod tariffs;
mod task;

pub use habits::{
    Answers, BadIp, ErrorForm, Habits, Lifetime, LowBalance, NodeChange, OrderId, SecondFactor, Shape,
};

use crate::http::{Answer, Request};
use crate::ledger::{Desk, Environment};
use crate::options::Options;
use crate::vendor::{Call, Fake, Outcome, Refusal, Vendor};

use fields::Fields;
use functions::{Function, Op};
use login::{Sessions, Way};
use long::Waiting;
use refusals::No;
use render::{Lang, Page};
use state::Account;
use task::{Done, Reply, Task};

/// Where a vendor's installation is, and what opens its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The path that is documented.
    pub path: &'static str,
    /// The path of the web interface, on which the same functions answer.
    pub short_path: &'static str,
    /// The user name to log in with.
    pub username: &'static str,
    /// The password to log in with.
    pub password: &'static str,
    prefix: &'static str,
    name: &'static str,
}

/// ispmanager, the installation for Europe and the rest of the world.
pub const ISPMANAGER: Site = Site {
    path: "/ispmanager/manager/billmgr",
    short_path: "/ispmanager/billmgr",
    username: "sandbox-isp",
    password: "sandbox-isp-pass",
    prefix: "/ispmanager/",
    name: "ispmanager",
};

/// ISPlicense.
pub const ISPLICENSE: Site = Site {
    path: "/isplicense/manager/billmgr",
    short_path: "/isplicense/billmgr",
    username: "sandbox-ispl",
    password: "sandbox-ispl-pass",
    prefix: "/isplicense/",
    name: "ISPlicense",
};

/// The code that confirms a session when there is a second factor.
pub const TOTP_CODE: &str = "123456";

/// One vendor's installation.
pub(crate) struct Billmgr {
    vendor: Vendor,
    site: Site,
    account: Account,
    sessions: Sessions,
    habits: Habits,
    waiting: Waiting,
    /// The time of the request that is being served.
    now: i64,
}

impl Billmgr {
    pub(crate) fn new(vendor: Vendor, options: &Options) -> Self {
        Self {
            vendor,
            site: if vendor == Vendor::Isplicense { ISPLICENSE } else { ISPMANAGER },
            account: seed::account(vendor, options),
            sessions: Sessions::default(),
            habits: options.billmgr_habits.clone(),
            waiting: Waiting::default(),
            now: 0,
        }
    }

    pub(crate) fn vendor(&self) -> Vendor {
        self.vendor
    }

    pub(crate) fn habits(&self) -> &Habits {
        &self.habits
    }

    pub(crate) fn set_habits(&mut self, habits: Habits) {
        self.habits = habits;
    }

    pub(crate) fn expire_sessions(&mut self) {
        self.sessions.expire();
    }

    fn page<'a>(&'a self, request: &'a Request, fields: &'a Fields) -> Page<'a> {
        let host = request.headers.get("host").map_or("localhost", String::as_str);
        Page { fields, lang: Lang::of(fields), host, habits: &self.habits }
    }

    fn no(&self, request: &Request, fields: &Fields, no: &No, known: bool) -> Answer {
        let page = self.page(request, fields);
        let function = fields.text("func").unwrap_or_default();
        let user = if known { self.site.username } else { "" };
        page.error(match self.habits.errors {
            ErrorForm::Today => no.node(page.lang, function, user),
            ErrorForm::Previous => no.old_node(page.lang),
        })
    }

    /// A session or its second factor. The answer carries the session as a cookie too.
    fn log_in(&mut self, op: Op, way: &Way, request: &Request, fields: &Fields) -> Result<Answer, No> {
        let id = match (op, way) {
            (Op::Auth, _) => Some(self.sessions.log_in(&self.site, fields, &self.habits, self.now)?),
            (_, Way::Unconfirmed(id)) => self.sessions.confirm(id, fields, self.now)?,
            _ => None,
        };
        let Some(id) = id else { return Ok(self.page(request, fields).document(login::confirm_first())) };
        let answer = self.page(request, fields).document(login::opened(&id));
        Ok(answer.with_header("set-cookie", login::set_cookie(&id)))
    }

    /// Carries out one function for somebody who is logged in, or one that anybody may call.
    fn carry_out(&mut self, function: Function, way: &Way, fields: &Fields, desk: &mut Desk<'_>) -> Done {
        // Seen: prices are told without a login.
        if !(function.op == Op::Prices && *way == Way::Nobody) {
            login::admit(way, &self.habits, function.name)?;
        }
        if let Way::Unconfirmed(_) = way {
            return Ok(Reply::read(login::confirm_first()));
        }
        if self.habits.denied.iter().any(|denied| denied == function.name) {
            return Err(No::access(function.name));
        }
        self.account.settle(&self.habits, desk.clock.today());
        let mut task = Task {
            account: &mut self.account,
            habits: &self.habits,
            fields,
            function,
            id: function.ids(self.vendor, fields).first().copied(),
            lang: Lang::of(fields),
            desk,
        };
        match function.op {
            Op::Auth | Op::Totp | Op::Keepalive => Ok(Reply::read(document::Document::done())),
            Op::Whoami => Ok(money::whoami(&task, self.site.username)),
            Op::UserSettings => Ok(money::user_settings(&task, self.site.username)),
            Op::Balances => Ok(money::balances(&task)),
            Op::Prices => Ok(money::prices(&task)),
            Op::Cart => cart::basket(&mut task),
            Op::PayCart => cart::pay(&mut task),
            Op::Payments => Ok(money::payments(&task)),
            Op::CheckIp(_) => orders::check_ip(&task),
            Op::Prolong => renewals::prolong(&mut task),
            Op::ChangeTariff => renewals::change_tariff(&mut task),
            Op::List(item) => Ok(lists::list(&task, item)),
            Op::Filter(item) => Ok(lists::set_filter(&mut task, item)),
            Op::Order(item) => orders::order(&mut task, item),
            Op::Edit(item) => edit::read_or_change(&mut task, item),
            Op::Suspend(item) => ending::suspend(&mut task, item),
            Op::Resume(item) => ending::resume(&mut task, item),
            Op::Delete(item) => ending::delete(&mut task, item),
        }
    }
}

impl Fake for Billmgr {
    fn vendor(&self) -> Vendor {
        self.vendor
    }

    fn owns(&self, path: &str) -> bool {
        let whole = path.trim_end_matches('/');
        whole == self.site.path || whole == self.site.short_path || long::token(&self.site, path).is_some()
    }

    fn welcome(&self, base: &str) -> String {
        let indent = " ".repeat(13);
        let Site { path, short_path, username, password, name, .. } = self.site;
        format!(
            "{name:<13}{base}{path}\n\
             {indent}{base}{short_path}\n\
             {indent}authinfo {username}:{password}\n"
        )
    }

    fn knows_operation(&self, name: &str) -> bool {
        functions::is_name(self.vendor, name)
    }

    fn at(&mut self, now: i64) {
        self.now = now;
    }

    fn billmgr(&mut self) -> Option<&mut Billmgr> {
        Some(self)
    }

    fn read(&self, request: &Request) -> Call {
        let (mut query, mut body) = (request.query_pairs(), request.body_pairs());
        let fields = Fields::new(query.clone(), body.clone());
        let function = Function::of(self.vendor, &fields);
        let way = self.sessions.way(&self.site, &fields, request, self.now);
        let session_is_right = matches!(way, Way::Session(_) | Way::Unconfirmed(_));
        login::redact(&mut query, &self.site, session_is_right);
        login::redact(&mut body, &self.site, session_is_right);
        Call {
            operation: function.map(|function| function.name),
            ids: function.map(|function| function.ids(self.vendor, &fields)).unwrap_or_default(),
            environment: Some(Environment::Live),
            credentials: login::credentials(function.map(|function| function.op), &way, &self.site, &fields),
            query,
            body,
        }
    }

    fn answer(&mut self, request: &Request, _call: &Call, desk: &mut Desk<'_>) -> Outcome {
        let read = |answer| Outcome { answer, committed: false };
        if !matches!(request.method.as_str(), "GET" | "HEAD" | "POST") {
            return read(Answer::html(405, "Method Not Allowed").with_header("allow", "GET, POST"));
        }
        if let Some(token) = long::token(&self.site, &request.path) {
            return read(self.waiting.ask(&self.site, token));
        }
        let fields = fields_of(request);
        let way = self.sessions.way(&self.site, &fields, request, self.now);
        if let Way::Session(id) | Way::Unconfirmed(id) = &way {
            self.sessions.touch(id, self.now);
        }
        let known = matches!(way, Way::Authinfo | Way::Session(_));
        let Some(function) = Function::of(self.vendor, &fields) else {
            let name = fields.text("func").unwrap_or_default();
            let no = login::admit(&way, &self.habits, name).err().unwrap_or_else(|| No::no_module(name));
            return read(self.no(request, &fields, &no, known));
        };
        if function.op == Op::Auth || function.op == Op::Totp && matches!(way, Way::Unconfirmed(_)) {
            let answer = self.log_in(function.op, &way, request, &fields);
            return read(answer.unwrap_or_else(|no| self.no(request, &fields, &no, false)));
        }
        match self.carry_out(function, &way, &fields, desk) {
            Ok(Reply { document, committed }) => {
                let answer = self.page(request, &fields).document(document);
                let answer = if committed && self.habits.answers == Answers::Long {
                    self.waiting.put(&self.site, answer)
                } else {
                    answer
                };
                Outcome { answer, committed }
            }
            Err(no) => read(self.no(request, &fields, &no, known)),
        }
    }

    fn refuse(&self, request: &Request, why: Refusal) -> Answer {
        let fields = fields_of(request);
        let (no, known) = match why {
            Refusal::BadCredentials => (No::bad_password(), false),
            Refusal::ExpiredToken => (No::access(fields.text("func").unwrap_or_default()), false),
            Refusal::NotEnoughMoney => (No::not_enough_money(), true),
        };
        self.no(request, &fields, &no, known)
    }
}

fn fields_of(request: &Request) -> Fields {
    Fields::new(request.query_pairs(), request.body_pairs())
}
