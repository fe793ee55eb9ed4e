//! By which parts of its letters a name is found when it is misspelt.
//!
//! A name is kept under the first of its letters by class without each of
//! them, and a short one under all of them: whoever changes, leaves out or puts
//! in one letter there shares a key. It is looked for by its doubled letters,
//! too. Further keys are its first and its last letters, its consonants by
//! class, and those of each word.

use std::sync::LazyLock;

use super::buckets::mixed;
use crate::score::gram::{bone, class};
use crate::text::unit::{LETTERS, Letter};

/// Letters of a name that are looked at.
const MOST: usize = 64;
/// Consonants at least by which a name is kept.
const FEWEST: usize = 2;
/// Words whose consonants lead to the name.
const MOST_WORDS: usize = 6;
/// Letters that tell how a word begins.
const BEGINNING: usize = 3;
/// Consonants of a word that are enough to find a name by them alone.
const TELLING_WORD: usize = 3;

/// How long the parts are by which names are found: the more names, the
/// longer, so that few share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    /// Classes of letters at the beginning.
    classes: usize,
    /// Letters at either end.
    ends: usize,
}

impl Scale {
    /// The scale for so many names.
    pub(super) fn of(names: u32) -> Self {
        match names {
            0..=100_000 => Self { classes: 6, ends: 4 },
            100_001..=2_000_000 => Self { classes: 7, ends: 4 },
            _ => Self { classes: 8, ends: 5 },
        }
    }
}

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Classes = 1,
    First,
    Last,
    Bones,
    Word,
}

/// The keys in the order in which a search asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The first letters by class, one of them left out.
    Classes,
    /// The first and last letters, and the consonants.
    Ends,
    /// The consonants of each word.
    Words,
}

impl Stage {
    pub(super) const ALL: [Self; 3] = [Self::Classes, Self::Ends, Self::Words];
}

struct Classes {
    soft: [u8; LETTERS],
    bones: [u8; LETTERS],
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let of = |class: fn(Letter) -> u8| std::array::from_fn(|letter| class(letter as Letter));
    Classes { soft: of(class), bones: of(bone) }
});

/// The letters by class, none repeated, those that come and go left out.
pub(super) fn soft(letters: &[Letter]) -> impl Iterator<Item = u8> {
    classes(letters, &CLASSES.soft)
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
        let start = word.iter().take(BEGINNING).fold(0, |packed, letter| packed << 8 | u32::from(*letter));
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

/// The key of all consonants of a name, by class; nothing when there is hardly one, or
/// more than are looked at.
pub(super) fn bones_key(bones: &[u8]) -> Option<u64> {
    (FEWEST..MOST).contains(&bones.len()).then(|| key(Part::Bones, bones))
}

/// The keys under which a name is kept.
pub(super) fn keys(letters: &[Letter], scale: Scale, out: &mut Vec<u64>) {
    out.clear();
    Stage::ALL.iter().for_each(|stage| parts(letters, *stage, scale, out));
    out.sort_unstable();
    out.dedup();
}

/// Adds the keys by which a stage looks for a name.
pub(super) fn probes(letters: &[Letter], stage: Stage, scale: Scale, out: &mut Vec<u64>) {
    parts(letters, stage, scale, out);
    if stage == Stage::Classes {
        let own = Beginning::of(soft(letters), scale.classes);
        // A letter between two of one class may be missing here, or there.
        let doubled =
            Beginning::of(letters.iter().map(|letter| CLASSES.soft[usize::from(letter & 127)]), scale.classes);
        if doubled != own {
            doubled.keys(out);
        }
        own.without_one().filter_map(Beginning::undoubled).for_each(|undoubled| out.push(undoubled.key()));
    }
}

fn parts(letters: &[Letter], stage: Stage, scale: Scale, out: &mut Vec<u64>) {
    match stage {
        Stage::Classes => Beginning::of(soft(letters), scale.classes).keys(out),
        Stage::Ends => {
            let solid = Row::of(letters.iter().copied().filter(|&letter| letter != 0));
            if solid.len >= scale.ends {
                out.push(key(Part::First, &solid.all()[..scale.ends]));
                out.push(key(Part::Last, &solid.all()[solid.len - scale.ends..]));
            }
            let whole = bones(letters);
            if whole.len >= FEWEST {
                out.push(key(Part::Bones, whole.all()));
            }
        }
        Stage::Words => {
            let words = words(letters);
            if words.clone().nth(1).is_some() {
                let telling = words.take(MOST_WORDS).map(bones).filter(|word| word.len >= TELLING_WORD);
                out.extend(telling.map(|word| key(Part::Word, word.all())));
            }
        }
    }
}

/// Bits of a class.
const CLASS_BITS: usize = 5;
const CLASS: u64 = (1 << CLASS_BITS) - 1;

/// The first letters of a name by class, the first one in the highest bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Beginning {
    packed: u64,
    len: usize,
    /// The name goes on.
    more: bool,
}

impl Beginning {
    /// At most so many of some classes; those that are 0 are left out.
    fn of(classes: impl Iterator<Item = u8>, most: usize) -> Self {
        let mut own = Self { packed: 0, len: 0, more: false };
        for class in classes.filter(|class| *class != 0) {
            if own.len == most {
                return Self { more: true, ..own };
            }
            own.packed = own.packed << CLASS_BITS | u64::from(class);
            own.len += 1;
        }
        own
    }

    fn key(self) -> u64 {
        mixed(Part::Classes as u64, self.packed << 8 | self.len as u64)
    }

    /// Adds the keys of all but one of the classes, and of all when the name
    /// does not go on.
    fn keys(self, out: &mut Vec<u64>) {
        if self.len > 0 && !self.more {
            out.push(self.key());
        }
        out.extend(self.without_one().map(Self::key));
    }

    /// The classes without each of them.
    fn without_one(self) -> impl Iterator<Item = Self> {
        let mut before = None;
        (0..self.len).filter(move |_| self.len > 1).filter_map(move |at| {
            let rest = self.without(at);
            (before.replace(rest.packed) != Some(rest.packed)).then_some(rest)
        })
    }

    /// The classes without one that follows its own like; nothing when none
    /// does.
    fn undoubled(self) -> Option<Self> {
        let class = |at: usize| self.packed >> (CLASS_BITS * (self.len - 1 - at)) & CLASS;
        let at = (1..self.len).find(|at| class(*at) == class(at - 1))?;
        Some(self.without(at))
    }

    fn without(self, at: usize) -> Self {
        let behind = CLASS_BITS * (self.len - 1 - at);
        let packed = self.packed >> (behind + CLASS_BITS) << behind | self.packed & ((1 << behind) - 1);
        Self { packed, len: self.len - 1, more: false }
    }
}

/// The keys by which a name without vowels is looked for among those with
/// vowels, or the other way: one consonant may differ.
pub(super) fn bone_probes(letters: &[Letter], out: &mut Vec<u64>) {
    let whole = bones(letters);
    let all = whole.all();
    if !(FEWEST..MOST).contains(&all.len()) {
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
}
