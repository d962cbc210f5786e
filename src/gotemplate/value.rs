//! The values that a template works on. [`Data`] owns what a caller passes in; [`Value`] is what the machine computes
//! with, borrowing from the data. Go's distinctions are kept where a template can see them: `int` is not `uint32`, a nil
//! interface is not a missing value, and an element of a map has the static type `interface {}`.

use std::rc::Rc;

use super::schema::StructType;

/// Data for a template, with Go's types.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// A nil `interface {}`.
    Nil,
    /// `bool`.
    Bool(bool),
    /// A signed integer.
    Int(IntType, i64),
    /// An unsigned integer.
    Uint(UintType, u64),
    /// `float64`.
    Float(f64),
    /// `string`: any bytes.
    String(Box<[u8]>),
    /// `[]interface {}`.
    List(Vec<Data>),
    /// `map[string]interface {}` or `map[string]string`.
    Map(Map),
    /// A struct.
    Struct(Struct),
}

impl Data {
    /// A string.
    #[must_use]
    pub fn string(text: impl AsRef<[u8]>) -> Self {
        Self::String(text.as_ref().into())
    }
}

/// Go's signed integer types that templates meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntType {
    /// `int`, which constants, indexes and `len` have.
    Int,
    /// `int64`.
    Int64,
}

/// Go's unsigned integer types that templates meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UintType {
    /// `uint8`, which an element of a string has.
    Uint8,
    /// `uint32`, which Kuma's ports have.
    Uint32,
    /// `uint64`.
    Uint64,
}

/// A Go map with string keys, kept in the order of its keys, which is how Go prints and ranges over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    elements: MapElements,
    entries: Vec<(Box<[u8]>, Data)>,
}

/// The element type of a [`Map`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapElements {
    /// `map[string]interface {}`.
    Any,
    /// `map[string]string`.
    Strings,
}

impl Map {
    /// Sorts the entries by key; of equal keys the last one stays.
    #[must_use]
    pub fn new(elements: MapElements, entries: impl IntoIterator<Item = (Box<[u8]>, Data)>) -> Self {
        let sorted: std::collections::BTreeMap<_, _> = entries.into_iter().collect();
        Self { elements, entries: sorted.into_iter().collect() }
    }

    /// The type of the elements.
    #[must_use]
    pub fn elements(&self) -> MapElements {
        self.elements
    }

    /// All entries in key order.
    #[must_use]
    pub fn entries(&self) -> &[(Box<[u8]>, Data)] {
        &self.entries
    }

    /// The element under `key`.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<&Data> {
        let at = self.entries.binary_search_by(|(name, _)| (**name).cmp(key)).ok()?;
        Some(&self.entries[at].1)
    }
}

/// A value of a Go struct type.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// The type.
    pub schema: &'static StructType,
    /// One value for each field of the type, in its order.
    pub fields: Vec<Data>,
}

/// Go's `reflect.Value`, as far as templates can tell: a value and whether its static type is an interface.
#[derive(Clone, Debug)]
pub struct Value<'d> {
    /// The value itself; for an interface, what it holds.
    pub kind: Kind<'d>,
    /// The interface type through which the value is seen, if any.
    pub interface: Interface,
    /// Fields of the root struct that flowed into it (see [`crate::source::provenance::Segment::fields`]).
    pub origin: u32,
}

/// The static interface type of a [`Value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// A concrete type.
    None,
    /// `interface {}`: an element of a map or a slice.
    Any,
    /// `error`.
    Error,
}

/// What a [`Value`] holds.
#[derive(Clone, Debug)]
pub enum Kind<'d> {
    /// Nothing: Go's zero `reflect.Value`; in an interface, nil.
    Invalid,
    /// `bool`.
    Bool(bool),
    /// A signed integer.
    Int(IntType, i64),
    /// An unsigned integer.
    Uint(UintType, u64),
    /// `float64`.
    Float(f64),
    /// `complex128`: real and imaginary part.
    Complex(f64, f64),
    /// `string`.
    String(Text<'d>),
    /// `[]interface {}`.
    List(List<'d>),
    /// A map.
    Map(&'d Map),
    /// A struct.
    Struct(&'d Struct),
}

/// A string value: borrowed from data or template, or made by a function.
#[derive(Clone, Debug)]
pub enum Text<'d> {
    /// Bytes that live as long as data and template.
    Borrowed(&'d [u8]),
    /// A part (from, to) of bytes that a function made.
    Made(Rc<[u8]>, usize, usize),
}

impl Text<'_> {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Made(bytes, from, to) => bytes.get(*from..*to).unwrap_or(&[]),
        }
    }

    /// The part from byte `from` to byte `to`, which the caller has checked to lie within.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Borrowed(bytes) => Self::Borrowed(bytes.get(from..to).unwrap_or(&[])),
            Self::Made(bytes, start, _) => Self::Made(Rc::clone(bytes), start + from, start + to),
        }
    }
}

/// A slice: Go lets a template re-slice up to the capacity, so what lies behind the length is kept.
#[derive(Clone, Copy, Debug)]
pub struct List<'d> {
    /// Everything up to the capacity.
    pub storage: &'d [Data],
    /// The length.
    pub len: usize,
}

