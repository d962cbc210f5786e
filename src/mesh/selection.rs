//! Which template wins: the data plane's file, what the control plane sends, or the one that is built into kuma-dp,
//! with kuma-dp's own rules (kuma: app/kuma-dp/pkg/dataplane/dnsserver, app/kuma-dp/cmd/run.go).

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use super::in_force::{NotInForce, check};
use super::layers::{
    ControlPlaneTemplate, DataPlaneTemplate, IgnoredLayer, Layer, LayerKind, LayerNote, LostTo, NotSupported, Outcome,
};
use super::release::Release;
use super::settings::Settings;
use super::target::{Platform, Target};

/// Go's name of a template that does not come from a file of the data plane.
const BUILT_IN_NAME: &str = "Corefile";

/// What was decided, for every layer.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// The template that kuma-dp executes, or why it executes none.
    pub winner: Result<Winner<'a>, NotInForce>,
    /// The reason for which kuma-dp executes none, where the caller wanted a winner all the same.
    pub overruled: Option<NotInForce>,
    /// All layers, in the order in which they win.
    pub layers: [Layer; 3],
}

/// The template that wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Winner<'a> {
    /// Its layer.
    pub kind: LayerKind,
    /// Go's name of it, as messages have it: the base name of the data plane's file, else `Corefile`.
    pub template_name: String,
    /// Its bytes.
    pub text: &'a [u8],
}

/// The templates that somebody gave.
#[derive(Clone, Copy, Debug, Default)]
pub struct Templates<'a> {
    /// The data plane's.
    pub data_plane: Option<DataPlaneTemplate<'a>>,
    /// The control plane's.
    pub control_plane: Option<ControlPlaneTemplate<'a>>,
}

impl<'a> Selection<'a> {
    /// Picks the template. With `ignore_embedded_dns` it picks one even where the embedded DNS proxy answers.
    #[must_use]
    pub fn new(target: &Target, settings: &Settings, templates: Templates<'a>, ignore_embedded_dns: bool) -> Self {
        let (winner, mut layers) = by_precedence(target, templates);
        match check(target, settings) {
            Ok(()) => Self { winner: Ok(winner), overruled: None, layers },
            Err(reason) if reason.yields_to(ignore_embedded_dns) => {
                Self { winner: Ok(winner), overruled: Some(reason), layers }
            }
            Err(reason) => {
                for layer in &mut layers {
                    if matches!(layer.outcome, Outcome::Won | Outcome::Lost { .. }) {
                        layer.outcome = Outcome::Ignored { reason: reason.clone().into() };
                    }
                }
                Self { winner: Err(reason), overruled: None, layers }
            }
        }
    }
}

/// Who wins where CoreDNS runs.
fn by_precedence<'a>(target: &Target, templates: Templates<'a>) -> (Winner<'a>, [Layer; 3]) {
    let Templates { data_plane, control_plane } = templates;
    let release = target.release();
    let path_and = |path: &OsStr, origin: String| format!("{} ({origin})", path.to_string_lossy());

    let first = data_plane.map(|given| Winner {
        kind: LayerKind::DataPlane,
        template_name: base_name(given.path),
        text: given.text.unwrap_or_default(),
    });
    let data_plane_layer = Layer {
        kind: LayerKind::DataPlane,
        origin: data_plane.map(|given| path_and(given.path, given.origin.to_string())).unwrap_or_default(),
        outcome: if data_plane.is_some() { Outcome::Won } else { Outcome::NotGiven },
        notes: data_plane.map(|given| notes(target.platform(), given.text)).unwrap_or_default(),
    };

    let second = usable(release, control_plane);
    let control_plane_layer = Layer {
        kind: LayerKind::ControlPlane,
        origin: control_plane.map(|given| path_and(given.path, given.origin.to_string())).unwrap_or_default(),
        outcome: match (&second, &first) {
            (Err(outcome), _) => outcome.clone(),
            (Ok(_), Some(_)) => Outcome::Lost { reason: LostTo::DataPlane },
            (Ok(_), None) => Outcome::Won,
        },
        notes: Vec::new(),
    };

    let winner = first.or(second.ok());
    let built_in_layer = Layer {
        kind: LayerKind::BuiltIn,
        origin: format!("kuma-dp {release}"),
        outcome: match winner.as_ref().map(|winner| winner.kind) {
            Some(LayerKind::DataPlane) => Outcome::Lost { reason: LostTo::DataPlane },
            Some(LayerKind::ControlPlane) => Outcome::Lost { reason: LostTo::ControlPlane },
            Some(LayerKind::BuiltIn) | None => Outcome::Won,
        },
        notes: Vec::new(),
    };
    let winner = winner.unwrap_or_else(|| Winner {
        kind: LayerKind::BuiltIn,
        template_name: BUILT_IN_NAME.to_owned(),
        text: release.era.default_template().as_bytes(),
    });
    (winner, [data_plane_layer, control_plane_layer, built_in_layer])
}

