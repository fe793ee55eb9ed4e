//! Rows of sixteen small numbers that are counted with at the same time.

use wide::u8x16;

/// Numbers in a row.
pub(crate) const LANES: usize = 16;

/// Rows for columns: interleaved four times, each row comes to stand in its
/// column.
#[inline(always)]
pub(super) fn transposed(rows: [u8x16; LANES]) -> [u8x16; LANES] {
    interleaved(&interleaved(&interleaved(&interleaved(&rows))))
}

#[inline(always)]
fn interleaved(rows: &[u8x16; LANES]) -> [u8x16; LANES] {
    let mut out = *rows;
    for at in 0..LANES / 2 {
        out[2 * at] = u8x16::unpack_low(rows[at], rows[at + LANES / 2]);
        out[2 * at + 1] = u8x16::unpack_high(rows[at], rows[at + LANES / 2]);
    }
    out
}

/// A bit for each number of a row for which a comparison holds.
#[inline]
pub(crate) fn lanes(compared: u8x16) -> u128 {
    u128::from(compared.to_bitmask() & 0xFFFF)
}

/// The places of the bits that are set.
#[inline]
pub(crate) fn ones(mut bits: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_to_stand_in_columns() {
        let rows = std::array::from_fn(|row| u8x16::from(std::array::from_fn(|column| (16 * row + column) as u8)));
        let columns = transposed(rows).map(|row| row.to_array());
        for (row, column) in (0..LANES).flat_map(|row| (0..LANES).map(move |column| (row, column))) {
            assert_eq!(usize::from(columns[column][row]), 16 * row + column);
        }
        let below = lanes(!u8x16::from(columns[0]).simd_gt(u8x16::splat(32)));
        assert_eq!(ones(below).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
