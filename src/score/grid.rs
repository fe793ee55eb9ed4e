//! The cheapest way from one spelling to another: a weighted distance over
//! letters and units, with whole words left out or shortened to an initial.
//!
//! The grid has a row for each letter of the first name and a column for each
//! of the second; a cell holds the least cost up to there.

use super::cost::{Costs, LONGEST_UNIT, NEVER, Place, Table, Unit, named};
use super::edit::{Act, Step};
use super::name::{ENDS, Group, Name, STARTS, Word};
use crate::text::unit::{Class, Letter, class};

/// Room for alignments, reused from pair to pair.
#[derive(Debug, Default)]
pub struct Aligner {
    rows: Vec<u32>,
    rooms: [Room; 2],
}

/// What leaving out parts of a name costs, by the edges of the other name
/// there.
#[derive(Debug, Default)]
struct Room {
    /// The letter before each position.
    gaps: Vec<[u16; 4]>,
    /// Units and words, by their ends.
    leaps: Vec<Leap>,
    /// The positions behind letters that begin or end a word.
    borders: Vec<u8>,
    /// A bit for each two neighbours among the letters.
    pairs: u64,
}

/// The bit of two neighbours.
fn pair_bit(first: Letter, second: Letter) -> u64 {
    1 << (((u32::from(first) << 3) ^ u32::from(second)) % u64::BITS)
}

#[derive(Debug, Clone, Copy)]
struct Leap {
    start: u8,
    end: u8,
    costs: [u16; 4],
}

const FAR: u32 = u32::MAX / 4;

/// So many equal letters before and behind what differs are aligned with it
/// at most, besides those that are in a unit with it: letters that are put in
/// may be others than those where the names part.
const MARGIN: usize = LONGEST_UNIT - 1;

/// Where the units begin and end that hold letters on both sides of a place.
fn reach(name: &Name, at: usize) -> (usize, usize) {
    let across = name.groups().iter().filter(|group| group.start() < at && at < group.end());
    across.fold((at, at), |(first, last), group| (first.min(group.start()), last.max(group.end())))
}

impl Aligner {
    /// The cost of the cheapest alignment by the table of one column, in
    /// hundredths; nothing above `limit`.
    ///
    /// Costs some nanoseconds for each pair of letters that are not in a
    /// common beginning or end.
    pub fn cost(&mut self, a: &Name, b: &Name, costs: &Costs, column: usize, limit: u32) -> Option<u32> {
        if a.letters() == b.letters() {
            return Some(0);
        }
        self.fill(&Task::new(a, b, costs, column), limit)
    }

    /// The steps of the cheapest alignment by the table of one column, equal
    /// letters left out; nothing when it costs more than `limit`, in
    /// hundredths.
    pub fn steps(&mut self, a: &Name, b: &Name, costs: &Costs, column: usize, limit: u32) -> Option<Vec<Step>> {
        if a.letters() == b.letters() {
            return Some(Vec::new());
        }
        let task = Task::new(a, b, costs, column);
        self.fill(&task, limit)?;
        let (x, y) = (a.letters(), b.letters());
        let (mut i, mut j) = task.high;
        let mut steps = Vec::new();
        while i > task.low || j > task.low {
            let cell = i * task.width + j;
            let same = i > task.low && j > task.low && x[i - 1] == y[j - 1];
            if same && self.rows[cell] == self.rows[cell - task.width - 1] {
                (i, j) = (i - 1, j - 1);
                continue;
            }
            let Way { from, act, .. } = task.way(&self.rows, i, j);
            if act != Act::Same {
                steps.push(Step { a: (from.0, i), b: (from.1, j), place: task.place(from, (i, j), act), act });
            }
            (i, j) = from;
        }
        steps.reverse();
        Some(steps)
    }

