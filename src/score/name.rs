//! A name made ready for scoring: its letters, units and words, and what
//! leaving out a word would cost.

use super::cost::{ABJAD, COLUMNS, Costs, NEVER, Place, Unit, mean, named};
use super::lexicon::{Known, known, known_words};
use super::origin::{Origin, Origins};
use crate::text::unit::{Class, LONGEST, Letter, class};

/// A name made ready for scoring.
///
/// Takes about 10 bytes a letter and 30 bytes a word.
#[derive(Debug, Clone, Default)]
pub struct Name {
    letters: Vec<Letter>,
    /// Units of two, three and four letters that end before each position.
    units: Vec<[Unit; 3]>,
    /// The same in a row.
    groups: Vec<Group>,
    /// The letters and units that it has.
    members: Members,
    words: Vec<Word>,
    /// The word that ends before each position, 1-based; 0 is none.
    closing: Vec<u8>,
    /// What each position is: beginning or end of a word, beside a vowel.
    edges: Vec<u8>,
    origin: Origin,
    /// Letters of a script without vowels.
    abjad: bool,
    /// A person's, which may leave out more of its words.
    person: bool,
    /// Hash of the letters that are too many to be scored.
    rest: u64,
}

/// A set of letters and units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Members([u128; 2]);

impl Members {
    pub(crate) fn add(&mut self, unit: Unit) {
        self.0[usize::from(unit >> 7)] |= 1 << (unit & 127);
    }

    #[inline]
    pub(crate) fn has(&self, unit: Unit) -> bool {
        self.0[usize::from(unit >> 7)] >> (unit & 127) & 1 != 0
    }

    /// Whether both have a letter, and whether both have a unit of several.
    #[inline]
    pub(crate) fn meet(&self, other: &Self) -> [bool; 2] {
        [self.0[0] & other.0[0] != 0, self.0[1] & other.0[1] != 0]
    }
}

/// A unit of several letters of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    start: u8,
    end: u8,
    pub(crate) unit: Unit,
}

impl Group {
    #[inline]
    pub(crate) fn start(self) -> usize {
        usize::from(self.start)
    }

    #[inline]
    pub(crate) fn end(self) -> usize {
        usize::from(self.end)
    }

    #[inline]
    pub(crate) fn within(self, low: usize, high: usize) -> bool {
        self.start() >= low && self.end() <= high
    }
}

/// A word of a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) start: usize,
    /// Behind the blank.
    pub(crate) end: usize,
    /// What leaving it out costs, by column.
    pub(crate) skip: [u16; COLUMNS],
    /// The element of the lexicon that it is a form of; 0 is none.
    pub(crate) element: u16,
    /// Neither a particle nor a title nor a word that comes and goes.
    pub(crate) telling: bool,
    /// Says of what kind something is, as any name of that kind may.
    generic: bool,
}

impl Name {
    /// Splits the letters of a spelling into units and words; `person` tells whether it is
    /// a person's name, which may leave out more of its words.
    pub fn new(all: &[Letter], person: bool, costs: &Costs, origins: &Origins) -> Self {
        let mut name = Self::default();
        name.set(all, person, costs, Some(origins));
        name
    }

    /// Takes the letters of another spelling, in the same room.
    pub(crate) fn set(&mut self, all: &[Letter], person: bool, costs: &Costs, origins: Option<&Origins>) {
        self.letters.clear();
        self.letters.extend(&all[..all.len().min(LONGEST)]);
        self.rest = 0;
        if all.len() > LONGEST {
            // The last letter makes room for the blank that closes a name.
            self.letters[LONGEST - 1] = 0;
            let behind = &all[LONGEST - 1..];
            self.rest = behind.iter().fold(1u64, |hash, &l| hash.wrapping_mul(131).wrapping_add(u64::from(l) + 1));
        }
        let letters = &self.letters[..];
        self.units.clear();
        self.units.extend((0..=letters.len()).map(|end| units_before(letters, end, costs)));
        self.words.clear();
        self.closing.clear();
        self.closing.resize(letters.len() + 1, 0);
        let mut start = 0;
        for (i, _) in letters.iter().enumerate().filter(|(_, letter)| **letter == 0) {
            let word = &letters[start..i];
            let known = known(word);
            let skip = skip(word, known, person, costs);
            let (element, telling, generic) = (known.element, !known.light, known.generic);
            self.words.push(Word { start, end: i + 1, skip, element, telling, generic });
            self.closing[i + 1] = self.words.len() as u8;
            start = i + 1;
        }
        self.abjad = letters.iter().any(|&letter| class(letter) == Class::Abjad);
        self.origin = origins.map_or_else(Origin::default, |origins| origins.of(letters));
        self.person = person;
        self.arrange();
    }

