//! A registry on this machine: a sparse index, downloads, and the call that cargo publishes with.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use mockito::{Matcher, Request, Server, ServerGuard};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(super) struct Registry {
    pub(super) server: ServerGuard,
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Default)]
struct Shelf {
    /// Files of the index, by name: one for each crate, with a line for each version.
    index: BTreeMap<String, String>,
    /// Archives, by `name/version`.
    archives: BTreeMap<String, Vec<u8>>,
    /// What was put up, in this order.
    up: Vec<String>,
    /// The crate whose next publication is to fail, and when.
    fails: Option<(String, When)>,
    is_broken: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    BeforeTaking,
    AfterTaking,
}

impl Registry {
    pub(super) fn start() -> Self {
        let mut server = Server::new();
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let config = json!({ "dl": format!("{}/dl", server.url()), "api": server.url() });
        shelf.lock().unwrap().index.insert("config.json".to_owned(), config.to_string());
        let (has, lines) = (shelf.clone(), shelf.clone());
        server
            .mock("GET", Matcher::Regex("^/index/".into()))
            .with_status_code_from_request(move |request| {
                let shelf = has.lock().unwrap();
                match shelf.index.contains_key(last(request)) {
                    _ if shelf.is_broken => 500,
                    true => 200,
                    false => 404,
                }
            })
            .with_body_from_request(move |request| {
                lines.lock().unwrap().index.get(last(request)).cloned().unwrap_or_default().into_bytes()
            })
            .create();
        let archives = shelf.clone();
        server
            .mock("GET", Matcher::Regex("^/dl/".into()))
            .with_body_from_request(move |request| {
                let key = request.path().trim_start_matches("/dl/").trim_end_matches("/download").to_owned();
                archives.lock().unwrap().archives[&key].clone()
            })
            .create();
        let publish = shelf.clone();
        server
            .mock("PUT", "/api/v1/crates/new")
            .with_status_code_from_request(move |request| {
                publish.lock().unwrap().take(request.body().unwrap())
            })
            .with_body("{}")
            .create();
        Self { server, shelf }
    }

    /// Answers the next call that publishes this crate with a fault of the server's.
    pub(super) fn fail_once(&self, name: &str) {
        self.shelf.lock().unwrap().fails = Some((name.to_owned(), When::BeforeTaking));
    }

    /// The same, but the crate is up.
    pub(super) fn fail_once_after_taking(&self, name: &str) {
        self.shelf.lock().unwrap().fails = Some((name.to_owned(), When::AfterTaking));
    }

    /// Answers every question with a fault of the server's from now on.
    pub(super) fn break_down(&self) {
        self.shelf.lock().unwrap().is_broken = true;
    }

    /// What was put up so far, in order.
    pub(super) fn up(&self) -> Vec<String> {
        self.shelf.lock().unwrap().up.clone()
    }
}

impl Shelf {
    /// The body is two parts, each behind its length: what cargo says about the crate, and the archive.
    fn take(&mut self, body: &[u8]) -> usize {
        let (about, rest) = part(body);
        let (archive, rest) = part(rest);
        assert!(rest.is_empty());
        let about: Value = serde_json::from_slice(about).unwrap();
        let (name, version) = (about["name"].as_str().unwrap(), about["vers"].as_str().unwrap());
        let fails = self.fails.take_if(|(fails, _)| fails == name).map(|(_, when)| when);
        if fails == Some(When::BeforeTaking) {
            return 500;
        }
        let wants = |dependency: &Value| {
            json!({
                "name": dependency["name"], "req": dependency["version_req"], "features": dependency["features"],
                "optional": dependency["optional"], "default_features": dependency["default_features"],
                "target": dependency["target"], "kind": dependency["kind"], "registry": dependency["registry"],
            })
        };
        let deps: Vec<Value> = about["deps"].as_array().unwrap().iter().map(wants).collect();
        for needed in &deps {
            assert!(self.index.contains_key(needed["name"].as_str().unwrap()), "{name} came before {needed}");
        }
        let checksum = Sha256::digest(archive).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
        let line = json!({ "name": name, "vers": version, "deps": deps, "cksum": checksum, "features": {}, "yanked": false });
        writeln!(self.index.entry(name.to_owned()).or_default(), "{line}").unwrap();
        self.archives.insert(format!("{name}/{version}"), archive.to_vec());
        self.up.push(format!("{name} {version}"));
        if fails.is_some() { 500 } else { 200 }
    }
}

fn part(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (length, rest) = bytes.split_at(4);
    rest.split_at(usize::try_from(u32::from_le_bytes(length.try_into().unwrap())).unwrap())
}

fn last(request: &Request) -> &str {
    request.path().rsplit('/').next().unwrap()
}
