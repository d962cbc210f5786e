//! The bill of materials: what Cargo.lock says, without what is not in the program, and CycloneDX's own schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::packed::{REPOSITORY, VERSION, package_python, packed, stem, succeeds, text};

fn bill() -> Value {
    serde_json::from_slice(&fs::read(packed().join(format!("{}.cdx.json", stem()))).unwrap()).unwrap()
}

/// Checksums by name and version.
fn locked() -> BTreeMap<(String, String), String> {
    let lock = text("Cargo.lock");
    let packages = lock.split("[[package]]").skip(1);
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.map(|value| value.trim_end_matches('"').to_owned())
    };
    packages
        .filter_map(|package| {
            let name = (value(package, "name")?, value(package, "version")?);
            Some((name, value(package, "checksum")?))
        })
        .collect()
}

#[test]
fn parts_are_those_of_the_lock() {
    let (bill, locked) = (bill(), locked());
    let mut crates = BTreeSet::new();
    for part in bill["components"].as_array().unwrap() {
        let (name, version) = (part["name"].as_str().unwrap(), part["version"].as_str().unwrap());
        assert!(!part["licenses"][0]["expression"].as_str().unwrap().is_empty(), "{name}");
        if part["purl"].as_str().unwrap().starts_with("pkg:cargo/") {
            let checksum = &locked[&(name.to_owned(), version.to_owned())];
            assert_eq!(part["hashes"][0]["content"].as_str().unwrap(), checksum, "{name}");
            crates.insert(name);
        }
    }
    // Direct dependencies; nothing of tests, of the compiler, or of other systems.
    for name in ["clap", "clap_mangen", "domain", "minijinja", "yaml_serde", "regex-automata"] {
        assert!(crates.contains(name), "{name}");
    }
    for name in ["assert_cmd", "divan", "clap_derive", "serde_derive", "syn", "windows-sys"] {
        assert!(!crates.contains(name), "{name}");
    }
    let around: Vec<_> =
        bill["components"].as_array().unwrap().iter().filter_map(|part| part["purl"].as_str()).collect();
    assert!(around.iter().any(|part| part.starts_with("pkg:generic/rust-std@")), "{around:?}");
}

#[test]
fn the_program_is_named_with_its_digest() {
    let bill = bill();
    let program = &bill["metadata"]["component"];
    assert_eq!((program["name"].as_str(), program["version"].as_str()), (Some("corefilectl"), Some(VERSION)));
    assert_eq!(program["externalReferences"][0]["url"].as_str(), Some(REPOSITORY));
    assert_eq!(program["hashes"][0]["content"].as_str().unwrap().len(), 64);
    assert!(bill["metadata"].get("timestamp").is_none(), "a time makes two builds differ");
    // Everything that is used is there, and is used by somebody.
    let known: BTreeSet<_> =
        bill["components"].as_array().unwrap().iter().map(|part| part["bom-ref"].as_str()).collect();
    let edges = bill["dependencies"].as_array().unwrap();
    let used: BTreeSet<_> = edges
        .iter()
        .flat_map(|edge| edge["dependsOn"].as_array().map_or(&[][..], Vec::as_slice))
        .map(Value::as_str)
        .collect();
    assert_eq!(used, known);
}

#[test]
fn cyclonedx_accepts_it() {
    let Some(mut python) = package_python("CycloneDX's schema") else { return };
    let script = "import sys\n\
                  from cyclonedx.schema import SchemaVersion\n\
                  from cyclonedx.validation.json import JsonStrictValidator\n\
                  error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())\n\
                  sys.exit(str(error) if error else 0)\n";
    succeeds(python.args(["-c", script]).arg(packed().join(format!("{}.cdx.json", stem()))));
}
