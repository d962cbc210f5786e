//! The report as data: what `-o json` writes and the Markdown template gets. The shape is a promise (`docs/upgrade.md`):
//! within a version nothing is renamed or removed, and all fields are always there.

use serde::Serialize;

use super::inputs::File;
use crate::diagnostic::{Finding, Label, Severity};
use crate::mesh::Platform;
use crate::source::{Source, Span};
use crate::upgrade::crossing::Builds;
use crate::upgrade::{Bound, Crossing, Effect, Item, Journey, Migration, Moved, Verdict};

/// The version of the shape.
const VERSION: u32 = 1;

/// All that is to be said, with the texts that places are in.
pub struct Told<'a> {
    /// From where to where.
    pub journey: &'a Journey,
    /// The platforms.
    pub platforms: &'a [Platform],
    /// The steps.
    pub stops: Vec<Stop<'a>>,
    /// What moves of each template, with its file and label.
    pub migrations: Vec<(&'a Source, Option<&'a str>, &'a Migration)>,
    /// How many findings files have before the first step.
    pub already: Vec<(&'a Source, usize)>,
    /// How many files were judged.
    pub files: usize,
    /// How many changes were mended.
    pub fixed: usize,
    /// What the severity hides.
    pub hidden: usize,
    worst: Option<Severity>,
}

/// A step with what it brings, worst first.
pub struct Stop<'a> {
    /// The step.
    pub crossing: &'a Crossing,
    /// What it brings, and in which file that stands.
    pub items: Vec<(Option<&'a Source>, &'a Item)>,
    /// What it takes away.
    pub resolved: Vec<(&'a Source, &'a Finding)>,
}

impl<'a> Told<'a> {
    /// Puts together what was found about configuration and files; from `show` on it is told.
    pub fn new(
        journey: &'a Journey,
        platforms: &'a [Platform],
        crossings: &'a [Crossing],
        config: Option<&'a Source>,
        files: &'a [File],
        fixed: usize,
        show: Severity,
    ) -> Self {
        let judged = || files.iter().flat_map(|file| file.judged.iter().map(move |(_, judged)| (&file.source, judged)));
        let (mut worst, mut hidden) = (None, 0);
        let stops = crossings.iter().enumerate().map(|(index, crossing)| {
            let around = crossing.items.iter().map(|item| {
                let has_place = !item.finding.diagnostic.labels.is_empty();
                (config.filter(|_| has_place), item)
            });
            let brought = judged().flat_map(|(source, judged)| {
                judged.brought.get(index).into_iter().flatten().map(move |item| (Some(source), item))
            });
            let mut items: Vec<_> = brought.chain(around).collect();
            worst = items.iter().map(|(_, item)| item.severity()).chain(worst).max();
            hidden += items.iter().filter(|(_, item)| item.severity() < show).count();
            items.retain(|(_, item)| item.severity() >= show);
            items.sort_by_key(|(_, item)| std::cmp::Reverse(item.severity()));
            let resolved = judged().flat_map(|(source, judged)| {
                judged.resolved.get(index).into_iter().flatten().map(move |finding| (source, finding))
            });
            Stop { crossing, items, resolved: resolved.collect() }
        });
        let stops: Vec<_> = stops.collect();
        let migrations = files.iter().flat_map(|file| {
            let each = file.judged.iter();
            each.filter_map(|(label, judged)| Some((&file.source, label.as_deref(), judged.migration.as_ref()?)))
        });
        let already =
            files.iter().map(|file| (&file.source, file.judged.iter().map(|(_, judged)| judged.already.len()).sum()));
        Self {
            journey,
            platforms,
            stops,
            migrations: migrations.collect(),
            already: already.filter(|(_, number)| *number > 0).collect(),
            files: files.len(),
            fixed,
            hidden,
            worst,
        }
    }

    /// The worst of all, shown or not.
    pub fn worst(&self) -> Option<Severity> {
        self.worst
    }

    /// How many of a severity are told.
    pub fn count(&self, severity: Severity) -> usize {
        self.stops.iter().flat_map(|stop| &stop.items).filter(|(_, item)| item.severity() == severity).count()
    }
}

/// The report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'a> {
    version: u32,
    from: String,
    to: String,
    platforms: &'a [Platform],
    crossings: Vec<CrossingEntry<'a>>,
    migrations: Vec<MigrationEntry<'a>>,
    already: Vec<AlreadyEntry<'a>>,
    summary: SummaryEntry,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CrossingEntry<'a> {
    from: String,
    to: String,
    coredns: Ends<String>,
    go: Ends<String>,
    items: Vec<ItemEntry<'a>>,
    resolved: Vec<ResolvedEntry<'a>>,
}

/// Before a step and after it.
#[derive(Debug, Serialize)]
struct Ends<T> {
    from: Vec<T>,
    to: Vec<T>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemEntry<'a> {
    id: &'a str,
    code: Option<&'a str>,
    effect: Effect,
    severity: Severity,
    about: &'a str,
    message: &'a str,
    places: Vec<PlaceEntry<'a>>,
    holds: HoldsEntry<'a>,
    notes: &'a [String],
    instead: &'a [String],
    passing: bool,
    fix: Option<&'a str>,
    source: &'a str,
}

