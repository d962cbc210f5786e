//! SARIF against the standard's schema, which the crate serde-sarif carries, and against the types made from it.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use serde_sarif::sarif::Sarif;

use super::{FindingFormat, fixture, text};

fn log() -> Value {
    let files = fixture::files();
    serde_json::from_str(&text(FindingFormat::Sarif, &fixture::report(&files))).unwrap()
}

/// The output of a tool of the toolchain, which cargo names in the environment.
fn output_of(variable: &str, otherwise: &str, arguments: &[&str]) -> String {
    let program = std::env::var_os(variable).unwrap_or_else(|| otherwise.into());
    let output = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Cargo knows where it unpacked the crate. Only this machine's packages are asked for; others may not be there.
fn schema() -> Value {
    let version = output_of("RUSTC", "rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = ["metadata", "--format-version=1", "--locked", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&output_of("CARGO", "cargo", &metadata)).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // A misprint of the published schema: a `]` too many, which a strict reader of patterns refuses.
    let (misprint, meant) = ("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    serde_json::from_str(&schema.replace(misprint, meant)).unwrap()
}

#[test]
fn the_log_is_as_the_standard_says() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let log = log();
    let mistakes: Vec<_> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(mistakes, Vec::<String>::new());
    let mut wrong = log;
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator.is_valid(&wrong), "the schema refuses nothing");
}

#[test]
fn walks_are_code_flows_in_which_every_hop_has_a_place() {
    let log: Sarif = serde_json::from_value(log()).unwrap();
    let results = log.runs[0].results.as_ref().unwrap();
    let flows: Vec<_> = results.iter().filter_map(|result| result.code_flows.as_ref()).flatten().collect();
    let message = flows[0].message.as_ref().unwrap().text.as_deref();
    assert_eq!((flows.len(), message), (2, Some("The walk of x.org. IN A over UDP")));
    let hops = &flows[0].thread_flows[0].locations;
    let line = |index: usize| {
        let location = hops[index].location.as_ref().unwrap();
        location.physical_location.as_ref().unwrap().region.as_ref().unwrap().start_line.unwrap()
    };
    assert_eq!((line(0), line(1), line(2)), (1, 2, 2));
}

#[test]
fn results_point_at_their_rules_and_places() {
    let log: Sarif = serde_json::from_value(log()).unwrap();
    let run = &log.runs[0];
    let rules = run.tool.driver.rules.as_ref().unwrap();
    let results = run.results.as_ref().unwrap();
    assert_eq!(results.len(), 10);
    for result in results {
        let rule = &rules[usize::try_from(result.rule_index.unwrap()).unwrap()];
        assert_eq!(Some(&rule.id), result.rule_id.as_ref());
        let page = format!("docs/rules/{}-{}.md", rule.id, rule.name.as_ref().unwrap());
        assert!(rule.help_uri.as_ref().unwrap().ends_with(&page));
        let physical = result.locations.as_ref().unwrap()[0].physical_location.as_ref().unwrap();
        let uri = physical.artifact_location.as_ref().unwrap().uri.as_ref().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"#?:,'".contains(&byte)), "{uri}");
    }
    let outside = results.iter().find(|result| result.fixes.is_some()).unwrap();
    assert_eq!(outside.related_locations.as_ref().unwrap().len(), 2);
    let change = &outside.fixes.as_ref().unwrap()[0].artifact_changes[0].replacements[0];
    assert_eq!((change.deleted_region.start_line, change.deleted_region.byte_length), (Some(2), Some(0)));
    let invocation = &run.invocations.as_ref().unwrap()[0];
    // What is passed over is no failure; a file that cannot be read is, see tests/cli.
    assert!(invocation.execution_successful);
    assert_eq!(invocation.tool_execution_notifications.as_ref().unwrap().len(), 2);
}

#[test]
fn fingerprints_of_a_file_differ() {
    let log = log();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let mut prints: Vec<_> = results
        .iter()
        .map(|result| {
            let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            (uri.to_string(), result["partialFingerprints"]["corefilectlLine/v1"].as_str().unwrap().to_owned())
        })
        .collect();
    let all = prints.len();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), all);
}
