//! What is known of words by themselves, remembered for a run: text repeats
//! them.

use crate::index::Index;
use crate::index::buckets::{self, hash};
use crate::index::exact::{Leads, Node};
use crate::text::endings::{Behind, behind_proclitics};
use crate::text::guard::{Guard, guard};
use crate::text::token::Gap;

/// Places for words, and for stretches of words: at first, and at most.
const FEW: usize = 1 << 6;
const MOST: usize = 1 << 14;

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) guard: &'static Guard,
    /// A recorded spelling begins with it, be it written small or not.
    pub(crate) leads: Leading,
}

/// Whether a recorded spelling begins with a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Leading {
    pub(crate) capital: bool,
    pub(crate) small: bool,
    /// With what stands in it behind a proclitic.
    pub(crate) behind: bool,
}

/// The words of a run, each in the one place that its hash gives it.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Places<Known>,
    paths: Places<Leads>,
}

impl Words {
    /// The hash of a bare word, and what is known of it.
    #[inline]
    pub(crate) fn known(&mut self, index: &Index, bare: &str) -> (u64, Known) {
        let hash = hash(bare);
        (hash, self.words.get(hash, || Known { guard: guard(bare), leads: leading(index, bare, hash) }))
    }

    /// What lies at a node.
    #[inline]
    pub(crate) fn leads(&mut self, index: &Index, node: Node) -> Leads {
        self.paths.get(node.number(), || index.leads(node))
    }
}

/// Answers by the hash of what was asked, in more places the more are asked.
#[derive(Debug)]
struct Places<T> {
    places: Vec<Option<(u64, T)>>,
    missed: usize,
}

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self { places: Vec::new(), missed: 0 }
    }
}

impl<T: Copy> Places<T> {
    #[inline]
    fn get(&mut self, hash: u64, find: impl FnOnce() -> T) -> T {
        let place = hash as usize & self.places.len().wrapping_sub(1);
        match self.places.get(place) {
            Some(Some((known, answer))) if *known == hash => *answer,
            _ => self.remember(hash, find()),
        }
    }

    fn remember(&mut self, hash: u64, answer: T) -> T {
        self.missed += 1;
        if self.missed > self.places.len() && self.places.len() < MOST {
            let more = (self.places.len() * 2).max(FEW);
            let before = std::mem::replace(&mut self.places, vec![None; more]);
            before.into_iter().flatten().for_each(|known| self.put(known));
            self.missed = 0;
        }
        self.put((hash, answer));
        answer
    }

    fn put(&mut self, known: (u64, T)) {
        let place = known.0 as usize & (self.places.len() - 1);
        self.places[place] = Some(known);
    }
}

fn leading(index: &Index, bare: &str, hash: u64) -> Leading {
    let node = Node::ROOT.step(Gap::Join, hash);
    let leads = index.leads(node);
    let alone = if leads.ends { index.ends(node, bare, bare, usize::MAX) } else { Vec::new() };
    // Nothing but what is recorded with a small letter stands alone with one.
    let small = |alias| index.alias(alias).text.chars().any(char::is_lowercase) && index.alias(alias).capitals & 1 == 0;
    let behind = |reading: Behind| {
        let leads = index.leads(Node::ROOT.step(Gap::Join, buckets::hash(&reading.name)));
        leads.ends || leads.on
    };
    Leading {
        capital: leads.ends || leads.on,
        small: leads.on || alone.into_iter().any(small),
        behind: !bare.is_ascii() && behind_proclitics(bare).any(behind),
    }
}
