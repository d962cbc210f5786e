//! No command of ours escapes: in `console` blocks all are run by `tests/documents.rs`. In `sh` blocks stands only what cannot be
//! run here, and of a pipeline with our program in it our half is run. Wherever else a command of ours is named, the
//! subcommand and its flags exist.

use std::fs;
use std::process::{Command, Stdio};

use crate::pages::{Page, pages, root};

/// Programs that the machine of the tests does not have, that build the project, or that look at a release.
const FOREIGN: [&str; 15] = [
    "brew",
    "cargo",
    "cp",
    "docker",
    "gh",
    "git",
    "helm",
    "kubectl",
    "kumactl",
    "make",
    "sha256sum",
    "skopeo",
    "sudo",
    "systemctl",
    "tar",
];

/// What stands in for the output of a foreign program that ours reads: a file of `examples`.
const STAND_INS: [(&str, &str); 2] = [("kubectl ", "pods.yaml"), ("helm template ", "configmap.yaml")];

/// Pages that show commands which need servers that the tests do not have, and how many.
const NEEDS_SERVERS: [(&str, usize); 1] = [("docs/probe.md", 1)];

/// Commands in a block: lines that end in `\` go on, comments are none.
fn commands(lines: &[&str]) -> Vec<String> {
    let text = lines.join("\n").replace("\\\n", " ");
    let code = text.lines().map(|line| line.split(" #").next().unwrap().trim());
    code.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Our half of a pipeline, with what it reads; none where it has no program of ours.
fn our_half(command: &str) -> Result<Option<String>, String> {
    let (mut input, mut ours): (Option<&str>, Option<&str>) = (None, None);
    for part in command.split(" | ").map(str::trim) {
        let program = part.split_whitespace().next().unwrap_or_default();
        if program == "corefilectl" && ours.replace(part).is_some() {
            return Err(format!("{command}: one program of ours in a pipeline, please"));
        } else if program != "corefilectl" && !FOREIGN.contains(&program) {
            return Err(format!("{command}: {program} can be run: use a console block"));
        } else if ours.is_none() {
            input = STAND_INS.iter().find(|(begin, _)| part.starts_with(begin)).map(|(_, file)| *file);
        }
    }
    match (ours, input) {
        (Some(ours), _) if ours == command => Err(format!("{command} can be run: use a console block")),
        (Some(ours), Some(file)) => Ok(Some(format!("{ours} <{}", root().join("examples").join(file).display()))),
        (ours, _) => Ok(ours.map(str::to_owned)),
    }
}

#[test]
fn nothing_of_ours_escapes() {
    for command in ["corefilectl lint x", "cat x | corefilectl lint -", "sh -c 'corefilectl lint'", "kubectl get | cat"]
    {
        assert!(our_half(command).is_err(), "{command}");
    }
    assert_eq!(our_half("kubectl apply -f x"), Ok(None));
    assert_eq!(our_half("corefilectl render | kubectl apply -f -"), Ok(Some("corefilectl render".to_owned())));
    assert!(our_half("kubectl get pods -o yaml | corefilectl doctor -").unwrap().unwrap().ends_with("/pods.yaml"));
}

#[test]
fn our_half_of_pipelines_works() {
    let path = format!(
        "{}:/usr/bin:/bin",
        std::path::Path::new(env!("CARGO_BIN_EXE_corefilectl")).parent().unwrap().display()
    );
    let mut run = 0;
    for page in pages() {
        let place = page.path.display().to_string();
        let folder = if place.contains("how-to/") { "examples/how-to" } else { "examples" };
        for block in page.blocks() {
            assert!(!block.language.is_empty(), "{place}: say what the block is: {:?}", block.lines);
            let shown = block.lines.iter().filter(|line| line.starts_with("$ corefilectl")).count();
            let may_be_shown = block.language == "console" || NEEDS_SERVERS.contains(&(&*place, shown)) || shown == 0;
            assert!(may_be_shown, "{place}: commands of ours belong into console blocks: {:?}", block.lines);
            for command in commands(&block.lines).iter().filter(|_| block.language == "sh") {
                let Some(ours) = our_half(command).unwrap_or_else(|wrong| panic!("{place}: {wrong}")) else { continue };
                let copy = tempfile::tempdir().unwrap();
                for file in fs::read_dir(root().join(folder)).unwrap().map(|file| file.unwrap()) {
                    if file.path().is_file() {
                        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
                    }
                }
                let shell = Command::new("sh")
                    .args(["-c", &ours])
                    .current_dir(copy.path())
                    .env_clear()
                    .env("PATH", &path)
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                let said = String::from_utf8_lossy(&shell.stderr);
                assert!(matches!(shell.status.code(), Some(0 | 1)), "{place}: {ours}: {said}");
                assert!(!shell.stdout.is_empty(), "{place}: {ours} prints nothing: {said}");
                run += 1;
            }
        }
    }
    assert!(run > 2, "only {run} pipelines were found: the test has gone blind");
}

/// A word without the marks that surround it in running text.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | ';' | ':' | '.' | '"' | '\'' | '`'))
}

/// Commands named in running text, and in blocks that are not run.
fn named(page: &Page) -> Vec<String> {
    let blocks = page.blocks();
    let shown = blocks.iter().filter(|block| block.language != "console").flat_map(|block| &block.lines);
    let all = page.code().into_iter().chain(shown.map(|line| (*line).to_owned()));
    all.filter(|code| code.contains("corefilectl ")).collect()
}

/// What is wrong with a command that names the program, if anything.
fn mistake(root: &clap::Command, code: &str) -> Option<String> {
    let rest = code.split("corefilectl ").nth(1)?;
    let rest = rest.split([';', '|', '>', '`', '&']).next()?;
    let mut words = rest.split_whitespace().map(bare).peekable();
    let first = words.peek().copied()?;
    if !first.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let mut command = root;
    while let Some(below) = words.peek().and_then(|word| command.find_subcommand(word)) {
        command = below;
        words.next();
    }
    if command.get_name() == root.get_name() {
        return Some(format!("there is no command {first}"));
    }
    for word in words.filter(|word| word.starts_with("--") && word.len() > 2) {
        let name = word[2..].split(['=', '[']).next().unwrap_or_default();
        let known = command.get_arguments().chain(root.get_arguments()).any(|argument| {
            let aliases = argument.get_all_aliases().unwrap_or_default();
            argument.get_long() == Some(name) || aliases.contains(&name) || matches!(name, "help" | "version")
        });
        if !known {
            return Some(format!("{} has no --{name}", command.get_name()));
        }
    }
    None
}

#[test]
fn commands_that_are_named_exist() {
    let mut root = corefilectl::cli::command();
    root.build();
    let mut seen = 0;
    for page in pages().iter().filter(|page| !page.path.ends_with("docs/cli.md")) {
        for code in named(page) {
            seen += 1;
            // Running text may speak of the program without calling it.
            let mistake = mistake(&root, &code);
            assert!(mistake.is_none(), "{}: {code}: {}", page.path.display(), mistake.unwrap());
        }
    }
    assert!(seen > 50, "only {seen} commands were found: the test has gone blind");
    assert!(mistake(&root, "corefilectl lnt x").is_some() && mistake(&root, "corefilectl lint --fixx x").is_some());
    assert!(mistake(&root, "corefilectl install helm x --kong-mesh").is_none());
}
