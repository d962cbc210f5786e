//! Runs the rules over a text: renders it for every kind of data plane, reads and sets each distinct rendering up, and asks
//! every rule once for each kind that it means something different to.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::case::{Case, FileCase, RefusedCase, known_server};
use super::fitting;
use super::holds::Points;
use super::kind;
use super::probes::{Probes, Worlds};
use super::query_log::{self, Read};
use super::rendering::{Kind, Rendering, Renderings};
use super::rule::{Check, Rule};
use super::sink::Findings;
use crate::coredns::host::Host;
use crate::coredns::probe::holds_for;
use crate::coredns::setup::{self, StartError, Started};
use crate::coredns::{Plugin, Probe, Version};
use crate::corefile::{Corefile, ImportLimit, MAIN, ParseError, Surroundings, Token, lexer};
use crate::diagnostic::Finding;
use crate::gotemplate::Limits;
use crate::mesh::config_dir::InConfigDir;
use crate::mesh::{LayerKind, Matrix, NotInForce, Setting};

/// What messages call the rendered file.
const NAME: &str = "Corefile";

type Begun = Result<Started, Box<StartError>>;

/// Everything that stays the same from file to file.
#[derive(Clone, Copy)]
pub struct Linter<'a> {
    /// The data planes.
    pub matrix: &'a Matrix,
    /// The rules that look.
    pub rules: &'a [&'static Rule],
    /// Environment variables and imported files.
    pub surroundings: &'a (dyn Surroundings + Sync),
    /// The machine that CoreDNS runs on.
    pub host: &'a Host,
    /// Bounds of the template engine.
    pub limits: Limits,
    /// Whether nothing was pinned.
    pub is_unpinned: bool,
    /// Why no Corefile is in force on the chosen platform.
    pub not_in_force: Option<&'a NotInForce>,
    /// Set by somebody who has lost interest: the check ends early, and what it gives is not all there is.
    pub stop: Option<&'a AtomicBool>,
}

/// What the rules find in a text, and for whom it was looked at.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The findings, in the order of their places.
    pub findings: Vec<Finding>,
    /// The data planes.
    pub seen: Seen,
}

/// The data planes that a text was looked at for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// All of them.
    pub examined: Points,
    /// Those that do not start with it: kuma-dp refuses the template, or CoreDNS what it renders to.
    pub stopped: Points,
}

impl Seen {
    /// Adds those of another text of the same file.
    pub fn extend(&mut self, other: &Self) {
        self.examined.extend(&other.examined);
        self.stopped.extend(&other.stopped);
    }
}

impl std::fmt::Debug for Linter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Linter").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

