//! Values of Kuma's pod annotations (kuma: pkg/plugins/runtime/k8s/metadata/annotations.go): switches, and maps such as
//! `kuma.io/sidecar-env-vars`.

use std::sync::Arc;

use super::evidence::{Placed, Variable};
use super::remark::Remark;
use crate::lint::SETTING_REFUSED;

/// The annotation whose variables are put over all others of the side-car.
pub const SIDECAR_ENV_VARS: &str = "kuma.io/sidecar-env-vars";

/// What a switch says.
#[must_use]
pub fn switch(text: &str) -> Option<bool> {
    match text {
        "true" | "yes" | "enabled" => Some(true),
        "false" | "no" | "disabled" => Some(false),
        _ => None,
    }
}

/// The variables of `kuma.io/sidecar-env-vars`.
///
/// # Errors
/// What the injector refuses: each pair has exactly one `=`, so that none can stand in a value, and nothing stands behind the
/// last `;`.
pub fn sidecar_env_vars(written: &Placed, owner: &Arc<str>) -> Result<Vec<Variable>, Box<Remark>> {
    let pair = |pair: &str| {
        let mut parts = pair.split('=');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(name), Some(value), None) => Some(Variable {
                name: name.to_owned(),
                value: Some(value.to_owned()),
                place: written.place,
                owner: format!("{SIDECAR_ENV_VARS} of {owner}").into(),
            }),
            _ => None,
        }
    };
    let variables = written.text.split(';').map(pair).collect::<Option<Vec<_>>>();
    variables.ok_or_else(|| {
        let why = match written.text.ends_with(';') {
            true => "nothing may stand behind the last `;`, not even nothing",
            false => "each pair has exactly one `=`, so none can stand in a value",
        };
        let message = format!(
            "invalid format. Map in \"{SIDECAR_ENV_VARS}\" has to be provided in the following format: key1=value1;key2=value2"
        );
        let remark = Remark::new(SETTING_REFUSED, written.place, message)
            .note("the injector refuses the pod with this message")
            .note(why)
            .help("write NAME=value;NAME=value")
            .of(owner.to_string());
        Box::new(remark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::evidence::Place;
    use crate::source::Span;

    #[test]
    fn pairs_are_strict() {
        let read = |text: &str| {
            let written = Placed { text: text.to_owned(), place: Place { file: 0, span: Span::at(0) } };
            let variables = sidecar_env_vars(&written, &"Pod a/b".into()).ok()?;
            Some(
                variables.into_iter().map(|v| format!("{}={}", v.name, v.value.unwrap())).collect::<Vec<_>>().join(" "),
            )
        };
        for (text, expected) in [
            ("A=1", Some("A=1")),
            ("A=1;B=", Some("A=1 B=")),
            (" A = 1 ", Some(" A = 1 ")),
            ("A=1;", None),
            ("A=1=2", None),
            ("A", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
