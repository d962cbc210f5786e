//! Where a finding holds, in words: the points of a matrix at which it was made, told as releases, platforms and switches.

use crate::diagnostic::Holds;
use crate::mesh::{Matrix, Mode};

/// A set of points of a matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Points {
    words: Vec<u64>,
}

impl Points {
    /// All points of a matrix.
    #[must_use]
    pub fn all(matrix: &Matrix) -> Self {
        (0..matrix.points.len()).collect()
    }

    /// Puts a point in.
    pub fn insert(&mut self, point: usize) {
        let word = point / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (point % 64);
    }

    /// Puts all points of another set in.
    pub fn extend(&mut self, other: &Self) {
        self.words.resize(self.words.len().max(other.words.len()), 0);
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Whether a point is in it.
    #[must_use]
    pub fn contains(&self, point: usize) -> bool {
        self.words.get(point / 64).is_some_and(|word| word >> (point % 64) & 1 == 1)
    }

    /// The points, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len() * 64).filter(|point| self.contains(*point))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }
}

impl FromIterator<usize> for Points {
    fn from_iter<I: IntoIterator<Item = usize>>(points: I) -> Self {
        let mut set = Self::default();
        points.into_iter().for_each(|point| set.insert(point));
        set
    }
}

/// Says where `found` lies within `examined`; nothing if it is all of it.
#[must_use]
pub fn describe(matrix: &Matrix, found: &Points, examined: &Points) -> Holds {
    if examined.iter().all(|point| found.contains(point)) {
        return Holds::default();
    }
    let axes = Axes { matrix, found, examined };
    let modes: Vec<_> = Mode::ALL.into_iter().filter(|mode| axes.any(|at| at.0 == *mode)).collect();
    let rows: Vec<_> = (0..matrix.rows.len()).filter(|row| axes.any(|at| at.2 == *row)).collect();
    let logged: Vec<_> = [false, true].into_iter().filter(|logging| axes.any(|at| at.1 == *logging)).collect();
    let within = |at: At| modes.contains(&at.0) && logged.contains(&at.1) && rows.contains(&at.2);
    let is_product = examined.iter().all(|point| !within(axes.at(point)) || found.contains(point));
    if !is_product {
        let releases = modes.iter().map(|mode| {
            let rows: Vec<_> =
                rows.iter().copied().filter(|row| axes.any(|at| at.0 == *mode && at.2 == *row)).collect();
            format!("{} ({})", releases(matrix, &rows).join(", "), name(*mode))
        });
        return Holds { releases: releases.collect(), ..Holds::default() };
    }
    let others = |differs: &dyn Fn(At) -> bool, among: &dyn Fn(At) -> bool| {
        examined.iter().map(|point| axes.at(point)).any(|at| among(at) && differs(at))
    };
    let mut holds = Holds::default();
    if others(&|at| !rows.contains(&at.2), &|at| modes.contains(&at.0)) {
        holds.releases = releases(matrix, &rows);
    }
    if others(&|at| !modes.contains(&at.0), &|at| rows.contains(&at.2)) {
        holds.platforms = modes.iter().map(|mode| name(*mode).to_owned()).collect();
    }
    if others(&|at| !logged.contains(&at.1), &|at| rows.contains(&at.2) && modes.contains(&at.0)) {
        holds.branches = logged.iter().map(|logging| format!("CoreDNSLogging={logging}")).collect();
    }
    holds
}

// Mode, logging, row.
type At = (Mode, bool, usize);

struct Axes<'a> {
    matrix: &'a Matrix,
    found: &'a Points,
    examined: &'a Points,
}

impl Axes<'_> {
    fn at(&self, point: usize) -> At {
        let point = &self.matrix.points[point];
        (point.mode, point.logging, point.row)
    }

    fn any(&self, is: impl Fn(At) -> bool) -> bool {
        self.found.iter().filter(|point| self.examined.contains(*point)).any(|point| is(self.at(point)))
    }
}

fn name(mode: Mode) -> &'static str {
    match mode {
        Mode::Universal => "universal",
        Mode::Kubernetes => "kubernetes",
        Mode::PodOff => "kubernetes with embedded DNS pod-off",
    }
}

/// Runs of releases: whole lines by their numbers, `2.8–2.14`; parts of lines by their patches, `2.7.0–2.7.28`.
fn releases(matrix: &Matrix, rows: &[usize]) -> Vec<String> {
    let mut indexes: Vec<_> = rows.iter().flat_map(|row| matrix.rows[*row].releases.iter().copied()).collect();
    indexes.sort_unstable();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for index in indexes {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == index => run.1 = index,
            _ => runs.push((index, index)),
        }
    }
    let text = |(first, last): (usize, usize)| {
        let whole = matrix.edges(first).0 && matrix.edges(last).1;
        let (first, last) = (&matrix.releases[first], &matrix.releases[last]);
        match whole {
            true if first.version.line() == last.version.line() => first.version.line().to_string(),
            true => format!("{}–{}", first.version.line(), last.version.line()),
            false if first == last => first.to_string(),
            false => format!("{first}–{last}"),
        }
    };
    runs.into_iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::{Injector, Scope, Setting, release};

    fn matrix() -> Matrix {
        let lines = ["2.7", "2.8", "2.10", "2.11"];
        let is_in = |text: String| lines.iter().any(|line| text.starts_with(&format!("{line}.")));
        let releases = release::all().filter(|release| is_in(release.to_string())).collect();
        let injector = Injector::default();
        let scope =
            Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: false, flags: &[] };
        Matrix::new(scope, |_| None).unwrap()
    }

    #[test]
    fn where_it_holds() {
        let matrix = matrix();
        let all = Points::all(&matrix);
        let said = |is: &dyn Fn(&crate::mesh::Point) -> bool| {
            let found = (0..matrix.points.len()).filter(|index| is(&matrix.points[*index])).collect();
            describe(&matrix, &found, &all).text()
        };
        let line = |point: &crate::mesh::Point| point.target.release().version.line().minor;
        assert_eq!(said(&|_| true), "");
        assert_eq!(said(&|point| line(point) >= 8), "on 2.8–2.11");
        assert_eq!(said(&|point| line(point) == 7), "on 2.7");
        assert_eq!(said(&|point| point.mode == Mode::Universal), "on universal");
        assert_eq!(said(&|point| point.logging), "where CoreDNSLogging=true");
        assert_eq!(said(&|point| point.logging && line(point) == 7), "on 2.7, where CoreDNSLogging=true");
        assert_eq!(
            said(&|point| point.settings.port(Setting::EnvoyDnsPort) == Some(15054)),
            "on universal and kubernetes with embedded DNS pod-off"
        );
        assert_eq!(
            said(&|point| point.mode == Mode::Universal || (line(point) == 7 && point.mode == Mode::Kubernetes)),
            "on 2.7–2.11 (universal) and 2.7 (kubernetes)"
        );
        let newest = matrix.points.iter().map(|point| point.row).max().unwrap();
        assert!(said(&|point| point.row == newest).starts_with("on 2.1"), "{}", said(&|point| point.row == newest));
    }
}
