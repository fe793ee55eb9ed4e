//! What was remembered of the words of texts, kept with an engine from one text to the
//! next: short ones repeat the words of others, too.

use std::sync::Mutex;

use super::hit::Memo;

/// Memos that nobody uses.
#[derive(Debug, Default)]
pub(super) struct Idle(Mutex<Vec<Memo>>);

impl Idle {
    pub(super) fn of(memos: Vec<Memo>) -> Self {
        Self(Mutex::new(memos))
    }

    fn take(&self) -> Option<Memo> {
        self.0.lock().ok().and_then(|mut idle| idle.pop())
    }

    /// Lends one, or a new one.
    pub(super) fn lend<T>(&self, work: impl FnOnce(&mut Memo) -> T) -> T {
        let mut memo = self.take().unwrap_or_default();
        let done = work(&mut memo);
        self.0.lock().into_iter().for_each(|mut idle| idle.push(std::mem::take(&mut memo)));
        done
    }

    pub(super) fn into_memos(self) -> Vec<Memo> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Those of a stream, one for each thread, which are idle again when it ends.
#[derive(Debug)]
pub(super) struct Memos<'e> {
    pub(super) own: Vec<Memo>,
    idle: &'e Idle,
}

impl<'e> Memos<'e> {
    /// One that is idle, if any is.
    pub(super) fn of(idle: &'e Idle) -> Self {
        Self { own: idle.take().into_iter().collect(), idle }
    }

    /// None at all.
    pub(super) fn none(idle: &'e Idle) -> Self {
        Self { own: Vec::new(), idle }
    }
}

impl Drop for Memos<'_> {
    fn drop(&mut self) {
        if let Ok(mut idle) = self.idle.0.lock() {
            idle.append(&mut self.own);
        }
    }
}
