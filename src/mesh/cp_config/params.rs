//! kuma-cp's own check of `bootstrapServer.params` at start (kuma: pkg/config/xds/bootstrap/config.go), the template's path aside,
//! which depends on files. It is made for zones only. Left out: `xdsConnectTimeout`, a type of its own.

use std::net::IpAddr;

use super::super::release::Release;
use super::super::validation::beginning;
use super::super::version::Line;
use super::super::written::Author;
use super::super::yaml::{self, Node};
use super::params_variable;

/// kuma-cp refuses to start over a value. Its Display is kuma-cp's own message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: Bootstrap Server validation failed: Params validation failed: {message}", beginning(release))]
pub struct ParamsRefused {
    /// The key.
    pub key: &'static str,
    /// Its environment variable, where that is who wrote the value.
    pub variable: Option<String>,
    /// Where the file has the value.
    pub author: Author,
    message: String,
    release: Release,
}

/// What a value has to be.
#[derive(Clone, Copy)]
enum Demand {
    NotEmpty,
    Address,
    Port,
    NotZero,
}

/// The key, what it has to be, since when, and what kuma-cp calls it; in the order of the check. Until 2.13 a bad `xdsPort` is
/// called the admin port.
const CHECKS: [(&str, Demand, Line, &str); 7] = [
    ("adminAddress", Demand::NotEmpty, FIRST, "AdminAddress"),
    ("adminAddress", Demand::Address, FIRST, "AdminAddress"),
    ("adminPort", Demand::Port, FIRST, "AdminPort"),
    ("adminAccessLogPath", Demand::NotEmpty, FIRST, "AdminAccessLogPath"),
    ("xdsPort", Demand::Port, FIRST, "XdsPort"),
    ("readinessPort", Demand::Port, NEWEST, "ReadinessPort"),
    ("xdsGrpcMaxReceiveMessageBytes", Demand::NotZero, NEWEST, "XdsGrpcMaxReceiveMessageBytes"),
];
const FIRST: Line = Line::new(0, 0);
const NEWEST: Line = Line::new(2, 14);

/// Checks what file and environment say; what nobody says is fine.
///
/// # Errors
/// The first value that kuma-cp refuses.
pub fn check(
    root: Option<&Node>,
    environment: impl Fn(&str) -> Option<String>,
    release: &Release,
) -> Result<(), ParamsRefused> {
    let line = release.version.line();
    for (key, demand, _, name) in CHECKS.into_iter().filter(|(_, _, since, _)| *since <= line) {
        let variable = params_variable(key);
        let (value, variable, author) = match environment(&variable) {
            Some(value) => (value, Some(variable), Author::Default),
            None => match root.and_then(|root| written(root, key)) {
                Some((value, span)) => (value, None, Author::File(span)),
                None => continue,
            },
        };
        let name = if key == "xdsPort" && line < NEWEST { "AdminPort" } else { name };
        let problem = match demand {
            Demand::NotEmpty => value.is_empty().then_some("cannot be empty"),
            Demand::Address => value.parse::<IpAddr>().is_err().then_some("should be a valid IP address"),
            Demand::Port => {
                let is_beyond = value.parse::<u64>().is_ok_and(|port| port > u64::from(u16::MAX));
                is_beyond.then_some("must be in the range [0, 65535]")
            }
            Demand::NotZero => (value == "0").then_some("cannot be zero"),
        };
        if let Some(problem) = problem {
            let message = format!("{name} {problem}");
            return Err(ParamsRefused { key, variable, author, message, release: *release });
        }
    }
    Ok(())
}

fn written(root: &Node, key: &str) -> Option<(String, crate::source::Span)> {
    let params = root.get_case_insensitive("bootstrapServer")?.value.get_case_insensitive("params")?;
    let entry = params.value.json_entries().into_iter().rev().find(|entry| yaml::same_field(key, &entry.key))?;
    Some((entry.value.to_go_string().ok().flatten()?, entry.value.place()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;

    fn message(params: &str, release: &str, variable: Option<(&str, &str)>) -> Option<String> {
        let text = format!("bootstrapServer: {{params: {{{params}}}}}");
        let root = yaml::parse(text.as_bytes()).unwrap();
        let environment = |name: &str| variable.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
        check(root.as_ref(), environment, &find(release).unwrap()).err().map(|refused| refused.to_string())
    }

    #[test]
    fn kuma_cps_words() {
        let wrap = |text: &str| {
            format!(
                "configuration validation failed: Bootstrap Server validation failed: Params validation failed: {text}"
            )
        };
        for (params, release, expected) in [
            ("adminAddress: '', adminPort: 70000", "2.10", Some("AdminAddress cannot be empty")),
            ("adminAddress: here", "2.10", Some("AdminAddress should be a valid IP address")),
            ("adminAddress: '::1', ADMINPORT: 70000", "2.10", Some("AdminPort must be in the range [0, 65535]")),
            ("xdsPort: 70000", "2.13", Some("AdminPort must be in the range [0, 65535]")),
            ("xdsPort: 70000", "2.14", Some("XdsPort must be in the range [0, 65535]")),
            ("readinessPort: 70000", "2.13", None),
            ("readinessPort: 70000", "2.14", Some("ReadinessPort must be in the range [0, 65535]")),
            ("xdsGrpcMaxReceiveMessageBytes: 0", "2.14", Some("XdsGrpcMaxReceiveMessageBytes cannot be zero")),
            ("adminAccessLogPath: ''", "2.9", Some("AdminAccessLogPath cannot be empty")),
            ("adminPort: 0, other: x", "2.14", None),
        ] {
            assert_eq!(message(params, release, None), expected.map(wrap), "{params} {release}");
        }
        let variable = Some(("KUMA_BOOTSTRAP_SERVER_PARAMS_ADMIN_PORT", "70000"));
        assert_eq!(message("adminPort: 1", "2.10", variable), Some(wrap("AdminPort must be in the range [0, 65535]")));
        let old = message("adminAddress: ''", "2.8", None).unwrap();
        assert!(old.starts_with("Invalid configuration: Bootstrap Server"), "{old}");
    }
}
