//! The same requests by the HTTP library alone, as somebody would write them who needs nothing else: no limits of time,
//! no difference between what reads and what spends, no look at what an answer says about failures.

use std::sync::Arc;

use license_wire::Preview;
use license_wire::lenient::{Extra, Lenient, rows};
use serde::Deserialize;
use serde_json::Value;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::Fallible;
use crate::clients::fields;

/// An agent that keeps its connections, or makes a fresh one for each call.
pub(crate) fn agent(keeps: bool, authority: Option<&str>) -> Fallible<Agent> {
    let mut config = Agent::config_builder();
    if let Some(pem) = authority {
        let certificate = Certificate::from_pem(pem.as_bytes())?;
        let roots = RootCerts::Specific(Arc::new(vec![certificate]));
        config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
    }
    if !keeps {
        config = config.max_idle_connections(0);
    }
    Ok(config.build().new_agent())
}

/// A request that is sent again and again.
pub(crate) struct Call {
    agent: Agent,
    url: String,
    /// The form; none for a request without a body.
    fields: Vec<(String, String)>,
    token: Option<String>,
}

impl Call {
    /// What a client of ours would send.
    pub(crate) fn of(agent: Agent, preview: &Preview) -> Self {
        Self { agent, url: preview.url.clone(), fields: fields(preview), token: None }
    }

    pub(crate) fn token(mut self, token: &str) -> Self {
        self.token = Some(format!("Bearer {token}"));
        self
    }

    /// Sends it and reads the answer whole.
    pub(crate) fn send(&self) -> Fallible<Vec<u8>> {
        let mut answer = if self.fields.is_empty() {
            let mut request = self.agent.get(&self.url);
            if let Some(token) = &self.token {
                request = request.header("authorization", token);
            }
            request.call()?
        } else {
            self.agent
                .post(&self.url)
                .send_form(self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))?
        };
        Ok(answer.body_mut().read_to_vec()?)
    }
}

/// Softaculous' page, in the same types as ours.
#[derive(Deserialize)]
pub(crate) struct Page {
    #[serde(deserialize_with = "rows")]
    pub(crate) licenses: Vec<softaculous_noc::License>,
    #[allow(dead_code, reason = "only read")]
    num_active: Lenient<u64>,
    #[allow(dead_code, reason = "only read")]
    num_results: Lenient<u64>,
    #[allow(dead_code, reason = "only read")]
    error: Value,
    #[allow(dead_code, reason = "only read")]
    #[serde(flatten)]
    extra: Extra,
}

/// BILLmanager's rows, in the same types as ours.
pub(crate) fn rows_of(text: &str) -> Fallible<Vec<billmgr_client::License>> {
    use billmgr_client::{ItemType, License, Service, ServiceId};
    let document = roxmltree::Document::parse(text)?;
    let elements = document.root_element().children().filter(|node| node.has_tag_name("elem"));
    let mut licenses = Vec::new();
    for row in elements {
        let field = |name: &str| {
            row.children()
                .find(|node| node.has_tag_name(name))
                .and_then(|node| node.text())
                .unwrap_or_default()
        };
        let service = Service::new(ItemType::Ispsystem, ServiceId::new(field("id"))?);
        let mut license = License::new(service);
        for node in row.children().filter(roxmltree::Node::is_element) {
            let text = node.text().unwrap_or_default();
            match node.tag_name().name() {
                "licname" => license.name = Lenient::from_text(text),
                "ip" => license.address = Lenient::from_text(text),
                "pricelist" => license.tariff_name = Lenient::from_text(text),
                "pricelist_id" => license.tariff = Lenient::from_text(text),
                "period" => license.period = Lenient::from_text(text),
                "createdate" => license.created = Lenient::from_text(text),
                "expiredate" => license.expires = Lenient::from_text(text),
                "update_expiredate" => license.updates_until = Lenient::from_text(text),
                "real_ipchange" => license.address_changed = Lenient::from_text(text),
                "real_keychange" => license.key_changed = Lenient::from_text(text),
                "autoprolong" => license.auto_renew = Lenient::from_text(text),
                "status" => license.status_code = Lenient::from_text(text),
                "special_status" => license.special_status = Lenient::from_text(text),
                "cost" => license.cost = Lenient::from_text(text),
                _ => {}
            }
        }
        licenses.push(license);
    }
    Ok(licenses)
}
