//! Finds the names of a list that share most of a name's letters, to be
//! weighed afterwards.

use crate::text::unit::{ALPHABET, Letter, Spelling};

/// Buckets of letter groups.
const BUCKETS: usize = 1 << 15;

/// The letter groups of a list of names.
#[derive(Debug)]
pub struct Grams {
    starts: Vec<u32>,
    postings: Vec<u32>,
    weights: Vec<f32>,
    norms: Vec<f32>,
}

/// Room for searches, reused.
#[derive(Debug, Default)]
pub struct Tally {
    shared: Vec<f32>,
    touched: Vec<u32>,
}

impl Grams {
    /// The groups of the names, numbered in their order.
    pub fn build<'a>(names: impl Iterator<Item = &'a Spelling> + Clone) -> Self {
        let mut counts = vec![0u32; BUCKETS + 1];
        let mut size = 0;
        for name in names.clone() {
            size += 1;
            for gram in grams(name) {
                counts[gram as usize + 1] += 1;
            }
        }
        let weights: Vec<f32> = counts[1..].iter().map(|&n| (1.0 + size as f32 / (1.0 + n as f32)).ln()).collect();
        for i in 0..BUCKETS {
            counts[i + 1] += counts[i];
        }
        let mut at = counts.clone();
        let mut postings = vec![0; counts[BUCKETS] as usize];
        let mut norms = Vec::with_capacity(size);
        for (id, name) in names.enumerate() {
            let mut norm = 0.0;
            for gram in grams(name) {
                norm += weights[gram as usize];
                postings[at[gram as usize] as usize] = id as u32;
                at[gram as usize] += 1;
            }
            norms.push(norm.max(1.0));
        }
        Self { starts: counts, postings, weights, norms }
    }

    /// The names nearest to `name`: half of them by the share of both, the
    /// others by the share of the shorter one.
    pub fn nearest(&self, name: &Spelling, most: usize, tally: &mut Tally) -> Vec<u32> {
        tally.shared.resize(self.norms.len(), 0.0);
        let mut norm = 0.0;
        for gram in grams(name) {
            let (gram, weight) = (gram as usize, self.weights[gram as usize]);
            norm += weight;
            for &id in &self.postings[self.starts[gram] as usize..self.starts[gram + 1] as usize] {
                let shared = &mut tally.shared[id as usize];
                if *shared == 0.0 {
                    tally.touched.push(id);
                }
                *shared += weight;
            }
        }
        let mut both: Vec<(f32, u32)> = Vec::with_capacity(tally.touched.len());
        let mut part: Vec<(f32, u32)> = Vec::with_capacity(tally.touched.len());
        for &id in &tally.touched {
            let shared = tally.shared[id as usize];
            let own = self.norms[id as usize];
            both.push((2.0 * shared / (norm + own), id));
            part.push((shared / norm.min(own).max(8.0), id));
            tally.shared[id as usize] = 0.0;
        }
        tally.touched.clear();
        let mut out = Vec::with_capacity(most);
        for (list, most) in [(&mut both, most * 2 / 3), (&mut part, most - most * 2 / 3)] {
            let by = |x: &(f32, u32), y: &(f32, u32)| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1));
            if list.len() > most {
                list.select_nth_unstable_by(most, by);
                list.truncate(most);
            }
            out.extend(list.iter().map(|x| x.1));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Keeps the candidates of the least cost.
#[derive(Debug)]
pub struct Shortlist {
    best: Vec<(u32, u32)>,
    keep: usize,
    limit: u32,
}

impl Shortlist {
    /// Room for so many.
    pub fn new(keep: usize) -> Self {
        Self { best: Vec::with_capacity(4 * keep), keep, limit: u32::MAX / 8 }
    }

    /// No candidate that costs more will be kept.
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// Takes a candidate by its number.
    pub fn push(&mut self, cost: u32, number: u32) {
        self.best.push((cost, number));
        if self.best.len() == 4 * self.keep {
            self.shorten();
            self.limit = self.best[self.keep - 1].0;
        }
    }

    /// The numbers of the cheapest, in that order; lower numbers first among
    /// equals.
    pub fn into_numbers(self) -> impl Iterator<Item = u32> {
        self.into_costs().map(|(_, number)| number)
    }

