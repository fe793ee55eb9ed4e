//! Exact search over bare words: a trie whose edges are words, kept as the
//! hashes of its paths.
//!
//! Working on words instead of letters makes boundaries, blanks, hyphens and
//! line breaks a matter of the words' gaps, and a short name can never hide a
//! long one.

use super::Index;
use super::buckets::{Buckets, Row, Shape, hash, mixed};
use super::image::Section;
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

    /// One step over a gap and a word.
    fn step(self, gap: Gap, word: &str) -> Self {
        // A comma between two words is part of the name: `Washington, D.C.`
        let comma = self != Self::ROOT && gap == Gap::Comma;
        Self(mixed(self.0, hash(word) ^ u64::from(comma)))
    }
}

/// The row of an alias with these words, and those of its beginnings.
pub(super) fn rows(words: &[(String, Gap)], alias: u32) -> (Row, Vec<Row>) {
    let mut node = Node::ROOT;
    let mut paths = words.iter().map(|(word, gap)| {
        node = node.step(*gap, word);
        (node.0, 0, 0)
    });
    let mut beginnings: Vec<Row> = paths.by_ref().collect();
    let end = beginnings.pop().map_or(0, |row| row.0);
    ((end, alias, 0), beginnings)
}

impl Index {
    /// One step from a node over a gap and a bare word; nothing when no alias
    /// goes on like that, and now and then also then.
    pub(crate) fn step(&self, from: Node, gap: Gap, word: &str) -> Option<Node> {
        if gap == Gap::Break && from != Node::ROOT {
            return None;
        }
        let node = from.step(gap, word);
        let leads = |image| ENDS.numbers(image, node.0).next().is_some() || PREFIXES.may_have(image, node.0);
        self.packs().any(|pack| leads(&pack.image)).then_some(node)
    }

    /// Whether an alias may end at a node.
    pub(crate) fn may_end(&self, node: Node) -> bool {
        self.packs().any(|pack| ENDS.numbers(&pack.image, node.0).next().is_some())
    }

    /// The aliases of just the bare words that led to a node, in order of
    /// number, at most so many; `surface` is how they are written here.
    pub(crate) fn ends(&self, node: Node, bare: &str, surface: &str, most: usize) -> Vec<AliasId> {
        let mut found = Vec::new();
        // Namesakes mostly are written alike.
        let mut known = (surface, true);
        for (at, layer) in self.layers.iter().enumerate() {
            let mut aliases: Vec<u32> = ENDS.numbers(&layer.pack.image, node.0).collect();
            aliases.sort_unstable();
            for alias in aliases {
                let text = layer.pack.spelling(alias);
                if text != known.0 {
                    known = (text, bare_words(text).join(" ") == bare);
                }
                if known.1 {
                    found.extend(self.alias_in(at, alias));
                }
                if found.len() >= most {
                    return found;
                }
            }
        }
        found
    }
}
