//! Operations that take long: instead of the document comes a page with an address to ask again.

use std::collections::VecDeque;

use crate::http::Answer;

use super::Site;
use super::state::scramble;

/// So many are kept; the oldest goes when there are more.
const MAX_WAITING: usize = 1000;

#[derive(Debug, Default)]
pub(super) struct Waiting {
    answers: VecDeque<Long>,
    count: u64,
}

#[derive(Debug)]
struct Long {
    token: String,
    answer: Answer,
    asked: bool,
}

impl Waiting {
    /// Keeps an answer, and says where it will be.
    pub(super) fn put(&mut self, site: &Site, answer: Answer) -> Answer {
        self.count += 1;
        let letters = scramble(u64::MAX - self.count).map(|letter| letter.to_ascii_lowercase());
        let token: String = letters.into_iter().map(char::from).collect();
        let page = page(site, &token);
        self.answers.push_back(Long { token, answer, asked: false });
        if self.answers.len() > MAX_WAITING {
            self.answers.pop_front();
        }
        page
    }

    /// The first asking is too early.
    pub(super) fn ask(&mut self, site: &Site, token: &str) -> Answer {
        match self.answers.iter_mut().find(|long| long.token == token) {
            None => Answer::html(404, "Not Found"),
            Some(long) if long.asked => long.answer.clone(),
            Some(long) => {
                long.asked = true;
                page(site, token)
            }
        }
    }
}

/// Seen: markup with an address of the form `long...billmgr` in it. What else is in it is invented.
fn page(site: &Site, token: &str) -> Answer {
    let prefix = site.prefix;
    let page = format!(
        "<!DOCTYPE html>\n<html><head><script>window.location = \"{prefix}long/{token}/billmgr\";</script></head><body></body></html>\n"
    );
    Answer::new(200, "text/html; charset=UTF-8", page)
}

/// The token in the path of a long operation. Clients put it after either base.
pub(super) fn token<'a>(site: &Site, path: &'a str) -> Option<&'a str> {
    let path = path.strip_prefix(site.prefix)?;
    let path = path.strip_prefix("manager/").unwrap_or(path);
    path.strip_prefix("long/")?.strip_suffix("/billmgr").filter(|token| !token.contains('/'))
}
