//! Plain structs of the fields that the clients know, as somebody would write them who trusts the vendor: what is missing
//! is an error, what is unknown is dropped, and every value stays the text it came as.

use license_wire::lenient::{Row, rows};
use serde::Deserialize;

/// A page of Softaculous licences.
#[derive(Deserialize)]
pub(crate) struct Page {
    #[serde(deserialize_with = "rows")]
    pub(crate) licenses: Vec<License>,
    #[allow(dead_code, reason = "only read")]
    num_active: u64,
    #[allow(dead_code, reason = "only read")]
    num_results: u64,
}

/// A Softaculous licence.
#[derive(Deserialize)]
#[allow(dead_code, reason = "only read")]
#[allow(clippy::struct_field_names, reason = "the vendor's names")]
pub(crate) struct License {
    lid: String,
    license: String,
    r#type: String,
    unique: String,
    apiuid: String,
    nocid: String,
    authemail: String,
    soft_email: String,
    time: String,
    expires: String,
    active: String,
    servertype: String,
    last_sync: String,
    panel: String,
    env: String,
    ipid: String,
    ip: String,
    primary: String,
    hostname: String,
}

impl Row for License {
    fn keyed(&mut self, _: &str) {}
}
