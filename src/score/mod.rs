//! Pairs of names to numbers and reasons. Knows no tables of names.

pub mod cost;
pub mod edit;
pub mod gram;
