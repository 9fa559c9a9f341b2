//! Who is calling, and how that is said.

use std::fmt;

use license_wire::{Error, Form, Secret, input};

/// The longest name or password that is sent.
const LONGEST: usize = 1024;

/// Who is calling: the account's user and password, sent in each call or once for a session.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) mode: Mode,
    user: Secret,
    password: Secret,
    /// Both in one, as they go with each call.
    both: Secret,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    EachCall,
    Session,
}

impl Credentials {
    /// User and password in each call, as the vendors' pages for resellers have it. The vendor keeps no state.
    ///
    /// Wire: `authinfo=user:password`, one field, encoded whole. Source: both vendors' pages (documented).
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `username` or `password` when it is blank, holds control characters or is
    /// longer than 1024 characters; for `username` also when it holds a `:`, because the vendor splits there.
    pub fn each_call(user: impl Into<Secret>, password: impl Into<Secret>) -> Result<Self, Error> {
        Self::new(Mode::EachCall, user.into(), password.into())
    }

    /// A session, opened when it is first needed and again when it has expired. All clones of a client share one.
    ///
    /// Wire: `func=auth` with `username` and `password`, then `auth=<session>`. Source: BILLmanager's guide to the API
    /// (documented).
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `username` or `password`, as for [`Credentials::each_call`].
    pub fn session(user: impl Into<Secret>, password: impl Into<Secret>) -> Result<Self, Error> {
        Self::new(Mode::Session, user.into(), password.into())
    }

    fn new(mode: Mode, user: Secret, password: Secret) -> Result<Self, Error> {
        input::token("username", user.expose(), LONGEST)?;
        if user.expose().contains(':') {
            return Err(Error::invalid("username", "must not hold `:`"));
        }
        input::text("password", password.expose(), LONGEST)?;
        let both = Secret::new(format!("{}:{}", user.expose(), password.expose()));
        Ok(Self { mode, user, password, both })
    }

    /// What goes with each call.
    pub(crate) fn form(&self) -> Form {
        Form::new().secret("authinfo", &self.both)
    }

    /// What opens a session.
    pub(crate) fn login(&self) -> Form {
        Form::new().secret("username", &self.user).secret("password", &self.password)
    }

    /// What must never be shown.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        vec![self.password.clone(), self.user.clone()]
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mode {
            Mode::EachCall => "Credentials(each call ***)",
            Mode::Session => "Credentials(session ***)",
        })
    }
}
