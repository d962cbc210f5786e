//! `man`: a page for every command, and examples in them that run.

use std::fs;
use std::path::Path;

use crate::harness::{Said, Sandbox};

/// The names of all pages, from the definition of the command line.
fn wanted() -> Vec<String> {
    fn add(command: &clap::Command, name: &str, names: &mut Vec<String>) {
        names.push(format!("{name}.1"));
        for below in command.get_subcommands() {
            add(below, &format!("{name}-{}", below.get_name()), names);
        }
    }
    let mut names = Vec::new();
    add(&corefilectl::cli::command(), "corefilectl", &mut names);
    names.sort();
    names
}

#[test]
fn a_page_for_every_command() {
    let sandbox = Sandbox::new();
    sandbox.run("man --dir a/new/folder").quietly().prints("");
    let entries = fs::read_dir(sandbox.path("a/new/folder")).unwrap();
    let mut written: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    written.sort();
    assert_eq!(written, wanted());
    for (arguments, file) in [
        ("man", "corefilectl.1"),
        ("man lint", "corefilectl-lint.1"),
        ("man install helm", "corefilectl-install-helm.1"),
    ] {
        let page = sandbox.run(arguments).quietly().out();
        assert_eq!(page.as_bytes(), sandbox.read(format!("a/new/folder/{file}")));
        let title = file.trim_end_matches(".1").to_uppercase();
        assert!(
            page.starts_with(&format!(".TH {title} 1 \"\" \"corefilectl {}\" ", env!("CARGO_PKG_VERSION"))),
            "{page}"
        );
    }
    // Again, over what is there.
    sandbox.run("man --dir a/new/folder").quietly();
}

#[test]
fn a_page_says_what_the_help_does_not() {
    let sandbox = Sandbox::new();
    let lint = sandbox.run("man lint").quietly().out();
    for part in [
        ".SH EXAMPLES\n",
        ".SH \"EXIT STATUS\"\n0 clean, 1 a finding",
        "\\fBKUMA_DNS_CORE_DNS_PORT\\fR\n",
        "\\fBKUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH\\fR\n",
        "\\fBGITHUB_ACTIONS\\fR\n",
        "\\fI.corefilectl.yaml\\fR\n",
        ".BR corefilectl (1)\n",
        "/blob/main/docs/lint.md\n",
    ] {
        assert!(lint.contains(part), "{part}");
    }
    assert_eq!(sandbox.run("man check").quietly().out(), lint);
    let helm = sandbox.run("man install helm").quietly().out();
    assert!(helm.contains(".BR corefilectl-install (1)\n") && helm.contains("/docs/install.md\n"), "{helm}");
    let rules = sandbox.run("man rules").quietly().out();
    assert!(!rules.contains("KUMA_") && !rules.contains(".SH FILES"), "{rules}");
    // What is refused is not offered.
    assert!(!sandbox.run("man envoy").quietly().out().contains("KUMA_BOOTSTRAP"));
}

#[test]
fn mistakes_are_told() {
    let sandbox = Sandbox::with([("file", "")]);
    for (arguments, part) in [
        ("man lnt", "there is no page \"lnt\" below corefilectl: there are render, "),
        ("man install hlm", "there is no page \"hlm\" below corefilectl install: there are kubernetes, helm,"),
        ("man lint x", "below corefilectl lint, which has no commands of its own"),
        ("man help", "there is no page \"help\""),
        ("man --dir man lint", "cannot be used with"),
        ("man --dir file", "file cannot be made"),
        ("man --dir file/below", "file/below cannot be made"),
    ] {
        sandbox.run(arguments).refuses(part);
    }
}

/// Each runs in the folder of the examples, and none of them fails.
#[test]
fn examples_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sandbox = Sandbox::new();
    let entries = fs::read_dir(root.join("examples")).unwrap().map(|entry| entry.unwrap());
    for entry in entries.filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), sandbox.path(entry.file_name())).unwrap();
    }
    sandbox.run("man --dir pages").quietly();
    let mut examples = 0;
    for page in wanted() {
        let page = String::from_utf8(sandbox.read(format!("pages/{page}"))).unwrap();
        let section = page.split(".SH EXAMPLES\n").nth(1).unwrap_or_default().split("\n.SH ").next().unwrap();
        for line in section.lines().filter_map(|line| line.strip_prefix("\\fBcorefilectl ")) {
            let line = line.trim_end_matches("\\fR").replace('\\', "");
            let run = sandbox.run(&line);
            let code = run.get_output().status.code();
            assert!(code == Some(0) || code == Some(1), "{line}: {}", run.err());
            examples += 1;
        }
    }
    assert!(examples >= 14, "{examples}");
}
