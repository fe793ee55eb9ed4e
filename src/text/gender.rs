//! Surnames that tell by their endings whether they are a man's or a woman's,
//! by `genders.tsv`.

use std::sync::LazyLock;

use super::rules;
use super::token::bare_words;

/// Whose a surname is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// As in *Karimov*.
    Man,
    /// As in *Karimova*.
    Woman,
}

static ENDINGS: LazyLock<Vec<(String, Gender)>> = LazyLock::new(|| {
    let gender = |cell: &str| if cell == "f" { Gender::Woman } else { Gender::Man };
    rules::rows(rules::GENDERS).map(|[ending, cell]| (bare_words(ending).concat(), gender(cell))).collect()
});

/// Letters of a surname before its ending.
const STEM: usize = 2;

/// Whose a surname is, in bare letters; nothing of several words, and of those
/// that do not tell.
///
/// # Examples
///
/// ```
/// use canonym::text::gender::{Gender, gender};
///
/// assert_eq!(gender("karimov"), Some(Gender::Man));
/// assert_eq!(gender("karimova"), Some(Gender::Woman));
/// assert_eq!(gender("islam karimov"), None);
/// ```
pub fn gender(surname: &str) -> Option<Gender> {
    let ends = |(ending, _): &&(String, Gender)| surname.len() >= ending.len() + STEM && surname.ends_with(&ending[..]);
    let known = ENDINGS.iter().find(ends).filter(|_| !surname.contains(' '));
    known.map(|(_, gender)| *gender)
}

/// Whether two surnames are, by their endings, of a man and of a woman.
pub(crate) fn are_apart(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(gender);
    a.is_some() && b.is_some() && a != b
}
