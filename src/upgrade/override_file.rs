//! One override on its way: what lint finds from a line on and did not find before, what goes away, what can be mended, and
//! what the DNS proxy makes of it where CoreDNS no longer runs.

use std::collections::{BTreeMap, BTreeSet};

use super::bound::{Bound, Journey, Step};
use super::change::{Change, Subject};
use super::changes;
use super::given::Given;
use super::item::Item;
use super::mend;
use super::migration::{self, Migration};
use crate::coredns::host::Host;
use crate::corefile::Surroundings;
use crate::diagnostic::{Finding, Severity};
use crate::gotemplate::Limits;
use crate::lint::input::Template;
use crate::lint::suppress::Suppressions;
use crate::lint::{Kind, Linter, RULES, RuleInfo, kind};
use crate::mesh::origin::SettingsError;
use crate::mesh::{EmbeddedDns, LayerKind, Matrix, Mode, Platform, Scope};
use crate::source::{Edit, Offsets, Span, edit};

/// What every override is judged by.
pub struct Course<'a> {
    /// From where to where.
    pub journey: &'a Journey,
    /// Its steps.
    pub steps: &'a [Step],
    /// What surrounds the override.
    pub given: Given<'a>,
    /// The data planes at the start and behind each step; none where CoreDNS is gone.
    matrices: Vec<Option<Matrix>>,
    rules: Vec<&'static RuleInfo>,
    /// Bounds of the template engine.
    pub limits: Limits,
}

/// An override.
#[derive(Clone, Copy)]
pub struct Override<'a> {
    /// Its text.
    pub text: &'a [u8],
    /// What it is, where the user says so.
    pub kind: Option<Kind>,
    /// Whose it is, where the user says so.
    pub layer: Option<LayerKind>,
    /// Its imports.
    pub surroundings: &'a (dyn Surroundings + Sync),
}

/// What becomes of one override. Places are those of its text.
#[derive(Debug, Default)]
pub struct Judged {
    /// For each step what it brings.
    pub brought: Vec<Vec<Item>>,
    /// For each step the findings that it takes away.
    pub resolved: Vec<Vec<Finding>>,
    /// What lint finds before the first step.
    pub already: Vec<Finding>,
    /// What moves to the embedded proxy.
    pub migration: Option<Migration>,
}

impl std::fmt::Debug for Course<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Course").field("journey", &self.journey).finish_non_exhaustive()
    }
}

impl<'a> Course<'a> {
    /// Works the data planes of all stops out.
    ///
    /// # Errors
    /// A flag or variable that kuma-dp cannot read.
    pub fn new(
        journey: &'a Journey,
        steps: &'a [Step],
        given: Given<'a>,
        limits: Limits,
    ) -> Result<Self, SettingsError> {
        let stops = [&journey.from].into_iter().chain(steps.iter().map(|step| &step.after));
        let matrices = stops.map(|stop| matrix(stop, &given)).collect::<Result<_, _>>()?;
        let rules = RULES.iter().map(|rule| &rule.info).collect();
        Ok(Self { journey, steps, given, matrices, rules, limits })
    }

    fn lint(&self, text: &[u8], matrix: &Matrix, judged: &Override<'_>) -> Vec<Finding> {
        let linter = Linter {
            matrix,
            rules: RULES,
            surroundings: judged.surroundings,
            host: &Host::side_car(),
            limits: self.limits,
            is_unpinned: false,
            not_in_force: None,
            stop: None,
        };
        let mut findings = linter.check_layer(text, judged.kind, judged.layer);
        let mut suppressions = Suppressions::parse(text, &self.rules);
        findings.retain(|finding| !suppressions.silences(finding.code, finding.span()));
        findings
    }
}

