//! `canonym csv`: whose the names in the columns of a table are.

use std::borrow::Cow;
use std::io::Write;
use std::process::ExitCode;

use crate::args::common::Common;
use crate::args::rows::CsvArgs;
use crate::columns::place;
use crate::failure::Failure;
use crate::input::{Progress, inputs};
use crate::judged::{Complaints, Found, Judged, lying_in, new_names};
use crate::message::{count, note};
use crate::output::to;
use crate::records::{Dialect, LONGEST, Record, Records};

pub(crate) fn run(common: &Common, args: &CsvArgs) -> Result<ExitCode, Failure> {
    args.judging.check(args.file.as_ref())?;
    let engine = common.engine()?;
    let inputs = inputs(args.file.as_slice());
    let dialect = args.layout.dialect_of(&inputs[0].path);
    let write = |found: &Found| dialect.row(found_cells(found));
    let mut table = Table {
        args,
        name: inputs[0].name(),
        dialect,
        records: Records::new(dialect),
        judged: Judged::new(&engine, &args.judging, write),
        shape: None,
        complaints: Complaints::default(),
        not_utf8: None,
    };
    let bar = Progress::new(common, &inputs);
    to(args.judging.output.as_deref(), |out, failed| {
        inputs[0].read(&bar, |bytes| table.take(bytes, false, out, failed))?;
        table.take(&[], true, out, failed)
    })?;
    if let Some((first, names)) = table.not_utf8.filter(|_| !common.quiet) {
        let names = count(names, "name");
        let what = "not UTF-8 and judged by the rest of it; convert the file first, as with `iconv`";
        note(&format!("{}:{first}: the first of {names} that is {what}", table.name));
    }
    table.complaints.tell()?;
    Ok(ExitCode::SUCCESS)
}

/// The cells that are added for a name.
fn found_cells(found: &Found) -> [String; 4] {
    let score = found.score.map_or(String::new(), |score| score.to_string());
    [found.canonical.join("|"), found.ids.join("|"), score, found.status.to_string()]
}

/// The columns of a table, by their number from 0, that are asked for.
#[derive(Debug)]
struct Shape {
    width: usize,
    columns: Vec<usize>,
    /// The one that tells where they lie.
    within: Option<usize>,
}

struct Table<'e, W> {
    args: &'e CsvArgs,
    name: String,
    dialect: Dialect,
    records: Records,
    judged: Judged<'e, W>,
    shape: Option<Shape>,
    complaints: Complaints,
    /// The line of the first name that is not, and how many are not.
    not_utf8: Option<(usize, usize)>,
}

