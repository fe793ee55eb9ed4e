//! Files and folders to tables, and tables over one another.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::check::{Depth, check};
use super::diagnostic::{Diagnostic, Severity, Sources};
use super::files::read;
use super::merge::merge;
use super::model::{Entity, Table};
use super::parse::{Format, parse};
use crate::error::Error;

/// Collects tables; the later ones override the earlier.
///
/// # Examples
///
/// ```
/// use canonym::Tables;
///
/// let mut tables = Tables::new();
/// tables.add_text("mine.tsv", "id\tname\taliases\nplace/x\tDarvoz\tDarvaz|Darwaz\n")?;
/// assert_eq!(tables.table().entities[0].name(), "Darvoz");
///
/// let error = tables.add_text("bad.tsv", "id\tnam\n").unwrap_err();
/// assert!(error.to_string().contains("bad.tsv:1:4: unknown column `nam`; did you mean `name`?"));
/// # Ok::<(), canonym::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Tables {
    below: Vec<Layer>,
    top: Rows,
    warnings: Vec<Diagnostic>,
}

/// Rows of tables, and the ids that they take out of the layers below.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) table: Table,
    pub(crate) gone: FxHashSet<String>,
    /// The places of entities by id, once there is a layer above.
    places: FxHashMap<String, usize>,
}

/// What lies under the rows on top.
#[derive(Debug, Clone)]
enum Layer {
    Rows(Rows),
    Base(Arc<dyn Base>),
}

