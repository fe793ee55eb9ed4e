//! Rewriting rules in the manner of phonology: A becomes B between L and R.
//!
//! Works on ASCII words. A pattern is a row of atoms, each for one letter:
//! `@` a vowel, `#` a consonant, `.` any letter, `[ab]` one of, `!` not (and
//! also the edge of the word), `^` and `$` the edges, and letters themselves.

use tinyvec::TinyVec;

/// An ASCII word; most find room where they are.
pub(crate) type Ascii = TinyVec<[u8; 22]>;

/// One compiled rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    from: Vec<Atom>,
    before: Vec<Atom>,
    after: Vec<Atom>,
    /// Alternatives; more than one splits the word.
    pub(crate) to: Vec<Vec<u8>>,
    /// What a word must have for the rule to apply.
    pub(crate) needs: Needs,
}

/// What a word must have for a rule to apply: all of some letters and of some
/// neighbours, and one of other letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needs {
    all: Features,
    any: u64,
}

/// Which letters a word has, and which neighbours; some bits stand for several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Features {
    letters: u64,
    pairs: u64,
}

impl Features {
    /// Those of a word.
    pub(crate) fn of(word: &[u8]) -> Self {
        let letters = word.iter().fold(0, |set, &b| set | 1 << (b & 63));
        let pairs = word.iter().zip(word.get(1..).unwrap_or_default());
        Self { letters, pairs: pairs.fold(0, |set, (a, b)| set | pair(*a, *b)) }
    }

    /// The letters that a word has, a bit for each.
    pub(crate) fn letters(self) -> u64 {
        self.letters
    }

    /// Those of two words.
    pub(crate) fn with(self, other: Self) -> Self {
        Self { letters: self.letters | other.letters, pairs: self.pairs | other.pairs }
    }
}

/// The bit of two neighbours.
fn pair(a: u8, b: u8) -> u64 {
    1 << (((u32::from(a) * 5) ^ u32::from(b)) % u64::BITS)
}

impl Needs {
    /// The needs of a rule that reads `all` in a row, the edges of the word among
    /// them.
    fn of(all: &[Atom]) -> Self {
        let letter = |atom: &Atom| (atom.letters.count_ones() == 1).then(|| atom.letters.trailing_zeros() as u8);
        let mut needs = Self { all: Features::default(), any: u64::MAX };
        for atom in all.iter().filter(|atom| !atom.edge) {
            let set = narrowed(atom.letters);
            match letter(atom) {
                Some(_) => needs.all.letters |= set,
                None if set.count_ones() < needs.any.count_ones() => needs.any = set,
                None => {}
            }
        }
        for both in all.windows(2).filter(|both| both.iter().all(|atom| !atom.edge)) {
            if let (Some(a), Some(b)) = (letter(&both[0]), letter(&both[1])) {
                needs.all.pairs |= pair(a, b);
            }
        }
        needs
    }

    /// The letters that a word must have, a bit for each.
    pub(crate) fn letters(self) -> u64 {
        self.all.letters
    }

    /// Whether a rule may apply to a word of such features.
    #[inline]
    pub(crate) fn are_met(self, own: Features) -> bool {
        // One branch, which hardly any rule takes.
        let lacking = self.all.letters & !own.letters | self.all.pairs & !own.pairs;
        (lacking == 0) & (own.letters & self.any != 0)
    }
}

#[derive(Debug, Clone, Copy)]
struct Atom {
    letters: u128,
    edge: bool,
}

impl Rule {
    /// Compiles the cells of a row; `None` when a pattern is malformed or
    /// `from` is empty.
    pub(crate) fn parse(from: &str, before: &str, after: &str, to: &str) -> Option<Self> {
        let from = atoms(from)?;
        let mut before = atoms(before)?;
        before.reverse();
        let after = atoms(after)?;
        let row: Vec<Atom> = before.iter().rev().chain(&from).chain(&after).copied().collect();
        let needs = Needs::of(&row);
        let to = to.split('|').map(|t| if t == "∅" { Vec::new() } else { t.as_bytes().to_vec() }).collect();
        (!from.is_empty()).then_some(Self { from, before, after, to, needs })
    }

