//! Review files: what a curator may take over into a table, row by row.

use std::fmt::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// All rows of a file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    #[serde(default)]
    pub(crate) variant: Vec<Variant>,
    #[serde(default)]
    pub(crate) new: Vec<New>,
}

/// A spelling of a known entity.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    #[serde(default)]
    pub(crate) accept: bool,
    pub(crate) id: String,
    /// The canonical spelling of the form that it is a spelling of.
    pub(crate) form: String,
    pub(crate) alias: String,
    #[serde(default)]
    pub(crate) count: usize,
    #[serde(default)]
    pub(crate) score: f64,
    #[serde(default)]
    pub(crate) reason: String,
    /// Others whom it may mean as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) or: Vec<String>,
    #[serde(default)]
    pub(crate) contexts: Vec<String>,
}

/// Spellings of a name that no table has.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    #[serde(default)]
    pub(crate) accept: bool,
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) count: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) score: Option<f64>,
    #[serde(default)]
    pub(crate) contexts: Vec<String>,
}

/// What the id of a new entity begins with as long as nobody says what it is.
pub(crate) const UNSAID: &str = "?/";

const HEAD: &str = "\
# Set accept = true on the rows to take over, correct id, form and spellings
# where they are wrong, and then: canonym add --from THIS -d TABLE.toml
";

impl Review {
    /// Reads a review file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is none, with the line.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
        toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let message = error.message().split(", expected").next().unwrap_or_default();
            let own = text.lines().nth(line - 1).unwrap_or_default();
            let what = match own.trim_start().starts_with("accept") {
                true => "write accept = true or accept = false, small and without quotation marks",
                false => "a review file has [[variant]] and [[new]] rows, as `canonym suggest` writes them",
            };
            Failure::message(format!("{}:{line}: {message}; {what}", path.display()))
        })
    }

    /// The file in TOML, for people.
    pub(crate) fn written(&self) -> String {
        let mut out = HEAD.to_owned();
        for row in &self.variant {
            let _ = write!(out, "\n[[variant]]\naccept = {}\n", row.accept);
            field(&mut out, "id", &row.id);
            field(&mut out, "form", &row.form);
            field(&mut out, "alias", &row.alias);
            let _ = writeln!(out, "count = {}\nscore = {:?}", row.count, row.score);
            field(&mut out, "reason", &row.reason);
            if !row.or.is_empty() {
                list(&mut out, "or", &row.or);
            }
            list(&mut out, "contexts", &row.contexts);
        }
        for row in &self.new {
            let _ = write!(out, "\n[[new]]\naccept = {}\n", row.accept);
            field(&mut out, "id", &row.id);
            field(&mut out, "name", &row.name);
            list(&mut out, "aliases", &row.aliases);
            let _ = writeln!(out, "count = {}", row.count);
            if let Some(score) = row.score {
                let _ = writeln!(out, "score = {score:?}");
            }
            list(&mut out, "contexts", &row.contexts);
        }
        out
    }
}

fn field(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "{name} = {}", quoted(text));
}

fn list(out: &mut String, name: &str, texts: &[String]) {
    let _ = write!(out, "{name} = [");
    for text in texts {
        let _ = write!(out, "\n  {},", quoted(text));
    }
    let _ = writeln!(out, "{}]", if texts.is_empty() { "" } else { "\n" });
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}
