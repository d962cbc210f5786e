//! Findings as the protocol's diagnostics.

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Uri,
};
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::diagnostic::{Finding, Holds, Severity};
use crate::lint::{catalogue, rules};
use crate::report::findings;

/// Who says it.
pub const SOURCE: &str = "corefilectl";

/// Rules about what does nothing and can go.
const UNNECESSARY: [&str; 7] = ["CF008", "CF210", "CF211", "CF217", "CF219", "CF221", "CF901"];

/// The rule about a field that some releases have and others not.
const DEPRECATED: &str = "CF003";

/// What a client understands of diagnostics.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client {
    /// Other places that belong to it.
    pub related: bool,
    /// An address that explains the code.
    pub description: bool,
    /// Which text fades.
    pub tags: bool,
    /// Data that come back with a code action.
    pub data: bool,
}

/// What a diagnostic carries for its code actions.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Data {
    /// The revision of the text.
    pub revision: u64,
    /// Its number among what was published.
    pub finding: usize,
}

/// The diagnostics of findings in one text.
#[must_use]
pub fn all(found: &[Finding], uri: &Uri, text: &Text, revision: u64, client: Client) -> Vec<Diagnostic> {
    let one = |(number, finding)| diagnostic(finding, uri, text, Data { revision, finding: number }, client);
    found.iter().enumerate().map(one).collect()
}

fn diagnostic(finding: &Finding, uri: &Uri, text: &Text, data: Data, client: Client) -> Diagnostic {
    let rule = rules::find(finding.code).map(|rule| &rule.info);
    let href = rule.and_then(|rule| catalogue::address(rule).parse().ok());
    let labels = &finding.diagnostic.labels;
    let related = labels.iter().skip(1).map(|label| DiagnosticRelatedInformation {
        location: Location::new(uri.clone(), text.range(label.span)),
        message: if label.text.is_empty() { "here, too".to_owned() } else { label.text.clone() },
    });
    let related: Vec<_> = if client.related { related.collect() } else { Vec::new() };
    Diagnostic {
        range: text.range(finding.span()),
        severity: Some(severity(finding.severity())),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        code_description: href.filter(|_| client.description).map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: message(finding),
        related_information: (!related.is_empty()).then_some(related),
        tags: if client.tags { tag(finding).map(|tag| vec![tag]) } else { None },
        data: if client.data { serde_json::to_value(data).ok() } else { None },
    }
}

fn tag(finding: &Finding) -> Option<DiagnosticTag> {
    match finding.code {
        code if UNNECESSARY.contains(&code) => Some(DiagnosticTag::UNNECESSARY),
        DEPRECATED if finding.holds != Holds::default() => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}

// The label at the place says why it is this place; without related information nobody else would.
fn message(finding: &Finding) -> String {
    let text = findings::text(finding);
    match finding.diagnostic.labels.first().map(|label| label.text.as_str()).filter(|label| !label.is_empty()) {
        Some(label) => {
            let (first, rest) =
                text.split_once('\n').map_or((text.as_str(), None), |(first, rest)| (first, Some(rest)));
            let rest = rest.map(|rest| format!("\n{rest}")).unwrap_or_default();
            format!("{first}\nhere: {label}{rest}")
        }
        None => text,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_with_tags_exist() {
        assert!(UNNECESSARY.iter().chain([&DEPRECATED]).all(|code| rules::find(code).is_some()));
    }
}
