//! What `render --for-kuma-dp` writes, executed by the real Go: every text comes out of it as it was.

use std::path::PathBuf;

use corefilectl::gotemplate::Rendered;
use corefilectl::source::provenance::Provenance;

use crate::braces::Random;
use crate::data::Dataset;
use crate::oracle::{self, Case, Oracle};

const COUNT: usize = 3_000;

#[test]
fn go_renders_what_was_escaped() {
    let Some(folder) = std::env::var_os("COREFILECTL_GO").map(PathBuf::from) else {
        println!("oracle: skipped, COREFILECTL_GO names no folder of oracles");
        return;
    };
    let dataset = Dataset::new("typed", &serde_json::json!({}));
    for (go, program) in oracle::found_in(&folder) {
        let (mut process, mut random) = (Oracle::start(&program), Random::new(3));
        for _ in 0..COUNT {
            let text = random.text();
            let provenance = Provenance::of_itself(text.len());
            let escaped = Rendered { text: text.clone(), provenance, fields_read: 0 }.as_template();
            let case = Case { name: "Corefile".to_owned(), template: escaped.text, dataset: &dataset };
            let answer = process.ask(&case).unwrap_or_else(|| panic!("go {go} has no answer to {case:?}"));
            assert_eq!((answer.phase, &answer.output), ("ok", &text), "go {go}: {case:?}");
        }
        println!("oracle: go {go}: {COUNT} texts came through a second execution");
    }
}
