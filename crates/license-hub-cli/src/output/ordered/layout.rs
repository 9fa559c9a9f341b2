//! Where serde_json puts what it writes: the pieces, which know where each member stands.

use std::cell::RefCell;
use std::io::{self, Write};

use serde_json::ser::{CharEscape, Formatter};

use super::Pieces;

/// Takes what is written.
pub(super) struct Out<'a>(pub(super) &'a RefCell<Pieces>);

/// Says what stands between the values.
pub(super) struct Layout<'a>(pub(super) &'a RefCell<Pieces>);

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().text.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Formatter for Layout<'_> {
    fn write_f32<W: Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        // As a `serde_json::Value` has it.
        self.write_f64(writer, value.into())
    }

    fn write_char_escape<W: Write + ?Sized>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.borrow_mut().escaped = true;
        serde_json::ser::CompactFormatter.write_char_escape(writer, escape)
    }

    fn begin_array<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        let mut pieces = self.0.borrow_mut();
        pieces.depth += 1;
        pieces.has_item = false;
        pieces.text.push(b'[');
        Ok(())
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        let mut pieces = self.0.borrow_mut();
        if !first {
            pieces.text.push(b',');
        }
        pieces.line();
        Ok(())
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.borrow_mut().has_item = true;
        Ok(())
    }

    fn end_array<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        let mut pieces = self.0.borrow_mut();
        pieces.depth -= 1;
        if pieces.has_item {
            pieces.line();
        }
        pieces.text.push(b']');
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.borrow_mut().begin_object();
        Ok(())
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        self.0.borrow_mut().begin_name();
        Ok(())
    }

    fn end_object_key<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.borrow_mut().end_name();
        Ok(())
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.borrow_mut().text.extend(b": ");
        Ok(())
    }

    fn end_object<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.borrow_mut().end_object();
        Ok(())
    }
}
