//! What was remembered of the words of texts, kept with an engine from one text to the
//! next: short ones repeat the words of others, too.

use std::sync::Mutex;

use super::hit::Memo;

/// Memos that no stream uses.
#[derive(Debug, Default)]
pub(super) struct Idle(Mutex<Vec<Memo>>);

/// Those of a stream, one for each thread, which are idle again when it ends.
#[derive(Debug)]
pub(super) struct Memos<'e> {
    pub(super) own: Vec<Memo>,
    idle: &'e Idle,
}

impl<'e> Memos<'e> {
    /// One that is idle, if any is.
    pub(super) fn of(idle: &'e Idle) -> Self {
        let one = idle.0.lock().ok().and_then(|mut idle| idle.pop());
        Self { own: one.into_iter().collect(), idle }
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
