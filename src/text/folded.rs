//! A folded text, with a map back to the bytes of the input.

/// A folded text and the way back to the text it was made from.
///
/// Costs one byte a byte of input plus 24 bytes for each stretch of
/// characters that do not map one to one.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    pub(super) text: String,
    runs: Vec<Run>,
    source_len: usize,
}

/// From here on folded and source offsets advance together, unless `whole`:
/// then all of the folded stretch stands for all of the source stretch.
#[derive(Debug, Clone, Copy)]
struct Run {
    folded: usize,
    source: usize,
    whole: bool,
}

impl Folded {
    /// Nothing yet of a source of so many bytes.
    pub(super) fn of(source_len: usize) -> Self {
        Self { source_len, ..Self::default() }
    }

    /// Nothing yet of the same source.
    pub(super) fn empty(&self) -> Self {
        Self::of(self.source_len)
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the source at which the folded stretch from `position`
    /// begins; always a character boundary of the source.
    pub fn source_start(&self, position: usize) -> usize {
        match self.run_at(position) {
            None => self.source_len.min(position),
            Some((run, _)) if run.whole => run.source,
            Some((run, next)) => (run.source + (position - run.folded)).min(next),
        }
    }

    /// The offset in the source at which the folded stretch up to `position`
    /// ends.
    pub fn source_end(&self, position: usize) -> usize {
        if position == 0 {
            return self.source_start(0);
        }
        match self.run_at(position - 1) {
            None => self.source_len.min(position),
            Some((run, next)) if run.whole => next,
            Some((run, next)) => (run.source + (position - run.folded)).min(next),
        }
    }

    /// Goes through the folded text from its beginning.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { folded: self, run: 0 }
    }

    /// The run that holds a folded position, and the source offset behind it.
    fn run_at(&self, position: usize) -> Option<(Run, usize)> {
        let i = self.runs.partition_point(|run| run.folded <= position).checked_sub(1)?;
        // Runs that fold to nothing share their folded offset with the next one.
        let next = self.runs.get(i + 1).map_or(self.source_len, |run| run.source);
        Some((self.runs[i], next))
    }

    pub(super) fn push_run(&mut self, source: usize, whole: bool) {
        let folded = self.text.len();
        if !whole {
            if let Some(last) = self.runs.last() {
                if !last.whole && source.wrapping_sub(last.source) == folded - last.folded {
                    return;
                }
            } else if source == 0 && folded == 0 {
                self.runs.push(Run { folded, source, whole });
                return;
            }
        }
        self.runs.push(Run { folded, source, whole });
    }
}

/// A place in a folded text, for offsets in ascending order.
pub(crate) struct Cursor<'f> {
    folded: &'f Folded,
    run: usize,
}

impl Cursor<'_> {
    /// [`Folded::source_start`] of a position that is not before the last one.
    #[inline]
    pub(crate) fn source_start(&mut self, position: usize) -> usize {
        let runs = &self.folded.runs;
        while runs.get(self.run + 1).is_some_and(|next| next.folded <= position) {
            self.run += 1;
        }
        let next = runs.get(self.run + 1).map_or(self.folded.source_len, |next| next.source);
        match runs.get(self.run) {
            Some(run) if !run.whole && run.folded <= position => (run.source + (position - run.folded)).min(next),
            _ => self.folded.source_start(position),
        }
    }
}

/// Copies a stretch of a folded text with its map.
pub(super) fn copy(from: &Folded, range: std::ops::Range<usize>, to: &mut Folded) {
    let mut at = range.start;
    let mut i = from.runs.partition_point(|run| run.folded <= at).saturating_sub(1);
    while at < range.end {
        let Some(run) = from.runs.get(i) else { break };
        let end = from.runs.get(i + 1).map_or(from.text.len(), |next| next.folded).min(range.end);
        if end > at {
            let source = if run.whole { run.source } else { run.source + (at - run.folded) };
            to.push_run(source, run.whole);
            to.text.push_str(&from.text[at..end]);
            at = end;
        }
        i += 1;
    }
    // What was left out between two stretches belongs to neither.
    if range.end < from.text.len() {
        to.runs.push(Run { folded: to.text.len(), source: from.source_end(range.end), whole: true });
    }
}
