//! What is said of a mention or a name: the messages of the command line and
//! the values of the library, in one.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::table::model::Kind;

/// How a spelling was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Rule {
    /// A recorded spelling.
    Alias,
    /// Differs in case, marks, dashes, apostrophes or blanks alone.
    Typography,
    /// Has the same sound key.
    Key,
    /// Is near in the letters that vary in such names.
    Fuzzy,
    /// Is part of a name used earlier in the text.
    Partial,
    /// Is written in another script.
    Script,
}

impl Rule {
    /// The word that reports write for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alias => "alias",
            Self::Typography => "typography",
            Self::Key => "key",
            Self::Fuzzy => "fuzzy",
            Self::Partial => "partial",
            Self::Script => "script",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether it is clear whose a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// One entity.
    Match,
    /// Two entities or more that cannot be told apart.
    Ambiguous,
    /// No entity.
    None,
}

impl Status {
    /// The word that reports write for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Ambiguous => "ambiguous",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A stretch of text that looks like a name and is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unknown {
    /// Bytes of the text as it was given, without possessive or other clitic.
    #[serde(flatten)]
    pub span: Span,
    /// The text of the span; bytes that are not UTF-8 as U+FFFD.
    pub text: String,
    /// It begins a sentence, where any word has a capital.
    pub opens: bool,
}

/// A stretch of text that names an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mention {
    /// Bytes of the text as it was given, without possessive or other clitic.
    #[serde(flatten)]
    pub span: Span,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The text of the span; bytes that are not UTF-8 as U+FFFD.
    pub text: String,
    /// The entity; nothing when ambiguous.
    pub id: Option<String>,
    /// The entity's canonical name; nothing when ambiguous.
    pub name: Option<String>,
    /// What `normalize` writes instead: the canonical spelling of the form
    /// that was used, line breaks kept. Nothing when the candidates disagree.
    pub replacement: Option<String>,
    /// The entity's kind, or that of all candidates.
    pub kind: Option<Kind>,
    /// Match or ambiguous.
    pub status: Status,
    /// 0 to 1: how sure it is that the spelling is this name.
    pub score: f64,
    /// How the spelling was recognised.
    pub rule: Rule,
    /// The recorded spelling that it was recognised by.
    pub alias: String,
    /// The entities it may be, best first, the first 32 of them; empty for a match.
    pub candidates: Vec<Bearer>,
    /// What in the text decided between namesakes, in order; empty where
    /// there was nothing to decide.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub evidence: Vec<Evidence>,
}

/// What took namesakes out of the candidates for a mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The rule.
    pub rule: Sign,
    /// What of the text it went by: a word, the names of places, the code of a
    /// country.
    pub by: String,
    /// The ids that it left out.
    pub left_out: Vec<String>,
}

/// A sign in the text that tells namesakes apart, in the order in which they
/// are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Sign {
    /// A name or word that needs support has some.
    Support,
    /// A word for a type of place: `Ishkashim District`.
    Type,
    /// A place that it is said to lie in, or to hold: `Langar of Ishkashim`.
    Parent,
    /// An adjective before it: `the Tajik capital`.
    Adjective,
    /// A place beside it, by the table.
    Neighbour,
    /// The country of most others in the same list.
    List,
    /// The country of which the sentence speaks.
    Sentence,
    /// The country of which the text spoke so far.
    Text,
    /// The bearer that the spelling mostly means.
    Usual,
}

/// An entity that an ambiguous mention may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bearer {
    /// Its id.
    pub id: String,
    /// Its canonical name.
    pub name: String,
    /// Its kind.
    pub kind: Option<Kind>,
    /// As [`Mention::score`].
    pub score: f64,
}

/// The answer to a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The name as it was asked.
    pub query: String,
    /// Whether the best candidate is a match, tied, or too weak.
    pub status: Status,
    /// The best candidates, best first, ties in order of id; weak ones too.
    pub matches: Vec<Match>,
    /// So many of the candidates, from the first on, cannot be told apart, if so
    /// many were asked for; 1 for a match, 0 when there is none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub tied: usize,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Answer {
    /// The candidates that the name may mean: one of a match, several that
    /// cannot be told apart, or none. Where [`Answer::tied`] is not told, those
    /// that score as the best one does.
    pub fn meant(&self) -> &[Match] {
        let meant = match self.status {
            Status::None => 0,
            Status::Match => 1,
            Status::Ambiguous if self.tied == 0 => {
                self.matches.iter().take_while(|m| m.score == self.matches[0].score).count()
            }
            Status::Ambiguous => self.tied,
        };
        &self.matches[..meant.min(self.matches.len())]
    }
}

/// A candidate for a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Match {
    /// The entity.
    pub id: String,
    /// Its canonical name.
    pub name: String,
    /// The canonical spelling of the form that the name is a spelling of.
    pub form: String,
    /// Its kind.
    pub kind: Option<Kind>,
    /// 0 to 1: how sure it is that the name is this entity's.
    pub score: f64,
    /// How it was recognised.
    pub rule: Rule,
    /// The recorded spelling that it was recognised by.
    pub alias: String,
}

/// What is said of two names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The first name as given.
    pub a: String,
    /// The second name as given.
    pub b: String,
    /// 0 to 1: the probability that both are one name; the same for both
    /// orders, 1.0 for equal names.
    pub score: f64,
    /// Whether the score reaches the lowest that counts as a match.
    pub verdict: Verdict,
    /// How it was decided.
    pub rule: Rule,
    /// What the differences cost in all; 1.0 is one letter for another of no
    /// kinship.
    pub cost: f64,
    /// The traditions by which the costs were taken, with their shares, the
    /// largest first; shares below 0.05 are left out.
    pub traditions: Vec<(Cow<'static, str>, f64)>,
    /// The differences, in the order of the first name.
    pub reasons: Vec<Reason>,
}

/// Whether two spellings are one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// One name.
    Same,
    /// Two names.
    Different,
}

impl Verdict {
    /// The word that reports write for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One difference between two names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reason {
    /// What the first name has; empty for nothing.
    pub a: String,
    /// What the second name has instead; empty for nothing.
    pub b: String,
    /// The difference in words: `kh→h, usual in Persian names`.
    pub text: String,
    /// What it costs.
    pub cost: f64,
}
