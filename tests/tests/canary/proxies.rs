//! The password in the address of a proxy.

use crate::seen;
use license_hub_tests::answers::{ok, status};
use license_hub_tests::calls::{of_calls, server_around, vendors};
use license_hub_tests::canary::{Canary, assert_absent};
use license_hub_tests::fault_server::{Step, Steps, reply};
use license_hub_tests::still::still;
use license_hub_tests::tls::Authority;
use license_wire::{Retries, Settings};

#[test]
fn the_password_of_a_proxy_goes_to_the_proxy_and_nowhere_else() {
    let authority = Authority::new();
    let password = Canary::plain("proxy-password");
    let connected = || Step::Write(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec());
    for vendor in vendors() {
        let secrets = [vendor.canaries(), std::slice::from_ref(&password)].concat();
        for (at, call) in vendor.calls().into_iter().enumerate() {
            let tunnel = |inside: Steps| -> Steps {
                let begin = vec![Step::ReadRequest, connected(), Step::Tls(authority.good())];
                [begin, inside].concat()
            };
            let through = tunnel(reply(ok((call.done)(0))));
            let echo = format!("user:{} may not pass", password.value());
            let refusing = reply(status(407, &[("Proxy-Authenticate", echo.as_str())], &echo));
            for (steps, passes) in [
                (through, true),
                (refusing, false),
                (vec![Step::ReadRequest, Step::Rst], false),
                (vec![Step::ReadRequest, connected(), Step::Rst], false),
            ] {
                let proxy = server_around(&*vendor, steps, tunnel);
                let address = format!("http://user:{}@{}", password.value(), proxy.address());
                let settings = Settings::new().ca_pem(&authority.pem()).unwrap().proxy(address).unwrap();
                let settings = still(settings.retries(Retries::none())).0;
                let client = vendor.client(&proxy.https_url(), settings);
                assert_absent(seen(&*client, at), &secrets);
                assert_absent(client.shown(), &secrets);
                drop(client);
                let record = proxy.finish();
                let looks = usize::from(passes && call.looked.is_some());
                assert_eq!(of_calls(&*vendor, &record).len(), 1 + usize::from(passes) + 2 * looks);
                for request in record.requests() {
                    if request.method == "CONNECT" {
                        assert!(request.header("proxy-authorization").is_some(), "{request:?}");
                        assert_absent(&request.raw, vendor.canaries());
                    } else {
                        assert_absent(&request.raw, std::slice::from_ref(&password));
                    }
                }
                let connects = record.requests().iter().filter(|request| request.method == "CONNECT");
                assert_eq!(connects.count(), record.connections());
            }
        }
    }
}