    fn fill(&mut self, task: &Task, limit: u32) -> Option<u32> {
        let Task { a, b, low, high, width, .. } = *task;
        let [own, other] = &mut self.rooms;
        task.left_out(a, high.0, own);
        task.left_out(b, high.1, other);
        let mut leaps = &own.leaps[..];
        let rows = &mut self.rows;
        if rows.len() < (high.0 + 1) * width {
            rows.resize((high.0 + 1) * width, FAR);
        }
        let mut recent = [FAR; LONGEST_UNIT];
        let mut word_row = FAR;
        for i in low..=high.0 {
            let (before, row) = rows.split_at_mut(i * width);
            let row = &mut row[..width];
            if i == low {
                row[low..=high.1].fill(FAR);
                row[low] = 0;
            } else {
                task.letter(&before[(i - 1) * width..], row, i, own.gaps[i], &other.borders);
                task.groups(before, row, i, other.pairs);
                while let Some((leap, rest)) = leaps.split_first().filter(|(leap, _)| usize::from(leap.end) == i) {
                    task.leap(&before[usize::from(leap.start) * width..], row, leap.costs);
                    leaps = rest;
                }
                if a.starts_word(i) {
                    task.words(before, row, i);
                }
            }
            let least = task.along(row, i, other);
            recent[i % LONGEST_UNIT] = least;
            if let Some(word) = a.word_from(i) {
                let named = &task.table.named;
                let least_jump = word.skip[task.column].min(named[named::ELEMENT]).min(named[named::INITIAL]);
                word_row = least + u32::from(least_jump);
            }
            if i >= low + LONGEST_UNIT && recent.iter().all(|&least| least > limit) && word_row > limit {
                return None;
            }
        }
        let cost = rows[high.0 * width + high.1];
        (cost <= limit).then_some(cost)
    }
}

struct Task<'a> {
    a: &'a Name,
    b: &'a Name,
    table: &'a Table,
    column: usize,
    width: usize,
    /// What is before and behind is equal, and no part of a word that may be
    /// left out or exchanged.
    low: usize,
    high: (usize, usize),
}

/// The place of a step with such edges in both names.
#[inline(always)]
fn shared(edges: u8) -> Place {
    match edges {
        0 => Place::Inside,
        ENDS => Place::Final,
        _ => Place::Initial,
    }
}

/// The first of the cheapest ways to a cell.
struct Way {
    total: u32,
    from: (usize, usize),
    act: Act,
}

