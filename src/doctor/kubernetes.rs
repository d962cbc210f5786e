//! What Kubernetes objects say: pods and what makes pods, ConfigMaps, ContainerPatches, namespaces. Secrets are not looked into.

use std::sync::Arc;

use super::evidence::{
    Borrowed, ConfigMap, ControlPlane, DataPlane, DeadAnnotation, Evidence, Image, Mount, Notice, Open, Patch, Place,
    Placed, Values, Variable, Volume, Wanted,
};
use super::node::{at, entries, inner_text, items, place, placed, scalar, text};
use super::{annotation, gitops};
use crate::mesh::Platform;
use crate::mesh::yaml::Node;

/// The side-car's container (kuma: pkg/plugins/runtime/k8s/util/names.go).
const SIDE_CAR: &str = "kuma-sidecar";
/// The image of the data plane, and that of the control plane, without registry and tag.
const DATA_PLANE_IMAGE: &str = "kuma-dp";
const CONTROL_PLANE_IMAGE: &str = "kuma-cp";
/// The control plane's container in the chart.
const CONTROL_PLANE: &str = "control-plane";
/// kuma-dp's variable for what it is a proxy for, and the annotations of pods that are one for a whole zone.
const PROXY_TYPE: &str = "KUMA_DATAPLANE_PROXY_TYPE";
const ZONE_PROXIES: [&str; 2] = ["kuma.io/ingress", "kuma.io/egress"];
/// Label or annotation that asks for a side-car.
const INJECTION: &str = "kuma.io/sidecar-injection";
const CONTAINER_PATCHES: &str = "kuma.io/container-patches";
/// Volumes that are folders in any case; a path of the node may be a file.
const FOLDERS: [&str; 7] = ["secret", "projected", "downwardAPI", "persistentVolumeClaim", "csi", "nfs", "ephemeral"];
/// The file of the control plane's configuration in the chart's ConfigMap.
const CONFIG_KEY: &str = "config.yaml";
const CONFIG_MAP_SUFFIX: &str = "control-plane-config";

/// Where an object comes from.
#[derive(Clone, Copy, Debug)]
pub struct From<'i> {
    /// The input.
    pub file: usize,
    /// Its bytes.
    pub input: &'i [u8],
    /// The piece of it that the object stands in.
    pub piece: usize,
}

/// Whether a document is a Kubernetes object.
pub fn is_object(root: &Node) -> bool {
    text(root, &["kind"]).is_some() && text(root, &["apiVersion"]).is_some()
}

/// Takes down what an object says.
pub fn take(root: &Node, from: From<'_>, evidence: &mut Evidence) {
    evidence.is_kubernetes = true;
    let kind = text(root, &["kind"]).unwrap_or_default();
    let object = Object { root, kind, from };
    let owned = at(root, &["metadata", "ownerReferences"]).is_some_and(|owners| !owners.items().is_empty());
    match kind {
        "Pod" => object.pod(root, false, evidence),
        // What belongs to something else is shown by that, or by its pods.
        "ReplicaSet" | "Job" if owned => {}
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "ReplicationController" | "Job" => {
            if let Some(template) = at(root, &["spec", "template"]) {
                object.pod(template, true, evidence);
            }
        }
        "CronJob" => {
            if let Some(template) = at(root, &["spec", "jobTemplate", "spec", "template"]) {
                object.pod(template, true, evidence);
            }
        }
        "ConfigMap" => object.config_map(evidence),
        "ContainerPatch" => object.container_patch(evidence),
        "Namespace" => {
            let asks = ["labels", "annotations"]
                .iter()
                .any(|map| text(root, &["metadata", map, INJECTION]).and_then(annotation::switch) == Some(true));
            if asks {
                evidence.injected_namespaces.insert(object.name().to_owned());
            }
        }
        "Secret" => {
            evidence.secrets.push(Place { file: from.file, span: root.span });
            let text = format!("{} is not looked into: its data stays where it is", object.words());
            evidence.notices.push(Notice { place: object.place(), text });
        }
        "HelmRelease" => {
            if !gitops::helm_release(root, from, evidence) {
                return;
            }
        }
        "Application" | "ApplicationSet" => {
            if !gitops::application(root, from, evidence) {
                return;
            }
        }
        kind if kind.ends_with("List") => {
            items(root, &["items"]).iter().filter(|item| is_object(item)).for_each(|item| {
                let is_list = text(item, &["kind"]).is_some_and(|kind| kind.ends_with("List"));
                if !is_list {
                    take(item, from, evidence);
                }
            })
        }
        _ => return,
    }
    evidence.recognised += 1;
}

