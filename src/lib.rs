//! Names in any spelling, one entity.
#![forbid(unsafe_code)]

mod error;
pub mod span;
pub mod text;
pub mod table;
mod index;
mod engine;
mod report;

pub use engine::{Engine, Options, Piece, Stream};
pub use error::Error;
pub use report::{Answer, Bearer, Match, Mention, Rule, Status};
pub use table::diagnostic::{Diagnostic, Severity};
pub use table::format::format as format_table;
pub use table::load::{Tables, findings};
pub use table::model::Kind;
