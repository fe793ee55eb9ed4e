//! What was found for names, so that each distinct one is asked for once.

use canonym::{Answer, Engine};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::failure::Failure;

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
    /// Asks for the names that nothing is known of, each once, and keeps a mark and
    /// what is written for each answer; what is known of the others stays known
    /// until this is called again.
    pub(crate) fn learn<'n>(
        &mut self,
        names: impl Iterator<Item = &'n [u8]>,
        engine: &Engine,
        ask: impl FnOnce(&[String]) -> Vec<Answer>,
        write: impl Fn(&Answer) -> Result<(bool, Vec<u8>), Failure>,
    ) -> Result<(), Failure> {
        if self.bytes > ROOM {
            *self = Self::default();
        }
        let fresh: FxHashSet<&[u8]> = names.filter(|name| !self.answers.contains_key(*name)).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let fresh: Vec<&[u8]> = fresh.into_iter().collect();
        let texts: Vec<String> = fresh.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let answers = ask(&texts);
        engine.damage()?;
        for (name, answer) in fresh.into_iter().zip(answers) {
            let (mark, written) = write(&answer)?;
            self.bytes += name.len() + written.len() + ENTRY;
            self.answers.insert(name.into(), Written { mark, bytes: written.into() });
        }
        Ok(())
    }

    /// The mark of a name and what is written for it; nothing if it is not known.
    pub(crate) fn of(&self, name: &[u8]) -> (bool, &[u8]) {
        self.answers.get(name).map_or((false, &[]), |Written { mark, bytes }| (*mark, bytes))
    }
}
