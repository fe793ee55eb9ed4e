//! The data that is part of the crate. `UPDATE=1 cargo test --test data`
//! mends what can be mended: the formatting and the compiled index.
#![cfg(feature = "builtin")]

use std::collections::BTreeSet;
use std::path::Path;

use canonym::table::builtin::{FILES, IMAGE};
use canonym::text::{guard, key, rules};
use canonym::{Engine, Hints, Options, Tables, Verdict, format_table};

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

fn write(path: &str, bytes: &[u8]) {
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), bytes).expect("data is writable");
}

#[test]
fn recorded_spellings_of_a_form_are_one_name() {
    let (tables, engine) = (Tables::builtin().expect("the table is checked"), Engine::builtin().expect("it opens"));
    for form in tables.table().entities.iter().flat_map(|entity| &entity.forms) {
        for alias in &form.aliases {
            let found = engine.score(&form.name.text, &alias.text, &Hints::default());
            assert_eq!(found.verdict, Verdict::Same, "{} and {}", found.a, found.b);
        }
    }
}

#[test]
fn the_table_has_no_errors_and_no_undeclared_namesakes() {
    let tables = Tables::builtin().unwrap_or_else(|error| panic!("{error}"));
    let warnings: Vec<String> = tables.warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{} warnings:\n{}", warnings.len(), warnings.join("\n"));
}

#[test]
fn every_file_of_the_table_is_compiled_in() {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("data is readable") {
            let path = entry.expect("data is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("below the crate");
                found.insert(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let listed: BTreeSet<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(found, listed, "list the files in src/table/builtin.rs");
}

#[test]
fn every_entity_has_a_source_and_a_kind() {
    let tables = Tables::builtin().unwrap_or_else(|error| panic!("{error}"));
    for entity in &tables.table().entities {
        let id = &entity.id.text;
        assert!(!entity.source.is_empty(), "{id} has no source");
        assert_eq!(entity.kind.map(|kind| kind.as_str()), id.split('/').next(), "kind of {id}");
    }
    for row in &tables.table().never {
        assert!(!row.why.is_empty(), "{} and {} are never one name, but why?", row.pair[0].text, row.pair[1].text);
    }
}

#[test]
fn tables_are_formatted() {
    for (path, text) in FILES {
        let formatted = format_table(path, text).unwrap_or_else(|findings| panic!("{}", findings[0]));
        if updating() {
            write(path, formatted.as_bytes());
        } else {
            assert!(formatted == *text, "{path} is not formatted: run `UPDATE=1 cargo test --test data`");
        }
    }
}

#[test]
fn the_compiled_index_is_that_of_the_table() {
    let tables = Tables::builtin().unwrap_or_else(|error| panic!("{error}"));
    let engine = Engine::new(&tables, Options::default());
    if updating() {
        write("data/builtin.canonym", engine.image());
    } else {
        assert!(engine.image() == IMAGE, "data/builtin.canonym is stale: run `UPDATE=1 cargo test --test data`");
    }
}

#[test]
fn every_recorded_spelling_leads_to_its_entity() {
    let tables = Tables::builtin().unwrap_or_else(|error| panic!("{error}"));
    let engine = Engine::new(&tables, Options::default());
    for entity in &tables.table().entities {
        for spelling in entity.forms.iter().flat_map(|form| form.spellings()) {
            let answer = engine.lookup(&spelling.text, usize::MAX);
            let own = answer.matches.iter().find(|m| m.id == entity.id.text);
            let own = own.unwrap_or_else(|| panic!("`{}` does not lead to {}", spelling.text, entity.id.text));
            assert!(
                own.score >= answer.matches[0].score - 0.02,
                "`{}` leads to {}",
                spelling.text,
                answer.matches[0].id
            );
        }
    }
}

#[test]
fn rule_tables_are_well_formed() {
    for (file, text) in rules::FILES {
        let columns = text.lines().find(|l| !l.starts_with('#')).expect("a header").split('\t').count();
        for line in text.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let cells = line.split('\t').count();
            assert!(cells <= columns && cells + 2 >= columns, "{file}: {cells} cells of {columns}: {line}");
            assert_eq!(
                line.trim_end_matches('\t').trim(),
                line.trim_end_matches('\t'),
                "{file}: blanks around {line:?}"
            );
        }
    }
    for [tier, from, before, after, to] in rules::rows::<5>(file("keys.tsv")) {
        assert!(["k1", "k2", "k2s", "k2t", "k3"].contains(&tier), "tier of {from}");
        assert!(key::is_rule(from, before, after, to), "{tier} {from} / {before} _ {after} is no rule");
    }
    for [lang, from, before, after, to] in rules::rows::<5>(file("respellings.tsv")) {
        let is_letter = !from.is_ascii() && from.chars().count() == 1 && before.is_empty() && after.is_empty();
        let is_known = lang == "*" || rules::rows::<2>(file("elements.tsv")).any(|row| row == ["language", lang]);
        assert!(is_letter || key::is_rule(from, before, after, to), "{lang} {from} / {before} _ {after} is no rule");
        assert!(is_known, "respellings.tsv: no word of elements.tsv tells {lang}");
        assert!(to.is_ascii(), "respellings.tsv: {to} is not ASCII");
    }
    // Words of ASCII letters are read without these.
    for [class, letters] in rules::rows::<2>(file("markers.tsv")) {
        assert!(!letters.contains(|c: char| c.is_ascii()), "markers.tsv: {class} has an ASCII letter");
    }
    for [letter] in rules::rows::<1>(file("letters.tsv")) {
        let mut letters = letter.chars();
        let is_one = letters.next().is_some_and(|c| !c.is_ascii()) && letters.next().is_none();
        assert!(is_one, "letters.tsv: {letter} is not one letter outside ASCII");
    }
    assert!(rules::rows::<1>(file("markers.tsv")).count() <= 64, "a class of markers is a bit of 64");
}

#[test]
fn no_demonym_or_month_is_a_name() {
    let tables = Tables::builtin().unwrap_or_else(|error| panic!("{error}"));
    for entity in &tables.table().entities {
        for spelling in entity.forms.iter().flat_map(|form| form.spellings()) {
            let words = canonym::text::token::bare_words(&spelling.text);
            if let [word] = words.as_slice() {
                assert!(!guard::guard(word).demonym, "{} is recorded for {}", spelling.text, entity.id.text);
            }
        }
    }
}

fn file(wanted: &str) -> &'static str {
    rules::FILES.iter().find(|(name, _)| *name == wanted).expect("a file of rules").1
}
