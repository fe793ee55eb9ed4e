//! A folded text, with a map back to the bytes of the input.

/// A folded text and the way back to the text it was made from.
///
/// Costs one byte a byte of input plus 24 bytes for each stretch of
/// characters that do not map one to one, and for each stretch behind one.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    pub(super) text: String,
    /// In order; what stands before the first one stands there in the source, too.
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

/// The run before all others.
const FIRST: Run = Run { folded: 0, source: 0, whole: false };

impl Folded {
    /// Nothing yet of a source of so many bytes.
    pub(super) fn of(source_len: usize) -> Self {
        Self { text: String::with_capacity(source_len), runs: Vec::new(), source_len }
    }

    /// Nothing yet of the same source.
    pub(super) fn empty(&self) -> Self {
        Self { source_len: self.source_len, ..Self::default() }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the source at which the folded stretch from `position`
    /// begins; always a character boundary of the source.
    pub fn source_start(&self, position: usize) -> usize {
        let (run, next) = self.run_at(position);
        run.start(position, next)
    }

    /// The offset in the source at which the folded stretch up to `position`
    /// ends.
    pub fn source_end(&self, position: usize) -> usize {
        if position == 0 {
            return self.source_start(0);
        }
        match self.run_at(position - 1) {
            (run, next) if run.whole => next,
            (run, next) => run.start(position, next),
        }
    }

    /// Goes through the folded text from its beginning.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { folded: self, passed: 0 }
    }

    /// The run that holds a folded position, and the source offset behind it.
    fn run_at(&self, position: usize) -> (Run, usize) {
        // Runs that fold to nothing share their folded offset with the next one.
        self.behind(self.runs.partition_point(|run| run.folded <= position))
    }

    /// The last one of so many runs, and the source offset behind it.
    fn behind(&self, runs: usize) -> (Run, usize) {
        let run = runs.checked_sub(1).map_or(FIRST, |last| self.runs[last]);
        (run, self.runs.get(runs).map_or(self.source_len, |next| next.source))
    }

    pub(super) fn push_run(&mut self, source: usize, whole: bool) {
        let folded = self.text.len();
        let last = self.runs.last().unwrap_or(&FIRST);
        let goes_on = !whole && !last.whole && source.wrapping_sub(last.source) == folded - last.folded;
        if !goes_on {
            self.runs.push(Run { folded, source, whole });
        }
    }
}

impl Run {
    /// The source offset of a folded position; `next` is the one behind the run.
    fn start(self, position: usize, next: usize) -> usize {
        if self.whole { self.source } else { (self.source + (position - self.folded)).min(next) }
    }
}

/// A place in a folded text, for offsets in ascending order.
pub(crate) struct Cursor<'f> {
    folded: &'f Folded,
    /// Runs that begin before the place, or there.
    passed: usize,
}

impl Cursor<'_> {
    /// [`Folded::source_start`] of a position that is not before the last one.
    #[inline]
    pub(crate) fn source_start(&mut self, position: usize) -> usize {
        while self.folded.runs.get(self.passed).is_some_and(|next| next.folded <= position) {
            self.passed += 1;
        }
        let (run, next) = self.folded.behind(self.passed);
        run.start(position, next)
    }
}

/// Copies a stretch of a folded text with its map.
pub(super) fn copy(from: &Folded, range: std::ops::Range<usize>, to: &mut Folded) {
    let mut at = range.start;
    let mut passed = from.runs.partition_point(|run| run.folded <= at);
    while at < range.end {
        let (run, _) = from.behind(passed);
        let end = from.runs.get(passed).map_or(range.end, |next| next.folded.min(range.end));
        if end > at {
            to.push_run(run.start(at, usize::MAX), run.whole);
            to.text.push_str(&from.text[at..end]);
            at = end;
        }
        passed += 1;
    }
    // What was left out between two stretches belongs to neither.
    if range.end < from.text.len() {
        to.runs.push(Run { folded: to.text.len(), source: from.source_end(range.end), whole: true });
    }
}
