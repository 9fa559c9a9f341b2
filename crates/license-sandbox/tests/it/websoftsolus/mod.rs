//! WebSoftSolus from outside.

mod documents;
mod errors;
mod faults;
mod licenses;
mod orders;
mod plesk;
mod replies;
mod settings;
mod tokens;

use license_sandbox::{Environment, Sandbox};
use serde_json::Value;

use crate::client::{FORM, Reply, exchange, post, request};

pub(crate) const LOGIN: &str = "login=sandbox@example.com&secret=sandbox-secret";

/// Each kind of licence, with a key that is there at the start, and an order that is good.
pub(crate) const FAMILIES: [(&str, &str, &str); 3] = [
    ("plesk", "PLSK.02980001", PLESK_12),
    ("cpanel", "4921062", CPANEL),
    ("virtuozzo", "VZ.03100001", VIRTUOZZO),
];

pub(crate) const PLESK_12: &str = "product=PLESK-12-WEB-PRO&title=t&comment=&period=1&WPBSites=0&WPBOptions=0\
                                   &applications=0&languagePack=0&antivirus=0";
pub(crate) const PLESK_10: &str = "product=PLESK-10-30-DOMAINS&title=t&comment=&period=1&os=LINUX&WPBSites=0\
                                   &applications=0&CBMClients=0&languagePack=0&antivirus=0";
pub(crate) const CPANEL: &str = "product=CPANEL-VPS&title=t&comment=&period=1&serverIP=192.0.2.7";
pub(crate) const VIRTUOZZO: &str = "product=VIRTUOZZO-1-CPU&title=t&comment=&period=1&os=LINUX";

/// A client of one environment, with a token.
pub(crate) struct Api<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) environment: Environment,
    pub(crate) token: String,
}

pub(crate) fn live(sandbox: &Sandbox) -> Api<'_> {
    api(sandbox, Environment::Live)
}

pub(crate) fn test(sandbox: &Sandbox) -> Api<'_> {
    api(sandbox, Environment::Test)
}

fn api(sandbox: &Sandbox, environment: Environment) -> Api<'_> {
    let mut api = Api { sandbox, environment, token: String::new() };
    let reply = post(sandbox, &api.path("access/token"), LOGIN);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()["access_token"].as_str().unwrap().clone_into(&mut api.token);
    api
}

impl Api<'_> {
    pub(crate) fn path(&self, path: &str) -> String {
        match self.environment {
            Environment::Live => format!("/websoftsolus/{path}"),
            Environment::Test => format!("/websoftsolus/test/{path}"),
        }
    }

    pub(crate) fn bytes(&self, method: &str, path: &str, form: &str) -> Vec<u8> {
        let form_header = if form.is_empty() { "" } else { FORM };
        let headers = format!("Authorization: Bearer {}\r\n{form_header}", self.token);
        request(method, &self.path(path), &headers, form.as_bytes())
    }

    pub(crate) fn send(&self, method: &str, path: &str, form: &str) -> Reply {
        Reply::parse(&exchange(self.sandbox.address(), &self.bytes(method, path, form)).unwrap())
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        let reply = self.send("GET", path, "");
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }

    pub(crate) fn put(&self, path: &str, form: &str) -> Reply {
        self.send("PUT", path, form)
    }

    pub(crate) fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, "")
    }

    /// Orders, and says the key.
    pub(crate) fn order(&self, family: &str, form: &str) -> String {
        let charges = self.sandbox.ledger().len();
        let reply = self.send("POST", &format!("license/{family}/order"), form);
        assert_eq!(reply.status, 200, "{form}: {}", reply.text());
        assert_eq!(self.sandbox.ledger().len(), charges + 1);
        assert!(self.sandbox.requests().last().unwrap().committed);
        reply.json()["keyNumber"].as_str().unwrap().to_owned()
    }

    /// Sends what is to be refused: the status, the code and the text.
    pub(crate) fn refused(&self, method: &str, path: &str, form: &str) -> (u16, String, String) {
        let charges = self.sandbox.ledger().len();
        let reply = self.send(method, path, form);
        assert!(reply.status >= 400, "{form}: {}", reply.text());
        assert_eq!(self.sandbox.ledger().len(), charges, "a refusal charges nothing");
        assert!(!self.sandbox.requests().last().unwrap().committed);
        let (code, text) = error(&reply);
        (reply.status, code, text)
    }

    /// An order that is to be refused: the text.
    pub(crate) fn no_order(&self, family: &str, form: &str) -> String {
        let (status, code, text) = self.refused("POST", &format!("license/{family}/order"), form);
        assert!(status == 400 && ["invalid_request", "invalid_parameter"].contains(&code.as_str()), "{code}");
        text
    }

    /// The keys of a family.
    pub(crate) fn keys(&self, family: &str) -> Vec<String> {
        let list = self.get(&format!("license/{family}"));
        list.as_array().unwrap().iter().map(|key| key.as_str().unwrap().to_owned()).collect()
    }
}

/// The code and the text of a refusal in its usual shape.
pub(crate) fn error(reply: &Reply) -> (String, String) {
    let json = reply.json();
    assert_eq!(json.as_object().unwrap().len(), 2, "{json}");
    let text = |name: &str| json[name].as_str().unwrap().to_owned();
    (text("error"), text("error_description"))
}

/// A form with one field replaced, or added, or, given nothing, taken out.
pub(crate) fn with<'a>(form: &str, field: &str, value: impl Into<Option<&'a str>>) -> String {
    let prefix = format!("{field}=");
    let mut pairs: Vec<String> =
        form.split('&').filter(|pair| !pair.starts_with(&prefix)).map(str::to_owned).collect();
    pairs.extend(value.into().map(|value| format!("{prefix}{value}")));
    pairs.join("&")
}