#[derive(Debug, Serialize)]
struct HoldsEntry<'a> {
    releases: &'a [String],
    platforms: &'a [String],
    branches: &'a [String],
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceEntry<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    offset: u32,
    length: u32,
}

#[derive(Debug, Serialize)]
struct ResolvedEntry<'a> {
    code: &'a str,
    name: &'a str,
    message: &'a str,
    place: PlaceEntry<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MigrationEntry<'a> {
    path: &'a str,
    label: Option<&'a str>,
    platforms: &'a [Platform],
    read_with: String,
    optional: bool,
    unread: Option<&'a str>,
    items: Vec<MovedEntry<'a>>,
    always: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct MovedEntry<'a> {
    id: &'a str,
    verdict: Verdict,
    what: &'a str,
    place: PlaceEntry<'a>,
    now: &'a str,
    instead: Option<&'a str>,
    source: &'a str,
}

#[derive(Debug, Serialize)]
struct AlreadyEntry<'a> {
    path: &'a str,
    findings: usize,
}

#[derive(Debug, Serialize)]
struct SummaryEntry {
    files: usize,
    error: usize,
    warning: usize,
    info: usize,
    hidden: usize,
    fixed: usize,
}

impl<'a> Document<'a> {
    /// What is told, as data.
    pub fn of(told: &'a Told<'_>) -> Self {
        let migrations = told.migrations.iter().map(|(source, label, migration)| MigrationEntry {
            path: source.name(),
            label: *label,
            platforms: &migration.platforms,
            read_with: migration.release.to_string(),
            optional: migration.is_optional,
            unread: migration.unread.as_deref(),
            items: migration.moved.iter().map(|moved| MovedEntry::of(moved, source)).collect(),
            always: crate::upgrade::successor::ALWAYS.iter().map(|(text, _)| *text).collect(),
        });
        Self {
            version: VERSION,
            from: told.journey.from.to_string(),
            to: told.journey.to.to_string(),
            platforms: told.platforms,
            crossings: told.stops.iter().map(CrossingEntry::of).collect(),
            migrations: migrations.collect(),
            already: told
                .already
                .iter()
                .map(|(source, findings)| AlreadyEntry { path: source.name(), findings: *findings })
                .collect(),
            summary: SummaryEntry {
                files: told.files,
                error: told.count(Severity::Error),
                warning: told.count(Severity::Warning),
                info: told.count(Severity::Info),
                hidden: told.hidden,
                fixed: told.fixed,
            },
        }
    }
}

impl<'a> CrossingEntry<'a> {
    fn of(stop: &'a Stop<'_>) -> Self {
        let step = &stop.crossing.step;
        let builds = |bound: &Bound| {
            let Builds { coredns, go } = Builds::of(bound);
            (coredns.iter().map(ToString::to_string).collect(), go.iter().map(ToString::to_string).collect())
        };
        let ((coredns_before, go_before), (coredns_after, go_after)) = (builds(&step.before), builds(&step.after));
        Self {
            from: step.before.to_string(),
            to: step.after.to_string(),
            coredns: Ends { from: coredns_before, to: coredns_after },
            go: Ends { from: go_before, to: go_after },
            items: stop.items.iter().map(|(source, item)| ItemEntry::of(item, *source)).collect(),
            resolved: stop
                .resolved
                .iter()
                .map(|(source, finding)| ResolvedEntry {
                    code: finding.code,
                    name: finding.name,
                    message: &finding.diagnostic.message,
                    place: PlaceEntry::of(finding.span(), source),
                })
                .collect(),
        }
    }
}

impl<'a> ItemEntry<'a> {
    fn of(item: &'a Item, source: Option<&'a Source>) -> Self {
        let Finding { code, diagnostic, holds, fix, .. } = &item.finding;
        let place = |source: &'a Source| {
            let spans = diagnostic.labels.iter().map(|label: &Label| label.span);
            spans.map(|span| PlaceEntry::of(span, source)).collect()
        };
        Self {
            id: item.id,
            code: Some(*code).filter(|code| !code.is_empty()),
            effect: item.effect,
            severity: diagnostic.severity,
            about: item.about,
            message: &diagnostic.message,
            places: source.map(place).unwrap_or_default(),
            holds: HoldsEntry {
                releases: &holds.releases,
                platforms: &holds.platforms,
                branches: &holds.branches,
                text: holds.text(),
            },
            notes: &diagnostic.notes,
            instead: &diagnostic.help,
            passing: item.is_passing,
            fix: fix.as_ref().map(|fix| fix.title.as_str()),
            source: item.source,
        }
    }
}

impl<'a> PlaceEntry<'a> {
    fn of(span: Span, source: &'a Source) -> Self {
        let position = source.position(span.start);
        Self {
            path: source.name(),
            line: position.line,
            column: position.column,
            offset: span.start,
            length: span.len(),
        }
    }
}

impl<'a> MovedEntry<'a> {
    fn of(moved: &'a Moved, source: &'a Source) -> Self {
        Self {
            id: moved.fate.id,
            verdict: moved.fate.verdict,
            what: &moved.what,
            place: PlaceEntry::of(moved.span, source),
            now: moved.fate.now,
            instead: Some(moved.fate.instead).filter(|instead| !instead.is_empty()),
            source: moved.fate.source,
        }
    }
}
