//! Exact search over bare words: a trie whose edges are words, kept as the
//! hashes of its paths.
//!
//! Working on words instead of letters makes boundaries, blanks, hyphens and
//! line breaks a matter of the words' gaps, and a short name can never hide a
//! long one.

use super::Index;
use super::buckets::{Buckets, Row, Shape, hash, mixed};
use super::image::Section;
use super::pack::Pack;
use super::records::Prepared;
use crate::span::AliasId;
use crate::text::token::{Gap, bare_words};

pub(super) const ENDS: Buckets =
    Buckets { starts: Section::ExactStarts, rows: Section::ExactRows, shape: Shape::Numbered };
pub(super) const PREFIXES: Buckets =
    Buckets { starts: Section::PrefixStarts, rows: Section::PrefixRows, shape: Shape::Check };

/// A place in the trie: the words that lead there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node(u64);

impl Node {
    pub(crate) const ROOT: Self = Self(0);
    /// Where given names begin.
    const GIVEN: Self = Self(1);

    /// One step over a gap and a word of this hash.
    #[inline]
    pub(crate) fn step(self, gap: Gap, word: u64) -> Self {
        // A comma between two words is part of the name: `Washington, D.C.`
        let comma = self != Self::ROOT && gap == Gap::Comma;
        Self(mixed(self.0, word ^ u64::from(comma)))
    }

    /// The node as a number.
    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

/// What lies at a node; now and then what does not.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Leads {
    /// An alias ends here.
    pub(crate) ends: bool,
    /// An alias goes on.
    pub(crate) on: bool,
}

/// Adds the row of an alias with these words to those of aliases, and the rows of
/// its beginnings to those of beginnings.
pub(super) fn add<'w>(
    words: impl ExactSizeIterator<Item = (&'w str, Gap)>,
    alias: u32,
    ends: &mut Vec<Row>,
    beginnings: &mut Vec<Row>,
) {
    let mut node = Node::ROOT;
    let last = words.len();
    for (number, (word, gap)) in (1..).zip(words) {
        node = node.step(gap, hash(word));
        if number < last {
            beginnings.push((node.0, 0));
        } else {
            ends.push((node.0, alias));
        }
    }
}

/// Adds the row of the given name of a person with these words to those of
/// beginnings.
pub(super) fn add_given<'w>(
    mut words: impl ExactSizeIterator<Item = (&'w str, Gap)>,
    family_first: bool,
    beginnings: &mut Vec<Row>,
) {
    if words.len() > 1
        && let Some((given, _)) = if family_first { words.last() } else { words.next() }
    {
        beginnings.push((Node::GIVEN.step(Gap::Join, hash(given)).0, 0));
    }
}

impl Pack {
    /// The aliases of just the bare words of a spelling.
    pub(super) fn spelt(&self, spelling: &str) -> Vec<u32> {
        let asked = Prepared::new(spelling, None);
        let node = asked.words().fold(Node::ROOT, |node, (word, gap)| node.step(gap, hash(word)));
        let bare = asked.bare();
        let found = ENDS.numbers(&self.image, node.0);
        found.filter(|alias| is_written_so(self.spelling(*alias), &bare)).collect()
    }
}

impl Index {
    /// What lies at a node.
    pub(crate) fn leads(&self, node: Node) -> Leads {
        let ends = self.packs().any(|pack| ENDS.numbers(&pack.image, node.0).next().is_some());
        let on = self.packs().any(|pack| PREFIXES.may_have(&pack.image, node.0));
        Leads { ends, on }
    }

    /// Whether a bare word is the given name of a recorded person; now and then of
    /// none.
    pub(crate) fn is_given_name(&self, bare: &str) -> bool {
        let node = Node::GIVEN.step(Gap::Join, hash(bare));
        self.packs().any(|pack| PREFIXES.may_have(&pack.image, node.0))
    }

    /// The aliases of just the bare words that led to a node, in order of
    /// number; `surface` is how they are written here.
    pub(crate) fn ends(&self, node: Node, bare: &str, surface: &str) -> Vec<AliasId> {
        let mut found = Vec::new();
        // Namesakes mostly are written alike.
        let mut known = (surface, true);
        for (at, layer) in self.layers.iter().enumerate() {
            let mut aliases: Vec<u32> = ENDS.numbers(&layer.pack.image, node.0).collect();
            aliases.sort_unstable();
            for alias in aliases {
                let text = layer.pack.spelling(alias);
                if text != known.0 {
                    known = (text, is_written_so(text, bare));
                }
                if known.1 {
                    found.extend(self.alias_in(at, alias));
                }
            }
        }
        found
    }

    /// Whether there are such aliases.
    pub(crate) fn has_end(&self, node: Node, bare: &str, surface: &str) -> bool {
        self.layers.iter().enumerate().any(|(at, layer)| {
            ENDS.numbers(&layer.pack.image, node.0).any(|alias| {
                let text = layer.pack.spelling(alias);
                (text == surface || is_written_so(text, bare)) && self.alias_in(at, alias).is_some()
            })
        })
    }
}

/// Whether the bare words of a text are these.
fn is_written_so(text: &str, bare: &str) -> bool {
    bare_words(text).join(" ") == bare
}
