//! Which of its possible shapes each answer has.

use serde::{Deserialize, Serialize};

use super::shapes::{
    AfterTermination, ContentType, DateForm, DoneReply, EmptyComment, EmptyList, ErrorShape, ExpiredCode,
    ExpiresIn, ListShape, OrderReply, OrderableShape, PropertyNames, TokenType, Wrapping,
};

/// Which of its possible shapes each answer has. The default is what is documented, and else the likeliest.
///
/// In `/_sandbox/replies` the fields have these names and the shapes theirs: `{"list": "object_with_gaps"}`.
///
/// ```
/// use license_sandbox::websoftsolus::{ErrorShape, ListShape, Replies};
///
/// let replies = Replies::default().list(ListShape::ObjectWithGaps).error(ErrorShape::Success).error_status(200);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct Replies {
    pub(super) list: ListShape,
    pub(super) empty_list: EmptyList,
    pub(super) properties: PropertyNames,
    pub(super) dates: DateForm,
    pub(super) empty_comment: EmptyComment,
    pub(super) wrapping: Wrapping,
    pub(super) edit: DoneReply,
    pub(super) terminate: DoneReply,
    pub(super) terminated: AfterTermination,
    pub(super) orderable: OrderableShape,
    pub(super) order: OrderReply,
    pub(super) error: ErrorShape,
    pub(super) error_status: Option<u16>,
    pub(super) expired: ExpiredCode,
    pub(super) expires_in: ExpiresIn,
    pub(super) token_type: TokenType,
    pub(super) content_type: ContentType,
}

impl Replies {
    /// A list of keys. Default: an array of strings.
    pub fn list(mut self, shape: ListShape) -> Self {
        self.list = shape;
        self
    }

    /// A list of no keys. Default: `[]`.
    pub fn empty_list(mut self, shape: EmptyList) -> Self {
        self.empty_list = shape;
        self
    }

    /// The names of the properties of a licence. Default: those that seem likeliest for this vendor.
    pub fn properties(mut self, names: PropertyNames) -> Self {
        self.properties = names;
        self
    }

    /// How a date is written. Default: as whoever the names are from does.
    pub fn dates(mut self, form: DateForm) -> Self {
        self.dates = form;
        self
    }

    /// The comment of a licence that has none. Default: an empty text.
    pub fn empty_comment(mut self, form: EmptyComment) -> Self {
        self.empty_comment = form;
        self
    }

    /// What stands around the properties of a licence. Default: nothing.
    pub fn wrapping(mut self, wrapping: Wrapping) -> Self {
        self.wrapping = wrapping;
        self
    }

    /// The answer to an edit. Default: `{"result": "success"}`.
    pub fn edit(mut self, reply: DoneReply) -> Self {
        self.edit = reply;
        self
    }

    /// The answer to a termination. Default: `{"result": "success"}`.
    pub fn terminate(mut self, reply: DoneReply) -> Self {
        self.terminate = reply;
        self
    }

    /// What becomes of a licence that was terminated. Default: it is gone.
    pub fn terminated(mut self, after: AfterTermination) -> Self {
        self.terminated = after;
        self
    }

    /// The orderable versions. Default: an array of names.
    pub fn orderable(mut self, shape: OrderableShape) -> Self {
        self.orderable = shape;
        self
    }

    /// The answer to an order. Default: `{"keyNumber": ...}`.
    pub fn order(mut self, reply: OrderReply) -> Self {
        self.order = reply;
        self
    }

    /// A refusal. Default: `{"error": ..., "error_description": ...}`.
    pub fn error(mut self, shape: ErrorShape) -> Self {
        self.error = shape;
        self
    }

    /// The status of every refusal, such as 200. Default: each its own, such as 401 or 404.
    pub fn error_status(mut self, status: impl Into<Option<u16>>) -> Self {
        self.error_status = status.into();
        self
    }

    /// The code of the refusal of a token that has ended. Default: `expired_token`.
    pub fn expired(mut self, code: ExpiredCode) -> Self {
        self.expired = code;
        self
    }

    /// `expires_in` of a token. Default: its lifetime as a number.
    pub fn expires_in(mut self, form: ExpiresIn) -> Self {
        self.expires_in = form;
        self
    }

    /// `token_type` of a token. Default: `Bearer`.
    pub fn token_type(mut self, form: TokenType) -> Self {
        self.token_type = form;
        self
    }

    /// `Content-Type` of every answer but a page and a plain text. Default: `application/json`.
    pub fn content_type(mut self, form: ContentType) -> Self {
        self.content_type = form;
        self
    }
}
