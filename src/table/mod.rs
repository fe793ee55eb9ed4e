//! What people edit: entities, forms, aliases and the rows about them.

pub mod builtin;
pub mod cells;
pub mod check;
pub mod codes;
pub mod diagnostic;
pub mod files;
pub mod format;
pub mod lint;
pub mod load;
pub mod merge;
pub mod model;
pub mod parse;
mod raw;
mod read;
mod references;
