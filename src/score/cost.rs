//! What it costs to take one spelling for another, by tradition and place in
//! the word. The numbers are `costs.tsv`; this file only arranges them.
//!
//! A cost is in hundredths: 100 is one letter for another of no kinship.

use rustc_hash::FxHashMap;

use super::name::{Members, Name};
use crate::text::rules;
use crate::text::tradition::TRADITIONS;
use crate::text::unit::{Class, LETTERS, Letter, class, letter, text_of};

/// The columns of the table: the traditions, and last the one for names in a
/// script without vowels against names with them.
pub const COLUMNS: usize = TRADITIONS.len() + 1;

/// The column for scripts without vowels.
pub const ABJAD: usize = TRADITIONS.len();

/// The column whose share is the largest, the first of equals.
pub fn dominant(shares: &[f64; COLUMNS]) -> usize {
    (0..COLUMNS).fold(0, |best, column| if shares[column] > shares[best] { column } else { best })
}

/// The name of a column in `costs.tsv`.
pub fn column_name(column: usize) -> &'static str {
    TRADITIONS.get(column).copied().unwrap_or("abjad")
}

/// Where in a word a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Inside a word.
    Inside,
    /// At the beginning of a word in both names.
    Initial,
    /// At the end of a word in both names.
    Final,
    /// Inside a word, beside a vowel; of letters that one name leaves out.
    Vowel,
}

impl Place {
    /// The sign in `costs.tsv`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Inside => "*",
            Self::Initial => "^",
            Self::Final => "$",
            Self::Vowel => "v",
        }
    }
}

/// A letter or a run of two to four letters that is weighed as a whole; 0 is
/// none.
pub(crate) type Unit = u8;

/// Letters in the longest unit.
pub(crate) const LONGEST_UNIT: usize = 4;

/// How many units there may be.
pub(crate) const UNITS: usize = 256;

/// What the readings of one sound cost at most.
const LITTLE: u16 = 35;

/// Too dear to be taken.
pub(crate) const NEVER: u16 = 4000;

/// Costs that hang on no letter, by their name in `costs.tsv`.
pub(crate) const NAMED: [&str; 12] = [
    "(swap)",
    "(join)",
    "(order)",
    "(initial)",
    "(particle)",
    "(title)",
    "(word)",
    "(letter)",
    "(part)",
    "(part letter)",
    "(clash)",
    "(element)",
];

/// Places in [`NAMED`].
pub(crate) mod named {
    /// Two neighbouring letters changed places.
    pub(crate) const SWAP: usize = 0;
    /// Two words written as one.
    pub(crate) const JOIN: usize = 1;
    /// The words stand in another order.
    pub(crate) const ORDER: usize = 2;
    /// A word and its first letter.
    pub(crate) const INITIAL: usize = 3;
    /// A particle that one name leaves out.
    pub(crate) const PARTICLE: usize = 4;
    /// A title or type word that one name leaves out.
    pub(crate) const TITLE: usize = 5;
    /// A word that one name leaves out, and for each of its letters.
    pub(crate) const WORD: usize = 6;
    pub(crate) const LETTER: usize = 7;
    /// The same of a person's name.
    pub(crate) const PART: usize = 8;
    pub(crate) const PART_LETTER: usize = 9;
    /// Each name has a word that the other has not.
    pub(crate) const CLASH: usize = 10;
    /// Two forms of one element.
    pub(crate) const ELEMENT: usize = 11;
}

/// All costs of one column.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// By place and unit.
    pairs: Vec<[u16; UNITS]>,
    gaps: [[u16; UNITS]; 4],
    /// What each unit may stand for.
    kin: Vec<Members>,
    /// The units that may be left out.
    gone: Members,
    doubled: [u16; LETTERS],
    pub(crate) named: [u16; NAMED.len()],
}

