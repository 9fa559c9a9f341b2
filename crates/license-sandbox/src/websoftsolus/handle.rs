//! What a test can ask and tell a running sandbox about WebSoftSolus.

use crate::sandbox::Sandbox;

use super::{PATH, Replies, TEST_PATH, TokenRules, WebSoftSolus};

impl Sandbox {
    /// The base address a WebSoftSolus client is to be given, such as `http://127.0.0.1:4010/websoftsolus/`.
    #[must_use]
    pub fn websoftsolus_url(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    /// The same for the test environment, such as `http://127.0.0.1:4010/websoftsolus/test/`.
    #[must_use]
    pub fn websoftsolus_test_url(&self) -> String {
        format!("http://{}{TEST_PATH}", self.address)
    }

    /// The shapes that WebSoftSolus's answers have now.
    pub fn websoftsolus_replies(&self) -> Replies {
        self.state.lock().fake::<WebSoftSolus>().map(|fake| fake.replies.clone()).unwrap_or_default()
    }

    /// Gives WebSoftSolus's answers other shapes.
    pub fn set_websoftsolus_replies(&self, replies: Replies) {
        if let Some(fake) = self.state.lock().fake::<WebSoftSolus>() {
            fake.replies = replies;
        }
    }

    /// Gives WebSoftSolus's tokens other rules. A token keeps the lifetime it was given out with.
    pub fn set_websoftsolus_tokens(&self, rules: TokenRules) {
        if let Some(fake) = self.state.lock().fake::<WebSoftSolus>() {
            fake.tokens.rules = rules;
        }
    }

    /// Ends every token that WebSoftSolus gave out, as if its time were over.
    pub fn expire_websoftsolus_tokens(&self) {
        if let Some(fake) = self.state.lock().fake::<WebSoftSolus>() {
            fake.tokens.expire_all();
        }
    }
}
