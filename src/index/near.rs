//! By which parts of its letters a name is found when it is misspelt, and
//! the sketch of its letters by which most candidates are put aside.
//!
//! A variant keeps its consonants, by class; a misspelt name keeps its first
//! letters, its last or those in the middle. A short one has no such parts:
//! it is found by its letters without one of them.

use std::sync::LazyLock;

use super::buckets::mixed;
use crate::score::bits::Pattern;
use crate::score::gram::{bone, class};
use crate::text::unit::{Class, LETTERS, Letter, class as kind};

/// Letters of a name that are looked at.
const MOST: usize = 64;
/// Words whose beginnings lead to the name.
const MOST_WORDS: usize = 6;
/// Letters of a part, and of one of a short name.
const PART: usize = 4;
const SHORT_PART: usize = 3;
/// Names of no more letters are found by three letters, and without one.
const SHORT: usize = 7;
const SHORTEST: usize = 6;
/// How much longer or shorter a misspelt name may be.
const SLACK: usize = 2;
/// Consonants that are enough to find a name by them alone, and by those of a
/// word.
const TELLING: usize = 4;
const TELLING_WORD: usize = 3;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Bones = 1,
    Word,
    Soft,
    First,
    Last,
    Middle,
    ShortFirst,
    ShortLast,
    Whole,
}

struct Classes {
    soft: [u8; LETTERS],
    bones: [u8; LETTERS],
    sketch: [u32; LETTERS],
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let of = |class: fn(Letter) -> u8| std::array::from_fn(|letter| class(letter as Letter));
    let bones: [u8; LETTERS] = of(bone);
    let mut all = bones.to_vec();
    all.retain(|&class| class != 0);
    all.sort_unstable();
    all.dedup();
    let sketch = std::array::from_fn(|letter| {
        let class = bones[letter];
        let shared = all.iter().position(|&other| other == class).map_or(0, |at| 1 << (at % BONE_BITS));
        shared | own_bit(letter as Letter)
    });
    Classes { soft: of(class), bones, sketch }
});

/// The bits of a sketch for the classes of consonants that any script writes,
/// and the one that says that the name is written without vowels.
const BONE_BITS: usize = 10;
const BONES: u32 = (1 << BONE_BITS) - 1;
const ABJAD: u32 = 1 << 31;

/// The bit of a letter beside that of its class: of vowels, and of consonants
/// that share a class. Marked letters go with the plain ones that are written
/// for them.
fn own_bit(letter: Letter) -> u32 {
    const UNDER: &[u8; 13] = b"aoueiscgszczn";
    const OWN: &[u8] = b"aeiouyhjwvgqxzcdf";
    let plain = match letter {
        1..=26 => b'a' + letter - 1,
        37..=49 => UNDER[usize::from(letter) - 37],
        _ if kind(letter) == Class::Abjad => return ABJAD | 1 << (BONE_BITS + usize::from(letter) % 18),
        _ if kind(letter) == Class::Digit => return 1 << (BONE_BITS + OWN.len()),
        _ => return 0,
    };
    OWN.iter().position(|own| *own == plain).map_or(0, |at| 1 << (BONE_BITS + at))
}

/// The first bit for the length of a name, and the lengths above which they
/// are set.
const LENGTH_BIT: usize = 28;
const LONG: [usize; 3] = [7, 10, 14];

/// What tells roughly which letters a name has, and how many.
pub(super) fn sketch(letters: &[Letter]) -> u32 {
    let long = LONG.iter().filter(|long| letters.len() > **long).count();
    let length = ((1 << long) - 1) << LENGTH_BIT;
    letters.iter().fold(length, |set, letter| set | CLASSES.sketch[usize::from(letter & 127)])
}

/// How unlike the sketch of a name is to that of one that is looked for; names
/// in different scripts have only their consonants in common, and one without
/// vowels is rarely what a name with them means.
#[inline]
pub(super) fn unlike(wanted: u32, other: u32) -> u32 {
    let differ = wanted ^ other;
    let across = differ >> 31;
    let count = (differ & (BONES | across.wrapping_sub(1))).count_ones();
    (count << across) + (across & other >> 31) * 6
}

/// The letters by class, none repeated, those that come and go left out.
pub(super) fn soft(letters: &[Letter]) -> impl Iterator<Item = u8> {
    classes(letters, &CLASSES.soft)
}

