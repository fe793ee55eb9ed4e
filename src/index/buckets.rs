//! Rows by the hash of what they belong to: a directory of buckets, and the
//! rows of each bucket behind one another.

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
use xxhash_rust::xxh3::xxh3_64;

use super::image::{Image, LINE, Section, number};

/// Rows that a bucket has at least, on average; at most twice as many.
const FULL: usize = 4;

/// Bits of a hash that tell its bucket, at most.
const MOST_BITS: u32 = 30;

/// A row on its way into a table: hash and number.
pub(crate) type Row = (u64, u32);

/// What rows are made from on their way into a table, in the order of their hashes.
pub(crate) trait Hashed: Copy + Ord + Send {
    /// The hash, of which the upper half counts.
    fn hash(self) -> u64;

    /// Appends the row.
    fn write(self, shape: Shape, out: &mut Vec<u8>);
}

impl Hashed for Row {
    fn hash(self) -> u64 {
        self.0
    }

    fn write(self, shape: Shape, out: &mut Vec<u8>) {
        shape.write(self, out);
    }
}

/// A row of a table of numbers alone: the upper half of its hash tells its
/// bucket, so that two hashes with one upper half are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NumberRow(u64);

const _: () = assert!(MOST_BITS <= 32, "half of a hash must tell the bucket");

impl NumberRow {
    pub(crate) fn new(hash: u64, number: u32) -> Self {
        Self(hash & !u64::from(u32::MAX) | u64::from(number))
    }
}

impl Hashed for NumberRow {
    fn hash(self) -> u64 {
        self.0
    }

    fn write(self, shape: Shape, out: &mut Vec<u8>) {
        debug_assert!(matches!(shape, Shape::Short | Shape::Long));
        shape.write((0, self.0 as u32), out);
    }
}

/// Rows on their way into a table, parted by the first bits of their hashes, as
/// short parts are quickly sorted.
#[derive(Debug)]
pub(crate) struct Rows<R = Row>(Vec<Vec<R>>);

const PART_BITS: u32 = 8;

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self((0..1 << PART_BITS).map(|_| Vec::new()).collect())
    }
}

impl<R: Hashed> Rows<R> {
    pub(crate) fn push(&mut self, row: R) {
        self.0[(row.hash() >> (u64::BITS - PART_BITS)) as usize].push(row);
    }
}

impl<R: Hashed> Extend<R> for Rows<R> {
    fn extend<I: IntoIterator<Item = R>>(&mut self, rows: I) {
        rows.into_iter().for_each(|row| self.push(row));
    }
}

impl<R: Hashed> FromIterator<R> for Rows<R> {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut own = Self::default();
        own.extend(rows);
        own
    }
}

/// What a row keeps of its hash, and what else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// 16 bits of the hash alone.
    Check,
    /// The number and 16 bits of the hash.
    Numbered,
    /// The number and 32 bits of the hash.
    Certain,
    /// The number alone, in three bytes.
    Short,
    /// The number alone.
    Long,
}

impl Shape {
    /// Bytes of a row.
    pub(crate) const fn width(self) -> usize {
        match self {
            Self::Check => 2,
            Self::Numbered => 6,
            Self::Certain => 8,
            Self::Short => 3,
            Self::Long => 4,
        }
    }

    fn write(self, (hash, number): Row, out: &mut Vec<u8>) {
        let number = number.to_le_bytes();
        match self {
            Self::Check => out.extend_from_slice(&(hash as u16).to_le_bytes()),
            Self::Short => out.extend_from_slice(&number[..3]),
            _ => out.extend_from_slice(&number),
        }
        match self {
            Self::Numbered => out.extend_from_slice(&(hash as u16).to_le_bytes()),
            Self::Certain => out.extend_from_slice(&(hash as u32).to_le_bytes()),
            _ => {}
        }
    }

    /// Appends the numbers of rows of numbers alone.
    #[inline]
    pub(crate) fn numbers_into(self, rows: &[u8], out: &mut Vec<u32>) {
        if self == Self::Short {
            out.extend(rows.as_chunks().0.iter().map(|&[a, b, c]| u32::from_le_bytes([a, b, c, 0])));
        } else {
            out.extend(rows.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)));
        }
    }
}

/// The directory and the rows, each row once and in order.
pub(crate) fn build<R: Hashed>(mut rows: Rows<R>, shape: Shape) -> [Vec<u8>; 2] {
    rows.0.par_iter_mut().for_each(|part| {
        part.sort_unstable();
        part.dedup();
    });
    let count: usize = rows.0.iter().map(Vec::len).sum();
    let bits = (count / FULL).max(1).ilog2().clamp(1, MOST_BITS);
    let buckets = 1 << bits;
    let mut starts = Vec::with_capacity((buckets + 1) * 4);
    let mut out = Vec::with_capacity(count * shape.width());
    // The buckets that have not begun before a row begin there.
    let mut begin = |buckets: usize, row: usize| {
        while starts.len() < 4 * buckets {
            starts.extend_from_slice(&(row as u32).to_le_bytes());
        }
    };
    for (at, row) in rows.0.into_iter().flatten().enumerate() {
        begin((row.hash() >> (u64::BITS - bits)) as usize + 1, at);
        row.write(shape, &mut out);
    }
    begin(buckets + 1, count);
    [starts, out]
}

/// Bytes of a bucket that are asked for ahead.
const AHEAD: usize = 1024;

/// Where something starts and ends by two numbers of a directory.
#[inline]
pub(super) fn ends(both: &[u8]) -> (usize, usize) {
    (number(both) as usize, number(both.get(4..).unwrap_or_default()) as usize)
}

/// A table in an image.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Buckets {
    pub(crate) starts: Section,
    pub(crate) rows: Section,
    pub(crate) shape: Shape,
}

