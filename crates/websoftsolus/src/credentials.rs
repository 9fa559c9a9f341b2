//! Who is calling, and in which of the vendor's two worlds.

use std::fmt;

use license_wire::{Error, Form, Secret, input};

/// The longest login or secret that is sent.
const LONGEST: usize = 1024;

/// Who is calling: the API login and the API key made for it in the customer area, which the vendor calls the secret.
#[derive(Clone)]
pub struct Credentials {
    login: Secret,
    secret: Secret,
}

impl Credentials {
    /// The API login, which is an e-mail address as a rule, and the API key.
    ///
    /// Wire: `login`, `secret` of `POST access/token`. Source: the vendor's page (documented).
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `login` or `secret` when it is blank, holds control characters or is longer than
    /// 1024 characters.
    pub fn new(login: impl Into<String>, secret: impl Into<Secret>) -> Result<Self, Error> {
        let (login, secret) = (Secret::new(login), secret.into());
        input::token("login", login.expose(), LONGEST)?;
        input::text("secret", secret.expose(), LONGEST)?;
        Ok(Self { login, secret })
    }

    pub(crate) fn form(&self) -> Form {
        Form::new().secret("login", &self.login).secret("secret", &self.secret)
    }

    /// What must never be shown. The login is half of what a token is asked for with.
    pub(crate) fn secrets(&self) -> [&Secret; 2] {
        [&self.login, &self.secret]
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(***)")
    }
}

/// Which of the vendor's two worlds a client works in. A client stays in the one it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real licences and real money.
    Live,
    /// The vendor's test environment: every call goes below `test/`. Whether it is free of charge, and whether it has
    /// API keys of its own, is not documented.
    Test,
}
