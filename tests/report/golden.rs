//! The fixture in every format, byte for byte.

use std::fs;
use std::path::Path;

/// A new version of the program does not change the files.
fn without_version(text: &str) -> String {
    let version = concat!("\"semanticVersion\": \"", env!("CARGO_PKG_VERSION"), "\"");
    let text = text.replace(version, "\"semanticVersion\": \"VERSION\"");
    let (named, linked) =
        (concat!("corefilectl ", env!("CARGO_PKG_VERSION")), concat!("corefilectl</a> ", env!("CARGO_PKG_VERSION")));
    text.replace(named, "corefilectl VERSION").replace(linked, "corefilectl</a> VERSION")
}

#[test]
fn every_format_prints_what_it_printed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/golden");
    for (name, text) in super::everything() {
        let (file, text) = (folder.join(name), without_version(&text));
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &text).unwrap();
        }
        let wanted = fs::read_to_string(&file).unwrap_or_default();
        let differs = wanted.lines().zip(text.lines()).position(|(wanted, text)| wanted != text);
        assert!(
            wanted == text,
            "{name}: differs from the golden file, first in line {:?}",
            differs.map(|line| line + 1)
        );
    }
}
