//! What the inputs say about the DNS of a mesh, before anything is concluded from it: control planes and data planes with
//! their variables, mounts and images, ConfigMaps, and what was odd on the way. Every piece knows its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::remark::Remark;
use crate::mesh::{Platform, Setting};
use crate::source::{Offsets, Span};

/// A place in one of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The input: its index.
    pub file: usize,
    /// The bytes.
    pub span: Span,
}

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

/// An environment variable as somebody set it.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; none where it is taken from somewhere that nobody sees here (`valueFrom`).
    pub value: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// Where it is set, in words: `Deployment kuma-system/kuma-control-plane`.
    pub owner: Arc<str>,
}

/// A text that stands in an input: a document, or a scalar of one.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub bytes: Vec<u8>,
    /// The input.
    pub file: usize,
    /// Where its bytes stand there.
    pub offsets: Offsets,
}

impl Text {
    /// A place of the text as one of the input.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file, span: self.offsets.outer_span(span) }
    }
}

/// What is mounted into a container.
#[derive(Clone, Debug)]
pub struct Mount {
    /// Where.
    pub path: Placed,
    /// The one file of the volume that is mounted, if it is not all of it.
    pub sub_path: Option<String>,
    /// What is mounted.
    pub volume: Volume,
}

/// What a volume holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Volume {
    /// The keys of a ConfigMap as files; renamed where `items` says so: key, path.
    ConfigMap {
        /// The ConfigMap.
        name: String,
        /// The keys that are there, with their paths; without any all are, under their own names.
        items: Vec<(String, String)>,
    },
    /// What the pod itself puts there.
    EmptyDir,
    /// A folder whose files are not known here: a Secret's, those of a disk.
    Folder,
    /// Nothing: the pod has no volume of this name.
    Missing(String),
    /// Anything else, of which nobody knows here what it is.
    Other,
}

/// What a ContainerPatch adds to side-cars.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// Its mounts, each with the name of a volume of the pod.
    pub mounts: Vec<(String, Mount)>,
    /// Its variables, which come behind all others.
    pub variables: Vec<Variable>,
}

/// Variables of a container that stand elsewhere.
#[derive(Clone, Debug)]
pub struct Borrowed {
    /// The ConfigMap; none for a Secret, which is not looked into.
    pub config_map: Option<String>,
    /// What is taken from it.
    pub wanted: Wanted,
    /// Where that is written.
    pub place: Place,
    /// Who borrows, in words.
    pub owner: Arc<str>,
}

/// What is taken from a ConfigMap.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// All keys, with this before their names (`envFrom`).
    All(String),
    /// One key (`valueFrom`).
    One {
        /// The key.
        key: String,
        /// The variable.
        variable: String,
    },
}

/// What is left open until everything has been read.
#[derive(Clone, Debug, Default)]
pub struct Open {
    /// Where the object stands.
    pub place: Option<Place>,
    /// The volumes of a pod that ContainerPatches are applied to.
    pub volumes: Vec<(String, Volume)>,
    /// Variables that stand elsewhere.
    pub borrowed: Vec<Borrowed>,
}

/// A container's image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its tag.
    pub tag: Placed,
}

/// A control plane, as far as an input shows it.
#[derive(Clone, Debug, Default)]
pub struct ControlPlane {
    /// What it is, in words; none for what the inputs say of a control plane without showing it.
    pub name: Option<Arc<str>>,
    /// Its namespace.
    pub namespace: String,
    /// Its environment; of equal names the last one counts.
    pub variables: Vec<Variable>,
    /// Its configuration files, whole.
    pub configs: Vec<Text>,
    /// The path of its configuration file, where a command line says so.
    pub config_path: Option<Placed>,
    /// What is mounted; none where nobody says.
    pub mounts: Option<Vec<Mount>>,
    /// Its image.
    pub image: Option<Image>,
    /// What is left open.
    pub open: Open,
}

