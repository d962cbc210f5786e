//! The six eras of Kuma's data plane DNS: which fields a template sees, which default template is built in, and which
//! overrides exist. One table; everything else asks it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::schema::{DNS_1, DNS_2_5, DNS_2_6, DNS_2_8, DNS_2_11};
use crate::gotemplate::schema::StructType;

/// A span of releases whose templates see the same fields and fall back to the same default. Named after its first
/// release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 1.1.3 to 1.3.0: CoreDNS enters the data plane.
    V1_1_3,
    /// 1.3.1 to 2.4: the default also retries NOTIMP and FORMERR (kuma#2756).
    V1_3_1,
    /// 2.5: a `BaseConfig` is embedded in the struct.
    V2_5,
    /// 2.6 and 2.7: override from the control plane (kuma#8634), `CoreDNSLogging` (kuma#8485).
    V2_6,
    /// 2.8 to 2.10: no `CoreDNSEmptyPort` any more (kuma#10338).
    V2_8,
    /// 2.11 to 2.14: `ProxyPort`, the embedded DNS proxy (kuma#13124, kuma#13552).
    V2_11,
}

/// What is known about an era.
struct Facts {
    era: Era,
    since: &'static str,
    default_template: &'static str,
    schema: &'static StructType,
}

static FACTS: [Facts; 6] = [
    Facts {
        era: Era::V1_1_3,
        since: "1.1.3",
        default_template: include_str!("../../templates/corefile/1.1.3.tmpl"),
        schema: &DNS_1,
    },
    Facts {
        era: Era::V1_3_1,
        since: "1.3.1",
        default_template: include_str!("../../templates/corefile/1.3.1.tmpl"),
        schema: &DNS_1,
    },
    Facts {
        era: Era::V2_5,
        since: "2.5",
        default_template: include_str!("../../templates/corefile/2.5.tmpl"),
        schema: &DNS_2_5,
    },
    Facts {
        era: Era::V2_6,
        since: "2.6",
        default_template: include_str!("../../templates/corefile/2.6.tmpl"),
        schema: &DNS_2_6,
    },
    Facts {
        era: Era::V2_8,
        since: "2.8",
        default_template: include_str!("../../templates/corefile/2.8.tmpl"),
        schema: &DNS_2_8,
    },
    Facts {
        era: Era::V2_11,
        since: "2.11",
        default_template: include_str!("../../templates/corefile/2.11.tmpl"),
        schema: &DNS_2_11,
    },
];

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Self; 6] = [Self::V1_1_3, Self::V1_3_1, Self::V2_5, Self::V2_6, Self::V2_8, Self::V2_11];

    fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The era whose first release is `name`: `2.6`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FACTS.iter().find(|facts| facts.since == name).map(|facts| facts.era)
    }

    /// The first release: a patch where the era begins within a line, else a line.
    #[must_use]
    pub fn since(self) -> &'static str {
        self.facts().since
    }

    /// The template that kuma-dp uses when nobody overrides it: token for token kuma-dp's, with comments of our own
    /// (kuma: app/kuma-dp/pkg/dataplane/dnsserver/Corefile). Until 2.4 it ends without a newline, as there.
    #[must_use]
    pub fn default_template(self) -> &'static str {
        self.facts().default_template
    }

    /// The type of a template's `.`.
    #[must_use]
    pub fn schema(self) -> &'static StructType {
        self.facts().schema
    }

    fn has_field(self, name: &str) -> bool {
        self.schema().field(name.as_bytes()).is_some()
    }

    /// Whether the control plane can send a template (2.6, kuma#8634).
    #[must_use]
    pub fn has_control_plane_override(self) -> bool {
        self >= Self::V2_6
    }

    /// Whether kuma-dp has a DNS proxy of its own beside CoreDNS (2.11).
    #[must_use]
    pub fn has_embedded_dns(self) -> bool {
        self.has_field("ProxyPort")
    }

    /// Whether Envoy asks CoreDNS's empty block about every name that it does not know (until 2.5; kuma:
    /// pkg/xds/envoy/listeners/v3/dns_configurer.go).
    #[must_use]
    pub fn envoy_asks_empty_block(self) -> bool {
        self <= Self::V2_5
    }

    /// Whether `CoreDNSLogging` exists (2.6).
    #[must_use]
    pub fn has_logging(self) -> bool {
        self.has_field("CoreDNSLogging")
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.since())
    }
}

impl Serialize for Era {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words outside comments; an action is one word, whatever blanks it has.
    fn tokens(template: &str) -> Vec<String> {
        let code: Vec<_> = template.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let mut words: Vec<String> = Vec::new();
        let mut inside = false;
        for word in code.join("\n").split_whitespace() {
            match words.last_mut().filter(|_| inside) {
                Some(action) => *action = format!("{action} {word}"),
                None => words.push(word.to_owned()),
            }
            inside = words.last().is_some_and(|word| word.matches("{{").count() > word.matches("}}").count());
        }
        words
    }

    #[test]
    fn defaults_have_exactly_kuma_dps_tokens() {
        let first = |rcodes: &str, log: &[&str]| {
            let mut words = vec![".:{{ .CoreDNSPort }}", "{", "forward", ".", "127.0.0.1:{{ .EnvoyDNSPort }}"];
            words.extend(["alternate", rcodes, ".", "/etc/resolv.conf"]);
            words.extend(["prometheus", "localhost:{{ .PrometheusPort }}"]);
            words.extend(if log.is_empty() { &["errors"] } else { log });
            words.push("}");
            words.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let second = |end: &[&str]| {
            let mut words = vec![".:{{ .CoreDNSEmptyPort }}", "{", "template", "ANY", "ANY", ".", "{"];
            words.extend(["rcode", "NXDOMAIN"]);
            words.extend(end);
            words.push("}");
            words.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let (old, new) = ("NXDOMAIN,SERVFAIL,REFUSED", "NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED");
        let log = &["errors{{ if .CoreDNSLogging}}", "log{{end}}"];
        let expected = [
            [first(old, &[]), second(&["}"])].concat(),
            [first(new, &[]), second(&["}"])].concat(),
            [first(new, &[]), second(&["}"])].concat(),
            [first(new, log), second(&["}{{ if .CoreDNSLogging}}", "log{{end}}"])].concat(),
            first(new, log),
            first(new, log),
        ];
        for (era, expected) in Era::ALL.into_iter().zip(expected) {
            assert_eq!(tokens(era.default_template()), expected, "{era}");
        }
    }

    #[test]
    fn white_space_of_the_defaults() {
        for era in Era::ALL {
            let template = era.default_template();
            assert_eq!(template.ends_with("}\n"), era >= Era::V2_5, "{era}");
            assert!(template.ends_with(['}', '\n']) && !template.contains(['\r', '\t']), "{era}");
            assert_eq!(template.contains("errors{{ if .CoreDNSLogging}}\n    log{{end}}\n}"), era.has_logging());
        }
        assert!(Era::V2_6.default_template().contains("    }{{ if .CoreDNSLogging}}\n    log{{end}}\n}\n"));
        assert_eq!(format!("{}\n", Era::V1_3_1.default_template()), Era::V2_5.default_template());
        assert_eq!(Era::V2_8.default_template(), Era::V2_11.default_template());
    }

    #[test]
    fn the_table_is_in_the_order_of_the_eras() {
        for (index, era) in Era::ALL.into_iter().enumerate() {
            assert_eq!(FACTS[index].era, era);
            assert_eq!(Era::named(&era.to_string()), Some(era));
        }
        assert_eq!(Era::named("2.7"), None);
    }
}
