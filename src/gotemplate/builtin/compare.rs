//! `eq`, `ne`, `lt`, `le`, `gt` and `ge`: signed and unsigned integers compare with each other, nothing else crosses kinds.

use std::cmp::Ordering;

use super::super::fmt;
use super::super::functions::Function;
use super::super::value::{Kind, Value};
use super::super::version::GoVersion;
use super::{Failure, text};

/// The verdict of one of the six functions.
pub(super) fn compare(function: Function, arguments: &[Value<'_>], go: GoVersion) -> Result<bool, Failure> {
    let (first, others) = arguments.split_first().unwrap_or((&Value::INVALID, &[]));
    let second = others.first().unwrap_or(&Value::INVALID);
    match function {
        Function::Ne => equals_any(first, others, go).map(|equal| !equal),
        Function::Lt => less(first, second, go),
        Function::Ge => less(first, second, go).map(|less| !less),
        Function::Le => less_or_equal(first, second, go),
        Function::Gt => less_or_equal(first, second, go).map(|less| !less),
        _ => equals_any(first, others, go),
    }
}

fn less_or_equal(first: &Value<'_>, second: &Value<'_>, go: GoVersion) -> Result<bool, Failure> {
    Ok(less(first, second, go)? || equal(first, second, go)?)
}

fn equals_any(first: &Value<'_>, others: &[Value<'_>], go: GoVersion) -> Result<bool, Failure> {
    if others.is_empty() {
        return Err("missing argument for comparison".into());
    }
    for other in others {
        if equal(first, other, go)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn equal(first: &Value<'_>, second: &Value<'_>, go: GoVersion) -> Result<bool, Failure> {
    Ok(match (&first.kind, &second.kind) {
        (Kind::Bool(one), Kind::Bool(two)) => one == two,
        (Kind::Complex(a, b), Kind::Complex(c, d)) => a == c && b == d,
        (Kind::Float(one), Kind::Float(two)) => one == two,
        (Kind::String(one), Kind::String(two)) => one.bytes() == two.bytes(),
        (Kind::Int(..) | Kind::Uint(..), Kind::Int(..) | Kind::Uint(..)) => {
            integer(&first.kind) == integer(&second.kind)
        }
        (Kind::Invalid, Kind::Invalid) => true,
        (Kind::Invalid, _) | (_, Kind::Invalid) => false,
        (Kind::Struct(one), Kind::Struct(two)) => one == two,
        (one, two) if is_basic(one) || is_basic(two) => return Err(incompatible(one, two, go)),
        (Kind::List(_), Kind::List(_)) | (Kind::Map(_), Kind::Map(_)) => {
            let name = second.kind.type_name().as_bytes();
            return Err(worded("non-comparable type %s: %v", &[second.clone().unwrapped(), text(name)], go));
        }
        (one, two) => {
            let (one, two) = (one.type_name().as_bytes(), two.type_name().as_bytes());
            let arguments = [first.clone().unwrapped(), text(one), text(two), second.clone().unwrapped()];
            return Err(worded("non-comparable types %s: %v, %s: %v", &arguments, go));
        }
    })
}

fn less(first: &Value<'_>, second: &Value<'_>, go: GoVersion) -> Result<bool, Failure> {
    let order = match (&first.kind, &second.kind) {
        (one, two) if !is_basic(one) || !is_basic(two) => return Err("invalid type for comparison".into()),
        (Kind::Float(one), Kind::Float(two)) => one.partial_cmp(two),
        (Kind::String(one), Kind::String(two)) => Some(one.bytes().cmp(two.bytes())),
        (Kind::Int(..) | Kind::Uint(..), Kind::Int(..) | Kind::Uint(..)) => {
            Some(integer(&first.kind).cmp(&integer(&second.kind)))
        }
        (Kind::Bool(_), Kind::Bool(_)) | (Kind::Complex(..), Kind::Complex(..)) => {
            return Err("invalid type for comparison".into());
        }
        (one, two) => return Err(incompatible(one, two, go)),
    };
    Ok(order == Some(Ordering::Less))
}

fn integer(kind: &Kind<'_>) -> i128 {
    match kind {
        Kind::Int(_, value) => i128::from(*value),
        Kind::Uint(_, value) => i128::from(*value),
        _ => 0,
    }
}

fn is_basic(kind: &Kind<'_>) -> bool {
    !matches!(kind, Kind::Invalid | Kind::List(_) | Kind::Map(_) | Kind::Struct(_))
}

fn incompatible(one: &Kind<'_>, two: &Kind<'_>, go: GoVersion) -> Failure {
    if go.at_least(25) {
        format!("incompatible types for comparison: {} and {}", one.type_name(), two.type_name()).into()
    } else {
        "incompatible types for comparison".into()
    }
}

fn worded(format: &str, arguments: &[Value<'_>], go: GoVersion) -> Failure {
    let mut message = Vec::new();
    match fmt::sprintf(&mut message, format.as_bytes(), arguments, go, super::super::MAX_MESSAGE) {
        Ok(()) => Failure::Message(message),
        Err(too_long) => too_long.into(),
    }
}
