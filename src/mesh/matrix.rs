//! All the data planes that one template can meet: releases, platforms and switches. Releases that cannot be told apart by a
//! template, by CoreDNS or by the way of a query are one row, so that everything is looked at once.

use std::collections::BTreeMap;
use std::ffi::OsString;

use super::injector::Injector;
use super::origin::{Origin, SettingsError};
use super::release::{Release, of_line};
use super::setting::Setting;
use super::settings::{FlagValue, Settings};
use super::target::{EmbeddedDns, Platform, Target};
use super::version::Version;
use crate::gotemplate::GoVersion;
use crate::gotemplate::value::Data;

const PORTS: [Setting; 4] =
    [Setting::CoreDnsPort, Setting::CoreDnsEmptyPort, Setting::EnvoyDnsPort, Setting::PrometheusPort];

/// Where the data plane runs, as far as it decides about ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Universal.
    Universal,
    /// Kubernetes up to 2.10, or with the embedded proxy switched off at the control plane.
    Kubernetes,
    /// Kubernetes from 2.11 on, with the embedded proxy switched off for the pod.
    PodOff,
}

/// What is looked at.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The releases, oldest first.
    pub releases: Vec<Release>,
    /// The modes.
    pub modes: Vec<Mode>,
    /// What the control plane says about side-cars.
    pub injector: &'a Injector,
    /// Whether the control plane's configuration decides about logging.
    pub logging_is_set: bool,
    /// Flags of kuma-dp.
    pub flags: &'a [FlagValue],
}

/// A data plane that stands for all of its kind.
#[derive(Debug)]
pub struct Point {
    /// The newest release of the row, on its platform.
    pub target: Target,
    /// Its mode.
    pub mode: Mode,
    /// Its settings.
    pub settings: Settings,
    /// Whether queries are logged.
    pub logging: bool,
    /// The row: index into [`Matrix::rows`].
    pub row: usize,
    /// Index into [`Matrix::data`].
    pub data: usize,
    /// Which of the distinct combinations of ports it has.
    pub ports: usize,
}

/// Releases that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The Go that they are built with.
    pub go: GoVersion,
    /// Their CoreDNS.
    pub coredns: Version,
    /// Indexes into [`Matrix::releases`].
    pub releases: Vec<usize>,
}

/// All points of a scope.
#[derive(Debug)]
pub struct Matrix {
    /// The releases, oldest first.
    pub releases: Vec<Release>,
    /// Rows of releases that are alike.
    pub rows: Vec<Row>,
    /// The points.
    pub points: Vec<Point>,
    /// The distinct values of `.`.
    pub data: Vec<Data>,
    // The distinct combinations of ports.
    ports: Vec<[Option<u32>; 4]>,
    // Whether each release is the first, and whether it is the last of its line.
    edges: Vec<(bool, bool)>,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Universal, Self::Kubernetes, Self::PodOff];

    /// The platform.
    #[must_use]
    pub const fn platform(self) -> Platform {
        match self {
            Self::Universal => Platform::Universal,
            Self::Kubernetes | Self::PodOff => Platform::Kubernetes,
        }
    }

    fn target(self, release: Release) -> Option<Target> {
        let embedded = match (self, release.era.has_embedded_dns()) {
            (Self::Universal, _) | (Self::Kubernetes, false) => None,
            (Self::Kubernetes, true) => Some(EmbeddedDns::ControlPlaneOff),
            (Self::PodOff, true) => Some(EmbeddedDns::PodOff),
            (Self::PodOff, false) => return None,
        };
        Target::new(release, self.platform(), embedded).ok()
    }
}

impl Matrix {
    /// Works the points of `scope` out. Both values of `CoreDNSLogging` are looked at, unless somebody decides about it;
    /// `Enabled` is true wherever a Corefile is rendered.
    ///
    /// # Errors
    /// A flag or variable that kuma-dp cannot read.
    pub fn new(scope: Scope<'_>, environment: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let mut matrix = Self {
            edges: scope.releases.iter().map(edges).collect(),
            rows: rows(&scope.releases),
            releases: scope.releases,
            points: vec![],
            data: vec![],
            ports: vec![],
        };
        for row in 0..matrix.rows.len() {
            let newest = matrix.rows[row].releases.last().and_then(|index| matrix.releases.get(*index));
            let Some(release) = newest.copied() else { continue };
            for mode in &scope.modes {
                let Some(target) = mode.target(release) else { continue };
                let settings = Settings::resolve(&target, scope.injector, scope.flags, &environment)?;
                let logging = settings.get(Setting::CoreDnsLogging);
                let is_open = logging.is_some_and(|entry| {
                    matches!(entry.origin, Origin::PlatformDefault | Origin::Injector) && !scope.logging_is_set
                });
                if is_open {
                    let mut flags = scope.flags.to_vec();
                    flags.push(FlagValue::new(Setting::CoreDnsLogging, "true"));
                    let logged = Settings::resolve(&target, scope.injector, &flags, &environment)?;
                    matrix.push(target, *mode, settings, row);
                    matrix.push(target, *mode, logged, row);
                } else {
                    matrix.push(target, *mode, settings, row);
                }
            }
        }
        Ok(matrix)
    }

    /// The matrix of one data plane alone.
    #[must_use]
    pub fn of_one(target: Target, settings: Settings) -> Self {
        let releases = vec![*target.release()];
        let mode = match (target.platform(), target.embedded_dns()) {
            (Platform::Universal, _) => Mode::Universal,
            (Platform::Kubernetes, Some(EmbeddedDns::PodOff)) => Mode::PodOff,
            (Platform::Kubernetes, _) => Mode::Kubernetes,
        };
        let (edges, rows) = (releases.iter().map(edges).collect(), rows(&releases));
        let mut matrix = Self { releases, rows, points: vec![], data: vec![], ports: vec![], edges };
        matrix.push(target, mode, settings, 0);
        matrix
    }

    fn push(&mut self, target: Target, mode: Mode, settings: Settings, row: usize) {
        let data = settings.data();
        let data = index_of(&mut self.data, data);
        let ports = index_of(&mut self.ports, PORTS.map(|port| settings.port(port)));
        let logging = settings.is_on(Setting::CoreDnsLogging);
        self.points.push(Point { target, mode, settings, logging, row, data, ports });
    }

    /// The numbers that a port has at any of the points; those of [`Setting::CoreDnsPort`], [`Setting::CoreDnsEmptyPort`],
    /// [`Setting::EnvoyDnsPort`] and [`Setting::PrometheusPort`] are kept.
    pub fn port_numbers(&self, setting: Setting) -> impl Iterator<Item = u32> + '_ {
        let index = PORTS.iter().position(|port| *port == setting);
        self.ports.iter().filter_map(move |ports| ports[index?])
    }

    /// Whether the release at `index` is the first known one of its line, and whether it is the last.
    #[must_use]
    pub fn edges(&self, index: usize) -> (bool, bool) {
        self.edges.get(index).copied().unwrap_or_default()
    }
}