/// A layer as it is laid over those below.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LayerView<'t> {
    Rows(&'t Rows),
    Base(&'t Arc<dyn Base>),
}

/// What this crate alone makes.
mod sealed {
    pub trait Compiled {}
}

pub(crate) use sealed::Compiled;

/// A compiled table that rows may be laid over: a [`Pack`](crate::Pack), and nothing else.
pub trait Base: Compiled + fmt::Debug + Send + Sync {
    /// Whether it has an entity.
    fn has(&self, id: &str) -> bool;
    /// The place that contains an entity, by its id.
    fn parent(&self, id: &str) -> Option<String>;
    /// All that is kept of an entity.
    fn entity(&self, id: &str) -> Option<Entity>;
    /// The ids of the entities with a spelling of the same bare words.
    fn bearers(&self, spelling: &str) -> Vec<String>;
    /// Whether it says that two spellings are never one name.
    fn keeps_apart(&self, a: &str, b: &str) -> bool;
    /// What was read so far and turned out to be damaged.
    fn damage(&self) -> Option<Error>;
    /// The ids of all entities, in order.
    fn ids(&self) -> Box<dyn Iterator<Item = &str> + '_>;
    /// Itself, as what it is.
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl Tables {
    /// No table at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// The table that is part of the crate.
    ///
    /// # Errors
    ///
    /// Never for a released crate: its tests check the table.
    #[cfg(feature = "builtin")]
    pub fn builtin() -> Result<Self, Error> {
        let mut tables = Self::new();
        let sources = super::builtin::sources();
        tables.add(&sources)?;
        Ok(tables)
    }

    /// Adds a table from a `.toml`, `.tsv` or `.jsonl` file, or from all of
    /// those in a folder and its subfolders, in order of name. All files of
    /// a folder are one table.
    ///
    /// # Errors
    ///
    /// [`Error::is_io`] when a file cannot be read, [`Error::is_format`] when the
    /// path is no table, [`Error::is_table`] with all findings when a row is
    /// wrong or a file is not UTF-8. Nothing is added then.
    pub fn add_path(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.add_path_with(path, &[])
    }

    /// [`Tables::add_path`], with texts in place of what some files hold, or of
    /// files that are yet to be written.
    ///
    /// # Errors
    ///
    /// As [`Tables::add_path`].
    pub fn add_path_with(&mut self, path: impl AsRef<Path>, edited: &[(PathBuf, String)]) -> Result<(), Error> {
        let mut sources = Sources::default();
        read(path.as_ref(), edited, &mut sources)?;
        self.add(&sources)
    }

    /// Adds a table from memory; `name` tells the format by its ending and
    /// stands in messages.
    ///
    /// # Errors
    ///
    /// As [`Tables::add_path`].
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        if Format::of(name).is_none() {
            return Err(Error::format(name));
        }
        let mut sources = Sources::default();
        sources.add(name, text);
        self.add(&sources)
    }

    /// Adds entities from values of your own, which serialise as a row of a
    /// `.jsonl` table is written; a field that is null is none. `name` stands in
    /// messages, with the number of the row for a line.
    ///
    /// All rows at once are checked once: adding them one by one takes time that
    /// grows with the square of their number, as each may be about any before it.
    ///
    /// # Errors
    ///
    /// [`Error::is_table`] with all findings when rows are wrong, or with the first
    /// that does not serialise as an object. Nothing is added then.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::{Engine, Kind, Options, Tables};
    ///
    /// #[derive(serde::Serialize)]
    /// struct Customer {
    ///     id: String,
    ///     name: String,
    ///     aliases: Vec<String>,
    ///     kind: Option<Kind>,
    /// }
    ///
    /// let customer = |id: &str, name: &str| Customer {
    ///     id: id.into(),
    ///     name: name.into(),
    ///     aliases: vec![format!("{name} Ltd")],
    ///     kind: Some(Kind::Org),
    /// };
    /// let mut tables = Tables::new();
    /// tables.add_rows("customers", [customer("7", "Zarnob"), customer("8", "Takhti Sangin")])?;
    /// assert_eq!(Engine::over(&tables, Options::default())?.lookup("Zarnab Ltd", 1).matches[0].id, "7");
    ///
    /// let error = tables.add_rows("more", [customer("9", "Vose"), customer("9", "Qubodiyon")]).unwrap_err();
    /// assert!(error.to_string().starts_with("more.jsonl:2:"), "{error}");
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn add_rows(&mut self, name: &str, rows: impl IntoIterator<Item = impl Serialize>) -> Result<(), Error> {
        let name = format!("{name}.jsonl");
        let mut text = String::new();
        for (number, row) in (1..).zip(rows) {
            let mut row = serde_json::to_value(row).map_err(|error| {
                let message = format!("the value does not serialise: {error}");
                Error::table(vec![Diagnostic::of_row(&name, number, message, "give an object with names for keys")])
            })?;
            if let Some(fields) = row.as_object_mut() {
                fields.retain(|_, value| !value.is_null());
            }
            text.push_str(&row.to_string());
            text.push('\n');
        }
        let mut sources = Sources::default();
        sources.add(name, text);
        self.add(&sources)
    }

    /// Lays a compiled table over what is there.
    pub fn add_base(&mut self, base: Arc<dyn Base>) {
        self.close();
        self.below.push(Layer::Base(base));
    }

    /// The rows of all tables behind the last compiled one, overrides and
    /// suppressions applied.
    pub fn table(&self) -> &Table {
        &self.top.table
    }

    /// Whether a compiled table is among them, of which only the entities are told.
    pub fn has_base(&self) -> bool {
        self.layers().any(|layer| matches!(layer, LayerView::Base(_)))
    }

    /// All entities as they are in the end, one layer after the other, each as
    /// the last layer has it.
    pub fn entities(&self) -> impl Iterator<Item = Cow<'_, Entity>> {
        let layers: Vec<LayerView<'_>> = self.layers().collect();
        (0..layers.len()).flat_map(move |at| {
            // Rows name few ids, and packs look theirs up.
            let (mut named, mut bases) = (FxHashSet::default(), Vec::new());
            for layer in &layers[at + 1..] {
                match *layer {
                    LayerView::Base(base) => bases.push(base),
                    LayerView::Rows(rows) => {
                        named.extend(rows.table.entities.iter().map(|entity| entity.id.text.as_str()));
                        named.extend(rows.gone.iter().map(String::as_str));
                    }
                }
            }
            let hidden = move |id: &str| named.contains(id) || bases.iter().any(|base| base.has(id));
            let all: Box<dyn Iterator<Item = Cow<'_, Entity>>> = match layers[at] {
                LayerView::Rows(rows) => Box::new(rows.table.entities.iter().map(Cow::Borrowed)),
                LayerView::Base(base) => Box::new(base.ids().filter_map(|id| base.entity(id)).map(Cow::Owned)),
            };
            all.filter(move |entity| !hidden(&entity.id.text))
        })
    }

    /// Everything, the lowest first.
    pub(crate) fn layers(&self) -> impl Iterator<Item = LayerView<'_>> {
        let below = self.below.iter().map(|layer| match layer {
            Layer::Rows(rows) => LayerView::Rows(rows),
            Layer::Base(base) => LayerView::Base(base),
        });
        below.chain((!self.top.is_empty()).then_some(LayerView::Rows(&self.top)))
    }

    fn close(&mut self) {
        if !self.top.is_empty() {
            let mut rows = std::mem::take(&mut self.top);
            let ids = rows.table.entities.iter().map(|entity| entity.id.text.clone());
            rows.places = ids.zip(0..).collect();
            self.below.push(Layer::Rows(rows));
        }
    }

    /// What of the packs was read so far and turned out to be damaged: what was
    /// read from it is missing.
    ///
    /// # Errors
    ///
    /// [`Error::is_pack`] with the place of the damage.
    pub fn damage(&self) -> Result<(), Error> {
        let damage = |layer: &Layer| match layer {
            Layer::Base(base) => base.damage(),
            Layer::Rows(_) => None,
        };
        self.below.iter().find_map(damage).map_or(Ok(()), Err)
    }

    /// The layer below the rows on top that an entity is to be taken from:
    /// nothing, when it is in none or a layer above takes it out.
    fn bearer(&self, id: &str) -> Option<&Layer> {
        let taken = |rows: &Rows| rows.gone.contains(id);
        for layer in self.below.iter().rev() {
            match layer {
                Layer::Base(base) if base.has(id) => return Some(layer),
                Layer::Rows(rows) if rows.entity(id).is_some() => return Some(layer),
                Layer::Rows(rows) if taken(rows) => return None,
                _ => {}
            }
        }
        None
    }

    /// The same, but for an entity that the rows on top take out.
    fn left(&self, id: &str) -> Option<&Layer> {
        self.bearer(id).filter(|_| !self.top.gone.contains(id))
    }

    /// The entities of rows that lie below a compiled table, as far as nothing
    /// above takes them out.
    pub(super) fn rows_beneath(&self) -> impl Iterator<Item = &Entity> {
        let entities = self.rows().flat_map(|rows| rows.table.entities.iter().map(move |entity| (rows, entity)));
        let left = entities.filter(
            |(own, entity)| matches!(self.left(&entity.id.text), Some(Layer::Rows(rows)) if std::ptr::eq(rows, *own)),
        );
        left.map(|(_, entity)| entity)
    }

    /// The tables of rows below a compiled one.
    pub(super) fn tables_beneath(&self) -> impl Iterator<Item = &Table> {
        self.rows().map(|rows| &rows.table)
    }

    fn rows(&self) -> impl Iterator<Item = &Rows> {
        self.below.iter().filter_map(|layer| match layer {
            Layer::Rows(rows) => Some(rows),
            Layer::Base(_) => None,
        })
    }

    /// The entities of compiled tables that have a spelling of the same bare
    /// words, as far as nothing above takes them out.
    pub(super) fn bearers_beneath(&self, spelling: &str) -> Vec<String> {
        let own = |base: &Arc<dyn Base>, id: &str| matches!(self.left(id), Some(Layer::Base(other)) if Arc::ptr_eq(base, other));
        let mut ids = Vec::new();
        for base in self.bases() {
            ids.extend(base.bearers(spelling).into_iter().filter(|id| own(base, id)));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether a compiled table says that two spellings are never one name.
    pub(super) fn are_apart_beneath(&self, a: &str, b: &str) -> bool {
        self.bases().any(|base| base.keeps_apart(a, b))
    }

    fn bases(&self) -> impl Iterator<Item = &Arc<dyn Base>> {
        self.below.iter().filter_map(|layer| match layer {
            Layer::Base(base) => Some(base),
            Layer::Rows(_) => None,
        })
    }

    /// The entity that the layers below the rows on top have under an id, if
    /// they leave it in.
    pub(super) fn beneath(&self, id: &str) -> Option<Entity> {
        match self.left(id)? {
            Layer::Base(base) => base.entity(id),
            Layer::Rows(rows) => rows.entity(id).cloned(),
        }
    }

    /// What the tables do that their authors may not mean.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Whether a layer below the rows on top has an entity that they leave in.
    pub(super) fn has_beneath(&self, id: &str) -> bool {
        self.left(id).is_some()
    }

    /// The place that contains an entity of a layer below the rows on top.
    pub(super) fn parent_beneath(&self, id: &str) -> Option<String> {
        match self.bearer(id)? {
            Layer::Base(base) => base.parent(id),
            Layer::Rows(rows) => rows.entity(id)?.within.as_ref().map(|within| within.text.clone()),
        }
    }

    /// Brings the entities up that a table changes or takes out, so that it
    /// lies over rows.
    fn lift(&mut self, table: &Table) {
        if self.below.is_empty() {
            return;
        }
        let own: FxHashSet<&str> = self.top.table.entities.iter().map(|entity| entity.id.text.as_str()).collect();
        let mut lifted = Vec::new();
        let ids = table.extend.iter().map(|row| &row.id.text).chain(table.suppress.iter().map(|row| &row.id.text));
        for id in ids.filter(|id| !own.contains(id.as_str())) {
            if lifted.iter().all(|entity: &Entity| entity.id.text != *id) {
                lifted.extend(self.beneath(id).filter(|entity| !entity.forms.is_empty()));
            }
        }
        self.top.table.entities.extend(lifted);
    }

    fn add(&mut self, sources: &Sources) -> Result<(), Error> {
        let (table, findings) = inspect(sources, self, Depth::Rows);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| finding.severity == Severity::Error);
        if !errors.is_empty() {
            return Err(Error::table(errors));
        }
        self.warnings.extend(warnings);
        self.lift(&table);
        let suppressed: Vec<String> = table.suppress.iter().map(|row| row.id.text.clone()).collect();
        merge(&mut self.top.table, table);
        if !suppressed.is_empty() {
            // What has no name left is gone as a whole.
            let own: FxHashSet<&str> = self.top.table.entities.iter().map(|entity| entity.id.text.as_str()).collect();
            self.top.gone.extend(suppressed.into_iter().filter(|id| !own.contains(id.as_str())));
        }
        Ok(())
    }
}