impl<'a> Task<'a> {
    fn new(a: &'a Name, b: &'a Name, costs: &'a Costs, column: usize) -> Self {
        let (x, y) = (a.letters(), b.letters());
        let equal = |(p, q): &(&Letter, &Letter)| p == q;
        let before = x.iter().zip(y).take_while(equal).count();
        let behind = x[before..].iter().rev().zip(y[before..].iter().rev()).take_while(equal).count();
        // Words that may be left out or exchanged are aligned as a whole.
        let several = a.words().len() != b.words().len();
        let cut = |name: &'a Name, at: usize| {
            let mut words = name.words().iter().filter(|word| several || word.element != 0);
            words.find(|word| word.start < at && at < word.end)
        };
        let margin = (1 + x.len().abs_diff(y.len())).min(MARGIN);
        let low = before.saturating_sub(margin).min(reach(a, before).0).min(reach(b, before).0);
        let low = cut(a, low).map_or(low, |word| word.start);
        let kept = |name: &'a Name| name.letters().len() - reach(name, name.letters().len() - behind).1;
        let spared = behind.saturating_sub(margin).min(kept(a)).min(kept(b));
        let left = |name: &'a Name| {
            let high = name.letters().len() - spared;
            name.letters().len() - cut(name, high).map_or(high, |word| word.end)
        };
        let spared = left(a).min(left(b));
        Self {
            a,
            b,
            table: costs.table(column),
            column,
            width: y.len() + 1,
            low,
            high: (x.len() - spared, y.len() - spared),
        }
    }

    /// What leaving out each letter, unit and word of `name` costs.
    fn left_out(&self, name: &Name, high: usize, room: &mut Room) {
        let Room { gaps, leaps, borders, pairs } = room;
        borders.clear();
        *pairs = 0;
        gaps.clear();
        gaps.resize(high + 1, [0; 4]);
        let letters = name.letters();
        for end in self.low + 1..=high {
            let letter = letters[end - 1];
            if letter == 0 {
                gaps[end] = [self.table.named[named::JOIN]; 4];
                borders.push(end as u8);
                continue;
            }
            *pairs |= letters.get(end).map_or(0, |next| pair_bit(letter, *next));
            let doubled = if end > 1 && letters[end - 2] == letter { self.table.doubled(letter) } else { u16::MAX };
            let gap = |other| self.table.gap(name.place_of(end - 1, end, other), letter).min(doubled);
            let edge = name.starts_word(end - 1) || name.ends_word(end);
            gaps[end] = if edge {
                borders.push(end as u8);
                std::array::from_fn(gap)
            } else {
                [gap(0); 4]
            };
        }
        leaps.clear();
        for group in name.groups().iter().filter(|group| group.within(self.low, high)) {
            let (start, end) = (group.start(), group.end());
            if self.table.may_go(group.unit) {
                let gap = |other| self.table.gap(name.place_of(start, end, other), group.unit);
                leaps.push(Leap { start: start as u8, end: end as u8, costs: std::array::from_fn(gap) });
            }
        }
        for word in name.words().iter().filter(|word| word.start >= self.low && word.end <= high) {
            // A word is left out where another begins.
            let skip = |other: usize| if other & usize::from(STARTS) == 0 { NEVER } else { word.skip[self.column] };
            leaps.push(Leap { start: word.start as u8, end: word.end as u8, costs: std::array::from_fn(skip) });
        }
        leaps.sort_unstable_by_key(|leap| (leap.end, leap.start));
    }

    /// The row `i` from the row above: the letter before `i` left out, or for
    /// another letter.
    #[inline(always)]
    fn letter(&self, above: &[u32], row: &mut [u32], i: usize, gap: [u16; 4], borders: &[u8]) {
        let (low, high) = (self.low, self.high.1);
        let x = self.a.letters()[i - 1];
        let (letters, edges) = (self.b.letters(), self.b.edges());
        let inside = self.table.row(Place::Inside, x);
        let left_out = |edges: u8| u32::from(gap[usize::from(edges & (STARTS | ENDS))]);
        row[low] = above[low] + left_out(edges[low]);
        let plain = left_out(0);
        let cells = row[low + 1..=high].iter_mut().zip(&letters[low..high]);
        for ((cell, y), (before, above)) in cells.zip(above[low..high].iter().zip(&above[low + 1..=high])) {
            *cell = (before + u32::from(inside[usize::from(*y)])).min(above + plain);
        }
        // At the edges of words other costs hold.
        let own = self.a.edge_of(i - 1, i);
        for j in borders.iter().map(|j| usize::from(*j)) {
            let place = shared(own & (edges[j - 1] & STARTS | edges[j] & ENDS));
            let pair = above[j - 1] + u32::from(self.table.row(place, x)[usize::from(letters[j - 1])]);
            row[j] = pair.min(above[j] + left_out(edges[j]));
        }
    }

    /// What changes the row `i` by units of either name, and by two letters that
    /// changed places.
    #[inline(always)]
    fn groups(&self, before: &[u32], row: &mut [u32], i: usize, pairs: u64) {
        let (low, high) = (self.low, self.high.1);
        let (x, y) = (self.a.letters(), self.b.letters());
        let swapped = i >= low + 2 && x[i - 1] != x[i - 2] && x[i - 1] != 0 && x[i - 2] != 0;
        if swapped && pairs & pair_bit(x[i - 1], x[i - 2]) != 0 {
            let swap = u32::from(self.table.named[named::SWAP]);
            for j in low + 2..=high {
                if y[j - 1] == x[i - 2] && y[j - 2] == x[i - 1] {
                    row[j] = row[j].min(before[(i - 2) * self.width + j - 2] + swap);
                }
            }
        }
        if self.table.may_be(x[i - 1], self.b)[1] {
            self.for_groups(&before[(i - 1) * self.width..], row, (i - 1, i), x[i - 1]);
        }
        for (k, &unit) in self.a.units(i).iter().enumerate() {
            if unit == 0 || i < low + k + 2 {
                continue;
            }
            let i0 = i - k - 2;
            let above = &before[i0 * self.width..(i0 + 1) * self.width];
            let [letters, units] = self.table.may_be(unit, self.b);
            if letters {
                for j in (low + 1..=high).filter(|j| self.table.are_kin(unit, y[j - 1])) {
                    let cost = self.pair((i0, j - 1), (i, j), unit, y[j - 1]);
                    row[j] = row[j].min(above[j - 1] + u32::from(cost));
                }
            }
            if units {
                self.for_groups(above, row, (i0, i), unit);
            }
        }
    }

    /// What changes the row `i` by a letter or unit of the first name, from
    /// `i0` to `i`, for the units of the second.
    #[inline(always)]
    fn for_groups(&self, above: &[u32], row: &mut [u32], (i0, i): (usize, usize), unit: Unit) {
        let kin = |group: &&Group| group.within(self.low, self.high.1) && self.table.are_kin(unit, group.unit);
        for group in self.b.groups().iter().filter(kin) {
            let cost = self.pair((i0, group.start()), (i, group.end()), unit, group.unit);
            row[group.end()] = row[group.end()].min(above[group.start()] + u32::from(cost));
        }
    }

    /// What changes a row by a unit or a word of the first name that is left
    /// out.
    #[inline(always)]
    fn leap(&self, above: &[u32], row: &mut [u32], costs: [u16; 4]) {
        let cells = self.low..=self.high.1;
        let edges = &self.b.edges()[cells.clone()];
        for ((cell, above), edge) in row[cells.clone()].iter_mut().zip(&above[cells]).zip(edges) {
            *cell = (*cell).min(above + u32::from(costs[usize::from(edge & (STARTS | ENDS))]));
        }
    }

    /// What changes the row `i` by the word of the first name that ends there
    /// and one of the second.
    fn words(&self, before: &[u32], row: &mut [u32], i: usize) {
        let Some(own) = self.word(self.a, i) else { return };
        let above = &before[own.start * self.width..];
        for other in self.b.words().iter().filter(|word| word.start >= self.low && word.end <= self.high.1) {
            if let Some((cost, _)) = self.word_for_word(own, other) {
                row[other.end] = row[other.end].min(above[other.start] + u32::from(cost));
            }
        }
    }

    /// What changes the row `i` by letters, units and words of the second name
    /// that the first leaves out; the least cost of the row.
    #[inline(always)]
    fn along(&self, row: &mut [u32], i: usize, room: &Room) -> u32 {
        let (low, high) = (self.low, self.high.1);
        let own = self.a.edge(i);
        let row = &mut row[..=high];
        let (mut at, mut least) = (low, row[low]);
        let mut walk = |row: &mut [u32], end: usize| {
            let mut last = row[at];
            for (cell, gap) in row[at + 1..=end].iter_mut().zip(&room.gaps[at + 1..=end]) {
                last = (*cell).min(last + u32::from(gap[own]));
                *cell = last;
                least = least.min(last);
            }
            at = end;
        };
        for leap in &room.leaps {
            let end = usize::from(leap.end);
            walk(row, end);
            row[end] = row[end].min(row[usize::from(leap.start)] + u32::from(leap.costs[own]));
        }
        walk(row, high);
        least.min(row[high])
    }

    /// The word of a name that ends at a position, unless it begins before
    /// what is aligned.
    fn word<'n>(&self, name: &'n Name, end: usize) -> Option<&'n Word> {
        name.word_before(end).filter(|word| word.start >= self.low && end > self.low)
    }

    /// What one word for another costs, and why: forms of one element, or a
    /// word and its first letter.
    fn word_for_word(&self, own: &Word, other: &Word) -> Option<(u16, Act)> {
        let single = |word: &Word| word.end - word.start == 2;
        let first = self.a.letters()[own.start];
        let named = &self.table.named;
        let element = (own.element != 0 && own.element == other.element).then(|| (named[named::ELEMENT], Act::Element));
        let initial =
            single(own) != single(other) && first == self.b.letters()[other.start] && class(first) != Class::Digit;
        let initial = initial.then(|| (named[named::INITIAL], Act::Initial));
        match (element, initial) {
            (Some(element), Some(initial)) => Some(if initial.0 < element.0 { initial } else { element }),
            (element, initial) => element.or(initial),
        }
    }

    /// The cheapest way to the cell `(i, j)`.
    fn way(&self, rows: &[u32], i: usize, j: usize) -> Way {
        let mut best = Way { total: FAR, from: (self.low, self.low), act: Act::Same };
        let mut offer = |from: (usize, usize), cost: u16, act: Act| {
            let total = rows[from.0 * self.width + from.1] + u32::from(cost);
            if total < best.total {
                best = Way { total, from, act };
            }
        };
        if i > self.low && j > self.low {
            let (a, b) = (self.a.letters(), self.b.letters());
            let (x, y) = (a[i - 1], b[j - 1]);
            if x == y {
                offer((i - 1, j - 1), 0, Act::Same);
            }
            let units = |unit: Letter, longer: &[Unit; 3]| [unit, longer[0], longer[1], longer[2]];
            let (us, vs) = (units(x, self.a.units(i)), units(y, self.b.units(j)));
            for (la, &u) in us.iter().enumerate().filter(|(la, u)| **u != 0 && i > self.low + la) {
                for (lb, &v) in vs.iter().enumerate().filter(|(lb, v)| **v != 0 && j > self.low + lb) {
                    if u != v {
                        let from = (i - la - 1, j - lb - 1);
                        offer(from, self.pair(from, (i, j), u, v), Act::Pair(u, v));
                    }
                }
            }
            let two = i > self.low + 1 && j > self.low + 1 && x != y && x != 0 && y != 0;
            if two && x == b[j - 2] && y == a[i - 2] {
                offer((i - 2, j - 2), self.table.named[named::SWAP], Act::Swap);
            }
        }
        if self.a.starts_word(i) && self.b.starts_word(j) {
            let (own, other) = (self.word(self.a, i), self.word(self.b, j));
            if let Some(word) = own {
                offer((word.start, j), word.skip[self.column], Act::Word);
            }
            if let Some(word) = other {
                offer((i, word.start), word.skip[self.column], Act::Word);
            }
            if let (Some(own), Some(other)) = (own, other)
                && let Some((cost, act)) = self.word_for_word(own, other)
            {
                offer((own.start, other.start), cost, act);
            }
        }
        if i > self.low {
            self.leave_out(self.a, i, |i0| (i0, j), self.b.edge(j), &mut offer);
        }
        if j > self.low {
            self.leave_out(self.b, j, |j0| (i, j0), self.a.edge(i), &mut offer);
        }
        best
    }

    /// Offers to leave out the letter or a unit of `name` that ends at `end`.
    fn leave_out(
        &self,
        name: &Name,
        end: usize,
        cell: impl Fn(usize) -> (usize, usize),
        other: usize,
        offer: &mut impl FnMut((usize, usize), u16, Act),
    ) {
        let letter = name.letters()[end - 1];
        if letter == 0 {
            offer(cell(end - 1), self.table.named[named::JOIN], Act::Join);
        } else {
            let gap = |from: usize, unit: Unit| self.table.gap(name.place_of(from, end, other), unit);
            offer(cell(end - 1), gap(end - 1, letter), Act::Gap(letter));
            if end > 1 && name.letters()[end - 2] == letter {
                offer(cell(end - 1), self.table.doubled(letter), Act::Doubled(letter));
            }
            for (k, &unit) in name.units(end).iter().enumerate().filter(|(_, unit)| **unit != 0) {
                if end >= self.low + k + 2 {
                    offer(cell(end - k - 2), gap(end - k - 2, unit), Act::Gap(unit));
                }
            }
        }
    }

    #[inline(always)]
    fn pair(&self, from: (usize, usize), to: (usize, usize), u: Unit, v: Unit) -> u16 {
        self.table.pair(self.edge(from, to), u, v)
    }

    /// Whether a step begins or ends a word in both names.
    #[inline(always)]
    fn edge(&self, from: (usize, usize), to: (usize, usize)) -> Place {
        shared(self.a.edge_of(from.0, to.0) & self.b.edge_of(from.1, to.1))
    }

    fn place(&self, from: (usize, usize), to: (usize, usize), act: Act) -> Place {
        match act {
            Act::Gap(_) if from.1 == to.1 => self.a.place_of(from.0, to.0, self.b.edge(to.1)),
            Act::Gap(_) => self.b.place_of(from.1, to.1, self.a.edge(to.0)),
            _ => self.edge(from, to),
        }
    }
}
