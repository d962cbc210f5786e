//! The supported way on Kubernetes: a ConfigMap that the control plane mounts, and the variable that says where its file
//! is. As manifest with the calls that follow, or as values of Kuma's chart.

use minijinja::value::Serde;
use minijinja::{Value, context};

use super::layout::lay_out;
use super::mounted::label;
use super::{InstallError, Mounted, Product, Scalar, is_large};
use crate::mesh::builtin_dns::PREFIX;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{EmbeddedDns, Injector, Platform, Ports, Setting, Target};

const MANIFEST: &str = include_str!("../../templates/install/kubernetes.yaml.j2");
const VALUES: &str = include_str!("../../templates/install/helm.yaml.j2");

/// The template of a control plane on Kubernetes.
#[derive(Clone, Debug)]
pub struct ControlPlane<'a> {
    product: Product,
    target: Target,
    namespace: &'a str,
    mounted: Mounted,
    template: &'a [u8],
}

impl<'a> ControlPlane<'a> {
    /// `template` for the side-cars of `target`, whose embedded proxy is off; mounted as `mounted` into the control plane in
    /// `namespace`.
    ///
    /// # Errors
    /// A release whose control planes send no template, or a name that Kubernetes does not take.
    pub fn new(
        product: Product,
        target: Target,
        namespace: &'a str,
        mounted: Mounted,
        template: &'a [u8],
    ) -> Result<Self, InstallError> {
        debug_assert_eq!(target.platform(), Platform::Kubernetes);
        label("namespace", namespace)?;
        if !target.release().era.has_control_plane_override() {
            return Err(InstallError::NoControlPlaneOverride(target.release().version));
        }
        Ok(Self { product, target, namespace, mounted, template })
    }

    /// The ConfigMap, with the calls that follow as comments.
    ///
    /// # Errors
    /// A mistake in the template of the layout.
    pub fn manifest(&self) -> Result<String, InstallError> {
        let values = context! { is_large => is_large(self.template), ..self.values(2) };
        Ok(lay_out("kubernetes.yaml.j2", MANIFEST, values)?)
    }

    /// Values of the chart, which makes the ConfigMap, too, unless there `is_one` already.
    ///
    /// # Errors
    /// A template that the chart would not carry byte for byte, or a mistake in the template of the layout.
    pub fn chart_values(&self, is_one: bool) -> Result<String, InstallError> {
        let pad = if self.product == Product::KongMesh { "  " } else { "" };
        let values = context! { pad, is_one, ..self.values(pad.len() + 6) };
        if !is_one {
            chart_carries(self.template)?;
        }
        Ok(lay_out("helm.yaml.j2", VALUES, values)?)
    }

    fn values(&self, column: usize) -> Value {
        let is_off = |wanted| self.target.embedded_dns() == Some(wanted);
        let mut variables = vec![(CONTROL_PLANE_VARIABLE.to_owned(), self.mounted.path().to_owned())];
        if is_off(EmbeddedDns::ControlPlaneOff) {
            variables.push((format!("{PREFIX}EXPERIMENTAL_PROXY"), "false".to_owned()));
        }
        let (scalar, is_binary) = match Scalar::of(self.template, column) {
            Scalar::Literal(scalar) => (scalar, false),
            Scalar::Base64(scalar) => (scalar, true),
        };
        context! {
            product => self.product.with_release(self.target.release()),
            prefix => self.product.prefix(),
            helm_release => self.product.helm_release(),
            chart => self.product.chart(),
            namespace => self.namespace,
            mounted => Value::from(Serde(&self.mounted)),
            variables,
            scalar,
            is_binary,
            zone_is_switched => is_off(EmbeddedDns::ControlPlaneOff),
            pods_are_switched => is_off(EmbeddedDns::PodOff),
            proxy_port => Setting::ProxyPort.variable(),
            zone_port => Injector::default().ports().envoy,
            pod_port => Ports::KUMA_DP.envoy,
        }
    }
}