/// A flag of kuma-dp on a command line.
#[derive(Clone, Debug)]
pub struct Flag {
    /// What it sets.
    pub setting: Setting,
    /// Its value.
    pub value: Placed,
    /// Whether that is all of it; else a shell puts something in.
    pub is_known: bool,
}

/// A data plane, or a workload that will get one.
#[derive(Clone, Debug)]
pub struct DataPlane {
    /// What it is, in words: `Pod demo/backend-1`.
    pub name: Arc<str>,
    /// Its namespace; empty outside of Kubernetes.
    pub namespace: String,
    /// Where it stands.
    pub place: Place,
    /// Where it runs.
    pub platform: Platform,
    /// The image of kuma-dp.
    pub image: Option<Image>,
    /// What of its environment is about DNS; of equal names the last one counts.
    pub variables: Vec<Variable>,
    /// Flags of its command line.
    pub flags: Vec<Flag>,
    /// The side-car is there, so that its environment is all that counts; else the injector's comes below it.
    pub is_injected: bool,
    /// Whether it gets a side-car is up to its namespace.
    pub is_up_to_namespace: bool,
    /// Annotations of the pod that never reach kuma-dp: port, logging, on or off.
    pub annotations: Vec<(DeadAnnotation, Placed)>,
    /// What is mounted into kuma-dp's container; none where nobody says.
    pub mounts: Option<Vec<Mount>>,
    /// The ContainerPatches that are applied to it.
    pub patches: Vec<String>,
    /// Why its command line alone keeps it from starting.
    pub stops: Option<String>,
    /// What is left open.
    pub open: Open,
}

/// An annotation of pods that changes iptables at most, and never kuma-dp's environment (kuma:
/// pkg/plugins/runtime/k8s/containers/factory.go).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadAnnotation {
    /// `kuma.io/builtin-dns`.
    Enabled,
    /// `kuma.io/builtin-dns-port`.
    Port,
    /// `kuma.io/builtin-dns-logging`.
    Logging,
}

impl DeadAnnotation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Enabled, Self::Port, Self::Logging];

    /// Its key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Enabled => "kuma.io/builtin-dns",
            Self::Port => "kuma.io/builtin-dns-port",
            Self::Logging => "kuma.io/builtin-dns-logging",
        }
    }
}

/// A ConfigMap. Its values stay in the input until somebody asks for one.
#[derive(Clone, Debug)]
pub struct ConfigMap {
    /// Where it stands.
    pub place: Place,
    /// Its keys with the bytes of their values.
    pub keys: Vec<(String, usize)>,
    /// Where its values can be read again.
    pub values: Values,
    /// Reading stopped in it, so that there may be more.
    pub is_cut: bool,
}

/// Where the values of a ConfigMap are.
#[derive(Clone, Debug)]
pub enum Values {
    /// In the piece of the input with this number; see [`crate::mesh::yaml::pieces`].
    Piece(usize),
    /// Here, for ConfigMaps that a chart makes of its values.
    Here(BTreeMap<String, Arc<Text>>),
}

/// Something worth saying that is no finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where.
    pub place: Place,
    /// What.
    pub text: String,
}

