//! `rules` and `explain`: what the program says about its own rules.

use serde_json::Value;

use crate::harness::{Said, Sandbox};

#[test]
fn rules_in_three_formats() {
    let sandbox = Sandbox::new();
    let table = sandbox.run("rules").quietly().out();
    let heading = table.lines().next().unwrap();
    assert_eq!(heading.split_whitespace().collect::<Vec<_>>(), ["CODE", "NAME", "SEVERITY", "FIX", "FIRES", "WHEN"]);
    let row = table.lines().find(|line| line.starts_with("CF101")).unwrap();
    assert!(row.ends_with("CoreDNS's parser refuses the rendered text") && row.contains(" corefile-syntax "), "{row}");
    let json: Value = serde_json::from_str(&sandbox.run("rules -o json").quietly().out()).unwrap();
    let yaml: Value = serde_yaml::from_str(&sandbox.run("rules --output yaml").quietly().out()).unwrap();
    assert_eq!(json, yaml);
    let rules = json.as_array().unwrap();
    assert_eq!(rules.len(), table.lines().count() - 1);
    let rule = rules.iter().find(|rule| rule["code"] == "CF101").unwrap();
    assert_eq!((&rule["name"], &rule["severity"]), (&"corefile-syntax".into(), &"error".into()));
    assert_eq!(rule["page"], "CF101-corefile-syntax.md");
    assert_eq!(rule["allowedBy"], serde_json::json!(["allow", "allow-file"]));
    assert!(rule["why"].as_str().unwrap().contains("kuma-dp") && rule["fixable"].is_boolean());
    let examples = rule["examples"].as_array().unwrap();
    assert!(examples.iter().any(|example| example["fires"] == true));
    assert!(examples.iter().all(|example| example["arguments"].is_string() && example["template"] != ""));
}

#[test]
fn explain_is_the_page() {
    let sandbox = Sandbox::new();
    let page = include_str!("../../docs/rules/CF101-corefile-syntax.md");
    for name in ["CF101", "cf101", "corefile-syntax", "Corefile-Syntax"] {
        sandbox.run(&format!("explain {name}")).quietly().prints(page);
    }
    for part in ["# CF101 corefile-syntax\n", "- Severity: error\n", "\nFires: ", "\nDoes not fire: ", "allow CF101 "] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn explain_takes_several_rules() {
    let sandbox = Sandbox::new();
    let text = sandbox.run("explain CF002 CF001").quietly().out();
    let headings: Vec<_> = text.lines().filter(|line| line.starts_with("# CF")).collect();
    assert_eq!(headings, ["# CF002 template-execution", "# CF001 template-syntax"]);
    let json: Value = serde_json::from_str(&sandbox.run("explain CF002 CF001 -o json").quietly().out()).unwrap();
    let codes: Vec<_> = json.as_array().unwrap().iter().map(|rule| rule["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["CF002", "CF001"]);
    let all: Value = serde_json::from_str(&sandbox.run("rules -o json").out()).unwrap();
    assert!(all.as_array().unwrap().contains(&json[0]));
    let one: Value = serde_yaml::from_str(&sandbox.run("explain CF001 -o yaml").quietly().out()).unwrap();
    assert_eq!(one[0], json[1]);
}

#[test]
fn what_is_no_rule_is_refused() {
    let sandbox = Sandbox::new();
    for (name, part) in [
        ("CF-101", "there is no rule \"CF-101\"; did you mean CF101?"),
        ("101", "did you mean CF101?"),
        ("corefile-sintax", "did you mean corefile-syntax?"),
        ("weather", "`corefilectl rules` lists all of them"),
    ] {
        sandbox.run(&format!("explain {name}")).refuses(part);
    }
    sandbox.run("explain CF101 weather").refuses("there is no rule \"weather\"");
    sandbox.run("explain").refuses("<RULE>...");
    sandbox.run("rules -o text").refuses("[possible values: table, json, yaml]");
}

#[test]
fn every_rule_can_be_explained() {
    let sandbox = Sandbox::new();
    let rules: Value = serde_json::from_str(&sandbox.run("rules -o json").out()).unwrap();
    let codes: Vec<_> = rules.as_array().unwrap().iter().map(|rule| rule["code"].as_str().unwrap()).collect();
    let text = sandbox.run(&format!("explain {}", codes.join(" "))).quietly().out();
    for code in codes {
        assert!(text.contains(&format!("# {code} ")), "{code}");
    }
}
