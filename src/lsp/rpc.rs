//! JSON-RPC 2.0 as the protocol uses it: what a message is, and the errors that answer what is none.

use serde_json::{Value, json};

/// The number or text that an answer repeats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// What came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// Wants an answer.
    Request {
        /// What the answer repeats.
        id: Id,
        /// What is wanted.
        method: String,
        /// Of what.
        params: Value,
    },
    /// Wants none.
    Notification {
        /// What has happened.
        method: String,
        /// With what.
        params: Value,
    },
    /// The answer to a request of ours.
    Response,
}

/// An error as an answer carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpcError {
    /// One of the protocol's numbers.
    pub code: Code,
    /// What is wrong.
    pub message: String,
}

/// The protocol's numbers of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// No JSON.
    ParseError = -32700,
    /// JSON, but no message, or one that may not come now.
    InvalidRequest = -32600,
    /// Nobody knows the method.
    MethodNotFound = -32601,
    /// The method is known, its parameters make no sense.
    InvalidParams = -32602,
    /// A request before `initialize`.
    ServerNotInitialized = -32002,
    /// The client took the request back.
    RequestCancelled = -32800,
    /// The request is understood and cannot be done, which is nobody's slip.
    RequestFailed = -32803,
}

impl RpcError {
    /// An error with this number.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl Id {
    /// The id that a value is, if it can be one.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        value.as_i64().map(Self::Number).or_else(|| value.as_str().map(|text| Self::Text(text.to_owned())))
    }

    fn value(&self) -> Value {
        match self {
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
        }
    }
}

/// Reads a message.
///
/// # Errors
/// What is none: the error, and the id to answer it under, if one can be told.
pub fn parse(body: &[u8]) -> Result<Incoming, (Option<Id>, RpcError)> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| (None, RpcError::new(Code::ParseError, format!("no JSON: {error}"))))?;
    let Value::Object(mut message) = value else {
        return Err((None, RpcError::new(Code::InvalidRequest, "a message is an object")));
    };
    let id = message.get("id").filter(|id| !id.is_null()).map(|id| Id::of(id).ok_or(()));
    let known = id.clone().and_then(Result::ok);
    let params = message.remove("params").unwrap_or_default();
    match (message.remove("method"), id) {
        (_, Some(Err(()))) => Err((None, RpcError::new(Code::InvalidRequest, "an id is an integer or a text"))),
        (Some(Value::String(method)), Some(Ok(id))) => Ok(Incoming::Request { id, method, params }),
        (Some(Value::String(method)), None) => Ok(Incoming::Notification { method, params }),
        (None, _) if message.contains_key("result") || message.contains_key("error") => Ok(Incoming::Response),
        _ => Err((known, RpcError::new(Code::InvalidRequest, "a message has a method"))),
    }
}

/// The answer to a request; the result is JSON already.
#[must_use]
pub fn response(id: Option<&Id>, outcome: Result<String, RpcError>) -> Vec<u8> {
    let id = id.map_or(Value::Null, Id::value);
    let message = match outcome {
        Ok(result) => format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{result}}}"#),
        Err(error) => {
            let error = json!({ "code": error.code as i32, "message": error.message });
            json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string()
        }
    };
    message.into_bytes()
}

/// A notification.
#[must_use]
pub fn notification(method: &str, params: &Value) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string().into_bytes()
}

/// A request of ours.
#[must_use]
pub fn request(id: &str, method: &str, params: &Value) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_message() {
        let code = |body: &str| parse(body.as_bytes()).map_err(|(id, error)| (id, error.code));
        assert!(matches!(code(r#"{"id":1,"method":"m"}"#), Ok(Incoming::Request { id: Id::Number(1), .. })));
        assert!(matches!(code(r#"{"id":"a","method":"m","params":{}}"#), Ok(Incoming::Request { .. })));
        assert!(matches!(code(r#"{"method":"m","id":null}"#), Ok(Incoming::Notification { .. })));
        assert_eq!(code(r#"{"id":1,"result":null}"#), Ok(Incoming::Response));
        for (body, id, error) in [
            ("", None, Code::ParseError),
            ("{", None, Code::ParseError),
            ("\u{feff}{}", None, Code::ParseError),
            ("[]", None, Code::InvalidRequest),
            ("1", None, Code::InvalidRequest),
            ("{}", None, Code::InvalidRequest),
            (r#"{"id":7}"#, Some(Id::Number(7)), Code::InvalidRequest),
            (r#"{"id":7,"method":3}"#, Some(Id::Number(7)), Code::InvalidRequest),
            (r#"{"id":1.5,"method":"m"}"#, None, Code::InvalidRequest),
            (r#"{"id":{},"method":"m"}"#, None, Code::InvalidRequest),
        ] {
            assert_eq!(code(body), Err((id, error)), "{body}");
        }
        assert_eq!(code(&"[".repeat(100_000)), Err((None, Code::ParseError)));
    }
}