fn edges(release: &Release) -> (bool, bool) {
    let mut line = of_line(release.version.line());
    let first = line.next();
    let last = line.next_back().or(first);
    (first.as_ref() == Some(release), last.as_ref() == Some(release))
}

impl Point {
    /// Whether iptables sends TCP queries to CoreDNS, too (until kuma#14557).
    #[must_use]
    pub fn redirects_tcp(&self) -> bool {
        self.target.release().redirects_tcp()
    }
}

/// The index of a value in a list of distinct ones, where it is put if it is new.
fn index_of<T: PartialEq>(known: &mut Vec<T>, value: T) -> usize {
    known.iter().position(|other| *other == value).unwrap_or_else(|| {
        known.push(value);
        known.len() - 1
    })
}

fn rows(releases: &[Release]) -> Vec<Row> {
    let mut rows: BTreeMap<_, Row> = BTreeMap::new();
    for (index, release) in releases.iter().enumerate() {
        let key = (release.era, release.go.line, release.coredns, release.redirects_tcp());
        let row = Row { go: release.go.line, coredns: release.coredns, releases: Vec::new() };
        rows.entry(key).or_insert(row).releases.push(index);
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    rows.sort_by(|a, b| a.releases.cmp(&b.releases));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release;
    use crate::mesh::version::Line;

    fn matrix(modes: Vec<Mode>, flags: &[FlagValue]) -> Matrix {
        let releases = release::all().filter(|release| release.version.line() >= Line::new(2, 7)).collect();
        let scope = Scope { releases, modes, injector: &Injector::default(), logging_is_set: false, flags };
        Matrix::new(scope, |_| None).unwrap()
    }

    #[test]
    fn every_release_is_in_one_row_and_every_row_is_uniform() {
        let matrix = matrix(Mode::ALL.to_vec(), &[]);
        let mut seen: Vec<_> = matrix.rows.iter().flat_map(|row| row.releases.clone()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..matrix.releases.len()).collect::<Vec<_>>());
        for row in &matrix.rows {
            for release in row.releases.iter().map(|index| &matrix.releases[*index]) {
                assert_eq!((release.coredns, release.go.line), (row.coredns, row.go));
            }
        }
        assert!(matrix.rows.len() < 45, "{} rows", matrix.rows.len());
        assert!(matrix.data.len() <= 12, "{} values of the dot", matrix.data.len());
        let pods = matrix.points.iter().filter(|point| point.mode == Mode::PodOff);
        assert!(pods.clone().count() > 0);
        for pod in pods {
            assert_eq!(pod.settings.port(Setting::EnvoyDnsPort), Some(15054));
            assert!(pod.target.release().era.has_embedded_dns());
        }
    }

    #[test]
    fn one_data_plane_is_a_matrix_too() {
        let all = matrix(Mode::ALL.to_vec(), &[]);
        for point in &all.points {
            let one = Matrix::of_one(point.target, point.settings.clone());
            let [alone] = one.points.as_slice() else { panic!("one point") };
            assert_eq!((alone.mode, alone.logging, &alone.settings), (point.mode, point.logging, &point.settings));
            assert_eq!(one.rows[alone.row].coredns, all.rows[point.row].coredns);
            assert_eq!(one.data[alone.data], all.data[point.data]);
        }
    }

    #[test]
    fn a_flag_decides_about_logging() {
        let both = matrix(vec![Mode::Universal], &[]);
        let one = matrix(vec![Mode::Universal], &[FlagValue::new(Setting::CoreDnsLogging, "true")]);
        assert_eq!(both.points.len(), 2 * one.points.len());
        assert!(one.points.iter().all(|point| point.logging));
    }
}
