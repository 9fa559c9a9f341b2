//! Who is calling, and in which of the vendor's two worlds.

use std::fmt;

use license_wire::{Error, Form, Secret, input};

/// The longest name or password that is sent.
const LONGEST: usize = 1024;

/// Who is calling: the NOC account, or an API key made in its panel.
#[derive(Clone)]
pub struct Credentials {
    names: Names,
    /// Half of a secret pair where it is an API key, so it is treated as one always.
    user: Secret,
    password: Secret,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Account,
    ApiKey,
}

impl Credentials {
    /// The NOC account's name and password.
    ///
    /// Wire: `nocname`, `nocpass`. Source: the vendor's page; documented and seen everywhere.
    ///
    /// An API key that the vendor does not take as such may work here, with the key as the name: older SDKs send it so.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `username` or `password` when it is blank, holds control characters or is longer than
    /// 1024 characters.
    pub fn account(name: impl Into<String>, password: impl Into<Secret>) -> Result<Self, Error> {
        Self::new(Names::Account, Secret::new(name), password.into())
    }

    /// An API key and its password.
    ///
    /// Wire: `apikey`, `apipass`. Source: the vendor's page names the two; how they are sent is not shown anywhere, so
    /// this is inferred.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `username` or `password`, as for an account.
    pub fn api_key(key: impl Into<String>, password: impl Into<Secret>) -> Result<Self, Error> {
        Self::new(Names::ApiKey, Secret::new(key), password.into())
    }

    fn new(names: Names, user: Secret, password: Secret) -> Result<Self, Error> {
        input::token("username", user.expose(), LONGEST)?;
        input::text("password", password.expose(), LONGEST)?;
        Ok(Self { names, user, password })
    }

    pub(crate) fn form(&self) -> Form {
        match self.names {
            Names::Account => {
                Form::new().field("nocname", self.user.expose()).secret("nocpass", &self.password)
            }
            // The key is half of a secret pair, so it is not shown either.
            Names::ApiKey => Form::new().secret("apikey", &self.user).secret("apipass", &self.password),
        }
    }

    /// What must never be shown.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match self.names {
            Names::Account => vec![self.password.clone()],
            Names::ApiKey => vec![self.password.clone(), self.user.clone()],
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.names {
            Names::Account => "Credentials(account ***)",
            Names::ApiKey => "Credentials(api key ***)",
        })
    }
}

/// Which of the vendor's two worlds a client works in. A client stays in the one it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real licences and real money.
    Live,
    /// The vendor's sandbox mode: `sandbox=1` goes with every call. Whether money, ids and e-mails are really apart is
    /// documented only in so far as its licences are shown apart.
    Sandbox,
}
