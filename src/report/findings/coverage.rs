//! The data planes that the files of a report were looked at for, and what became of each file there: the table of releases
//! and platforms that pages show. How a data plane comes into the matrix is `mesh`'s business.

use serde::Serialize;

use super::BySeverity;
use crate::chain::Picture;
use crate::diagnostic::{FileFindings, Finding, Points};
use crate::lint::Seen;
use crate::lint::holds::runs_of;
use crate::mesh::version::Line;
use crate::mesh::{Matrix, Mode};

/// What a run of lint has looked at.
#[derive(Debug)]
pub struct Coverage<'a> {
    /// The data planes.
    pub matrix: &'a Matrix,
    /// Those that each file was looked at for, in the order of the report's files; files without findings may lack.
    pub seen: Vec<Seen>,
    /// Pictures of chains, in the order of the files.
    pub chains: Vec<Chain>,
    /// How many files with findings have no picture because there would be too many.
    pub without_chain: usize,
}

/// The chain of one template at one data plane.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Index of the file in the report.
    pub file: usize,
    /// Whose chain it is: `Kuma 2.14.3 on universal`.
    pub title: String,
    /// What was supposed, a sentence each.
    pub notes: Vec<String>,
    /// The chain; none where CoreDNS starts nowhere.
    pub picture: Option<Picture>,
}

/// Releases by platforms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The platforms.
    pub columns: Vec<&'static str>,
    /// The release lines, oldest first.
    pub rows: Vec<Row>,
    /// What is to be known of Kubernetes with the embedded proxy, if it is among them.
    pub note: Option<String>,
}

/// A release line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// `2.7`, or `2.7.3` where only that was looked at.
    pub releases: String,
    /// Its CoreDNS versions: `1.11.3 to 1.14.6`.
    pub coredns: String,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// What became of files on a release line and a platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What became of them.
    pub outcome: Outcome,
    /// The same in words: `starts`, `stops on 2.7.0–2.7.3`.
    pub words: String,
    /// Findings that hold there.
    pub findings: BySeverity,
}

/// Whether data planes start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// There is no such data plane, or no file was looked at for it.
    #[default]
    Unseen,
    /// All do.
    Starts,
    /// Some do.
    Partly,
    /// None does.
    Stops,
}

