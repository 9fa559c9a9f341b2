//! One call as it goes over the wire, before it is known who is calling.

use license_wire::{Effect, Error, Form, Request};

use crate::{Operation, Vendor};

/// One call of a function, complete but for who is calling.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) vendor: Vendor,
    function: String,
    fields: Form,
}

impl Call {
    /// The call of an operation at this vendor, its fields checked.
    pub(crate) fn of<O: Operation>(operation: &O, vendor: Vendor) -> Result<Self, Error> {
        let (name, effect) = (operation.name(vendor), operation.effect());
        let fields = operation.fields(vendor).map_err(|error| error.of_call(name, effect, 0))?;
        Ok(Self { name, effect, vendor, function: operation.function(vendor), fields })
    }

    pub(crate) fn request(self, credentials: Form) -> Request {
        let form = form_for(credentials, &self.function).and(self.fields);
        Request::post(self.name, self.effect, form).accept("application/xml, text/xml")
    }
}

/// What every call begins with.
pub(crate) fn form_for(credentials: Form, function: &str) -> Form {
    // Texts come in the account's language otherwise.
    credentials.field("out", "xml").field("lang", "en").field("func", function)
}
