//! Names in scripts without capitals that are spelt as nothing that is recorded: found
//! by their consonants and weighed as a pair.

use std::sync::Arc;

use super::fuzzy::{Own, undisputed};
use super::hit::{Candidate, Hit, Memo};
use super::judge::Verdict;
use super::resolve::{Found, scored};
use super::rivals::Rivals;
use super::scan::Scanner;
use super::unit::Case;
use crate::index::buckets::hash;
use crate::index::consonants::Consonants;
use crate::report::Rule;
use crate::span::AliasId;
use crate::table::model::Kind;
use crate::text::endings::{behind_article, behind_proclitics};
use crate::text::script::{script_of, sounds};
use crate::text::token::is_ideograph;
use crate::text::unit::Spelling;

/// Most words of a stretch.
const WINDOW: usize = 4;

/// Consonants at least of one word, of several, and of what tells without its country.
const FEW_OF_ONE: usize = 2;
const FEWEST: usize = 3;
const TELLING: usize = 5;
/// And of what no country is known of.
const FEWEST_ANYWHERE: usize = 4;
/// And of several words that are nobody's name.
const SURE: usize = 8;

/// The logarithm of the odds that a stretch needs, every word of a text being asked
/// about; more for several words of few consonants, and for one of hardly any.
const ENOUGH: f64 = 2.4;
const FEW: f64 = 1.4;
const HARDLY_ANY: f64 = 0.4;
/// The most that names of few consonants have.
const ATTAINED: f64 = 4.4;
/// Added for each factor of e that a table has more names than a few.
const NAMES: f64 = 0.5;

/// The consonants of a word, in each of its readings.
#[derive(Debug)]
pub(super) struct Readings {
    /// As it stands, then without what may be written before a name: so many letters,
    /// the article not among them.
    first: Vec<(usize, Consonants)>,
    /// Behind other words: as it stands, and without the article.
    inner: Vec<Consonants>,
}

impl Readings {
    fn of(word: &str) -> Self {
        let of =
            |word: &str| sounds(word).iter().map(|word| Consonants::of(Spelling::new(word, None).letters())).collect();
        let whole: Vec<Consonants> = of(word);
        let behind = behind_proclitics(word)
            .flat_map(|behind| of(&behind.name).into_iter().map(move |own| (behind.outside, own)));
        let first = whole.iter().map(|own| (0, own.clone())).chain(behind).collect();
        let inner = whole.iter().cloned().chain(behind_article(word).map_or_else(Vec::new, of)).collect();
        Self { first, inner }
    }
}

/// Words that may be a name: from where in the first of them to which one.
struct Stretch {
    before: usize,
    last: usize,
    consonants: Consonants,
}

impl Scanner<'_, '_> {
    /// Whether a word is one of letters that have no capitals.
    pub(super) fn is_caseless(&self, at: usize) -> bool {
        let token = &self.unit.tokens[at];
        let other = token.case != Case::None || token.word().plain || token.dotted || token.address;
        let stem = self.unit.stem(at);
        let is_letter = |c: char| c.is_alphabetic() && !is_ideograph(c);
        !other && stem.bytes().all(|b| !b.is_ascii()) && stem.chars().next().is_some_and(is_letter)
    }

    /// The longest stretch of more than `least` words from a word on that has the
    /// consonants of one entity's name.
    pub(super) fn caseless(&self, first: usize, least: usize) -> Option<Hit> {
        let tokens = &self.unit.tokens;
        let is_ordinary = |at: usize| {
            let guard = tokens[at].guard;
            self.unit.is_doubtful(at) || guard.is_word() || guard.is_type() || guard.title || guard.particle
        };
        if !self.is_caseless(first)
            || is_ordinary(first)
            || tokens[first].guard.joined_before
            || self.engine.index().is_large()
        {
            return None;
        }
        let goes_on = |next: &usize| {
            tokens[*next].joins() && self.is_caseless(*next) && !self.unit.between(*next - 1, *next).contains('\n')
        };
        let end = (first + 1..tokens.len()).take(WINDOW - 1).take_while(goes_on).last().unwrap_or(first);
        let readings = self.readings(first);
        let may_have_proclitic = self.unit.may_have_proclitic(first);
        let mut stretches = Vec::new();
        for (before, consonants) in readings.first.iter().filter(|(before, _)| *before == 0 || may_have_proclitic) {
            let head = Stretch { before: *before, last: first, consonants: consonants.clone() };
            self.follow(head, end, &mut stretches);
        }
        stretches.retain(|stretch| stretch.last >= first + least && !is_ordinary(stretch.last));
        stretches.sort_by_key(|stretch| std::cmp::Reverse(stretch.last));
        stretches.iter().find_map(|stretch| self.of_stretch(first, stretch))
    }

    /// Goes on with a stretch as long as a name may begin with it.
    fn follow(&self, own: Stretch, end: usize, out: &mut Vec<Stretch>) {
        let (next, before) = (own.last + 1, own.before);
        // What a joiner binds is one word: `سراج‌الدین`.
        let is_apart = own.last == end || self.are_apart(own.last, next);
        if is_apart && !self.engine.index().may_begin_with(&own.consonants) {
            return;
        }
        if own.last < end {
            for word in &self.readings(next).inner {
                let mut consonants = own.consonants.clone();
                consonants.push(word, is_apart);
                self.follow(Stretch { before, last: next, consonants }, end, out);
            }
        }
        if is_apart {
            out.push(own);
        }
    }

