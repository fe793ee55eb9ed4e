//! The steps from one spelling to another, and what each costs.

use super::cost::{Costs, Place, Unit, named};
use super::name::Name;
use crate::text::unit::{Letter, text_of};

/// One step of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Letters of the first name, from and to.
    pub a: (usize, usize),
    /// Letters of the second name.
    pub b: (usize, usize),
    /// Where in the word it stands.
    pub place: Place,
    /// What is done.
    pub act: Act,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The same letters.
    Same,
    /// One unit for another.
    Pair(Unit, Unit),
    /// Letters that one name leaves out.
    Gap(Unit),
    /// A letter written double in one name.
    Doubled(Letter),
    /// Two neighbouring letters changed places.
    Swap,
    /// One name writes two words as one.
    Join,
    /// A word that one name leaves out.
    Word,
    /// A word and its first letter.
    Initial,
    /// Two forms of one element of names.
    Element,
    /// The words stand in another order.
    Order,
    /// Each name has a word that the other has not.
    Clash,
}

impl Costs {
    /// What a step costs in a column, in hundredths.
    pub fn of(&self, step: &Step, a: &Name, b: &Name, column: usize) -> u16 {
        let table = self.table(column);
        match step.act {
            Act::Same => 0,
            Act::Pair(u, v) => table.pair(step.place, u, v),
            Act::Gap(u) => table.gap(step.place, u),
            Act::Doubled(letter) => table.doubled(letter),
            Act::Swap => table.named[named::SWAP],
            Act::Join => table.named[named::JOIN],
            Act::Initial => table.named[named::INITIAL],
            Act::Element => table.named[named::ELEMENT],
            Act::Order => table.named[named::ORDER],
            Act::Clash => table.named[named::CLASH],
            Act::Word => {
                let word = if step.a.0 == step.a.1 { b.word_before(step.b.1) } else { a.word_before(step.a.1) };
                word.map_or(0, |word| word.skip[column])
            }
        }
    }

    /// The row of the table that a step is weighed by: `a`, `b`, the place.
    pub fn row(&self, step: &Step, a: &Name, b: &Name) -> (String, String, Place) {
        let none = "∅".to_owned();
        let text = |unit: Unit| self.name(unit).to_owned();
        match step.act {
            Act::Same => (none.clone(), none, step.place),
            Act::Pair(u, v) => {
                let (u, v) = (text(u), text(v));
                if u < v { (u, v, step.place) } else { (v, u, step.place) }
            }
            Act::Gap(u) => (text(u), none, step.place),
            Act::Doubled(letter) => (text(letter), text(letter).repeat(2), Place::Inside),
            Act::Swap => ("(swap)".into(), none, Place::Inside),
            Act::Join => ("(join)".into(), none, Place::Inside),
            Act::Initial => ("(initial)".into(), none, Place::Inside),
            Act::Element => ("(element)".into(), none, Place::Inside),
            Act::Order => ("(order)".into(), none, Place::Inside),
            Act::Clash => ("(clash)".into(), none, Place::Inside),
            Act::Word => {
                let letters = if step.a.0 == step.a.1 {
                    &b.letters()[step.b.0..step.b.1 - 1]
                } else {
                    &a.letters()[step.a.0..step.a.1 - 1]
                };
                (format!("word {}", text_of(letters)), none, Place::Inside)
            }
        }
    }
}