struct Object<'n> {
    root: &'n Node,
    kind: &'n str,
    from: From<'n>,
}

impl<'n> Object<'n> {
    fn name(&self) -> &'n str {
        let metadata = |field| text(self.root, &["metadata", field]);
        metadata("name").or(metadata("generateName")).unwrap_or("without a name")
    }

    fn namespace(&self) -> &'n str {
        text(self.root, &["metadata", "namespace"]).unwrap_or_default()
    }

    /// `Pod demo/backend-1`.
    fn words(&self) -> String {
        match self.namespace() {
            "" => format!("{} {}", self.kind, self.name()),
            namespace => format!("{} {namespace}/{}", self.kind, self.name()),
        }
    }

    fn place(&self) -> Place {
        let named = at(self.root, &["metadata", "name"]).or(at(self.root, &["kind"])).unwrap_or(self.root);
        place(named, self.from.file)
    }

    fn pod(&self, pod: &'n Node, is_template: bool, evidence: &mut Evidence) {
        let file = self.from.file;
        let owner: Arc<str> = self.words().into();
        let containers = ["containers", "initContainers"].into_iter().flat_map(|list| items(pod, &["spec", list]));
        let mut side_car = None;
        for container in containers {
            let image = at(container, &["image"]).and_then(|image| placed(image, file));
            let repository = image.as_ref().map(|image| repository(&image.text)).unwrap_or_default();
            if text(container, &["name"]) == Some(SIDE_CAR) || repository == DATA_PLANE_IMAGE {
                side_car = Some(container);
            } else if repository == CONTROL_PLANE_IMAGE || is_control_plane(container) {
                self.control_plane(pod, container, &owner, evidence);
                return;
            }
        }
        let annotation = |key: &str| at(pod, &["metadata", "annotations", key]).and_then(|node| placed(node, file));
        let label = |key: &str| text(pod, &["metadata", "labels", key]).map(str::to_owned);
        let asked = annotation(INJECTION).map(|asked| asked.text).or_else(|| label(INJECTION));
        let asked = asked.as_deref().and_then(annotation::switch);
        let speaks = entries(pod, &["metadata", "annotations"]).any(|entry| {
            [annotation::SIDECAR_ENV_VARS, CONTAINER_PATCHES].contains(&entry.key.as_str())
                || DeadAnnotation::ALL.iter().any(|dead| dead.key() == entry.key)
        });
        let is_for_zones = side_car.is_some_and(is_for_zones)
            || ZONE_PROXIES
                .iter()
                .any(|key| annotation(key).is_some_and(|asked| annotation::switch(&asked.text) == Some(true)));
        if side_car.is_none() && asked == Some(false) || is_for_zones {
            return;
        }
        let (mut variables, mut stops, mut open) = (Vec::new(), None, Open::default());
        if let Some(side_car) = side_car {
            (variables, open.borrowed) = self.environment(side_car, &owner, is_about_dns);
        }
        if let Some(written) = annotation(annotation::SIDECAR_ENV_VARS) {
            // On a pod that has its side-car they are in its environment already.
            match annotation::sidecar_env_vars(&written, &owner) {
                Ok(more) if side_car.is_none() => variables.extend(more),
                Ok(_) => {}
                Err(remark) => {
                    stops = side_car.is_none().then(|| format!("the injector refuses the pod: {}", remark.message));
                    evidence.remarks.push(*remark);
                }
            }
        }
        let annotations = DeadAnnotation::ALL.into_iter().filter_map(|dead| Some((dead, annotation(dead.key())?)));
        let annotations: Vec<_> = annotations.collect();
        let patches = annotation(CONTAINER_PATCHES).map(|patches| patches.text).unwrap_or_default();
        if side_car.is_none() && !patches.is_empty() {
            open.volumes = self.volumes(pod);
        }
        let mounts = side_car.map(|side_car| self.mounts(pod, side_car));
        evidence.data_planes.push(DataPlane {
            name: owner,
            namespace: self.namespace().to_owned(),
            place: self.place(),
            platform: Platform::Kubernetes,
            image: side_car.and_then(|side_car| image(side_car, file)),
            variables,
            flags: Vec::new(),
            is_injected: side_car.is_some(),
            is_up_to_namespace: side_car.is_none() && asked.is_none() && !speaks,
            annotations,
            // A template gets its mounts from patches; what is there without one is the injector's.
            mounts: if is_template && side_car.is_none() { None } else { mounts },
            patches: patches.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            stops,
            open,
        });
    }

    fn control_plane(&self, pod: &Node, container: &Node, owner: &Arc<str>, evidence: &mut Evidence) {
        let file = self.from.file;
        let (variables, borrowed) = self.environment(container, owner, |name| name.contains("KUMA_"));
        let arguments: Vec<&Node> =
            ["command", "args"].into_iter().flat_map(|list| items(container, &[list])).collect();
        let config_path = arguments.iter().enumerate().find_map(|(index, argument)| {
            let written = placed(argument, file)?;
            match written.text.strip_prefix("--config-file=") {
                Some(path) => Some(Placed { text: path.to_owned(), place: written.place }),
                None if ["--config-file", "-c"].contains(&written.text.as_str()) => {
                    arguments.get(index + 1).and_then(|path| placed(path, file))
                }
                None => None,
            }
        });
        evidence.control_planes.push(ControlPlane {
            name: Some(owner.clone()),
            namespace: self.namespace().to_owned(),
            variables,
            configs: Vec::new(),
            config_path,
            mounts: Some(self.mounts(pod, container)),
            image: image(container, file),
            open: Open { place: Some(self.place()), borrowed, ..Open::default() },
        });
    }

    /// The variables of a container, and those that stand elsewhere.
    fn environment(
        &self,
        container: &Node,
        owner: &Arc<str>,
        wanted: impl Fn(&str) -> bool,
    ) -> (Vec<Variable>, Vec<Borrowed>) {
        let (mut variables, mut borrowed) = (Vec::new(), Vec::new());
        for variable in items(container, &["env"]) {
            let Some(name) = text(variable, &["name"]).filter(|name| wanted(name)) else { continue };
            let value = at(variable, &["value"]);
            let from_elsewhere = at(variable, &["valueFrom"]);
            let place = place(value.or(at(variable, &["name"])).unwrap_or(variable), self.from.file);
            let reference = from_elsewhere.and_then(|from| at(from, &["configMapKeyRef"]));
            if let Some(reference) = reference
                && let (Some(config_map), Some(key)) = (text(reference, &["name"]), text(reference, &["key"]))
            {
                let wanted = Wanted::One { key: key.to_owned(), variable: name.to_owned() };
                borrowed.push(Borrowed {
                    config_map: Some(config_map.to_owned()),
                    wanted,
                    place,
                    owner: owner.clone(),
                });
            }
            variables.push(Variable {
                name: name.to_owned(),
                // Without either it is set and empty.
                value: from_elsewhere.is_none().then(|| value.and_then(scalar).unwrap_or_default().to_owned()),
                place,
                owner: owner.clone(),
            });
        }
        for from in items(container, &["envFrom"]) {
            borrowed.push(Borrowed {
                config_map: text(from, &["configMapRef", "name"]).map(str::to_owned),
                wanted: Wanted::All(text(from, &["prefix"]).unwrap_or_default().to_owned()),
                place: place(from, self.from.file),
                owner: owner.clone(),
            });
        }
        (variables, borrowed)
    }

    fn mounts(&self, pod: &Node, container: &Node) -> Vec<Mount> {
        let volumes = self.volumes(pod);
        let mounts = items(container, &["volumeMounts"]).iter().filter_map(|mount| {
            let name = text(mount, &["name"])?;
            let volume = volumes.iter().find(|(known, _)| known == name).map(|(_, volume)| volume.clone());
            let volume = volume.unwrap_or_else(|| Volume::Missing(name.to_owned()));
            Some(Mount {
                path: placed(at(mount, &["mountPath"])?, self.from.file)?,
                sub_path: text(mount, &["subPath"]).map(str::to_owned),
                volume: if at(mount, &["subPathExpr"]).is_some() { Volume::Other } else { volume },
            })
        });
        mounts.collect()
    }

    /// The volumes of a pod by their names, those that a StatefulSet makes included.
    fn volumes(&self, pod: &Node) -> Vec<(String, Volume)> {
        let named = |name: &str, volume: Volume| (name.to_owned(), volume);
        let own = items(pod, &["spec", "volumes"]).iter();
        let claims = items(self.root, &["spec", "volumeClaimTemplates"]).iter();
        own.filter_map(|volume| Some(named(text(volume, &["name"])?, volume_of(volume))))
            .chain(claims.filter_map(|claim| Some(named(text(claim, &["metadata", "name"])?, Volume::Folder))))
            .collect()
    }

    fn config_map(&self, evidence: &mut Evidence) {
        let mut keys = Vec::new();
        for map in ["data", "binaryData"] {
            for entry in entries(self.root, &[map]) {
                let written = scalar(&entry.value).unwrap_or_default().len();
                // Four letters of base64 are three bytes.
                keys.push((entry.key.clone(), if map == "data" { written } else { written / 4 * 3 }));
            }
        }
        let values = Values::Piece(self.from.piece);
        let config_map = ConfigMap { place: self.place(), keys, values, is_cut: false };
        evidence.add_config_map(self.name(), self.namespace(), config_map);
        let config = at(self.root, &["data", CONFIG_KEY]).filter(|_| self.name().ends_with(CONFIG_MAP_SUFFIX));
        if let Some(config) = config.and_then(|config| inner_text(config, self.from.file, self.from.input)) {
            evidence.loose.configs.push(config);
        }
    }

    /// The mounts and variables that a ContainerPatch adds. Its values are JSON in a string (kuma: ContainerPatch,
    /// spec.sidecarPatch). Of variables only those count that come behind all others.
    fn container_patch(&self, evidence: &mut Evidence) {
        let mut added = Patch::default();
        let owner: Arc<str> = self.words().into();
        for patch in items(self.root, &["spec", "sidecarPatch"]) {
            let path = text(patch, &["path"]).filter(|_| text(patch, &["op"]) == Some("add")).unwrap_or_default();
            let adds_mounts = path == "/volumeMounts" || path.starts_with("/volumeMounts/");
            let adds_variables = path == "/env" || path == "/env/-";
            let value = at(patch, &["value"]).filter(|_| adds_mounts || adds_variables);
            let Some(value) = value.and_then(|value| placed(value, self.from.file)) else { continue };
            let json: serde_json::Value = serde_json::from_str(&value.text).unwrap_or_default();
            for one in json.as_array().map_or_else(|| std::slice::from_ref(&json), Vec::as_slice) {
                let field = |name: &str| one.get(name).and_then(|field| field.as_str()).map(str::to_owned);
                let Some(name) = field("name") else { continue };
                if adds_variables {
                    let is_seen = one.get("valueFrom").is_none();
                    let value_of_it = is_seen.then(|| field("value").unwrap_or_default());
                    let (place, owner) = (value.place, owner.clone());
                    added.variables.push(Variable { name, value: value_of_it, place, owner });
                } else if let Some(path) = field("mountPath") {
                    let path = Placed { text: path, place: value.place };
                    let mount = Mount { path, sub_path: field("subPath"), volume: Volume::Other };
                    added.mounts.push((name, mount));
                }
            }
        }
        added.variables.retain(|variable| is_about_dns(&variable.name));
        evidence.patches.insert(self.name().to_owned(), added);
    }
}

