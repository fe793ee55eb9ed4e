//! Pairs of names to numbers and reasons. Knows no tables of names.

pub mod align;
pub mod cost;
pub mod edit;
pub mod gram;
pub mod name;
pub mod origin;

use cost::{ABJAD, COLUMNS};
use name::Name;

/// The shares in which the columns of the costs hold for two names: the
/// tradition that is known of one of them, else those that their letters
/// speak for; the last column alone when one has no vowels.
pub fn shares(a: &Name, b: &Name, known: Option<u8>) -> [f64; COLUMNS] {
    let mut shares = [0.0; COLUMNS];
    match known {
        _ if a.is_abjad() || b.is_abjad() => shares[ABJAD] = 1.0,
        Some(column) => shares[usize::from(column)] = 1.0,
        None => shares[..ABJAD].copy_from_slice(&a.origin().shares(b.origin())),
    }
    shares
}
