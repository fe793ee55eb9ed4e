//! Names in running text that are spelt as nothing that is recorded and sound
//! as nothing either: stretches of words that look like names, weighed by
//! their letters.

use super::agree::has_middle_initial;
use super::asked::Asked;
use super::document::surname;
use super::hit::{Candidate, Hit, Memo};
use super::judge::Verdict;
use super::resolve::{Found, MARGIN, RECORDED, near, rank_of, scored};
use super::rivals::Rivals;
use super::scan::Scanner;
use super::spelt::Spelt;
use super::unit::{Case, Token};
use crate::index::Index;
use crate::index::fuzzy::Reach;
use crate::report::Rule;
use crate::score::Scorer;
use crate::score::grid::Aligner;
use crate::score::lexicon::is_element;
use crate::span::AliasId;
use crate::table::model::Kind;
use crate::text::endings::Reading;
use crate::text::gender::gender_alone;
use crate::text::key::Keys;
use crate::text::respellings::respells;
use crate::text::script::{Script, script_of};
use crate::text::token::bare_words;
use crate::text::unit::Spelling;

/// Most words of a stretch.
const WINDOW: usize = 5;

/// Names that are looked at for one stretch.
const LOOKED_AT: usize = 8;

/// Persons that are looked at for a family name, and how sure it is.
const FAMILY: usize = 16;
const FAMILY_NAME: f64 = 0.9;

/// Letters at least of a family name that is told by its capitals, and of one
/// that is told by initials.
const FAMILY_IN_CAPITALS: usize = 5;
const SHORT_FAMILY: usize = 3;

/// Longer runs of words with capitals are lists or titles.
const LONGEST_RUN: usize = 8;

/// The logarithm of the odds that a stretch needs as the best of some candidates.
const CANDIDATE: f64 = 0.8;
/// A stretch need not be anybody's name, so that it is judged as one of a pair: the
/// odds that it needs then, and those of one word whose country the text names. With
/// 1.9 a match scores as it must by default; with 1.5 *Rahman* is no Rahmon in a text
/// on Tajikistan, and *Khatlan* is Khatlon.
const ENOUGH: f64 = 1.9;
const SUPPORTED: f64 = 1.5;
/// Letters of one word that tells without its country: shorter ones are given names,
/// too (Sanna, Jourdan).
const TELLING: usize = 7;
/// The odds that a shorter one needs as a candidate that sounds the same in another script.
const TRANSCRIBED: f64 = 2.2;
/// Added for each factor of e that a table has more names than a few: the
/// more names, the likelier one is near by chance.
const NAMES: f64 = 0.15;
/// So many are a few.
const FEW: f64 = 200.0;

impl Scanner<'_, '_> {
    /// The longest stretch of more than `least` words from a word on that is
    /// near to one entity's name.
    pub(super) fn near(&self, first: usize, least: usize) -> Option<Hit> {
        if !self.may_begin(first) || self.stands_in_a_run(first) {
            return None;
        }
        let tokens = &self.unit.tokens;
        let mut end = first;
        while end + 1 < tokens.len()
            && end + 1 - first < WINDOW
            && !tokens[end].has_clitic()
            && tokens[end + 1].joins()
            && !tokens[end + 1].dotted
            && self.goes_on(end)
        {
            end += 1;
        }
        (first + least..=end).rev().find_map(|last| self.near_to(first, last))
    }

    /// Whether a word stands among so many with capitals that they tell nothing.
    fn stands_in_a_run(&self, at: usize) -> bool {
        let tokens = &self.unit.tokens;
        let capital = |token: &&Token| token.case.is_capital() && token.joins();
        let behind = tokens[at + 1..].iter().take(LONGEST_RUN).take_while(capital).count();
        let before = tokens[..=at].iter().rev().take(LONGEST_RUN).take_while(capital).count();
        behind + before >= LONGEST_RUN
    }

    /// Whether a name may go on with the next word.
    fn goes_on(&self, at: usize) -> bool {
        let next = &self.unit.tokens[at + 1];
        let between = self.unit.between(at, at + 1);
        !between.contains('\n') && (next.case.is_capital() || next.guard.particle || between == "-")
    }

