//! Which recorded spellings a name is never, whatever its letters are like.

use crate::index::Index;
use crate::index::never::Spelt;
use crate::span::{AliasId, FormId};
use crate::text::gender::{Gender, gender, gender_alone};
use crate::text::token::bare_words;

/// A name that rows of the table may keep apart from others, and its words.
pub(crate) struct Rivals<'i> {
    index: &'i Index,
    /// The whole, if rows keep it apart from anything.
    whole: Option<Spelt>,
    words: Vec<Spelt>,
    /// The words, by their numbers, that rows keep apart from anything.
    telling: Vec<usize>,
    /// Whose it is by its ending, if it is a surname alone.
    gender: Option<Gender>,
}

impl<'i> Rivals<'i> {
    /// Those of a name in bare words.
    pub(crate) fn of(index: &'i Index, bare: &str) -> Self {
        let mut own = Self { index, whole: None, words: Vec::new(), telling: Vec::new(), gender: gender_alone(bare) };
        if index.keeps_any_apart() {
            own.whole = Some(Spelt::new(bare)).filter(|whole| index.has_rivals(whole));
            own.words = bare.split(' ').map(Spelt::new).collect();
            own.telling = (0..own.words.len()).filter(|word| index.has_rivals(&own.words[*word])).collect();
        }
        own
    }

    /// Whether rows keep the name or any of its words apart from anything.
    pub(crate) fn are_any(&self) -> bool {
        self.whole.is_some() || !self.telling.is_empty()
    }

    /// Whether another name is among them.
    pub(crate) fn have(&self, bare: &str) -> bool {
        let whole = self.whole.as_ref().is_some_and(|whole| self.index.are_apart(whole, &Spelt::new(bare)));
        whole || self.have_a_word_of(bare)
    }

    /// Whether a word of the name is never the one that another name of as many
    /// words has in its place.
    pub(crate) fn have_a_word_of(&self, bare: &str) -> bool {
        let others = || bare.split(' ');
        !self.telling.is_empty()
            && others().count() == self.words.len()
            && others().enumerate().any(|(at, other)| {
                self.telling.binary_search(&at).is_ok() && self.index.are_apart(&self.words[at], &Spelt::new(other))
            })
    }

    /// Whether the canonical spelling of a form is among them: then none of the
    /// form's other spellings is the name either.
    pub(crate) fn have_form(&self, form: FormId) -> bool {
        let canonical = || Spelt::new(&bare_words(self.index.form(form).name).join(" "));
        self.whole.as_ref().is_some_and(|whole| self.index.are_apart(whole, &canonical()))
    }

    /// Whether an alias is among them, or what its form is called.
    pub(crate) fn have_alias(&self, alias: AliasId) -> bool {
        let form = || self.index.form_of(alias);
        self.gender.is_some() && form().is_some_and(|form| self.are_of_other_gender(alias, form))
            || self.are_any()
                && (self.have(&self.index.alias(alias).bare()) || form().is_some_and(|form| self.have_form(form)))
    }

    /// Whether an alias has the surname of somebody of the other gender.
    fn are_of_other_gender(&self, alias: AliasId, form: FormId) -> bool {
        self.index.may_be_person(self.index.entity_of(form))
            && self.index.alias(alias).bare().split(' ').rev().find_map(gender).is_some_and(|g| Some(g) != self.gender)
    }
}
