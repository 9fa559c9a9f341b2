//! `sandbox`: runs the fake vendors.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use license_sandbox::{Options, StartDate};
use rust_decimal::Decimal;

use crate::app::App;
use crate::config::parse_duration;
use crate::exit::Failure;

const AFTER: &str = "\
Examples:
  license-hub sandbox
  license-hub sandbox --listen 127.0.0.1:0 --licenses 2000 --latency 50ms";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// Where to listen; this machine's own addresses only
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    listen: SocketAddr,
    /// How long every answer waits, such as 50ms or 2s
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = latency)]
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

pub(crate) fn run(_: &App, arguments: &Arguments) -> Result<(), Failure> {
    let options = Options::default()
        .listen(arguments.listen)
        .latency(arguments.latency)
        .licenses(arguments.licenses)
        .balance(arguments.balance)
        .date(arguments.date);
    license_sandbox::run(options, &mut io::stdout())
        .map_err(|error| Failure::usage(format!("the sandbox cannot run at {}: {error}", arguments.listen)))
}

fn latency(text: &str) -> Result<Duration, String> {
    match text {
        "0ms" | "0s" => Ok(Duration::ZERO),
        _ => parse_duration(text).ok_or_else(|| "write a time such as 50ms or 2s".into()),
    }
}
