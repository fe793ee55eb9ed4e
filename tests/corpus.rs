//! Whole texts: the dispatches of `examples`, with every spelling that press
//! reports of one day used, and what is made of them.
//! `UPDATE=1 cargo test --test corpus` writes the expected files anew.
#![cfg(feature = "builtin")]

use std::fs;
use std::path::{Path, PathBuf};

use canonym::{Engine, Mention};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn dispatches() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder("examples/dispatches")).expect("dispatches").map(|e| e.expect("a file").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("UTF-8"))).collect()
}

fn engine() -> &'static Engine {
    Engine::builtin().unwrap_or_else(|error| panic!("{error}"))
}

fn shown(mention: &Mention) -> String {
    let id = mention
        .id
        .clone()
        .unwrap_or_else(|| mention.candidates.iter().map(|c| c.id.clone()).collect::<Vec<_>>().join(" or "));
    let replacement = mention.replacement.as_deref().unwrap_or("(as it is)");
    let rule = format!("{:?}", mention.rule).to_lowercase();
    format!("{}:{} {} → {replacement}: {id}, {rule}\n", mention.line, mention.column, mention.text)
}

#[test]
fn each_dispatch_reads_as_expected() {
    for (name, text) in dispatches() {
        let (normalized, mentions) = engine().normalize(&text);
        let tags: String = mentions.iter().map(shown).collect();
        for (ending, got) in [("txt", normalized), ("tags", tags)] {
            let path = folder("tests/corpus").join(format!("{name}.{ending}"));
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(folder("tests/corpus")).expect("a folder");
                fs::write(&path, &got).expect("the expected file is writable");
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            assert!(got == expected, "{}:\n{}", path.display(), difference(&expected, &got));
        }
    }
}

fn difference(expected: &str, got: &str) -> String {
    let pairs = expected.lines().zip(got.lines()).filter(|(a, b)| a != b);
    let lines: Vec<String> = pairs.map(|(a, b)| format!("- {a}\n+ {b}")).collect();
    format!("{}\n({} lines expected, {} got)", lines.join("\n"), expected.lines().count(), got.lines().count())
}

#[test]
fn the_dispatches_agree_on_their_names_afterwards() {
    let texts: Vec<String> = dispatches().iter().map(|(_, text)| engine().normalize(text).0).collect();
    let all = texts.concat();
    for gone in
        ["Rakhmon", "Muhib", "Mazar-e", "Mazar -", "Ishkashem", "Zabeehullah", "Maimi", "Shohada", "U.S.", "Tass "]
    {
        assert!(!all.contains(gone), "{gone} is left");
    }
    for kept in
        ["Afghan soldiers", "Tajik president", "Russian troops", "Copyright\u{a0}", "Bagram air base", "Sa’di Sharif"]
    {
        assert!(all.contains(kept), "{kept} is gone");
    }
}

#[test]
fn nothing_but_mentions_changes() {
    for (name, text) in dispatches() {
        let (normalized, mentions) = engine().normalize(&text);
        let mut rebuilt = String::new();
        let mut at = 0;
        for mention in &mentions {
            rebuilt.push_str(&text[at..mention.span.start]);
            rebuilt.push_str(mention.replacement.as_deref().unwrap_or(&mention.text));
            at = mention.span.end;
        }
        rebuilt.push_str(&text[at..]);
        assert_eq!(rebuilt, normalized, "{name}");
        assert_eq!(engine().normalize(&normalized).0, normalized, "{name}: a second run changes something");
    }
}
