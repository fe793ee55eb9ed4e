//! What a stretch of text may be spelt like: as it stands, without the endings that grammar
//! has put on it, and as English writes what the language of the text spells in its own way.

use super::asked::Asked;
use super::scan::Scanner;
use crate::text::respellings::respelt;
use crate::text::script::{Script, script_of};

/// What an ending that was taken off takes from a score.
pub(super) const ENDING: f64 = 0.01;
/// And where more words end so by themselves, so that it is no proof.
const LATIN_ENDING: f64 = 0.04;
/// And that it is read as the language of the text spells foreign names.
const RESPELT: f64 = 0.05;

/// A spelling.
#[derive(Debug)]
pub(super) struct Spelt {
    pub(super) text: String,
    /// What it takes from a score.
    pub(super) cost: f64,
    /// Which of the readings without an ending it is, from 1 on.
    pub(super) ending: u8,
    /// It may be misspelt besides.
    pub(super) may_be_near: bool,
    /// Nobody but places is spelt so.
    pub(super) of_places: bool,
}

impl Scanner<'_, '_> {
    /// The spellings of a stretch that is written so, each once; the likeliest first.
    pub(super) fn spelt(&self, surface: &str, bare: &str) -> Vec<Spelt> {
        let is_latin = script_of(bare) == Script::Latin;
        let (cost, language) = (if is_latin { LATIN_ENDING } else { ENDING }, self.unit.language());
        let whole = Spelt { text: surface.to_owned(), cost: 0.0, ending: 0, may_be_near: true, of_places: false };
        let mut out = vec![whole];
        let mut written = vec![surface.to_owned()];
        for (reading, ending) in self.unit.without_endings(bare).iter().zip(1..) {
            let text = reading.name().to_owned();
            let (ending, of_places) = (if reading.is_lost() { 0 } else { ending }, reading.is_of_places());
            out.push(Spelt { text, cost, ending, may_be_near: !is_latin || reading.is_told(), of_places });
            written.push(reading.uninflected(surface));
        }
        let respelt = out.iter().zip(&written).flat_map(|(own, written)| {
            let texts = language.map_or_else(Vec::new, |language| respelt(written, language));
            let (cost, ending, of_places) = (own.cost + RESPELT, own.ending, own.of_places);
            texts.into_iter().map(move |text| Spelt { text, cost, ending, may_be_near: true, of_places })
        });
        for spelt in respelt.collect::<Vec<_>>() {
            if out.iter().all(|known| known.text != spelt.text) {
                out.push(spelt);
            }
        }
        out
    }

    /// Whether a word is a recorded name as the language of the text spells it.
    pub(super) fn is_respelt(&self, surface: &str) -> bool {
        let recorded = |text: &String| Asked::new(text).is_recorded(self.engine);
        self.unit.language().is_some_and(|language| respelt(surface, language).iter().any(recorded))
    }
}
