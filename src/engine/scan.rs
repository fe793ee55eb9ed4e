//! Finds the mentions in a unit of text: the longest at each word, from left
//! to right, over recorded, typographic and sounding spellings and the
//! surnames of persons named before.

use std::cell::RefCell;

use super::Engine;
use super::around::Meant;
use super::document::Document;
use super::hit::{Candidate, Hit, Memo, Noted, Scanned};
use super::judge::{Verdict, same_sound, same_words, score, similar};
use super::unit::{Case, Token, Unit};
use crate::index::buckets::hash;
use crate::index::exact::Node;
use crate::index::rows::AliasRow;
use crate::report::Rule;
use crate::span::AliasId;
use crate::table::model::Kind;
use crate::text::endings::{Behind, behind_proclitics};
use crate::text::fold::fold;
use crate::text::key::{PROVING, keys_of};
use crate::text::script::{Script, script_of};
use crate::text::token::{Gap, is_word_char};

/// Most words of a spelling that is recognised by its sound.
const WINDOW: usize = 4;

/// Finds all hits of a unit, in a text that has said something before. `skip`
/// leaves out the first word, which began before the unit did.
pub(crate) fn scan(engine: &Engine, unit: &Unit<'_>, skip: bool, before: &Document<'_>, memo: &mut Memo) -> Scanned {
    let (document, asked) = (before.next(), RefCell::default());
    let noted = unit.told_language().map(Noted::Language).into_iter().collect();
    let (hits, strangers) = (Vec::new(), RefCell::default());
    let mut scanner = Scanner { engine, unit, document, memo: RefCell::new(memo), hits, noted, asked, strangers };
    let mut at = usize::from(skip);
    while at < unit.tokens.len() {
        let token = &unit.tokens[at];
        // Only what is recorded may begin with a small letter.
        let may_begin = || token.case.is_capital() || scanner.is_caseless(at);
        if token.address || !token.leads && (engine.options().exact || !may_begin()) {
            at += 1;
            continue;
        }
        if let Some(noted) = scanner.explained(at) {
            scanner.take_note(noted);
        }
        let hit = scanner.longest(at);
        scanner.note(at, hit.as_ref());
        at = hit.as_ref().map_or(at, |hit| hit.last) + 1;
        scanner.hits.extend(hit);
    }
    Scanned { hits: scanner.hits, noted: scanner.noted, asked: scanner.asked.into_inner() }
}

pub(super) struct Scanner<'a, 't> {
    pub(super) engine: &'a Engine,
    pub(super) unit: &'a Unit<'t>,
    pub(super) document: Document<'a>,
    pub(super) memo: RefCell<&'a mut Memo>,
    pub(super) hits: Vec<Hit>,
    pub(super) noted: Vec<Noted>,
    pub(super) asked: RefCell<Vec<usize>>,
    /// The words that are somebody's surname, but nobody's whom a table knows.
    pub(super) strangers: RefCell<Vec<usize>>,
}

impl Scanner<'_, '_> {
    fn longest(&self, first: usize) -> Option<Hit> {
        if !self.unit.tokens[first].leads && self.is_caseless(first) {
            return self.caseless(first, 0).or_else(|| self.surname(first));
        }
        let recorded = self.recorded(first);
        if self.engine.options().exact {
            return recorded;
        }
        let words = recorded.as_ref().map_or(0, |hit| hit.last + 1 - first);
        let recorded =
            self.inflected(first, words).or(recorded).or_else(|| self.member(first)).or_else(|| self.bent(first));
        let words = recorded.as_ref().map_or(0, |hit| hit.last + 1 - first);
        let found = self.exactly(first, recorded, words).or_else(|| self.in_genitive(first));
        // One word that sounds like a name may be nothing but its sound.
        let sounds = |hit: &Hit| hit.candidates.iter().all(|c| matches!(c.rule, Rule::Key | Rule::Script));
        let proved = found.as_ref().filter(|hit| hit.last > first || !sounds(hit));
        let words = proved.map_or(0, |hit| hit.last + 1 - first);
        // What is behind a name that is known whole is no part of it.
        let whole = |hit: &Hit| {
            proved.is_some_and(|proved| proved.candidates.iter().any(|c| c.entity == hit.candidates[0].entity))
        };
        let near = self.near(first, words).or_else(|| self.caseless(first, words)).filter(|hit| !whole(hit));
        let again = near.or(found).or_else(|| self.family_name(first));
        let known = |hit: &Hit| !self.is_a_persons(hit) || !self.is_strangers(first) || self.is_titled_ruler(first);
        self.abbreviated(first, again.filter(known))
    }

