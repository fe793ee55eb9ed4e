//! The words of the commands that change tables.

use std::path::PathBuf;

use clap::Args;

/// Where changes go.
#[derive(Debug, Clone, Args)]
pub(crate) struct Editing {
    /// The TOML table that new rows go to, made when there is none, and that `add` and `remove` change alone [default: the last of --data, and any]
    #[arg(long, value_name = "TABLE")]
    pub(crate) to: Option<PathBuf>,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// The entity
    #[arg(value_name = "ID", required_unless_present = "from")]
    pub(crate) id: Option<String>,
    /// Its new spellings
    #[arg(value_name = "ALIAS", required_unless_present = "from")]
    pub(crate) aliases: Vec<String>,
    /// The canonical spelling of the form that they are spellings of [default: the form they are most like]
    #[arg(long, value_name = "NAME")]
    pub(crate) form: Option<String>,
    /// Take over the rows of a review file that have accept = true
    #[arg(long, value_name = "REVIEW", conflicts_with_all = ["id", "aliases", "form"])]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) editing: Editing,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// The entity
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Spellings to take out; none: the entity itself
    #[arg(value_name = "ALIAS")]
    pub(crate) aliases: Vec<String>,
    #[command(flatten)]
    pub(crate) editing: Editing,
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Its id, such as place/tj-khorog
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Its canonical name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Other spellings
    #[arg(value_name = "ALIAS")]
    pub(crate) aliases: Vec<String>,
    /// What type of place it is: city, district, province …
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) place_type: Option<String>,
    /// ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE")]
    pub(crate) country: Option<String>,
    /// The language of the name (ISO 639-3); may be given more than once
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Vec<String>,
    /// The id of the place that contains it
    #[arg(long, value_name = "ID")]
    pub(crate) within: Option<String>,
    /// Where the spellings come from; may be given more than once
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Vec<String>,
    #[command(flatten)]
    pub(crate) editing: Editing,
}

#[derive(Debug, Args)]
pub(crate) struct RenameArgs {
    /// The entity
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// The new canonical spelling; the old one stays as an alias
    #[arg(value_name = "NAME", required_unless_present = "new_id")]
    pub(crate) name: Option<String>,
    /// The form that is renamed, by its canonical spelling [default: the entity's name]
    #[arg(long, value_name = "NAME", requires = "name")]
    pub(crate) form: Option<String>,
    /// Give the entity another id, wherever it stands
    #[arg(long = "id", value_name = "ID")]
    pub(crate) new_id: Option<String>,
    #[command(flatten)]
    pub(crate) editing: Editing,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// The entity that goes
    #[arg(value_name = "FROM")]
    pub(crate) from: String,
    /// The entity that takes its spellings
    #[arg(value_name = "INTO")]
    pub(crate) into: String,
    #[command(flatten)]
    pub(crate) editing: Editing,
}
