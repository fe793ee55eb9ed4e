//! The cheapest way from one spelling to another: a weighted distance over
//! letters and units, with whole words left out or shortened to an initial.

use super::cost::{Costs, Place, Table, Unit, named};
use super::name::{Name, Word};
use crate::text::unit::{Letter, text_of};

/// One step of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Letters of the first name, from and to.
    pub a: (usize, usize),
    /// Letters of the second name.
    pub b: (usize, usize),
    /// Where in the word it stands.
    pub place: Place,
    /// What is done.
    pub act: Act,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The same letters.
    Same,
    /// One unit for another.
    Pair(Unit, Unit),
    /// Letters that one name leaves out.
    Gap(Unit),
    /// A letter written double in one name.
    Doubled(Letter),
    /// Two neighbouring letters changed places.
    Swap,
    /// One name writes two words as one.
    Join,
    /// A word that one name leaves out.
    Word,
    /// A word and its first letter.
    Initial,
    /// Two forms of one element of names.
    Element,
    /// The words stand in another order.
    Order,
    /// Each name has a word that the other has not.
    Clash,
}

/// Room for alignments, reused from pair to pair.
#[derive(Debug, Default)]
pub struct Aligner {
    rows: Vec<u32>,
}

const FAR: u32 = u32::MAX / 4;

struct Task<'a> {
    a: &'a Name,
    b: &'a Name,
    table: &'a Table,
    size: usize,
    column: usize,
    width: usize,
}

impl Aligner {
    /// The cost of the cheapest alignment by the table of one column, in
    /// hundredths; nothing above `limit`.
    pub fn cost(&mut self, a: &Name, b: &Name, costs: &Costs, column: usize, limit: u32) -> Option<u32> {
        let task = Task { a, b, table: costs.table(column), size: costs.size(), column, width: b.letters().len() + 1 };
        let (n, m) = (a.letters().len(), b.letters().len());
        self.rows.clear();
        self.rows.resize((n + 1) * (m + 1), FAR);
        self.rows[0] = 0;
        let mut recent = [0; 4];
        let mut word_row = FAR;
        for i in 0..=n {
            let mut least = FAR;
            for j in 0..=m {
                if i + j == 0 {
                    least = 0;
                    continue;
                }
                let best = task.best(&self.rows, i, j).0;
                self.rows[i * task.width + j] = best;
                least = least.min(best);
            }
            recent[i % 4] = least;
            if a.starts_word(i)
                && let Some(word) = a.words().iter().find(|word| word.start == i)
            {
                word_row = least + u32::from(word.skip[column]);
            }
            if i >= 4 && recent.iter().all(|&least| least > limit) && word_row > limit {
                return None;
            }
        }
        let cost = self.rows[n * task.width + m];
        (cost <= limit).then_some(cost)
    }

    /// The steps of the cheapest alignment by the table of one column.
    pub fn steps(&mut self, a: &Name, b: &Name, costs: &Costs, column: usize) -> Vec<Step> {
        self.cost(a, b, costs, column, FAR);
        let task = Task { a, b, table: costs.table(column), size: costs.size(), column, width: b.letters().len() + 1 };
        let (mut i, mut j) = (a.letters().len(), b.letters().len());
        let mut steps = Vec::new();
        while i + j > 0 {
            let (_, (i0, j0), act) = task.best(&self.rows, i, j);
            steps.push(Step { a: (i0, i), b: (j0, j), place: task.place((i0, j0), (i, j), act), act });
            (i, j) = (i0, j0);
        }
        steps.reverse();
        steps
    }
}

