//! A data plane's own template on Kubernetes, which nobody supports: an init container renders it into a volume that the
//! side-car mounts, and the side-car is told of the file by an annotation. Both get the same settings, from one list. Native
//! side-cars are left out: Kuma starts those before the pod's init containers, and waits for them to get ready (kuma:
//! pkg/plugins/runtime/k8s/webhooks/injector/injector.go, pkg/plugins/runtime/k8s/containers/factory.go).

use minijinja::value::Serde;
use minijinja::{Value, context};

use super::layout::lay_out;
use super::mounted::label;
use super::{InstallError, Mounted, Product, Scalar, is_large};
use crate::mesh::{EmbeddedDns, Setting, SettingValue, Settings, Target};

const MANIFEST: &str = include_str!("../../templates/install/init-container.yaml.j2");

/// The user that kuma-dp runs as in a side-car, unless `runtime.kubernetes.injector.sidecarContainer.uid` of kuma-cp says
/// otherwise; the iptables rules exempt it (kuma: pkg/transparentproxy/iptables/builder).
pub const KUMA_DP_UID: u32 = 5678;

/// Where the init container finds its template, a key of the ConfigMap.
const TEMPLATE_FOLDER: &str = "/corefile/template";
/// Where it writes, and the side-car reads.
const RENDERED_FOLDER: &str = "/corefile/rendered";
const RENDERED_FILE: &str = "Corefile";

/// What is to be known of the pod and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The pod.
    pub pod: &'a str,
    /// Its namespace.
    pub namespace: &'a str,
    /// The control plane's namespace, where it looks for ContainerPatches (kuma:
    /// pkg/plugins/runtime/k8s/webhooks/injector).
    pub system_namespace: &'a str,
    /// The image of the init container; it holds `/corefilectl`.
    pub image: &'a str,
    /// The image of the application.
    pub app_image: &'a str,
    /// The user that both run as.
    pub uid: u32,
}

/// A pod with an init container.
#[derive(Debug)]
pub struct InitContainer<'a> {
    product: Product,
    target: Target,
    variables: Vec<(&'static str, String)>,
    mounted: Mounted,
    names: Names<'a>,
    template: &'a [u8],
}

impl<'a> InitContainer<'a> {
    /// `template` for the side-car of a pod, which has these `settings`. ConfigMap and ContainerPatch are called `name`.
    ///
    /// # Errors
    /// What Kubernetes would not take as a name, and a setting that the annotation cannot hold.
    pub fn new(
        product: Product,
        target: Target,
        settings: &Settings,
        (name, key): (&str, &str),
        names: Names<'a>,
        template: &'a [u8],
    ) -> Result<Self, InstallError> {
        label("pod", names.pod)?;
        label("namespace", names.namespace)?;
        label("system-namespace", names.system_namespace)?;
        let mounted = Mounted::new(name, TEMPLATE_FOLDER, key)?;
        Ok(Self { product, target, variables: variables(settings)?, mounted, names, template })
    }

    /// ConfigMap, ContainerPatch and Pod, in the order in which they have to be there.
    ///
    /// # Errors
    /// A mistake in the template of the layout.
    pub fn manifest(&self) -> Result<String, InstallError> {
        let rendered = format!("{RENDERED_FOLDER}/{RENDERED_FILE}");
        let own = [(Setting::CoreDnsConfigTemplatePath.variable(), &rendered)];
        let pairs = own.into_iter().chain(self.variables.iter().map(|(name, value)| (*name, value)));
        let annotation: Vec<_> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        let mount = serde_json::json!({ "name": "corefile", "mountPath": RENDERED_FOLDER, "readOnly": true });
        let (scalar, is_binary) = match Scalar::of(self.template, 2) {
            Scalar::Literal(scalar) => (scalar, false),
            Scalar::Base64(scalar) => (scalar, true),
        };
        let Names { pod, namespace, system_namespace, image, app_image, uid } = self.names;
        let values = context! {
            product => self.product.name(),
            product_and_release => self.product.with_release(self.target.release()),
            release => self.target.release().to_string(),
            embedded_dns => self.target.embedded_dns().filter(|off| *off != EmbeddedDns::On).map(|off| off.to_string()),
            proxy_port => Setting::ProxyPort.variable(),
            envoy_port => self.variables.iter().find(|(name, _)| *name == Setting::EnvoyDnsPort.variable()).map(|(_, port)| port),
            variables => self.variables.clone(),
            annotation => annotation.join(";"),
            mounted => Value::from(Serde(&self.mounted)),
            template_path => self.mounted.path(),
            rendered, rendered_folder => RENDERED_FOLDER,
            mount => mount.to_string(),
            pod, namespace, system_namespace, image, app_image, uid,
            scalar, is_binary,
            is_large => is_large(self.template),
        };
        Ok(lay_out("init-container.yaml.j2", MANIFEST, values)?)
    }
}

