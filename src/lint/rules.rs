//! All rules, one file each, in the order of their codes. This list is the only one.

use super::rule::Rule;

/// The default Corefile of 2.8 and later with lines of an example in front of its directives.
macro_rules! default_with {
    ($lines:literal) => {
        concat!(".:{{ .CoreDNSPort }} {\n", $lines, "    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!())
    };
}

/// The end of the default Corefile, from its `alternate` on.
macro_rules! from_alternate {
    () => {
        concat!("    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n", from_prometheus!())
    };
}

/// The end of the default Corefile, from its `prometheus` on.
macro_rules! from_prometheus {
    () => {
        concat!(
            "    prometheus localhost:{{ .PrometheusPort }}\n",
            "    errors\n",
            "    {{ if .CoreDNSLogging }}log{{ end }}\n",
            "}\n",
        )
    };
}

/// The default Corefile of 2.8 and later with lines of an example in the block of its forward.
macro_rules! forward_with {
    ($lines:literal) => {
        concat!(
            ".:{{ .CoreDNSPort }} {\n",
            "    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n",
            $lines,
            "    }\n",
            "    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n",
            "    prometheus localhost:{{ .PrometheusPort }}\n",
            "    errors\n",
            "    {{ if .CoreDNSLogging }}log{{ end }}\n",
            "}\n",
        )
    };
}

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// All rules, in the order of their codes.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules![
    cf001_template_syntax,
    cf002_template_execution,
    cf003_field_not_in_release,
    cf004_swallowed_action,
    cf005_needs_newer_go,
    cf006_renders_empty,
    cf007_hard_coded_port,
    cf008_unreachable_branch,
    cf009_formatting_noise,
    cf010_trim_glues_tokens,
    cf011_action_in_comment,
    cf101_corefile_syntax,
    cf102_unknown_plugin,
    cf103_plugin_arguments,
    cf104_brace_glued,
    cf105_duplicate_server_block,
    cf106_address,
    cf107_import_outside,
    cf108_invisible_characters,
    cf109_env_placeholder,
    cf110_glued_comment,
    cf111_label_never_matches,
    cf112_block_lost,
    cf201_no_block_on_dns_port,
    cf202_mesh_never_asked,
    cf203_outside_unreachable,
    cf204_alternate_misses_rcode,
    cf205_forwarding_loop,
    cf206_second_try_same,
    cf207_alternate_never_or_always,
    cf208_alternate_from_ignored,
    cf209_template_swallows,
    cf210_dead_fallthrough,
    cf211_shadowed_template,
    cf212_order_is_not_text_order,
    cf213_mesh_name_by_luck,
    cf214_zone_falls_through,
    cf215_mesh_domain_elsewhere,
    cf216_rcode_twice,
    cf217_next_without_effect,
    cf218_aaaa_emptied,
    cf219_unreachable_block,
    cf220_impossible_upstream,
    cf221_shadowed_forward,
    cf222_tcp_to_envoy,
    cf223_list_with_space,
    cf224_type_read_as_zone,
    cf225_failover_loop,
    cf226_host_name_upstream,
    cf227_answer_not_a_record,
    cf301_port_collision,
    cf302_port_out_of_range,
    cf303_prometheus_exposed,
    cf304_prometheus_missing,
    cf305_query_log,
    cf306_plaintext_public_resolver,
    cf401_corefile_ignored,
    cf402_override_not_in_release,
    cf403_data_plane_override_on_kubernetes,
    cf404_dead_key,
    cf405_template_path,
    cf406_env_beats_flag,
    cf407_vip_range,
    cf408_mesh_domain,
    cf409_configmap_too_large,
    cf410_annotation_without_effect,
    cf411_mixed_releases,
    cf412_setting_refused,
    cf901_unused_allow,
    cf902_unknown_or_reasonless_allow,
    cf903_unreadable_input,
];

/// The rule of a code or name, in any letter case.
#[must_use]
pub fn find(text: &str) -> Option<&'static Rule> {
    let is_it = |rule: &&&Rule| rule.info.code.eq_ignore_ascii_case(text) || rule.info.name.eq_ignore_ascii_case(text);
    RULES.iter().find(is_it).copied()
}
