//! What a manifest says of the init container and of the side-car, with nothing known beforehand.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize as _;
use serde_yaml::Value;

/// A manifest.
pub struct Manifest {
    pub command: Vec<String>,
    pub args: Vec<String>,
    pub env: Vec<(String, String)>,
    pub uid: u32,
    pub gid: u32,
    pub mounts: Vec<Mount>,
    pub termination_message_policy: String,
    annotation: String,
}

/// A volume where the init container has it.
pub struct Mount {
    pub path: String,
    pub volume: Volume,
}

/// What a volume is.
pub enum Volume {
    /// The files of a ConfigMap.
    ConfigMap(BTreeMap<String, Vec<u8>>),
    /// Room for what is rendered.
    EmptyDir,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value:?}")).to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_sequence().unwrap().iter().map(text).collect()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

fn files(config_map: &Value) -> BTreeMap<String, Vec<u8>> {
    let entries = |field: &str| config_map.get(field).and_then(Value::as_mapping).cloned().unwrap_or_default();
    let data = entries("data").into_iter().map(|(key, value)| (text(&key), text(&value).into_bytes()));
    let binary =
        entries("binaryData").into_iter().map(|(key, value)| (text(&key), STANDARD.decode(text(&value)).unwrap()));
    data.chain(binary).collect()
}

impl Manifest {
    pub fn read(yaml: &str) -> Self {
        let documents = serde_yaml::Deserializer::from_str(yaml).map(|document| Value::deserialize(document).unwrap());
        let documents: Vec<_> = documents.collect();
        let of_kind = |kind: &str| documents.iter().find(|document| document["kind"] == kind).unwrap();
        let (pod, config_map) = (of_kind("Pod"), of_kind("ConfigMap"));
        let [init] = pod["spec"]["initContainers"].as_sequence().unwrap().as_slice() else {
            panic!("one init container")
        };
        let security = &init["securityContext"];
        assert_eq!((&security["readOnlyRootFilesystem"], &security["runAsNonRoot"]), (&true.into(), &true.into()));
        let volume = |mount: &Value| {
            let volumes = pod["spec"]["volumes"].as_sequence().unwrap();
            let volume = volumes.iter().find(|volume| volume["name"] == mount["name"]).unwrap();
            if volume.get("emptyDir").is_some() {
                return Volume::EmptyDir;
            }
            assert_eq!(volume["configMap"]["name"], config_map["metadata"]["name"]);
            Volume::ConfigMap(files(config_map))
        };
        let mounts = init["volumeMounts"].as_sequence().unwrap().iter();
        let env = init["env"].as_sequence().unwrap().iter();
        Self {
            command: texts(&init["command"]),
            args: texts(&init["args"]),
            env: env.map(|pair| (text(&pair["name"]), text(&pair["value"]))).collect(),
            uid: number(&security["runAsUser"]),
            gid: number(&security["runAsGroup"]),
            mounts: mounts.map(|mount| Mount { path: text(&mount["mountPath"]), volume: volume(mount) }).collect(),
            termination_message_policy: text(&init["terminationMessagePolicy"]),
            annotation: text(&pod["metadata"]["annotations"]["kuma.io/sidecar-env-vars"]),
        }
    }

    /// The path of kuma-dp's template, and the rest of the environment that the annotation gives it.
    pub fn side_car(&self) -> (String, Vec<(String, String)>) {
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
        let mut pairs: Vec<_> = self.annotation.split(';').map(pair).collect();
        let path = pairs.iter().position(|(name, _)| name == "KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH").unwrap();
        (pairs.remove(path).1, pairs)
    }
}
