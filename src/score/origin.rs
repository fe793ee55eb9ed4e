//! Which tradition a name comes from, told from its letters.

use crate::text::rules;
use crate::text::tradition::TRADITIONS;
use crate::text::unit::{LETTERS, Letter, letter};

/// How likely the letters of a name are in each tradition: mean logarithms
/// of pairs of letters, times the letters that count.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Origin {
    logs: [f64; TRADITIONS.len()],
}

/// Shares of the traditions, in the order of [`TRADITIONS`]; they sum to 1.
pub type Shares = [f64; TRADITIONS.len()];

/// How far neighbouring pairs of letters speak for themselves; all of a
/// name's pairs are not independent.
const TRUST: f64 = 0.7;

/// The logarithm of the share, beside the largest, below which a tradition is
/// left out: it would change a cost by less than a fiftieth.
const FAINT: f64 = -4.0;

/// Pairs of letters by tradition. Takes 0.8 MB.
#[derive(Debug, Clone)]
pub struct Origins {
    logs: Vec<[f64; TRADITIONS.len()]>,
}

impl Origins {
    /// Reads `origins.tsv`: a pair of letters (`_` is the edge of a word) and
    /// how often it stands in names of each tradition, in parts of 100,000.
    pub fn parse(text: &str) -> Self {
        let mut shares = vec![[0.0; TRADITIONS.len()]; LETTERS * LETTERS];
        for [pair, cells @ ..] in rules::rows::<{ 1 + TRADITIONS.len() }>(text) {
            let mut letters = pair.chars().map(|c| if c == '_' { Some(0) } else { letter(c) });
            if let (Some(Some(a)), Some(Some(b))) = (letters.next(), letters.next()) {
                shares[number(a, b)] = cells.map(|cell| cell.parse().unwrap_or(0.0));
            }
        }
        // What is rare everywhere tells little.
        let logs = shares.iter().map(|row| {
            let mean = row.iter().sum::<f64>() / row.len() as f64;
            row.map(|share| ((share + 0.2 * mean + 1.0) / (1.2 * mean + 1.0)).ln())
        });
        Self { logs: logs.collect() }
    }

    /// The origin of a row of letters.
    pub fn of(&self, letters: &[Letter]) -> Origin {
        let mut logs = [0.0; TRADITIONS.len()];
        let mut previous = 0;
        for &letter in letters {
            for (log, pair) in logs.iter_mut().zip(&self.logs[number(previous, letter)]) {
                *log += TRUST * pair;
            }
            previous = letter;
        }
        Origin { logs }
    }
}

impl Origin {
    fn with(&self, other: &Self) -> [f64; TRADITIONS.len()] {
        std::array::from_fn(|t| (self.logs[t] + other.logs[t]) / 2.0)
    }

    /// The tradition of the largest share in two names.
    pub(crate) fn leading(&self, other: &Self) -> usize {
        let logs = self.with(other);
        (0..logs.len()).fold(0, |best, t| if logs[t] > logs[best] { t } else { best })
    }

    /// The shares of the traditions in two names that may be one: of both
    /// together, as one name says in other letters what the other says.
    pub fn shares(&self, other: &Self) -> Shares {
        let logs = self.with(other);
        let most = logs.iter().copied().fold(f64::MIN, f64::max);
        let likely = logs.map(|log| if log - most < FAINT { 0.0 } else { (log - most).exp() });
        let sum: f64 = likely.iter().sum();
        likely.map(|share| share / sum)
    }
}

fn number(a: Letter, b: Letter) -> usize {
    usize::from(a) * LETTERS + usize::from(b)
}
