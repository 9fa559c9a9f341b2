//! Helpers for the workspace tests: a server that breaks HTTP on purpose, ports that lead nowhere, TLS certificates
//! made on the spot, marked credentials and the search for them, a reader of the
//! forms that were sent, and the calls of every client in one shape.
//!
//! A test builds the server it needs in sight, lets a client run into it, and then asks the server what was on the wire:
//!
//! ```
//! use license_hub_tests::answers;
//! use license_hub_tests::fault_server::{FaultServer, Step, reply_then};
//! use std::io::{ErrorKind, Read, Write};
//! use std::net::TcpStream;
//!
//! let server = FaultServer::start(reply_then(answers::half_by_length(r#"{"done":true}"#), Step::Rst));
//!
//! let mut client = TcpStream::connect(server.address()).unwrap();
//! client.write_all(b"POST /buy HTTP/1.1\r\nContent-Length: 6\r\n\r\nips=10").unwrap();
//! assert_eq!(client.read_to_end(&mut Vec::new()).unwrap_err().kind(), ErrorKind::ConnectionReset);
//!
//! let record = server.finish();
//! assert_eq!(record.connections(), 1);
//! assert_eq!(record.requests().len(), 1);
//! assert_eq!(record.requests()[0].body, b"ips=10");
//! ```
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "all of this runs inside tests, and a test says no by panicking"
)]

pub mod answers;
pub mod calls;
pub mod canary;
pub mod dead_ends;
pub mod fault_server;
pub mod form;
pub mod log_capture;
pub mod patience;
pub mod still;
pub mod strides;
pub mod tls;

/// So that Rust on the repository's first page is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct FirstPage;
