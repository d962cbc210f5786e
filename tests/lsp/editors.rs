//! What `docs/editors.md` tells people to write down can be read by those who read it, as far as a reader is at hand.

use std::process::Command;

use crate::neovim::program;

const PAGE: &str = include_str!("../../docs/editors.md");

fn blocks(language: &str) -> Vec<&'static str> {
    let opened = format!("```{language}\n");
    PAGE.split(opened.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn settings_in_json_are_json() {
    let blocks = blocks("json");
    assert_eq!(blocks.len(), 1);
    let settings: serde_json::Value = serde_json::from_str(blocks[0]).unwrap();
    assert_eq!(settings["glspc.server.commandArguments"][0], "lsp");
}

/// Neovim 0.7, Helix and VS Code read globs.
#[test]
fn the_editors_take_the_same_files() {
    for glob in ["[Cc]orefile", "[Cc]orefile.tmpl", "*.[Cc]orefile", "*.[Cc]orefile.tmpl"] {
        assert_eq!(PAGE.matches(&format!("\"{glob}\"")).count(), 4 - usize::from(glob != "[Cc]orefile"), "{glob}");
    }
}

#[test]
fn settings_in_lua_are_lua() {
    let Some(program) = program() else {
        println!("editors: settings in Lua: skipped, there is no Neovim");
        return;
    };
    let blocks = blocks("lua");
    assert_eq!(blocks.len(), 2);
    let folder = tempfile::tempdir().unwrap();
    for block in blocks {
        let path = folder.path().join("init.lua");
        std::fs::write(&path, block).unwrap();
        let check = format!("lua if not loadfile('{}') then vim.cmd('cquit 1') end", path.display());
        let status = Command::new(&program)
            .args(["--headless", "-u", "NONE", "-i", "NONE", "-c", &check, "-c", "qall!"])
            .status();
        assert!(status.unwrap().success(), "{block}");
    }
}
