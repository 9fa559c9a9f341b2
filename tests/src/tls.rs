//! Certificates made on the spot, good and bad, and the servers that present them.
//!
//! ```
//! use license_hub_tests::answers::ok;
//! use license_hub_tests::fault_server::{FaultServer, over_tls, reply};
//! use license_hub_tests::tls::Authority;
//!
//! let authority = Authority::new();
//! let server = FaultServer::start(over_tls(&authority.good(), reply(ok("{}"))));
//! // A client that adds `authority.pem()` to what it trusts can now ask `server.https_url()`.
//! ```
//!
//! Faults before TLS begins need no identity: a plain server stalls (`[Stall]`), resets (`[ReadBytes(1), Rst]`) or answers
//! in plain HTTP ([`plain_answer`]) at a client that speaks TLS to it. Faults in the middle of the handshake begin with
//! [`Step::HalfHandshake`]. A body that is cut inside TLS ends with [`Step::Fin`], which says no goodbye;
//! [`Step::CloseNotify`] in front of it says it.

use crate::answers;
use crate::fault_server::{Step, Steps};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;
use std::sync::Arc;

/// A private certificate authority.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// What a TLS server shows of itself: a certificate with its key.
#[derive(Clone)]
pub struct Identity {
    what: &'static str,
    config: Arc<ServerConfig>,
}

impl Authority {
    /// Makes a new one, which nobody trusts yet.
    #[must_use]
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "license-hub test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self(CertifiedIssuer::self_signed(params, new_key()).expect("the parameters are sound"))
    }

    /// Its certificate in PEM, for a client to trust.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A server of the names `localhost` and `127.0.0.1`, valid now. To a client that does not trust this authority it is
    /// the untrusted one.
    #[must_use]
    pub fn good(&self) -> Identity {
        self.good_for(&["localhost", "127.0.0.1"])
    }

    /// A server of these names, valid now.
    #[must_use]
    pub fn good_for(&self, names: &[&str]) -> Identity {
        self.issue("good", &server(names))
    }

    /// As [`good`](Self::good), but no longer valid.
    #[must_use]
    pub fn expired(&self) -> Identity {
        let mut params = server(&["localhost", "127.0.0.1"]);
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
        self.issue("expired", &params)
    }

    /// Valid, but for another name.
    #[must_use]
    pub fn wrong_name(&self) -> Identity {
        self.issue("wrong name", &server(&["elsewhere.example"]))
    }

    fn issue(&self, what: &'static str, params: &CertificateParams) -> Identity {
        let key = new_key();
        let certificate = params.signed_by(&key, &self.0).expect("the parameters are sound");
        Identity::new(what, certificate.der().clone(), &key)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority(..)")
    }
}

impl Identity {
    /// A server of `localhost` and `127.0.0.1` that vouches only for itself.
    #[must_use]
    pub fn self_signed() -> Self {
        let key = new_key();
        let certificate = server(&["localhost", "127.0.0.1"]).self_signed(&key);
        Self::new("self-signed", certificate.expect("the parameters are sound").der().clone(), &key)
    }

    fn new(what: &'static str, certificate: CertificateDer<'static>, key: &KeyPair) -> Self {
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("rcgen writes keys that rustls reads");
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has what these versions need")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("certificate and key belong together");
        Self { what, config: Arc::new(config) }
    }

    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Identity").field(&self.what).finish()
    }
}

/// A server that takes TLS for a bad request, and says so in plain HTTP.
#[must_use]
pub fn plain_answer() -> Steps {
    vec![Step::ReadBytes(5), Step::Write(answers::status(400, &[], "plain HTTP is spoken here")), Step::Fin]
}

fn server(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("names of ASCII letters");
    params.distinguished_name.push(DnType::CommonName, "license-hub test server");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("ring makes keys")
}
