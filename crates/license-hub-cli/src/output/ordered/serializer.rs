//! What can be serialised, written as serde_json writes it.

use std::fmt::{Display, Write as _};

use serde::ser::{self, Error as _, Serialize, Serializer};
use serde_json::{Error, Result};

use super::Writer;

/// A list or an object that has not ended.
pub(crate) struct Open<'a> {
    writer: &'a mut Writer,
    /// Of an object, the first of its members; nothing for a list.
    first: Option<usize>,
    empty: bool,
    /// Of a variant, the object that its name stands in, by its first member.
    around: Option<usize>,
}

impl Writer {
    fn list(&mut self) -> Open<'_> {
        self.depth += 1;
        Open { first: None, empty: true, around: None, writer: self }
    }

    fn object(&mut self) -> Open<'_> {
        Open { first: Some(self.begin_object()), empty: true, around: None, writer: self }
    }

    /// Begins the object that the name of a variant stands in.
    fn variant(&mut self, name: &str) -> Result<usize> {
        let first = self.begin_object();
        self.name(name)?;
        Ok(first)
    }

    fn number(&mut self, number: impl Display) -> Result<()> {
        write!(self.text, "{number}").map_err(Error::custom)
    }
}

impl Open<'_> {
    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<()> {
        self.writer.push(if self.empty { '[' } else { ',' });
        self.empty = false;
        self.writer.line();
        value.serialize(&mut *self.writer)
    }

    fn entry(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<()> {
        self.writer.name(name)?;
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        let Self { writer, first, empty, around } = self;
        if let Some(first) = first {
            writer.end_object(first);
        } else {
            writer.depth -= 1;
            if empty {
                writer.push('[');
            } else {
                writer.line();
            }
            writer.push(']');
        }
        if let Some(around) = around {
            writer.end_object(around);
        }
    }
}

/// The numbers that are written as Rust writes them.
macro_rules! numbers {
    ($($name:ident: $number:ty),+) => {
        $(fn $name(self, number: $number) -> Result<()> {
            self.number(number)
        })+
    };
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    );
    /// As in a [`serde_json::Value`], which has no numbers of this kind.
    fn serialize_f32(self, number: f32) -> Result<()> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<()> {
        self.text.push_str(&serde_json::to_string(&number)?);
        Ok(())
    }

    fn serialize_bool(self, flag: bool) -> Result<()> {
        self.text.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, sign: char) -> Result<()> {
        self.string(sign.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.string(text)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        self.display(value)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.string(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        let around = self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.end_object(around);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>> {
        Ok(self.list())
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>> {
        Ok(self.list())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>> {
        Ok(self.list())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>> {
        let around = self.variant(variant)?;
        Ok(Open { around: Some(around), ..self.list() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>> {
        Ok(self.object())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>> {
        Ok(self.object())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>> {
        let around = self.variant(variant)?;
        Ok(Open { around: Some(around), ..self.object() })
    }
}

macro_rules! list {
    ($($kind:ident, $method:ident);+) => {
        $(impl ser::$kind for Open<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.item(value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })+
    };
}

list!(
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field
);

macro_rules! object {
    ($($kind:ident),+) => {
        $(impl ser::$kind for Open<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.entry(name, value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })+
    };
}

object!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<()> {
        self.writer.member(|writer| {
            let start = writer.text.len();
            name.serialize(&mut *writer)?;
            match writer.text.as_bytes().get(start) {
                Some(b'"') => {}
                // A name is a text, whatever it is made of.
                Some(b'0'..=b'9' | b'-' | b't' | b'f') => {
                    writer.text.insert(start, '"');
                    writer.push('"');
                }
                _ => return Err(Error::custom("key must be a string")),
            }
            Ok(())
        })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}