fn matrix(stop: &Bound, given: &Given<'_>) -> Result<Option<Matrix>, SettingsError> {
    let Some(newest) = stop.newest() else { return Ok(None) };
    let is_injected = given.platforms.contains(&Platform::Kubernetes);
    let builtin = given.builtin_dns(*newest, if is_injected { Platform::Kubernetes } else { Platform::Universal });
    let wanted = |mode: &Mode| match (mode, given.embedded_dns.or(builtin.embedded_dns())) {
        (Mode::Kubernetes, Some(EmbeddedDns::PodOff)) => !newest.era.has_embedded_dns(),
        (Mode::PodOff, Some(EmbeddedDns::ControlPlaneOff)) => false,
        _ => true,
    };
    let modes = Mode::ALL.into_iter().filter(|mode| given.platforms.contains(&mode.platform()) && wanted(mode));
    let scope = Scope {
        modes: modes.collect(),
        releases: stop.releases.clone(),
        injector: &builtin.injector(),
        logging_is_set: builtin.logging.is_some(),
        flags: given.flags,
    };
    Matrix::new(scope, given.environment).map(Some)
}

/// What makes two findings the same one at different stops.
type Key = (&'static str, Span, String);

fn key(finding: &Finding) -> Key {
    (finding.code, finding.span(), finding.diagnostic.message.clone())
}

/// How bad each finding is.
type Known = BTreeMap<Key, Severity>;

fn sure(findings: &[Finding]) -> Known {
    findings.iter().filter(|finding| is_sure(finding)).map(|finding| (key(finding), finding.severity())).collect()
}

/// Whether a finding is new, or worse than before.
fn is_new(finding: &Finding, known: &Known) -> bool {
    known.get(&key(finding)).is_none_or(|severity| *severity < finding.severity())
}

/// Follows an override through all steps. Where a step can be mended mechanically the rest of the way is looked at with the
/// mended text; places are those of the text as it is.
///
/// # Errors
/// A setting that kuma-dp cannot read.
pub fn judge(course: &Course<'_>, judged: &Override<'_>) -> Result<Judged, SettingsError> {
    let mut way = Way { course, judged, text: judged.text.to_vec(), offsets: None, known: Known::new() };
    let mut result = Judged::default();
    let Some(Some(first)) = course.matrices.first() else { return Ok(result) };
    let mut before = way.findings(first);
    result.already.clone_from(&before);
    way.known = sure(&before);
    let mut last = first;
    for (step, matrix) in course.steps.iter().zip(course.matrices.iter().skip(1)) {
        let (items, resolved) = match matrix {
            Some(after) => {
                let (items, resolved, now) = way.step(step, last, after, &before);
                (before, last) = (now, after);
                (items, resolved)
            }
            None => (Vec::new(), Vec::new()),
        };
        result.brought.push(items);
        result.resolved.push(resolved);
    }
    let is_left: BTreeSet<Key> = before.iter().map(key).collect();
    let goes_without = !course.journey.to.has_coredns();
    for item in result.brought.iter_mut().flatten() {
        let is_gone = item.about == "lint" && !is_left.contains(&key(&item.finding));
        if goes_without || is_gone {
            item.pass();
            // Nobody mends what is thrown away, or mends itself.
            item.finding.fix = None;
        }
    }
    result.migration = migration::of(course, judged, &way.text, way.offsets.as_ref())?;
    Ok(result)
}

struct Way<'a> {
    course: &'a Course<'a>,
    judged: &'a Override<'a>,
    // With the mends of the steps so far.
    text: Vec<u8>,
    // From there to the text as it is.
    offsets: Option<Offsets>,
    // What was told, or was sure to be met before the first step.
    known: Known,
}