    /// Whether a name may begin with a word.
    fn may_begin(&self, at: usize) -> bool {
        let token = &self.unit.tokens[at];
        let plain = !token.headline && !token.shouted && !token.address && !token.dotted;
        let letter = self.unit.bare(at).chars().nth(1).is_none();
        // `Khalifa Haftar`: some titles are given names, too.
        let opens = token.guard.opener && (token.guard.particle || self.opens(at));
        let before = opens || token.guard.title && !token.leads;
        plain && !letter && token.case.is_capital() && !before
    }

    fn near_to(&self, first: usize, last: usize) -> Option<Hit> {
        let tokens = &self.unit.tokens[first..=last];
        if !self.looks_like_a_name(first, tokens) {
            return None;
        }
        // `d'Ilham Aliev`
        let before = usize::from(tokens[0].elided);
        let bare = self.unit.cores(first, last);
        let surface = self.written(self.unit.behind(first, before), last, false);
        // What it may be besides depends on the language.
        let known = match self.unit.language().filter(|language| respells(language)) {
            Some(language) => format!("{language}>{surface}"),
            None => surface.clone(),
        };
        let verdicts = self.remembered(known, |_| self.weigh(&surface, &bare));
        if verdicts.is_empty() {
            return None;
        }
        // Many Latin words end by themselves as others do by grammar.
        let readings = self.unit.without_endings(&bare);
        let ends_itself = |nth: u8| {
            nth.checked_sub(1).is_some_and(|nth| !readings.get(usize::from(nth)).is_some_and(Reading::is_told))
        };
        let is_bent = script_of(&bare) == Script::Latin && verdicts.iter().any(|verdict| ends_itself(verdict.reading));
        let is_alone = !is_bent && verdicts.iter().all(|verdict| verdict.alone);
        let mut hit = self.hit(first, last, false, verdicts.into_iter())?;
        hit.before = before;
        if first == last && !self.is_said_to_be_a_place(first) && self.is_followed_by_a_name(last, &hit) {
            return None;
        }
        let is_country = |c: &Candidate| self.engine.index().entity(c.entity).place_type == "country";
        // `Afgʻonistonda` names the country itself.
        let names_itself = |c: &Candidate| {
            let is_alias = |reading: &Reading| reading.name() == bare_words(&c.alias).join(" ");
            is_country(c) && readings.iter().any(is_alias)
        };
        // Any word may open a sentence: `Cenin`.
        let opens = self.opens(first) && script_of(&bare) == Script::Latin && !hit.candidates.iter().all(is_country);
        // A single word that is less near, or short, needs support.
        hit.weighed = last > first || is_alone && !opens || hit.candidates.iter().all(names_itself);
        (!self.only_opens(&hit)).then_some(hit)
    }

    /// The logarithm of the odds that a name is a spelling of an alias, whatever
    /// else there is.
    pub(super) fn odds_of_pair(&self, own: &Own, alias: AliasId) -> f64 {
        let (index, scorer) = (self.engine.index(), Scorer::builtin());
        let row = index.alias(alias);
        let person = row.form.is_some_and(|form| index.may_be_person(index.entity_of(form)));
        let other = Own::of(row.text);
        let [a, b] = [own, &other].map(|own| scorer.prepared(&own.spelling, person));
        let key = own.keys.prove(&other.keys);
        let probability = scorer.judge(&a, &b, None, Some(key), &mut Aligner::default()).probability;
        rank_of(probability)
    }

    /// The logarithm of the odds that a stretch needs among so many names.
    fn needed(&self, among_few: f64) -> f64 {
        among_few + NAMES * self.crowd()
    }

    /// The logarithm of how many times more names there are than a few.
    pub(super) fn crowd(&self) -> f64 {
        (self.engine.index().names() as f64 / FEW).max(1.0).ln()
    }

    /// What a spelling is near to, found once.
    pub(super) fn remembered(&self, spelling: String, find: impl FnOnce(&str) -> Vec<Verdict>) -> Vec<Verdict> {
        if let Some(known) = self.memo.borrow().near.get(&spelling) {
            return known.clone();
        }
        let verdicts = find(&spelling);
        Memo::remember(&mut self.memo.borrow_mut().near, spelling, verdicts.clone());
        verdicts
    }

    pub(super) fn is_said_to_be_a_place(&self, at: usize) -> bool {
        let tokens = &self.unit.tokens;
        at > 0 && tokens[at].joins() && tokens[at - 1].guard.preposition
    }

