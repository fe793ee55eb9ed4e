//! Mentions for a terminal: a line each, below the name of its text.

use std::io::{self, Write};

use canonym::{Mention, Status};

use super::{meaning, recognised};

/// Columns of the place and of the spelling.
const PLACE: usize = 8;
const SPELLING: usize = 24;

const BOLD: &str = "\x1b[1m";
const NAME: &str = "\x1b[32m";
const DOUBT: &str = "\x1b[33m";
const FAINT: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

/// How mentions are told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Human {
    pub(super) colour: bool,
    pub(super) explain: bool,
}

impl Human {
    fn in_colour(self, colour: &str, text: &str) -> String {
        if self.colour { format!("{colour}{text}{PLAIN}") } else { text.to_owned() }
    }

    pub(super) fn title(self, doc: &str, out: &mut dyn Write) -> io::Result<()> {
        let doc = if doc == "-" { "standard input" } else { doc };
        let doc: String = doc.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
        writeln!(out, "{}", self.in_colour(BOLD, &doc))
    }

    pub(super) fn mention(self, mention: &Mention, out: &mut dyn Write) -> io::Result<()> {
        let place = format!("{}:{}", mention.line, mention.column);
        let spelling = mention.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let spelling: String = spelling.chars().filter(|c| !c.is_control()).collect();
        let width = SPELLING.saturating_sub(spelling.chars().count());
        let colour = if mention.status == Status::Match { NAME } else { DOUBT };
        let spelling = self.in_colour(colour, &spelling);
        let how = self.in_colour(FAINT, &recognised(mention));
        writeln!(out, "{place:>PLACE$}  {spelling}{:width$}  {}, {how}", "", meaning(mention))?;
        if self.explain {
            for evidence in &mention.evidence {
                let why = super::evidence(evidence);
                writeln!(out, "{:PLACE$}  {}", "", self.in_colour(FAINT, &why))?;
            }
        }
        Ok(())
    }
}
