//! Values by verb. Every kind of value knows some verbs; with any other one it is printed as a complaint,
//! `%!verb(type=value)`. Lists, maps and structs pass the verb on to what they hold.

use super::decimal::{self, FloatText};
use super::directive::{Action, Directive, Operand};
use super::hexadecimal;
use super::numeral::{self, Numeral, Radix};
use super::quote::{Quoting, can_backquote};
use super::spec::Spec;
use super::writer::{Writer, first_chars};
use super::{ADDRESS, TooLong};
use crate::gotemplate::unicode::is_print;
use crate::gotemplate::value::{Data, Kind, Text, Value};
use crate::gotemplate::version::GoVersion;

/// Prints values under the current [`Spec`].
pub(super) struct Printer<'o> {
    out: Writer<'o>,
    /// Flags, width and precision in force.
    pub spec: Spec,
    go: GoVersion,
}

impl<'o> Printer<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>, go: GoVersion, max_len: usize) -> Self {
        Self { out: Writer::new(out, max_len), spec: Spec::default(), go }
    }

    /// Text as it is.
    pub(super) fn text(&mut self, text: &[u8]) -> Result<(), TooLong> {
        self.out.bytes(text)
    }

    /// A directive and what is wrong with it.
    pub(super) fn directive(&mut self, directive: &Directive<'_, impl Operand>) -> Result<(), TooLong> {
        self.spec = directive.spec;
        if directive.bad_width {
            self.text(b"%!(BADWIDTH)")?;
        }
        if directive.bad_precision {
            self.text(b"%!(BADPREC)")?;
        }
        match directive.action {
            Action::Print(verb, arg) => arg.print(self, verb),
            Action::Percent => self.text(b"%"),
            Action::NoVerb => self.text(b"%!(NOVERB)"),
            Action::BadIndex(verb) => self.complaint(verb, b"BADINDEX)"),
            Action::Missing(verb) => self.complaint(verb, b"MISSING)"),
        }
    }

    /// An operand, which unlike a value within another one can be asked for its type or its address.
    pub(super) fn operand(&mut self, kind: &Kind<'_>, verb: char) -> Result<(), TooLong> {
        match (kind, verb) {
            (Kind::Invalid, 'v' | 'T') => self.padded(b"<nil>"),
            (Kind::Invalid, _) => self.complaint(verb, b"<nil>)"),
            (_, 'T') => self.truncated(kind.type_name().as_bytes()),
            (Kind::List(_) | Kind::Map(_), 'p') => {
                let spec = Spec { sharp: !self.spec.sharp, ..self.spec };
                numeral::integer(&mut self.out, false, ADDRESS, Radix::LowerHex, &spec)
            }
            (_, 'p' | 'w') => self.wrong_verb(kind, verb),
            _ => self.value(kind, verb),
        }
    }

    /// `type=value`, as complaints have it.
    pub(super) fn typed(&mut self, kind: &Kind<'_>) -> Result<(), TooLong> {
        if matches!(kind, Kind::Invalid) {
            return self.text(b"<nil>");
        }
        self.text(kind.type_name().as_bytes())?;
        self.text(b"=")?;
        self.value(kind, 'v')
    }

    /// A value, perhaps within another one.
    pub(super) fn value(&mut self, kind: &Kind<'_>, verb: char) -> Result<(), TooLong> {
        match kind {
            Kind::Invalid if self.spec.go_syntax => self.text(b"interface {}(nil)"),
            Kind::Invalid => self.text(b"<nil>"),
            Kind::Bool(value) if matches!(verb, 't' | 'v') => self.padded(if *value { b"true" } else { b"false" }),
            Kind::Bool(_) => self.wrong_verb(kind, verb),
            Kind::Int(_, value) => self.integer(kind, *value < 0, value.unsigned_abs(), verb),
            Kind::Uint(_, value) if verb == 'v' && self.spec.go_syntax => {
                let spec = Spec { sharp: true, ..self.spec };
                numeral::integer(&mut self.out, false, *value, Radix::LowerHex, &spec)
            }
            Kind::Uint(_, value) => self.integer(kind, false, *value, verb),
            Kind::Float(value) if is_float_verb(verb) => self.float(*value, verb, &self.spec.clone()),
            Kind::Complex(real, imaginary) if is_float_verb(verb) => {
                self.text(b"(")?;
                self.float(*real, verb, &self.spec.clone())?;
                self.float(*imaginary, verb, &Spec { plus: true, ..self.spec })?;
                self.text(b"i)")
            }
            Kind::Float(_) | Kind::Complex(..) => self.wrong_verb(kind, verb),
            Kind::String(text) => self.string(kind, text.bytes(), verb),
            Kind::List(list) => self.list(list.elements(), verb),
            Kind::Map(map) => self.map(kind.type_name(), map.entries(), verb),
            Kind::Struct(value) => {
                let names = value.schema.fields.iter().map(|field| field.name);
                self.structure(value.schema.name, names.zip(&value.fields), verb)
            }
        }
    }

    /// `%!verb(` and what follows it.
    pub(super) fn complaint(&mut self, verb: char, rest: &[u8]) -> Result<(), TooLong> {
        self.text(b"%!")?;
        self.out.char(verb)?;
        self.text(b"(")?;
        self.text(rest)
    }

    fn wrong_verb(&mut self, kind: &Kind<'_>, verb: char) -> Result<(), TooLong> {
        self.complaint(verb, b"")?;
        self.typed(kind)?;
        self.text(b")")
    }

    fn integer(&mut self, kind: &Kind<'_>, negative: bool, magnitude: u64, verb: char) -> Result<(), TooLong> {
        let radix = match verb {
            'v' | 'd' => Radix::Decimal,
            'b' => Radix::Binary,
            'o' => Radix::Octal,
            'O' => Radix::MarkedOctal,
            'x' => Radix::LowerHex,
            'X' => Radix::UpperHex,
            'c' | 'q' | 'U' => {
                let code = if negative { magnitude.wrapping_neg() } else { magnitude };
                return self.code_point(code, verb);
            }
            _ => return self.wrong_verb(kind, verb),
        };
        numeral::integer(&mut self.out, negative, magnitude, radix, &self.spec)
    }

    /// An integer as a character; what is none is printed as U+FFFD.
    fn code_point(&mut self, code: u64, verb: char) -> Result<(), TooLong> {
        let valid = u32::try_from(code).ok().and_then(char::from_u32);
        let c = valid.unwrap_or(char::REPLACEMENT_CHARACTER);
        if verb == 'U' {
            let shown = valid.filter(|c| self.spec.sharp && is_print(*c, self.go.has_unicode_17()));
            return numeral::code_point(&mut self.out, code, shown, &self.spec);
        }
        let start = self.out.mark();
        if verb == 'c' {
            self.out.char(c)?;
        } else {
            self.quoting().char(c, &mut self.out)?;
        }
        self.out.pad(start, &self.spec)
    }

    fn float(&mut self, value: f64, verb: char, spec: &Spec) -> Result<(), TooLong> {
        let mut sign = numeral::sign(value.is_sign_negative() && !value.is_nan(), spec);
        if !value.is_finite() {
            let lead: &[u8] = if value.is_nan() { b"NaN" } else { b"Inf" };
            if value.is_infinite() {
                sign = sign.or(Some(b'+'));
            }
            return Numeral { sign, lead, zeros: 0, tail: b"" }.write(&mut self.out, spec);
        }
        let text = float_text(value.abs(), verb, spec);
        let numeral = Numeral { sign, lead: text.lead.as_bytes(), zeros: text.zeros, tail: text.tail.as_bytes() };
        if spec.fills_with_zeros() {
            numeral.write_zero_filled(&mut self.out, spec)
        } else {
            numeral.write(&mut self.out, spec)
        }
    }

    fn string(&mut self, kind: &Kind<'_>, bytes: &[u8], verb: char) -> Result<(), TooLong> {
        match verb {
            'v' if self.spec.go_syntax => self.quoted(bytes),
            'v' | 's' => self.truncated(bytes),
            'q' => self.quoted(bytes),
            'x' => self.hexadecimal(bytes, b"0123456789abcdef", b"0x"),
            'X' => self.hexadecimal(bytes, b"0123456789ABCDEF", b"0X"),
            _ => self.wrong_verb(kind, verb),
        }
    }

    fn padded(&mut self, text: &[u8]) -> Result<(), TooLong> {
        let start = self.out.mark();
        self.out.bytes(text)?;
        self.out.pad(start, &self.spec)
    }

    /// Text within precision and width.
    pub(super) fn truncated(&mut self, text: &[u8]) -> Result<(), TooLong> {
        self.padded(self.within_precision(text))
    }

    fn within_precision<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        self.spec.precision.map_or(text, |precision| first_chars(text, precision))
    }

    fn quoted(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        let bytes = self.within_precision(bytes);
        let start = self.out.mark();
        if self.spec.sharp && can_backquote(bytes) {
            self.out.byte(b'`')?;
            self.out.bytes(bytes)?;
            self.out.byte(b'`')?;
        } else {
            self.quoting().string(bytes, &mut self.out)?;
        }
        self.out.pad(start, &self.spec)
    }

    fn quoting(&self) -> Quoting {
        Quoting { ascii: self.spec.plus, go: self.go }
    }

    /// The bytes of a string; here the precision counts bytes.
    fn hexadecimal(&mut self, bytes: &[u8], digits: &[u8; 16], prefix: &[u8]) -> Result<(), TooLong> {
        let bytes = self.spec.precision.and_then(|precision| bytes.get(..precision)).unwrap_or(bytes);
        let start = self.out.mark();
        for (index, byte) in bytes.iter().enumerate() {
            if self.spec.space && index > 0 {
                self.out.byte(b' ')?;
            }
            if self.spec.sharp && (self.spec.space || index == 0) {
                self.out.bytes(prefix)?;
            }
            self.out.bytes(&[digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]])?;
        }
        self.out.pad(start, &self.spec)
    }

    fn list(&mut self, items: &[Data], verb: char) -> Result<(), TooLong> {
        self.open(b"[]interface {}{", b"[")?;
        for (index, item) in items.iter().enumerate() {
            self.separate(index)?;
            self.value(&Value::concrete(item).kind, verb)?;
        }
        self.close(b"]")
    }

    fn map(&mut self, type_name: &str, entries: &[(Box<[u8]>, Data)], verb: char) -> Result<(), TooLong> {
        if self.spec.go_syntax {
            self.text(type_name.as_bytes())?;
        }
        self.open(b"{", b"map[")?;
        for (index, (key, value)) in entries.iter().enumerate() {
            self.separate(index)?;
            self.value(&Kind::String(Text::Borrowed(key)), verb)?;
            self.text(b":")?;
            self.value(&Value::concrete(value).kind, verb)?;
        }
        self.close(b"]")
    }

    fn structure<'f>(
        &mut self,
        type_name: &str,
        fields: impl Iterator<Item = (&'static str, &'f Data)>,
        verb: char,
    ) -> Result<(), TooLong> {
        if self.spec.go_syntax {
            self.text(type_name.as_bytes())?;
        }
        self.text(b"{")?;
        for (index, (name, value)) in fields.enumerate() {
            self.separate(index)?;
            if self.spec.field_names || self.spec.go_syntax {
                self.text(name.as_bytes())?;
                self.text(b":")?;
            }
            self.value(&Value::concrete(value).kind, verb)?;
        }
        self.text(b"}")
    }

    fn open(&mut self, in_go_syntax: &[u8], plain: &[u8]) -> Result<(), TooLong> {
        self.text(if self.spec.go_syntax { in_go_syntax } else { plain })
    }

    /// What stands before the element at `index`.
    pub(super) fn separate(&mut self, index: usize) -> Result<(), TooLong> {
        match (index, self.spec.go_syntax) {
            (0, _) => Ok(()),
            (_, true) => self.text(b", "),
            (_, false) => self.text(b" "),
        }
    }

    fn close(&mut self, plain: &[u8]) -> Result<(), TooLong> {
        self.text(if self.spec.go_syntax { b"}" } else { plain })
    }
}

fn is_float_verb(verb: char) -> bool {
    matches!(verb, 'v' | 'b' | 'g' | 'G' | 'x' | 'X' | 'f' | 'F' | 'e' | 'E')
}

/// A finite value without its sign.
fn float_text(value: f64, verb: char, spec: &Spec) -> FloatText {
    let (mut text, least_digits) = match verb {
        'e' | 'E' => (decimal::scientific(value, spec.precision.unwrap_or(6)), 0),
        'f' | 'F' => (decimal::fixed(value, spec.precision.unwrap_or(6)), 0),
        'x' => (hexadecimal::hexadecimal(value, spec.precision), spec.precision.unwrap_or(6)),
        'X' => (hexadecimal::hexadecimal(value, spec.precision), 0),
        'b' => return hexadecimal::binary_exponent(value),
        _ => (decimal::general(value, spec.precision), spec.precision.unwrap_or(6)),
    };
    if spec.sharp {
        text.keep_point(least_digits);
    }
    if verb.is_ascii_uppercase() && verb != 'F' {
        text.lead.make_ascii_uppercase();
        text.tail.make_ascii_uppercase();
    }
    text
}