    /// Rewrites `word` into `out` with the alternative `choice`; `false` and
    /// an untouched `out` when the rule does not apply anywhere.
    pub(crate) fn apply(&self, word: &[u8], choice: usize, out: &mut Ascii) -> bool {
        let mut i = 0;
        let mut copied = 0;
        let mut applied = false;
        while i + self.from.len() <= word.len() {
            if !self.matches(word, i) {
                i += 1;
                continue;
            }
            if !applied {
                out.clear();
                applied = true;
            }
            out.extend_from_slice(&word[copied..i]);
            out.extend_from_slice(&self.to[choice]);
            i += self.from.len();
            copied = i;
        }
        if applied {
            out.extend_from_slice(&word[copied..]);
        }
        applied
    }

    fn matches(&self, word: &[u8], at: usize) -> bool {
        let end = at + self.from.len();
        self.from.iter().zip(&word[at..end]).all(|(a, &b)| a.letters >> b & 1 == 1)
            && fits(&self.before, |i| at.checked_sub(i + 1).map(|j| word[j]))
            && fits(&self.after, |i| word.get(end + i).copied())
    }
}

fn narrowed(letters: u128) -> u64 {
    letters as u64 | (letters >> 64) as u64
}

fn fits(atoms: &[Atom], letter: impl Fn(usize) -> Option<u8>) -> bool {
    atoms.iter().enumerate().all(|(i, atom)| match letter(i) {
        Some(b) => atom.letters >> (b & 127) & 1 == 1,
        None => atom.edge,
    })
}

fn atoms(pattern: &str) -> Option<Vec<Atom>> {
    const VOWELS: u128 = 1 << b'a' | 1 << b'e' | 1 << b'i' | 1 << b'o' | 1 << b'u';
    const LETTERS: u128 = ((1 << (b'z' + 1)) - (1 << b'a')) | ((1 << (b'Z' + 1)) - (1 << b'A'));
    let mut out = Vec::new();
    let mut chars = pattern.bytes();
    while let Some(mut b) = chars.next() {
        let negated = b == b'!';
        if negated {
            b = chars.next()?;
        }
        let (letters, edge) = match b {
            b'^' | b'$' => (0, true),
            b'@' => (VOWELS, false),
            b'#' => (LETTERS & !VOWELS, false),
            b'.' => (LETTERS, false),
            b'[' => {
                let mut set = 0;
                loop {
                    match chars.next()? {
                        b']' => break,
                        c => set |= 1 << (c & 127),
                    }
                }
                (set, false)
            }
            b if b.is_ascii_alphabetic() || b == b'\'' => (1 << b, false),
            _ => return None,
        };
        out.push(if negated { Atom { letters: !letters, edge: true } } else { Atom { letters, edge } });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(rule: [&str; 4], word: &str) -> Option<String> {
        let rule = Rule::parse(rule[0], rule[1], rule[2], rule[3]).expect("a valid rule");
        let mut out = Ascii::new();
        let may = rule.needs.are_met(Features::of(word.as_bytes()));
        let applied = rule.apply(word.as_bytes(), 0, &mut out);
        assert!(may || !applied, "a rule applies although its needs are not met");
        applied.then(|| String::from_utf8(out.to_vec()).expect("ASCII"))
    }

    #[test]
    fn contexts_are_read_outwards_from_the_match() {
        assert_eq!(apply(["ev", "@", "$", "yev"], "tokaev").as_deref(), Some("tokayev"));
        assert_eq!(apply(["ev", "@", "$", "yev"], "lebedev"), None);
        assert_eq!(apply(["o", "[mr]", "", "u"], "romo").as_deref(), Some("rumu"));
        assert_eq!(apply(["y", "@", "!@", "i"], "karzay").as_deref(), Some("karzai"));
        assert_eq!(apply(["y", "@", "!@", "i"], "maya"), None);
        assert_eq!(apply(["a", "xy", "", "b"], "xya").as_deref(), Some("xyb"));
    }

    #[test]
    fn malformed_patterns_are_refused() {
        assert!(Rule::parse("[ab", "", "", "x").is_none());
        assert!(Rule::parse("", "", "", "x").is_none());
        assert!(Rule::parse("é", "", "", "x").is_none());
    }
}
