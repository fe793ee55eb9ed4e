//! What equal sound keys bring together and what they must keep apart, with
//! the figures committed in `tests/families.txt`, so that every change of the
//! rules shows what it won and lost. `UPDATE=1` writes them anew.

use std::fmt::Write as _;
use std::path::Path;

use canonym::text::key::{Tier, keys};
use canonym::text::rules::rows;
use canonym::text::token::bare_words;

/// The tier by which two spellings are one name, if any is.
fn same(a: &str, b: &str, tradition: Option<Tier>) -> Option<&'static str> {
    if bare_words(a).concat() == bare_words(b).concat() {
        return Some("typography");
    }
    let (a, b) = (keys(a, None), keys(b, None));
    if a.meet(&b, Tier::K1) {
        return Some("k1");
    }
    tradition.filter(|&tier| a.meet(&b, tier)).map(|_| "k2")
}

#[test]
fn figures_are_as_committed() {
    let mut report = String::new();
    let (mut all, mut found, mut k1) = (0, 0, 0);
    let mut missed = Vec::new();
    for [_, tradition, canonical, variants] in rows::<4>(include_str!("families/families.tsv")) {
        let tier = match tradition {
            "P" => Some(Tier::K2),
            "S" => Some(Tier::K2S),
            _ => None,
        };
        for variant in variants.split('|').filter(|v| *v != canonical) {
            all += 1;
            match same(canonical, variant, tier) {
                Some(rule) => {
                    found += 1;
                    k1 += usize::from(rule != "k2");
                }
                None => missed.push(format!("{canonical} / {variant}")),
            }
        }
    }
    let share = |n: usize, of: usize| n as f64 / of as f64;
    let _ = writeln!(
        report,
        "variants brought together: {found} of {all} ({:.3}), by k1 alone {:.3}",
        share(found, all),
        share(k1, all)
    );
    let (mut pairs, mut merged) = (0, Vec::new());
    for [a, b, reason] in rows::<3>(include_str!("families/traps.tsv")) {
        pairs += 1;
        let rule = [Tier::K2, Tier::K2S].iter().find_map(|&tier| same(a, b, Some(tier)));
        if let Some(rule) = rule {
            merged.push(format!("{a} / {b} by {rule} ({reason})"));
        }
    }
    let _ = writeln!(report, "different names merged: {} of {pairs} ({:.3})", merged.len(), share(merged.len(), pairs));
    let _ = writeln!(report, "\nmerged:\n{}\n\nmissed:\n{}", merged.join("\n"), missed.join("\n"));
    println!("{report}");

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/families.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &report).expect("the figures are writable");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        report == committed,
        "the figures changed: run `UPDATE=1 cargo test --test families` and look at the difference"
    );
}