impl<W: Fn(&Found) -> Vec<u8>> Table<'_, W> {
    fn take(
        &mut self,
        bytes: &[u8],
        last: bool,
        out: &mut dyn Write,
        failed: &dyn Fn(std::io::Error) -> Failure,
    ) -> Result<(), Failure> {
        let records = self.records.push(bytes, last).map_err(|line| {
            let what = format!("the row does not end within {} MB: is a quotation mark left open?", LONGEST >> 20);
            Failure::message(format!("{}:{line}: {what} --no-quoting takes them for letters", self.name))
        })?;
        let mut rows = &records[..];
        if let (None, Some((head, rest))) = (&self.shape, rows.split_first()) {
            self.shape = Some(self.shape(head)?);
            if !self.args.layout.no_headers {
                let names = self.dialect.row(new_names(&self.args.judging));
                self.write(head, &names, out).map_err(failed)?;
                rows = rest;
            }
        }
        let Self { records: all, judged, shape, .. } = &mut *self;
        if let Some(shape) = shape {
            let names: Vec<_> = rows.iter().flat_map(|row| shape.names(all, row)).collect();
            judged.judge(names.iter().map(|name| &name[..]))?;
        }
        for row in rows {
            self.answer(row, out).map_err(failed)?;
        }
        if let Some(open) =
            records.last().filter(|row| last && self.dialect.is_open(&self.records.bytes()[row.raw.clone()]))
        {
            let (name, line) = (&self.name, open.line);
            let raw = &self.records.bytes()[open.raw.clone()];
            let stay = match memchr::memchr_iter(b'\n', raw.trim_ascii_end()).count() {
                0 => "the row stays as it is".to_owned(),
                behind => format!("the row and the {} behind it stay as they are", count(behind, "line")),
            };
            let what = format!("a quotation mark is left open; {stay}: --no-quoting takes them for letters");
            self.complaints.add(|| format!("{name}:{line}: {what}"));
        }
        let rest = self.records.forget(&records);
        if last {
            // Ends of lines, and nothing else.
            out.write_all(rest).map_err(failed)?;
        }
        out.flush().map_err(failed)
    }

    /// A row with what is found for its names.
    fn answer(&mut self, record: &Record, out: &mut dyn Write) -> std::io::Result<()> {
        let Some(shape) = &self.shape else { return Ok(()) };
        let (mut changed, mut added) = (false, Vec::new());
        for name in shape.names(&self.records, record) {
            if std::str::from_utf8(&name).is_err() {
                self.not_utf8.get_or_insert((record.line, 0)).1 += 1;
            }
            let (own, written) = self.judged.of(&name);
            changed |= own;
            added.extend_from_slice(if added.is_empty() { &[] } else { std::slice::from_ref(&self.dialect.delimiter) });
            added.extend_from_slice(written);
        }
        let open = || self.dialect.is_open(&self.records.bytes()[record.raw.clone()]);
        if record.cells.len() != shape.width && !open() {
            let (line, cells, width) = (record.line, record.cells.len(), shape.width);
            let name = &self.name;
            self.complaints.add(|| {
                let kept = if cells < width { "empty ones stand for the others" } else { "those too many stand last" };
                format!("{name}:{line}: {} where the first row has {width}; {kept}", count(cells, "cell"))
            });
        }
        if changed || !self.args.judging.only_changed { self.write(record, &added, out) } else { Ok(()) }
    }

    /// A row as it stands, with more cells behind those of the first row.
    fn write(&self, record: &Record, added: &[u8], out: &mut dyn Write) -> std::io::Result<()> {
        let width = self.shape.as_ref().map_or(record.cells.len(), |shape| shape.width);
        self.dialect.widen(&self.records.bytes()[record.raw.clone()], width, added, out)
    }

    /// Where the columns are that are asked for.
    fn shape(&self, head: &Record) -> Result<Shape, Failure> {
        let cells: Vec<String> = self.records.cells(head).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
        let place = |column: &String| place(&cells, column, self.args.layout.no_headers);
        let wrong = |what: String| Failure::message(format!("{}:{}: {what}", self.name, head.line));
        if cells.first().is_some_and(|first| first.starts_with(['\u{fffd}', '\0']) && first.contains('\0')) {
            return Err(wrong("this is UTF-16; save it as UTF-8".to_owned()));
        }
        let columns = self.args.judging.select.iter().map(place).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let new = if self.args.layout.no_headers { Vec::new() } else { new_names(&self.args.judging) };
        if let Some(known) = new.iter().find(|name| cells.contains(name)) {
            return Err(wrong(format!("there is a column `{known}` already; name the new ones with --prefix")));
        }
        let within = self.args.judging.within.as_ref().map(place).transpose().map_err(wrong)?;
        Ok(Shape { width: cells.len(), columns, within })
    }
}

impl Shape {
    /// The names of a row; empty where it has too few cells.
    fn names<'r>(&'r self, records: &'r Records, row: &'r Record) -> impl Iterator<Item = Cow<'r, [u8]>> {
        let cell = |column: &usize| row.cells.clone().nth(*column).map_or(&[][..], |cell| records.cell(cell));
        let place = self.within.as_ref().map_or(&[][..], cell);
        self.columns.iter().map(move |column| lying_in(cell(column), place))
    }
}
