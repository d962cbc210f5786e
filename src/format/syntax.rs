//! Whether the braces of a finished Corefile fit together, so that it can be laid out by them. Files that it imports are not
//! opened, and which words are directives does not matter here.

use super::Refusal;
use crate::corefile::{Corefile, ImportLimit, ParseErrorKind, Surroundings};

/// Every file can be imported, and there is nothing in it.
struct Anything;

impl Surroundings for Anything {
    fn variable(&self, name: &str) -> String {
        name.to_owned()
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, String> {
        Ok(vec![pattern.to_owned()])
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(b"\n".to_vec())
    }

    fn folder(&self) -> String {
        "/".to_owned()
    }
}

/// Refuses what CoreDNS's parser refuses for its syntax.
pub(super) fn check(text: &[u8]) -> Result<(), Box<Refusal>> {
    match Corefile::parse("Corefile", text, &|_| true, ImportLimit::TenThousand, &Anything) {
        Err(error) if error.kind == ParseErrorKind::Syntax => Err(Box::new(Refusal {
            message: format!("not formatted: {}", error.message),
            span: error.place.in_main(),
            help: "CoreDNS stops with this message; mend the Corefile first".to_owned(),
        })),
        _ => Ok(()),
    }
}
