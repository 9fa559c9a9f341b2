//! Who asks: `authinfo` in each call, or a session.

use std::collections::HashMap;

use crate::http::Request;
use crate::params::Pairs;
use crate::vendor::Credentials;

use super::document::{Document, Kind, Node};
use super::fields::Fields;
use super::functions::Op;
use super::habits::{BadIp, Habits, SecondFactor};
use super::refusals::No;
use super::state::scramble;
use super::{Site, TOTP_CODE};

/// A session lives for so long after the last request (documented).
const SESSION_SECONDS: i64 = 3600;
/// The oldest goes when there are more.
const MAX_SESSIONS: usize = 1000;
/// Seen.
const COOKIE: &str = "billmgrses5";

#[derive(Debug, Default)]
pub(super) struct Sessions {
    by_id: HashMap<String, Session>,
    count: u64,
}

#[derive(Debug)]
struct Session {
    number: u64,
    last: i64,
    /// Whether the second factor was given, or is not needed.
    confirmed: bool,
}

/// How a request says who asks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    Authinfo,
    Session(String),
    /// A session that lacks its second factor.
    Unconfirmed(String),
    WrongAuthinfo,
    WrongSession,
    Nobody,
}

impl Sessions {
    /// `authinfo` before a session, a parameter before a cookie (guesses).
    pub(super) fn way(&self, site: &Site, fields: &Fields, request: &Request, now: i64) -> Way {
        if let Some(authinfo) = fields.text("authinfo") {
            return if is_authinfo(site, authinfo) { Way::Authinfo } else { Way::WrongAuthinfo };
        }
        let Some(id) = fields.text("auth").or_else(|| cookie(request)) else { return Way::Nobody };
        match self.by_id.get(id).filter(|session| alive(session, now)) {
            Some(session) if session.confirmed => Way::Session(id.to_owned()),
            Some(_) => Way::Unconfirmed(id.to_owned()),
            None => Way::WrongSession,
        }
    }

    fn open(&mut self, confirmed: bool, now: i64) -> String {
        self.by_id.retain(|_, session| alive(session, now));
        if self.by_id.len() >= MAX_SESSIONS {
            let oldest = self.by_id.iter().min_by_key(|(_, session)| session.number);
            if let Some(id) = oldest.map(|(id, _)| id.clone()) {
                self.by_id.remove(&id);
            }
        }
        self.count += 1;
        let letters = scramble(self.count).map(|letter| letter.to_ascii_lowercase());
        let id: String = letters.into_iter().take(12).map(char::from).collect();
        self.by_id.insert(id.clone(), Session { number: self.count, last: now, confirmed });
        id
    }

    pub(super) fn touch(&mut self, id: &str, now: i64) {
        if let Some(session) = self.by_id.get_mut(id) {
            session.last = now;
        }
    }

    /// Ends all of them.
    pub(super) fn expire(&mut self) {
        self.by_id.clear();
    }

    /// `func=auth`: opens a session and returns its id.
    pub(super) fn log_in(
        &mut self,
        site: &Site,
        fields: &Fields,
        habits: &Habits,
        now: i64,
    ) -> Result<String, No> {
        if check_login(site, fields) != Credentials::Right {
            return Err(No::bad_password());
        }
        if habits.bad_ip == BadIp::Everywhere {
            return Err(No::bad_ip());
        }
        Ok(self.open(habits.second_factor == SecondFactor::Off, now))
    }

    /// `func=totp.confirm`: a new session for one that lacks its second factor (seen).
    pub(super) fn confirm(&mut self, id: &str, fields: &Fields, now: i64) -> Result<Option<String>, No> {
        if !fields.submitted() {
            return Ok(None);
        }
        let code = fields.text("qrcode").unwrap_or_default();
        if code != TOTP_CODE {
            return Err(No::value("qrcode", ""));
        }
        self.by_id.remove(id);
        Ok(Some(self.open(true, now)))
    }
}

fn alive(session: &Session, now: i64) -> bool {
    now - session.last < SESSION_SECONDS
}

/// The split is at the first colon (inferred), so that a password may have more.
fn is_authinfo(site: &Site, authinfo: &str) -> bool {
    authinfo.split_once(':') == Some((site.username, site.password))
}

fn check_login(site: &Site, fields: &Fields) -> Credentials {
    match (fields.text("username"), fields.text("password")) {
        (Some(username), Some(password)) if username == site.username && password == site.password => {
            Credentials::Right
        }
        (None, None) => Credentials::Missing,
        _ => Credentials::Wrong,
    }
}

fn cookie(request: &Request) -> Option<&str> {
    let cookies = request.headers.get("cookie")?.split(';');
    cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// The header that sets the session as a cookie.
pub(super) fn set_cookie(id: &str) -> String {
    format!("{COOKIE}={id}; path=/; HttpOnly")
}

/// How the credentials of a request are.
pub(super) fn credentials(op: Option<Op>, way: &Way, site: &Site, fields: &Fields) -> Credentials {
    match (op, way) {
        (Some(Op::Auth), _) => check_login(site, fields),
        (Some(Op::Totp), Way::Unconfirmed(_)) | (_, Way::Authinfo | Way::Session(_)) => Credentials::Right,
        (_, Way::Unconfirmed(_) | Way::WrongAuthinfo | Way::WrongSession) => Credentials::Wrong,
        (_, Way::Nobody) => Credentials::Missing,
    }
}

/// Whether the request may go on. What a second factor does to `authinfo` is a guess: it is refused like a wrong password.
pub(super) fn admit(way: &Way, habits: &Habits, function: &str) -> Result<(), No> {
    match way {
        Way::WrongAuthinfo => Err(No::bad_password()),
        Way::WrongSession | Way::Nobody => Err(No::access(function)),
        _ if habits.bad_ip == BadIp::Everywhere => Err(No::bad_ip()),
        Way::Authinfo if habits.bad_ip == BadIp::Authinfo => Err(No::bad_ip()),
        Way::Authinfo if habits.second_factor == SecondFactor::Everywhere => Err(No::bad_password()),
        Way::Authinfo | Way::Session(_) | Way::Unconfirmed(_) => Ok(()),
    }
}

/// Seen, whole: the id as an attribute and as text.
pub(super) fn opened(id: &str) -> Document {
    let auth = Node::leaf("auth", id).attribute("id", id).attribute("level", "16");
    Document::new(Kind::Plain, vec![auth])
}

/// Seen for `whoami`: a session without its second factor is sent to where it is given. It is no error, and nothing is done.
pub(super) fn confirm_first() -> Document {
    let ok = Node { text: "func=totp.confirm".to_owned(), ..Node::ok() };
    Document::new(Kind::Plain, vec![ok.attribute("type", "form")])
}

/// Replaces every credential by whether it is one that opens something.
pub(super) fn redact(pairs: &mut Pairs, site: &Site, session_is_right: bool) {
    for (field, value) in pairs {
        let name = field.split('[').next().unwrap_or_default().trim().to_ascii_lowercase();
        let right = match name.as_str() {
            "authinfo" => is_authinfo(site, value),
            "username" => value == site.username,
            "password" => value == site.password,
            "auth" | COOKIE => session_is_right,
            "qrcode" => value == TOTP_CODE,
            "key" | "passwd" | "confirm" => false,
            _ => continue,
        };
        *value = if right { "right".into() } else { "wrong".into() };
    }
}