    /// Whether a place's one word is rather the given name of somebody.
    pub(super) fn is_followed_by_a_name(&self, last: usize, hit: &Hit) -> bool {
        let index = self.engine.index();
        let tokens = &self.unit.tokens;
        let named = |next: &Token| next.joins() && next.case.is_capital() && !next.guard.is_type();
        let is_beside = !tokens[last].has_clitic() && tokens.get(last + 1).is_some_and(named);
        if !is_beside || self.unit.between(last, last + 1).contains('\n') {
            return false;
        }
        let place = hit.candidates.iter().any(|c| index.kind(c.entity) == Some(Kind::Place));
        // `премьер Армении Никол Пашинян`: whatever the words behind it name.
        let country = hit.candidates.iter().all(|c| index.entity(c.entity).place_type == "country");
        let is_told = || country && !self.opens(last) && tokens[last].joins() && !self.is_before_surname(last);
        place && !is_told() && !self.begins_whole_name(last + 1) && !self.begins_place(last + 1)
    }

    /// Whether a word and the next one are rather somebody's given name and
    /// surname: `певица Ирана Мусаева`.
    fn is_before_surname(&self, at: usize) -> bool {
        let is_capital = |token: Option<&Token>| token.is_some_and(|token| token.joins() && token.case.is_capital());
        let next = at + 1;
        is_capital(self.unit.tokens.get(next))
            && !is_capital(self.unit.tokens.get(next + 1))
            && gender_alone(self.unit.stem(next)).is_some()
            && !self.begins_name(next)
    }

    /// Whether somebody's whole name begins at a word: `Президент России Владимир
    /// Путин`.
    fn begins_whole_name(&self, first: usize) -> bool {
        let whole = |hit: Option<Hit>| hit.filter(|hit| hit.last > first);
        let hit = whole(self.inflected(first, 1)).or_else(|| whole(self.recorded(first)));
        hit.or_else(|| self.sounding(first, 1)).or_else(|| self.near(first, 1)).is_some()
    }

    /// Whether the first word of a stretch has its capital from the beginning
    /// of the sentence, and the rest is the same name without it.
    fn only_opens(&self, hit: &Hit) -> bool {
        let Hit { first, last, .. } = *hit;
        if first == last || !self.opens(first) {
            return false;
        }
        let inner = self.recorded(first + 1).filter(|inner| inner.last == last);
        let inner = inner.or_else(|| self.near_to(first + 1, last));
        inner.is_some_and(|inner| inner.candidates.iter().any(|c| c.entity == hit.candidates[0].entity))
    }

    pub(super) fn opens(&self, at: usize) -> bool {
        at == 0 || self.unit.tokens[at - 1].sentence != self.unit.tokens[at].sentence
    }

    /// Whether a word of one name is, as it is written, never a word of the other.
    fn has_rival(&self, bare: &str, other: &str) -> bool {
        let index = self.engine.index();
        let others = || other.split(' ');
        let mut own = bare.split(' ').filter(|word| others().all(|other| other != *word));
        own.any(|word| others().any(|other| index.is_never(word, other)))
    }

    /// The person whose family name a word is, where one alone has it: `RAHMON` in
    /// a text that writes family names so, and `S. Lavrov`, who has the initials, too.
    pub(super) fn family_name(&self, at: usize) -> Option<Hit> {
        let token = &self.unit.tokens[at];
        let bare = self.unit.stem(at);
        let initials = self.initials(at, at).iter().any(|tokens| !tokens.is_empty());
        // `D. Trump` is no trump.
        let word = token.guard.is_word() && !initials || token.guard.is_type() || token.guard.particle;
        let least = if initials { SHORT_FAMILY } else { FAMILY_IN_CAPITALS };
        let told = token.case == Case::Upper || initials;
        if !told || word || !self.may_begin(at) || bare.chars().count() < least {
            return None;
        }
        let index = self.engine.index();
        // A mark that no name begins with keeps these apart from others.
        let surface = self.surface(at, at, false);
        let verdicts = self.remembered(format!("^{surface}"), |_| self.bearers(&surface, bare));
        let mut hit = self.hit(at, at, false, verdicts.into_iter())?;
        for candidate in &mut hit.candidates {
            let first = index.entity(candidate.entity).tradition.family_first;
            let name = index.form(candidate.form).name;
            // What grammar has put behind the whole is behind the family name.
            let behind = candidate.canonical.strip_prefix(name).unwrap_or("");
            candidate.canonical = surname(name, first)?.0 + behind;
        }
        hit.weighed = true;
        (hit.candidates.len() == 1).then_some(hit)
    }

