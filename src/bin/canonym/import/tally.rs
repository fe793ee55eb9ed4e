//! What was left out on the way into a table, counted.

/// How often each thing happened, with the first example of it.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<(&'static str, usize, String)>);

impl Tally {
    /// Counts something that is told as `what`.
    pub(crate) fn add(&mut self, what: &'static str, example: &str) {
        match self.0.iter_mut().find(|(known, ..)| *known == what) {
            Some((_, count, _)) => *count += 1,
            None => self.0.push((what, 1, example.chars().take(60).collect())),
        }
    }

    /// A line for each thing.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(what, count, example)| format!("{what}: {count}, such as `{}`", example.escape_debug()))
    }
}
