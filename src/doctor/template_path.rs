//! What is wrong with the path of a template (CF405): no file, a folder, a key that the ConfigMap does not have, nothing in it.

use super::control_plane::Template;
use super::evidence::{Mount, Place, Text, Volume};
use super::mounts::Found;
use super::remark::Remark;
use crate::diagnostic::Severity;
use crate::lint::TEMPLATE_PATH;
use crate::mesh::{Release, validation};

/// The control plane's.
#[must_use]
pub fn of_control_plane(template: &Template<'_>, release: &Release) -> Option<Remark> {
    let (path, place) = (&template.path, template.place);
    let stops = || format!("kuma-cp does not start: {}", validation::missing_control_plane_template(release));
    match &template.found {
        Found::Folder { mount, file } => {
            Some(folder(path, place, mount, file.as_deref()).note(validation::CONTROL_PLANE_TEMPLATE_IS_A_FOLDER))
        }
        Found::BehindFile { file } => Some(behind_file(path, place, file).note(stops())),
        Found::NoVolume { mount, volume } => Some(no_volume(path, place, mount, volume)),
        Found::Nothing => {
            let remark = Remark::new(TEMPLATE_PATH, place, format!("nothing is mounted at {path}"));
            Some(
                remark
                    .note(stops())
                    .help("mount the ConfigMap with the template: controlPlane.extraConfigMaps of the chart does it"),
            )
        }
        Found::NoKey { config_map, place: at, key, keys } => {
            Some(no_key(place, *at, config_map, key, keys).note(stops()))
        }
        Found::Key { .. } => template.text.as_ref().and_then(|text| empty(text, place, path)).map(|remark| {
            remark.severity(Severity::Warning).note(
                "for the control plane an empty file counts as not given: data planes use their built-in Corefile",
            )
        }),
        Found::NotGiven { config_map, elsewhere, .. } => {
            elsewhere.as_ref().map(|elsewhere| other_namespace(place, config_map, elsewhere))
        }
        Found::Unknown | Found::Elsewhere(_) => None,
    }
}

/// Whether there can be a file at the path.
#[must_use]
pub fn is_there(found: &Found<'_>) -> bool {
    matches!(found, Found::Unknown | Found::Elsewhere(_) | Found::NotGiven { .. } | Found::Key { .. })
}

/// What becomes of data planes where there is none for the control plane.
#[must_use]
pub fn without_file(template: &Template<'_>) -> String {
    let Template { path, origin, found, .. } = template;
    match found {
        Found::Folder { .. } => format!(
            "the control plane answers their bootstrap requests with HTTP 500: its template {path} ({origin}) is a folder"
        ),
        Found::NoVolume { volume, .. } => {
            format!("the API server refuses the control plane's pods, which have no volume {volume}")
        }
        _ => format!("the control plane does not start: there is no file at {path} ({origin})"),
    }
}

/// A data plane's on Kubernetes.
#[must_use]
pub fn of_data_plane(
    path: &str,
    place: Place,
    found: &Found<'_>,
    text: Option<&Text>,
    subject: &str,
) -> Option<Remark> {
    let stops = "kuma-dp stops when it starts DNS, and its container is restarted for ever";
    let remark = match found {
        Found::Folder { mount, file } => folder(path, place, mount, file.as_deref()).note(stops),
        Found::BehindFile { file } => behind_file(path, place, file).note(stops),
        Found::NoVolume { mount, volume } => no_volume(path, place, mount, volume),
        Found::Nothing => Remark::new(TEMPLATE_PATH, place, format!("nothing is mounted into the side-car at {path}"))
            .note("the side-car's own file system is read-only")
            .note(stops)
            .help("mount the template: a volume of the pod, and a ContainerPatch that adds its volumeMount to the side-car"),
        Found::NoKey { config_map, place: at, key, keys } => no_key(place, *at, config_map, key, keys).note(stops),
        Found::Key { .. } => empty(text?, place, path)?
            .note("a data plane's empty file is a template: it renders to nothing, and CoreDNS does not start"),
        Found::NotGiven { config_map, elsewhere, .. } => other_namespace(place, config_map, elsewhere.as_ref()?),
        Found::Unknown | Found::Elsewhere(_) => return None,
    };
    Some(remark.of(subject))
}

fn folder(path: &str, place: Place, mount: &Mount, file: Option<&str>) -> Remark {
    let at = mount.path.text.trim_end_matches('/');
    let remark = Remark::new(TEMPLATE_PATH, place, format!("{path} is a folder"))
        .also_at(mount.path.place, format!("a volume is mounted at {at}"));
    if let Some(file) = file {
        return remark.help(format!("name the file in it: {file}"));
    }
    match at.strip_prefix(path.trim_end_matches('/')).map(|key| key.trim_start_matches('/')) {
        // The documentation has the two the other way round.
        Some(key) if !key.is_empty() => remark.help(format!(
            "the mount path is the folder, the variable the file in it: swap the two, if {key} is the key of the ConfigMap"
        )),
        _ if !matches!(mount.volume, Volume::ConfigMap { .. }) => remark.help("name the file in it"),
        _ => remark.help(format!("name the file: {at}/KEY, where KEY is the key of the ConfigMap")),
    }
}

/// The API server refuses such a pod (Kubernetes: pkg/apis/core/validation/validation.go).
fn no_volume(path: &str, place: Place, mount: &Mount, volume: &str) -> Remark {
    Remark::new(TEMPLATE_PATH, place, format!("nothing can be mounted at {path}: the pod has no volume {volume}"))
        .also_at(mount.path.place, format!("volume {volume} is mounted here"))
        .note("the API server refuses the pod")
        .help(format!("add {volume} to the volumes of the pod, or mount one that it has"))
}

fn behind_file(path: &str, place: Place, file: &str) -> Remark {
    let remark = Remark::new(TEMPLATE_PATH, place, format!("{path} leads nowhere: it goes on behind a file"));
    match path.ends_with('/') {
        true => remark.help(format!("leave the last slash out: {file}")),
        false => remark.help("name the file itself"),
    }
}

fn other_namespace(place: Place, config_map: &str, (namespace, at): &(String, Place)) -> Remark {
    Remark::new(
        TEMPLATE_PATH,
        place,
        format!("of ConfigMap {config_map} the inputs show only one in namespace {namespace}"),
    )
    .severity(Severity::Warning)
    .also_at(*at, "the ConfigMap")
    .note("pods mount ConfigMaps of their own namespace only")
    .help("create it in the namespace of the pods, if it is not there")
}

fn no_key(place: Place, at: Place, config_map: &str, key: &str, keys: &[String]) -> Remark {
    let remark = Remark::new(TEMPLATE_PATH, place, format!("ConfigMap {config_map} has no key {key}"))
        .also_at(at, "the ConfigMap");
    let near = keys.iter().max_by(|one, other| {
        let score = |name: &str| strsim::normalized_damerau_levenshtein(key, name);
        score(one).total_cmp(&score(other))
    });
    match (near, keys.len()) {
        (None, _) => remark.help("it has none at all"),
        (Some(only), 1) => remark.help(format!("its only key is {only}")),
        (Some(near), _) => remark.help(format!("did you mean {near}? it has {}", keys.join(", "))),
    }
}

fn empty(text: &Text, place: Place, path: &str) -> Option<Remark> {
    text.bytes.is_empty().then(|| Remark::new(TEMPLATE_PATH, place, format!("the file at {path} is empty")))
}