/// The cost tables.
///
/// Takes about 0.4 MB a tradition.
#[derive(Debug, Clone)]
pub struct Costs {
    units: FxHashMap<u32, Unit>,
    /// For each two letters, the unit that they are, and whether longer ones
    /// end in them.
    endings: Vec<[Unit; 2]>,
    names: Vec<String>,
    tables: Vec<Table>,
    words: FxHashMap<Vec<Letter>, [u16; COLUMNS]>,
    parts: FxHashMap<Vec<Letter>, [u16; COLUMNS]>,
}

type Row<'a> = [&'a str; 3 + COLUMNS];

impl Costs {
    /// Reads a table of costs: columns `a`, `b`, `place`, then one for each of
    /// [`TRADITIONS`] and one for scripts without vowels. `b` is `∅` for
    /// letters that one name leaves out; `a` in brackets stands for what hangs
    /// on no letter or on a class of letters; `word …` and `part …` are words
    /// that one name of a place or a person leaves out. An empty cell leaves
    /// what the rows before it say.
    ///
    /// Rows that name more than 127 different units of several letters lose
    /// those that come last; `tests/data.rs` checks the table.
    pub fn parse(text: &str) -> Self {
        let mut rows: Vec<Row> = rules::rows(text).collect();
        let mut names: Vec<String> = (0..LETTERS).map(|l| text_of(&[l as Letter])).collect();
        let mut units = FxHashMap::default();
        for [a, b, ..] in rows.iter().filter(|row| is_letters(row[0])) {
            for cell in [a, b] {
                let letters = letters_of(cell);
                if (2..=LONGEST_UNIT).contains(&letters.len()) && !is_doubled(&letters) && names.len() < UNITS {
                    units.entry(packed(&letters)).or_insert_with(|| {
                        names.push((*cell).to_owned());
                        (names.len() - 1) as Unit
                    });
                }
            }
        }
        let mut endings = vec![[0; 2]; LETTERS * LETTERS];
        for (&packed, &unit) in &units {
            let [a, b] = [packed >> 8 & 0xFF, packed & 0xFF].map(|letter| letter as usize);
            endings[a * LETTERS + b][usize::from(packed >> 16 != 0)] = unit;
        }
        let mut costs = Self {
            units,
            endings,
            names,
            tables: Vec::new(),
            words: FxHashMap::default(),
            parts: FxHashMap::default(),
        };
        // Classes first, then letters, then letters at a place.
        rows.sort_by_key(|row| (is_letters(row[0]), row[2] != "*"));
        for column in 0..COLUMNS {
            let table = costs.column(&rows, column);
            costs.tables.push(table);
        }
        for [a, _, _, cells @ ..] in &rows {
            let (words, word) = match (a.strip_prefix("word "), a.strip_prefix("part ")) {
                (Some(word), _) => (&mut costs.words, word),
                (_, Some(part)) => (&mut costs.parts, part),
                _ => continue,
            };
            words.insert(letters_of(word), cells.map(|cell| hundredths(cell).unwrap_or(NEVER)));
        }
        costs
    }

    fn column(&self, rows: &[Row], column: usize) -> Table {
        let mut table = Table {
            pairs: vec![[NEVER; UNITS]; 3 * UNITS],
            gaps: [[NEVER; UNITS]; 4],
            kin: vec![Members::default(); UNITS],
            gone: Members::default(),
            doubled: [NEVER; LETTERS],
            named: [NEVER; NAMED.len()],
        };
        for row in rows {
            let [a, b, place, ..] = *row;
            let Some(cost) = hundredths(row[3 + column]) else { continue };
            if let Some(at) = NAMED.iter().position(|name| *name == a) {
                table.named[at] = cost;
            }
            if is_letters(a) {
                self.fill(&mut table, &letters_of(a), &letters_of(b), place, cost);
            } else {
                self.fill_class(&mut table, a, b, cost);
            }
        }
        for u in 0..UNITS {
            if table.gaps.iter().any(|costs| costs[u] < NEVER) {
                table.gone.add(u as Unit);
            }
            for place in 0..3 {
                let row = &mut table.pairs[place * UNITS + u];
                row[u] = 0;
                let kin = (0..UNITS).filter(|&v| v != u && row[v] < NEVER);
                kin.for_each(|v| table.kin[u].add(v as Unit));
            }
        }
        table
    }