    /// Sets what follows from the letters and the units.
    fn arrange(&mut self) {
        edges(&self.letters, &mut self.edges);
        self.groups.clear();
        for (end, units) in self.units.iter().enumerate() {
            for (k, &unit) in units.iter().enumerate().filter(|(_, unit)| **unit != 0) {
                self.groups.push(Group { start: (end - k - 2) as u8, end: end as u8, unit });
            }
        }
        let units = self.groups.iter().map(|group| group.unit);
        let mut members = Members::default();
        self.letters.iter().copied().chain(units).for_each(|unit| members.add(unit));
        self.members = members;
    }

    /// One word of the name as a name.
    pub(crate) fn word(&self, word: &Word) -> Self {
        let (start, end) = (word.start, word.end);
        let letters = self.letters[start..end].to_vec();
        // No unit holds a blank, so that none reaches beyond the word.
        let units = self.units[start..=end].to_vec();
        let mut closing = vec![0; letters.len() + 1];
        closing[letters.len()] = 1;
        let words = vec![Word { start: 0, end: letters.len(), ..*word }];
        let (origin, abjad, person) = (self.origin, self.abjad, self.person);
        let mut name = Self { letters, units, words, closing, origin, abjad, person, ..Self::default() };
        name.arrange();
        name
    }

    /// The letters, at most [`LONGEST`].
    pub fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// Where the letters come from, as far as they tell.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether it was made ready as a person's.
    pub(crate) fn is_person(&self) -> bool {
        self.person
    }

    /// Whether it is written without vowels.
    pub fn is_abjad(&self) -> bool {
        self.abjad
    }

    /// Whether what is too long to be scored is equal.
    pub(crate) fn same_rest(&self, other: &Self) -> bool {
        self.rest == other.rest
    }

    /// How many letters and words of the shorter of two names may prove something:
    /// none that only say of what kind both are, where other words differ.
    pub(crate) fn proving(&self, other: &Self) -> [usize; 2] {
        let all = |name: &Self| [name.letters.len(), name.words.len()];
        let is_other = |name: &Self, of: &Self| {
            let telling = name.words.iter().filter(|word| word.telling && !word.generic);
            let mut own = telling.map(|word| name.spelt(word));
            own.any(|own| of.words.iter().all(|word| of.spelt(word) != own))
        };
        let rest = |name: &Self| {
            let generic = name.words.iter().filter(|word| word.generic);
            let [letters, words] =
                generic.fold([0, 0], |[letters, words], word| [letters + word.end - word.start, words + 1]);
            if words < name.words.len() { [name.letters.len() - letters, name.words.len() - words] } else { all(name) }
        };
        let is_generic = |name: &Self| name.words.iter().any(|word| word.generic);
        let of_kinds = is_generic(self) && is_generic(other) && (is_other(self, other) || is_other(other, self));
        let [own, other] = if of_kinds { [rest(self), rest(other)] } else { [all(self), all(other)] };
        [own[0].min(other[0]), own[1].min(other[1])]
    }

    fn spelt(&self, word: &Word) -> &[Letter] {
        &self.letters[word.start..word.end]
    }

    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    #[inline]
    pub(crate) fn units(&self, end: usize) -> &[Unit; 3] {
        &self.units[end]
    }

    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    #[inline]
    pub(crate) fn members(&self) -> &Members {
        &self.members
    }

    /// The word that the blank before `end` closes.
    pub(crate) fn word_before(&self, end: usize) -> Option<&Word> {
        self.words.get(usize::from(self.closing[end]).wrapping_sub(1))
    }

