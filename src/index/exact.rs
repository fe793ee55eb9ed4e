//! Exact search over bare words: a trie whose edges are words.
//!
//! Working on words instead of letters makes boundaries, blanks, hyphens and
//! line breaks a matter of the words' gaps, and a short name can never hide a
//! long one.

use rustc_hash::FxHashMap;

use super::Index;
use super::arrays::{Texts, Words, hash, hash_pair, hashed};
use super::image::Section;
use crate::span::AliasId;
use crate::text::token::Gap;

/// The number of a word in the vocabulary, from 1.
pub(crate) type WordId = u32;

/// A place in the trie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node(pub(super) u32);

impl Node {
    pub(crate) const ROOT: Self = Self(0);
}

/// The trie while it grows.
#[derive(Debug)]
pub(crate) struct Trie {
    words: FxHashMap<String, WordId>,
    vocabulary: Vec<String>,
    edges: FxHashMap<(u32, u32), u32>,
    order: Vec<(u32, u32)>,
    ends: Vec<Vec<AliasId>>,
}

impl Trie {
    pub(crate) fn new() -> Self {
        Self {
            words: FxHashMap::default(),
            vocabulary: Vec::new(),
            edges: FxHashMap::default(),
            order: Vec::new(),
            ends: vec![Vec::new()],
        }
    }

    /// Records an alias under its bare words; the gap of a word is the one
    /// before it.
    pub(crate) fn insert<'w>(&mut self, words: impl Iterator<Item = (&'w str, Gap)>, alias: AliasId) {
        let mut node = 0;
        for (word, gap) in words {
            let id = match self.words.get(word) {
                Some(&id) => id,
                None => {
                    self.vocabulary.push(word.to_owned());
                    self.words.insert(word.to_owned(), self.vocabulary.len() as u32);
                    self.vocabulary.len() as u32
                }
            };
            let edge = (node, label(id, if node == 0 { Gap::Join } else { gap }));
            node = match self.edges.get(&edge) {
                Some(&next) => next,
                None => {
                    let next = self.ends.len() as u32;
                    self.edges.insert(edge, next);
                    self.order.push(edge);
                    self.ends.push(Vec::new());
                    next
                }
            };
        }
        self.ends[node as usize].push(alias);
    }

    /// Vocabulary, edges, starts of ends, ends.
    pub(crate) fn flatten(self, texts: &mut Texts) -> [Words; 4] {
        let mut hashes = Vec::with_capacity(self.vocabulary.len());
        let mut rows = Vec::with_capacity(self.vocabulary.len());
        for (i, word) in self.vocabulary.iter().enumerate() {
            let [at, len] = texts.add(word);
            rows.push(vec![i as u32 + 1, at, len]);
            hashes.push(hash(&[word]));
        }
        let vocabulary = hashed(&rows, |row| hashes[row[0] as usize - 1]);
        let rows: Vec<_> =
            self.order.iter().map(|&(node, label)| vec![node, label, self.edges[&(node, label)]]).collect();
        let edges = hashed(&rows, |row| hash_pair(row[0], row[1]));
        let (mut starts, mut ends) = (Words::default(), Words::default());
        for aliases in self.ends {
            starts.push(ends.len() as u32);
            ends.extend(aliases.into_iter().map(|alias| alias.0));
        }
        starts.push(ends.len() as u32);
        [vocabulary, edges, starts, ends]
    }
}

impl Index {
    /// The number of a bare word, when an alias has it.
    pub(crate) fn word(&self, word: &str) -> Option<WordId> {
        let is =
            |row: &[u32]| row[2] as usize == word.len() && self.image.text_bytes(row[1], row[2]) == word.as_bytes();
        let slot = self.image.probe(Section::Vocabulary, 3, hash(&[word]), is)?;
        Some(self.image.word(Section::Vocabulary, slot * 3))
    }

    /// One step from a node over a gap and a word.
    pub(crate) fn step(&self, from: Node, gap: Gap, word: WordId) -> Option<Node> {
        let gap = if from == Node::ROOT { Gap::Join } else { gap };
        if gap == Gap::Break {
            return None;
        }
        let label = label(word, gap);
        let slot =
            self.image.probe(Section::Edges, 3, hash_pair(from.0, label), |row| row[0] == from.0 && row[1] == label)?;
        Some(Node(self.image.word(Section::Edges, slot * 3 + 2)))
    }
}

/// A comma between two words is part of the name: `Washington, D.C.`
fn label(word: WordId, gap: Gap) -> u32 {
    word << 1 | u32::from(gap == Gap::Comma)
}
