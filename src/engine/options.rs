//! What a user may choose.

use super::markup::Markup;
use crate::table::model::Kind;

/// How an engine answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Only entities of these kinds; any when empty.
    pub kinds: Vec<Kind>,
    /// The lowest score, 0 to 1, that counts as a match; an engine takes the
    /// nearest of those for another, and [`Self::MIN_SCORE`] for what is no number.
    pub min_score: f64,
    /// Recorded spellings and their typography alone.
    pub exact: bool,
    /// Look-ups weigh every name, which costs about a microsecond for each,
    /// instead of those that share parts with the one asked for.
    pub exhaustive: bool,
    /// A line is the unit of reading: it is finished as soon as its end is
    /// read, and no mention reaches across it.
    pub line_buffered: bool,
    /// The language of pages, whose tags, comments and code are left alone.
    pub markup: Option<Markup>,
    /// Titles in quotation marks are left alone: stretches of a few words that
    /// all begin with capitals, but for short ones.
    pub keep_titles: bool,
}

impl Options {
    /// The score from which two spellings count as one name. Of pairs of
    /// look-alikes one or two letters apart, some four in a hundred reach it
    /// in a comparison: one where consonants differ, eleven where they agree.
    pub const MIN_SCORE: f64 = 0.85;

    /// The same with a score that there is.
    pub(super) fn in_bounds(self) -> Self {
        let least = if self.min_score.is_nan() { Self::MIN_SCORE } else { self.min_score.clamp(0.0, 1.0) };
        Self { min_score: least, ..self }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            kinds: Vec::new(),
            min_score: Self::MIN_SCORE,
            exact: false,
            exhaustive: false,
            line_buffered: false,
            markup: None,
            keep_titles: false,
        }
    }
}
