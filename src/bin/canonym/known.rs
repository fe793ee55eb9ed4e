//! What was found for names, so that each distinct one is asked for once.

use rustc_hash::{FxHashMap, FxHashSet};

/// Bytes that known answers may take; they are found anew when it is more.
const ROOM: usize = 64 << 20;
/// What an answer takes beside its bytes.
const ENTRY: usize = 96;

/// Answers by name, as they are written.
#[derive(Debug, Default)]
pub(crate) struct Known {
    answers: FxHashMap<Box<[u8]>, Written>,
    bytes: usize,
}

#[derive(Debug)]
struct Written {
    mark: bool,
    bytes: Box<[u8]>,
}

impl Known {
    /// The names that nothing is known of, each once; what is known of the others
    /// stays known until this is asked again.
    pub(crate) fn fresh<'n>(&mut self, names: impl Iterator<Item = &'n [u8]>) -> Vec<&'n [u8]> {
        if self.bytes > ROOM {
            *self = Self::default();
        }
        let fresh: FxHashSet<&[u8]> = names.filter(|name| !self.answers.contains_key(*name)).collect();
        fresh.into_iter().collect()
    }

    /// Keeps what is written for a name, and a mark of it.
    pub(crate) fn keep(&mut self, name: &[u8], mark: bool, written: Vec<u8>) {
        self.bytes += name.len() + written.len() + ENTRY;
        self.answers.insert(name.into(), Written { mark, bytes: written.into() });
    }

    /// The mark of a name and what is written for it; nothing if it is not known.
    pub(crate) fn of(&self, name: &[u8]) -> (bool, &[u8]) {
        self.answers.get(name).map_or((false, &[]), |Written { mark, bytes }| (*mark, bytes))
    }
}
