//! What can be changed about a vendor while the sandbox runs: the shapes of its answers and the rules of its tokens.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::house::Rooms;
use crate::vendor::Vendor;
use crate::websoftsolus::{Replies, TokenRules, WebSoftSolus};

/// The settings as they are, by vendor.
#[derive(Serialize)]
pub(crate) struct ByVendor<T> {
    websoftsolus: T,
}

pub(crate) fn replies(rooms: &mut Rooms) -> ByVendor<Replies> {
    ByVendor {
        websoftsolus: rooms.fake::<WebSoftSolus>().map(|fake| fake.replies.clone()).unwrap_or_default(),
    }
}

pub(crate) fn change_replies(rooms: &mut Rooms, body: &[u8]) -> Result<ByVendor<Replies>, String> {
    if let Some(fake) = rooms.fake::<WebSoftSolus>() {
        fake.replies = changed(&fake.replies, body)?;
    }
    Ok(replies(rooms))
}

pub(crate) fn tokens(rooms: &mut Rooms) -> ByVendor<TokenRules> {
    let rules = rooms.fake::<WebSoftSolus>().map(|fake| fake.tokens.rules.clone());
    ByVendor { websoftsolus: rules.unwrap_or_default() }
}

pub(crate) fn change_tokens(rooms: &mut Rooms, body: &[u8]) -> Result<ByVendor<TokenRules>, String> {
    if let Some(fake) = rooms.fake::<WebSoftSolus>() {
        fake.tokens.rules = changed(&fake.tokens.rules, body)?;
    }
    Ok(tokens(rooms))
}

/// The settings with those replaced that the body, a JSON object, names.
fn changed<T: Serialize + DeserializeOwned>(old: &T, body: &[u8]) -> Result<T, String> {
    let mut wanted: Map<String, Value> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let vendor = wanted.remove("vendor").ok_or("a `vendor` is wanted, such as \"websoftsolus\"")?;
    match serde_json::from_value(vendor) {
        Ok(Vendor::WebSoftSolus) => {}
        Ok(_) => return Err("only `websoftsolus` has such settings".into()),
        Err(error) => return Err(error.to_string()),
    }
    let old = serde_json::to_value(old).map_err(|error| error.to_string())?;
    let mut all = if let Value::Object(all) = old { all } else { Map::new() };
    all.extend(wanted);
    serde_json::from_value(Value::Object(all)).map_err(|error| error.to_string())
}