/// All that the inputs say.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// What is said of a control plane without showing it: its configuration, its environment, values of the chart.
    pub loose: ControlPlane,
    /// Control planes that are shown.
    pub control_planes: Vec<ControlPlane>,
    /// Data planes, in the order of the inputs.
    pub data_planes: Vec<DataPlane>,
    /// Variables of kuma-dp that belong to no data plane in particular.
    pub data_plane_variables: Vec<Variable>,
    /// ConfigMaps by name, and then by namespace.
    pub config_maps: BTreeMap<String, BTreeMap<String, ConfigMap>>,
    /// What ContainerPatches add to side-cars, by their names.
    pub patches: BTreeMap<String, Patch>,
    /// Where documents and items stand whose reading stopped at an error: input and first byte, behind the last.
    pub cuts: BTreeMap<(usize, u32), u32>,
    /// Namespaces whose pods get side-cars.
    pub injected_namespaces: BTreeSet<String>,
    /// What was found on the way.
    pub remarks: Vec<Remark>,
    /// What is worth saying.
    pub notices: Vec<Notice>,
    /// Whether anything is of Kubernetes.
    pub is_kubernetes: bool,
    /// The tag of the data planes' image, where the values of a chart name one.
    pub data_plane_image: Option<Image>,
    /// Where Secrets stand, which nothing may show.
    pub secrets: Vec<Place>,
    /// Documents that are a whole file for the program that reads it, which takes the first of them only.
    pub documents: Vec<Document>,
    /// Objects, files and lines that say something about DNS.
    pub recognised: usize,
}

/// A document that is no object of Kubernetes.
#[derive(Clone, Debug)]
pub struct Document {
    /// Whether it is values of the chart, or else kuma-cp's configuration.
    pub is_values: bool,
    /// Its text.
    pub text: Text,
    /// The piece of the input.
    pub piece: usize,
}

impl Evidence {
    /// Puts what comes later in the inputs behind it.
    pub fn extend(&mut self, later: Self) {
        self.loose.extend(later.loose);
        self.control_planes.extend(later.control_planes);
        self.data_planes.extend(later.data_planes);
        self.data_plane_variables.extend(later.data_plane_variables);
        for (name, of_name) in later.config_maps {
            self.config_maps.entry(name).or_default().extend(of_name);
        }
        self.patches.extend(later.patches);
        self.cuts.extend(later.cuts);
        self.injected_namespaces.extend(later.injected_namespaces);
        self.remarks.extend(later.remarks);
        self.notices.extend(later.notices);
        self.is_kubernetes |= later.is_kubernetes;
        self.data_plane_image = later.data_plane_image.or(self.data_plane_image.take());
        self.secrets.extend(later.secrets);
        self.documents.extend(later.documents);
        self.recognised += later.recognised;
    }

    /// Adds a ConfigMap; the chart makes those without a namespace.
    pub fn add_config_map(&mut self, name: &str, namespace: &str, config_map: ConfigMap) {
        self.config_maps.entry(name.to_owned()).or_default().insert(namespace.to_owned(), config_map);
    }

    /// A ConfigMap by its name: in the namespace, made by the chart, or, where the namespace is not known, in any. With its
    /// namespace.
    #[must_use]
    pub fn config_map(&self, name: &str, namespace: &str) -> Option<(&str, &ConfigMap)> {
        let of_name = self.config_maps.get(name)?;
        let anywhere = || of_name.first_key_value().filter(|_| namespace.is_empty());
        let found = of_name.get_key_value(namespace).or_else(|| of_name.get_key_value("")).or_else(anywhere);
        found.map(|(namespace, config_map)| (namespace.as_str(), config_map))
    }

    /// Whether reading stopped in what stands at a place.
    #[must_use]
    pub fn is_cut(&self, place: Place) -> bool {
        let before = self.cuts.range(..=(place.file, place.span.start)).next_back();
        before.is_some_and(|((file, _), end)| *file == place.file && place.span.start < *end)
    }
}

impl ControlPlane {
    fn extend(&mut self, later: Self) {
        self.variables.extend(later.variables);
        self.configs.extend(later.configs);
        self.config_path = later.config_path.or(self.config_path.take());
        if let Some(mounts) = later.mounts {
            self.mounts.get_or_insert_default().extend(mounts);
        }
        self.image = later.image.or(self.image.take());
        self.open.borrowed.extend(later.open.borrowed);
    }

    /// Whether anything is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty() && self.configs.is_empty() && self.mounts.is_none() && self.image.is_none()
    }

    /// The variable that counts under a name.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().rfind(|variable| variable.name == name)
    }
}
