//! Changes to TOML tables: comments and order stay, all is checked before a
//! byte is written, and what changes is shown.

pub(crate) mod fix;
pub(crate) mod list;
pub(crate) mod rows;

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use canonym::{Diagnostic, Entity, Kind, Severity, Tables, findings_with, format_table, table_files};
use once_cell::unsync::OnceCell;
use similar::TextDiff;
use toml_edit::{ArrayOfTables, DocumentMut, Table};

use crate::args::common::Common;
use crate::args::edits::Editing;
use crate::failure::Failure;
use crate::nearest::meant;
use crate::output::{Whole, coloured_stdout, same_file};
use crate::{message, output};

/// A TOML table that may be changed.
pub(crate) struct Sheet {
    pub(crate) path: PathBuf,
    /// As it was read, and nothing of a file that is not there yet.
    text: String,
    pub(crate) document: DocumentMut,
}

/// All tables, and those of them that may be changed.
pub(crate) struct Desk<'c> {
    common: &'c Common,
    editing: &'c Editing,
    /// Packs, and tables of rows, as they were before.
    pub(crate) tables: Tables,
    pub(crate) sheets: Vec<Sheet>,
    /// The sheet that new rows go to.
    target: Option<usize>,
    /// Those that cannot be changed, once they are asked for.
    below: OnceCell<Tables>,
}

impl<'c> Desk<'c> {
    /// Reads the tables of `common`; they must be without errors.
    pub(crate) fn open(common: &'c Common, editing: &'c Editing) -> Result<Self, Failure> {
        let mut sheets: Vec<Sheet> = Vec::new();
        // A file that is named twice is one sheet, where it is named last.
        let mut lay = |path: &Path| -> Result<(), Failure> {
            sheets.retain(|sheet| !same_file(&sheet.path, path));
            sheets.push(Sheet::read(path)?);
            Ok(())
        };
        let mut common_paths: Vec<PathBuf> = Vec::new();
        for path in &common.data {
            // A table that is not there yet is begun.
            if !path.exists() && is_toml(path) {
                lay(path)?;
                continue;
            }
            common_paths.push(path.clone());
            for file in table_files(path)?.iter().filter(|file| is_toml(file)) {
                lay(file)?;
            }
        }
        if let Some(to) = &editing.to
            && !sheets.iter().any(|sheet| same_file(&sheet.path, to))
        {
            if !is_toml(to) {
                return Err(Failure::message(format!("{}: not a TOML table; only those are changed", to.display())));
            }
            if to.exists() {
                common_paths.push(to.clone());
            }
            sheets.push(Sheet::read(to)?);
        }
        let tables = Common { data: common_paths, quiet: true, ..common.clone() }.tables()?;
        let target = match &editing.to {
            Some(to) => sheets.iter().position(|sheet| same_file(&sheet.path, to)),
            // Of a folder, which file is meant is not known.
            None => {
                let last = common.data.last().filter(|path| is_toml(path));
                last.and_then(|last| sheets.iter().position(|sheet| same_file(&sheet.path, last)))
            }
        };
        Ok(Self { common, editing, tables, sheets, target, below: OnceCell::new() })
    }

    /// An entity of any table.
    pub(crate) fn entity(&self, id: &str) -> Result<Entity, Failure> {
        let mut entities = self.tables.entities();
        if let Some(entity) = entities.find(|entity| entity.id.text == id) {
            return Ok(entity.into_owned());
        }
        let ids: Vec<String> = self.tables.entities().map(|entity| entity.id.text.clone()).collect();
        let named = self.tables.entities().find(|entity| entity.name().eq_ignore_ascii_case(id));
        let meant = match named {
            Some(entity) => format!("did you mean `{}`? ", entity.id.text),
            None => meant(id, ids.iter().map(String::as_str)),
        };
        let what = "`canonym lookup NAME` tells ids, and `canonym new` makes an entity";
        Err(Failure::message(format!("there is no entity `{id}`; {meant}{what}")))
    }

    /// An entity as the tables have it that cannot be changed.
    pub(crate) fn below(&self, id: &str) -> Result<Option<Entity>, Failure> {
        let below = self.below.get_or_try_init(|| {
            let fixed = self.common.data.iter().filter(|path| !path.is_dir() && !is_toml(path)).cloned().collect();
            Common { data: fixed, quiet: true, ..self.common.clone() }.tables()
        })?;
        Ok(below.entities().find(|entity| entity.id.text == id).map(Cow::into_owned))
    }

    /// Whether a spelling of an entity is in any table, suppressed or not.
    pub(crate) fn is_written(&mut self, id: &str, alias: &str) -> Result<bool, Failure> {
        let own = |row: &Table| {
            let listed =
                row.get("aliases").and_then(|list| list.as_array()).is_some_and(|l| list::position(l, alias).is_some());
            listed || rows::text(row, "name") == Some(alias) || rows::text(row, "form") == Some(alias)
        };
        let forms = |row: &Table| {
            let forms = row.get("form").and_then(|forms| forms.as_array_of_tables());
            forms.is_some_and(|forms| forms.iter().any(own))
        };
        let mut all = self.rows(&["entity", "extend"]).filter(|row| rows::text(row, "id") == Some(id));
        let here = all.any(|row| own(row) || forms(row));
        drop(all);
        Ok(here || self.below(id)?.is_some_and(|entity| has_spelling(&entity, alias)))
    }

