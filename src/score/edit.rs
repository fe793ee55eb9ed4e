//! The cheapest way from one spelling to another: a weighted distance over
//! letters and units, with whole words left out or shortened to an initial.

use super::cost::{Costs, Place, Table, Unit, named};
use super::name::{Name, Word};
use crate::text::unit::{Class, Letter, class, text_of};

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
    /// What leaving out the letter before each position costs, by whether the
    /// other name begins or ends a word there.
    gaps: [Vec<[u16; 4]>; 2],
}

const FAR: u32 = u32::MAX / 4;

struct Task<'a> {
    a: &'a Name,
    b: &'a Name,
    table: &'a Table,
    size: usize,
    column: usize,
    width: usize,
    /// What is before and behind is equal.
    low: usize,
    high: (usize, usize),
}

/// So many equal letters before and behind what differs are aligned with it,
/// because units may reach across the border.
const MARGIN: usize = 4;

/// Costs, in hundredths, up to which an alignment is looked for, one after
/// the other.
const LIMITS: [u32; 2] = [120, 400];

impl Aligner {
    /// The cost of the cheapest alignment by the table of one column, in
    /// hundredths; nothing above `limit`.
    ///
    /// Costs some nanoseconds for each pair of letters that are not in a
    /// common beginning or end.
    pub fn cost(&mut self, a: &Name, b: &Name, costs: &Costs, column: usize, limit: u32) -> Option<u32> {
        let task = Task::new(a, b, costs, column);
        self.rows.clear();
        self.rows.resize((a.letters().len() + 1) * task.width, FAR);
        self.rows[task.low * task.width + task.low] = 0;
        task.gaps(a, &mut self.gaps[0]);
        task.gaps(b, &mut self.gaps[1]);
        let mut recent = [FAR; MARGIN];
        let mut word_row = FAR;
        for i in task.low..=task.high.0 {
            let mut least = FAR;
            let (gap, edges) = (self.gaps[0][i], a.edges(i));
            for j in task.low..=task.high.1 {
                let cell = i * task.width + j;
                if task.is_hopeless(&self.rows, i, j, limit) {
                    continue;
                }
                let mut best = self.rows[cell];
                if i > task.low {
                    best = best.min(self.rows[cell - task.width] + u32::from(gap[b.edges(j)]));
                }
                if j > task.low {
                    best = best.min(self.rows[cell - 1] + u32::from(self.gaps[1][j][edges]));
                }
                best = best.min(task.least(&self.rows, i, j));
                self.rows[cell] = best;
                least = least.min(best);
            }
            recent[i % MARGIN] = least;
            if let Some(word) = a.word_from(i) {
                let named = &task.table.named;
                let least_jump = word.skip[column].min(named[named::ELEMENT]).min(named[named::INITIAL]);
                word_row = least + u32::from(least_jump);
            }
            if i >= task.low + MARGIN && recent.iter().all(|&least| least > limit) && word_row > limit {
                return None;
            }
        }
        let cost = self.rows[task.high.0 * task.width + task.high.1];
        (cost <= limit).then_some(cost)
    }

    /// The steps of the cheapest alignment by the table of one column, equal
    /// letters left out; nothing when all of them cost more than `limit`, in
    /// hundredths.
    pub fn steps(&mut self, a: &Name, b: &Name, costs: &Costs, column: usize, limit: u32) -> Option<Vec<Step>> {
        // A low limit spares most of the work, and is enough for most names.
        let limits = LIMITS.into_iter().filter(|low| *low < limit).chain([limit]);
        let mut within = limits.map(|limit| self.cost(a, b, costs, column, limit));
        within.find(Option::is_some)?;
        let task = Task::new(a, b, costs, column);
        let (mut i, mut j) = task.high;
        let mut steps = Vec::new();
        while i > task.low || j > task.low {
            let Way { from: (i0, j0), act, .. } = task.way(&self.rows, i, j);
            if act != Act::Same {
                steps.push(Step { a: (i0, i), b: (j0, j), place: task.place((i0, j0), (i, j), act), act });
            }
            (i, j) = (i0, j0);
        }
        steps.reverse();
        Some(steps)
    }
}

impl<'a> Task<'a> {
    fn new(a: &'a Name, b: &'a Name, costs: &'a Costs, column: usize) -> Self {
        let (x, y) = (a.letters(), b.letters());
        let equal = |(p, q): &(&Letter, &Letter)| p == q;
        let before = x.iter().zip(y).take_while(equal).count();
        let behind = x[before..].iter().rev().zip(y[before..].iter().rev()).take_while(equal).count();
        let spared = behind.saturating_sub(MARGIN);
        Self {
            a,
            b,
            table: costs.table(column),
            size: costs.size(),
            column,
            width: y.len() + 1,
            low: before.saturating_sub(MARGIN),
            high: (x.len() - spared, y.len() - spared),
        }
    }
}

/// Takes the ways that lead to a cell.
trait Offers {
    /// A way: what it costs in all, where it comes from, what it does.
    fn offer(&mut self, total: u32, from: (usize, usize), act: Act);
}