    /// The same with their costs.
    pub fn into_costs(mut self) -> impl Iterator<Item = (u32, u32)> {
        self.shorten();
        self.best.into_iter()
    }

    fn shorten(&mut self) {
        self.best.sort_unstable();
        self.best.truncate(self.keep);
    }
}

/// Groups of two and three letters of the name by class: its consonants, all
/// its letters, and the consonants that scripts without vowels write; each
/// once.
fn grams(name: &Spelling) -> Vec<u16> {
    const EDGES: [u8; 2] = [31, 30];
    let mut out = Vec::with_capacity(64);
    let mut push = |salt: u32, parts: &[u8]| {
        let packed = parts.iter().fold(salt, |packed, &part| packed << 5 | u32::from(part));
        out.push((packed.wrapping_mul(0x9E37_79B1) >> 17) as u16);
    };
    let runs = |letters: &mut dyn Iterator<Item = u8>| {
        let mut run = vec![EDGES[0]];
        for class in letters.filter(|&class| class != 0) {
            if run.last() != Some(&class) {
                run.push(class);
            }
        }
        run.push(EDGES[1]);
        run
    };
    let foreign = name.letters().iter().any(|&letter| letter > 49);
    let bones = runs(&mut name.letters().iter().map(|&letter| bone(letter)));
    for pair in bones.windows(2) {
        push(6, pair);
    }
    for three in bones.windows(3) {
        push(7, three);
        push(8, &[three[0], three[2]]);
    }
    if !foreign {
        let all = runs(&mut name.letters().iter().map(|&letter| class(letter)));
        let consonants = runs(&mut name.letters().iter().map(|&letter| class(letter)).filter(|&class| class > 3));
        for pair in consonants.windows(2) {
            push(1, pair);
        }
        for three in consonants.windows(3) {
            push(2, three);
            push(3, &[three[0], three[2]]);
        }
        for pair in all.windows(2) {
            push(4, pair);
        }
        for three in all.windows(3) {
            push(5, three);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The class of a letter that scripts without vowels write, too; 0 for those
/// that come and go.
pub(crate) fn bone(letter: Letter) -> u8 {
    match letter {
        10 => 4,
        22 | 23 => 0,
        50.. => abjad(letter),
        other => Some(class(other)).filter(|&class| class > 3).unwrap_or(0),
    }
}

/// Letters that stand for each other in many systems; 0 for those that come
/// and go.
pub(crate) fn class(letter: Letter) -> u8 {
    match letter {
        0 | 8 => 0,
        1 | 5 | 37 | 40 => 1,
        9 | 10 | 25 | 41 => 2,
        15 | 21 | 38 | 39 => 3,
        11 | 17 | 7 | 24 | 44 => 4,
        19 | 26 | 3 | 42 | 43 | 45..=48 => 5,
        22 | 23 => 6,
        4 | 20 => 7,
        6 | 16 => 8,
        14 | 49 => 14,
        50.. => abjad(letter),
        other => (other % 20) + 9,
    }
}

/// The class of the consonant that a letter of Arabic or Hebrew script is.
fn abjad(letter: Letter) -> u8 {
    let latin = match ALPHABET.chars().nth(usize::from(letter)) {
        Some('ب' | 'ב') => 2,
        Some('ت' | 'ط' | 'د' | 'ض' | 'ڈ' | 'ٹ' | 'ډ' | 'ټ' | 'ד' | 'ט' | 'ת') => 4,
        Some('ث' | 'ذ' | 'ز' | 'س' | 'ش' | 'ص' | 'ظ' | 'چ' | 'ژ' | 'ښ' | 'ږ' | 'ז' | 'ס' | 'צ' | 'ש') => {
            19
        }
        Some('خ' | 'غ' | 'ق' | 'ک' | 'گ' | 'ج' | 'ג' | 'כ' | 'ק') => 11,
        Some('ف' | 'پ' | 'פ') => 6,
        Some('ل' | 'ל') => 12,
        Some('م' | 'מ') => 13,
        Some('ن' | 'ں' | 'ڼ' | 'נ') => 14,
        Some('ر' | 'ڑ' | 'ړ' | 'ר') => 18,
        _ => 0,
    };
    class(latin)
}
