//! A purchase whose answer is lost: what the buyer sees, and what the vendor has in its books.
//!
//! `cargo run -p license-sandbox --example lost_reply`

use std::io::{self, Read, Write};
use std::net::TcpStream;

use license_sandbox::{Fault, FaultKind, Options, Sandbox, softaculous};

pub(crate) fn main() -> io::Result<()> {
    let mut out = io::stdout();
    let sandbox = Sandbox::start(Options::default())?;
    sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation("softaculous_buy"));

    let form = format!(
        "json=1&nocname={}&nocpass={}&purchase=1&ips=192.0.2.1&toadd=1M&servertype=2&authemail=ops@example.com",
        softaculous::NOC_NAME,
        softaculous::NOC_PASS,
    );
    for attempt in ["first", "second"] {
        let mut connection = TcpStream::connect(sandbox.address())?;
        write!(
            connection,
            "POST {}?ca=softaculous_buy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{form}",
            softaculous::PATH,
            form.len(),
        )?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        writeln!(out, "The {attempt} attempt got {} bytes of answer.", answer.len())?;
    }

    writeln!(out, "What was charged:")?;
    for entry in sandbox.ledger() {
        writeln!(out, "  {} {} for {}", entry.time, entry.amount, entry.ip.unwrap_or_default())?;
    }
    Ok(())
}
