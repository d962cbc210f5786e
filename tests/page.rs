//! The page of findings in a real browser: on a phone and on a screen, light and dark, by keyboard, without scripts, on paper;
//! no message on the console, nothing fetched, nothing that axe objects to. `COREFILECTL_BROWSER` names the folder with the
//! driver and `COREFILECTL_CHROMIUM` the browser (`make test` sees to both); without them the test says so and checks nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const STUB: &str = include_str!("../examples/stub-domain.tmpl");
const PAGE: &str = include_str!("../examples/kong-mesh-page.tmpl");

/// Names and a template that would take over a page.
const NAMES: [&str; 3] =
    ["<script>alert(1)<.corefile", "\"><img src=x onerror=alert(1)>.corefile", "'; background: url(x).corefile"];
const ATTACK: &str =
    ".:{{ .CoreDNSPort }} {\n    <script>alert(1)</script> \"><img src=x onerror=alert(1)>\n}\n{{ .Oops }}\n";

/// The report of lint about the files of a folder, as a page.
fn page(folder: &Path, arguments: &[&str], name: &str) -> PathBuf {
    let file = folder.join(name);
    let mut command = Command::new(env!("CARGO_BIN_EXE_corefilectl"));
    command.arg("lint").args(arguments).args(["--format", "html", "--output-file"]).arg(&file);
    let output = command.current_dir(folder).env_clear().output().unwrap();
    assert!(file.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    file
}

#[test]
fn browsers_show_the_page() {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let (Some(driver), Some(browser)) = (variable("COREFILECTL_BROWSER"), variable("COREFILECTL_CHROMIUM")) else {
        // Past the capture of the test's output, so that nobody takes it for checked.
        #[allow(clippy::explicit_write, reason = "eprintln! is captured")]
        writeln!(std::io::stderr(), "page: SKIPPED, COREFILECTL_BROWSER and COREFILECTL_CHROMIUM name no browser")
            .unwrap();
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sub = |name: &str| {
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        folder
    };
    let (examples, hostile, clean) = (sub("examples"), sub("hostile"), sub("clean"));
    fs::write(examples.join("stub-domain.tmpl"), STUB).unwrap();
    fs::write(examples.join("kong-mesh-page.tmpl"), PAGE).unwrap();
    NAMES.iter().for_each(|name| fs::write(hostile.join(name.replace('/', "")), ATTACK).unwrap());
    fs::write(clean.join("Corefile"), ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n}\n").unwrap();
    let pages = [
        page(&examples, &["stub-domain.tmpl", "kong-mesh-page.tmpl"], "examples.html"),
        page(&hostile, &["."], "hostile.html"),
        page(&clean, &["Corefile", "--show", "error"], "clean.html"),
    ];
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&target).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/page.mjs");
    let output =
        Command::new(driver.join("node")).arg(script).args([&driver, &browser, &target]).args(&pages).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("hostile: 3 findings") || said.contains("hostile: "), "{said}");
}