impl Task<'_> {
    /// The cheapest way to `(i, j)`: its cost, where it comes from, the act.
    #[inline(always)]
    fn best(&self, rows: &[u32], i: usize, j: usize) -> (u32, (usize, usize), Act) {
        let (a, b) = (&self.a.letters()[..], &self.b.letters()[..]);
        let mut best = (FAR, (0, 0), Act::Same);
        let mut offer = |from: (usize, usize), cost: u16, act: Act| {
            let total = rows[from.0 * self.width + from.1] + u32::from(cost);
            if total < best.0 {
                best = (total, from, act);
            }
        };
        if i > 0 && j > 0 {
            let (x, y) = (a[i - 1], b[j - 1]);
            if x == y {
                offer((i - 1, j - 1), 0, Act::Same);
            } else if x != 0 && y != 0 {
                offer((i - 1, j - 1), self.pair((i - 1, j - 1), (i, j), x, y), Act::Pair(x, y));
            }
            if i > 1 && j > 1 && x != y && x == b[j - 2] && y == a[i - 2] && x != 0 && y != 0 {
                offer((i - 2, j - 2), self.table.named[named::SWAP], Act::Swap);
            }
            let (longer_a, longer_b) = (self.a.units(i), self.b.units(j));
            let (any_a, any_b) = (longer_a != &[0; 3], longer_b != &[0; 3]);
            if any_a || any_b {
                for la in 1..=4 {
                    let u = if la == 1 { x } else { longer_a[la - 2] };
                    if u == 0 {
                        continue;
                    }
                    for lb in 1..=4 {
                        let v = if lb == 1 { y } else { longer_b[lb - 2] };
                        if v != 0 && la + lb > 2 && u != v {
                            let from = (i - la, j - lb);
                            offer(from, self.pair(from, (i, j), u, v), Act::Pair(u, v));
                        }
                    }
                }
            }
        }
        if i > 0 {
            self.leave_out(self.a, i, |i0| ((i0, j), self.place((i0, j), (i, j), Act::Gap(1))), &mut offer);
            if a[i - 1] == 0 && (j == 0 || b[j - 1] == 0) {
                if let Some(word) = self.a.word_before(i) {
                    offer((word.start, j), word.skip[self.column], Act::Word);
                    if let Some(other) = self.b.word_before(j) {
                        let from = (word.start, other.start);
                        if word.element != 0 && word.element == other.element {
                            offer(from, self.table.named[named::ELEMENT], Act::Element);
                        }
                        let single = |word: &Word| word.end - word.start == 2;
                        if single(word) != single(other) && a[from.0] == b[from.1] {
                            offer(from, self.table.named[named::INITIAL], Act::Initial);
                        }
                    }
                }
            }
        }
        if j > 0 {
            self.leave_out(self.b, j, |j0| ((i, j0), self.place((i, j0), (i, j), Act::Gap(1))), &mut offer);
            if b[j - 1] == 0 && (i == 0 || a[i - 1] == 0) && let Some(word) = self.b.word_before(j) {
                offer((i, word.start), word.skip[self.column], Act::Word);
            }
        }
        best
    }

    /// Offers to leave out the letters of `name` that end at `end`.
    #[inline(always)]
    fn leave_out(
        &self,
        name: &Name,
        end: usize,
        from: impl Fn(usize) -> ((usize, usize), Place),
        offer: &mut impl FnMut((usize, usize), u16, Act),
    ) {
        let letter = name.letters()[end - 1];
        let (cell, place) = from(end - 1);
        if letter == 0 {
            offer(cell, self.table.named[named::JOIN], Act::Join);
            return;
        }
        offer(cell, self.table.gap(self.size, place, letter), Act::Gap(letter));
        if end > 1 && name.letters()[end - 2] == letter {
            offer(cell, self.table.doubled(letter), Act::Doubled(letter));
        }
        for (k, &unit) in name.units(end).iter().enumerate() {
            if unit != 0 {
                let (cell, place) = from(end - k - 2);
                offer(cell, self.table.gap(self.size, place, unit), Act::Gap(unit));
            }
        }
    }

    #[inline(always)]
    fn pair(&self, from: (usize, usize), to: (usize, usize), u: Unit, v: Unit) -> u16 {
        self.table.pair(self.size, self.place(from, to, Act::Same), u, v)
    }

    #[inline(always)]
    fn place(&self, from: (usize, usize), to: (usize, usize), act: Act) -> Place {
        if self.a.starts_word(from.0) && self.b.starts_word(from.1) {
            return Place::Initial;
        }
        if self.a.ends_word(to.0) && self.b.ends_word(to.1) {
            return Place::Final;
        }
        if let Act::Gap(_) = act {
            let beside = if from.1 == to.1 { self.a.beside_vowel(from.0, to.0) } else { self.b.beside_vowel(from.1, to.1) };
            if beside {
                return Place::Vowel;
            }
        }
        Place::Inside
    }
}

impl Costs {
    /// What a step costs in a column, in hundredths.
    pub fn of(&self, step: &Step, a: &Name, b: &Name, column: usize) -> u16 {
        let table = self.table(column);
        match step.act {
            Act::Same => 0,
            Act::Pair(u, v) => table.pair(self.size(), step.place, u, v),
            Act::Gap(u) => table.gap(self.size(), step.place, u),
            Act::Doubled(letter) => table.doubled(letter),
            Act::Swap => table.named[named::SWAP],
            Act::Join => table.named[named::JOIN],
            Act::Initial => table.named[named::INITIAL],
            Act::Element => table.named[named::ELEMENT],
            Act::Order => table.named[named::ORDER],
            Act::Clash => table.named[named::CLASH],
            Act::Word => {
                let word = if step.a.0 == step.a.1 { b.word_before(step.b.1) } else { a.word_before(step.a.1) };
                word.map_or(0, |word| word.skip[column])
            }
        }
    }

    /// The row of the table that a step is weighed by: `a`, `b`, the place.
    pub fn row(&self, step: &Step, a: &Name, b: &Name) -> (String, String, Place) {
        let none = "∅".to_owned();
        let text = |unit: Unit| self.name(unit).to_owned();
        match step.act {
            Act::Same => (none.clone(), none, step.place),
            Act::Pair(u, v) => {
                let (u, v) = (text(u), text(v));
                if u < v { (u, v, step.place) } else { (v, u, step.place) }
            }
            Act::Gap(u) => (text(u), none, step.place),
            Act::Doubled(letter) => (text(letter), text(letter).repeat(2), Place::Inside),
            Act::Swap => ("(swap)".into(), none, Place::Inside),
            Act::Join => ("(join)".into(), none, Place::Inside),
            Act::Initial => ("(initial)".into(), none, Place::Inside),
            Act::Element => ("(element)".into(), none, Place::Inside),
            Act::Order => ("(order)".into(), none, Place::Inside),
            Act::Clash => ("(clash)".into(), none, Place::Inside),
            Act::Word => {
                let letters = if step.a.0 == step.a.1 { &b.letters()[step.b.0..step.b.1 - 1] } else { &a.letters()[step.a.0..step.a.1 - 1] };
                (format!("word {}", text_of(letters)), none, Place::Inside)
            }
        }
    }
}
