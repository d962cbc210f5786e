//! `lint` as a page and as Markdown: what belongs to whom, where it goes, and that neither threads nor names of files change it.

use predicates::prelude::*;

use crate::harness::{Said, Sandbox};
use crate::lint::{GOOD, exposed, logged};

/// A template that starts on 2.7 only.
const OLD: &str = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    errors\n}\n.:{{ .CoreDNSEmptyPort }} {\n    errors\n}\n";

/// The table of releases of a page of Markdown, a line each.
fn releases(markdown: &str) -> Vec<&str> {
    markdown.lines().filter(|line| line.starts_with("| 2.")).collect()
}

#[test]
fn format_is_output_under_another_name() {
    let sandbox = Sandbox::with([("bad", &*exposed())]);
    for format in ["html", "markdown", "concise"] {
        let runs = [format!("-o {format}"), format!("--output {format}"), format!("--format {format}")];
        let said = runs.map(|arguments| sandbox.run(&format!("lint bad {arguments}")).code(1).out());
        assert!(said[0] == said[1] && said[1] == said[2], "{format}");
        assert!(said[0].contains("CF303"), "{format}: {}", said[0]);
    }
    assert_eq!(sandbox.run("doctor --help").out().matches("--format").count(), 1);
    sandbox.run("upgrade --from 2.7 --to 2.8 bad --format markdown").stdout(predicate::str::contains("2.8"));
}

#[test]
fn a_page_goes_into_its_file_whole() {
    let sandbox = Sandbox::with([("bad", &*exposed())]);
    let page = sandbox.run("lint bad -o html").code(1).out();
    sandbox.run("lint bad -o html --output-file report.html").code(1).stdout("");
    assert_eq!(String::from_utf8(sandbox.read("report.html")).unwrap(), page);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\"") && page.ends_with("</html>\n"), "{page}");
    assert!(!page.contains(&sandbox.folder().display().to_string()), "no absolute path");
    sandbox.run("lint bad -o html --output-file missing/report.html").code(2).stdout("");
}

#[test]
fn the_table_tells_releases_apart() {
    let sandbox = Sandbox::with([("old", OLD), ("good", GOOD)]);
    let said = sandbox.run("lint old -o markdown").code(1).out();
    let rows = releases(&said);
    assert_eq!(rows.len(), 8, "{said}");
    assert!(
        rows[0].starts_with("| 2.7 | 1.11.1 to ") && rows[0].contains(" starts, ") && rows[0].ends_with("| – |"),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains("| **stops**, ") && rows[7].matches("**stops**").count() == 3, "{rows:?}");
    let both = sandbox.run("lint old good -o markdown").code(1).out();
    assert!(releases(&both)[7].contains("**1 of 2 stop**"), "{both}");
    let pinned = sandbox.run("lint old -o markdown --mesh-version 2.7 --platform universal").code(1).out();
    assert_eq!(releases(&pinned).len(), 1, "{pinned}");
    assert!(pinned.contains("for Kuma 2.7 on universal"), "{pinned}");
    let patch = sandbox.run("lint old -o markdown --mesh-version 2.7.5 --platform universal").code(1).out();
    assert!(releases(&patch)[0].starts_with("| 2.7.5 | "), "{patch}");
}

#[test]
fn without_findings_markdown_is_one_sentence() {
    let sandbox = Sandbox::with([("good", GOOD)]);
    sandbox.run("lint good -o markdown").success().stdout(
        "✅ **CoreDNS templates**: 1 file checked, no findings, for Kuma 2.7 to 2.14 on universal and kubernetes.\n",
    );
}