/// Keeps the least cost.
struct Least(u32);

impl Offers for Least {
    #[inline(always)]
    fn offer(&mut self, total: u32, _: (usize, usize), _: Act) {
        self.0 = self.0.min(total);
    }
}

/// Keeps the first of the cheapest ways.
struct Way {
    total: u32,
    from: (usize, usize),
    act: Act,
}

impl Offers for Way {
    #[inline(always)]
    fn offer(&mut self, total: u32, from: (usize, usize), act: Act) {
        if total < self.total {
            *self = Self { total, from, act };
        }
    }
}

impl Task<'_> {
    /// Whether nothing below the limit leads to a cell, going by its
    /// neighbours; never where units or words may lead to it.
    #[inline(always)]
    fn is_hopeless(&self, rows: &[u32], i: usize, j: usize, limit: u32) -> bool {
        if i < self.low + 2 || j < self.low + 2 {
            return false;
        }
        let cell = i * self.width + j;
        rows[cell - 1] > limit
            && rows[cell - self.width] > limit
            && rows[cell - self.width - 1] > limit
            && rows[cell - 2 * self.width - 2] > limit
            && *self.a.units(i) == [0; 3]
            && *self.b.units(j) == [0; 3]
            && !(self.a.starts_word(i) && self.b.starts_word(j))
    }

    /// The least cost of the cell `(i, j)` but for leaving out one letter.
    #[inline(always)]
    fn least(&self, rows: &[u32], i: usize, j: usize) -> u32 {
        let mut least = Least(FAR);
        self.together(rows, i, j, &mut least);
        if i > self.low && *self.a.units(i) != [0; 3] {
            self.leave_out_units(self.a, i, |i0| (i0, j), (i, j), rows, &mut least);
        }
        if j > self.low && *self.b.units(j) != [0; 3] {
            self.leave_out_units(self.b, j, |j0| (i, j0), (i, j), rows, &mut least);
        }
        least.0
    }

    fn way(&self, rows: &[u32], i: usize, j: usize) -> Way {
        let mut way = Way { total: FAR, from: (self.low, self.low), act: Act::Same };
        self.ways(rows, i, j, &mut way);
        way
    }

    /// Offers all ways to the cell `(i, j)`.
    fn ways(&self, rows: &[u32], i: usize, j: usize, offers: &mut impl Offers) {
        self.together(rows, i, j, offers);
        if i > self.low {
            self.leave_out(self.a, i, |i0| (i0, j), (i, j), rows, offers);
            self.leave_out_units(self.a, i, |i0| (i0, j), (i, j), rows, offers);
        }
        if j > self.low {
            self.leave_out(self.b, j, |j0| (i, j0), (i, j), rows, offers);
            self.leave_out_units(self.b, j, |j0| (i, j0), (i, j), rows, offers);
        }
    }

    /// Offers the ways that use up letters of both names, and whole words.
    #[inline(always)]
    fn together(&self, rows: &[u32], i: usize, j: usize, offers: &mut impl Offers) {
        let before = |from: (usize, usize), cost: u16| rows[from.0 * self.width + from.1] + u32::from(cost);
        if i > self.low && j > self.low {
            let (x, y) = (self.a.letters()[i - 1], self.b.letters()[j - 1]);
            let from = (i - 1, j - 1);
            if x == y {
                offers.offer(before(from, 0), from, Act::Same);
            } else if x != 0 && y != 0 {
                offers.offer(before(from, self.pair(from, (i, j), x, y)), from, Act::Pair(x, y));
                if i > self.low + 1 && j > self.low + 1 && x == self.b.letters()[j - 2] && y == self.a.letters()[i - 2]
                {
                    let from = (i - 2, j - 2);
                    offers.offer(before(from, self.table.named[named::SWAP]), from, Act::Swap);
                }
            }
            let (longer_a, longer_b) = (self.a.units(i), self.b.units(j));
            if *longer_a != [0; 3] || *longer_b != [0; 3] {
                let [p, q, r] = *longer_a;
                let [s, t, u] = *longer_b;
                self.units(rows, (i, j), [[x, p, q, r], [y, s, t, u]], offers);
            }
        }
        if self.a.starts_word(i) && self.b.starts_word(j) {
            self.words(rows, i, j, offers);
        }
    }

    /// What leaving out the letter before each position of `name` costs, by
    /// the edges of the other name.
    fn gaps(&self, name: &Name, gaps: &mut Vec<[u16; 4]>) {
        gaps.clear();
        gaps.push([0; 4]);
        for end in 1..=name.letters().len() {
            let letter = name.letters()[end - 1];
            gaps.push(std::array::from_fn(|other| {
                if letter == 0 {
                    return self.table.named[named::JOIN];
                }
                let place = name.place_of(end - 1, end, other);
                let gap = self.table.gap(self.size, place, letter);
                let double = end > 1 && name.letters()[end - 2] == letter;
                if double { gap.min(self.table.doubled(letter)) } else { gap }
            }));
        }
    }

    /// Offers one unit for another, when at least one has several letters.
    #[inline(always)]
    fn units(&self, rows: &[u32], (i, j): (usize, usize), [us, vs]: [[Unit; 4]; 2], offers: &mut impl Offers) {
        for (la, &u) in us.iter().enumerate().filter(|(la, u)| **u != 0 && i > self.low + la) {
            for (lb, &v) in vs.iter().enumerate().filter(|(lb, v)| **v != 0 && j > self.low + lb) {
                if la + lb > 0 && u != v {
                    let from = (i - la - 1, j - lb - 1);
                    let total = rows[from.0 * self.width + from.1] + u32::from(self.pair(from, (i, j), u, v));
                    offers.offer(total, from, Act::Pair(u, v));
                }
            }
        }
    }

    /// Offers to leave out the letter of `name` that ends at `end`.
    fn leave_out(
        &self,
        name: &Name,
        end: usize,
        cell: impl Fn(usize) -> (usize, usize),
        to: (usize, usize),
        rows: &[u32],
        offers: &mut impl Offers,
    ) {
        let letter = name.letters()[end - 1];
        let from = cell(end - 1);
        let mut offer = |cost: u16, act: Act| {
            offers.offer(rows[from.0 * self.width + from.1] + u32::from(cost), from, act);
        };
        if letter == 0 {
            offer(self.table.named[named::JOIN], Act::Join);
            return;
        }
        offer(self.gap(from, to, letter), Act::Gap(letter));
        if end > 1 && name.letters()[end - 2] == letter {
            offer(self.table.doubled(letter), Act::Doubled(letter));
        }
    }

    /// Offers to leave out a unit of several letters of `name`.
    #[inline(always)]
    fn leave_out_units(
        &self,
        name: &Name,
        end: usize,
        cell: impl Fn(usize) -> (usize, usize),
        to: (usize, usize),
        rows: &[u32],
        offers: &mut impl Offers,
    ) {
        for (k, &unit) in name.units(end).iter().enumerate() {
            if unit != 0 && end >= self.low + k + 2 {
                let from = cell(end - k - 2);
                let total = rows[from.0 * self.width + from.1] + u32::from(self.gap(from, to, unit));
                offers.offer(total, from, Act::Gap(unit));
            }
        }
    }

    fn gap(&self, from: (usize, usize), to: (usize, usize), unit: Unit) -> u16 {
        self.table.gap(self.size, self.place(from, to, Act::Gap(unit)), unit)
    }

    /// Offers to leave out whole words, or to take one for another.
    fn words(&self, rows: &[u32], i: usize, j: usize, offers: &mut impl Offers) {
        let before = |from: (usize, usize), cost: u16| rows[from.0 * self.width + from.1] + u32::from(cost);
        let own = self.a.word_before(i).filter(|word| word.start >= self.low && i > self.low);
        let other = self.b.word_before(j).filter(|word| word.start >= self.low && j > self.low);
        if let Some(word) = own {
            offers.offer(before((word.start, j), word.skip[self.column]), (word.start, j), Act::Word);
        }
        if let Some(word) = other {
            offers.offer(before((i, word.start), word.skip[self.column]), (i, word.start), Act::Word);
        }
        let (Some(own), Some(other)) = (own, other) else { return };
        let from = (own.start, other.start);
        if own.element != 0 && own.element == other.element {
            offers.offer(before(from, self.table.named[named::ELEMENT]), from, Act::Element);
        }
        let single = |word: &Word| word.end - word.start == 2;
        let letter = class(self.a.letters()[from.0]) != Class::Digit;
        if letter && single(own) != single(other) && self.a.letters()[from.0] == self.b.letters()[from.1] {
            offers.offer(before(from, self.table.named[named::INITIAL]), from, Act::Initial);
        }
    }

    #[inline(always)]
    fn pair(&self, from: (usize, usize), to: (usize, usize), u: Unit, v: Unit) -> u16 {
        self.table.pair(self.size, self.edge(from, to), u, v)
    }

    /// Whether a step begins or ends a word in both names.
    #[inline(always)]
    fn edge(&self, from: (usize, usize), to: (usize, usize)) -> Place {
        if self.a.starts_word(from.0) && self.b.starts_word(from.1) {
            Place::Initial
        } else if self.a.ends_word(to.0) && self.b.ends_word(to.1) {
            Place::Final
        } else {
            Place::Inside
        }
    }

    fn place(&self, from: (usize, usize), to: (usize, usize), act: Act) -> Place {
        match act {
            Act::Gap(_) if from.1 == to.1 => self.a.place_of(from.0, to.0, self.b.edges(to.1)),
            Act::Gap(_) => self.b.place_of(from.1, to.1, self.a.edges(to.0)),
            _ => self.edge(from, to),
        }
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
                let letters = if step.a.0 == step.a.1 {
                    &b.letters()[step.b.0..step.b.1 - 1]
                } else {
                    &a.letters()[step.a.0..step.a.1 - 1]
                };
                (format!("word {}", text_of(letters)), none, Place::Inside)
            }
        }
    }
}
