//! Arguments of Go's own messages. Nearly all are printed as text, but a percent sign in a template's name shifts them to
//! other directives, and then their Go types show: a token is a struct, an error a pointer to one.

use std::borrow::Cow;

use super::directive::Operand;
use super::print::Printer;
use super::{ADDRESS, TooLong};
use crate::gotemplate::value::{IntType, Kind, Text, UintType, Value};

/// An argument of a message.
pub(in crate::gotemplate) enum Argument<'a> {
    /// `string`
    Text(&'a [u8]),
    /// `int`
    Int(i64),
    /// `reflect.Value`, which prints as what it holds.
    Reflected(&'a Value<'a>),
    /// A value with a text of its own.
    Shown(Shown<'a>),
}

/// A value whose type has a method `String` or `Error`.
pub(in crate::gotemplate) struct Shown<'a> {
    type_name: &'static str,
    text: Cow<'a, [u8]>,
    is_error: bool,
    is_pointer: bool,
    /// What the struct is made of; `None` where Go prints addresses.
    fields: Option<Vec<(&'static str, Field<'a>)>>,
}

/// A field of a [`Shown`].
pub(in crate::gotemplate) enum Field<'a> {
    /// An integer type with a name.
    Number(&'static str, i64),
    /// `string`
    Text(Cow<'a, [u8]>),
}

impl<'a> Argument<'a> {
    /// What `errors.New` makes of a text.
    pub(in crate::gotemplate) fn error(text: impl Into<Cow<'a, [u8]>>) -> Self {
        let text = text.into();
        let fields = Some(vec![("s", Field::Text(text.clone()))]);
        Self::Shown(Shown { type_name: "*errors.errorString", text, is_error: true, is_pointer: true, fields })
    }

    /// What `reflect` panics with when `method` is called on nothing.
    pub(in crate::gotemplate) fn value_error(text: &'a [u8], method: &'static str) -> Self {
        let method = Field::Text(method.as_bytes().into());
        let fields = Some(vec![("Method", method), ("Kind", Field::Number("reflect.Kind", 0))]);
        let text = text.into();
        Self::Shown(Shown { type_name: "*reflect.ValueError", text, is_error: true, is_pointer: true, fields })
    }

    /// A token of the parser.
    pub(in crate::gotemplate) fn token(text: Vec<u8>, fields: Vec<(&'static str, Field<'a>)>) -> Self {
        let text = text.into();
        let fields = Some(fields);
        Self::Shown(Shown { type_name: "parse.item", text, is_error: false, is_pointer: false, fields })
    }

    /// A pointer to a struct with further pointers in it.
    pub(in crate::gotemplate) fn pointer(type_name: &'static str, text: impl Into<Cow<'a, [u8]>>) -> Self {
        let is_error = type_name.ends_with("Error");
        Self::Shown(Shown { type_name, text: text.into(), is_error, is_pointer: true, fields: None })
    }

    /// A `reflect.Type`.
    pub(in crate::gotemplate) fn type_named(name: &'a str) -> Self {
        Self::pointer("*reflect.rtype", name.as_bytes())
    }
}

impl Operand for Argument<'_> {
    fn number(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    fn print(&self, printer: &mut Printer<'_>, verb: char) -> Result<(), TooLong> {
        match (self, verb) {
            (Self::Text(text), _) => printer.operand(&Kind::String(Text::Borrowed(text)), verb),
            (Self::Int(number), _) => printer.operand(&Kind::Int(IntType::Int, *number), verb),
            (Self::Reflected(_), 'T') => printer.truncated(b"reflect.Value"),
            (Self::Reflected(value), 'p') => {
                printer.complaint('p', b"reflect.Value=")?;
                printer.value(&value.kind, 'v')?;
                printer.text(b")")
            }
            (Self::Reflected(value), _) if matches!(value.kind, Kind::Invalid) => printer.value(&value.kind, verb),
            (Self::Reflected(value), _) => printer.operand(&value.kind, verb),
            (Self::Shown(shown), _) => shown.print(printer, verb),
        }
    }

    fn print_typed(&self, printer: &mut Printer<'_>) -> Result<(), TooLong> {
        let type_name = match self {
            Self::Text(_) => "string",
            Self::Int(_) => "int",
            Self::Reflected(_) => "reflect.Value",
            Self::Shown(shown) => shown.type_name,
        };
        printer.text(type_name.as_bytes())?;
        printer.text(b"=")?;
        self.print(printer, 'v')
    }
}

impl Shown<'_> {
    fn print(&self, printer: &mut Printer<'_>, verb: char) -> Result<(), TooLong> {
        match verb {
            'T' => printer.truncated(self.type_name.as_bytes()),
            'v' | 's' | 'x' | 'X' | 'q' if !printer.spec.go_syntax => {
                printer.operand(&Kind::String(Text::Borrowed(&self.text)), verb)
            }
            'w' if self.is_error && !printer.spec.go_syntax => self.print(printer, 'v'),
            'p' if self.is_pointer => self.address(printer),
            'w' if self.is_error && self.fields.is_some() => {
                // Go follows the pointer before it finds that the verb does not fit.
                printer.text(b"&")?;
                self.complaint(printer, verb, self.struct_name())
            }
            'p' | 'w' => self.complaint(printer, verb, self.type_name),
            _ if self.is_pointer && self.fields.is_some() => {
                printer.text(b"&")?;
                self.structure(printer, verb)
            }
            _ => self.structure(printer, verb),
        }
    }

    fn complaint(&self, printer: &mut Printer<'_>, verb: char, type_name: &str) -> Result<(), TooLong> {
        printer.complaint(verb, type_name.as_bytes())?;
        printer.text(b"=")?;
        self.structure(printer, 'v')?;
        printer.text(b")")
    }

    fn struct_name(&self) -> &'static str {
        self.type_name.trim_start_matches('*')
    }

    fn address(&self, printer: &mut Printer<'_>) -> Result<(), TooLong> {
        printer.text(format!("{ADDRESS:#x}").as_bytes())
    }

    /// The fields, without what the type says of itself.
    fn structure(&self, printer: &mut Printer<'_>, verb: char) -> Result<(), TooLong> {
        let Some(fields) = &self.fields else { return self.address(printer) };
        let in_go_syntax = printer.spec.go_syntax;
        if in_go_syntax {
            printer.text(self.struct_name().as_bytes())?;
        }
        printer.text(b"{")?;
        for (index, (name, field)) in fields.iter().enumerate() {
            printer.separate(index)?;
            if in_go_syntax || printer.spec.field_names {
                printer.text(name.as_bytes())?;
                printer.text(b":")?;
            }
            field.print(printer, verb)?;
        }
        printer.text(b"}")
    }
}

impl Field<'_> {
    fn print(&self, printer: &mut Printer<'_>, verb: char) -> Result<(), TooLong> {
        match self {
            Self::Text(text) => printer.value(&Kind::String(Text::Borrowed(text)), verb),
            Self::Number(type_name, number) => {
                let kind = match u64::try_from(*number) {
                    Ok(number) if *type_name == "reflect.Kind" => Kind::Uint(UintType::Uint64, number),
                    _ => Kind::Int(IntType::Int, *number),
                };
                if matches!(verb, 'v' | 'd' | 'b' | 'o' | 'O' | 'x' | 'X' | 'c' | 'q' | 'U') {
                    return printer.value(&kind, verb);
                }
                printer.complaint(verb, type_name.as_bytes())?;
                printer.text(b"=")?;
                printer.value(&kind, 'v')?;
                printer.text(b")")
            }
        }
    }
}
