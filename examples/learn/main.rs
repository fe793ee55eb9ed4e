//! Learns the costs of `data/rules` from pairs of names:
//!
//! ```text
//! cargo run --release --example learn -- DIR          # writes data/rules
//! cargo run --release --example learn -- DIR --fold 0 # measures one of five
//! ```
//!
//! DIR holds places.tsv, persons.tsv, persons_crossscript.tsv,
//! name_tokens.tsv, name_tokens_crossscript.tsv and negatives.tsv. What is
//! learnt starts from `data/rules/substitutions.tsv` and stays near it where
//! the pairs say little. The same input gives the same bytes.

#[path = "../../src/bin/canonym/figures.rs"]
mod figures;
mod measure;
mod samples;
mod tables;
mod train;

use std::path::Path;

use measure::Fold;
use samples::Samples;

/// The share of the names that is kept apart to measure is one in so many.
const FOLDS: u64 = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rest @ ..] = &arguments[..] else { return Err("name the folder of the pairs".into()) };
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rules");
    let seeds = tables::Seeds::read(&rules.join("substitutions.tsv"))?;
    let hold_out = |fold: u64| -> Result<Fold, Box<dyn std::error::Error>> {
        let samples = Samples::read(Path::new(folder), Some(fold))?;
        Ok(Fold::new(&samples, train::learn(&samples, &seeds)))
    };
    if let [flag, fold] = rest
        && flag == "--fold"
    {
        let fold = hold_out(fold.parse()?)?;
        print!("{}", fold.report);
        return Ok(());
    }
    let mut report = String::from(
        "# What the costs are worth on names held out in learning, one of five folds at a time, and how far the\n\
         # probabilities hold. Written by examples/learn.\n",
    );
    let mut folds = Vec::new();
    for number in 0..FOLDS {
        let fold = hold_out(number)?;
        println!("fold {number}\n{}", fold.report);
        report += &format!("# fold {number}\n{}", fold.report);
        folds.push(fold);
    }
    report += &measure::reliability(&folds);
    let points: Vec<_> = folds.iter().flat_map(|fold| fold.points.iter().copied()).collect();
    let answers: Vec<_> = folds.iter().flat_map(|fold| fold.answers.iter().copied()).collect();
    drop(folds);
    let samples = Samples::read(Path::new(folder), None)?;
    let learnt = train::learn(&samples, &seeds);
    std::fs::write(rules.join("costs.tsv"), tables::costs(&learnt, &seeds))?;
    std::fs::write(rules.join("origins.tsv"), &samples.origins)?;
    std::fs::write(rules.join("calibration.tsv"), tables::calibration(&learnt, &points, &answers))?;
    std::fs::write(rules.join("learnt.txt"), report)?;
    Ok(())
}
