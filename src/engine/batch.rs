//! Units that are read at once, each in the language of those before it, then
//! scanned at once.

use std::ops::Range;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::Engine;
use super::document::Document;
use super::hit::{Memo, Scanned};
use super::markup;
use super::memos::Idle;
use super::scan::scan;
use super::unit::Unit;

/// A unit that is to be read.
#[derive(Debug)]
pub(super) struct Plan {
    /// Where it begins and ends, behind what is done.
    pub(super) start: usize,
    pub(super) cut: usize,
    /// So far it is read, for mentions that begin in it.
    pub(super) end: usize,
    /// Its first word began before it did.
    pub(super) skip: bool,
    /// Where in a page it begins, and what of it is no text.
    pub(super) page: markup::Reader,
    pub(super) regions: Vec<Range<usize>>,
}

/// Reads and scans units of a text that has said something before, several of
/// them at once.
pub(super) fn read<'t>(
    engine: &Engine,
    text: &'t [u8],
    plans: &[Plan],
    document: &Document<'_>,
    memos: &mut Vec<Memo>,
) -> Vec<(Unit<'t>, Scanned)> {
    let read = |plan: &Plan, memo: &mut Memo| {
        let mut unit = Unit::read(&text[plan.start..plan.end], engine.index(), &mut memo.words);
        unit.leave_alone(&plan.regions);
        if engine.options().keep_titles {
            unit.leave_titles_alone();
        }
        unit
    };
    let scan = |plan: &Plan, unit: &Unit<'_>, memo: &mut Memo| scan(engine, unit, plan.skip, document, memo);
    if let [plan] = plans {
        let mut memo = memos.pop().unwrap_or_default();
        let mut unit = read(plan, &mut memo);
        unit.follow(document.language());
        let scanned = scan(plan, &unit, &mut memo);
        memos.push(memo);
        return vec![(unit, scanned)];
    }
    let idle = Idle::of(std::mem::take(memos));
    let units = plans.par_iter().map(|plan| idle.lend(|memo| read(plan, memo)));
    let mut units: Vec<Unit<'_>> = units.collect();
    let mut language = document.language();
    for unit in &mut units {
        unit.follow(language);
        language = unit.told_language().or(language);
    }
    let done = plans.par_iter().zip(units.into_par_iter()).map(|(plan, unit)| {
        let scanned = idle.lend(|memo| scan(plan, &unit, memo));
        (unit, scanned)
    });
    let done = done.collect();
    *memos = idle.into_memos();
    done
}
