//! All changes that are known, in the order in which they came: those of the data plane and those of the control plane. The
//! texts that CoreDNS and Go change come from their own tables, through `lint`.

mod control_plane;
mod data_plane;

use super::change::{Change, Effect, Subject, When};
use crate::diagnostic::Severity;

/// The key of kuma-cp that brings CoreDNS back for a zone.
pub(super) const PROXY_KEY: &str = "runtime.kubernetes.injector.builtinDNS.experimentalProxy";

/// A note about how things behave: what most rows begin with.
const ROW: Change = Change {
    id: "",
    since: &[],
    until: None,
    subject: Subject::Behaviour,
    when: When::Given,
    platform: None,
    effect: Effect::Note,
    severity: Severity::Info,
    message: "",
    notes: &[],
    instead: &[],
    source: "",
};

/// All changes; within a line what breaks comes first.
pub fn all() -> impl Iterator<Item = &'static Change> {
    data_plane::CHANGES.iter().chain(control_plane::CHANGES)
}

/// The change with that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Change> {
    all().find(|change| change.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::mesh::release::{WITHOUT_COREDNS, lines, of_line};
    use crate::mesh::version::{Line, split};
    use crate::mesh::{Era, Setting};

    fn first(change: &Change) -> Line {
        split(change.since[0]).unwrap().0
    }

    #[test]
    fn rows_are_whole() {
        let mut names = BTreeSet::new();
        for change in all() {
            assert!(names.insert(change.id), "{}", change.id);
            assert!(!change.message.is_empty() && !change.message.ends_with('.') && !change.source.is_empty());
            for since in change.since {
                let (line, patch) = split(since).unwrap();
                let patches: Vec<_> = of_line(line).map(|release| release.version.patch).collect();
                assert!(line == WITHOUT_COREDNS || patches.contains(&patch.unwrap_or(patches[0])), "{}", change.id);
            }
            assert!(change.since.iter().map(|since| split(since).unwrap()).is_sorted(), "{}", change.id);
            assert_eq!(change.effect == Effect::Note, change.severity == Severity::Info, "{}", change.id);
            assert!(change.effect == Effect::Note || !change.instead.is_empty(), "{} has no way out", change.id);
        }
    }

    /// What a row says to be gone is there before it, and gone from it on: `era` and `setting` say the same.
    #[test]
    fn settings_go_when_the_tables_say_so() {
        let exists = |setting: Setting, line: Line| match of_line(line).last() {
            Some(release) => setting.exists_in(release.era),
            None => setting.outlives_coredns(),
        };
        let mut gone = BTreeSet::new();
        let is_gone = |change: &Change| matches!(change.effect, Effect::Breaks | Effect::Ignored);
        for change in all().filter(|change| is_gone(change) && change.when == When::Given) {
            let settings: &[Setting] = match &change.subject {
                Subject::Field(setting) => std::slice::from_ref(setting),
                Subject::Flags(settings) | Subject::Variables(settings) => settings,
                _ => continue,
            };
            let line = first(change);
            let before = lines().filter(|known| *known < line).last().unwrap();
            for setting in settings {
                assert!(exists(*setting, before) && !exists(*setting, line), "{}: {setting}", change.id);
                gone.insert((*setting, line, change.subject.kind()));
            }
        }
        // And nothing goes without a row.
        let stops: Vec<Line> = lines().chain([WITHOUT_COREDNS]).collect();
        for pair in stops.windows(2) {
            for setting in Setting::ALL {
                if exists(setting, pair[0]) && !exists(setting, pair[1]) {
                    for kind in ["flag", "variable"] {
                        assert!(gone.contains(&(setting, pair[1], kind)), "{setting} {kind} goes with {}", pair[1]);
                    }
                    let field = gone.contains(&(setting, pair[1], "field"));
                    assert!(field || pair[1] == WITHOUT_COREDNS, "{setting}: the field goes with {}", pair[1]);
                }
            }
        }
        assert!(gone.len() > 15, "{}", gone.len());
    }

    #[test]
    fn eras_agree() {
        let line_of = |era: Era| {
            let (line, _) = split(era.since()).unwrap();
            line
        };
        let begins = |id: &str| first(find(id).unwrap());
        let first_era = |has: &dyn Fn(Era) -> bool| line_of(Era::ALL.into_iter().find(|era| has(*era)).unwrap());
        assert_eq!(begins("control-plane-override"), first_era(&Era::has_control_plane_override));
        assert_eq!(begins("query-log"), first_era(&Era::has_logging));
        assert_eq!(begins("empty-block-unasked"), first_era(&|era| !era.envoy_asks_empty_block()));
        assert_eq!(begins("embedded-proxy"), first_era(&Era::has_embedded_dns));
        let has = |release: crate::mesh::Release, id: &str| find(id).unwrap().holds_in(release.version);
        for release in crate::mesh::release::all() {
            assert_eq!(has(release, "tcp-not-redirected"), !release.redirects_tcp(), "{release}");
            assert_eq!(has(release, "tcp-let-through"), release.returns_tcp(), "{release}");
            let is_read_only = crate::mesh::config_dir::has_read_only_root(release.version);
            assert_eq!(has(release, "read-only-root"), is_read_only, "{release}");
            assert_eq!(has(release, "start-messages"), release.has_new_config_errors(), "{release}");
        }
    }
}