/// What both containers are told: every setting of the release but the template's path, which differs, and texts that are
/// not set. In a side-car they replace what the injector says, so that it does not matter what that is.
fn variables(settings: &Settings) -> Result<Vec<(&'static str, String)>, InstallError> {
    let mut variables = Vec::new();
    for entry in settings.entries() {
        let (variable, value) = (entry.setting.variable(), entry.value.to_string());
        let is_text = matches!(&entry.value, SettingValue::Text(_));
        if entry.setting == Setting::CoreDnsConfigTemplatePath || is_text && value.is_empty() {
            continue;
        }
        let is_taken = |c: char| !c.is_control() && !"=;\u{fffd}".contains(c);
        if !value.chars().all(is_taken) || value.trim() != value {
            return Err(InstallError::Variable { variable, value });
        }
        variables.push((variable, value));
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::{FlagValue, Injector, Platform, in_force};
    use serde::Deserialize as _;
    use serde_yaml::Value as Yaml;

    const NAMES: Names<'static> = Names {
        pod: "app",
        namespace: "default",
        system_namespace: "kuma-system",
        image: "corefilectl:0",
        app_image: "app:0",
        uid: KUMA_DP_UID,
    };

    fn documents(
        release: &str,
        off: Option<EmbeddedDns>,
        flags: &[FlagValue],
    ) -> Result<(Settings, [Yaml; 3]), InstallError> {
        let target = Target::new(find(release).unwrap(), Platform::Kubernetes, off).unwrap();
        let settings = Settings::resolve(&target, &Injector::default(), flags, |_| None).unwrap();
        let of = ("corefile-template", "corefile");
        let manifest = InitContainer::new(Product::Kuma, target, &settings, of, NAMES, b"a {\n}\n")?.manifest()?;
        let read = serde_yaml::Deserializer::from_str(&manifest).map(|document| Yaml::deserialize(document).unwrap());
        Ok((settings, read.collect::<Vec<_>>().try_into().unwrap()))
    }

    /// The environment that kuma's injector makes of the annotation.
    fn annotated(pod: &Yaml) -> Vec<(String, String)> {
        let text = pod["metadata"]["annotations"]["kuma.io/sidecar-env-vars"].as_str().unwrap();
        let pair = |pair: &str| {
            let parts: Vec<_> = pair.split('=').collect();
            let [name, value] = parts.as_slice() else { panic!("{pair}") };
            ((*name).to_owned(), (*value).to_owned())
        };
        text.split(';').map(pair).collect()
    }

    #[test]
    fn both_containers_have_the_same_settings_and_the_corefile_is_in_force() {
        for (release, off) in [
            ("2.2.0", None),
            ("2.7", None),
            ("2.10", None),
            ("2.11", Some(EmbeddedDns::PodOff)),
            ("2.14", Some(EmbeddedDns::ControlPlaneOff)),
        ] {
            let (settings, [map, patch, pod]) = documents(release, off, &[]).unwrap();
            let init = &pod["spec"]["initContainers"][0];
            let env: Vec<_> = init["env"].as_sequence().unwrap().iter().collect();
            let env: Vec<_> = env
                .iter()
                .map(|pair| (pair["name"].as_str().unwrap().to_owned(), pair["value"].as_str().unwrap().to_owned()))
                .collect();
            let mut side_car = annotated(&pod);
            let (name, path) = side_car.remove(0);
            assert_eq!(side_car, env, "{release}");
            assert_eq!(name, "KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH");

            // What the side-car's kuma-dp makes of it, in a zone whose injector knows nothing of all this.
            let zone = Target::new(find(release).unwrap(), Platform::Kubernetes, None).unwrap();
            let lookup = |name: &str| side_car.iter().find(|(known, _)| known == name).map(|(_, value)| value.into());
            let seen = Settings::resolve(&zone, &Injector::default(), &[], lookup).unwrap();
            assert!(in_force::check(&zone, &seen).is_ok(), "{release}");
            for entry in settings.entries() {
                assert_eq!(
                    seen.get(entry.setting).map(|seen| &seen.value),
                    Some(&entry.value),
                    "{release} {}",
                    entry.setting
                );
            }

            let mount: Yaml =
                serde_yaml::from_str(patch["spec"]["sidecarPatch"][0]["value"].as_str().unwrap()).unwrap();
            let (folder, _) = path.rsplit_once('/').unwrap();
            assert_eq!(mount["mountPath"], folder);
            let volumes = pod["spec"]["volumes"].as_sequence().unwrap();
            assert!(volumes.iter().any(|volume| volume["name"] == mount["name"] && volume.get("emptyDir").is_some()));
            assert_eq!(pod["metadata"]["annotations"]["kuma.io/container-patches"], patch["metadata"]["name"]);
            assert_eq!(patch["metadata"]["namespace"], "kuma-system");
            assert_eq!(map["metadata"]["namespace"], pod["metadata"]["namespace"]);
            assert_eq!(map["data"]["corefile"], "a {\n}\n");
        }
    }

    #[test]
    fn what_the_annotation_cannot_hold() {
        for value in ["/tmp/a=b", "/tmp/a;b", "/tmp/a\nb", " /tmp"] {
            let refused = documents("2.7", None, &[FlagValue::new(Setting::ConfigDir, value)]);
            assert!(matches!(refused, Err(InstallError::Variable { .. })), "{value:?}");
        }
        assert!(documents("2.7", None, &[FlagValue::new(Setting::ConfigDir, "/tmp/a b")]).is_ok());
    }
}
