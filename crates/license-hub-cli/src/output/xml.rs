//! XML: what the JSON says, in the shape of the library's own XML.

use license_wire::{Scrubber, to_xml};

use super::{SheetOf, json};

pub(super) fn write(sheet: &SheetOf<'_>, scrubber: &Scrubber) -> String {
    to_xml(sheet.name, &json::value(sheet, scrubber))
}
