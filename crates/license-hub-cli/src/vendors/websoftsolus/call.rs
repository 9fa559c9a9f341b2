//! A call by its path, as the command line says it.

use license_hub::websoftsolus::RawCall;
use license_hub::{Effect, Operation, WebSoftSolusOperation};

use crate::exit::Failure;

/// `license/plesk`, or `PUT:license/plesk/PLSK.02980001`. Without a method it is a `GET`, so what does not only read
/// has to name one.
pub(crate) fn call(
    function: &str,
    effect: Effect,
    fields: &[(String, String)],
) -> Result<Operation, Failure> {
    let (method, path) = match function.split_once(':') {
        Some((method, path)) => (method.to_ascii_uppercase(), path),
        None if effect == Effect::Read => ("GET".to_owned(), function),
        None => {
            return Err(Failure::usage(
                "name the method before the path, such as POST:license/plesk/order; nothing was sent",
            ));
        }
    };
    let call = match method.as_str() {
        "GET" => RawCall::get(effect),
        "POST" => RawCall::post(effect),
        "PUT" => RawCall::put(effect),
        "DELETE" => RawCall::delete(effect),
        _ => {
            return Err(Failure::usage(
                "the method is one of GET, POST, PUT and DELETE, as in PUT:license/plesk/PLSK.02980001; nothing was sent",
            ));
        }
    };
    let call = path.trim_matches('/').split('/').fold(call, RawCall::segment);
    let call = fields.iter().fold(call, |call, (name, value)| call.field(name, value));
    Ok(Operation::WebSoftSolus(WebSoftSolusOperation::Call(call)))
}