    /// What is recorded, sounds like what is, or names somebody again.
    fn exactly(&self, first: usize, recorded: Option<Hit>, words: usize) -> Option<Hit> {
        if let Some(sounding) = self.sounding(first, words) {
            let one = sounding.first == sounding.last;
            return if one { self.surname(first).or(Some(sounding)) } else { Some(sounding) };
        }
        match recorded {
            Some(hit) if hit.first == hit.last => self.named_before(hit),
            Some(hit) => Some(hit),
            None => self.surname(first),
        }
    }

    /// The longest recorded spelling from a word on.
    pub(super) fn recorded(&self, first: usize) -> Option<Hit> {
        let unit = self.unit;
        let head = self.head(first);
        let elided = usize::from(unit.tokens[first].elided);
        if elided > 0 {
            // The bare word has no apostrophe.
            let bare = &head.bare[elided - 1..];
            let hit = self.recorded_by(&Head { token: first, before: elided, bare, hash: hash(bare) });
            if hit.is_some() {
                return hit;
            }
        }
        self.recorded_by(&head).or_else(|| {
            if !unit.may_have_proclitic(first) {
                return None;
            }
            let mut readings = behind_proclitics(head.bare);
            readings.find_map(|Behind { before, article, left_out, name, .. }| {
                let mut hit = self.recorded_by(&Head { token: first, before, bare: &name, hash: hash(&name) })?;
                let surface = self.written(unit.behind(first, before), hit.last, hit.with_clitic);
                for candidate in &mut hit.candidates {
                    if !candidate.stays_in_its_script(&surface)
                        && let Some(rest) = candidate.canonical.strip_prefix(left_out)
                    {
                        candidate.canonical = rest.to_owned();
                    }
                }
                // `للعراق`, `وبسوريا`: what is left is hardly another word. Behind
                // the article stand peoples, too: `الألمان`.
                let is_country = |c: &Candidate| self.engine.index().entity(c.entity).place_type == "country";
                hit.weighed = !left_out.is_empty() || !article && hit.candidates.iter().all(is_country);
                Some(hit)
            })
        })
    }

    /// Whether a word is a recorded spelling by itself; its hash is that of its bare
    /// form.
    pub(super) fn is_recorded(&self, word: u64) -> bool {
        let node = Node::ROOT.step(Gap::Join, word);
        self.memo.borrow_mut().words.leads(self.engine.index(), node).ends
    }

