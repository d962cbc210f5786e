//! The user's own format: a minijinja template (Jinja's language) over the [`document`](super::document), as `report`. A
//! name that is not there is an error, nothing is escaped for HTML, and what a template may spend is bounded.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};

use super::document::Document;
use super::{Report, ReportError};
use crate::report::visible::{visible, visible_line};

// What a template may spend, in minijinja's fuel: about an instruction or 64 bytes each. The examples need less than a
// tenth of it for each finding.
const FUEL: u64 = 2_000_000;
const FUEL_PER_FINDING: u64 = 5_000;

/// The report as `template` lays it out. `name` is what messages call the template.
///
/// A line that holds nothing but a `{% … %}` leaves no empty line. Control characters in what the template prints become pictures; those in its own text stay.
///
/// # Errors
/// [`ReportError::Template`] with the first thing that is wrong with the template.
pub fn render_template(name: &str, template: &str, report: &Report<'_>) -> Result<Vec<u8>, ReportError> {
    let document = Document::new(report);
    let findings = u64::try_from(document.findings.len()).unwrap_or(u64::MAX);
    let refuse = |error: Error| refusal(name, &error);
    let mut environment = Environment::new();
    environment.set_debug(false);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.map_err(refuse)?);
    environment.set_fuel(Some(FUEL_PER_FINDING.saturating_mul(findings).saturating_add(FUEL)));
    environment.set_formatter(|output, state, value| match value.as_str() {
        Some(text) => Ok(output.write_str(&visible(text.as_bytes()))?),
        None => minijinja::escape_formatter(output, state, value),
    });
    let template = environment.template_from_named_str(name, template).map_err(refuse)?;
    Ok(template.render(context! { report => Value::from(Serde(document)) }).map_err(refuse)?.into_bytes())
}

// The error and its causes, on one line.
fn refusal(name: &str, error: &Error) -> ReportError {
    let mut message = text_of(error);
    let (mut line, mut cause) = (error.line(), std::error::Error::source(error));
    while let Some(error) = cause {
        match error.downcast_ref::<Error>() {
            Some(error) => {
                message += &format!(": {}", text_of(error));
                line = error.line().or(line);
            }
            None => message += &format!(": {error}"),
        }
        cause = error.source();
    }
    ReportError::Template {
        name: visible_line(name.as_bytes()).into_owned(),
        line: line.unwrap_or(1),
        message: visible_line(message.as_bytes()).into_owned(),
    }
}

fn text_of(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::findings::{Skipped, Summary};

    fn rendered(template: &str) -> Result<String, String> {
        let skipped = vec![Skipped { path: "a\u{1b}\n".to_owned(), reason: "<no>".to_owned() }];
        let summary = Summary { files_checked: 2, skipped, ..Summary::default() };
        let report = Report { files: &[], rules: &[], summary, coverage: None, conclusions: None };
        let bytes = render_template("t.j2", template, &report).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn prints_the_document() {
        assert_eq!(rendered("{{ report.version }} {{ report.summary.filesChecked }}\n").unwrap(), "1 2\n");
        let skipped = "{{ report.summary.skipped[0].path }}{{ report.summary.skipped[0].reason }}";
        assert_eq!(rendered(skipped).unwrap(), "a\u{241b}\n<no>");
        assert_eq!(rendered("{{ report.summary.skipped[0].path | tojson }}").unwrap(), r#""a\u001b\n""#);
    }

    #[test]
    fn mistakes_are_one_line_with_a_place() {
        for (template, message) in [
            ("a\n{{ report.nope }}", "t.j2:2: undefined value"),
            ("a\n\n{% if %}", "t.j2:3: syntax error"),
            ("{% include 'x' %}", "t.j2:1: template not found"),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}",
                "t.j2:1: engine ran out",
            ),
            ("{% set a = 'a' * 9999999 %}{% set a = a * 99 %}", "t.j2:1: engine ran out"),
        ] {
            let error = rendered(template).unwrap_err();
            assert!(error.starts_with(message) && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn doubling_and_calling_itself_ends() {
        let doubled = format!("{{% set a = 'a' %}}{}", "{% set a = a ~ a %}".repeat(60));
        assert!(rendered(&doubled).unwrap_err().starts_with("t.j2:1: engine ran out"));
        let error = rendered("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}").unwrap_err();
        assert!(error.starts_with("t.j2:1: ") && error.contains("recursion"), "{error}");
    }
}
