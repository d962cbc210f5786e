//! What stands in pages and is made by other means than running a command behind `$`: pictures in Mermaid, below a remark with
//! the command, and figures about recordings. `UPDATE_GENERATED=1 cargo test --test handbook` draws the pictures anew.

use std::fs;
use std::process::Command;

use crate::pages::{Page, pages, root};

const FENCE: &str = "```mermaid\n";

/// What a command of ours prints in the folder of examples.
fn drawn(arguments: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_corefilectl"))
        .args(arguments.split_whitespace())
        .current_dir(root().join("examples"))
        .env_clear()
        .output()
        .unwrap();
    assert!(run.status.success(), "{arguments}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The page with every picture as it is drawn now, and how many there are.
fn redrawn(page: &Page) -> (String, usize) {
    let mut parts = page.text.split(FENCE);
    let (mut fresh, mut pictures) = (parts.next().unwrap_or_default().to_owned(), 0);
    for part in parts {
        let remark = fresh.trim_end().lines().last().unwrap_or_default();
        let command = remark.strip_prefix("<!-- corefilectl ").and_then(|rest| rest.strip_suffix(" -->"));
        let command = command.unwrap_or_else(|| panic!("{}: no command stands over a picture", page.path.display()));
        let behind = if part.starts_with("```") { part } else { &part[part.find("\n```").unwrap() + 1..] };
        fresh = format!("{fresh}{FENCE}{}{behind}", drawn(command));
        pictures += 1;
    }
    (fresh, pictures)
}

#[test]
fn pictures_are_drawn_by_the_program() {
    let mut seen = 0;
    for page in pages() {
        let (fresh, pictures) = redrawn(&page);
        seen += pictures;
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(root().join(&page.path), &fresh).unwrap();
        }
        let now = fs::read_to_string(root().join(&page.path)).unwrap();
        assert!(now == fresh, "{}: a picture is out of date; UPDATE_GENERATED=1 draws it anew", page.path.display());
    }
    assert!(seen > 0, "no picture was found");
}

/// The numbers of lines that `how-we-know.md` gives are those of the files.
#[test]
fn figures_about_recordings_are_true() {
    let page = fs::read_to_string(root().join("docs/explanation/how-we-know.md")).unwrap();
    let data = root().join("tests/conformance/data");
    for file in fs::read_dir(data).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        if name.ends_with(".jsonl") {
            let lines = text.lines().count();
            let shown = if lines < 1000 { lines.to_string() } else { format!("{},{:03}", lines / 1000, lines % 1000) };
            assert!(page.contains(&format!("| {name} | {shown} |")), "{name} has {shown} lines");
        } else if name.starts_with("chain_variants") {
            let variants: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
            assert!(page.contains(&format!(" with {} Corefiles", variants.len())), "{name} has {}", variants.len());
        }
    }
}