    /// The sheets whose rows may be changed: that of --to alone, if it is named.
    pub(crate) fn open_sheets(&mut self) -> impl DoubleEndedIterator<Item = &mut Sheet> {
        let only = self.target.filter(|_| self.editing.to.is_some());
        let sheets = self.sheets.iter_mut().enumerate();
        sheets.filter(move |(number, _)| only.is_none_or(|only| only == *number)).map(|(_, sheet)| sheet)
    }

    /// Refuses to change an entity in the table of --to where one above it has the
    /// entity anew: nobody would see the change.
    pub(crate) fn is_not_hidden(&self, id: &str) -> Result<(), Failure> {
        let Some(target) = self.target.filter(|_| self.editing.to.is_some()) else { return Ok(()) };
        let mut above = self.sheets[target + 1..].iter();
        let own = |row: &Table| rows::text(row, "id") == Some(id);
        let has = |sheet: &&Sheet| {
            let rows = sheet.document.get("entity").and_then(|rows| rows.as_array_of_tables());
            rows.is_some_and(|rows| rows.iter().any(own))
        };
        let above = above.find(has).map(|sheet| sheet.path.clone());
        let Some(path) = above.map_or_else(|| self.bulk_above(target, id), |path| Ok(Some(path)))? else {
            return Ok(());
        };
        let what = "lies above and has the entity, too, so that nobody would see the change";
        Err(Failure::message(format!("{}: {what}; change it there", path.display())))
    }

    /// A table of rows or a pack above a sheet that has an entity.
    fn bulk_above(&self, target: usize, id: &str) -> Result<Option<PathBuf>, Failure> {
        let data = &self.common.data;
        let own = data.iter().position(|path| same_file(path, &self.sheets[target].path));
        let above = own.map_or(&[][..], |at| &data[at + 1..]);
        for path in above.iter().filter(|path| !path.is_dir() && !is_toml(path)) {
            let alone = Common { data: vec![path.clone()], no_builtin: true, quiet: true, ..self.common.clone() };
            if alone.tables()?.entities().any(|entity| entity.id.text == id) {
                return Ok(Some(path.clone()));
            }
        }
        Ok(None)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.tables.entities().any(|entity| entity.id.text == id)
    }

    /// The sheet that new rows go to.
    pub(crate) fn target(&mut self) -> Result<&mut Sheet, Failure> {
        let what = "which table is to be changed? Name a .toml file with --to, or last with --data";
        let target = self.target.ok_or_else(|| Failure::message(what))?;
        self.sheets.get_mut(target).ok_or_else(|| Failure::message(what))
    }

    /// Puts an id in place of another in the rows that refer to it.
    pub(crate) fn refer(&mut self, old: &str, new: &str) {
        for row in self.rows(&["entity", "namesake"]) {
            for field in ["within", "prefer", "near"] {
                if rows::text(row, field) == Some(old) {
                    rows::set(row, field, new);
                }
            }
            for field in ["near", "ids"] {
                rows::replace(row, field, old, new);
            }
        }
    }

