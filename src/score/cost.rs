//! What it costs to take one spelling for another, by tradition and place in
//! the word. The numbers are `costs.tsv`; this file only arranges them.
//!
//! A cost is in hundredths: 100 is one letter for another of no kinship.

use rustc_hash::FxHashMap;

use crate::text::rules;
use crate::text::tradition::TRADITIONS;
use crate::text::unit::{LETTERS, Letter, letter};

/// Where in a word an operation stands.
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
    /// All places, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Inside, Self::Initial, Self::Final, Self::Vowel];

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

/// A run of one to four letters that is weighed as a whole; single letters
/// have their own number, 0 is none.
pub(crate) type Unit = u8;

/// Too dear to be taken.
pub(crate) const NEVER: u16 = 4000;

/// All costs of one tradition.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pairs: Vec<u16>,
    gaps: Vec<u16>,
    doubled: [u16; LETTERS],
    pub(crate) named: [u16; NAMED.len()],
}

/// Costs that hang on no letter, by their name in `costs.tsv`.
pub(crate) const NAMED: [&str; 8] = [
    "(swap)", "(join)", "(order)", "(initial)", "(particle)", "(title)", "(word)", "(letter)",
];

/// Places in [`NAMED`].
pub(crate) mod named {
    pub(crate) const SWAP: usize = 0;
    pub(crate) const JOIN: usize = 1;
    pub(crate) const ORDER: usize = 2;
    pub(crate) const INITIAL: usize = 3;
    pub(crate) const PARTICLE: usize = 4;
    pub(crate) const TITLE: usize = 5;
    pub(crate) const WORD: usize = 6;
    pub(crate) const LETTER: usize = 7;
}

/// The cost tables.
#[derive(Debug, Clone)]
pub struct Costs {
    units: FxHashMap<u32, Unit>,
    names: Vec<String>,
    tables: Vec<Table>,
    words: FxHashMap<Vec<Letter>, [u16; TRADITIONS.len()]>,
}

impl Costs {
    /// Reads a table of costs: columns `a`, `b`, `place` and one for each of
    /// [`TRADITIONS`]; `b` is `∅` for letters that one name leaves out, a
    /// name in brackets in `a` stands for what hangs on no letter, and
    /// `word …` for a word that one name leaves out.
    pub fn parse(text: &str) -> Self {
        let rows: Vec<[&str; 9]> = rules::rows::<9>(text).collect();
        let mut units = FxHashMap::default();
        let mut names: Vec<String> = (0..LETTERS).map(|l| crate::text::unit::text_of(&[l as u8])).collect();
        for [a, b, ..] in &rows {
            if a.starts_with('(') || a.starts_with("word ") {
                continue;
            }
            for cell in [a, b] {
                let letters = letters_of(cell);
                if (2..=4).contains(&letters.len()) && !is_doubled(&letters) && names.len() < 255 {
                    units.entry(packed(&letters)).or_insert_with(|| {
                        names.push((*cell).to_owned());
                        (names.len() - 1) as Unit
                    });
                }
            }
        }
        let n = names.len();
        let mut costs = Self { units, names, tables: Vec::new(), words: FxHashMap::default() };
        for t in 0..TRADITIONS.len() {
            let mut table =
                Table { pairs: vec![NEVER; 3 * n * n], gaps: vec![NEVER; 4 * n], doubled: [NEVER; LETTERS], named: [100; NAMED.len()] };
            for row in rows.iter().filter(|row| row[2] == "*").chain(rows.iter().filter(|row| row[2] != "*")) {
                let [a, b, place, ..] = *row;
                let cost: u16 = (row[3 + t].parse::<f64>().unwrap_or(40.0) * 100.0).round() as u16;
                if let Some(at) = NAMED.iter().position(|name| *name == a) {
                    table.named[at] = cost;
                } else if let Some(word) = a.strip_prefix("word ") {
                    costs.words.entry(letters_of(word)).or_default()[t] = cost;
                } else {
                    costs.fill(&mut table, &letters_of(a), &letters_of(b), place, cost);
                }
            }
            for place in 0..3 {
                for u in 0..n {
                    table.pairs[(place * n + u) * n + u] = 0;
                }
            }
            costs.tables.push(table);
        }
        costs
    }

    fn fill(&self, table: &mut Table, a: &[Letter], b: &[Letter], place: &str, cost: u16) {
        let n = self.names.len();
        if b.len() == 2 && is_doubled(b) && a == &b[..1] {
            table.doubled[usize::from(a[0])] = cost;
            return;
        }
        let (Some(a), b) = (self.unit(a), self.unit(b)) else { return };
        let places: &[usize] = match place {
            "^" => &[1],
            "$" => &[2],
            "v" => &[3],
            _ => &[0, 1, 2, 3],
        };
        for &place in places {
            match b {
                None => table.gaps[place * n + usize::from(a)] = cost,
                Some(_) if place == 3 => {}
                Some(b) => {
                    table.pairs[(place * n + usize::from(a)) * n + usize::from(b)] = cost;
                    table.pairs[(place * n + usize::from(b)) * n + usize::from(a)] = cost;
                }
            }
        }
    }

    /// The unit that some letters are.
    pub(crate) fn unit(&self, letters: &[Letter]) -> Option<Unit> {
        match letters {
            [] => None,
            [one] => Some(*one),
            _ => self.units.get(&packed(letters)).copied(),
        }
    }

    pub(crate) fn name(&self, unit: Unit) -> &str {
        &self.names[usize::from(unit)]
    }

    pub(crate) fn size(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn table(&self, tradition: usize) -> &Table {
        &self.tables[tradition]
    }

    /// What leaving out a word costs, if the word has its own row.
    pub(crate) fn word(&self, word: &[Letter]) -> Option<&[u16; TRADITIONS.len()]> {
        self.words.get(word)
    }
}

impl Table {
    pub(crate) fn pair(&self, size: usize, place: Place, a: Unit, b: Unit) -> u16 {
        self.pairs[(place as usize * size + usize::from(a)) * size + usize::from(b)]
    }

    pub(crate) fn gap(&self, size: usize, place: Place, a: Unit) -> u16 {
        self.gaps[place as usize * size + usize::from(a)]
    }

    pub(crate) fn doubled(&self, letter: Letter) -> u16 {
        self.doubled[usize::from(letter)]
    }
}

fn is_doubled(letters: &[Letter]) -> bool {
    letters.len() == 2 && letters[0] == letters[1]
}

fn packed(letters: &[Letter]) -> u32 {
    letters.iter().fold(0, |packed, &letter| packed << 8 | u32::from(letter))
}

/// The letters of a cell; none for `∅`.
pub fn letters_of(cell: &str) -> Vec<Letter> {
    cell.chars().filter_map(letter).collect()
}
