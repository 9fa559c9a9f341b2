//! The command `license-sandbox`.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use license_sandbox::{Decimal, Options, StartDate, run};

/// A stateful fake of licence vendors' APIs, to try an integration against. It listens on loopback only.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    listen: SocketAddr,
    /// How long every answer waits, such as 50ms or 2s
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = duration)]
    latency: Duration,
    /// How many licences each live account holds at the start; a few are always there
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    licenses: usize,
    /// The money each account has to spend
    #[arg(long, value_name = "AMOUNT", default_value = "500")]
    balance: Decimal,
    /// The date at the vendors, or `system` for the machine's
    #[arg(long, value_name = "DATE", default_value_t = StartDate::DEFAULT)]
    date: StartDate,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options::default()
        .listen(arguments.listen)
        .latency(arguments.latency)
        .licenses(arguments.licenses)
        .balance(arguments.balance)
        .date(arguments.date);
    match run(options, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("license-sandbox: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// Milliseconds or seconds: `50ms`, `2s`.
fn duration(text: &str) -> Result<Duration, String> {
    let read = |digits: &str| digits.parse::<u64>().ok();
    let time = match text.strip_suffix("ms") {
        Some(digits) => read(digits).map(Duration::from_millis),
        None => text.strip_suffix('s').and_then(read).map(Duration::from_secs),
    };
    time.ok_or_else(|| format!("`{text}` is not a time such as 50ms or 2s"))
}
