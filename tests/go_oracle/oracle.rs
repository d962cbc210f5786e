//! The real Go as a process beside ours: questions and answers as JSON lines.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corefilectl::gotemplate::fmt::ADDRESS;
use corefilectl::gotemplate::{GoVersion, Limits, Phase, Template};
use serde::Deserialize;

use super::data::Dataset;

/// A template with its data.
pub struct Case<'d> {
    pub name: String,
    pub template: Vec<u8>,
    pub dataset: &'d Dataset,
}

/// What came of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    pub phase: &'static str,
    pub output: Vec<u8>,
    pub error: Vec<u8>,
}

impl Outcome {
    /// Whether it has the number in it that we print for addresses.
    pub fn has_address(&self) -> bool {
        let address = format!("{ADDRESS:x}");
        [&self.output, &self.error].into_iter().any(|text| memchr::memmem::find(text, address.as_bytes()).is_some())
    }
}

/// A running oracle.
pub struct Oracle {
    process: Child,
    pub questions: BufWriter<ChildStdin>,
    pub answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    phase: Option<String>,
    output: String,
    output_b64: Option<String>,
    error: String,
    error_b64: Option<String>,
}

/// The oracles in `folder` by version.
pub fn found_in(folder: &Path) -> Vec<(GoVersion, PathBuf)> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.expect("a folder's entry").path();
            let version = path.file_name()?.to_str()?.strip_prefix("oracle-")?.parse().ok()?;
            Some((version, path))
        })
        .collect();
    found.sort();
    found
}

impl Oracle {
    pub fn start(program: &Path) -> Self {
        let mut process = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let questions = BufWriter::new(process.stdin.take().expect("piped"));
        let answers = BufReader::new(process.stdout.take().expect("piped"));
        Self { process, questions, answers }
    }

    /// Asks one question and waits; `None` if the oracle has died of it.
    pub fn ask(&mut self, case: &Case<'_>) -> Option<Outcome> {
        ask(&mut self.questions, case).and_then(|()| self.questions.flush()).ok()?;
        answer(&mut self.answers)
    }

    /// Takes the process apart; whoever holds the first part ends it by dropping both others.
    pub fn split(self) -> (Child, BufWriter<ChildStdin>, BufReader<ChildStdout>) {
        (self.process, self.questions, self.answers)
    }
}

/// Writes a question.
pub fn ask(questions: &mut impl Write, case: &Case<'_>) -> std::io::Result<()> {
    let Dataset { datatype, json, .. } = case.dataset;
    let name = serde_json::Value::from(case.name.as_str());
    write!(questions, r#"{{"id": "", "name": {name}, "datatype": "{datatype}", "data": {json}, "#)?;
    match std::str::from_utf8(&case.template) {
        Ok(text) => writeln!(questions, r#""template": {}}}"#, serde_json::Value::from(text)),
        Err(_) => writeln!(questions, r#""template_b64": "{}"}}"#, STANDARD.encode(&case.template)),
    }
}

/// Reads an answer; `None` at the end.
pub fn answer(answers: &mut impl BufRead) -> Option<Outcome> {
    let mut line = String::new();
    answers.read_line(&mut line).ok().filter(|len| *len > 0)?;
    let answer: Answer = serde_json::from_str(&line).expect("the oracle's answer");
    let bytes = |plain: String, base64: Option<String>| {
        base64.map_or_else(|| plain.into_bytes(), |text| STANDARD.decode(text).expect("base64"))
    };
    let phase = match answer.phase.as_deref() {
        _ if answer.ok => "ok",
        Some("parse") => "parse",
        Some("panic") => "panic",
        _ => "exec",
    };
    Some(Outcome {
        phase,
        output: bytes(answer.output, answer.output_b64),
        error: bytes(answer.error, answer.error_b64),
    })
}

/// Whether the oracle can be asked, too. Go knows no limits, and older releases need minutes to unwind the deepest
/// recursion through loops.
pub fn is_asked(case: &Case<'_>, ours: &Outcome) -> bool {
    let contains = |text: &[u8], part: &str| memchr::memmem::find(text, part.as_bytes()).is_some();
    let deepest = contains(&ours.error, "exceeded maximum template depth");
    ours.phase != "limit" && !(deepest && contains(&case.template, "range"))
}

/// Our answer; the phase is `limit` where a bound on time or memory was met.
pub fn ours(case: &Case<'_>, go: GoVersion) -> Outcome {
    // Bounds that keep the real Go quick, too; calls may still nest as deeply as Go lets them.
    let limits = Limits { output: 1 << 20, steps: 500_000, strings: 4 << 20, ..Limits::default() };
    let phase = |phase| match phase {
        Phase::Parse => "parse",
        Phase::Execute => "exec",
        Phase::Panic => "panic",
        Phase::Limit => "limit",
    };
    let template = match Template::parse(case.name.as_bytes(), case.template.as_slice(), go, limits) {
        Ok(template) => template,
        Err(error) => return Outcome { phase: phase(error.phase), output: vec![], error: error.message },
    };
    let (rendered, failure) = match template.execute(&case.dataset.data) {
        Ok(rendered) => (rendered, None),
        Err(failure) => (failure.rendered, Some(failure.error)),
    };
    let covered = rendered.provenance.rendered_len() as usize;
    assert!(failure.is_some() || covered == rendered.text.len(), "provenance has a gap: {case:?}");
    Outcome {
        phase: failure.as_ref().map_or("ok", |error| phase(error.phase)),
        output: rendered.text,
        error: failure.map_or(vec![], |error| error.message),
    }
}

impl std::fmt::Debug for Case<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown: String = self.dataset.json.chars().take(80).collect();
        write!(f, "{:?} {} {} {shown}", self.name, self.template.escape_ascii(), self.dataset.datatype)
    }
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |bytes: &[u8]| bytes[..bytes.len().min(500)].escape_ascii().to_string();
        write!(f, "{} output={} error={}", self.phase, shown(&self.output), shown(&self.error))
    }
}
