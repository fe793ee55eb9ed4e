//! One command a file.

pub(crate) mod add;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod csv;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod export;
pub(crate) mod fmt;
pub(crate) mod import;
pub(crate) mod jsonl;
pub(crate) mod lookup;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod new;
pub(crate) mod normalize;
pub(crate) mod remove;
pub(crate) mod rename;
pub(crate) mod stats;
pub(crate) mod tag;
pub(crate) mod test;
pub(crate) mod verify;