    /// Whether two words are not written as one anywhere: a blank parts them, and neither
    /// is one of those that are joined to others.
    fn are_apart(&self, left: usize, right: usize) -> bool {
        let tokens = &self.unit.tokens;
        if tokens[left].guard.joined_behind || tokens[right].guard.joined_before {
            return false;
        }
        let between = self.unit.source.get(self.unit.end(left, true)..self.unit.start(right)).unwrap_or_default();
        between.utf8_chunks().any(|chunk| chunk.valid().contains(char::is_whitespace))
    }

    /// The consonants of a word, found once.
    fn readings(&self, at: usize) -> Arc<Readings> {
        let hash = hash(self.unit.stem(at));
        if let Some(known) = self.memo.borrow().readings.get(&hash) {
            return Arc::clone(known);
        }
        let readings = Arc::new(Readings::of(self.unit.stem(at)));
        Memo::remember(&mut self.memo.borrow_mut().readings, hash, Arc::clone(&readings));
        readings
    }

    /// What a stretch from a word on names.
    fn of_stretch(&self, first: usize, stretch: &Stretch) -> Option<Hit> {
        let &Stretch { before, last, ref consonants } = stretch;
        let is_telling = consonants.count() >= TELLING || last > first;
        let fewest = if last > first { FEWEST } else { FEW_OF_ONE };
        if consonants.count() < fewest {
            return None;
        }
        let least = NAMES * self.crowd()
            + match consonants.count() {
                TELLING.. => ENOUGH,
                _ if is_telling => ENOUGH + FEW,
                FEWEST.. => ENOUGH,
                _ => ENOUGH + HARDLY_ANY,
            };
        // No word of so few consonants is as likely.
        if consonants.count() < TELLING && least > ATTAINED {
            return None;
        }
        let bare: String = self.unit.stems(first, last).chars().skip(before).collect();
        // A mark that no name begins with keeps these apart from others.
        let verdicts = self.remembered(format!("={:x}{}={bare}", consonants.number(), last - first), |_| {
            self.nearest(&bare, last == first, least, &self.engine.index().of_consonants(consonants))
        });
        if verdicts.is_empty() {
            return None;
        }
        let mut hit = self.hit(first, last, false, verdicts.into_iter())?;
        if (first + 1..=last).any(|at| self.names_the_same(at, &hit)) {
            return None;
        }
        // Nothing can speak for who has no country.
        let index = self.engine.index();
        let is_anywhere = |c: &Candidate| index.country(c.entity).is_none() && c.score >= scored(ENOUGH + FEW);
        let tells = consonants.count() >= FEWEST_ANYWHERE && hit.candidates.iter().all(is_anywhere);
        let is_person = |c: &Candidate| index.kind(c.entity) == Some(Kind::Person);
        // `شاعر بزرگ` is no Shahr-e Buzurg.
        let is_sure = consonants.count() >= SURE || tells || hit.candidates.iter().all(is_person);
        hit.unsure = last > first && !is_sure;
        (hit.before, hit.weighed) = (before, is_telling || tells);
        if before > 0 {
            let surface = self.written(self.unit.behind(first, before), last, false);
            for candidate in &mut hit.candidates {
                candidate.stays_in_its_script(&surface);
            }
        }
        Some(hit)
    }

    /// Whether a recorded name of what a hit names begins at a word inside it: `رئیس جمهور
    /// تاجیکستان` has no republic.
    fn names_the_same(&self, at: usize, hit: &Hit) -> bool {
        let is_same = |inner: &Candidate| hit.candidates.iter().any(|c| c.entity == inner.entity);
        self.unit.tokens[at].leads && self.recorded(at).is_some_and(|inner| inner.candidates.iter().any(is_same))
    }

    /// The one entity's names among some aliases that one word, or several, are near to.
    fn nearest(&self, bare: &str, is_one: bool, least: f64, aliases: &[AliasId]) -> Vec<Verdict> {
        let (index, script) = (self.engine.index(), script_of(bare));
        let is_foreign = |alias: AliasId| script_of(index.alias(alias).text) != script;
        let may_be = |alias: &AliasId| {
            let Some(form) = index.form_of(*alias) else { return false };
            let entity = index.entity_of(form);
            // Who has a spelling in this script is not known by that in another.
            let is_recorded = || !index.spellings(entity).into_iter().all(is_foreign);
            // `تعلم` is no To Lam.
            let is_joined = || is_one && index.alias(*alias).text.contains(' ');
            !(index.kind(entity) == Some(Kind::Person) && is_joined() || is_foreign(*alias) && is_recorded())
        };
        let mut aliases: Vec<AliasId> = aliases.iter().copied().filter(may_be).collect();
        if !aliases.is_empty() {
            let rivals = Rivals::of(index, bare);
            aliases.retain(|alias| !rivals.have_alias(*alias));
        }
        if aliases.is_empty() {
            return Vec::new();
        }
        let own = Own::of(bare);
        let found = |alias: AliasId| {
            let rank = self.odds_of_pair(&own, alias);
            (Found { alias, rank, score: scored(rank), rule: None }, 0)
        };
        let verdict = |(found, _): (Found, u8)| {
            let rule = if is_foreign(found.alias) { Rule::Script } else { Rule::Fuzzy };
            Verdict::new(found.alias, found.score, rule)
        };
        undisputed(index, aliases.into_iter().map(found).collect(), least).into_iter().map(verdict).collect()
    }
}