/// The letters in which a name differs from a pattern of all its letters, and
/// those of [`soft`] in which it differs from a pattern of those.
#[inline]
pub(super) fn differences(letters: &[Letter], exact: &Pattern, classes: &Pattern) -> u32 {
    let (mut all, mut some) = (exact.column(), classes.column());
    let mut last = 0;
    for &letter in letters.iter().take(MOST).filter(|letter| **letter != 0) {
        all.step(exact, letter);
        let class = CLASSES.soft[usize::from(letter & 127)];
        if class != 0 {
            if class != last {
                some.step(classes, class);
            }
            last = class;
        }
    }
    all.distance + some.distance
}

/// The consonants that any script writes, by class, none repeated.
pub(super) fn bone_row(letters: &[Letter]) -> impl Iterator<Item = u8> {
    classes(letters, &CLASSES.bones)
}

fn classes<'l>(letters: &'l [Letter], classes: &'static [u8; LETTERS]) -> impl Iterator<Item = u8> + use<'l> {
    let mut last = 0;
    letters.iter().map(|letter| classes[usize::from(letter & 127)]).filter(move |&class| {
        let kept = class != 0 && class != last;
        if class != 0 {
            last = class;
        }
        kept
    })
}

/// What tells whether words are one: their consonants by class, and how they
/// begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign {
    bones: u64,
    start: u32,
    len: u32,
}

impl Sign {
    fn of(word: &[Letter]) -> Self {
        let bones = bone_row(word).take(12).fold(1, |packed, class| packed << 5 | u64::from(class));
        let start = word.iter().take(SHORT_PART).fold(0, |packed, letter| packed << 8 | u32::from(*letter));
        Self { bones, start, len: word.len() as u32 }
    }

    /// About how many letters two words differ in.
    fn unlike(&self, other: &Self) -> u32 {
        let length = self.len.abs_diff(other.len).div_ceil(2);
        match (self.bones == other.bones, self.start == other.start) {
            (true, true) => length,
            (true, false) => 1 + length,
            (false, true) => 2 + length,
            (false, false) => NOTHING,
        }
    }
}

/// The words of a name that is looked for, wherever they stand in another.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<Sign>);

/// More than two words differ in.
const NOTHING: u32 = 64;
/// What a word costs that one name leaves out, at most.
const LEFT_OUT: u32 = 5;

impl Words {
    pub(super) fn set(&mut self, letters: &[Letter]) {
        self.0.clear();
        self.0.extend(words(letters).map(Sign::of).take(MOST_WORDS));
    }

    pub(super) fn are_several(&self) -> bool {
        self.0.len() > 1
    }

    /// About how many letters the words of two names differ in, whatever
    /// their order and those that one leaves out.
    pub(super) fn unlike(&self, other: &[Letter]) -> u32 {
        let mut left = [true; MOST_WORDS];
        let mut unlike = 0;
        for word in words(other).take(MOST_WORDS) {
            let sign = Sign::of(word);
            let own = self.0.iter().enumerate().filter(|(i, _)| left[*i]);
            match own.map(|(i, own)| (own.unlike(&sign), i)).min().filter(|best| best.0 < NOTHING) {
                Some((differ, i)) => {
                    left[i] = false;
                    unlike += differ;
                }
                None => unlike += sign.len.min(LEFT_OUT),
            }
        }
        let rest = self.0.iter().zip(left).filter(|(_, left)| *left);
        unlike + rest.map(|(sign, _)| sign.len.min(LEFT_OUT)).sum::<u32>()
    }
}

fn words(letters: &[Letter]) -> impl Iterator<Item = &[Letter]> + Clone {
    letters.split(|letter| *letter == 0).filter(|word| !word.is_empty())
}

/// Whether a name is written without vowels.
pub(super) fn is_abjad(letters: &[Letter]) -> bool {
    letters.iter().any(|letter| kind(*letter) == Class::Abjad)
}

/// A row of letters or classes on the stack.
struct Row {
    letters: [u8; MOST],
    len: usize,
}

impl Row {
    fn of(letters: impl Iterator<Item = u8>) -> Self {
        let mut row = Self { letters: [0; MOST], len: 0 };
        for letter in letters.take(MOST) {
            row.letters[row.len] = letter;
            row.len += 1;
        }
        row
    }

    fn all(&self) -> &[u8] {
        &self.letters[..self.len]
    }
}

fn bones(letters: &[Letter]) -> Row {
    Row::of(bone_row(letters))
}

fn key(part: Part, letters: &[u8]) -> u64 {
    let mut packed = part as u64;
    for eight in letters.chunks(8) {
        packed = mixed(packed, eight.iter().fold(0, |packed, &letter| packed << 8 | u64::from(letter)));
    }
    mixed(packed, letters.len() as u64)
}

