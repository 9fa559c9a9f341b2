//! The configuration that `license-hub init` writes.

/// A configuration to begin with. Everything that has to be decided is commented out.
pub(crate) const TEMPLATE: &str = r#"# The configuration of license-hub.
#
# One table for each account. Its name is yours to choose: letters, digits, `-` and `_`.
# Check it with `license-hub accounts check`, which only logs in and looks.

# [accounts.noc-main]
# vendor = "softaculous"
# # "live" is for real licences and real money, "test" for the vendor's sandbox mode. It has to be said.
# environment = "live"
# username = "mynoc"
# # Where the password comes from: an environment variable,
# password = { env = "NOC_PASSWORD" }
# # or a file that only you can read (its path counts from the folder of this file),
# # password = { file = "noc.secret" }
# # or what a command prints; no shell is used.
# # password = { command = ["pass", "show", "noc"] }
#
# # In place of username and password, an API key made in the vendor's panel:
# # api_key = { env = "NOC_API_KEY" }
# # api_password = { env = "NOC_API_PASSWORD" }
#
# # Seldom needed:
# # base_url = "https://www.softaculous.com/clients"
# # ca_file = "company-ca.pem"      # trusted in place of the public authorities
# # proxy = { env = "NOC_PROXY" }   # or "none"; without this, HTTPS_PROXY and its kin count
# # timeouts = { connect = "10s", answer = "30s", answer_to_spend = "120s" }   # and resolve, send, body
# # max_answer = "32MiB"

# [accounts.wss-main]
# vendor = "websoftsolus"
# environment = "live"
# login = "ops@example.com"
# # The API key made in the customer area.
# secret = { env = "WSS_SECRET" }

# [accounts.isp-eu]
# vendor = "ispmanager"               # or "isplicense"
# site = "eu"                         # eu or ru; at ISPlicense com or ru
# environment = "live"                # these vendors have no test
# username = "reseller@example.com"
# password = { file = "isp.secret" }
# # login = "session"                 # one login for all calls, instead of the password in each
"#;