    /// The rows of some sections of all sheets.
    pub(crate) fn rows(&mut self, sections: &[&'static str]) -> impl Iterator<Item = &mut Table> {
        let documents = self.sheets.iter_mut().flat_map(|sheet| sheet.document.iter_mut());
        let own = documents.filter(|(section, _)| sections.contains(&section.get()));
        own.filter_map(|(_, rows)| rows.as_array_of_tables_mut()).flat_map(ArrayOfTables::iter_mut)
    }

    /// Checks what was changed, shows it, and writes it unless it is only to
    /// be shown.
    ///
    /// # Errors
    ///
    /// When the tables would have errors that they had not before: nothing is
    /// written then.
    pub(crate) fn finish(self) -> Result<ExitCode, Failure> {
        let mut edited: Vec<(PathBuf, String)> = Vec::new();
        for sheet in &self.sheets {
            if let Some(text) = sheet.changed() {
                edited.push((sheet.path.clone(), text));
            }
        }
        if edited.is_empty() {
            if !self.common.quiet {
                message::note("nothing to change");
            }
            return Ok(ExitCode::SUCCESS);
        }
        let builtin = self.common.builtin()?;
        let (before, after) = (self.findings(&builtin, &[])?, self.findings(&builtin, &edited)?);
        let known =
            |finding: &Diagnostic| before.iter().any(|b| (&b.file, &b.message) == (&finding.file, &finding.message));
        let new = after.into_iter().filter(|finding| finding.severity != Severity::Note && !known(finding));
        let new: Vec<Diagnostic> = new.collect();
        let (errors, warnings): (Vec<_>, Vec<_>) = new.into_iter().partition(|f| f.severity == Severity::Error);
        if !errors.is_empty() {
            // They would be in the file that is not written.
            let _ = message::diagnostics(&errors, &mut anstream::stderr());
            let what = "the change would make errors in the tables, with the lines that it would have";
            return Err(Failure::message(format!("{what}; nothing was written")));
        }
        if let Some(first) = warnings.iter().find(|finding| SLIPS.contains(&finding.rule)) {
            let _ = message::diagnostics(&warnings, &mut anstream::stderr());
            return Err(Failure::message(format!("{}; nothing was written", first.message)));
        }
        if !self.common.quiet {
            let _ = message::diagnostics(&warnings, &mut anstream::stderr());
        }
        if !self.editing.dry_run {
            let written = edited.iter().map(|(path, text)| {
                let mut file = Whole::create(path)?;
                file.write_all(text.as_bytes()).map_err(|error| Failure::file(path, error))?;
                Ok(file)
            });
            // All are complete before the first takes its place.
            let files = written.collect::<Result<Vec<_>, Failure>>()?;
            files.into_iter().try_for_each(output::Whole::finish)?;
        }
        let mut out = coloured_stdout();
        for (path, text) in &edited {
            let old = self.sheets.iter().find(|sheet| sheet.path == *path).map_or("", |sheet| &sheet.text);
            show(&path.display().to_string(), old, text, &mut out).map_err(Failure::output)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What is wrong with the tables, with some files as they are to be.
    fn findings(&self, builtin: &Tables, edited: &[(PathBuf, String)]) -> Result<Vec<Diagnostic>, Failure> {
        let mut paths: Vec<&Path> = self.common.data.iter().map(PathBuf::as_path).collect();
        if let Some(to) = self.editing.to.as_deref()
            && !self
                .sheets
                .iter()
                .any(|sheet| same_file(&sheet.path, to) && self.common.data.iter().any(|p| sheet.path.starts_with(p)))
        {
            paths.push(to);
        }
        let mut below = builtin.clone();
        let mut found = Vec::new();
        for path in paths {
            let written = path.exists() || edited.iter().any(|(known, _)| known == path);
            if !written {
                continue;
            }
            if path.extension().is_some_and(|ending| ending == "canonym") {
                crate::packs::add(&mut below, path)?;
                continue;
            }
            found.extend(findings_with(path, edited, &below)?);
            // Its errors are among the findings.
            let _ = below.add_path_with(path, edited);
        }
        Ok(found)
    }
}

impl Sheet {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = if path.exists() {
            std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?
        } else {
            String::new()
        };
        // What is no TOML is told with its line when the tables are read.
        let document: DocumentMut = plain(&text).parse().unwrap_or_default();
        rows::stand_alone(&document).map_err(|what| Failure::message(format!("{}: {what}", path.display())))?;
        Ok(Self { path: path.to_owned(), text, document })
    }

    /// Its text as it is to be, when that is another; formatted when it was.
    fn changed(&self) -> Option<String> {
        let own = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        let name = self.path.display().to_string();
        let written = self.document.to_string();
        if written == plain(&self.text) {
            return None;
        }
        let usual = own.is_empty() || format_table(&name, own).is_ok_and(|formatted| formatted == own);
        let written = match usual.then(|| format_table(&name, &written)) {
            Some(Ok(formatted)) => formatted,
            _ => written,
        };
        Some(restored(&self.text, &written))
    }
}

/// Values that would be left out when the table is read.
const SLIPS: [&str; 3] = ["country", "lang", "type"];

/// Whether an entity has a spelling, as it is written.
pub(crate) fn has_spelling(entity: &Entity, spelling: &str) -> bool {
    entity.spellings().any(|own| own.text == spelling)
}

/// A text without its byte order mark, its lines ended in one way.
pub(crate) fn plain(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

/// What kind an id says that its entity is of.
pub(crate) fn kind_of(id: &str) -> Option<Kind> {
    id.split_once('/').and_then(|(prefix, _)| Kind::parse(prefix))
}

/// A changed text with the byte order mark and the line ends of the old one.
pub(crate) fn restored(old: &str, new: &str) -> String {
    let new = new.replace("\r\n", "\n");
    let returns = old.matches("\r\n").count() * 2 > old.matches('\n').count();
    let new = if returns { new.replace('\n', "\r\n") } else { new };
    if old.starts_with('\u{feff}') { format!("\u{feff}{new}") } else { new }
}

pub(crate) fn show(name: &str, old: &str, new: &str, out: &mut impl Write) -> std::io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    for line in diff.unified_diff().context_radius(3).header(name, name).to_string().lines() {
        match line.as_bytes().first() {
            Some(b'-') => writeln!(out, "\x1b[31m{line}\x1b[0m")?,
            Some(b'+') => writeln!(out, "\x1b[32m{line}\x1b[0m")?,
            _ => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

pub(crate) fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}
