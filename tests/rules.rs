//! Every rule proves itself: its bad examples fire it and nothing else, its good ones fire nothing, and the fix of a bad one
//! leaves nothing of it. The program is asked as its users ask it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::collections::BTreeSet;

use corefilectl::cli::{self, Io, Terminal};
use corefilectl::lint::catalogue::{ExampleEntry, RuleEntry};
use corefilectl::lint::{Check, Example, RULES, Rule};
use corefilectl::mesh::release;
use corefilectl::source::{Edit, Span, edit};

/// What the command of a rule says about a text under the conditions of an example: codes, and the whole JSON.
fn ask(command: &'static str, template: &str, example: &Example) -> (Vec<String>, serde_json::Value) {
    let mut stdin = template.as_bytes();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let example = ExampleEntry::new(example);
    let variable = |name: &str| {
        let variables = example.environment.split_whitespace().filter_map(|word| word.split_once('='));
        variables.filter(|(known, _)| *known == name).map(|(_, value)| value.into()).next()
    };
    let mut io = Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        environment: &variable,
        terminal: Terminal::default(),
        stdin_is_taken: false,
    };
    let arguments = example.arguments.split_whitespace();
    let path = arguments.clone().all(|word| word != "-").then_some("-");
    let words = ["corefilectl", command, "-o", "json"].into_iter().chain(arguments).chain(path);
    cli::run(words.map(Into::into), &mut io);
    let stderr = String::from_utf8(stderr).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"));
    let findings = report["findings"].as_array().unwrap().iter();
    (findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect(), report)
}

fn lint(template: &str, example: &Example) -> (Vec<String>, serde_json::Value) {
    ask("lint", template, example)
}

fn check(rule: &Rule, example: &Example) -> Result<(), String> {
    let code = rule.info.code;
    let miss = |what: String, report: &serde_json::Value| {
        let shown = serde_json::to_string_pretty(&report["findings"]).unwrap();
        Err(format!("{code}: {}: {what}\n{}\n{shown}", example.title, example.template))
    };
    let (codes, report) = ask(RuleEntry::new(rule).command, &example.text(), example);
    match example.fires {
        true if codes.is_empty() => return miss("the bad example fires nothing".to_owned(), &report),
        true if codes.iter().any(|found| found != code) => {
            return miss(format!("the bad example fires {codes:?}"), &report);
        }
        false if !codes.is_empty() => return miss(format!("the good example fires {codes:?}"), &report),
        _ => {}
    }
    // A mend can uncover the next place of the same slip.
    let (mut template, mut report) = (example.text(), report);
    for _ in 0..8 {
        let Some(mended) = mended(&template, &report) else { return Ok(()) };
        let (codes, next) = lint(&mended, example);
        if mended == template || !codes.iter().any(|found| found == code) {
            let others: Vec<_> = codes.iter().filter(|found| *found != code).collect();
            return if others.is_empty() {
                Ok(())
            } else {
                miss(format!("mended, it fires {others:?}\n{mended}"), &next)
            };
        }
        (template, report) = (mended, next);
    }
    miss(format!("the fix does not mend it:\n{template}"), &report)
}

/// The template with the mend of the first finding that has one.
fn mended(template: &str, report: &serde_json::Value) -> Option<String> {
    let edits = report["findings"].as_array()?.iter().find_map(|finding| finding["fix"]["edits"].as_array())?;
    let offset = |edit: &serde_json::Value, end: &str| u32::try_from(edit["range"][end]["offset"].as_u64()?).ok();
    let edit = |edit: &serde_json::Value| {
        let span = Span::new(offset(edit, "start")?, offset(edit, "end")?);
        Some(Edit::new(span, edit["text"].as_str()?))
    };
    let edits: Vec<_> = edits.iter().map(edit).collect::<Option<_>>()?;
    String::from_utf8(edit::apply(template.as_bytes(), &edits).ok()?).ok()
}

#[test]
fn every_example_of_every_rule() {
    let mut misses = Vec::new();
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Elsewhere)) {
        assert!(rule.info.examples.iter().any(|example| example.fires), "{} has no bad example", rule.info.code);
        assert!(rule.info.examples.iter().any(|example| !example.fires), "{} has no good example", rule.info.code);
        misses.extend(rule.info.examples.iter().filter_map(|example| check(rule, example).err()));
    }
    assert!(misses.is_empty(), "{} misses\n\n{}", misses.len(), misses.join("\n\n"));
}

/// The default Corefiles on their own releases, and the sample of the Kong Mesh page, are fine.
#[test]
fn known_good_templates_are_left_in_peace() {
    let sample = include_str!("../examples/kong-mesh-page.tmpl");
    let defaults = release::lines().filter_map(|line| {
        let release = release::find(&line.to_string()).ok()?;
        Some((release.era.default_template(), line.to_string()))
    });
    for (template, line) in defaults.chain([(sample, "2.7".to_owned())]) {
        for target in ["--platform universal", "--platform kubernetes --embedded-dns cp-off", ""] {
            let arguments = format!("--mesh-version {line} {target}");
            let example = Example { arguments: arguments.leak(), ..Example::good("known good", template) };
            let (codes, report) = lint(template, &example);
            let ours: Vec<_> = codes.iter().filter(|code| code.starts_with("CF3") || code.starts_with("CF4")).collect();
            assert!(ours.is_empty(), "{line} {target}: {ours:?}\n{report:#}");
        }
    }
}

/// The catalogue says of a rule that it can mend what it finds exactly if one of its bad examples shows it.
#[test]
fn rules_that_mend_say_so() {
    let has_fix = |example: &Example| {
        let (_, report) = lint(&example.text(), example);
        report["findings"].as_array().unwrap().iter().any(|finding| !finding["fix"].is_null())
    };
    let by_themselves = || RULES.iter().filter(|rule| !matches!(rule.check, Check::Doctor | Check::Elsewhere));
    let mending: Vec<_> = by_themselves().filter(|rule| rule.info.examples.iter().any(has_fix)).collect();
    let said: Vec<_> = by_themselves().filter(|rule| RuleEntry::new(rule).fixable).collect();
    let codes = |rules: &[&&Rule]| rules.iter().map(|rule| rule.info.code).collect::<Vec<_>>();
    assert_eq!(codes(&said), codes(&mending), "fixable, in the files of the rules");
}

#[test]
fn codes_and_names_are_in_order_and_unique() {
    let codes: Vec<_> = RULES.iter().map(|rule| rule.info.code).collect();
    assert!(codes.is_sorted(), "{codes:?}");
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.info.name).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        let info = &rule.info;
        let number = info.code.strip_prefix("CF").unwrap();
        assert!(number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}", info.code);
        assert!(info.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", info.name);
        assert!(!info.summary.ends_with('.') && !info.summary.contains('\n'), "{}", info.summary);
        for text in [info.why, info.source, info.applies] {
            assert!(!text.is_empty(), "{} says not enough", info.code);
        }
        for winner in rule.yields_to {
            assert!(RULES.iter().any(|other| other.info.code == *winner) || cfg!(debug_assertions), "{winner}");
        }
    }
}
