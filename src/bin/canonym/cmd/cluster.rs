//! `canonym cluster`: the spellings in a column or in texts that are one name.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use canonym::{Answer, Engine, Hints, Match, Status};

use crate::args::common::Common;
use crate::args::finding::{ClusterArgs, ClusterFormat};
use crate::cmd::suggest::{new, reason};
use crate::columns::Rows;
use crate::corpus::{Found, Seen};
use crate::failure::Failure;
use crate::files::{Links, texts};
use crate::input::{Progress, Work};
use crate::message;
use crate::output::{not_an_input, put};
use crate::records::COMMAS;
use crate::review::{Review, Variant};
use crate::spellings::{Cluster, clusters};

pub(crate) fn run(common: &Common, args: &ClusterArgs) -> Result<ExitCode, Failure> {
    if let Some(output) = &args.output {
        not_an_input(output, args.files.iter())?;
    }
    let engine = common.text_engine(&args.reading, &args.files)?;
    let names = match &args.select {
        Some(column) => column_of(args, column)?,
        None => names_of(&engine, common, args)?,
    };
    let counted: Vec<(&str, usize)> = names.iter().map(|(name, seen)| (name.as_str(), seen.count)).collect();
    let work = Work::new(common, "clustering");
    let found = clusters(&engine, &counted, args.method, common.min_score())?;
    drop(work);
    let text = match args.format {
        ClusterFormat::Review => review(&engine, &found, &counted, &names),
        ClusterFormat::Csv => rows(&found, &counted),
    };
    put(args.output.as_deref(), &text)?;
    if !common.quiet {
        let all = found.iter().map(|cluster| cluster.members.len()).sum::<usize>();
        let clusters = message::count(found.len(), "cluster");
        message::note(&format!("{} spellings, {all} of them in {clusters}", counted.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The different names of a column.
fn column_of(args: &ClusterArgs, column: &str) -> Result<BTreeMap<String, Seen>, Failure> {
    let stdin = [Path::new("-").to_owned()];
    let files = if args.files.is_empty() { &stdin[..] } else { &args.files };
    let mut names: BTreeMap<String, Seen> = BTreeMap::new();
    for path in files {
        let mut rows = Rows::open(path, &args.layout)?;
        if rows.header.is_empty() {
            continue;
        }
        let at = rows.place(column)?;
        while let Some(record) = rows.next()? {
            let name = String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned();
            if !name.is_empty() {
                names.entry(name).or_default().count += 1;
            }
        }
    }
    Ok(names)
}

/// The different names in texts, known or not.
fn names_of(engine: &Engine, common: &Common, args: &ClusterArgs) -> Result<BTreeMap<String, Seen>, Failure> {
    let inputs = texts(common, &args.files, None, Links::Followed)?;
    if let Some(output) = &args.output {
        not_an_input(output, inputs.iter().map(|input| &input.path))?;
    }
    let bar = Progress::new(common, &inputs);
    let mut found = Found::default();
    inputs.iter().try_for_each(|input| found.read(engine, input, &bar))?;
    let mut names = found.known;
    for (name, seen) in found.variants.into_iter().map(|(name, (seen, _))| (name, seen)).chain(found.unknown) {
        if seen.within || name.contains(' ') {
            names.entry(name).or_default().add(&seen);
        }
    }
    Ok(names)
}

/// Clusters as rows to take over: what is like a recorded spelling as a variant of
/// its entity, else as another one.
fn review(engine: &Engine, found: &[Cluster], counted: &[(&str, usize)], names: &BTreeMap<String, Seen>) -> Vec<u8> {
    let mut review = Review::default();
    for cluster in found {
        let spellings: Vec<&str> = cluster.members.iter().map(|(at, _)| counted[*at].0).collect();
        if let Some(bearer) = bearer(engine, &spellings) {
            let unknown = spellings.iter().filter(|spelling| !engine.is_recorded(spelling));
            review.variant.extend(unknown.map(|spelling| {
                let comparison = engine.compare(spelling, &bearer.form, &Hints::default());
                let seen = names.get(*spelling);
                Variant {
                    accept: false,
                    id: bearer.id.clone(),
                    form: bearer.form.clone(),
                    alias: (*spelling).to_owned(),
                    count: seen.map_or(0, |seen| seen.count),
                    score: comparison.score,
                    reason: reason(comparison.rule, &comparison),
                    or: Vec::new(),
                    contexts: seen.map_or_else(Vec::new, |seen| seen.contexts.clone()),
                }
            }));
            continue;
        }
        let mut seen = Seen::default();
        spellings.iter().filter_map(|name| names.get(*name)).for_each(|own| seen.add(own));
        let lowest = cluster.members.iter().map(|(_, score)| *score).fold(1.0, f64::min);
        review.new.push(new(&spellings, &seen, Some(lowest)));
    }
    review.written().into_bytes()
}

/// The one entity of which some of the spellings are recorded.
fn bearer(engine: &Engine, spellings: &[&str]) -> Option<Match> {
    let recorded = spellings.iter().filter(|spelling| engine.is_recorded(spelling));
    let mut answers = recorded.map(|spelling| engine.lookup(spelling, 1));
    let first = answers.next().filter(|answer| answer.status == Status::Match)?.matches.into_iter().next()?;
    let same = |answer: Answer| answer.status == Status::Match && answer.matches.iter().all(|own| own.id == first.id);
    answers.all(same).then_some(first)
}

fn rows(found: &[Cluster], counted: &[(&str, usize)]) -> Vec<u8> {
    let mut out = b"cluster,canonical,spelling,count,score\n".to_vec();
    for (number, cluster) in found.iter().enumerate() {
        let canonical = cluster.members.first().map_or("", |(at, _)| counted[*at].0);
        for (at, score) in &cluster.members {
            let (name, count) = counted[*at];
            let cells = [&(number + 1).to_string(), canonical, name, &count.to_string(), &score.to_string()];
            out.extend(COMMAS.row(cells));
            out.push(b'\n');
        }
    }
    out
}