/// The control plane's template, or why it is none.
fn usable<'a>(release: &Release, given: Option<ControlPlaneTemplate<'a>>) -> Result<Winner<'a>, Outcome> {
    let given = given.ok_or(Outcome::NotGiven)?;
    if !release.era.has_control_plane_override() {
        let reason = NotSupported::ControlPlaneOverride { version: release.version };
        return Err(Outcome::NotSupported { reason });
    }
    let text = given.text.unwrap_or_default();
    if given.text.is_some_and(<[u8]>::is_empty) {
        return Err(Outcome::Ignored { reason: IgnoredLayer::Empty });
    }
    Ok(Winner { kind: LayerKind::ControlPlane, template_name: BUILT_IN_NAME.to_owned(), text })
}

fn notes(platform: Platform, text: Option<&[u8]>) -> Vec<LayerNote> {
    let sidecar = (platform == Platform::Kubernetes).then_some(LayerNote::SidecarEnvironment);
    let empty = text.is_some_and(<[u8]>::is_empty).then_some(LayerNote::EmptyDataPlaneFile);
    sidecar.into_iter().chain(empty).collect()
}

/// Go's `filepath.Base`; standard input has the name that messages give it.
fn base_name(path: &OsStr) -> String {
    if path == "-" {
        return "<stdin>".to_owned();
    }
    let bytes = path.as_bytes();
    let last = bytes.split(|byte| *byte == b'/').rfind(|part| !part.is_empty());
    let nothing: &[u8] = if bytes.is_empty() { b"." } else { b"/" };
    String::from_utf8_lossy(last.unwrap_or(nothing)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::injector::Injector;
    use crate::mesh::layers::ControlPlaneOrigin;
    use crate::mesh::origin::Origin;
    use crate::mesh::release::find;
    use crate::mesh::setting::Setting;
    use crate::mesh::settings::FlagValue;

    struct Case<'a> {
        release: &'a str,
        platform: Platform,
        flags: Vec<FlagValue>,
        data_plane: Option<&'a str>,
        control_plane: Option<&'a str>,
        ignore_embedded_dns: bool,
    }

    /// Winner as `layer name bytes` or the beginning of the reason, and the beginning of every layer's outcome.
    fn run(case: &Case<'_>) -> (String, String) {
        let target = Target::new(find(case.release).unwrap(), case.platform, None).unwrap();
        let settings = Settings::resolve(&target, &Injector::default(), &case.flags, |_| None).unwrap();
        let data_plane = case.data_plane.map(|text| DataPlaneTemplate {
            path: OsStr::new("/etc/dns/my.tmpl"),
            text: Some(text.as_bytes()),
            origin: Origin::Flag { name: "dp-template" },
        });
        let control_plane = case.control_plane.map(|text| ControlPlaneTemplate {
            path: OsStr::new("cp.tmpl"),
            text: Some(text.as_bytes()),
            origin: &ControlPlaneOrigin::Flag,
        });
        let ignore = case.ignore_embedded_dns;
        let selection = Selection::new(&target, &settings, Templates { data_plane, control_plane }, ignore);
        let begin = |text: String| text.split(':').next().unwrap_or_default().to_owned();
        let winner = match selection.winner {
            Ok(winner) => format!("{} {} {}", winner.kind, winner.template_name, winner.text.len()),
            Err(reason) => begin(reason.to_string()),
        };
        (winner, selection.layers.map(|layer| begin(layer.outcome.to_string())).join(", "))
    }

    #[test]
    fn decision_tree() {
        use Platform::{Kubernetes, Universal};
        let (proxy, disabled) =
            (FlagValue::new(Setting::ProxyPort, "15053"), FlagValue::new(Setting::Enabled, "false"));
        let default = format!("built-in Corefile {}", find("2.14").unwrap().era.default_template().len());
        for (release, platform, flags, data_plane, control_plane, ignore, winner, outcomes) in [
            ("2.14", Universal, vec![], None, None, false, &*default, "not given, not given, wins"),
            ("2.14", Universal, vec![], None, Some("c"), false, "control plane Corefile 1", "not given, wins, loses"),
            ("2.14", Universal, vec![], None, Some("\n"), false, "control plane Corefile 1", "not given, wins, loses"),
            ("2.14", Universal, vec![], None, Some(""), false, &default, "not given, ignored, wins"),
            ("2.14", Universal, vec![], Some("dd"), Some("c"), false, "data plane my.tmpl 2", "wins, loses, loses"),
            ("2.14", Universal, vec![], Some("dd"), Some(""), false, "data plane my.tmpl 2", "wins, ignored, loses"),
            ("2.14", Universal, vec![], Some("dd"), None, false, "data plane my.tmpl 2", "wins, not given, loses"),
            ("2.14", Universal, vec![], Some(""), Some("c"), false, "data plane my.tmpl 0", "wins, loses, loses"),
            ("2.10", Kubernetes, vec![], Some("dd"), Some("c"), false, "data plane my.tmpl 2", "wins, loses, loses"),
            (
                "2.4",
                Universal,
                vec![],
                Some("dd"),
                Some("c"),
                false,
                "data plane my.tmpl 2",
                "wins, not supported, loses",
            ),
            (
                "2.14",
                Universal,
                vec![proxy.clone()],
                Some("dd"),
                None,
                false,
                "embedded DNS proxy",
                "ignored, not given, ignored",
            ),
            (
                "2.14",
                Universal,
                vec![proxy.clone()],
                Some("dd"),
                Some("c"),
                true,
                "data plane my.tmpl 2",
                "wins, loses, loses",
            ),
            ("2.14", Kubernetes, vec![], None, Some("c"), false, "embedded DNS proxy", "not given, ignored, ignored"),
            ("2.14", Kubernetes, vec![], None, Some("c"), true, "control plane Corefile 1", "not given, wins, loses"),
            (
                "2.14",
                Universal,
                vec![disabled, proxy],
                None,
                Some("c"),
                true,
                "DNS disabled",
                "not given, ignored, ignored",
            ),
        ] {
            let case = Case { release, platform, flags, data_plane, control_plane, ignore_embedded_dns: ignore };
            let label = format!("{release} {platform} {data_plane:?} {control_plane:?} {ignore}");
            assert_eq!(run(&case), (winner.to_owned(), outcomes.to_owned()), "{label}");
        }
    }

    #[test]
    fn an_old_control_plane_leaves_the_default() {
        let origin = ControlPlaneOrigin::Config { file: "cp.yaml".to_owned(), line: 12 };
        let target = Target::new(find("2.5").unwrap(), Platform::Universal, None).unwrap();
        let settings = Settings::resolve(&target, &Injector::default(), &[], |_| None).unwrap();
        let given = ControlPlaneTemplate { path: OsStr::new("cp.tmpl"), text: Some(b"c"), origin: &origin };
        let selection =
            Selection::new(&target, &settings, Templates { data_plane: None, control_plane: Some(given) }, false);
        assert_eq!(selection.winner.unwrap().kind, LayerKind::BuiltIn);
        let layer = &selection.layers[1];
        assert_eq!(layer.origin, "cp.tmpl (bootstrapServer.params.corefileTemplatePath at cp.yaml:12)");
        assert_eq!(
            layer.outcome.to_string(),
            "not supported: the override from the control plane came with 2.6; 2.5.11 knows only the data plane's"
        );
        assert_eq!(layer.outcome.word(), "not-supported");
    }

    #[test]
    fn notes_of_the_data_plane() {
        assert_eq!(notes(Platform::Universal, Some(b"x")), []);
        assert_eq!(
            notes(Platform::Kubernetes, Some(b"")),
            [LayerNote::SidecarEnvironment, LayerNote::EmptyDataPlaneFile]
        );
    }

    #[test]
    fn base_names_as_go_has_them() {
        for (path, name) in [
            ("my.tmpl", "my.tmpl"),
            ("/etc/kuma/my.tmpl", "my.tmpl"),
            ("dir//", "dir"),
            ("./-", "-"),
            ("-", "<stdin>"),
            ("/", "/"),
            ("", "."),
            ("..", ".."),
        ] {
            assert_eq!(base_name(OsStr::new(path)), name, "{path:?}");
        }
    }
}
