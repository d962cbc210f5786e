//! The static program: no interpreter, nothing to load, a fixed address, and no path of the machine that built it. That it
//! runs in an empty root, as another user and without network, is held by `tests/init_container`.

use std::fs;

use crate::packed::{root, skipped, static_program, text};

const EXECUTABLE: u16 = 2;
const DYNAMIC: u32 = 2;
const INTERPRETER: u32 = 3;

fn number<const BYTES: usize>(file: &[u8], at: usize) -> [u8; BYTES] {
    file[at..at + BYTES].try_into().unwrap()
}

/// The types of the segments of an ELF file of 64 bits, and its own type.
fn segments(file: &[u8]) -> (u16, Vec<u32>) {
    assert_eq!(&file[..6], b"\x7fELF\x02\x01", "an ELF file of 64 bits, little end first");
    let table = usize::try_from(u64::from_le_bytes(number(file, 0x20))).unwrap();
    let (size, count) = (u16::from_le_bytes(number(file, 0x36)), u16::from_le_bytes(number(file, 0x38)));
    let entry = |index: u16| u32::from_le_bytes(number(file, table + usize::from(index) * usize::from(size)));
    (u16::from_le_bytes(number(file, 0x10)), (0..count).map(entry).collect())
}

#[test]
fn nothing_is_loaded_and_no_path_is_told() {
    let Some(program) = static_program() else {
        return skipped("the static program", "COREFILECTL_STATIC is not set (make static)");
    };
    let file = fs::read(program).unwrap();
    let (kind, segments) = segments(&file);
    assert_eq!(kind, EXECUTABLE, "relocation-model=static");
    assert!(segments.len() > 2 && !segments.contains(&DYNAMIC) && !segments.contains(&INTERPRETER), "{segments:?}");
    let home = std::env::var("HOME").unwrap();
    let cargo_home = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    for path in [root().to_str().unwrap(), &cargo_home] {
        let told = memchr::memmem::find(&file, path.as_bytes());
        assert!(told.is_none(), "{path} stands in the program at {told:?}");
    }
    let page = text("docs/packages.md");
    let told = page.split("the program is ").nth(1).and_then(|rest| rest.split(" MB").next()).unwrap();
    let (told, found) = (told.parse::<f64>().unwrap() * 1e6, file.len() as f64);
    assert!((found / told - 1.0).abs() < 0.2, "docs/packages.md says {told} bytes, the program has {found}");
    assert!(memchr::memmem::find(&file, b"/cargo/registry/").is_some(), "the test has gone blind: no path at all");
}
