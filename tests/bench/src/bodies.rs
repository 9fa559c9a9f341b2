//! What the vendors answer, in the shapes of the clients' fixtures, of any length.

use std::fmt::Write as _;

/// A page of so many licences as Softaculous writes it, with everything that a row has.
pub(crate) fn softaculous_list(licenses: usize) -> String {
    softaculous_page(0, licenses, licenses)
}

/// A page of a longer list: so many from this one on.
pub(crate) fn softaculous_page(first: usize, licenses: usize, all: usize) -> String {
    let mut body = String::with_capacity(64 + licenses * 400);
    body.push_str("{\"licenses\":{");
    for number in first..first + licenses {
        let id = 100_000 + number;
        let comma = if number == first { "" } else { "," };
        let _ = write!(
            body,
            "{comma}\"{id}\":{{\"lid\":\"{id}\",\"license\":\"88888-{:05}-33333-44444-55555\",\"type\":\"1\",\
             \"unique\":\"\",\"apiuid\":\"0\",\"nocid\":\"731\",\"authemail\":\"c{number}@example.com\",\
             \"soft_email\":\"\",\"time\":\"1767225600\",\"expires\":\"20260201\",\"active\":\"1\",\
             \"servertype\":\"2\",\"last_sync\":\"1767225600\",\"panel\":\"cpanel\",\"env\":\"\",\
             \"ipid\":\"{id}\",\"ip\":\"10.{}.{}.{}\",\"primary\":\"1\",\"hostname\":\"vps{number}.example.com\"}}",
            number % 100_000,
            number >> 16 & 255,
            number >> 8 & 255,
            number & 255,
        );
    }
    let _ = write!(body, "}},\"num_active\":{all},\"num_results\":{all},\"error\":null}}");
    body
}

/// A table of so many licences as BILLmanager writes it, with everything that a row has.
pub(crate) fn billmgr_list(licenses: usize) -> String {
    let mut body = String::with_capacity(256 + licenses * 600);
    let _ = write!(
        body,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<doc lang=\"en\" func=\"soft\">\n  \
         <tparams><func>soft</func></tparams>\n  <p_elems>{licenses}</p_elems>\n"
    );
    for number in 1..=licenses {
        let _ = write!(
            body,
            "  <elem>\n    <id>{number}</id><licname>web-{number} &amp; co</licname><ip>10.{}.{}.{}</ip>\n    \
             <pricelist>Ispmanager 6 lite</pricelist><pricelist_id>55227</pricelist_id>\n    \
             <period>1</period><createdate>2026-03-02</createdate><expiredate>2026-04-02</expiredate>\n    \
             <update_expiredate>2026-04-02</update_expiredate><real_ipchange>2026-03-02</real_ipchange>\
             <real_keychange>2026-03-02</real_keychange>\n    \
             <autoprolong>null</autoprolong><status>2</status><special_status>0</special_status>\n    \
             <item_status orig=\"2\" color=\"green\">Active</item_status><cost>4.00 EUR / month</cost>\n  </elem>\n",
            number >> 16 & 255,
            number >> 8 & 255,
            number & 255
        );
    }
    body.push_str("</doc>\n");
    body
}

/// A token of WebSoftSolus.
pub(crate) const TOKEN: &str = "{\"access_token\":\"0123456789abcdef0123456789abcdef01234567\",\
     \"expires_in\":3600,\"token_type\":\"Bearer\"}";

/// The properties of one Plesk key.
pub(crate) const PROPERTIES: &str = "{\"keyNumber\":\"PLSK.02980001\",\"title\":\"web1\",\"comment\":\"\",\
     \"product\":\"PLESK-12-WEB-HOST\",\"status\":\"ok\",\"createDate\":\"2025-12-04 18:00:00\",\
     \"expirationDate\":\"2026-12-04 18:00:00\",\"period\":\"12\",\"serverIP\":\"192.0.2.10\",\
     \"productKey\":\"A00000-FAKE00-000000-000000-000000\",\"features\":[\"POWER_PACK\"],\"os\":\"LINUX\"}";

/// So many Plesk keys.
pub(crate) fn websoftsolus_keys(keys: usize) -> String {
    let numbers: Vec<String> = (1..=keys).map(|number| format!("\"PLSK.{number:08}\"")).collect();
    format!("[{}]", numbers.join(","))
}

/// A purchase at Softaculous.
pub(crate) const PURCHASE: &str = "{\"lid\":48213,\"license\":\"11111-22222-33333-44444-55555\",\"bal\":-48,\
     \"ip\":\"203.0.113.10\",\"time\":1767225600,\"rate\":2,\"amt\":2,\"added\":\"1M\",\"action\":\"new\",\
     \"autorenew\":\"YES\",\"actid\":700123,\"error\":null}";
