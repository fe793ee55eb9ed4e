//! Rows by the hash of what they belong to: a directory of buckets, and the
//! rows of each bucket behind one another.

use rayon::slice::ParallelSliceMut;
use xxhash_rust::xxh3::xxh3_64;

use super::image::{Image, LINE, Section, number};

/// Rows that a bucket has at least, on average; at most twice as many.
const FULL: usize = 4;

/// A row on its way into a table: hash, number, and more.
pub(crate) type Row = (u64, u32, u32);

/// What a row keeps of its hash, and what else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// 16 bits of the hash alone.
    Check,
    /// The number and 16 bits of the hash.
    Numbered,
    /// The number and 32 bits of the hash.
    Certain,
    /// What comes with each number of the bucket, then the numbers.
    Weighed,
}

impl Shape {
    /// Bytes of a row.
    pub(crate) const fn width(self) -> usize {
        match self {
            Self::Check => 2,
            Self::Numbered => 6,
            Self::Certain | Self::Weighed => 8,
        }
    }

    fn write(self, bucket: &[Row], out: &mut Vec<u8>) {
        if self == Self::Weighed {
            bucket.iter().for_each(|(_, _, more)| out.extend_from_slice(&more.to_le_bytes()));
        }
        for (hash, number, _) in bucket {
            if self != Self::Check {
                out.extend_from_slice(&number.to_le_bytes());
            }
            match self {
                Self::Check | Self::Numbered => out.extend_from_slice(&(*hash as u16).to_le_bytes()),
                Self::Certain => out.extend_from_slice(&(*hash as u32).to_le_bytes()),
                Self::Weighed => {}
            }
        }
    }
}

/// The directory and the rows, each row once and in order of hash and number.
pub(crate) fn build(mut rows: Vec<Row>, shape: Shape) -> [Vec<u8>; 2] {
    rows.par_sort_unstable();
    rows.dedup();
    let bits = (rows.len() / FULL).max(1).ilog2().clamp(1, 30);
    let mut starts = Vec::with_capacity(((1 << bits) + 1) * 4);
    let mut out = Vec::with_capacity(rows.len() * shape.width());
    let mut next = 0;
    for bucket in 0..1u64 << bits {
        starts.extend_from_slice(&(next as u32).to_le_bytes());
        let own = rows[next..].iter().take_while(|row| row.0 >> (64 - bits) == bucket).count();
        shape.write(&rows[next..next + own], &mut out);
        next += own;
    }
    starts.extend_from_slice(&(next as u32).to_le_bytes());
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
        let buckets = (image.len(self.starts) / 4).saturating_sub(1);
        if buckets < 2 {
            return &[];
        }
        let bucket = (hash >> (64 - buckets.ilog2())) as usize;
        let (first, end) = ends(image.slice(self.starts, bucket * 4, 8));
        let width = self.shape.width();
        if end <= first { &[] } else { image.slice(self.rows, first * width, (end - first) * width) }
    }

    /// The rows in the buckets of some hashes; what leads to them is read
    /// without waiting for one after the other.
    pub(crate) fn each<'i>(&self, image: &'i Image, hashes: &[u64], out: &mut Vec<&'i [u8]>) {
        let buckets = (image.len(self.starts) / 4).saturating_sub(1);
        if buckets < 2 {
            return;
        }
        let shift = 64 - buckets.ilog2();
        let width = self.shape.width();
        let first = out.len();
        out.extend(hashes.iter().map(|hash| image.slice(self.starts, (hash >> shift) as usize * 4, 8)));
        let lines = |both: &&[u8]| {
            let (start, end) = ends(both);
            (start * width..(end * width).min(start * width + AHEAD)).step_by(LINE)
        };
        image.fetch(self.rows, out[first..].iter().flat_map(lines));
        for both in &mut out[first..] {
            let (start, end) = ends(both);
            *both = image.slice(self.rows, start * width, end.saturating_sub(start) * width);
        }
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