impl Linter<'_> {
    /// Whether nobody wants to know any more.
    fn is_stopped(&self) -> bool {
        is_set(self.stop)
    }

    /// What the rules find in `text`; `kind` is decided by the text where none is given. Places are those of `text`.
    #[must_use]
    pub fn check(&self, text: &[u8], kind: Option<Kind>) -> Vec<Finding> {
        self.check_layer(text, kind, None)
    }

    /// The same where it is known whose template the text is. An empty one renders to nothing, or is not even rendered.
    #[must_use]
    pub fn check_layer(&self, text: &[u8], kind: Option<Kind>, role: Option<LayerKind>) -> Vec<Finding> {
        self.judge(text, kind, role).findings
    }

    /// The same with the data planes that were looked at, and those of them that do not start.
    #[must_use]
    pub fn judge(&self, text: &[u8], kind: Option<Kind>, role: Option<LayerKind>) -> Verdict {
        let kind = kind.unwrap_or_else(|| kind::of(text));
        let examined = self.examined(text, kind);
        let is_known_empty = text.is_empty() && role.is_some();
        let rendered = if is_known_empty { &Points::default() } else { &examined };
        let renderings = Renderings::of_until(text, kind, self.matrix, rendered, self.limits, self.stop);
        let mut findings = Findings::new(self.matrix, text);
        let mut stopped = Points::default();
        for refusal in &renderings.refusals {
            stopped.extend(&refusal.points);
            let from = findings.len();
            let case = RefusedCase { text, matrix: self.matrix, refusal };
            for rule in self.rules.iter().take_while(|_| !self.is_stopped()) {
                if let Some(check) = rule.check.refused() {
                    check(&case, &mut findings.sink(rule, &refusal.points, None));
                }
            }
            findings.resolve(from);
        }
        if self.is_stopped() {
            return Verdict::default();
        }
        for read in query_log::read(&renderings.texts, self.matrix) {
            self.check_rendering(text, kind, &read, &mut findings, &mut stopped);
        }
        let case = FileCase {
            text,
            kind,
            matrix: self.matrix,
            examined: &examined,
            renderings: &renderings,
            is_unpinned: self.is_unpinned,
            role,
            not_in_force: self.not_in_force,
        };
        let from = findings.len();
        for rule in self.rules.iter().take_while(|_| !self.is_stopped()) {
            if let Check::File(check) = rule.check {
                check(&case, &mut findings.sink(rule, &examined, None));
            }
        }
        findings.resolve(from);
        let findings = findings.finish(&examined);
        Verdict { findings, seen: Seen { examined, stopped } }
    }

    /// A built-in default is judged on its own era only, a finished Corefile where its ports fit, if they do anywhere.
    fn examined(&self, text: &[u8], kind: Kind) -> Points {
        let all = Points::all(self.matrix);
        if kind == Kind::Corefile {
            return fitting::of(&lexer::lex(text, MAIN), self.matrix, all);
        }
        let eras = kind::default_of(text);
        if eras.is_empty() {
            return all;
        }
        let own: Points =
            all.iter().filter(|index| eras.contains(&self.matrix.points[*index].target.release().era)).collect();
        if own.is_empty() { all } else { own }
    }

    fn check_rendering(
        &self,
        text: &[u8],
        kind: Kind,
        read: &Read<'_>,
        findings: &mut Findings<'_>,
        stopped: &mut Points,
    ) {
        let Read { rendering, tokens, points } = read;
        let has_imports = tokens.iter().any(|token| token.text == "import");
        let limits: &[ImportLimit] =
            if has_imports { &[ImportLimit::TenThousand, ImportLimit::None] } else { &[ImportLimit::TenThousand] };
        for limit in limits.iter().take_while(|_| !self.is_stopped()) {
            let is_ours = |index: &usize| {
                let coredns = self.matrix.rows[self.matrix.points[*index].row].coredns;
                !has_imports || setup::import_limit(&Probe::new(coredns)) == *limit
            };
            let points: Points = points.iter().filter(is_ours).collect();
            if points.is_empty() {
                continue;
            }
            let is_directive = |name: &str| Plugin::named(name).is_some();
            let in_config_dir = InConfigDir(self.surroundings);
            let surroundings: &dyn Surroundings =
                if kind == Kind::Template { &in_config_dir } else { self.surroundings };
            let corefile = Corefile::from_tokens(NAME, tokens.clone(), &is_directive, *limit, surroundings);
            let look = Look { linter: self, text, kind, rendering, tokens };
            match &corefile {
                Err(error) => {
                    stopped.extend(&points);
                    look.at(&points, Err(error), None, findings);
                }
                Ok(corefile) => {
                    for (start, points) in self.starts(corefile, &points) {
                        if start.is_err() {
                            stopped.extend(&points);
                        }
                        look.at(&points, Ok(corefile), Some(start.as_ref().map_err(|error| &**error)), findings);
                    }
                }
            }
        }
    }

    /// The set-ups of a Corefile, each with the points that have it: of CoreDNS releases that give the same answers to all
    /// that was asked, only one is set up.
    fn starts(&self, corefile: &Corefile<'_>, points: &Points) -> Vec<(Begun, Points)> {
        let mut by_version: BTreeMap<Version, Points> = BTreeMap::new();
        for index in points.iter() {
            let coredns = self.matrix.rows[self.matrix.points[index].row].coredns;
            by_version.entry(coredns).or_default().insert(index);
        }
        let mut starts: Vec<(Version, Begun, Points)> = Vec::new();
        for (version, points) in by_version {
            let is_same = |(other, start, _): &&mut (Version, Begun, Points)| {
                let asked = start.as_ref().map_or_else(|error| &error.asked, |started| &started.asked);
                holds_for(asked, *other, version)
            };
            match starts.iter_mut().find(is_same) {
                Some(same) => same.2.extend(&points),
                None => starts.push((version, setup::start(corefile, version, self.host), points)),
            }
        }
        starts.into_iter().map(|(_, start, points)| (start, points)).collect()
    }
}

/// Whether a flag that may not be there is set.
pub(super) fn is_set(stop: Option<&AtomicBool>) -> bool {
    stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
}

// A rendering on its way through the rules.
struct Look<'a> {
    linter: &'a Linter<'a>,
    text: &'a [u8],
    kind: Kind,
    rendering: &'a Rendering,
    tokens: &'a [Token<'a>],
}

impl Look<'_> {
    /// Asks the rules once for all points with the same ports: nothing else about a point changes what a Corefile means.
    fn at(
        &self,
        points: &Points,
        corefile: Result<&Corefile<'_>, &ParseError>,
        start: Option<Result<&Started, &StartError>>,
        findings: &mut Findings<'_>,
    ) {
        let matrix = self.linter.matrix;
        let mut groups: Vec<(usize, Points)> = Vec::new();
        for index in points.iter() {
            let ports = matrix.points[index].ports;
            match groups.iter_mut().find(|(known, _)| *known == ports) {
                Some((_, points)) => points.insert(index),
                None => groups.push((ports, Points::from_iter([index]))),
            }
        }
        let server = known_server(corefile, start);
        for (_, points) in &groups {
            let Some(point) = points.iter().next().map(|index| &matrix.points[index]) else { continue };
            let port = |setting| point.settings.port(setting).unwrap_or_default();
            let worlds = Worlds::unknown(port(Setting::EnvoyDnsPort));
            let probes = Probes::new(server, &worlds, port(Setting::CoreDnsPort));
            let case = Case {
                text: self.text,
                kind: self.kind,
                matrix,
                point,
                points,
                rendering: self.rendering,
                tokens: self.tokens,
                corefile,
                start,
                worlds: &worlds,
                probes,
                tree: OnceCell::new(),
            };
            let from = findings.len();
            for rule in self.linter.rules.iter().take_while(|_| !self.linter.is_stopped()) {
                if let Some(check) = rule.check.corefile() {
                    check(&case, &mut findings.sink(rule, points, Some(self.rendering)));
                }
            }
            findings.resolve(from);
        }
    }
}
