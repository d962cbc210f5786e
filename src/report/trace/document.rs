//! A walk for programs: JSON and YAML have the same fields. Version 1; fields are added, never taken away.

use serde::Serialize;

use super::{Setting, Trace};
use crate::chain::{AnsweredBy, Branch, End, NoAnswer, Outcome, Query, Record, Step, Walk};
use crate::coredns::dns::{class_text, qtype_text, rcode_text};

/// The version of the document.
pub const VERSION: u32 = 1;

/// One walk.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'a> {
    version: u32,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_corefile: Option<&'a str>,
    assumptions: &'a [String],
    query: QueryEntry,
    /// Whether nobody's choice and no chance decides anything.
    certain: bool,
    /// False if there were more ways than are walked.
    complete: bool,
    walk: Option<BranchEntry>,
}

/// A query.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueryEntry {
    name: String,
    #[serde(rename = "type")]
    qtype: String,
    class: String,
    protocol: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct BranchEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    steps: Vec<StepEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    branches: Vec<BranchEntry>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StepEntry {
    actor: String,
    text: String,
    /// 0 for the client's query, more for those that CoreDNS puts to itself.
    depth: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceEntry>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceEntry {
    path: String,
    line: usize,
    column: usize,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rendered: Option<RenderedEntry>,
}

#[derive(Debug, Serialize)]
struct RenderedEntry {
    line: usize,
    text: String,
}

/// How a query ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeEntry {
    /// None if no answer comes.
    pub rcode: Option<String>,
    /// `timeout`, `refused` or `closed`, if no answer comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_answer: Option<&'static str>,
    /// `envoy`, `host`, `template`, `coredns`, `embedded-proxy`, `nobody`, or a server's name.
    pub answered_by: String,
    /// Who was asked, in order, in the words of `answeredBy`: `envoy/udp`.
    pub asked: Vec<String>,
    /// Records as in a zone file; what is not known is `?`.
    pub answers: Vec<String>,
    /// The authority section.
    pub authority: Vec<String>,
    /// The additional section.
    pub additional: Vec<String>,
    /// How long the client waits because somebody does not answer, in seconds.
    pub wait_seconds: u64,
}

impl<'a> Document<'a> {
    /// Of a walk.
    #[must_use]
    pub fn new(trace: &Trace<'a>) -> Self {
        let Setting { target, no_corefile, assumptions, .. } = trace.scene;
        let walk = trace.walk.tree().map(|tree| BranchEntry::new(&trace.scene, &tree, false));
        Self {
            version: VERSION,
            target,
            no_corefile,
            assumptions,
            query: QueryEntry::new(&trace.walk.query),
            certain: trace.walk.is_certain(),
            complete: trace.walk.complete,
            walk,
        }
    }
}

impl QueryEntry {
    /// Of a query.
    #[must_use]
    pub fn new(query: &Query) -> Self {
        Self {
            name: query.name().to_owned(),
            qtype: qtype_text(query.qtype).into_owned(),
            class: class_text(query.qclass).into_owned(),
            protocol: query.protocol.to_string().to_lowercase(),
        }
    }
}

impl BranchEntry {
    fn new(scene: &Setting<'_>, branch: &Branch<'_, '_>, is_inner: bool) -> Self {
        let (condition, steps) = match branch.steps.split_first() {
            Some((first, rest)) if is_inner => (Some(first.to_string()), rest),
            _ => (None, branch.steps),
        };
        let (outcome, branches) = match &branch.end {
            End::Outcome(outcome) => (Some(OutcomeEntry::new(scene, outcome)), Vec::new()),
            End::Fork(branches) => (None, branches.iter().map(|inner| Self::new(scene, inner, true)).collect()),
        };
        Self { condition, steps: steps.iter().map(|step| StepEntry::new(scene, step)).collect(), outcome, branches }
    }
}

impl StepEntry {
    fn new(scene: &Setting<'_>, step: &Step<'_>) -> Self {
        let place = step.place.and_then(|place| scene.spot(place)).map(|spot| PlaceEntry {
            path: spot.path,
            line: spot.position.line,
            column: spot.position.column,
            text: spot.line,
            rendered: spot.rendered.map(|(line, text)| RenderedEntry { line, text }),
        });
        Self { actor: step.actor.to_string(), text: step.to_string(), depth: step.depth, place }
    }
}

impl OutcomeEntry {
    /// Of an outcome.
    #[must_use]
    pub fn new(scene: &Setting<'_>, outcome: &Outcome<'_>) -> Self {
        let records = |records: &[Record]| records.iter().map(ToString::to_string).collect();
        let sections = outcome.reply.as_ref().map_or_else(
            |_| Default::default(),
            |message| [&message.answers, &message.authority, &message.additional].map(|section| records(section)),
        );
        let [answers, authority, additional]: [Vec<String>; 3] = sections;
        let asked = outcome.asked.iter();
        Self {
            rcode: outcome.rcode().map(|rcode| rcode_text(rcode).into_owned()),
            no_answer: outcome.reply.as_ref().err().map(|no_answer| match no_answer {
                NoAnswer::Timeout => "timeout",
                NoAnswer::Refused => "refused",
                NoAnswer::Closed => "closed",
            }),
            answered_by: AnsweredBy::of(outcome, scene.world).word().to_owned(),
            asked: asked
                .map(|asked| {
                    let who = AnsweredBy::of_asked(&asked.who, scene.world);
                    format!("{}/{}", who.word(), asked.protocol.to_string().to_lowercase())
                })
                .collect(),
            answers,
            authority,
            additional,
            wait_seconds: outcome.wait.as_secs(),
        }
    }

    /// The different outcomes of a walk.
    #[must_use]
    pub fn distinct(scene: &Setting<'_>, walk: &Walk<'_>) -> Vec<Self> {
        let mut distinct = Vec::new();
        for outcome in walk.outcomes() {
            let entry = Self::new(scene, outcome);
            if !distinct.contains(&entry) {
                distinct.push(entry);
            }
        }
        distinct
    }
}
