//! The control plane's Corefile template in a kuma-cp configuration file (`kuma-cp run --config-file`):
//! `bootstrapServer.params.corefileTemplatePath`, which exists in Kuma 2.6–2.14; and what it says about the side-cars'
//! DNS on Kubernetes. What is odd about it is told in [`notice`].
//!
//! kuma-cp reads the file non-strictly: what it does not know it passes over, so that a key in the wrong place does
//! nothing and nobody says so. [`read`] says so. Left out: the environment, which goes above the file
//! (`KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH`, `KUMA_MODE`), whether the path exists, and the types of all
//! fields outside these blocks: a wrong one there makes kuma-cp refuse a file that passes here.

mod notice;
pub mod params;

use super::builtin_dns::{BuiltinDns, WrongType};
use super::dns_server::DnsServer;
use super::era::Era;
use super::ipam::Ipam;
use super::release;
use super::yaml::{self, Entry, FieldError, Node, Stream, Value, YamlError, YamlErrorKind};
use crate::source::Span;

use notice::notices_of;
pub use notice::{Notice, NoticeKind};

/// What the file says about the Corefile.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CpConfig {
    /// The path as kuma-cp gets it, and where its value is written. `None` where the key is absent, null or empty:
    /// then data planes use their built-in Corefile. Before 2.6 kuma-cp does not know the key; what is written is here
    /// all the same.
    pub corefile_template_path: Option<(String, Span)>,
    /// `runtime.kubernetes.injector.builtinDNS`, which decides what side-cars get on Kubernetes.
    pub builtin_dns: BuiltinDns,
    /// `dnsServer`: the domain of the mesh and the range of its virtual IPs.
    pub dns_server: DnsServer,
    /// `ipam`: the other ranges. Read as the newest line of the era does.
    pub ipam: Ipam,
    /// What the author most likely did not mean, in the order of the file.
    pub notices: Vec<Notice>,
}

/// The key that counts.
pub const KEY: &str = "corefileTemplatePath";

/// Where it belongs.
pub const PATH: &str = "bootstrapServer.params.corefileTemplatePath";

/// What a field of the block takes.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Text,
    Uint32,
    /// A type of its own, or a field of some releases only; not judged here.
    Other,
}

/// The fields of `bootstrapServer.params` (`pkg/config/xds/bootstrap/config.go`, Kuma 2.6–2.14).
const PARAMS: [(&str, Field); 10] = [
    ("adminAddress", Field::Text),
    ("adminPort", Field::Uint32),
    ("adminAccessLogPath", Field::Text),
    ("xdsHost", Field::Text),
    ("xdsPort", Field::Uint32),
    ("xdsConnectTimeout", Field::Other),
    (KEY, Field::Text),
    ("envoyAdminUnixSocket", Field::Other),
    ("readinessPort", Field::Other),
    ("xdsGrpcMaxReceiveMessageBytes", Field::Other),
];

/// kuma-cp's variables for the block: `KUMA_BOOTSTRAP_SERVER_PARAMS_`, then the key's words.
pub fn params_variables() -> impl Iterator<Item = String> {
    PARAMS.iter().map(|(key, _)| params_variable(key))
}

fn params_variable(key: &str) -> String {
    let words = key.chars().flat_map(|c| {
        let gap = c.is_ascii_uppercase().then_some('_');
        gap.into_iter().chain([c.to_ascii_uppercase()])
    });
    format!("KUMA_BOOTSTRAP_SERVER_PARAMS_{}", words.collect::<String>())
}

/// Reads a kuma-cp configuration for the control planes of `era`.
///
/// # Errors
/// Where kuma-cp refuses to start over this file: it is no YAML, or `bootstrapServer`, its `params` or a field in them
/// has the wrong type. [`YamlError::as_unmarshal_error`] has the text that kuma-cp logs.
pub fn read(text: &[u8], era: Era) -> Result<CpConfig, YamlError> {
    let Stream { root, rest } = yaml::parse_stream(text)?;
    let Some(root) = root else {
        return Ok(CpConfig::default());
    };
    let mut decoded = Decoded::new(era);
    decoded.config(&root);
    let dns_server = DnsServer::from_config(&root).unwrap_or_else(|WrongType { field, error }| {
        decoded.refuse(&error, Some(&field));
        DnsServer::default()
    });
    let newest = release::all().rev().find(|release| release.era == era).map(|release| release.version.line());
    let ipam = newest.map_or_else(|| Ok(Ipam::default()), |line| Ipam::from_config(&root, line));
    let ipam = ipam.unwrap_or_else(|WrongType { field, error }| {
        decoded.refuse(&error, Some(&field));
        Ipam::default()
    });
    let builtin_dns = BuiltinDns::from_config(&root, era).unwrap_or_else(|WrongType { field, error }| {
        decoded.refuse(&error, Some(&field));
        BuiltinDns::default()
    });
    if let Some((kind, message, span)) = decoded.unsupported.or(decoded.refused) {
        return Err(yaml::error_at(text, kind, message, span));
    }
    let mut notices = notices_of(&root, &decoded.effective, decoded.lost_defaults);
    if let Some((path, node)) = &decoded.path
        && era.has_control_plane_override()
    {
        if !matches!(node.value, Value::Str(_)) {
            notices.push(Notice::converted(node, path));
        }
        if !path.is_empty() && is_global(&root) {
            notices.push(Notice::global_mode(node.place()));
        }
    }
    if let Some(span) = rest {
        notices.push(Notice::several_documents(span));
    }
    notices.sort_by_key(|notice| notice.span.start);
    let corefile_template_path =
        decoded.path.filter(|(path, _)| !path.is_empty()).map(|(path, node)| (path, node.place()));
    Ok(CpConfig { corefile_template_path, builtin_dns, dns_server, ipam, notices })
}

