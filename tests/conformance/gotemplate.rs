//! Go's text/template: output and error text of every recorded version.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corefilectl::gotemplate::{Data, GoVersion, Limits, Phase, Template};
use serde::Deserialize;

use crate::recorded::typed;

const VERSIONS: [&str; 7] = ["1.21.13", "1.22.10", "1.23.9", "1.24.11", "1.25.5", "1.26.6", "1.27.3"];

#[derive(Deserialize)]
struct Case {
    id: String,
    name: String,
    template: Option<String>,
    template_b64: Option<String>,
    datatype: String,
    data: Data,
    expect: Answer,
    #[serde(default)]
    differs: BTreeMap<String, Answer>,
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    phase: Option<String>,
    #[serde(default)]
    panic: bool,
    #[serde(default)]
    output: String,
    output_b64: Option<String>,
    #[serde(default)]
    error: String,
    error_b64: Option<String>,
}

#[derive(PartialEq)]
struct Outcome {
    phase: &'static str,
    output: Vec<u8>,
    error: Vec<u8>,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).into_owned();
        write!(f, "{} output={:?} error={:?}", self.phase, shown(&self.output), shown(&self.error))
    }
}

fn bytes(plain: &str, base64: Option<&String>) -> Vec<u8> {
    base64.map_or_else(|| plain.as_bytes().to_vec(), |text| STANDARD.decode(text).expect("base64"))
}

impl Answer {
    fn outcome(&self) -> Outcome {
        let phase = match self.phase.as_deref() {
            _ if self.ok => "ok",
            _ if self.panic => "panic",
            Some("parse") => "parse",
            _ => "exec",
        };
        Outcome {
            phase,
            output: bytes(&self.output, self.output_b64.as_ref()),
            error: bytes(&self.error, self.error_b64.as_ref()),
        }
    }
}

fn run(case: &Case, go: GoVersion, data: &Data) -> Outcome {
    let text = bytes(case.template.as_deref().unwrap_or(""), case.template_b64.as_ref());
    let failed = |phase, output, error| Outcome {
        phase: match phase {
            Phase::Parse => "parse",
            Phase::Execute => "exec",
            Phase::Panic => "panic",
            Phase::Limit => "limit",
        },
        output,
        error,
    };
    let template = match Template::parse(case.name.as_bytes(), text, go, Limits::default()) {
        Ok(template) => template,
        Err(error) => return failed(error.phase, vec![], error.message),
    };
    match template.execute(data) {
        Ok(rendered) => {
            let covered = rendered.provenance.rendered_len() as usize;
            assert_eq!(covered, rendered.text.len(), "{}: provenance has a gap", case.id);
            Outcome { phase: "ok", output: rendered.text, error: vec![] }
        }
        Err(failure) => failed(failure.error.phase, failure.rendered.text, failure.error.message),
    }
}

#[test]
fn go_templates_render_as_recorded() {
    super::corpus::run("gotemplate.jsonl", |case: &Case| {
        let data = typed(&case.datatype, &case.data);
        for version in VERSIONS {
            let go: GoVersion = version.parse().expect("a known version");
            let wanted = case.differs.get(version).unwrap_or(&case.expect).outcome();
            let got = run(case, go, &data);
            if got != wanted {
                return Err(format!("{} go {version}\n  wanted {wanted:?}\n  got    {got:?}", case.id));
            }
        }
        Ok(())
    });
}
