//! Tokens: who gets one, how long it opens the account, and what the record keeps of it.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::http::Request;
use crate::ledger::Environment;
use crate::params::Params;
use crate::php::Value;
use crate::vendor::Credentials;

use super::replies::Replies;
use super::shapes::{ExpiredCode, ExpiresIn, TokenType};
use super::state::No;
use super::{LOGIN, SECRET};

/// How long tokens live, and where they are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct TokenRules {
    lifetime: u32,
    new_ends_old: bool,
    shared: bool,
}

impl Default for TokenRules {
    fn default() -> Self {
        Self { lifetime: 3600, new_ends_old: false, shared: false }
    }
}

impl TokenRules {
    /// How many seconds a new token lives, by the clock of the sandbox. Default: 3600, as documented.
    pub fn lifetime(mut self, seconds: u32) -> Self {
        self.lifetime = seconds;
        self
    }

    /// Whether a new token ends those before it. Default: no (unknown).
    pub fn new_ends_old(mut self, ends: bool) -> Self {
        self.new_ends_old = ends;
        self
    }

    /// Whether a token of the live environment is taken in the test environment and the reverse. Default: no (unknown).
    pub fn shared(mut self, shared: bool) -> Self {
        self.shared = shared;
        self
    }
}

/// The tokens given out, with those that have ended.
#[derive(Default)]
pub(crate) struct Tokens {
    pub(crate) rules: TokenRules,
    given: HashMap<String, Token>,
    count: u64,
}

struct Token {
    environment: Environment,
    /// From this second on it is refused.
    ends: i64,
}

/// What the header of a request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    Good,
    Expired,
    Unknown,
    Missing,
}

impl Tokens {
    pub(super) fn new(rules: TokenRules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// The answer to a token request (documented): the names, the order and the types of the page's example.
    pub(super) fn give(
        &mut self,
        environment: Environment,
        params: &Params,
        now: i64,
        replies: &Replies,
    ) -> Result<Value, No> {
        if params.text("login").is_none() || params.text("secret").is_none() {
            return Err(No::no_credentials());
        }
        if login(params) != Credentials::Right {
            return Err(No::bad_credentials());
        }
        if self.rules.new_ends_old {
            self.given.retain(|_, token| token.environment != environment);
        }
        self.count += 1;
        let text = token(self.count);
        let ends = now + i64::from(self.rules.lifetime);
        self.given.insert(text.clone(), Token { environment, ends });
        let mut members = vec![("access_token".to_owned(), Value::Text(text))];
        let expires_in = expires_in(replies.expires_in, self.rules.lifetime);
        members.extend(expires_in.map(|value| ("expires_in".to_owned(), value)));
        members.extend(token_type(replies.token_type).map(|value| ("token_type".to_owned(), value)));
        Ok(Value::Map(members))
    }

    /// Looks at the `Authorization` header, which is the only place for a token (documented). The name of the scheme has no
    /// case (RFC 7235).
    pub(super) fn look(&self, request: &Request, environment: Environment, now: i64) -> Bearer {
        let Some(header) = request.headers.get("authorization") else { return Bearer::Missing };
        let token = match header.trim().split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => return Bearer::Unknown,
        };
        match self.given.get(token) {
            Some(token) if token.environment != environment && !self.rules.shared => Bearer::Unknown,
            Some(token) if token.ends <= now => Bearer::Expired,
            Some(_) => Bearer::Good,
            None => Bearer::Unknown,
        }
    }

    /// Ends every token there is.
    pub(crate) fn expire_all(&mut self) {
        for token in self.given.values_mut() {
            token.ends = i64::MIN;
        }
    }

    /// Replaces every credential by whether it is one that exists.
    pub(super) fn redact(&self, pairs: &mut [(String, String)]) {
        for (field, value) in pairs {
            // Brackets and blanks are how PHP's reading of names could carry a credential past a plain comparison.
            let name = field.split('[').next().unwrap_or_default().trim_start().to_ascii_lowercase();
            let right = match name.as_str() {
                "login" => value == LOGIN,
                "secret" => value == SECRET,
                // They belong into a header, and a client may get that wrong.
                "access_token" | "token" | "authorization" => self.given.contains_key(value.as_str()),
                _ => continue,
            };
            *value = if right { "right".into() } else { "wrong".into() };
        }
    }
}

impl Bearer {
    pub(super) fn credentials(self) -> Credentials {
        match self {
            Self::Good => Credentials::Right,
            Self::Expired | Self::Unknown => Credentials::Wrong,
            Self::Missing => Credentials::Missing,
        }
    }

    pub(super) fn check(self, code: ExpiredCode) -> Result<(), No> {
        match self {
            Self::Good => Ok(()),
            Self::Expired => Err(No::expired_token(expired_code(code))),
            Self::Unknown => Err(No::bad_token()),
            Self::Missing => Err(No::no_token()),
        }
    }
}

/// How login and secret of a token request are. Both are needed (documented).
pub(super) fn login(params: &Params) -> Credentials {
    match (params.text("login"), params.text("secret")) {
        (Some(LOGIN), Some(SECRET)) => Credentials::Right,
        (None, None) => Credentials::Missing,
        _ => Credentials::Wrong,
    }
}

pub(super) fn expired_code(code: ExpiredCode) -> &'static str {
    match code {
        ExpiredCode::ExpiredToken => "expired_token",
        ExpiredCode::InvalidToken => "invalid_token",
    }
}

fn expires_in(form: ExpiresIn, lifetime: u32) -> Option<Value> {
    Some(match form {
        ExpiresIn::Number => Value::int(lifetime),
        ExpiresIn::Text => Value::text(lifetime.to_string()),
        ExpiresIn::Fraction => Value::Float(Decimal::from(lifetime) + Decimal::new(5, 1)),
        ExpiresIn::Missing => return None,
        ExpiresIn::Null => Value::Null,
        ExpiresIn::Zero => Value::Int(0),
        ExpiresIn::Negative => Value::Int(-1),
        ExpiresIn::Huge => Value::Int(i64::MAX),
        ExpiresIn::Word => Value::text("soon"),
    })
}

fn token_type(form: TokenType) -> Option<Value> {
    Some(Value::text(match form {
        TokenType::Bearer => "Bearer",
        TokenType::LowerCase => "bearer",
        TokenType::UpperCase => "BEARER",
        TokenType::Missing => return None,
        TokenType::Null => return Some(Value::Null),
        TokenType::Mac => "mac",
        TokenType::Injection => "Bearer\r\nX-Injected: yes",
    }))
}

/// 40 hexadecimal digits, as in the page's example; the same for the same number. They look random and are not.
fn token(number: u64) -> String {
    let mut state = number;
    let mut next = || {
        // splitmix64
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let (front, middle, end) = (next(), next(), next());
    format!("{front:016x}{middle:016x}{:08x}", end >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_forty_hexadecimal_digits_and_differ() {
        let tokens: std::collections::BTreeSet<String> = (1..1000).map(token).collect();
        assert_eq!(tokens.len(), 999);
        assert!(
            tokens
                .iter()
                .all(|token| token.len() == 40 && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
        );
        assert_eq!(token(7), token(7));
    }
}
