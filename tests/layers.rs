//! Data flows one way: a file uses only layers that come before its own.

use std::path::{Path, PathBuf};

/// The layers in the order of the flow; those of one row may use each other.
const LAYERS: &[&[&str]] = &[
    &["span", "parallel", "trials"],
    &["text"],
    &["score"],
    &["table", "error"],
    &["index"],
    &["report"],
    &["engine"],
];

/// Crates that one file alone may name: a technique can then be replaced in
/// one place.
const SINGLE: &[(&str, &str)] = &[("any_ascii", "src/text"), ("toml", "src/table"), ("strsim", "src")];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("sources are readable") {
        let path = entry.expect("sources are readable").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn files_use_only_layers_before_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    assert!(files.len() > 30, "the sources were not found");
    let mut breaches = Vec::new();
    for path in files {
        let name = path.strip_prefix(root).expect("below the crate").to_string_lossy().replace('\\', "/");
        let module = name.trim_start_matches("src/").split(['/', '.']).next().unwrap_or("");
        let text = std::fs::read_to_string(&path).expect("sources are readable");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            let place = format!("{name}:{}: {}", number + 1, line.trim());
            if module == "bin" {
                continue;
            }
            for (krate, home) in SINGLE {
                if code.contains(&format!("{krate}::")) && !name.starts_with(home) {
                    breaches.push(format!("{place}\n  `{krate}` belongs in {home}"));
                }
            }
            if module == "lib" {
                continue;
            }
            let own = layer(module).unwrap_or_else(|| panic!("{name}: `{module}` is in no layer"));
            for used in code.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
                match layer(used) {
                    Some(layer) if layer <= own => {}
                    Some(_) => breaches.push(format!("{place}\n  `{module}` comes before `{used}`")),
                    None => breaches.push(format!("{place}\n  name the module that `{used}` is in")),
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for path in files {
        let lines = std::fs::read_to_string(&path).expect("sources are readable").lines().count();
        assert!(lines <= 500, "{} has {lines} lines; does it hold two ideas?", path.display());
    }
}