impl Rows {
    fn entity(&self, id: &str) -> Option<&Entity> {
        self.table.entities.get(*self.places.get(id)?)
    }

    fn is_empty(&self) -> bool {
        let Table { entities, never, protect, namesakes, extend, suppress } = &self.table;
        self.gone.is_empty()
            && entities.is_empty()
            && never.is_empty()
            && protect.is_empty()
            && namesakes.is_empty()
            && extend.is_empty()
            && suppress.is_empty()
    }
}

/// All findings in a table at a path, errors and warnings, in order of file
/// and line; `below` is what the table is laid over.
///
/// # Errors
///
/// [`Error::is_io`] and [`Error::is_format`] as [`Tables::add_path`].
pub fn findings(path: impl AsRef<Path>, below: &Tables) -> Result<Vec<Diagnostic>, Error> {
    findings_with(path, &[], below)
}

/// [`findings`], with texts in place of what some files hold, or of files that
/// are yet to be written.
///
/// # Errors
///
/// As [`findings`].
pub fn findings_with(
    path: impl AsRef<Path>,
    edited: &[(PathBuf, String)],
    below: &Tables,
) -> Result<Vec<Diagnostic>, Error> {
    let mut sources = Sources::default();
    read(path.as_ref(), edited, &mut sources)?;
    Ok(inspect(&sources, below, Depth::Whole).1)
}

/// Parses and checks all files of one table.
fn inspect(sources: &Sources, below: &Tables, depth: Depth) -> (Table, Vec<Diagnostic>) {
    let mut table = Table::default();
    let mut findings = Vec::new();
    let mut file = 0;
    while !sources.path(file).is_empty() {
        // Only files with a known ending are among the sources.
        if let Some(format) = Format::of(sources.path(file)) {
            let not_text: Vec<_> = sources.not_text.iter().filter(|(at, _)| at.file == file).collect();
            // What a text is that cannot be read says nothing of its own.
            if not_text.is_empty() || !sources.text(file).is_empty() {
                findings.extend(parse(sources, file, format, &mut table));
            }
            findings.extend(not_text.into_iter().map(|(at, what)| {
                let remedy = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)".to_owned();
                sources.diagnostic(Severity::Error, "encoding", *at, what.clone(), remedy)
            }));
        }
        file += 1;
    }
    findings.extend(check(&table, below, sources, depth));
    findings.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    (table, findings)
}
