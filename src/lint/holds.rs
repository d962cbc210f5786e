//! Where a finding holds, in words: the points of a matrix at which it was made, told as releases, platforms and switches.

pub use crate::diagnostic::Points;

use crate::diagnostic::Holds;
use crate::mesh::{Matrix, Mode};

impl Points {
    /// All points of a matrix.
    #[must_use]
    pub fn all(matrix: &Matrix) -> Self {
        (0..matrix.points.len()).collect()
    }
}

/// Says where `found` lies within `examined`; nothing if it is all of it.
#[must_use]
pub fn describe(matrix: &Matrix, found: &Points, examined: &Points) -> Holds {
    Holds { points: found.clone(), ..in_words(matrix, found, examined) }
}

fn in_words(matrix: &Matrix, found: &Points, examined: &Points) -> Holds {
    if examined.iter().all(|point| found.contains(point)) {
        return Holds::default();
    }
    let at = |point: usize| {
        let point = &matrix.points[point];
        (point.mode as usize, usize::from(point.logging), point.row)
    };
    let (mut modes, mut logged, mut rows) = ([false; Mode::ALL.len()], [false; 2], vec![false; matrix.rows.len()]);
    for (mode, logging, row) in found.iter().filter(|point| examined.contains(*point)).map(at) {
        (modes[mode], logged[logging], rows[row]) = (true, true, true);
    }
    // What is not found, by which of the three is out of it.
    let (mut is_product, mut other_rows, mut other_modes, mut other_logging) = (true, false, false, false);
    for point in examined.iter().filter(|point| !found.contains(*point)) {
        let (mode, logging, row) = at(point);
        is_product &= !(modes[mode] && logged[logging] && rows[row]);
        other_rows |= !rows[row] && modes[mode];
        other_modes |= !modes[mode] && rows[row];
        other_logging |= !logged[logging] && rows[row] && modes[mode];
    }
    let named = Mode::ALL.into_iter().filter(|mode| modes[*mode as usize]);
    let all_rows = |rows: &[bool]| (0..rows.len()).filter(|row| rows[*row]).collect::<Vec<_>>();
    if !is_product {
        let releases = named.map(|mode| {
            let mut rows = vec![false; matrix.rows.len()];
            let own = found.iter().filter(|point| examined.contains(*point)).map(at);
            own.filter(|at| at.0 == mode as usize).for_each(|at| rows[at.2] = true);
            format!("{} ({})", releases(matrix, &all_rows(&rows)).join(", "), name(mode))
        });
        return Holds { releases: releases.collect(), ..Holds::default() };
    }
    let mut holds = Holds::default();
    if other_rows {
        holds.releases = releases(matrix, &all_rows(&rows));
    }
    if other_modes {
        holds.platforms = named.map(|mode| name(mode).to_owned()).collect();
    }
    if other_logging {
        let values = [false, true].into_iter().filter(|logging| logged[usize::from(*logging)]);
        holds.branches = values.map(|logging| format!("CoreDNSLogging={logging}")).collect();
    }
    holds
}

fn name(mode: Mode) -> &'static str {
    match mode {
        Mode::Universal => "universal",
        Mode::Kubernetes => "kubernetes",
        Mode::PodOff => "kubernetes with embedded DNS pod-off",
    }
}

fn releases(matrix: &Matrix, rows: &[usize]) -> Vec<String> {
    let mut indexes: Vec<_> = rows.iter().flat_map(|row| matrix.rows[*row].releases.iter().copied()).collect();
    indexes.sort_unstable();
    runs_of(matrix, &indexes)
}

/// Runs of the releases with these numbers (ascending): whole lines by their numbers, `2.8–2.14`; parts of lines by their
/// patches, `2.7.0–2.7.28`.
#[must_use]
pub fn runs_of(matrix: &Matrix, indexes: &[usize]) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &index in indexes {
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
