//! `index`, `slice` and `len`.

use super::super::value::{IntType, Interface, Kind, List, MapElements, Text, UintType, Value};
use super::Failure;

/// What Go says of the length of nothing.
pub(super) const ZERO_VALUE: &str = "reflect: call of reflect.Value.Type on zero Value";

/// The length of a string, slice or map.
pub(super) fn len<'d>(item: &Value<'d>) -> Result<Kind<'d>, Failure> {
    let len = match &item.kind {
        Kind::String(text) => text.bytes().len(),
        Kind::List(list) => list.len,
        Kind::Map(map) => map.entries().len(),
        Kind::Invalid if item.interface == Interface::None => {
            return Err(ZERO_VALUE.into());
        }
        Kind::Invalid => return Err("len of nil pointer".into()),
        kind => return Err(format!("len of type {}", kind.type_name()).into()),
    };
    Ok(Kind::Int(IntType::Int, i64::try_from(len).unwrap_or(i64::MAX)))
}

/// Element after element, as `index x 1 2` asks for.
pub(super) fn index<'d>(arguments: &[Value<'d>]) -> Result<Value<'d>, Failure> {
    let (item, indexes) = arguments.split_first().unwrap_or((&Value::INVALID, &[]));
    if matches!(item.kind, Kind::Invalid) {
        return Err("index of untyped nil".into());
    }
    let mut item = item.clone().unwrapped();
    for index in indexes {
        item = match &item.kind {
            Kind::Invalid => return Err("index of nil pointer".into()),
            Kind::String(text) => {
                let bytes = text.bytes();
                let at = position(index, bytes.len())?;
                let byte = bytes.get(at).ok_or("reflect: string index out of range")?;
                Value::of(Kind::Uint(UintType::Uint8, u64::from(*byte)))
            }
            Kind::List(list) => {
                let at = position(index, list.len)?;
                Value::element(list.elements().get(at).ok_or("reflect: slice index out of range")?)
            }
            Kind::Map(map) => {
                let key = match &index.kind {
                    Kind::String(key) => key.bytes(),
                    Kind::Invalid => return Err("value is nil; should be of type string".into()),
                    kind => return Err(format!("value has type {}; should be string", kind.type_name()).into()),
                };
                match (map.get(key), map.elements()) {
                    (Some(data), _) => Value::of_map(map, data),
                    (None, MapElements::Any) => Value { interface: Interface::Any, ..Value::INVALID },
                    (None, MapElements::Strings) => Value::of(Kind::String(Text::Borrowed(b""))),
                }
            }
            kind => return Err(format!("can't index item of type {}", kind.type_name()).into()),
        };
    }
    Ok(item)
}

/// A part of a string or slice.
pub(super) fn slice<'d>(arguments: &[Value<'d>]) -> Result<Value<'d>, Failure> {
    let (item, indexes) = arguments.split_first().unwrap_or((&Value::INVALID, &[]));
    let (len, capacity) = match &item.kind {
        Kind::Invalid => return Err("slice of untyped nil".into()),
        _ if indexes.len() > 3 => return Err(format!("too many slice indexes: {}", indexes.len()).into()),
        Kind::String(_) if indexes.len() == 3 => return Err("cannot 3-index slice a string".into()),
        Kind::String(text) => (text.bytes().len(), text.bytes().len()),
        Kind::List(list) => (list.len, list.storage.len()),
        kind => return Err(format!("can't slice item of type {}", kind.type_name()).into()),
    };
    let mut bounds = [0, len, capacity];
    for (bound, index) in bounds.iter_mut().zip(indexes) {
        // Go looks into an interface for `index`, not here.
        if index.interface != Interface::None {
            return Err(format!("cannot index slice/array with type {}", index.static_type()).into());
        }
        *bound = position(index, capacity)?;
    }
    let [from, to, end] = bounds;
    if from > to {
        return Err(format!("invalid slice index: {from} > {to}").into());
    }
    if to > end {
        return Err(format!("invalid slice index: {to} > {end}").into());
    }
    Ok(Value::of(match &item.kind {
        Kind::String(text) => Kind::String(text.slice(from, to)),
        Kind::List(list) => Kind::List(List { storage: list.storage.get(from..end).unwrap_or(&[]), len: to - from }),
        _ => Kind::Invalid,
    }))
}

// Go lets the length itself pass here and stops at the access.
fn position(index: &Value<'_>, capacity: usize) -> Result<usize, Failure> {
    let number = match &index.kind {
        Kind::Int(_, number) => *number,
        Kind::Uint(_, number) => number.cast_signed(),
        Kind::Invalid => return Err("cannot index slice/array with nil".into()),
        kind => return Err(format!("cannot index slice/array with type {}", kind.type_name()).into()),
    };
    match usize::try_from(number) {
        Ok(position) if position <= capacity => Ok(position),
        _ => Err(format!("index out of range: {number}").into()),
    }
}
