//! Every case has its target for libFuzzer, and a corpus that is not empty and not too large.

use std::path::PathBuf;

use license_hub_fuzz_cases::{CASES, LONGEST};

use crate::corpus;

const MOST_FILES: usize = 300;

fn fuzz() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_case_has_a_target_and_every_target_a_case() {
    let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for case in CASES {
        let (name, path) = (case.name, format!("fuzz_targets/{}.rs", case.name));
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"{path}\"\n")), "{name}");
        let target = std::fs::read_to_string(fuzz().join(&path)).unwrap();
        assert!(target.contains(&format!("Case::named(\"{name}\").check(input)")), "{path}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), CASES.len());
    assert_eq!(std::fs::read_dir(fuzz().join("fuzz_targets")).unwrap().count(), CASES.len());
}

#[test]
fn every_corpus_is_there_and_small() {
    for case in CASES {
        let corpus = corpus(case.name);
        assert!((1..=MOST_FILES).contains(&corpus.len()), "{}: {} files", case.name, corpus.len());
        for (file, input) in corpus {
            assert!(input.len() <= LONGEST, "{}/{file}: {} bytes", case.name, input.len());
        }
    }
    assert_eq!(std::fs::read_dir(fuzz().join("corpus")).unwrap().count(), CASES.len());
}
