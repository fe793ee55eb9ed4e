//! What is known of words by themselves, remembered for a run: text repeats
//! them.

use crate::index::Index;
use crate::index::buckets::{self, hash};
use crate::index::exact::{Leads, Node};
use crate::text::endings::{Behind, behind_proclitics, may_be_ending};
use crate::text::fold::bare;
use crate::text::guard::{Guard, number, numbered};
use crate::text::token::Gap;

/// Places for words, and for stretches of words: at first, and at most.
const FEW: usize = 1 << 7;
const MOST: usize = 1 << 15;

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

/// The words of a run, and where stretches of them lead.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Places,
    paths: Places,
}

impl Words {
    /// The hash of a bare word, and what is known of it.
    #[inline]
    pub(crate) fn known(&mut self, index: &Index, bare: &str) -> (u64, Known) {
        let hash = hash(bare);
        let bits = self.words.get(hash, || {
            let Leading { capital, small, behind } = leading(index, bare, hash);
            number(bare) << 3 | u16::from(capital) << 2 | u16::from(small) << 1 | u16::from(behind)
        });
        let leads = Leading { capital: bits & 4 != 0, small: bits & 2 != 0, behind: bits & 1 != 0 };
        (hash, Known { guard: numbered(bits >> 3), leads })
    }

    /// Whether a word in folded letters is a recorded one, alone or with the word
    /// before it, an apostrophe and an ending (`Putin'i`), and not recorded as it
    /// stands (`Sana'a`): the bytes before the apostrophe.
    pub(crate) fn before_ending(&mut self, index: &Index, before: Option<u64>, word: &str) -> Option<usize> {
        let (stem, _) = word.rsplit_once('\'').filter(|(_, behind)| may_be_ending(behind))?;
        let mut leads = |word: &str| {
            let (hash, known) = self.known(index, &bare(word));
            let pair = before.map(|before| Node::ROOT.step(Gap::Join, before).step(Gap::Join, hash));
            known.leads.capital || known.leads.small || pair.is_some_and(|pair| self.leads(index, pair).ends)
        };
        (!leads(word) && leads(stem)).then_some(stem.len())
    }

    /// What lies at a node.
    #[inline]
    pub(crate) fn leads(&mut self, index: &Index, node: Node) -> Leads {
        let bits = self.paths.get(node.number(), || {
            let leads = index.leads(node);
            u16::from(leads.ends) << 1 | u16::from(leads.on)
        });
        Leads { ends: bits & 2 != 0, on: bits & 1 != 0 }
    }
}

/// Answers of 16 bits by the hash of what was asked, in more places the more
/// are asked. A place has the upper 48 bits of a hash and the answer; the lower
/// bits of the hash tell the place.
#[derive(Debug, Default)]
struct Places {
    places: Vec<u64>,
    missed: usize,
}

const ANSWER: u64 = 0xFFFF;

impl Places {
    #[inline]
    fn get(&mut self, hash: u64, find: impl FnOnce() -> u16) -> u16 {
        let place = hash as usize & self.places.len().wrapping_sub(1);
        match self.places.get(place) {
            Some(known) if (known ^ hash) & !ANSWER == 0 => *known as u16,
            _ => self.remember(hash, find()),
        }
    }

    fn remember(&mut self, hash: u64, answer: u16) -> u16 {
        self.missed += 1;
        if self.missed > self.places.len() && self.places.len() < MOST {
            // Those that are known are asked for again, once.
            self.places = vec![0; (self.places.len() * 4).max(FEW)];
            self.missed = 0;
        }
        let place = hash as usize & (self.places.len() - 1);
        self.places[place] = hash & !ANSWER | u64::from(answer);
        answer
    }
}

fn leading(index: &Index, bare: &str, hash: u64) -> Leading {
    let node = Node::ROOT.step(Gap::Join, hash);
    let leads = index.leads(node);
    let alone = if leads.ends { index.ends(node, bare, bare) } else { Vec::new() };
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
