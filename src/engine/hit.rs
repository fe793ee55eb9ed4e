//! What is found in a unit of text, and what is remembered of a run.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::caseless::Readings;
use super::document::Document;
use super::judge::Verdict;
use super::known::Words;
use super::unit::Unit;
use crate::index::Index;
use crate::index::fuzzy::Room;
use crate::report::{Rule, Sign};
use crate::span::{EntityId, FormId};
use crate::text::endings::stems;
use crate::text::script::script_of;

/// A stretch of words that names something.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// First and last token.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Letters of the first token that are written before the name.
    pub(crate) before: usize,
    /// The clitic of the last token belongs to the name.
    pub(crate) with_clitic: bool,
    /// Best first; empty for a protected text.
    pub(crate) candidates: Vec<Candidate>,
    /// Its letters were weighed, so that it needs no support from the text.
    pub(crate) weighed: bool,
    /// It needs that although it is several words.
    pub(crate) unsure: bool,
    /// What decided between the candidates.
    pub(crate) evidence: Vec<Because>,
}

impl Hit {
    /// What is found, nothing more known of it.
    pub(super) fn new(first: usize, last: usize, with_clitic: bool, candidates: Vec<Candidate>) -> Self {
        Self { first, last, before: 0, with_clitic, candidates, weighed: false, unsure: false, evidence: Vec::new() }
    }

    /// Whether it needs something in the text that speaks for it.
    pub(super) fn is_doubtful(&self, unit: &Unit<'_>) -> bool {
        let sounds = |c: &Candidate| matches!(c.rule, Rule::Key | Rule::Script | Rule::Fuzzy);
        let one = self.first == self.last && !self.weighed;
        // Behind several letters a word may stand that is another word.
        let behind = self.before > 1 && unit.tokens[self.first].elided == 0;
        self.unsure || one && (behind || unit.is_doubtful(self.first) || self.candidates.iter().all(sounds))
    }
}

/// What took candidates out.
#[derive(Debug, Clone)]
pub(crate) struct Because {
    pub(crate) sign: Sign,
    pub(crate) by: String,
    pub(crate) left_out: Vec<EntityId>,
}

/// Whose name a hit may be.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) entity: EntityId,
    pub(crate) form: FormId,
    /// The recorded spelling that was recognised.
    pub(crate) alias: String,
    /// What the mention is rewritten to.
    pub(crate) canonical: String,
    pub(crate) score: f64,
    pub(crate) rule: Rule,
}

impl Candidate {
    /// Leaves a mention as it is written where it is part of a word and the canonical
    /// spelling is in another script: no word is of two. Whether it is.
    pub(super) fn stays_in_its_script(&mut self, written: &str) -> bool {
        let stays = script_of(&self.canonical) != script_of(written);
        if stays {
            written.clone_into(&mut self.canonical);
        }
        stays
    }
}

/// What spellings sound like, remembered for a run.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    pub(super) words: Words,
    pub(super) known: FxHashMap<String, Vec<Verdict>>,
    /// What spellings are near to.
    pub(super) near: FxHashMap<String, Vec<Verdict>>,
    /// Whether somebody has initials with a family name.
    pub(super) fits: FxHashMap<(EntityId, String), bool>,
    /// The consonants of words, by the hash of the bare word.
    pub(super) readings: FxHashMap<u64, Arc<Readings>>,
    pub(super) room: Room,
}

impl Memo {
    /// Bounds the memory of a run; text repeats its names, so little is lost.
    const MOST: usize = 1 << 16;

    pub(super) fn remember<K: Eq + Hash, V>(known: &mut FxHashMap<K, V>, key: K, value: V) {
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(key, value);
    }
}

/// What a unit says.
#[derive(Debug)]
pub(crate) struct Scanned {
    pub(crate) hits: Vec<Hit>,
    /// The persons it names, and the abbreviations that it explains.
    pub(super) noted: Vec<Noted>,
    /// The words for which was asked who of that name was named before.
    pub(super) asked: Vec<usize>,
}

/// What a unit says of names that counts for the rest of the text.
#[derive(Debug)]
pub(crate) enum Noted {
    /// Somebody is named in full, by a form that is spelt so.
    Full { entity: EntityId, form: FormId, surface: String },
    /// Somebody is named by a recorded spelling of one bare word.
    Alone { entity: EntityId, bare: String },
    /// Somebody whom no table knows has such a surname, in bare letters.
    Stranger { bare: String },
    /// An abbreviation in bare letters stands for a name.
    Abbreviation { bare: String, entity: EntityId, form: FormId },
    /// Words tell a language, ISO 639-3.
    Language(&'static str),
}

impl Scanned {
    /// Notes the persons that the unit names.
    pub(crate) fn note(&self, index: &Index, document: &mut Document<'_>) {
        self.noted.iter().for_each(|noted| document.note(index, noted));
    }

    /// Whether the unit says something else to who knows of fresh persons, too, who
    /// are some of those of the document.
    pub(crate) fn asks_for(&self, unit: &Unit<'_>, fresh: &Document<'_>, document: &Document<'_>) -> bool {
        // It may be one of them who has the surname, too.
        let names_others = self.noted.iter().any(|noted| !matches!(noted, Noted::Alone { .. } | Noted::Language(_)));
        let named = |token: &usize| {
            let bare = unit.stem(*token);
            let has_others = || names_others || document.has_stranger(bare) || !document.bearers(bare).is_empty();
            !fresh.bearers(bare).is_empty()
                || !fresh.given(bare).is_empty()
                || fresh.has_stranger(bare)
                || fresh.abbreviation(unit.core(*token)).is_some()
                || fresh.sounding(&unit.keys(*token)).is_some()
                || !fresh.alone(bare).is_empty() && has_others()
                || stems(bare).iter().any(|stem| {
                    !fresh.bearers(&stem.word).is_empty() || !fresh.alone(&stem.word).is_empty() && has_others()
                })
        };
        !fresh.is_empty() && self.asked.iter().any(named)
    }
}
