//! Reads corpora and keeps the score.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// The files called `name` in our data folder and in `CONFORMANCE_EXTRA`.
fn files(name: &str) -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data").join(name);
    assert!(own.is_file(), "{} is missing", own.display());
    let extra = std::env::var_os("CONFORMANCE_EXTRA").map(|folder| Path::new(&folder).join(name));
    std::iter::once(own).chain(extra.filter(|path| path.is_file())).collect()
}

/// Runs `check` on every line of the corpora called `name`; it gives what is wrong, if anything. Prints a line a file and
/// fails if there was a miss or nothing to check.
pub fn run<T: DeserializeOwned>(name: &str, check: impl Fn(&T) -> Result<(), String>) {
    let mut misses = 0;
    for path in files(name) {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (mut passed, mut total) = (0, 0);
        for (number, line) in text.split('\n').enumerate().filter(|(_, line)| !line.is_empty()) {
            // Some data nest deeper than serde_json lets pass by default.
            let mut reader = serde_json::Deserializer::from_str(line);
            reader.disable_recursion_limit();
            let case = T::deserialize(&mut reader)
                .unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), number + 1));
            total += 1;
            match check(&case) {
                Ok(()) => passed += 1,
                Err(miss) => {
                    misses += 1;
                    if misses <= 40 {
                        println!("miss: {miss}");
                    }
                }
            }
        }
        println!("corpus: {} {passed}/{total}", path.display());
        assert!(total > 0, "{} holds no line", path.display());
    }
    assert_eq!(misses, 0, "{name}: {misses} misses");
}

/// The objects called `name` in our data folder and in `CONFORMANCE_EXTRA`, one after the other.
pub fn beside<T: DeserializeOwned + IntoIterator + Extend<T::Item> + Default>(name: &str) -> T {
    let mut all = T::default();
    for path in files(name) {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let read = serde_json::from_str::<T>(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        all.extend(read);
    }
    all
}
