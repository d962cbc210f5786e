//! Go's types behind a template's `.`: `kumadp.DNS` as each era declares it, and the `config.BaseConfig` inside. The
//! only place that says which field exists when; defaults and names of flags are in [`super::setting`].

use crate::gotemplate::schema::{Field, Method, MethodResult, StructType};

/// `config.BaseConfig`, embedded from 2.5 on: no fields, three methods on the value (kuma: pkg/config/config.go).
pub static BASE_CONFIG: StructType = StructType {
    name: "config.BaseConfig",
    fields: &[],
    methods: &[
        Method { name: "Sanitize", result: MethodResult::Nothing },
        Method { name: "PostProcess", result: MethodResult::NilError },
        Method { name: "Validate", result: MethodResult::NilError },
    ],
};

/// Of the promoted methods `Validate` is out of reach: `*DNS` has one of its own, for pointers only.
const PROMOTED: &[Method] = &[
    Method { name: "Sanitize", result: MethodResult::Nothing },
    Method { name: "PostProcess", result: MethodResult::NilError },
];

/// `kumadp.DNS` (kuma: pkg/config/app/kuma-dp/config.go) with the fields in the order of the declaration.
macro_rules! dns {
    ($name:ident, $methods:expr, [$($field:literal),* $(,)?]) => {
        pub(super) static $name: StructType =
            StructType { name: "kumadp.DNS", fields: &[$(Field { name: $field }),*], methods: $methods };
    };
}

dns!(
    DNS_1,
    &[],
    [
        "Enabled",
        "CoreDNSPort",
        "CoreDNSEmptyPort",
        "EnvoyDNSPort",
        "CoreDNSBinaryPath",
        "CoreDNSConfigTemplatePath",
        "ConfigDir",
        "PrometheusPort",
    ]
);
dns!(
    DNS_2_5,
    PROMOTED,
    [
        "BaseConfig",
        "Enabled",
        "CoreDNSPort",
        "CoreDNSEmptyPort",
        "EnvoyDNSPort",
        "CoreDNSBinaryPath",
        "CoreDNSConfigTemplatePath",
        "ConfigDir",
        "PrometheusPort",
    ]
);
dns!(
    DNS_2_6,
    PROMOTED,
    [
        "BaseConfig",
        "Enabled",
        "CoreDNSPort",
        "CoreDNSEmptyPort",
        "EnvoyDNSPort",
        "CoreDNSBinaryPath",
        "CoreDNSConfigTemplatePath",
        "ConfigDir",
        "PrometheusPort",
        "CoreDNSLogging",
    ]
);
dns!(
    DNS_2_8,
    PROMOTED,
    [
        "BaseConfig",
        "Enabled",
        "CoreDNSPort",
        "EnvoyDNSPort",
        "CoreDNSBinaryPath",
        "CoreDNSConfigTemplatePath",
        "ConfigDir",
        "PrometheusPort",
        "CoreDNSLogging",
    ]
);
dns!(
    DNS_2_11,
    PROMOTED,
    [
        "BaseConfig",
        "Enabled",
        "ProxyPort",
        "CoreDNSPort",
        "EnvoyDNSPort",
        "CoreDNSBinaryPath",
        "CoreDNSConfigTemplatePath",
        "ConfigDir",
        "PrometheusPort",
        "CoreDNSLogging",
    ]
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::era::Era;

    #[test]
    fn fields_and_methods_of_every_era() {
        let all = "BaseConfig Enabled ProxyPort CoreDNSPort CoreDNSEmptyPort EnvoyDNSPort CoreDNSBinaryPath \
                   CoreDNSConfigTemplatePath ConfigDir PrometheusPort CoreDNSLogging";
        for (era, missing) in Era::ALL.into_iter().zip([
            &["BaseConfig", "ProxyPort", "CoreDNSLogging"][..],
            &["BaseConfig", "ProxyPort", "CoreDNSLogging"],
            &["ProxyPort", "CoreDNSLogging"],
            &["ProxyPort"],
            &["ProxyPort", "CoreDNSEmptyPort"],
            &["CoreDNSEmptyPort"],
        ]) {
            let expected: Vec<_> = all.split_whitespace().filter(|field| !missing.contains(field)).collect();
            let fields: Vec<_> = era.schema().fields.iter().map(|field| field.name).collect();
            assert_eq!(fields, expected, "{era}");
            assert_eq!(era.schema().name, "kumadp.DNS");
            let result = |name: &str| era.schema().method(name.as_bytes()).map(|method| method.result);
            let promoted = era >= Era::V2_5;
            assert_eq!(result("PostProcess"), promoted.then_some(MethodResult::NilError), "{era}");
            assert_eq!(result("Sanitize"), promoted.then_some(MethodResult::Nothing), "{era}");
            assert_eq!(result("Validate"), None, "{era}");
            assert_eq!(era.has_control_plane_override(), era.has_logging(), "both came with 2.6");
        }
        assert_eq!(BASE_CONFIG.method(b"Validate").unwrap().result, MethodResult::NilError);
    }
}