impl Coverage<'_> {
    /// The releases and platforms in a few words: `Kuma 2.7 to 2.14 on universal and kubernetes`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let all: Vec<usize> = (0..self.matrix.releases.len()).collect();
        let runs = runs_of(self.matrix, &all).join(", ").replace('–', " to ");
        let mut platforms: Vec<String> = modes(self.matrix).iter().map(|mode| mode.platform().to_string()).collect();
        platforms.dedup();
        format!("Kuma {runs} on {}", platforms.join(" and "))
    }

    /// The table of some files of `files`, the report's.
    #[must_use]
    pub fn table(&self, files: &[FileFindings], some: std::ops::Range<usize>) -> Table {
        let modes = modes(self.matrix);
        let rows = lines(self.matrix).into_iter().map(|(line, releases)| {
            let cells = modes.iter().map(|mode| self.cell(files, some.clone(), &releases, *mode));
            let versions =
                releases.iter().filter_map(|index| self.matrix.releases.get(*index)).map(|release| release.coredns);
            let (first, last) = (versions.clone().min(), versions.max());
            let coredns = match (first, last) {
                (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
                (first, _) => first.map(|version| version.to_string()).unwrap_or_default(),
            };
            let releases = match runs_of(self.matrix, &releases).as_slice() {
                [run] => run.clone(),
                _ => line.to_string(),
            };
            Row { releases, coredns, cells: cells.collect() }
        });
        let rows = rows.collect();
        Table { columns: modes.iter().map(|mode| title(*mode)).collect(), rows, note: note(self.matrix, &modes) }
    }

    fn cell(&self, files: &[FileFindings], some: std::ops::Range<usize>, releases: &[usize], mode: Mode) -> Cell {
        let points: Points = points(self.matrix, releases, mode).collect();
        if points.is_empty() {
            let words = if mode == Mode::PodOff { "no embedded proxy" } else { "not looked at" };
            return Cell { words: words.to_owned(), ..Cell::default() };
        }
        let mut cell = Cell::default();
        let (mut examined, mut stopped) = (Points::default(), Points::default());
        let (mut looked_at, mut stopping) = (0, 0);
        for file in some {
            if let Some(seen) = self.seen.get(file) {
                looked_at += usize::from(seen.examined.meets(&points));
                stopping += usize::from(seen.stopped.meets(&points));
                examined.extend(&seen.examined);
                stopped.extend(&seen.stopped);
            }
            let found = files.get(file).map(|file| file.findings.as_slice()).unwrap_or_default();
            let holding = found.iter().filter(|finding| finding.holds.points.meets(&points));
            holding.map(Finding::severity).for_each(|severity| cell.findings.add(severity));
        }
        let (outcome, words) = match (looked_at, stopping) {
            (0, _) => (Outcome::Unseen, "not looked at".to_owned()),
            (1, 0) => (Outcome::Starts, "starts".to_owned()),
            (_, 0) => (Outcome::Starts, "all start".to_owned()),
            (1, _) => self.of_one(&points, &examined, &stopped, releases),
            (all, stopping) if all == stopping => (Outcome::Stops, "all stop".to_owned()),
            (all, stopping) => (Outcome::Partly, format!("{stopping} of {all} stop")),
        };
        Cell { outcome, words, ..cell }
    }

    /// What one file comes to where some data planes do not start with it.
    fn of_one(&self, points: &Points, examined: &Points, stopped: &Points, releases: &[usize]) -> (Outcome, String) {
        let here: Vec<usize> = points.iter().filter(|point| examined.contains(*point)).collect();
        let stops = |point: &usize| stopped.contains(*point);
        if here.iter().all(stops) {
            return (Outcome::Stops, "stops".to_owned());
        }
        let of = |points: &[usize]| {
            let rows = points.iter().filter_map(|point| self.matrix.rows.get(self.matrix.points.get(*point)?.row));
            let has = |index: &&usize| rows.clone().any(|row| row.releases.contains(index));
            releases.iter().filter(has).copied().collect::<Vec<_>>()
        };
        let stopping: Vec<usize> = here.iter().copied().filter(stops).collect();
        let which = if of(&stopping) == of(&here) {
            let logs = |point: &usize| self.matrix.points.get(*point).is_some_and(|point| point.logging);
            format!("stops where CoreDNSLogging={}", stopping.iter().all(logs))
        } else {
            format!("stops on {}", runs_of(self.matrix, &of(&stopping)).join(", "))
        };
        (Outcome::Partly, which)
    }
}

/// The modes that have a point, in order.
fn modes(matrix: &Matrix) -> Vec<Mode> {
    Mode::ALL.into_iter().filter(|mode| matrix.points.iter().any(|point| point.mode == *mode)).collect()
}

const fn title(mode: Mode) -> &'static str {
    match mode {
        Mode::Universal => "Universal",
        Mode::Kubernetes => "Kubernetes",
        Mode::PodOff => "Kubernetes, pod-off",
    }
}

/// The release lines with the numbers of their releases.
fn lines(matrix: &Matrix) -> Vec<(Line, Vec<usize>)> {
    let mut lines: Vec<(Line, Vec<usize>)> = Vec::new();
    for (index, release) in matrix.releases.iter().enumerate() {
        let line = release.version.line();
        match lines.last_mut() {
            Some((last, releases)) if *last == line => releases.push(index),
            _ => lines.push((line, vec![index])),
        }
    }
    lines
}

