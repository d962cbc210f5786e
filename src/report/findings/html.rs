//! A page that stands alone: one file without scripts and without anything that is fetched, for browsers, phones and paper.
//! It is laid out from `templates/findings`, where every text that is not ours to write is escaped on its way out. What a
//! page holds is bounded; the worst findings are told whole, others in a line, and what is left out is counted.

mod model;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Output, State, Value, context};

use super::Report;
use crate::report::graph::STYLE as CHAIN_STYLE;
use crate::report::layout;
use crate::report::xml::content;
use model::Page;

const PAGE: &str = include_str!("../../../templates/findings/page.html.j2");
const FINDING: &str = include_str!("../../../templates/findings/finding.html.j2");
const TABLE: &str = include_str!("../../../templates/findings/table.html.j2");
const STYLE: &str = include_str!("../../../templates/findings/page.css");

pub(super) fn render(report: &Report<'_>) -> Result<String, Error> {
    let mut environment = layout::environment()?;
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(escaped);
    add(&mut environment)?;
    let page = Page::new(report);
    let style = Value::from_safe_string(format!("{STYLE}{CHAIN_STYLE}"));
    environment.get_template("page.html.j2")?.render(context! { style => style, page => Value::from(Serde(&page)) })
}

fn add(environment: &mut Environment<'_>) -> Result<(), Error> {
    environment.add_template("finding.html.j2", FINDING)?;
    environment.add_template("table.html.j2", TABLE)?;
    environment.add_template("page.html.j2", PAGE)
}

/// The one way of a text into the page: control characters become pictures, what HTML and XML give a meaning a reference.
fn escaped(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => Ok(output.write_str(&content(text))?),
        _ => minijinja::escape_formatter(output, state, value),
    }
}
