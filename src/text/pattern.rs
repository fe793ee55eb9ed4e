//! Rewriting rules in the manner of phonology: A becomes B between L and R.
//!
//! Works on ASCII words. A pattern is a row of atoms, each for one letter:
//! `@` a vowel, `#` a consonant, `.` any letter, `[ab]` one of, `!` not (and
//! also the edge of the word), `^` and `$` the edges, and letters themselves.

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

/// Sets of letters, as [`letters_of`] gives them: all of the first, and one
/// of the second.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needs {
    all: u64,
    any: u64,
}

impl Needs {
    fn of(from: &[Atom], around: &[Atom]) -> Self {
        let solid = || from.iter().chain(around.iter().filter(|atom| !atom.edge));
        let single = |atom: &&Atom| atom.letters.count_ones() == 1;
        let all = solid().filter(single).fold(0, |all, atom| all | narrowed(atom.letters));
        let classes = solid().filter(|atom| !single(atom)).map(|atom| narrowed(atom.letters));
        Self { all, any: classes.min_by_key(|class| class.count_ones()).unwrap_or(u64::MAX) }
    }

    /// Whether a rule may apply to a word of such letters.
    #[inline]
    pub(crate) fn are_met(self, letters: u64) -> bool {
        letters & self.all == self.all && letters & self.any != 0
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
        let needs = Needs::of(&from, &[&before[..], &after[..]].concat());
        let to = to.split('|').map(|t| if t == "∅" { Vec::new() } else { t.as_bytes().to_vec() }).collect();
        (!from.is_empty()).then_some(Self { from, before, after, to, needs })
    }

    /// Rewrites `word` into `out` with the alternative `choice`; `false` and
    /// an untouched `out` when the rule does not apply anywhere.
    pub(crate) fn apply(&self, word: &[u8], choice: usize, out: &mut Vec<u8>) -> bool {
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

/// The set of letters of a word, for [`Needs::are_met`]; some bits stand for
/// two letters.
pub(crate) fn letters_of(word: &[u8]) -> u64 {
    word.iter().fold(0, |set, &b| set | 1 << (b & 63))
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
        let mut out = Vec::new();
        let may = rule.needs.are_met(letters_of(word.as_bytes()));
        let applied = rule.apply(word.as_bytes(), 0, &mut out);
        assert!(may || !applied, "a rule applies although its needs are not met");
        applied.then(|| String::from_utf8(out).expect("ASCII"))
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
