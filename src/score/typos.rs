//! Names that are mistyped: letters changed, left out, put in or swapped that
//! no tradition takes for each other.

/// What mistyped letters cost. Not learnt: pairs of names are spellings that
/// somebody meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typos {
    /// What the share of letters that differ costs, whatever they are.
    pub apart: f64,
    /// What the first letter that differs costs at most, and each after it; a
    /// name that differs in more is not mistyped.
    pub letters: Vec<f64>,
}

impl Typos {
    /// What it costs that a name which was asked for, perhaps mistyped, means
    /// another, when it costs `cost` that they are spellings of one; the other
    /// two numbers are those of [`differing`](crate::score::differing).
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::score::{Typos, differing};
    /// use canonym::text::unit::Spelling;
    ///
    /// let typos = Typos { apart: 1.2, letters: vec![0.5, 0.65] };
    /// let [herat, typed] = ["Herat", "Hqrat"].map(|name| Spelling::new(name, None));
    /// let differing = differing(herat.letters(), typed.letters());
    /// assert_eq!(differing, (1, 5));
    /// assert_eq!(typos.cost(1.1, differing), 0.5 + 1.2 / 5.0);
    /// ```
    pub fn cost(&self, cost: f64, (differ, longer): (u32, u32)) -> f64 {
        let most = self.letters.get(..differ as usize).map_or(f64::INFINITY, |letters| letters.iter().sum());
        cost.min(most) + self.apart * f64::from(differ) / f64::from(longer.max(1))
    }
}