fn points(matrix: &Matrix, releases: &[usize], mode: Mode) -> impl Iterator<Item = usize> {
    let is_of = move |row: usize| {
        matrix.rows.get(row).is_some_and(|row| row.releases.iter().any(|release| releases.contains(release)))
    };
    let points = matrix.points.iter().enumerate();
    points.filter(move |(_, point)| point.mode == mode && is_of(point.row)).map(|(index, _)| index)
}

fn note(matrix: &Matrix, modes: &[Mode]) -> Option<String> {
    let first = matrix.releases.iter().find(|release| release.era.has_embedded_dns())?;
    let line = first.version.line();
    modes.iter().any(|mode| *mode != Mode::Universal).then(|| {
        format!(
            "On Kubernetes a data plane of {line} or later reads a Corefile only where the DNS proxy embedded in kuma-dp is \
             switched off: for the zone (the column Kubernetes) or for a pod (pod-off)."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Holds};
    use crate::mesh::{Injector, Scope, release};
    use crate::source::Source;

    fn matrix() -> Matrix {
        let lines = ["2.7", "2.10", "2.11"];
        let is_in = |text: String| lines.iter().any(|line| text.starts_with(&format!("{line}.")));
        let releases = release::all().filter(|release| is_in(release.to_string())).collect();
        let injector = Injector::default();
        let scope =
            Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: false, flags: &[] };
        Matrix::new(scope, |_| None).unwrap()
    }

    fn words(stops: impl Fn(&crate::mesh::Point) -> bool, files: usize) -> Vec<Vec<String>> {
        let matrix = matrix();
        let stopped = (0..matrix.points.len()).filter(|index| stops(&matrix.points[*index])).collect();
        let mut seen = vec![Seen { examined: Points::all(&matrix), stopped }];
        seen.resize(files, Seen { examined: Points::all(&matrix), stopped: Points::default() });
        let points: Points = (0..matrix.points.len()).filter(|index| matrix.points[*index].logging).collect();
        let finding = Finding {
            code: "CF009",
            name: "x",
            diagnostic: Diagnostic::warning("x"),
            rendered: None,
            holds: Holds { points, ..Holds::default() },
            fix: None,
            walk: Vec::new(),
        };
        let files_found = [FileFindings { source: Source::new("t", ""), findings: vec![finding] }];
        let coverage = Coverage { matrix: &matrix, seen, chains: Vec::new(), without_chain: 0 };
        assert_eq!(coverage.in_words(), "Kuma 2.7 to 2.11 on universal and kubernetes");
        let table = coverage.table(&files_found, 0..files);
        assert_eq!(table.columns, ["Universal", "Kubernetes", "Kubernetes, pod-off"]);
        assert!(table.note.is_some_and(|note| note.contains("of 2.11 or later")));
        assert_eq!(table.rows[0].cells[0].findings, BySeverity { warning: 1, ..BySeverity::default() });
        assert_eq!(table.rows[0].cells[2].findings.total(), 0);
        let row = |row: &Row| {
            std::iter::once(row.releases.clone()).chain(row.cells.iter().map(|cell| cell.words.clone())).collect()
        };
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn what_became_of_a_file() {
        let line = |point: &crate::mesh::Point| point.target.release().version.line().minor;
        let starts = "starts";
        let none = "no embedded proxy";
        assert_eq!(
            words(|_| false, 1),
            [["2.7", starts, starts, none], ["2.10", starts, starts, none], ["2.11", starts, starts, starts],]
        );
        let stopping = words(|point| line(point) == 10 || point.logging && point.mode == Mode::Universal, 1);
        assert_eq!(
            stopping,
            [
                ["2.7", "stops where CoreDNSLogging=true", starts, none],
                ["2.10", "stops", "stops", none],
                ["2.11", "stops where CoreDNSLogging=true", starts, starts],
            ]
        );
        let newest = words(|point| point.row == 0, 1);
        assert!(newest[0][1].starts_with("stops on 2.7."), "{newest:?}");
        assert_eq!(words(|point| line(point) == 10, 3)[1][1], "1 of 3 stop");
        assert_eq!(words(|_| false, 3)[0][1], "all start");
    }
}
