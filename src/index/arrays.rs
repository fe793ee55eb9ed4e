//! Little-endian arrays: how they are written, hashed and searched.

/// Numbers on their way into an image.
#[derive(Debug, Default)]
pub(crate) struct Words {
    bytes: Vec<u8>,
}

impl Words {
    pub(crate) fn push(&mut self, word: u32) {
        self.bytes.extend_from_slice(&word.to_le_bytes());
    }

    pub(crate) fn extend(&mut self, words: impl IntoIterator<Item = u32>) {
        words.into_iter().for_each(|word| self.push(word));
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / 4
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Texts one behind another; equal ones are kept once.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    known: rustc_hash::FxHashMap<String, u32>,
}

impl Texts {
    /// Offset and length of a text.
    pub(crate) fn add(&mut self, text: &str) -> [u32; 2] {
        let fresh = self.bytes.len() as u32;
        let at = *self.known.entry(text.to_owned()).or_insert(fresh);
        if at == fresh {
            self.bytes.extend_from_slice(text.as_bytes());
        }
        [at, text.len() as u32]
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Rows of `u64 hash, u32 value`, sorted, for [`super::image::Image::find`].
pub(crate) fn sorted(mut rows: Vec<(u64, u32)>) -> Words {
    rows.sort_unstable();
    rows.dedup();
    let mut out = Words::default();
    for (hash, value) in rows {
        out.extend([hash as u32, (hash >> 32) as u32, value]);
    }
    out
}

/// Open addressing over rows of `width` numbers whose first `key` numbers are
/// hashed; a row of zeros is free. At most half of the rows are taken.
pub(crate) fn hashed(rows: &[Vec<u32>], hash: impl Fn(&[u32]) -> u64) -> Words {
    let width = rows.first().map_or(1, Vec::len);
    let slots = (rows.len() * 2).next_power_of_two().max(2);
    let mut table = vec![0u32; slots * width];
    for row in rows {
        let mut slot = hash(row) as usize & (slots - 1);
        while table[slot * width..(slot + 1) * width].iter().any(|&w| w != 0) {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot * width..(slot + 1) * width].copy_from_slice(row);
    }
    let mut out = Words::default();
    out.extend(table);
    out
}

/// FNV-1a over texts with a zero byte between them, mixed once more; the
/// same on every machine.
pub(crate) fn hash(texts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        for &b in text.as_bytes() {
            hash = (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    mix(hash)
}

/// A hash of two numbers.
pub(crate) fn hash_pair(a: u32, b: u32) -> u64 {
    mix(u64::from(a) << 32 | u64::from(b))
}

fn mix(mut h: u64) -> u64 {
    h ^= h >> 32;
    h = h.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ h >> 29
}
