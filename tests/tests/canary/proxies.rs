//! The password in the address of a proxy.

use crate::seen;
use license_hub_tests::answers::{ok, status};
use license_hub_tests::calls::vendors;
use license_hub_tests::canary::{Canary, assert_absent};
use license_hub_tests::fault_server::{FaultServer, Step, Steps, reply};
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
            let tunnel = [Step::ReadRequest, connected(), Step::Tls(authority.good())];
            let through: Steps = tunnel.into_iter().chain(reply(ok((call.done)(0)))).collect();
            let echo = format!("user:{} may not pass", password.value());
            let refusing = reply(status(407, &[("Proxy-Authenticate", echo.as_str())], &echo));
            for (steps, passes) in [
                (through, true),
                (refusing, false),
                (vec![Step::ReadRequest, Step::Rst], false),
                (vec![Step::ReadRequest, connected(), Step::Rst], false),
            ] {
                let proxy = FaultServer::start(steps);
                let address = format!("http://user:{}@{}", password.value(), proxy.address());
                let settings = Settings::new().ca_pem(&authority.pem()).unwrap().proxy(address).unwrap();
                let settings = still(settings.retries(Retries::none())).0;
                let client = vendor.client(&proxy.https_url(), settings);
                assert_absent(seen(&*client, at), &secrets);
                assert_absent(client.shown(), &secrets);
                drop(client);
                let record = proxy.finish();
                let (connect, inside) = record.requests().split_first().unwrap();
                assert_eq!((connect.method.as_str(), inside.len()), ("CONNECT", usize::from(passes)));
                assert!(connect.header("proxy-authorization").is_some(), "{connect:?}");
                assert_absent(&connect.raw, vendor.canaries());
                for request in inside {
                    assert_absent(&request.raw, std::slice::from_ref(&password));
                }
            }
        }
    }
}
