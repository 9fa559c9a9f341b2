//! Values that an encoding could spoil arrive byte for byte.

use softaculous_noc::{
    Buy, BuyWebuzo, Credentials, Effect, Environment, GetLogs, LicenseKey, ListLicenses, RawCall, ServerType,
    Term, WebuzoPricing,
};

use crate::support::Vendor;

const AWKWARD: &[&str] = &[
    "a&b=c",
    "1+1=2",
    "100%25 %00 %zz",
    "two  blanks",
    "it's \"quoted\" `so`",
    "Привет, мир",
    "emoji \u{1f511} \u{301}",
    "a;b,c:d/e?f#g[h]{i}|j\\k^l~m*n(o)!$@",
    "<b>&amp;</b>",
];

fn long() -> String {
    "ж&".repeat(128).chars().take(255).collect()
}

fn texts() -> Vec<String> {
    AWKWARD.iter().map(|&text| text.to_owned()).chain([long()]).collect()
}

#[test]
fn free_texts_arrive_as_they_were_given() {
    let vendor = Vendor::always("{}");
    let client = vendor.client();
    let buy = || Buy::new("192.0.2.1".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    for text in texts() {
        let _ = client.buy(&buy().notes(&text));
        assert_eq!(vendor.take()[0].get("notes"), Some(text.as_str()));
        // Names and plans are shorter than texts.
        let short: String = text.chars().take(100).collect();
        let call = RawCall::new("softaculous", Effect::Read).field(&short, &text);
        let _ = client.call(&call);
        assert_eq!(vendor.take()[0].get(&short), Some(text.as_str()));
        let plan = WebuzoPricing::Plan(short.clone());
        let _ = client.buy_webuzo(&BuyWebuzo::new(buy().address(), buy().term(), plan));
        assert_eq!(vendor.take()[0].get("price"), Some(short.as_str()));
    }
}

#[test]
fn emails_and_keys_arrive_as_they_were_given() {
    let vendor = Vendor::always("{}");
    let client = vendor.client();
    for user in ["ops+noc", "a&b=c", "100%25", "\"o'ps\"", "Иван"] {
        let email = format!("{user}@example.com");
        let _ = client.licenses(&ListLicenses::new().owner_email(&email));
        assert_eq!(vendor.take()[0].get("email"), Some(email.as_str()));
        let key = LicenseKey::new(user).unwrap();
        let _ = client.logs(&GetLogs::by_key(key));
        assert_eq!(vendor.take()[0].get("key"), Some(user));
    }
}

#[test]
fn credentials_arrive_as_they_were_given_and_only_in_the_body() {
    let vendor = Vendor::always("{}");
    for text in texts() {
        for (credentials, name, password) in [
            (Credentials::account(&*text, &*text).unwrap(), "nocname", "nocpass"),
            (Credentials::api_key(&*text, &*text).unwrap(), "apikey", "apipass"),
        ] {
            let client = vendor.client_of(Environment::Live, credentials);
            let _ = client.licenses(&ListLicenses::new());
            let seen = vendor.take().remove(0);
            assert_eq!(seen.target, "/clients?ca=softaculous");
            assert_eq!(seen.get(name), Some(text.as_str()));
            assert_eq!(seen.get(password), Some(text.as_str()));
            assert_eq!(seen.fields.len(), 3);
        }
    }
}

#[test]
fn a_password_may_have_blanks_around_it() {
    let vendor = Vendor::always("{}");
    let client = vendor.client_of(Environment::Live, Credentials::account("noc", " pass ").unwrap());
    let _ = client.licenses(&ListLicenses::new());
    assert_eq!(vendor.take()[0].get("nocpass"), Some(" pass "));
}