#[test]
fn the_chain_is_drawn_where_it_starts() {
    let yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: |\n    .:{{ .CoreDNSPort }} {\n        forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n        prometheus :{{ .PrometheusPort }}\n        errors\n    }\n  b: |\n    .:{{ .CoreDNSPort }} {\n        forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n        errors\n    }\n";
    let sandbox = Sandbox::with([("old", OLD), ("never", "{{ if }}"), ("c.yaml", yaml), ("good", GOOD)]);
    let page = sandbox.run("lint old never c.yaml good -o html").code(1).out();
    assert_eq!(page.matches("<svg class=\"chain\"").count(), 3);
    assert!(page.contains("<figcaption>Kuma 2.7.29 on universal. Red is"), "{page}");
    assert!(
        page.contains("on universal, ConfigMap c, key a. Red is") && page.contains(", ConfigMap c, key b. Red is"),
        "{page}"
    );
    assert!(page.contains("starts with it on none of the data planes"), "{page}");
    // What was found in a template of a YAML file is red in its own picture only.
    let pictures: Vec<_> =
        page.split("<svg class=\"chain\"").skip(1).filter_map(|rest| rest.split("</svg>").next()).collect();
    let has_metrics = |picture: &&str| picture.contains("CF303");
    assert_eq!(pictures.iter().map(has_metrics).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn what_is_mended_is_not_in_the_page() {
    let sandbox = Sandbox::with([("t", &*exposed().replace("NOTIMP,FORMERR,", ""))]);
    let page = sandbox.run("lint t --fix -o markdown").code(1).out();
    assert!(page.contains("; 1 fixed.") && page.contains("CF303") && !page.contains("CF204"), "{page}");
}

#[test]
fn threads_do_not_change_the_page() {
    let sandbox = Sandbox::new();
    for index in 0..90 {
        let text = [exposed(), logged(), OLD.to_owned(), "{{ .Oops }}".to_owned()][index % 4].clone();
        sandbox.write(format!("f{index:02}.corefile"), text);
    }
    for format in ["html", "markdown"] {
        let run = || sandbox.run(&format!("lint . -o {format}")).code(1).out();
        let first = run();
        assert!(first == run() && first == run(), "{format}");
        assert!(first.contains("90 ") || first.contains(">90<"), "{format}");
    }
    let page = sandbox.run("lint . -o html").code(1).out();
    assert!(page.contains("70 more have none"), "pictures are bounded");
}

#[test]
fn names_of_files_are_no_markup() {
    let names = ["<script>alert(1)<.corefile", "a|b`c`@team.corefile", "\u{1b}[31m\n::error::x.corefile"];
    let sandbox = Sandbox::new();
    names.iter().for_each(|name| sandbox.write(name, exposed()));
    let page = sandbox.run("lint . -o html").code(1).out();
    assert!(!page.contains("<script") && !page.contains('\u{1b}') && page.contains("&lt;script&gt;alert(1)"), "{page}");
    let said = sandbox.run("lint . -o markdown").code(1).out();
    assert!(!said.contains("<script") && !said.contains("@team") && !said.contains('\u{1b}'), "{said}");
    assert!(said.lines().all(|line| !line.starts_with("::")), "{said}");
}

#[test]
fn doctor_has_pages_without_data_planes() {
    let sandbox = Sandbox::with([("kuma-cp.yaml", "bootstrapServer:\n  corefileTemplatePath: /x\n")]);
    let page = sandbox.run("doctor kuma-cp.yaml -o html").code(1).out();
    assert!(page.contains("CF404") && !page.contains("class=\"matrix\""), "{page}");
    let said = sandbox.run("doctor kuma-cp.yaml -o markdown").code(1).out();
    assert!(said.contains("[CF404](https://") && releases(&said).is_empty(), "{said}");
}

#[test]
fn nothing_that_was_checked_is_no_success() {
    let sandbox = Sandbox::with([("empty/notes.md", "nothing\n")]);
    let markdown = sandbox.run("lint empty -o markdown").code(2).out();
    assert!(markdown.starts_with("\u{26a0}") && !markdown.contains('\u{2705}'), "{markdown}");
    assert!(sandbox.run("lint empty -o html").code(2).out().contains("Nothing was checked."));
}

#[test]
fn what_is_checked_is_not_overwritten() {
    let sandbox = Sandbox::with([("bad", &*exposed())]);
    sandbox.run("lint bad -o html --output-file ./bad").refuses("is one of the files that are checked");
    assert_eq!(sandbox.read("bad"), exposed().into_bytes());
}

#[test]
fn each_template_of_a_file_starts_by_itself() {
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    let bad = exposed();
    let map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  one.corefile: |\n{}  two.corefile: |\n    .:53 {{\n        bogus\n    }}\n",
        indented(&bad)
    );
    let sandbox = Sandbox::with([("map.yaml", map.as_str())]);
    let page = sandbox.run("lint map.yaml -o html").code(1).out();
    assert_eq!(page.matches("starts with it on none of the data planes").count(), 1, "two.corefile only");
    assert_eq!(page.matches("<svg").count(), 1);
}

#[test]
fn the_doctor_says_on_a_page_what_is_in_force() {
    let pods = include_str!("../../examples/pods.yaml");
    let sandbox = Sandbox::with([("pods.yaml", pods)]);
    let sentence = sandbox.run("doctor pods.yaml --exit-zero").success().out().lines().last().unwrap().to_owned();
    assert!(sentence.contains("in force"), "{sentence}");
    let page = sandbox.run("doctor pods.yaml -o html --exit-zero").success().out();
    assert!(page.contains("<h1>DNS of data planes</h1>") && page.contains("What is in force"));
    let markdown = sandbox.run("doctor pods.yaml -o markdown --exit-zero").success().out();
    for said in [page, markdown] {
        assert!(said.contains(" in force"), "{said}");
    }
}