    fn fill_class(&self, table: &mut Table, a: &str, b: &str, cost: u16) {
        let of = |name: &str| match name {
            "(vowel)" => Some(Class::Vowel),
            "(consonant)" => Some(Class::Consonant),
            "(digit)" => Some(Class::Digit),
            "(abjad)" => Some(Class::Abjad),
            _ => None,
        };
        let Some(a) = of(a) else { return };
        let all = || 1..LETTERS as Letter;
        for x in all().filter(|&x| class(x) == a) {
            match b {
                "∅" => self.fill(table, &[x], &[], "*", cost),
                "(double)" => table.doubled[usize::from(x)] = cost,
                _ => {
                    for y in all().filter(|&y| b == "(any)" || of(b) == Some(class(y))) {
                        self.fill(table, &[x], &[y], "*", cost);
                    }
                }
            }
        }
    }

    fn fill(&self, table: &mut Table, a: &[Letter], b: &[Letter], place: &str, cost: u16) {
        if is_doubled(b) && a == &b[..1] {
            table.doubled[usize::from(a[0])] = cost;
            return;
        }
        let Some(a) = self.unit(a) else { return };
        let places: &[usize] = match place {
            "^" => &[1],
            "$" => &[2],
            "v" => &[3],
            _ => &[0, 1, 2, 3],
        };
        for &place in places {
            if b.is_empty() {
                table.gaps[place][usize::from(a)] = cost;
            } else if let (Some(b), true) = (self.unit(b), place < 3) {
                table.pairs[place * UNITS + usize::from(a)][usize::from(b)] = cost;
                table.pairs[place * UNITS + usize::from(b)][usize::from(a)] = cost;
            }
        }
    }

    /// The unit that some letters are.
    pub(crate) fn unit(&self, letters: &[Letter]) -> Option<Unit> {
        match letters {
            [] => None,
            [one] => Some(*one),
            [0, ..] => None,
            _ => self.units.get(&packed(letters)).copied(),
        }
    }

    /// The letters with each unit of several replaced by the letter that it
    /// stands for at the least cost, if that is little: `kh` by `h`. Nothing
    /// when there is no such unit.
    pub(crate) fn plain_reading(&self, letters: &[Letter]) -> Option<Vec<Letter>> {
        let mut out = Vec::with_capacity(letters.len());
        let mut at = 0;
        while at < letters.len() {
            let longest = (2..=LONGEST_UNIT.min(letters.len() - at)).rev();
            let unit = |length: usize| Some((length, self.plain(self.unit(&letters[at..at + length])?)?));
            let (length, letter) = longest.filter_map(unit).next().unwrap_or((1, letters[at]));
            out.push(letter);
            at += length;
        }
        (out.len() < letters.len()).then_some(out)
    }

    /// The letter that a unit of several stands for at little cost.
    fn plain(&self, unit: Unit) -> Option<Letter> {
        let cost =
            |letter: usize| self.tables[..ABJAD].iter().map(|t| t.pair(Place::Inside, unit, letter as Unit)).min();
        let best = (1..=26).filter_map(|letter| Some((cost(letter)?, letter))).min()?;
        (best.0 <= LITTLE).then_some(best.1 as Letter)
    }

    /// The mean of the traditions.
    fn usual(&self, of: impl Fn(&Table) -> u16) -> f64 {
        mean(self.tables[..ABJAD].iter().map(of))
    }

    /// What one unit for another usually costs inside a word.
    pub(crate) fn usual_pair(&self, a: Unit, b: Unit) -> f64 {
        self.usual(|table| table.pair(Place::Inside, a, b))
    }

