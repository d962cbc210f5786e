//! Whether a text is a DNS name by the rules that Kuma and Kubernetes apply: labels of RFC 1035 and RFC 1123, RFC 1123
//! subdomains as Kubernetes wants them, and govalidator's `IsDNSName`, which VirtualOutbounds and ExternalServices are held to.
//! Left out: names in other scripts, which none of them takes.

use std::net::IpAddr;

/// Bytes of a label (RFC 1035, 2.3.4).
pub const MAX_LABEL: usize = 63;
/// Bytes of a name in dotted form (RFC 1035, 2.3.4, less what the wire adds).
pub const MAX_NAME: usize = 253;

/// Which rule for labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A letter first, then letters, digits and hyphens, no hyphen at the end.
    Rfc1035,
    /// The same, but a digit may be first.
    Rfc1123,
}

/// Why a text is no name by a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAName {
    /// Nothing at all.
    #[error("it is empty")]
    Empty,
    /// A dot in front.
    #[error("it starts with a dot")]
    LeadingDot,
    /// Two dots in a row, or one at the end.
    #[error("it has an empty label: two dots in a row, or one at the end")]
    EmptyLabel,
    /// A label of more than 63 bytes.
    #[error("its label {0:?} is longer than {MAX_LABEL} bytes")]
    LongLabel(String),
    /// More than 253 bytes.
    #[error("it is longer than {MAX_NAME} bytes")]
    TooLong,
    /// A character that no label has.
    #[error("{character:?} in {label:?} is no letter, digit or hyphen")]
    Character {
        /// The label.
        label: String,
        /// The character.
        character: char,
    },
    /// A hyphen at the end of a label.
    #[error("its label {0:?} starts or ends with a hyphen")]
    Hyphen(String),
    /// A digit where RFC 1035 wants a letter.
    #[error("its label {0:?} starts with a digit, which RFC 1035 does not allow (RFC 1123 does)")]
    LeadingDigit(String),
    /// A capital letter where Kubernetes wants small ones.
    #[error("its label {0:?} has capital letters")]
    Capital(String),
}

/// Checks one label.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_label(label: &str, rule: Rule) -> Result<(), NotAName> {
    check_label_beside(label, rule, "-")
}

/// The same, with these characters beside letters and digits.
fn check_label_beside(label: &str, rule: Rule, others: &str) -> Result<(), NotAName> {
    let owned = || label.to_owned();
    if label.is_empty() {
        return Err(NotAName::EmptyLabel);
    }
    if let Some(character) = label.chars().find(|c| !c.is_ascii_alphanumeric() && !others.contains(*c)) {
        return Err(NotAName::Character { label: owned(), character });
    }
    if label.len() > MAX_LABEL {
        return Err(NotAName::LongLabel(owned()));
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(NotAName::Hyphen(owned()));
    }
    if rule == Rule::Rfc1035 && label.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(NotAName::LeadingDigit(owned()));
    }
    Ok(())
}

/// Checks a name without a dot at its end, label by label.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(name: &str, rule: Rule) -> Result<(), NotAName> {
    check_labels(name, |label| check_label(label, rule))
}

fn check_labels(name: &str, check_label: impl FnMut(&str) -> Result<(), NotAName>) -> Result<(), NotAName> {
    if name.is_empty() {
        return Err(NotAName::Empty);
    }
    if name.starts_with('.') {
        return Err(NotAName::LeadingDot);
    }
    if name.len() > MAX_NAME {
        return Err(NotAName::TooLong);
    }
    name.split('.').try_for_each(check_label)
}

/// Checks a name by RFC 1123, but lets underscores pass: `kuma.io/service` tags have them, and Envoy takes them.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_with_underscores(name: &str) -> Result<(), NotAName> {
    check_labels(name, |label| check_label_beside(label, Rule::Rfc1123, "-_"))
}

/// Checks an RFC 1123 subdomain as Kubernetes does: small letters only (k8s.io/apimachinery: pkg/util/validation). A label may
/// be longer than 63 bytes there; a DNS name may not, and here it is refused.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_subdomain(name: &str) -> Result<(), NotAName> {
    check(name, Rule::Rfc1123)?;
    match name.split('.').find(|label| label.chars().any(|c| c.is_ascii_uppercase())) {
        Some(label) => Err(NotAName::Capital(label.to_owned())),
        None => Ok(()),
    }
}

/// govalidator's `IsDNSName`: letters, digits, underscores and hyphens, a label of 63 bytes at most that begins with none of
/// the hyphens, a dot or an underscore at the end, 255 bytes at most without the dots, and no IP address
/// (asaskevich/govalidator: patterns.go, validator.go).
#[must_use]
pub fn is_govalidator_name(name: &str) -> bool {
    let without_dots = name.bytes().filter(|byte| *byte != b'.').count();
    if name.is_empty() || without_dots > 255 || name.parse::<IpAddr>().is_ok() {
        return false;
    }
    let bodies = [name, name.strip_suffix(['.', '_']).unwrap_or(name)];
    let is_label = |label: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !label.is_empty() && label.len() <= MAX_LABEL && !label.starts_with('-') && label.chars().all(inner)
    };
    bodies.into_iter().any(|body| body.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_differ_in_the_first_character() {
        let long = "a".repeat(64);
        let too_long = vec!["a".repeat(50); 5].join(".");
        for (name, is_1035, is_1123, is_subdomain) in [
            ("mesh", true, true, true),
            ("mesh.local", true, true, true),
            ("Mesh.x-1", true, true, false),
            ("1.mesh", false, true, true),
            ("a_b.mesh", false, false, false),
            (".mesh", false, false, false),
            ("mesh.", false, false, false),
            ("a..b", false, false, false),
            ("-a", false, false, false),
            ("a-", false, false, false),
            ("é", false, false, false),
            ("", false, false, false),
            (&long, false, false, false),
            (&too_long, false, false, false),
        ] {
            let found = (check(name, Rule::Rfc1035), check(name, Rule::Rfc1123), check_subdomain(name));
            assert_eq!((found.0.is_ok(), found.1.is_ok(), found.2.is_ok()), (is_1035, is_1123, is_subdomain), "{name}");
        }
    }

    #[test]
    fn govalidator_takes_underscores() {
        for name in ["a", "_", "a_b.mesh", "a.b.", "a_", "_http.x", "1.2.3", "A-.x"] {
            assert!(is_govalidator_name(name), "{name}");
        }
        for name in
            ["", ".", "a..b", "-a", "a b", "<no value>.mesh", "10.0.0.1", "::1", "a.b..", "*.x", &"a".repeat(64)]
        {
            assert!(!is_govalidator_name(name), "{name}");
        }
    }
}