/// Whether a container under another image is kuma-cp all the same.
fn is_control_plane(container: &Node) -> bool {
    let is_kumas = |variable: &Node| text(variable, &["name"]).is_some_and(|name| name.starts_with("KUMA_"));
    text(container, &["name"]) == Some(CONTROL_PLANE) && items(container, &["env"]).iter().any(is_kumas)
}

/// Whether this kuma-dp is a zone's ingress or egress, which has no DNS (kuma: app/kuma-dp/cmd/run.go).
fn is_for_zones(side_car: &Node) -> bool {
    let is_one = |text: &str| ["ingress", "egress"].contains(&text);
    text(side_car, &["name"]).is_some_and(is_one)
        || items(side_car, &["env"]).iter().any(|variable| {
            text(variable, &["name"]) == Some(PROXY_TYPE) && text(variable, &["value"]).is_some_and(is_one)
        })
}

/// What a volume of a pod holds.
fn volume_of(volume: &Node) -> Volume {
    if let Some(config_map) = at(volume, &["configMap"]) {
        let items = items(config_map, &["items"])
            .iter()
            .filter_map(|item| Some((text(item, &["key"])?.to_owned(), text(item, &["path"])?.to_owned())));
        let name = text(config_map, &["name"]).unwrap_or_default().to_owned();
        return Volume::ConfigMap { name, items: items.collect() };
    }
    let is_one = |kind: &&str| at(volume, &[kind]).is_some();
    match FOLDERS.iter().find(|kind| is_one(kind)) {
        Some(_) => Volume::Folder,
        None if is_one(&"emptyDir") => Volume::EmptyDir,
        None => Volume::Other,
    }
}

