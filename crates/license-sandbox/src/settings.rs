//! What can be changed about a vendor while the sandbox runs: the shapes of its answers and the rules of its tokens.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::control::{json, problem};
use crate::http::Answer;
use crate::state::Holdings;
use crate::vendor::Vendor;
use crate::websoftsolus::WebSoftSolus;

/// `/_sandbox/replies`, `/_sandbox/tokens` and `/_sandbox/tokens/expire`.
pub(crate) fn answer(held: &mut Holdings, method: &str, path: &str, body: &[u8]) -> Answer {
    let Some(fake) = held.fake::<WebSoftSolus>() else { return problem(404, "no vendor has such settings") };
    let wanted = match (method, path) {
        ("GET", _) if path != "/tokens/expire" => Ok(()),
        ("POST", "/replies") => changed(&fake.replies, body).map(|replies| fake.replies = replies),
        ("POST", "/tokens") => changed(&fake.tokens.rules, body).map(|rules| fake.tokens.rules = rules),
        ("POST", _) => {
            fake.tokens.expire_all();
            Ok(())
        }
        _ => return problem(405, "another method is wanted here"),
    };
    match wanted {
        Ok(()) if path == "/replies" => json(200, &ByVendor { websoftsolus: &fake.replies }),
        Ok(()) => json(200, &ByVendor { websoftsolus: &fake.tokens.rules }),
        Err(why) => problem(400, &why),
    }
}

/// The settings as they are, by vendor.
#[derive(Serialize)]
struct ByVendor<T> {
    websoftsolus: T,
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
