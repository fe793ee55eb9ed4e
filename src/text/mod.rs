//! Pure text to text: folding, letters, keys, words. Knows no tables of names.

pub(crate) mod alone;
pub mod endings;
pub mod fold;
mod folded;
pub mod gender;
pub mod guard;
pub mod key;
mod markers;
pub mod pattern;
pub(crate) mod respellings;
pub mod rules;
pub mod script;
mod steps;
pub(crate) mod syllables;
pub mod token;
pub mod tradition;
pub mod unit;
