//! The aliases whose spelling is near to a name's, by weighing those that
//! share most of its letters.

use super::Index;
use crate::score::gram::{Grams, Shortlist, Tally};
use crate::score::grid::Aligner;
use crate::score::name::Name;
use crate::score::{Judgement, Scorer};
use crate::span::AliasId;
use crate::table::model::Kind;
use crate::text::script::{Script, script_of};
use crate::text::unit::Spelling;

/// Aliases found by their letters, and kept by their rough cost.
const FOUND: usize = 400;
const KEPT: usize = 12;

/// The spellings of a table made ready for scoring. Takes about 400 bytes
/// and 10 µs an alias to build.
#[derive(Debug)]
pub(crate) struct Nearby {
    aliases: Vec<AliasId>,
    names: Vec<Name>,
    known: Vec<Option<u8>>,
    persons: Vec<bool>,
    /// Aliases without vowels of a form with them: such a name is weighed by
    /// its other spellings when it is asked for with vowels.
    bare_bones: Vec<bool>,
    grams: Grams,
}

/// A name that is looked up, as a place's and as a person's.
pub(crate) struct Wanted {
    spelling: Spelling,
    names: [Name; 2],
}

impl Wanted {
    pub(crate) fn new(spelling: Spelling, scorer: &Scorer) -> Self {
        let names = [false, true].map(|person| scorer.prepared(&spelling, person));
        Self { spelling, names }
    }
}

impl Nearby {
    pub(crate) fn build(index: &Index, scorer: &Scorer) -> Self {
        let (mut aliases, mut names, mut known, mut persons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut spellings, mut bare_bones) = (Vec::new(), Vec::new());
        for alias in index.aliases() {
            let row = index.alias(alias);
            let Some(form) = row.form else { continue };
            let entity = index.entity(index.entity_of(form));
            let spelling = Spelling::new(row.text, entity.lang);
            let vowels = |text: &str| script_of(text) != Script::Arabic;
            let person = entity.kind == Some(Kind::Person);
            names.push(scorer.prepared(&spelling, person));
            aliases.push(alias);
            known.push(entity.tradition.column);
            persons.push(person);
            bare_bones.push(!vowels(row.text) && vowels(index.form(form).name));
            spellings.push(spelling);
        }
        let grams = Grams::build(spellings.iter());
        Self { aliases, names, known, persons, bare_bones, grams }
    }

    /// The aliases nearest to a name, those that sound like it among them,
    /// and what is found about each; `sounding` in order.
    pub(crate) fn nearest(&self, wanted: &Wanted, sounding: &[AliasId], scorer: &Scorer) -> Vec<(AliasId, Judgement)> {
        let (mut tally, mut aligner) = (Tally::default(), Aligner::default());
        let mut shortlist = Shortlist::new(KEPT);
        for number in self.grams.nearest(&wanted.spelling, FOUND, &mut tally) {
            let at = number as usize;
            let name = &wanted.names[usize::from(self.persons[at])];
            if self.bare_bones[at] && !name.is_abjad() {
                continue;
            }
            let limit = shortlist.limit();
            if let Some(cost) = scorer.rough_cost(name, &self.names[at], self.known[at], limit, &mut aligner) {
                shortlist.push(cost, number);
            }
        }
        let mut numbers: Vec<usize> = shortlist.into_numbers().map(|number| number as usize).collect();
        numbers.extend(sounding.iter().filter_map(|alias| self.aliases.binary_search(alias).ok()));
        numbers.sort_unstable();
        numbers.dedup();
        let judge = |at: usize| {
            let name = &wanted.names[usize::from(self.persons[at])];
            let key = sounding.contains(&self.aliases[at]);
            (self.aliases[at], scorer.judge_candidate(name, &self.names[at], self.known[at], key, &mut aligner))
        };
        numbers.into_iter().map(judge).collect()
    }
}
