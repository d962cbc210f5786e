//! Go's builtin functions, apart from the order in which their arguments are evaluated. Messages are Go's, without the
//! `error calling NAME: ` that the machine puts in front.

mod compare;
mod escape;
mod index;

use super::Lookup;
use super::fmt;
use super::functions::Function;
use super::value::{Kind, Text, Value};
use super::version::GoVersion;

/// What a function gave.
pub(super) struct Returned<'d> {
    pub value: Value<'d>,
    /// Bytes of strings that it made.
    pub made: usize,
    /// What it cost beyond one step.
    pub steps: u64,
}

/// Why a function failed.
pub(super) enum Failure {
    /// With Go's message.
    Message(Vec<u8>),
    /// Go panics with this message.
    Panic(Vec<u8>),
    /// The result would not fit into the room that is left.
    TooLong,
}

impl From<fmt::TooLong> for Failure {
    fn from(_: fmt::TooLong) -> Self {
        Self::TooLong
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message.into_bytes())
    }
}

impl From<&str> for Failure {
    fn from(message: &str) -> Self {
        Self::Message(message.into())
    }
}

type Outcome<'d> = Result<Returned<'d>, Failure>;

/// Calls `function`. `room` bounds the bytes of strings it may make; `callee` names the function that `call` is given,
/// `None` where Go panics looking for it.
pub(super) fn call<'d>(
    function: Function,
    arguments: &[Value<'d>],
    go: GoVersion,
    room: usize,
    callee: &dyn Fn() -> Option<Vec<u8>>,
    lookup: Lookup<'_>,
) -> Outcome<'d> {
    let boolean = |value: bool| Ok(returned(Kind::Bool(value)));
    match function {
        Function::And => Ok(first_that(arguments, false)),
        Function::Or => Ok(first_that(arguments, true)),
        Function::Not => boolean(!arguments.first().is_some_and(|value| value.kind.is_true())),
        Function::Len => index::len(arguments.first().unwrap_or(&Value::INVALID)).map(returned),
        Function::Index => index::index(arguments).map(passed_on),
        Function::Slice => index::slice(arguments).map(passed_on),
        Function::Eq | Function::Ne | Function::Lt | Function::Le | Function::Gt | Function::Ge => {
            let mut result = returned(Kind::Bool(compare::compare(function, arguments, go)?));
            result.steps = compared_bytes(arguments) / 64;
            Ok(result)
        }
        Function::Print => made(|out| fmt::sprint(out, arguments, go, room)),
        Function::Println => made(|out| fmt::sprintln(out, arguments, go, room)),
        Function::Printf => {
            let (format, rest) = arguments.split_first().unwrap_or((&Value::INVALID, &[]));
            let Kind::String(format) = &format.kind else { return Err("".into()) };
            made(|out| fmt::sprintf(out, format.bytes(), rest, go, room))
        }
        Function::Html | Function::Js | Function::Urlquery => {
            let mut plain = Vec::new();
            escape::join(&mut plain, arguments, go, room)?;
            let mut result = made(|out| escape::escape(function, out, &plain, go, room))?;
            result.made += plain.len();
            Ok(result)
        }
        Function::Lookup(name) => {
            let Some(Kind::String(key)) = arguments.first().map(|argument| &argument.kind) else {
                return Err("".into());
            };
            let found = lookup(name, key.bytes()).map_err(Failure::Message)?;
            made(|out| {
                out.extend_from_slice(&found);
                if out.len() > room { Err(fmt::TooLong) } else { Ok(()) }
            })
        }
        Function::Foreign(name) => Err(format!("{name} is known by name only").as_str().into()),
        Function::Call => call_value(arguments.first().unwrap_or(&Value::INVALID), go, callee),
    }
}

/// The method of `reflect.Value` whose panic gave `message`: the only failure that is no plain error in Go.
pub(super) fn panicked_method(message: &[u8]) -> Option<&'static str> {
    (message == index::ZERO_VALUE.as_bytes()).then_some("reflect.Value.Type")
}

fn returned(kind: Kind<'_>) -> Returned<'_> {
    passed_on(Value::of(kind))
}

fn passed_on(value: Value<'_>) -> Returned<'_> {
    Returned { value, made: 0, steps: 0 }
}

fn made<'d>(write: impl FnOnce(&mut Vec<u8>) -> Result<(), fmt::TooLong>) -> Outcome<'d> {
    let mut out = Vec::new();
    write(&mut out)?;
    let made = out.len();
    Ok(Returned { value: Value::made(out), made, steps: 0 })
}

// `and` and `or` before Go 1.18, which evaluated all arguments; later the machine decides one by one.
fn first_that<'d>(arguments: &[Value<'d>], truth: bool) -> Returned<'d> {
    let found = arguments.iter().find(|value| value.kind.is_true() == truth).or(arguments.last());
    passed_on(found.cloned().unwrap_or(Value::INVALID))
}

fn compared_bytes(arguments: &[Value<'_>]) -> u64 {
    let bytes = |value: &Value<'_>| match &value.kind {
        Kind::String(text) => text.bytes().len() as u64,
        _ => 0,
    };
    arguments.iter().map(bytes).sum()
}

// No value that a template can hold is a function.
fn call_value<'d>(value: &Value<'d>, go: GoVersion, callee: &dyn Fn() -> Option<Vec<u8>>) -> Outcome<'d> {
    let name = if go.at_least(23) {
        let Some(name) = callee() else {
            return Err(Failure::Panic(b"runtime error: index out of range [0] with length 0".to_vec()));
        };
        [name, b" ".to_vec()].concat()
    } else {
        Vec::new()
    };
    if matches!(value.kind, Kind::Invalid) {
        return Err("call of nil".into());
    }
    let mut message = b"non-function ".to_vec();
    message.extend_from_slice(&name);
    message.extend_from_slice(format!("of type {}", value.kind.type_name()).as_bytes());
    Err(Failure::Message(message))
}

/// A string value for a message or a result.
fn text(bytes: &[u8]) -> Value<'_> {
    Value::of(Kind::String(Text::Borrowed(bytes)))
}