impl Way<'_> {
    /// What lint finds, with places of the text as it is.
    fn findings(&self, matrix: &Matrix) -> Vec<Finding> {
        let findings = self.course.lint(&self.text, matrix, self.judged);
        findings.into_iter().map(|finding| self.home(finding)).collect()
    }

    fn home(&self, finding: Finding) -> Finding {
        let template = Template { text: self.judged.text, offsets: self.offsets.as_ref(), label: None, key: None };
        template.in_file(finding)
    }

    fn step(
        &mut self,
        step: &Step,
        last: &Matrix,
        matrix: &Matrix,
        before: &[Finding],
    ) -> (Vec<Item>, Vec<Finding>, Vec<Finding>) {
        let mut after = self.findings(matrix);
        // What holds for some patches only was not sure to be met before.
        let sure = sure(before);
        let mut items = Vec::new();
        for finding in &after {
            if !is_new(finding, &sure) || !is_new(finding, &self.known) {
                continue;
            }
            self.known.insert(key(finding), finding.severity());
            match self.change_behind(step, finding) {
                Some((change, setting)) => {
                    let mut item = of_field(change, finding);
                    if item.effect == super::Effect::Breaks && self.offsets.is_none() {
                        item.finding.fix = mend::without_blocks(&self.text, setting, last, matrix, self.course.limits);
                        if item.finding.fix.is_some() && envoy_asks_the_block(self.course.journey) {
                            item.finding.diagnostic.notes.push(
                                "data planes before 2.6 still ask the block: mend when the last of them is gone"
                                    .to_owned(),
                            );
                        }
                    }
                    items.push(item);
                }
                None => items.push(Item::of_rule(finding.clone())),
            }
        }
        let is_refused = after.iter().any(is_refusal);
        let mut cut: Vec<Key> = Vec::new();
        let mut mends = items.iter().filter(|item| item.about != "lint").filter_map(|item| item.finding.fix.as_ref());
        if let Some(fix) = mends.next()
            && let Ok(mended) = edit::apply(&self.text, &fix.edits)
        {
            self.offsets = Some(behind(&fix.edits));
            self.text = mended;
            after = self.findings(matrix);
            // What goes with the mend is nothing that the release takes away.
            let is_cut =
                |span: Span| fix.edits.iter().any(|edit| edit.span.start <= span.start && span.end <= edit.span.end);
            cut = before.iter().filter(|finding| is_cut(finding.span())).map(key).collect();
        } else if is_refused {
            return (items, Vec::new(), after);
        }
        let now: BTreeSet<Key> = after.iter().map(key).chain(cut).collect();
        let resolved = before.iter().filter(|finding| !now.contains(&key(finding))).cloned().collect();
        (items, resolved, after)
    }

    /// The change of a field that a finding is about, if the step brings it.
    fn change_behind(&self, step: &Step, finding: &Finding) -> Option<(&'static Change, crate::mesh::Setting)> {
        if !matches!(finding.code, "CF003" | "CF219") {
            return None;
        }
        changes::all().find_map(|change| {
            let Subject::Field(setting) = change.subject else { return None };
            let name = format!(".{}", setting.field());
            let is_about = memchr::memmem::find(finding.span().of(self.judged.text), name.as_bytes()).is_some();
            let is_breaking = change.effect == super::Effect::Breaks;
            let fits = is_about && is_breaking == (finding.code == "CF003");
            (fits && change.is_crossed(&step.before, &step.after)).then_some((change, setting))
        })
    }
}

/// Whether a finding is met on all of the releases that were looked at.
fn is_sure(finding: &Finding) -> bool {
    finding.holds.releases.is_empty()
}

fn envoy_asks_the_block(journey: &Journey) -> bool {
    journey.from.releases.first().is_some_and(|release| release.era.envoy_asks_empty_block())
}

/// Rules about what kuma-dp or CoreDNS does not start with.
const REFUSALS: [&str; 10] = ["CF001", "CF002", "CF003", "CF004", "CF005", "CF006", "CF101", "CF102", "CF103", "CF105"];

/// Whether kuma-dp or CoreDNS does not start, so that nothing more can be said.
#[must_use]
pub fn is_refusal(finding: &Finding) -> bool {
    finding.severity() == Severity::Error && REFUSALS.contains(&finding.code)
}

fn of_field(change: &'static Change, finding: &Finding) -> Item {
    let mut item = Item::of(change, None);
    item.finding.code = finding.code;
    item.finding.diagnostic.labels.clone_from(&finding.diagnostic.labels);
    item.finding.holds = finding.holds.clone();
    item.finding.rendered.clone_from(&finding.rendered);
    item
}

/// The way back from a text out of which pieces were taken.
fn behind(edits: &[Edit]) -> Offsets {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span.start);
    let (mut offsets, mut gone) = (Offsets::new(None), 0);
    offsets.push(0, 0);
    for edit in sorted {
        let inner = edit.span.start - gone;
        gone += edit.span.len();
        offsets.push(inner, inner + gone);
    }
    offsets
}

/// What the text is taken for.
#[must_use]
pub fn kind_of(judged: &Override<'_>) -> Kind {
    judged.kind.unwrap_or_else(|| kind::of(judged.text))
}