/// Kuma's chart writes a value as a literal block without an indentation indicator or a chomping indicator, so that not
/// every text comes out as it went in (kuma: deployments/charts/kuma/templates/cp-configmap.yaml).
fn chart_carries(text: &[u8]) -> Result<(), InstallError> {
    let refuse = |reason| Err(InstallError::Chart(reason));
    if matches!(Scalar::of(text, 0), Scalar::Base64(_)) {
        return refuse("it has characters that no block of YAML can hold, such as a carriage return");
    }
    if text.is_empty() {
        return Ok(());
    }
    // What stands in front of the newline at the end: a line that is not blank.
    let last = text.strip_suffix(b"\n").and_then(|lines| lines.rsplit(|byte| *byte == b'\n').next());
    let ends_well = last.is_some_and(|last| !last.trim_ascii().is_empty());
    if text.starts_with(b" ") || text.starts_with(b"\t") || text.starts_with(b"\n") {
        return refuse("its first line is blank, or begins with white space");
    }
    if !ends_well {
        return refuse("it does not end with one newline, and the chart makes it one");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use serde_yaml::Value as Yaml;

    fn control_plane<'a>(
        product: Product,
        release: &str,
        off: Option<EmbeddedDns>,
        template: &'a [u8],
    ) -> ControlPlane<'a> {
        let target = Target::new(find(release).unwrap(), Platform::Kubernetes, off).unwrap();
        let mounted = Mounted::new("corefile-template", "/etc/corefile-template", "corefile").unwrap();
        ControlPlane::new(product, target, product.namespace(), mounted, template).unwrap()
    }

    /// What the chart makes of a value, and what Kubernetes reads of that.
    fn through_the_chart(text: &str) -> Option<String> {
        let indented = text.replace('\n', "\n    ");
        let yaml = format!("data:\n  corefile: |\n    {indented}\n---\nkind: Other\n");
        let root = crate::mesh::yaml::parse(yaml.as_bytes()).ok()??;
        root.at(&["data", "corefile"]).to_go_string().ok()?
    }

    #[test]
    fn the_chart_carries_what_is_said_to_be_carried() {
        let mut carried = 0;
        for first in ["", "a", " ", "\t", "\n", "  \n", "# c\n", "{{- if .Enabled }}\n"] {
            for middle in ["", "b {\n", "\n\n", "   \n", "\t\n", "  c\n    d\n", "é\n", "\r\n", "\u{85}", "\u{2028}"] {
                for last in ["", "}", "}\n", "}\n\n", "}\n  ", "}\n \n", "} \n"] {
                    let text = format!("{first}{middle}{last}");
                    let is_said = chart_carries(text.as_bytes()).is_ok();
                    carried += usize::from(is_said);
                    if is_said {
                        assert_eq!(through_the_chart(&text).as_deref(), Some(text.as_str()), "{text:?}");
                    }
                }
            }
        }
        assert!(carried > 40, "{carried}");
        for text in ["a", "a\n\n", " a\nb\n", "\n\n", "a\r\n"] {
            assert!(chart_carries(text.as_bytes()).is_err(), "{text:?}");
            assert_ne!(through_the_chart(text).as_deref(), Some(text), "{text:?}");
        }
    }

    #[test]
    fn path_and_mount_agree() {
        for product in [Product::Kuma, Product::KongMesh] {
            for (release, off) in
                [("2.6", None), ("2.11", Some(EmbeddedDns::ControlPlaneOff)), ("2.14", Some(EmbeddedDns::PodOff))]
            {
                let install = control_plane(product, release, off, b".:{{ .CoreDNSPort }} {\n  errors\n}\n");
                let values: Yaml = serde_yaml::from_str(&install.chart_values(false).unwrap()).unwrap();
                let values = if product == Product::KongMesh { &values["kuma"] } else { &values };
                let map = &values["controlPlane"]["extraConfigMaps"][0];
                let path = values["controlPlane"]["envVars"][CONTROL_PLANE_VARIABLE].as_str().unwrap();
                let (folder, key) = path.rsplit_once('/').unwrap();
                assert_eq!(map["mountPath"], folder);
                assert_eq!(map["values"][key], ".:{{ .CoreDNSPort }} {\n  errors\n}\n");
                let switch = &values["controlPlane"]["envVars"][format!("{PREFIX}EXPERIMENTAL_PROXY")];
                assert_eq!(switch.as_str(), (off == Some(EmbeddedDns::ControlPlaneOff)).then_some("false"));

                let manifest = install.manifest().unwrap();
                let read: Yaml = serde_yaml::from_str(&manifest).unwrap();
                assert_eq!(read["metadata"]["name"], map["name"]);
                assert_eq!(read["metadata"]["namespace"], product.namespace());
                assert_eq!(read["data"][key], map["values"][key]);
                for part in
                    [format!("[0].mountPath={folder}\""), format!("--env-var \"{CONTROL_PLANE_VARIABLE}={path}\"")]
                {
                    assert!(manifest.contains(&part), "{part} is not in\n{manifest}");
                }
                assert_eq!(manifest.contains("--set \"kuma.controlPlane"), product == Product::KongMesh);
                assert_eq!(manifest.contains("EXPERIMENTAL_PROXY=false"), off == Some(EmbeddedDns::ControlPlaneOff));
                assert_eq!(manifest.contains("kuma.io/sidecar-env-vars"), off == Some(EmbeddedDns::PodOff));
            }
        }
    }

    #[test]
    fn odd_bytes_go_as_base64() {
        let manifest = control_plane(Product::Kuma, "2.7", None, b"a\r\n\xff").manifest().unwrap();
        let read: Yaml = serde_yaml::from_str(&manifest).unwrap();
        assert_eq!(read["binaryData"]["corefile"], "YQ0K/w==");
        assert!(read.get("data").is_none());
        assert!(control_plane(Product::Kuma, "2.7", None, b"a\r\n").chart_values(false).is_err());
        let values = control_plane(Product::Kuma, "2.7", None, b"a\r\n").chart_values(true).unwrap();
        let values: Yaml = serde_yaml::from_str(&values).unwrap();
        assert!(values["controlPlane"]["extraConfigMaps"][0].get("values").is_none());
    }

    #[test]
    fn early_control_planes_send_none() {
        let target = Target::new(find("2.5").unwrap(), Platform::Kubernetes, None).unwrap();
        let mounted = Mounted::new("dns", "/m", "k").unwrap();
        let refused = ControlPlane::new(Product::Kuma, target, "kuma-system", mounted, b"");
        assert!(matches!(refused, Err(InstallError::NoControlPlaneOverride(_))));
    }
}