    /// The aliases of persons whose family name is a word.
    fn bearers(&self, surface: &str, bare: &str) -> Vec<Verdict> {
        let index = self.engine.index();
        // Among very many names not all that share a word are found.
        if index.is_large() || !index.has_persons() {
            return Vec::new();
        }
        let mut memo = self.memo.borrow_mut();
        let mut bearers = |surface: &str, bare: &str, reading: u8| -> Vec<Verdict> {
            let found = near(self.engine, &Asked::new(surface), FAMILY, Reach::All, &mut memo.room);
            let has = |found: &Found| {
                index.form_of(found.alias).is_some_and(|form| {
                    let row = index.entity(index.entity_of(form));
                    let is_own =
                        |name: &str| surname(name, row.tradition.family_first).is_some_and(|own| own.1 == bare);
                    row.kind == Some(Kind::Person)
                        && (is_own(index.form(form).name) || is_own(index.alias(found.alias).text))
                })
            };
            let verdict = |found: Found| Verdict { reading, ..Verdict::new(found.alias, FAMILY_NAME, Rule::Partial) };
            found.into_iter().filter(has).map(verdict).collect()
        };
        let own = bearers(surface, bare, 0);
        if !own.is_empty() || script_of(bare) == Script::Latin {
            return own;
        }
        let readings = self.unit.without_endings(bare).into_iter().zip(1..);
        let found = readings.map(|(reading, number)| bearers(reading.name(), reading.name(), number));
        found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    pub(super) fn looks_like_a_name(&self, first: usize, tokens: &[Token]) -> bool {
        let word = |token: &Token| token.guard.is_word() || token.guard.is_type() || token.guard.title;
        let (Some(head), Some(tail)) = (tokens.first(), tokens.last()) else { return false };
        // `Miran Shah`: some titles are names.
        let is_title = tail.guard.title && !is_element(self.unit.stem(first + tokens.len() - 1));
        if tail.guard.particle || is_title || tokens.iter().all(word) {
            return false;
        }
        let bare = self.unit.stem(first);
        if tokens.len() > 1 {
            // `US São Paulo`: an acronym is no article.
            let acronym = head.case == Case::Upper && bare.chars().nth(3).is_none();
            return !acronym || tokens.iter().all(|token| token.case != Case::Title);
        }
        let opens = self.opens(first);
        let cyrillic = script_of(bare) == Script::Cyrillic;
        let letters = bare.chars().count();
        let known = self.unit.is_doubtful(first) || head.guard.given || head.guard.particle;
        let woman = cyrillic && self.is_woman(first);
        !known
            && !woman
            && !bare.bytes().any(|b| b.is_ascii_digit())
            && letters >= 4
            && (cyrillic
                || letters >= 5 && (!opens || head.case == Case::Upper)
                || self.is_respelt(&self.surface(first, first, false)))
            && head.case != Case::Lower
    }

    /// The names of the one entity that a stretch is near to.
    fn weigh(&self, surface: &str, bare: &str) -> Vec<Verdict> {
        let several = bare.contains(' ');
        let index = self.engine.index();
        // Bytes that are no text are nobody's name.
        if surface.contains(char::REPLACEMENT_CHARACTER) {
            return Vec::new();
        }
        let least = self.needed(CANDIDATE);
        let probable = 1.0 / (1.0 + (MARGIN - least).exp());
        let mut memo = self.memo.borrow_mut();
        // Each with the reading that it is near to.
        let mut best: Vec<(Found, u8)> = Vec::new();
        let spelt = self.spelt(surface, bare);
        for (number, Spelt { text: reading, cost, may_be_near, of_places, .. }) in spelt.iter().enumerate() {
            let asked = Asked::new(reading);
            let words = bare_words(reading);
            // The e of Mazar-e-Sharif is none.
            let alone = |word: &str| word.trim_end_matches('.').chars().nth(1).is_none();
            let has_initial = has_middle_initial(&words) && reading.split_whitespace().any(alone);
            let mut found = asked.recorded(self.engine, 0).into_iter().map(Found::recorded).collect::<Vec<_>>();
            if found.is_empty() && *may_be_near {
                // An initial is far from the name that it is for.
                let reach = if has_initial { Reach::All } else { Reach::Near(probable) };
                found = near(self.engine, &asked, LOOKED_AT, reach, &mut memo.room);
            }
            found.retain(|found| !of_places || !self.engine.is_person(found.alias));
            // Others are neither near enough nor rivals of what is.
            found.retain(|found| found.rank - cost > least - MARGIN && self.agree(reading, found));
            best.extend(found.into_iter().map(|found| {
                // Who has a name for the initial may be meant rather.
                let lacks_it = has_initial && words.len() > bare_words(index.alias(found.alias).text).len();
                let rank = found.rank - cost - if lacks_it { MARGIN } else { 0.0 };
                (Found { score: found.score - cost, rank, ..found }, number as u8)
            }));
        }
        let rivals = Rivals::of(index, bare);
        if rivals.are_any() {
            best.retain(|(found, _)| {
                let other = index.alias(found.alias).bare();
                !self.has_rival(bare, &other) && !rivals.have_a_word_of(&other)
            });
        }
        let namesakes = undisputed(index, best, least);
        let Some((first, _)) = namesakes.first().copied() else { return Vec::new() };
        let is_near = first.rank < RECORDED;
        let reading = &spelt[usize::from(namesakes[0].1)].text;
        let odds = if is_near { self.odds_of_pair(&Own::of(reading), first.alias) } else { f64::INFINITY };
        if odds < self.needed(if several { ENOUGH } else { SUPPORTED }) {
            return Vec::new();
        }
        // `Багдад` is Baghdad, but `Мария` no Mary.
        let is_transcribed = script_of(bare) != script_of(index.alias(first.alias).text)
            && first.rule == Some(Rule::Key)
            && first.rank >= self.needed(TRANSCRIBED);
        let is_telling = bare.chars().count() >= TELLING || is_transcribed;
        let alone = !is_near || is_telling && odds >= self.needed(ENOUGH);
        let verdict = |(found, reading): (Found, u8)| {
            let other = script_of(bare) != script_of(index.alias(found.alias).text);
            let rule = match found.rule {
                Some(_) if other => Rule::Script,
                Some(Rule::Key) => Rule::Key,
                _ => Rule::Fuzzy,
            };
            let support = if several || alone { 0.0 } else { ENOUGH - SUPPORTED };
            let score = if is_near { scored(odds + support) } else { found.score };
            let reading = spelt[usize::from(reading)].ending;
            Verdict { alias: found.alias, score, rule, reading, alone }
        };
        namesakes.into_iter().map(verdict).collect()
    }
}

/// A name that is judged as one of a pair.
pub(super) struct Own {
    spelling: Spelling,
    keys: Keys,
}

impl Own {
    pub(super) fn of(name: &str) -> Self {
        let asked = Asked::new(name);
        Self { spelling: asked.spelling(None), keys: asked.keys() }
    }
}

/// The nearest of some names, those of namesakes with it; nothing if it ranks below
/// `least`, or another's ranks about as high.
pub(super) fn undisputed(index: &Index, mut best: Vec<(Found, u8)>, least: f64) -> Vec<(Found, u8)> {
    best.sort_by(|(a, _), (b, _)| b.rank.total_cmp(&a.rank).then(a.alias.cmp(&b.alias)));
    let Some(first) = best.first().map(|(first, _)| first.rank).filter(|first| *first >= least) else {
        return Vec::new();
    };
    // Namesakes are told apart by the text; others that are as near are not.
    let entity = |found: &Found| index.form_of(found.alias).map(|form| index.entity_of(form));
    let (alike, rest) = best.split_at(best.partition_point(|(found, _)| found.rank >= first - 1e-9));
    let ids: Vec<_> = alike.iter().filter_map(|(found, _)| entity(found)).collect();
    let is_rival = |found: &Found| found.rank > first - MARGIN && entity(found).is_some_and(|id| !ids.contains(&id));
    if rest.iter().any(|(found, _)| is_rival(found)) { Vec::new() } else { alike.to_vec() }
}
