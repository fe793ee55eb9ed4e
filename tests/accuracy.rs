//! How well names are told apart by their letters alone, with the figures
//! committed in `tests/accuracy.txt`, so that every change of costs or rules
//! shows its drift. `UPDATE=1` writes them anew.
#![cfg(feature = "cli")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use canonym::text::rules::rows;

#[test]
fn figures_are_as_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pairs = String::from("a\tb\tsame\tkind\n");
    let mut table = String::from("id\tname\n");
    let mut names = String::from("id\tname\tkind\n");
    for [id, tradition, canonical, variants] in rows::<4>(include_str!("families/families.tsv")) {
        writeln!(table, "{id}\t{canonical}").expect("text takes all");
        for variant in variants.split('|').filter(|variant| *variant != canonical) {
            writeln!(pairs, "{canonical}\t{variant}\t1\t{tradition}").expect("text takes all");
            writeln!(names, "{id}\t{variant}\t{tradition}").expect("text takes all");
        }
    }
    for [a, b, _] in rows::<3>(include_str!("families/traps.tsv")) {
        writeln!(pairs, "{a}\t{b}\t0\ttrap").expect("text takes all");
    }
    for (file, text) in [("pairs.tsv", &pairs), ("table.tsv", &table), ("names.tsv", &names)] {
        std::fs::write(folder.path().join(file), text).expect("the folder is writable");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_canonym"));
    command.current_dir(&folder).args([
        "eval",
        "--no-builtin",
        "-d",
        "table.tsv",
        "--worst",
        "40",
        "pairs.tsv",
        "names.tsv",
    ]);
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = String::from_utf8(output.stdout).expect("figures are text");
    println!("{report}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accuracy.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &report).expect("the figures are writable");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(report, committed, "the figures drifted; look at the change and run with UPDATE=1");
}
