//! What only accounts on BILLmanager have: the installation, and the way to log in.

use license_hub::Vendor;

use super::reader::Section;
use super::{Environment, Site};
use crate::exit::Failure;

/// Which installation, and whether one login is for all calls.
pub(super) fn read(
    section: &Section<'_>,
    vendor: Vendor,
    environment: Environment,
) -> Result<(Option<Site>, bool), Failure> {
    if vendor == Vendor::WebSoftSolus {
        return Ok((None, false));
    }
    if !matches!(vendor, Vendor::Ispmanager | Vendor::Isplicense) {
        return match section.get("site").or_else(|| section.get("login")) {
            None => Ok((None, false)),
            Some(item) => Err(item.place.fail(format!("{vendor} has no such setting; take it out"))),
        };
    }
    let sites =
        [if vendor == Vendor::Ispmanager { ("eu", Site::Eu) } else { ("com", Site::Com) }, ("ru", Site::Ru)];
    let words: Vec<String> = sites.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    let words = words.join(" or ");
    if environment == Environment::Test {
        let item = section.need("environment", "environment = \"live\"")?;
        let why = format!("{vendor} has no test environment, everything there is real; write \"live\"");
        return Err(item.place.fail(why));
    }
    if let Some(item) = section.get("api_key").or_else(|| section.get("api_password")) {
        let why = format!("{vendor} has no API keys; write `username` and `password`");
        return Err(item.place.fail(why));
    }
    let site = match section.get("site") {
        None => None,
        Some(item) => {
            let word = item.text(&words)?;
            let known = sites.iter().find(|(known, _)| *known == word);
            Some(known.ok_or_else(|| item.place.fail(format!("write {words}")))?.1)
        }
    };
    if site.is_none() && section.get("base_url").is_none() {
        let why = format!("`site` is missing; write site = {words}, or `base_url` for another address");
        return Err(section.place().fail(why));
    }
    let session = match section.get("login") {
        None => false,
        Some(item) => match item.text("\"authinfo\" or \"session\"")? {
            "authinfo" => false,
            "session" => true,
            _ => {
                return Err(item
                    .place
                    .fail("write \"authinfo\" for the password in each call, or \"session\" for one login"));
            }
        },
    };
    Ok((site, session))
}
