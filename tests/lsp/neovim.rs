//! The server in a real editor: Neovim without a screen, with no plugin. `COREFILECTL_NVIM` names the program, else the one on
//! the PATH is taken; where there is none, the test says so and checks nothing.

use std::ffi::OsString;
use std::process::Command;

use serde_json::Value;

const TEMPLATE: &str = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n  erors\n    \
                        prometheus localhost:{{ .PrometheusPort }}\n    alternate \
                        NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n}\n";

pub fn program() -> Option<OsString> {
    let named = std::env::var_os("COREFILECTL_NVIM").filter(|name| !name.is_empty());
    let program = named.clone().unwrap_or_else(|| "nvim".into());
    let is_there = Command::new(&program).arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(is_there || named.is_none(), "COREFILECTL_NVIM names no Neovim: {}", program.display());
    is_there.then_some(program)
}

#[test]
fn an_editor_gets_along_with_it() {
    let Some(program) = program() else {
        println!("editors: Neovim: skipped, there is none (COREFILECTL_NVIM names one)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("Corefile");
    std::fs::write(&document, TEMPLATE).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lsp/neovim.lua");
    let output = Command::new(program)
        .args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", &format!("luafile {script}")])
        .env("COREFILECTL", env!("CARGO_BIN_EXE_corefilectl"))
        .env("DOCUMENT", &document)
        .env("HOME", folder.path())
        .env("XDG_CACHE_HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path())
        .current_dir(folder.path())
        .output()
        .unwrap();
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{errors}");
    let lines: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of = |what: &str| {
        let line = lines.iter().find(|line| line["what"] == what);
        line.unwrap_or_else(|| panic!("no {what}: {said}\n{errors}"))["value"].clone()
    };
    let findings = of("findings");
    assert_eq!(findings[0]["line"], 2, "{findings}");
    assert!(findings[0]["message"].as_str().unwrap().contains("erors"), "{findings}");
    assert!(of("hover").as_str().unwrap().contains("forward FROM TO"), "{said}");
    assert!(of("completion").as_array().unwrap().iter().any(|label| label == "errors"), "{said}");
    let text: Vec<String> =
        of("text").as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect();
    assert_eq!(text[2], "    errors", "{text:?}");
}
