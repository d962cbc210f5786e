//! Objects that have a chart installed: HelmReleases of Flux, Applications of Argo CD. Only those of Kuma's chart or Kong
//! Mesh's count. Left out: values that stand in other objects or files, and parameters.

use super::evidence::{Evidence, Image, Notice, Place};
use super::helm;
use super::kubernetes::From;
use super::node::{at, inner_text, items, place, placed, text};
use super::remark::Remark;
use crate::lint::input::{UNREADABLE, offsets_of};
use crate::mesh::yaml::{Node, Value, parse};
use crate::source::{Offsets, Span};

/// The charts that install a control plane.
const CHARTS: [&str; 2] = ["kuma", "kong-mesh"];

/// Takes down a HelmRelease; false for one of some other chart.
pub fn helm_release(root: &Node, from: From<'_>, evidence: &mut Evidence) -> bool {
    let chart = at(root, &["spec", "chart", "spec"]);
    let values = at(root, &["spec", "values"]);
    let is_ours = chart.and_then(|chart| text(chart, &["chart"])).is_some_and(is_chart)
        || values.is_some_and(helm::is_surely_values);
    if !is_ours {
        return false;
    }
    if let Some(first) = items(root, &["spec", "valuesFrom"]).first() {
        let text = "values that come by valuesFrom are not seen here".to_owned();
        evidence.notices.push(Notice { place: place(first, from.file), text });
    }
    install(values, chart.and_then(|chart| at(chart, &["version"])), from, evidence);
    true
}

/// Takes down an Application, or what an ApplicationSet makes them of; false for one without our charts.
pub fn application(root: &Node, from: From<'_>, evidence: &mut Evidence) -> bool {
    let Some(spec) = at(root, &["spec", "template", "spec"]).or(at(root, &["spec"])) else { return false };
    let mut is_ours = false;
    for source in at(spec, &["source"]).into_iter().chain(items(spec, &["sources"])) {
        let mut values = at(source, &["helm", "valuesObject"]).cloned();
        if values.is_none()
            && let Some(written) = at(source, &["helm", "values"])
        {
            values = inner(written, from, evidence);
        }
        let chart = text(source, &["chart"]).or(text(source, &["path"]));
        if !chart.is_some_and(is_chart) && !values.as_ref().is_some_and(helm::is_surely_values) {
            continue;
        }
        is_ours = true;
        // Without a chart of a repository of charts the revision is one of git.
        let version = at(source, &["targetRevision"]).filter(|_| at(source, &["chart"]).is_some());
        install(values.as_ref(), version, from, evidence);
    }
    is_ours
}

/// By the last part of its name, which may be a path.
fn is_chart(name: &str) -> bool {
    name.trim_end_matches('/').rsplit('/').next().is_some_and(|last| CHARTS.contains(&last))
}

/// The version of these charts is that of the programs, where no tag says it.
fn install(values: Option<&Node>, version: Option<&Node>, from: From<'_>, evidence: &mut Evidence) {
    evidence.is_kubernetes = true;
    let before = evidence.loose.image.take();
    if let Some(values) = values {
        helm::take(values, from, evidence);
    }
    let version = version.and_then(|version| placed(version, from.file)).map(|tag| Image { tag });
    evidence.loose.image = evidence.loose.image.take().or(version).or(before);
}

/// A text of values, with its places in the input.
fn inner(written: &Node, from: From<'_>, evidence: &mut Evidence) -> Option<Node> {
    let text = inner_text(written, from.file, from.input)?;
    let offsets = offsets_of(from.input, written);
    match parse(&text.bytes) {
        Ok(root) => {
            let mut root = root?;
            move_out(&mut root, &offsets);
            Some(root)
        }
        Err(error) => {
            let place = Place { file: from.file, span: offsets.outer_span(error.span) };
            let message = format!("not readable as YAML: {}", error.message.trim_start_matches("yaml: "));
            evidence.remarks.push(Remark::new(UNREADABLE, place, message).note("nothing of these values is judged"));
            let Place { span: Span { start, end }, .. } = super::node::place(written, from.file);
            if !evidence.is_cut(place) {
                evidence.cuts.insert((from.file, start), end);
            }
            None
        }
    }
}

/// Nothing is nested deeper than the reader allows.
fn move_out(node: &mut Node, offsets: &Offsets) {
    let moved = |span: Span| offsets.outer_span(span);
    (node.span, node.alias) = (moved(node.span), node.alias.map(moved));
    match &mut node.value {
        Value::Seq(items) => items.iter_mut().for_each(|item| move_out(item, offsets)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.key_span = moved(entry.key_span);
            move_out(&mut entry.value, offsets);
        }),
        _ => {}
    }
}
