//! Links lead to files and headings that exist, and `docs/README.md` leads to every page.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::pages::{files, pages, root};

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

#[test]
fn links_and_anchors_lead_somewhere() {
    let pages = pages();
    let mut anchors = 0;
    for page in &pages {
        for link in page.links().iter().filter(|link| !link.starts_with("http")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { page.path.clone() } else { plain(&page.path.parent().unwrap().join(file)) };
            let place = page.path.display();
            assert!(root().join(&target).exists(), "{place}: {link} leads nowhere");
            if !anchor.is_empty() {
                let other = pages.iter().find(|other| other.path == target);
                let found = other.is_some_and(|other| other.anchors().iter().any(|known| known == anchor));
                assert!(found, "{place}: {link}: there is no such heading");
                anchors += 1;
            }
        }
    }
    assert!(anchors > 5, "only {anchors} anchors were found");
}

/// The index has everything but the pages of the single rules, which have an index of their own, and pictures.
#[test]
fn the_index_lists_every_page() {
    let pages = pages();
    let index = pages.iter().find(|page| page.path == Path::new("docs/README.md")).expect("docs/README.md");
    let listed: BTreeSet<PathBuf> = index.links().iter().map(|link| plain(&Path::new("docs").join(link))).collect();
    let wanted = files("docs").into_iter().filter(|path| {
        let is_a_rule = path.starts_with("docs/rules") && !path.ends_with("README.md");
        !is_a_rule && !path.starts_with("docs/images") && *path != index.path
    });
    let missing: Vec<_> = wanted.filter(|path| !listed.contains(path)).collect();
    assert!(missing.is_empty(), "docs/README.md does not link {missing:?}");
}