/// Whether this is the configuration of a global control plane (kuma: pkg/config/core/config.go).
fn is_global(root: &Node) -> bool {
    let mode = root.get_case_insensitive("mode").map(|entry| entry.value.to_go_string());
    matches!(mode, Some(Ok(Some(mode))) if mode == "global")
}

type Refusal = (YamlErrorKind, String, Span);

/// The block as `encoding/json` fills Kuma's structs.
struct Decoded<'n> {
    era: Era,
    path: Option<(String, &'n Node)>,
    /// The entries named `corefileTemplatePath`, in any letter case, at the right place.
    effective: Vec<&'n Entry>,
    /// The null that made the pointer nil, if it has ever been nil: then the defaults of the block are gone.
    lost_defaults: Option<(&'static str, Span)>,
    /// Go goes on after a type error and reports the first; the conversion to JSON fails before any of them.
    refused: Option<Refusal>,
    unsupported: Option<Refusal>,
}

impl<'n> Decoded<'n> {
    fn new(era: Era) -> Self {
        Decoded { era, path: None, effective: Vec::new(), lost_defaults: None, refused: None, unsupported: None }
    }

    fn config(&mut self, root: &'n Node) {
        match root.value {
            Value::Null => {}
            Value::Map(_) => {
                for entry in root.json_entries() {
                    if yaml::same_field("bootstrapServer", &entry.key) {
                        self.bootstrap_server(&entry.value);
                    }
                }
            }
            _ => self.wrong_type(root, "kuma_cp.Config", None),
        }
    }

    fn bootstrap_server(&mut self, node: &'n Node) {
        match node.value {
            Value::Null => self.reset("bootstrapServer", node),
            Value::Map(_) => {
                for entry in node.json_entries() {
                    match yaml::same_field("params", &entry.key) {
                        true => self.params(&entry.value),
                        false => self.passed_over(&entry.value),
                    }
                }
            }
            _ => self.refuse(&node.mismatch("bootstrap.BootstrapServerConfig"), Some("Config.bootstrapServer")),
        }
    }

    fn params(&mut self, node: &'n Node) {
        match node.value {
            Value::Null => self.reset("bootstrapServer.params", node),
            Value::Map(_) => {
                for entry in node.json_entries() {
                    match PARAMS.iter().find(|(name, _)| yaml::same_field(name, &entry.key)) {
                        Some((name, field)) => self.param(name, *field, entry),
                        None => self.passed_over(&entry.value),
                    }
                }
            }
            _ => {
                let field = "BootstrapServerConfig.bootstrapServer.params";
                self.wrong_type(node, "bootstrap.BootstrapParamsConfig", Some(field));
            }
        }
    }

    fn param(&mut self, name: &str, field: Field, entry: &'n Entry) {
        let node = &entry.value;
        if matches!(node.value, Value::Seq(_) | Value::Map(_)) {
            self.passed_over(node);
        }
        let result = match field {
            Field::Text if name == KEY && !self.era.has_control_plane_override() => {
                node.to_json().map(|_| node.to_go_string().ok().flatten())
            }
            Field::Text => node.to_go_string(),
            Field::Uint32 => node.to_go_uint32().map(|_| None),
            Field::Other => node.to_json().map(|_| None),
        };
        match result {
            Ok(Some(path)) if name == KEY => self.path = Some((path, node)),
            Ok(_) => {}
            Err(error) => self.refuse(&error, Some(&format!("BootstrapParamsConfig.bootstrapServer.params.{name}"))),
        }
        if name == KEY {
            self.effective.push(entry);
        }
    }

    fn wrong_type(&mut self, node: &Node, wanted: &'static str, field: Option<&str>) {
        self.passed_over(node);
        self.refuse(&node.mismatch(wanted), field);
    }

    /// A value without a field still has to pass through JSON.
    fn passed_over(&mut self, node: &Node) {
        if let Err(error) = node.to_json() {
            self.refuse(&error, None);
        }
    }

    fn reset(&mut self, path: &'static str, node: &Node) {
        self.path = None;
        self.effective.clear();
        self.lost_defaults = Some((path, node.place()));
    }

    fn refuse(&mut self, error: &FieldError, field: Option<&str>) {
        let message = field.map_or_else(|| error.to_string(), |field| error.in_field(field));
        let (kind, slot) = match error {
            FieldError::Mismatch { .. } => (YamlErrorKind::Field, &mut self.refused),
            FieldError::Unsupported { .. } => (YamlErrorKind::Value, &mut self.unsupported),
        };
        slot.get_or_insert((kind, message, error.span()));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::NoticeKind::*;
    use super::*;

    fn kinds(text: &str) -> (Option<String>, Vec<(NoticeKind, String)>) {
        let config = read(text.as_bytes(), Era::V2_11).unwrap();
        for notice in &config.notices {
            assert!((notice.span.end as usize) <= text.len() && notice.to_string().ends_with(['.', '?']), "{notice:?}");
        }
        let notices = config.notices.into_iter().map(|notice| (notice.kind, notice.path)).collect();
        (config.corefile_template_path.map(|(path, _)| path), notices)
    }

    #[test]
    fn notices_name_what_has_no_effect() {
        type Row = (&'static str, Option<&'static str>, &'static [(NoticeKind, &'static str)]);
        let table: [Row; 27] = [
            ("", None, &[]),
            ("bootstrapServer: {params: {corefileTemplatePath: /a, xdsPort: 1, readinessPort: x}}", Some("/a"), &[]),
            ("bootstrapServer: {params: {corefileTemplatePath: ''}}", None, &[]),
            ("bootstrapServer: {params: {corefileTemplatePath: ~}}", None, &[]),
            ("BOOTSTRAPserver: {PARAMS: {corefiletemplatepath: /a}}", Some("/a"), &[]),
            (
                "bootstrapServer: {corefileTemplatePath: /a}",
                None,
                &[(DocumentedKey, "bootstrapServer.corefileTemplatePath")],
            ),
            (
                "bootstrapServer:\n  params:\n  corefileTemplatePath: /a\n",
                None,
                &[(LostDefaults, "bootstrapServer.params"), (DocumentedKey, "bootstrapServer.corefileTemplatePath")],
            ),
            (
                "bootstrapServer: {CoreFileTemplatePath: /a}",
                None,
                &[(DocumentedKey, "bootstrapServer.CoreFileTemplatePath")],
            ),
            ("corefileTemplatePath: /a", None, &[(Misplaced, "corefileTemplatePath")]),
            ("dp: [{params: {corefileTemplatePath: /a}}]", None, &[(Misplaced, "dp.[0].params.corefileTemplatePath")]),
            (
                "bootstrapServer: {params: {corefile_template_path: /a}}",
                None,
                &[(Misspelt, "bootstrapServer.params.corefile_template_path")],
            ),
            (
                "bootstrapServer: {params: {corefileTemplatPath: /a}}",
                None,
                &[(Misspelt, "bootstrapServer.params.corefileTemplatPath")],
            ),
            ("x: {corefileTemplatePaht: /a}", None, &[(Misspelt, "x.corefileTemplatePaht")]),
            ("bootstrapServer: ~", None, &[(LostDefaults, "bootstrapServer")]),
            ("bootstrapServer: {params: {corefileTemplatePath: 010}}", Some("8"), &[(Converted, PATH)]),
            (
                "bootstrapServer: {params: {corefileTemplatePath: /a, corefileTemplatePath: /b}}",
                Some("/b"),
                &[(Shadowed, PATH)],
            ),
            (
                "bootstrapServer: {params: {corefileTemplatePath: /a, CorefileTemplatePath: /b}}",
                Some("/a"),
                &[(Shadowed, "bootstrapServer.params.CorefileTemplatePath")],
            ),
            (
                "x: &x {corefileTemplatePath: /x}\nbootstrapServer: {params: {corefileTemplatePath: /a, <<: *x}}",
                Some("/x"),
                &[(Shadowed, PATH)],
            ),
            (
                "x: &x {corefileTemplatePath: /x}\nbootstrapServer: {params: {<<: *x, corefileTemplatePath: /a}}",
                Some("/a"),
                &[(Misplaced, "x.corefileTemplatePath")],
            ),
            (
                "bootstrapServer: {apiVersion: v3, adminPort: 1, params: {adminPrt: 2, dns: {}}}",
                None,
                &[
                    (UnknownKey, "bootstrapServer.apiVersion"),
                    (UnknownKey, "bootstrapServer.adminPort"),
                    (UnknownKey, "bootstrapServer.params.adminPrt"),
                    (UnknownKey, "bootstrapServer.params.dns"),
                ],
            ),
            ("mode: zone\n---\nbootstrapServer: {params: {corefileTemplatePath: /a}}", None, &[(SeveralDocuments, "")]),
            ("x: .nan", None, &[(NotANumber, "x")]),
            ("mode: global\nbootstrapServer: {params: {corefileTemplatePath: /a}}", Some("/a"), &[(GlobalMode, PATH)]),
            (
                "bootstrapServer: {params: {corefileTemplatePath: /a}}\nMODE: !!str global",
                Some("/a"),
                &[(GlobalMode, PATH)],
            ),
            ("mode: Global\nbootstrapServer: {params: {corefileTemplatePath: /a}}", Some("/a"), &[]),
            ("mode: zone\nbootstrapServer: {params: {corefileTemplatePath: /a}}", Some("/a"), &[]),
            ("mode: global\nbootstrapServer: {params: {corefileTemplatePath: ''}}", None, &[]),
        ];
        for (text, path, notices) in table {
            let expected: Vec<_> = notices.iter().map(|(kind, path)| (*kind, (*path).to_owned())).collect();
            assert_eq!(kinds(text), (path.map(str::to_owned), expected), "{text}");
        }
    }

    #[test]
    fn variables_are_named_after_the_keys() {
        let known: Vec<_> = params_variables().collect();
        assert!(known.contains(&crate::mesh::layers::CONTROL_PLANE_VARIABLE.to_owned()));
        assert!(known.contains(&"KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_GRPC_MAX_RECEIVE_MESSAGE_BYTES".to_owned()));
    }

    #[test]
    fn the_span_is_the_values() {
        let text = "p: &p /a\nbootstrapServer:\n  params:\n    corefileTemplatePath: *p\n";
        let (path, span) = read(text.as_bytes(), Era::V2_11).unwrap().corefile_template_path.unwrap();
        assert_eq!((path.as_str(), &text[span.start as usize..span.end as usize]), ("/a", "*p"));
    }

    #[test]
    fn refusals_have_a_place() {
        let text = b"bootstrapServer:\n  params:\n    adminPort: 'x'\n    corefileTemplatePath: [a]\n";
        let error = read(text, Era::V2_11).unwrap_err();
        assert_eq!((error.line, error.column), (3, 16));
        assert_eq!(
            error.message,
            "json: cannot unmarshal string into Go struct field \
             BootstrapParamsConfig.bootstrapServer.params.adminPort of type uint32"
        );
    }

    #[test]
    fn before_2_6_the_key_is_unknown() {
        let path = |value: &str, era| {
            let text = format!("mode: global\nbootstrapServer: {{params: {{corefileTemplatePath: {value}}}}}");
            read(text.as_bytes(), era).map(|config| {
                (config.corefile_template_path.map(|(path, _)| path), config.notices.first().map(|notice| notice.kind))
            })
        };
        assert_eq!(path("[1]", Era::V2_5), Ok((None, None)));
        assert_eq!(path("8", Era::V2_5), Ok((Some("8".to_owned()), None)));
        assert_eq!(path("/a", Era::V2_5), Ok((Some("/a".to_owned()), None)));
        assert_eq!(path("/a", Era::V2_6), Ok((Some("/a".to_owned()), Some(GlobalMode))));
        for (value, era) in [("[1]", Era::V2_6), (".inf", Era::V2_5), ("[.inf]", Era::V2_5)] {
            assert!(path(value, era).is_err(), "{value} {era}");
        }
    }

    #[test]
    fn the_first_of_several_refusals_is_told() {
        let text =
            b"ipam: {meshService: 1}\ndnsServer: {CIDR: [a]}\nruntime: {kubernetes: {injector: {builtinDNS: 1}}}\n";
        let error = read(text, Era::V2_11).unwrap_err();
        assert_eq!(
            error.message,
            "json: cannot unmarshal array into Go struct field Config.dnsServer.CIDR of type string"
        );
        let set = read(b"dnsServer: {domain: corp}\nipam: {meshService: {cidr: 10.0.0.0/8}}", Era::V2_6).unwrap();
        assert_eq!((set.dns_server.domain.value.as_str(), set.ipam), ("corp", Ipam::default()));
    }

    #[test]
    fn the_section_about_side_cars_is_checked_by_release() {
        let text = b"runtime: {kubernetes: {injector: {builtinDNS: {experimentalProxy: 1}}}}";
        assert_eq!(read(text, Era::V2_8).unwrap().builtin_dns, BuiltinDns::default());
        let error = read(text, Era::V2_11).unwrap_err();
        assert_eq!(error.column, 67);
        assert_eq!(
            error.message,
            "json: cannot unmarshal number into Go struct field \
             BuiltinDNS.runtime.kubernetes.injector.builtinDNS.experimentalProxy of type bool"
        );
    }
}