    /// A word as it stands.
    fn head(&self, token: usize) -> Head<'_> {
        Head { token, before: 0, bare: self.unit.bare(token), hash: self.unit.tokens[token].hash }
    }

    fn recorded_by(&self, head: &Head<'_>) -> Option<Hit> {
        let mut best = None;
        self.walk(head, |last, with_clitic, node| {
            if let Some(hit) = self.accept(head, last, with_clitic, node) {
                best = Some(hit);
            }
            false
        });
        best
    }

    /// Whether a name begins at a word, whoever may bear it.
    pub(super) fn begins_name(&self, first: usize) -> bool {
        self.begins(first, |_| true) || self.sounding(first, 1).is_some()
    }

    /// Whether a recorded name that is nobody's begins at a word.
    pub(super) fn begins_place(&self, first: usize) -> bool {
        let index = self.engine.index();
        let is_person = |alias: &AliasId| {
            let form = index.alias(*alias).form;
            form.is_some_and(|form| index.kind(index.entity_of(form)) == Some(Kind::Person))
        };
        self.begins(first, |aliases| !aliases.iter().any(is_person))
    }

    /// Whether a recorded name begins at a word, be it with an ending, of which the
    /// aliases count.
    fn begins(&self, first: usize, count: impl Fn(&[AliasId]) -> bool) -> bool {
        let head = self.head(first);
        let mut found = false;
        self.walk(&head, |last, with_clitic, node| {
            found = self.fitting(&head, last, with_clitic, node).is_some_and(|(aliases, _)| count(&aliases));
            found
        });
        let bent = || self.bent_verdicts(first).iter().map(|verdict| verdict.alias).collect::<Vec<_>>();
        found || Some(bent()).filter(|aliases| !aliases.is_empty()).is_some_and(|aliases| count(&aliases))
    }

    /// Follows the trie from a word on and shows each place where an alias may
    /// end, until `stop` says so.
    fn walk(&self, head: &Head<'_>, mut stop: impl FnMut(usize, bool, Node) -> bool) {
        let (index, first) = (self.engine.index(), head.token);
        let leads = |node| self.memo.borrow_mut().words.leads(index, node);
        let mut node = Node::ROOT;
        for (last, token) in self.unit.tokens.iter().enumerate().skip(first) {
            let gap = if last == first || self.unit.is_joined_by_a_mark(last) { Gap::Join } else { token.gap };
            if gap == Gap::Break {
                return;
            }
            if token.has_clitic() && (last > first || head.before == 0) {
                let end = node.step(gap, hash(self.unit.stem(last)));
                if leads(end).ends && stop(last, false, end) {
                    return;
                }
            }
            node = node.step(gap, if last == first { head.hash } else { token.hash });
            let found = leads(node);
            if found.ends && stop(last, true, node) || !found.on {
                return;
            }
        }
    }

    /// The aliases of a place in the trie that are written as the text is,
    /// with the text; nothing when there is none.
    fn fitting(&self, head: &Head<'_>, last: usize, with_clitic: bool, node: Node) -> Option<(Vec<AliasId>, String)> {
        let (index, first) = (self.engine.index(), head.token);
        let start = self.unit.behind(first, head.before);
        let surface = self.written(start, last, with_clitic);
        let mut bare = String::new();
        for at in first..=last {
            bare.push_str(if at == first { "" } else { " " });
            bare.push_str(match at < last || with_clitic {
                true if at == first => head.bare,
                true => self.unit.bare(at),
                false => self.unit.stem(at),
            });
        }
        let mut fitting = index.ends(node, &bare, &surface);
        if (first + 1..=last).any(|at| self.unit.is_joined_by_a_mark(at)) {
            // The mark is part of the name.
            let folded = fold(&surface);
            fitting.retain(|alias| fold(index.alias(*alias).text).text() == folded.text());
        }
        fitting.retain(|alias| self.fits_case(first, last, &surface, &index.alias(*alias)));
        (!fitting.is_empty()).then_some((fitting, surface))
    }

    fn accept(&self, head: &Head<'_>, last: usize, with_clitic: bool, node: Node) -> Option<Hit> {
        let (fitting, surface) = self.fitting(head, last, with_clitic, node)?;
        let (index, first) = (self.engine.index(), head.token);
        if fitting.iter().any(|&alias| index.alias(alias).form.is_none()) {
            let hit = Hit::new(first, last, with_clitic, Vec::new());
            return Some(Hit { before: head.before, ..hit });
        }
        let hit = self.hit(first, last, with_clitic, same_words(index, &fitting, &surface).into_iter())?;
        Some(Hit { before: head.before, ..hit })
    }

    /// Whether the capitals of a mention are those of a name.
    pub(super) fn fits_case(&self, first: usize, last: usize, surface: &str, alias: &AliasRow<'_>) -> bool {
        let tokens = &self.unit.tokens[first..=last];
        if alias.acronym {
            let letters = |text: &str| text.chars().filter(|&c| is_word_char(c)).collect::<String>();
            let shouted = tokens[0].shouted && tokens[0].guard.is_word() && !tokens[0].dotted;
            return !shouted && letters(surface) == letters(alias.text);
        }
        if tokens.len() == 1 && tokens[0].guard.is_word() {
            let opens = first == 0 || self.unit.tokens[first - 1].sentence != tokens[0].sentence;
            if tokens[0].guard.demonym || tokens[0].headline || opens {
                return false;
            }
        }
        let written = |(i, token): (usize, &Token)| {
            i >= 32
                || alias.capitals >> i & 1 == 0
                || token.case != Case::Lower
                || (token.guard.particle && tokens.len() > 1)
        };
        if tokens.iter().enumerate().all(written) {
            return true;
        }
        // A text in small letters; ordinary words are no name then.
        tokens.len() > 1
            && tokens.iter().all(|token| token.case == Case::Lower)
            && tokens.iter().any(|token| !token.guard.is_word() && !token.guard.particle && !token.guard.title)
            && alias.form.is_some_and(|form| {
                let index = self.engine.index();
                index.kind(index.entity_of(form)) != Some(Kind::Org)
            })
    }

    /// The longest spelling of more than `least` words that sounds as one
    /// entity's name does.
    pub(super) fn sounding(&self, first: usize, least: usize) -> Option<Hit> {
        let tokens = &self.unit.tokens;
        let name = |token: &Token| token.case.is_capital() && !token.dotted;
        let outer =
            |token: &Token| name(token) && !token.guard.is_word() && !token.guard.is_type() && !token.guard.title;
        if !name(&tokens[first]) || tokens[first].guard.is_word() {
            return None;
        }
        let mut end = first;
        while end + 1 < tokens.len()
            && end + 1 - first < WINDOW
            && !tokens[end].has_clitic()
            && tokens[end + 1].joins()
            && (name(&tokens[end + 1]) || tokens[end + 1].guard.particle)
        {
            end += 1;
        }
        // Short words joined are initials, codes, anything but a name.
        let long = |token: usize| tokens[token].guard.particle || self.unit.stem(token).chars().nth(2).is_some();
        let whole = |token: usize| outer(&tokens[token]) && self.unit.stem(token).chars().nth(2).is_some();
        for last in (first + least..=end).rev() {
            if whole(first)
                && whole(last)
                && (first..last).all(long)
                && let Some(hit) = self.sounds_like(first, last)
            {
                return Some(hit);
            }
        }
        None
    }

    fn sounds_like(&self, first: usize, last: usize) -> Option<Hit> {
        let index = self.engine.index();
        let tokens = &self.unit.tokens[first..=last];
        let bare = self.unit.stems(first, last);
        let letters = bare.chars().count();
        if !(5..=64).contains(&letters) || bare.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        // Keys are made of the folded words, which say more than the bare ones.
        let folded = &self.unit.folded.text()[tokens[0].word().start..tokens[tokens.len() - 1].word().stem_end];
        let known = self.memo.borrow().known.get(folded).cloned();
        let verdicts = match known {
            Some(known) => known,
            None => {
                let words: Vec<_> = tokens.iter().map(Token::word).collect();
                let keys = keys_of(&self.unit.folded, &words, None, PROVING);
                let mut verdicts = same_sound(index, &keys, &bare);
                if first == last {
                    // One word proves less than several, and nothing in names
                    // that were Latin from the start.
                    let latin = script_of(&bare) == Script::Latin;
                    let near = |v: &Verdict| {
                        let alias = index.alias(v.alias);
                        let tier = alias.form.and_then(|form| index.entity(index.entity_of(form)).tradition.tier);
                        tier.is_some()
                            && match latin {
                                // The endings of Cyrillic words are for grammar to tell.
                                false => v.score >= score::K1,
                                true => v.rule == Rule::Key && similar(&bare, &alias.bare()),
                            }
                    };
                    verdicts.retain(near);
                }
                Memo::remember(&mut self.memo.borrow_mut().known, folded.to_owned(), verdicts.clone());
                verdicts
            }
        };
        if verdicts.is_empty() {
            return None;
        }
        let hit = self.hit(first, last, false, verdicts.into_iter())?;
        // A sound proves a name only when it is one entity's alone.
        hit.candidates.iter().all(|c| c.entity == hit.candidates[0].entity).then_some(hit)
    }

    /// A hit of the verdicts that count; nothing when none does.
    pub(super) fn hit(
        &self,
        first: usize,
        last: usize,
        with_clitic: bool,
        verdicts: impl Iterator<Item = Verdict>,
    ) -> Option<Hit> {
        let index = self.engine.index();
        let bare = self.unit.stems(first, last);
        let mut candidates: Vec<Candidate> = Vec::new();
        for verdict in verdicts {
            let alias = index.alias(verdict.alias);
            let Some(form) = alias.form else { continue };
            let entity = index.entity_of(form);
            let row = index.entity(entity);
            if verdict.score < self.engine.options().min_score || index.is_not(entity, &bare) {
                continue;
            }
            let one = first == last || self.unit.tokens[first].guard.connector;
            let meant = Meant { spelling: alias.text, entity, row: &row, is_bent: verdict.reading > 0 };
            if one && self.in_longer_name(first, last, with_clitic, meant) {
                if row.kind == Some(Kind::Person) && first == last && self.is_behind_a_given_name(first) {
                    self.strangers.borrow_mut().push(first);
                }
                continue;
            }
            let name = index.form(form).name;
            let bent = verdict
                .reading
                .checked_sub(1)
                .and_then(|nth| self.unit.without_endings(&bare).into_iter().nth(nth.into()));
            let candidate = Candidate {
                entity,
                form,
                alias: alias.text.to_owned(),
                canonical: bent.map_or(name.to_owned(), |bent| bent.inflect(name, &self.surface(first, last, false))),
                score: verdict.score,
                rule: verdict.rule,
            };
            match candidates.iter_mut().find(|c| c.entity == entity) {
                Some(known) if known.score >= candidate.score => {}
                Some(known) => *known = candidate,
                None => candidates.push(candidate),
            }
        }
        let id = |c: &Candidate| index.entity(c.entity).id;
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| id(a).cmp(id(b))));
        (!candidates.is_empty()).then(|| Hit::new(first, last, with_clitic, candidates))
    }

    pub(super) fn surface(&self, first: usize, last: usize, with_clitic: bool) -> String {
        self.written(self.unit.start(first), last, with_clitic)
    }

    /// The text from an offset to the end of a token.
    pub(super) fn written(&self, start: usize, last: usize, with_clitic: bool) -> String {
        String::from_utf8_lossy(&self.unit.source[start..self.unit.end(last, with_clitic)]).into_owned()
    }
}

/// The word that a recorded spelling begins with, as it is read.
struct Head<'b> {
    token: usize,
    /// Letters of the word that are written before the name.
    before: usize,
    bare: &'b str,
    hash: u64,
}