/// Whether kuma-dp's DNS looks at a variable of this name.
pub fn is_about_dns(name: &str) -> bool {
    name.starts_with("KUMA_DNS_") || name.starts_with("DNS_KUMA_DNS_") || name.starts_with("KUMA_BOOTSTRAP_")
}

fn image(container: &Node, file: usize) -> Option<Image> {
    let written = placed(at(container, &["image"])?, file)?;
    Some(Image { tag: Placed { text: tag(&written.text)?.to_owned(), place: written.place } })
}

/// The last part of an image's name, without tag and digest.
pub fn repository(image: &str) -> &str {
    let name = image.split('@').next().unwrap_or_default();
    let last = name.rsplit('/').next().unwrap_or_default();
    last.split(':').next().unwrap_or_default()
}

/// The tag of an image.
pub fn tag(image: &str) -> Option<&str> {
    let name = image.split('@').next().unwrap_or_default();
    name.rsplit('/').next()?.split_once(':').map(|(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images() {
        for (image, name, version) in [
            ("docker.io/kumahq/kuma-dp:2.10.11", "kuma-dp", Some("2.10.11")),
            ("localhost:5000/kuma-cp", "kuma-cp", None),
            ("kong/kuma-dp:2.9.4@sha256:abc", "kuma-dp", Some("2.9.4")),
            ("kuma-dp@sha256:abc", "kuma-dp", None),
            ("", "", None),
        ] {
            assert_eq!((repository(image), tag(image)), (name, version), "{image}");
        }
    }
}
