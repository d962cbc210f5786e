//! The pages of the project, taken apart: blocks of code, headings, links.

use std::fs;
use std::path::{Path, PathBuf};

/// A page in Markdown.
pub struct Page {
    /// Where it is, from the project's folder on.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
}

/// A block between fences.
pub struct Block<'a> {
    /// The word behind the fence.
    pub language: &'a str,
    /// What stands in it.
    pub lines: Vec<&'a str>,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the project, from the project's folder on.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let (mut folders, mut files) = (vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(root()).unwrap().to_path_buf());
            }
        }
    }
    files.sort();
    files
}

/// README, CONTRIBUTING, CHANGELOG and all pages of `docs`.
pub fn pages() -> Vec<Page> {
    let in_root = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from);
    let in_docs = files("docs").into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    in_root
        .into_iter()
        .chain(in_docs)
        .map(|path| Page { text: fs::read_to_string(root().join(&path)).unwrap(), path })
        .collect()
}

impl Page {
    /// Its blocks of code.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        self.parts().1
    }

    /// Its lines outside of blocks.
    pub fn prose(&self) -> Vec<&str> {
        self.parts().0
    }

    fn parts(&self) -> (Vec<&str>, Vec<Block<'_>>) {
        let (mut prose, mut blocks): (Vec<&str>, Vec<Block<'_>>) = (Vec::new(), Vec::new());
        let mut fence: Option<&str> = None;
        for line in self.text.lines() {
            let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
            match fence {
                Some(open) if line == open => fence = None,
                Some(_) => blocks.last_mut().unwrap().lines.push(line),
                None if ticks.len() >= 3 => {
                    fence = Some(ticks);
                    blocks.push(Block { language: line.trim_start_matches('`'), lines: Vec::new() });
                }
                None => prose.push(line),
            }
        }
        assert!(fence.is_none(), "{}: a block does not end", self.path.display());
        (prose, blocks)
    }

    /// The anchors that GitHub makes of its headings.
    pub fn anchors(&self) -> Vec<String> {
        let mut anchors: Vec<String> = Vec::new();
        for line in self.prose() {
            let Some((marks, title)) = line.split_once(' ') else { continue };
            if marks.is_empty() || marks.chars().any(|c| c != '#') {
                continue;
            }
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
            let same = anchors.iter().filter(|other| **other == anchor).count();
            anchors.push(if same == 0 { anchor } else { format!("{anchor}-{same}") });
        }
        anchors
    }

    /// The targets of its links, pictures included.
    pub fn links(&self) -> Vec<String> {
        let prose = self.prose().join("\n");
        prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
    }

    /// What stands between single backticks.
    pub fn code(&self) -> Vec<String> {
        let prose = self.prose().join("\n");
        prose.split('`').skip(1).step_by(2).map(|code| code.replace('\n', " ")).collect()
    }
}