/// The keys under which a name is kept.
pub(super) fn keys(letters: &[Letter], out: &mut Vec<u64>) {
    out.clear();
    parts(letters, 0, out);
    out.sort_unstable();
    out.dedup();
}

/// Adds the keys by which a name is looked for.
pub(super) fn probes(letters: &[Letter], out: &mut Vec<u64>) {
    parts(letters, SLACK, out);
    out.sort_unstable();
    out.dedup();
}

/// Adds the keys of the parts of a name whose length may be wrong by so much.
fn parts(letters: &[Letter], slack: usize, out: &mut Vec<u64>) {
    let solid = Row::of(letters.iter().copied().filter(|&letter| letter != 0));
    let (all, len) = (solid.all(), solid.len);
    let one = usize::from(slack > 0);
    skeleton(letters, out);
    if len >= PART {
        beginnings(letters, all, out);
        out.push(key(Part::Last, &all[len - PART..]));
    }
    if len + one >= PART + SLACK {
        let middle = (len - PART) / 2;
        let starts = middle.saturating_sub(slack)..=(middle + slack).min(len - PART);
        out.extend(starts.map(|start| key(Part::Middle, &all[start..start + PART])));
    }
    if (SHORT_PART..=SHORT + slack).contains(&len) {
        out.push(key(Part::ShortFirst, &all[..SHORT_PART]));
        out.push(key(Part::ShortLast, &all[len - SHORT_PART..]));
    }
    if len <= SHORTEST + one {
        without_one(all, out);
    }
}

/// The keys by which a name without vowels is looked for among those with
/// vowels, or the other way: one consonant may differ.
pub(super) fn bone_probes(letters: &[Letter], out: &mut Vec<u64>) {
    let whole = bones(letters);
    let all = whole.all();
    if all.len() < 2 || all.len() >= MOST {
        return;
    }
    out.push(key(Part::Bones, all));
    // An article that is written with its word, or a letter more or less.
    for word in words(letters).take(MOST_WORDS).map(bones).filter(|word| word.len > TELLING_WORD) {
        let mut rest = Vec::with_capacity(word.len);
        for i in 0..word.len {
            rest.clear();
            rest.extend(word.all()[..i].iter().chain(&word.all()[i + 1..]));
            rest.dedup();
            out.push(key(Part::Word, &rest));
        }
    }
    let classes = {
        let mut classes = CLASSES.bones.to_vec();
        classes.sort_unstable();
        classes.dedup();
        classes.retain(|&class| class != 0);
        classes
    };
    let mut other = Vec::with_capacity(all.len() + 1);
    let mut push = |other: &mut Vec<u8>| {
        other.dedup();
        out.push(key(Part::Bones, other));
    };
    for i in 0..=all.len() {
        if i < all.len() {
            other.clear();
            other.extend(all[..i].iter().chain(&all[i + 1..]));
            push(&mut other);
        }
        for &class in &classes {
            other.clear();
            other.extend(all[..i].iter().chain([&class]).chain(&all[i..]));
            push(&mut other);
            if i < all.len() {
                other.clear();
                other.extend(all[..i].iter().chain([&class]).chain(&all[i + 1..]));
                push(&mut other);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
}

fn skeleton(letters: &[Letter], out: &mut Vec<u64>) {
    let whole = bones(letters);
    if whole.len >= 2 {
        out.push(key(Part::Bones, whole.all()));
    }
    if whole.len < TELLING {
        out.push(key(Part::Soft, Row::of(soft(letters)).all()));
    }
    let words = words(letters);
    if words.clone().nth(1).is_some() {
        for word in words.take(MOST_WORDS).map(bones).filter(|word| word.len >= TELLING_WORD) {
            out.push(key(Part::Word, word.all()));
        }
    }
}

/// The first letters of the name and of each of its words, blanks left out.
fn beginnings(letters: &[Letter], all: &[u8], out: &mut Vec<u64>) {
    let (mut at, mut words, mut fresh) = (0, 0, true);
    for &letter in letters {
        if letter == 0 {
            fresh = true;
            continue;
        }
        if fresh && words < MOST_WORDS && at + PART <= all.len() {
            out.push(key(Part::First, &all[at..at + PART]));
            words += 1;
        }
        fresh = false;
        at += 1;
    }
}

/// The whole, and the whole without each of its letters.
fn without_one(all: &[u8], out: &mut Vec<u64>) {
    out.push(key(Part::Whole, all));
    let mut rest = [0; MOST];
    for i in 0..all.len() {
        rest[..i].copy_from_slice(&all[..i]);
        rest[i..all.len() - 1].copy_from_slice(&all[i + 1..]);
        out.push(key(Part::Whole, &rest[..all.len() - 1]));
    }
}
