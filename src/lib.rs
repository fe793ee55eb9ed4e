//! Names in any spelling, one entity.
//!
//! Reporters, agencies and scripts spell one name differently: *Rakhmon* and
//! *Rahmon*, *Mazar-e-Sharif* and *Mazar-i- Sharif*, *Раҳмон*. canonym brings
//! the spellings together with a table of aliases and sound keys that know
//! transliteration, and keeps apart what is not one name: *Rahmon* and
//! *Rahman*, *Ishkashim* and *Ishkamish*.
//!
//! ```
//! use canonym::{Engine, Options, Tables};
//!
//! let mut tables = Tables::new();
//! tables.add_text("names.toml", r#"
//! [[entity]]
//! id = "place/mazar"
//! name = "Mazar-i-Sharif"
//! kind = "place"
//! country = "AF"
//! lang = ["prs"]
//! "#)?;
//! let engine = Engine::new(&tables, Options::default());
//!
//! let text = "From Mazar-i- Sharif to Mazari\nSharif’s bazaar";
//! let mentions = engine.tag(text);
//! assert_eq!(mentions[0].text, "Mazar-i- Sharif");
//! assert_eq!(&text[mentions[1].span.start..mentions[1].span.end], "Mazari\nSharif");
//! assert_eq!(engine.normalize(text).0, "From Mazar-i-Sharif to Mazar-i-\nSharif’s bazaar");
//! # Ok::<(), canonym::Error>(())
//! ```
//!
//! # The parts
//!
//! - [`Tables`] reads tables of names, checks them, and lays one over another;
//! - [`Engine`] finds their names in text ([`Engine::tag`],
//!   [`Engine::normalize`], [`Engine::stream`]) and tells whose a name is
//!   ([`Engine::lookup`]);
//! - [`Engine::compare`] and [`score`] tell whether two spellings are one name,
//!   and why;
//! - [`text`] folds, transliterates and makes sound keys of names; it knows
//!   no tables.
//!
//! Without the feature `cli` there is no command line and no dependency for
//! it; without `builtin`, no table in the library. Nothing here prints, reads
//! the clock or looks at the environment, and the same input gives the same
//! answer on any machine and any number of threads.
#![forbid(unsafe_code)]

mod error;
#[doc(hidden)]
pub mod parallel;
pub mod score;
pub mod span;
pub mod text;
// The order in which data flows.
mod engine;
mod index;
mod report;
pub mod table;
#[cfg(test)]
mod trials;

pub use engine::markup::Markup;
pub use engine::{Engine, Hints, Options, Piece, Stream};
pub use error::Error;
pub use index::contents::Contents;
pub use index::pack::Pack;
pub use report::{Answer, Bearer, Comparison, Evidence, Match, Mention, Reason, Rule, Sign, Status, Unknown, Verdict};
pub use table::diagnostic::{Diagnostic, Fix, Severity};
pub use table::files::{files_beside, table_files};
pub use table::format::format as format_table;
pub use table::load::{Tables, findings, findings_with};
pub use table::model::{Entity, Form, Kind, Spelling};

#[cfg(all(doctest, feature = "builtin"))]
#[doc = include_str!("../README.md")]
struct Readme;
