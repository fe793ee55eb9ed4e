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

use samples::Samples;

/// The share of the names that is kept apart to measure is one in so many.
const FOLDS: u64 = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rest @ ..] = &arguments[..] else { return Err("name the folder of the pairs".into()) };
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rules");
    let seeds = tables::Seeds::read(&rules.join("substitutions.tsv"))?;
    if let [flag, fold] = rest
        && flag == "--fold"
    {
        let samples = Samples::read(Path::new(folder), Some(fold.parse()?))?;
        measure::print(&samples, &train::learn(&samples, &seeds));
        return Ok(());
    }
    let (mut points, mut answers) = (Vec::new(), Vec::new());
    for fold in 0..FOLDS {
        println!("# fold {fold}");
        let samples = Samples::read(Path::new(folder), Some(fold))?;
        let learnt = train::learn(&samples, &seeds);
        measure::print(&samples, &learnt);
        points.extend(measure::points(&learnt));
        answers.extend(measure::answers(&samples, &learnt));
    }
    let samples = Samples::read(Path::new(folder), None)?;
    let learnt = train::learn(&samples, &seeds);
    std::fs::write(rules.join("costs.tsv"), tables::costs(&learnt, &seeds))?;
    std::fs::write(rules.join("origins.tsv"), &samples.origins)?;
    std::fs::write(rules.join("calibration.tsv"), tables::calibration(&learnt, &points, &answers))?;
    Ok(())
}