impl<'d> List<'d> {
    /// The elements within the length.
    #[must_use]
    pub fn elements(self) -> &'d [Data] {
        self.storage.get(..self.len).unwrap_or(&[])
    }
}

impl<'d> Value<'d> {
    /// Go's zero `reflect.Value`, printed as `<no value>`.
    pub const INVALID: Value<'static> = Value { kind: Kind::Invalid, interface: Interface::None, origin: 0 };

    /// A value of a concrete type.
    #[must_use]
    pub fn of(kind: Kind<'d>) -> Self {
        Self { kind, interface: Interface::None, origin: 0 }
    }

    /// A string that a function made.
    #[must_use]
    pub fn made(bytes: Vec<u8>) -> Self {
        let len = bytes.len();
        Self::of(Kind::String(Text::Made(bytes.into(), 0, len)))
    }

    /// Data seen with its own type, as a field of a struct or the root is; a nil has no type, so it is invalid.
    #[must_use]
    pub fn concrete(data: &'d Data) -> Self {
        Self::of(match data {
            Data::Nil => Kind::Invalid,
            Data::Bool(value) => Kind::Bool(*value),
            Data::Int(kind, value) => Kind::Int(*kind, *value),
            Data::Uint(kind, value) => Kind::Uint(*kind, *value),
            Data::Float(value) => Kind::Float(*value),
            Data::String(bytes) => Kind::String(Text::Borrowed(bytes)),
            Data::List(items) => Kind::List(List { storage: items, len: items.len() }),
            Data::Map(map) => Kind::Map(map),
            Data::Struct(value) => Kind::Struct(value),
        })
    }

    /// Data seen through `interface {}`, as an element of a slice or a map is.
    #[must_use]
    pub fn element(data: &'d Data) -> Self {
        Self { interface: Interface::Any, ..Self::concrete(data) }
    }

    /// The element of `map` under `key`, seen through the map's element type.
    #[must_use]
    pub fn of_map(map: &'d Map, data: &'d Data) -> Self {
        match map.elements() {
            MapElements::Any => Self::element(data),
            MapElements::Strings => Self::concrete(data),
        }
    }

    /// What `fmt` and a comparison see: the value without its interface; a nil interface is invalid.
    #[must_use]
    pub fn unwrapped(mut self) -> Self {
        self.interface = Interface::None;
        self
    }

    /// What Go makes of the value of a command: out of an `interface {}` comes what it holds, an `error` stays one.
    #[must_use]
    pub fn out_of_interface(mut self) -> Self {
        if self.interface == Interface::Any {
            self.interface = Interface::None;
        }
        self
    }

    /// The fields of the root struct that can be seen in the value: its origin, and of a struct all its fields.
    #[must_use]
    pub fn visible_fields(&self) -> u32 {
        match &self.kind {
            Kind::Struct(data) => {
                data.fields.iter().enumerate().fold(self.origin, |bits, (index, _)| bits | bit(index))
            }
            _ => self.origin,
        }
    }

    /// Whether this is Go's zero `reflect.Value` (a nil interface is not: it has a type).
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self.kind, Kind::Invalid) && self.interface == Interface::None
    }

    /// The name of the static type, as Go prints it; for a valid interface that is the interface's.
    #[must_use]
    pub fn static_type(&self) -> &'static str {
        match self.interface {
            Interface::Any => "interface {}",
            Interface::Error => "error",
            Interface::None => self.kind.type_name(),
        }
    }
}

/// The bit that stands for the field at `index`; beyond the 32nd there is none.
pub(super) fn bit(index: usize) -> u32 {
    u32::try_from(index).ok().and_then(|index| 1_u32.checked_shl(index)).unwrap_or(0)
}

impl Kind<'_> {
    /// The name of the dynamic type, as `%T` prints it; `<nil>` for nothing.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Invalid => "<nil>",
            Self::Bool(_) => "bool",
            Self::Int(kind, _) => kind.name(),
            Self::Uint(kind, _) => kind.name(),
            Self::Float(_) => "float64",
            Self::Complex(..) => "complex128",
            Self::String(_) => "string",
            Self::List(_) => "[]interface {}",
            Self::Map(map) => match map.elements() {
                MapElements::Any => "map[string]interface {}",
                MapElements::Strings => "map[string]string",
            },
            Self::Struct(value) => value.schema.name,
        }
    }

    /// Go's truth: false, zero, and what is empty are false; structs are true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Self::Invalid => false,
            Self::Bool(value) => *value,
            Self::Int(_, value) => *value != 0,
            Self::Uint(_, value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Complex(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
            Self::String(text) => !text.bytes().is_empty(),
            Self::List(list) => list.len > 0,
            Self::Map(map) => !map.entries().is_empty(),
            Self::Struct(_) => true,
        }
    }
}

impl IntType {
    /// Go's name of the type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Int64 => "int64",
        }
    }
}

impl UintType {
    /// Go's name of the type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uint8 => "uint8",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
        }
    }
}