    /// What leaving out a unit usually costs inside a word.
    pub(crate) fn usual_gap(&self, unit: Unit) -> f64 {
        self.usual(|table| table.gap(Place::Inside, unit))
    }

    /// What writing a letter double usually costs.
    pub(crate) fn usual_doubled(&self, letter: Letter) -> f64 {
        self.usual(|table| table.doubled(letter))
    }

    /// What usually costs what hangs on no letter, by its place in [`NAMED`].
    pub(crate) fn usual_named(&self, at: usize) -> f64 {
        self.usual(|table| table.named[at])
    }

    /// The letters of a unit of two.
    pub(crate) fn pair_of(&self, unit: Unit) -> Option<[Letter; 2]> {
        letters_of(self.names.get(usize::from(unit))?).try_into().ok()
    }

    /// The words that have their own rows, of places.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Vec<Letter>> {
        self.words.keys()
    }

    /// The unit that two letters are, and a number that is 0 when no longer
    /// unit ends in them.
    #[inline]
    pub(crate) fn pair_before(&self, a: Letter, b: Letter) -> [Unit; 2] {
        self.endings[usize::from(a) % LETTERS * LETTERS + usize::from(b) % LETTERS]
    }

    pub(crate) fn name(&self, unit: Unit) -> &str {
        &self.names[usize::from(unit)]
    }

    pub(crate) fn table(&self, column: usize) -> &Table {
        &self.tables[column]
    }

    /// What leaving out a word costs, if the word has its own row.
    pub(crate) fn word(&self, word: &[Letter], person: bool) -> Option<&[u16; COLUMNS]> {
        if person { self.parts.get(word) } else { self.words.get(word) }
    }
}

impl Table {
    /// What a unit for each other costs.
    #[inline]
    pub(crate) fn row(&self, place: Place, a: Unit) -> &[u16; UNITS] {
        &self.pairs[place as usize * UNITS + usize::from(a)]
    }

    /// Whether one unit may stand for another.
    #[inline]
    pub(crate) fn are_kin(&self, a: Unit, b: Unit) -> bool {
        self.kin[usize::from(a)].has(b)
    }

    /// Whether a unit may be left out.
    #[inline]
    pub(crate) fn may_go(&self, unit: Unit) -> bool {
        self.gone.has(unit)
    }

    /// Whether a unit may stand for a letter of a name, and for a unit of
    /// several letters.
    #[inline]
    pub(crate) fn may_be(&self, unit: Unit, name: &Name) -> [bool; 2] {
        self.kin[usize::from(unit)].meet(name.members())
    }

    #[inline]
    pub(crate) fn pair(&self, place: Place, a: Unit, b: Unit) -> u16 {
        self.row(place, a)[usize::from(b)]
    }

    #[inline]
    pub(crate) fn gap(&self, place: Place, a: Unit) -> u16 {
        self.gaps[place as usize][usize::from(a)]
    }

    pub(crate) fn doubled(&self, letter: Letter) -> u16 {
        self.doubled[usize::from(letter)]
    }
}

/// The mean of what something costs in each tradition, in units of 1.00.
pub(super) fn mean(costs: impl Iterator<Item = u16>) -> f64 {
    costs.map(f64::from).sum::<f64>() / 100.0 / ABJAD as f64
}

fn hundredths(cell: &str) -> Option<u16> {
    cell.parse::<f64>().ok().map(|cost| (cost * 100.0).round() as u16)
}

fn is_letters(a: &str) -> bool {
    !a.starts_with('(') && !a.contains(' ')
}

fn is_doubled(letters: &[Letter]) -> bool {
    letters.len() == 2 && letters[0] == letters[1]
}

fn packed(letters: &[Letter]) -> u32 {
    letters.iter().fold(0, |packed, &letter| packed << 8 | u32::from(letter))
}

/// The letters of a cell; none for `∅`.
fn letters_of(cell: &str) -> Vec<Letter> {
    cell.chars().filter_map(letter).collect()
}