impl Buckets {
    /// The rows in the bucket of a hash, those of other hashes among them.
    #[inline]
    pub(crate) fn bucket<'i>(&self, image: &'i Image, hash: u64) -> &'i [u8] {
        let Some(shift) = self.shift(image) else { return &[] };
        let (first, end) = ends(image.slice(self.starts, (hash >> shift) as usize * 4, 8));
        self.rows_at(image, first, end)
    }

    /// By how much a hash is shifted to its bucket; nothing when there is none.
    #[inline]
    fn shift(&self, image: &Image) -> Option<u32> {
        let buckets = (image.len(self.starts) / 4).saturating_sub(1);
        (buckets > 1).then(|| u64::BITS - buckets.ilog2())
    }

    /// Where the rows in the buckets of some hashes begin and end; all that is
    /// read to know it, and the rows, are read without waiting for one after
    /// the other.
    pub(crate) fn places(&self, image: &Image, hashes: &[u64], out: &mut Vec<(usize, usize)>) {
        out.clear();
        let Some(shift) = self.shift(image) else { return };
        let place = |hash: &u64| (hash >> shift) as usize * 4;
        image.fetch(self.starts, hashes.iter().map(place));
        out.extend(hashes.iter().map(|hash| ends(image.slice(self.starts, place(hash), 8))));
        out.iter_mut().for_each(|(first, end)| *end = (*end).max(*first));
        let width = self.shape.width();
        for &(first, end) in &*out {
            let end = (end * width).min(first * width + AHEAD);
            image.fetch(self.rows, (first * width..end).step_by(LINE));
        }
    }

    /// Brings the rows of some hashes near.
    pub(crate) fn fetch(&self, image: &Image, hashes: &[u64]) {
        self.places(image, hashes, &mut Vec::with_capacity(hashes.len()));
    }

    /// The rows from one to another.
    #[inline]
    pub(crate) fn rows_at<'i>(&self, image: &'i Image, first: usize, end: usize) -> &'i [u8] {
        let width = self.shape.width();
        image.slice(self.rows, first * width, end.saturating_sub(first) * width)
    }

    /// The numbers of the rows that have a hash, as far as rows keep it.
    #[inline]
    pub(crate) fn numbers<'i>(&self, image: &'i Image, hash: u64) -> impl Iterator<Item = u32> + use<'i> {
        let (width, shape) = (self.shape.width(), self.shape);
        let is = move |row: &&[u8]| match shape {
            Shape::Numbered => row[4..6] == (hash as u16).to_le_bytes(),
            _ => row[4..8] == (hash as u32).to_le_bytes(),
        };
        self.bucket(image, hash).chunks_exact(width).filter(is).map(number)
    }

    /// Whether a row may have a hash.
    #[inline]
    pub(crate) fn may_have(&self, image: &Image, hash: u64) -> bool {
        let check = (hash as u16).to_le_bytes();
        self.bucket(image, hash).chunks_exact(2).any(|row| row == check)
    }
}

/// The hash of a text; the same on every machine.
pub(crate) fn hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// A hash that goes on from another.
#[inline]
pub(crate) fn mixed(hash: u64, next: u64) -> u64 {
    let mut mixed = (hash ^ next).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ next.rotate_left(29);
    mixed ^= mixed >> 32;
    mixed = mixed.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ mixed >> 29
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of each bucket by what a directory says.
    fn by_bucket([starts, rows]: &[Vec<u8>; 2], shape: Shape) -> Vec<&[u8]> {
        let starts: Vec<usize> = starts.chunks_exact(4).map(|four| number(four) as usize * shape.width()).collect();
        assert_eq!((starts[0], starts[starts.len() - 1]), (0, rows.len()));
        starts.windows(2).map(|ends| &rows[ends[0]..ends[1]]).collect()
    }

    proptest! {
        #![proptest_config(crate::trials::config())]
        #[test]
        fn each_bucket_has_its_rows_once_and_in_order(
            some in prop::collection::vec((any::<u64>(), 0..4u32), 0..3000),
            alike in prop::collection::vec(((0..2u64, 0..2u64).prop_map(|(a, b)| a << 40 | b), 0..4u32), 0..20),
        ) {
            let all: Vec<Row> = some.iter().chain(&some).chain(&alike).copied().collect();
            let halved = |&(hash, number): &Row| (hash >> 32 << 32, number);
            let table = build(all.iter().copied().collect::<Rows>(), Shape::Certain);
            let numbers = build(all.iter().map(|row| NumberRow::new(row.0, row.1)).collect(), Shape::Short);
            let halves = all.iter().map(halved).collect();
            for (table, shape, mut known) in [(table, Shape::Certain, all), (numbers, Shape::Short, halves)] {
                known.sort_unstable();
                known.dedup();
                let buckets = by_bucket(&table, shape);
                let bits = buckets.len().ilog2();
                for (bucket, rows) in buckets.into_iter().enumerate() {
                    let mut own = Vec::new();
                    let inside = known.iter().filter(|row| row.0 >> (u64::BITS - bits) == bucket as u64);
                    inside.for_each(|row| shape.write(*row, &mut own));
                    prop_assert_eq!(rows, own);
                }
            }
        }
    }

    #[test]
    fn numbers_come_back_in_three_bytes_and_in_four() {
        for (shape, numbers) in [(Shape::Short, [0, 1, 0xFF_FFFF]), (Shape::Long, [7, 1 << 24, u32::MAX])] {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| shape.write((0, *number), &mut bytes));
            let mut back = Vec::new();
            shape.numbers_into(&bytes, &mut back);
            assert_eq!((back, bytes.len()), (numbers.to_vec(), 3 * shape.width()));
        }
    }
}