    /// The word that starts at a position.
    pub(crate) fn word_from(&self, start: usize) -> Option<&Word> {
        self.starts_word(start).then(|| self.words.iter().find(|word| word.start == start)).flatten()
    }

    #[inline]
    pub(crate) fn starts_word(&self, at: usize) -> bool {
        self.edges[at] & STARTS != 0
    }

    #[inline]
    pub(crate) fn ends_word(&self, at: usize) -> bool {
        self.edges[at] & ENDS != 0
    }

    /// Whether a position begins (1) or ends (2) a word, or both.
    #[inline]
    pub(crate) fn edge(&self, at: usize) -> usize {
        usize::from(self.edges[at] & (STARTS | ENDS))
    }

    /// Whether the letters from `from` to `to` begin or end a word, or both.
    #[inline]
    pub(crate) fn edge_of(&self, from: usize, to: usize) -> u8 {
        self.edges[from] & STARTS | self.edges[to] & ENDS
    }

    /// What each position is: [`STARTS`], [`ENDS`] and others.
    #[inline]
    pub(crate) fn edges(&self) -> &[u8] {
        &self.edges
    }

    /// Where the letters from `from` to `to` stand that the other name leaves
    /// out, between such edges of its own.
    pub(crate) fn place_of(&self, from: usize, to: usize, other: usize) -> Place {
        if self.starts_word(from) && other & usize::from(STARTS) != 0 {
            Place::Initial
        } else if self.ends_word(to) && other & usize::from(ENDS) != 0 {
            Place::Final
        } else if self.edges[from] & BEHIND_VOWEL != 0 || self.edges[to] & BEFORE_VOWEL != 0 {
            Place::Vowel
        } else {
            Place::Inside
        }
    }
}

/// What a position between letters is.
pub(crate) const STARTS: u8 = 1;
pub(crate) const ENDS: u8 = 2;
const BEHIND_VOWEL: u8 = 4;
const BEFORE_VOWEL: u8 = 8;

/// What each position of some letters is.
fn edges(letters: &[Letter], out: &mut Vec<u8>) {
    out.clear();
    out.resize(letters.len() + 1, 0);
    out[0] = STARTS;
    for (at, &letter) in letters.iter().enumerate() {
        if letter == 0 {
            out[at] |= ENDS;
            out[at + 1] |= STARTS;
        } else if class(letter) == Class::Vowel {
            out[at] |= BEFORE_VOWEL;
            out[at + 1] |= BEHIND_VOWEL;
        }
    }
    out[letters.len()] |= ENDS;
}

fn units_before(letters: &[Letter], end: usize, costs: &Costs) -> [Unit; 3] {
    let Some(&[x, y]) = end.checked_sub(2).map(|from| &letters[from..end]).and_then(|pair| pair.first_chunk()) else {
        return [0; 3];
    };
    let [pair, may_be_longer] = costs.pair_before(x, y);
    let longer = |length: usize| {
        let from = end.checked_sub(length).filter(|_| may_be_longer != 0);
        from.and_then(|from| costs.unit(&letters[from..end])).unwrap_or(0)
    };
    [pair, longer(3), longer(4)]
}

/// What leaving out a word costs by column.
fn skip(word: &[Letter], known: Known, person: bool, costs: &Costs) -> [u16; COLUMNS] {
    if let Some(known) = costs.word(word, person) {
        return *known;
    }
    let number = word.iter().any(|&letter| class(letter) == Class::Digit);
    let (base, each) = if person { (named::PART, named::PART_LETTER) } else { (named::WORD, named::LETTER) };
    std::array::from_fn(|column| {
        let named = &costs.table(column).named;
        if number {
            NEVER
        } else if known.particle {
            named[named::PARTICLE]
        } else if known.light {
            named[named::TITLE]
        } else {
            named[base] + named[each] * word.len().min(10) as u16
        }
    })
}

/// What leaving out each word usually costs of which anything is known, in the
/// name of a place.
pub(super) fn skips(costs: &Costs) -> impl Iterator<Item = (Vec<Letter>, f64)> {
    let usual = move |word: &Vec<Letter>| {
        let columns = skip(word, known(word), false, costs);
        (word.clone(), mean(columns[..ABJAD].iter().copied()))
    };
    costs.words().map(usual).chain(known_words().map(usual))
}
