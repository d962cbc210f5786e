//! `render --source-map`: which part of the template, and which value, made every rendered byte.

use serde_json::{Value, json};

use crate::harness::{Said, Sandbox};

const TEMPLATE: &str = "# ü\n.:{{ .CoreDNSPort }} {\n{{- /* gone */ -}}\n  {{ if .CoreDNSLogging }}log{{ end }}\n\
    {{ define \"x\" }}<{{ .EnvoyDNSPort }}>{{ end }}{{ template \"x\" . }} {{ print .CoreDNSPort \" \" .ConfigDir }}\n}\n";

fn span(place: &Value) -> std::ops::Range<usize> {
    let at = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    at("start")..at("end")
}

// Checks what holds for every map, and gives it back with the rendered text.
fn checked(sandbox: &Sandbox, arguments: &str, template: &str) -> (Value, String) {
    let run = sandbox.run(&format!("render --source-map map.json {arguments}")).success();
    let (rendered, map) = (run.out(), serde_json::from_slice::<Value>(&sandbox.read("map.json")).unwrap());
    assert_eq!(map["version"], 1);
    assert_eq!(map["renderedBytes"], rendered.len());
    let mut end = 0;
    for segment in map["segments"].as_array().unwrap() {
        let (from, to) = (span(&segment["rendered"]), span(&segment["template"]));
        assert_eq!(from.start, end, "no gap, no overlap");
        assert!(from.end > from.start && to.end <= template.len(), "{segment}");
        end = from.end;
        let is_text = segment.get("fields").is_none() && !template[to.clone()].contains("{{");
        if is_text && to.len() == from.len() {
            assert_eq!(rendered[from], template[to.clone()], "{segment}");
        }
        let line_start = template[..to.start].rfind('\n').map_or(0, |newline| newline + 1);
        assert_eq!(segment["template"]["line"], template[..to.start].matches('\n').count() + 1);
        assert_eq!(segment["template"]["column"], template[line_start..to.start].chars().count() + 1);
    }
    assert_eq!(end, rendered.len(), "the end is covered");
    (map, rendered)
}

// The field entries of the segment that made the last occurrence of `text`.
fn fields<'a>((map, rendered): &'a (Value, String), text: &str) -> &'a Value {
    let at = rendered.rfind(text).unwrap();
    let segments = map["segments"].as_array().unwrap();
    &segments.iter().find(|segment| span(&segment["rendered"]).contains(&at)).unwrap()["fields"]
}

#[test]
fn it_covers_a_template_of_the_user() {
    let sandbox = Sandbox::with([("t.tmpl", TEMPLATE)]);
    let arguments = "--mesh-version 2.8 --dp-template t.tmpl --dns-envoy-port 0x10 --dns-enable-logging --dns-server-config-dir /dns";
    let made = checked(&sandbox, arguments, TEMPLATE);
    assert_eq!(made.1, "# ü\n.:15053 {log\n<16> 15053 /dns\n}\n");
    assert_eq!(made.0["template"], json!({"layer": "data-plane", "file": "t.tmpl"}));
    let default = json!([{"field": "CoreDNSPort", "value": 15053, "origin": {"kind": "default"}}]);
    assert_eq!(fields(&made, ".:15053").get(0), None, "text has no field");
    let at_port = made.1.find("15053").unwrap();
    let first =
        made.0["segments"].as_array().unwrap().iter().find(|s| span(&s["rendered"]).contains(&at_port)).unwrap();
    assert_eq!(first["fields"], default);
    assert_eq!(
        fields(&made, "16"),
        &json!([{"field": "EnvoyDNSPort", "value": 16, "origin": {"kind": "flag", "name": "--dns-envoy-port"}}])
    );
    let both: Vec<_> = fields(&made, "/dns").as_array().unwrap().iter().map(|entry| entry["field"].clone()).collect();
    assert_eq!(both, [json!("CoreDNSPort"), json!("ConfigDir")]);
}

#[test]
fn it_covers_the_defaults() {
    let sandbox = Sandbox::new();
    for (release, template) in [
        ("1.1.3", include_str!("../../templates/corefile/1.1.3.tmpl")),
        ("2.7", include_str!("../../templates/corefile/2.6.tmpl")),
        ("2.14", include_str!("../../templates/corefile/2.11.tmpl")),
    ] {
        let made = checked(&sandbox, &format!("--mesh-version {release}"), template);
        assert_eq!(made.0["template"]["layer"], "built-in");
        let variables = fields(&made, "19153");
        assert_eq!(variables[0]["field"], "PrometheusPort", "{release}");
    }
}

#[test]
fn the_environment_is_named_as_the_origin() {
    let sandbox = Sandbox::with([("t", "{{ .CoreDNSPort }}")]);
    let run = sandbox.run_with(&[("KUMA_DNS_CORE_DNS_PORT", "53")], "render --cp-template t --source-map m");
    run.prints("53");
    let map: Value = serde_json::from_slice(&sandbox.read("m")).unwrap();
    assert_eq!(map["template"]["layer"], "control-plane");
    assert_eq!(
        map["segments"][0]["fields"],
        json!([{"field": "CoreDNSPort", "value": 53, "origin": {"kind": "environment", "name": "KUMA_DNS_CORE_DNS_PORT"}}])
    );
}

#[test]
fn nothing_rendered_is_nothing_mapped() {
    let sandbox = Sandbox::with([("t", "{{/* nothing */}}")]);
    let (map, rendered) = checked(&sandbox, "--dp-template t", "{{/* nothing */}}");
    assert_eq!((map["segments"].as_array().unwrap().len(), rendered.as_str()), (0, ""));
}

#[test]
fn a_failing_render_writes_no_map() {
    let sandbox = Sandbox::with([("t", "{{ .Foo }}"), ("map.json", "old")]);
    sandbox.run("render --dp-template t --source-map map.json").refuses("can't evaluate field Foo");
    assert_eq!(sandbox.read("map.json"), b"old");
}
