//! `canonym jsonl`: whose the names in the fields of objects are.

use std::io::Write;
use std::ops::Range;
use std::process::ExitCode;

use canonym::parallel::in_order;
use memchr::memchr;
use serde_json::error::Category;
use serde_json::{Map, Value, json};

use crate::args::common::Common;
use crate::args::rows::JsonlArgs;
use crate::failure::Failure;
use crate::input::{Progress, inputs};
use crate::judged::{Complaints, Found, Judged, lying_in, new_names};
use crate::output::to;

/// A longer line is no line of objects.
const LONGEST: usize = 256 << 20;

pub(crate) fn run(common: &Common, args: &JsonlArgs) -> Result<ExitCode, Failure> {
    args.judging.check(args.file.as_ref())?;
    let engine = common.engine()?;
    let inputs = inputs(args.file.as_slice());
    let mut objects = Objects {
        args,
        name: inputs[0].name(),
        new: new_names(&args.judging),
        judged: Judged::new(&engine, &args.judging, written),
        bytes: Vec::new(),
        line: 0,
        missing: args.judging.select.iter().collect(),
        objects: 0,
        complaints: Complaints::default(),
    };
    let bar = Progress::new(common, &inputs);
    to(args.judging.output.as_deref(), |out, failed| {
        inputs[0].read(&bar, |bytes| objects.take(bytes, false, out, failed))?;
        objects.take(&[], true, out, failed)
    })?;
    let Objects { name, missing, mut complaints, objects, .. } = objects;
    for path in missing.iter().filter(|_| objects > 0) {
        complaints.add(|| format!("{name}: no object has a text in a field `{path}`"));
    }
    complaints.tell()?;
    Ok(ExitCode::SUCCESS)
}

/// The values of the new fields, one behind another.
fn written(found: &Found) -> Vec<u8> {
    let one = |texts: &[String]| match texts {
        [] => Value::Null,
        [text] => json!(text),
        texts => json!(texts),
    };
    let values = [one(&found.canonical), one(&found.ids), json!(found.score), json!(found.status)];
    values.map(|value| value.to_string()).join("\n").into_bytes()
}

struct Objects<'e, W> {
    args: &'e JsonlArgs,
    name: String,
    /// The names of the new fields.
    new: Vec<String>,
    judged: Judged<'e, W>,
    /// From the beginning of the first line that is not complete.
    bytes: Vec<u8>,
    line: usize,
    /// The fields that no object had so far, and how many objects there were.
    missing: Vec<&'e String>,
    objects: usize,
    complaints: Complaints,
}

/// A line: the names in the fields that are asked for.
struct Line {
    at: Range<usize>,
    names: Result<Vec<Option<String>>, String>,
    /// There are fields before the new ones.
    full: bool,
}

impl<W: Fn(&Found) -> Vec<u8>> Objects<'_, W> {
    fn take(
        &mut self,
        bytes: &[u8],
        last: bool,
        out: &mut dyn Write,
        failed: &dyn Fn(std::io::Error) -> Failure,
    ) -> Result<(), Failure> {
        self.bytes.extend_from_slice(bytes);
        let mut lines = Vec::new();
        let mut start = 0;
        while let Some(end) = memchr(b'\n', &self.bytes[start..]) {
            lines.push(start..start + end + 1);
            start += end + 1;
        }
        if last && start < self.bytes.len() {
            lines.push(start..self.bytes.len());
            start = self.bytes.len();
        }
        if self.bytes.len() - start > LONGEST {
            let what = format!("a line of more than {} MB; write one object a line", LONGEST >> 20);
            return Err(Failure::message(format!("{}:{}: {what}", self.name, self.line + lines.len() + 1)));
        }
        if self.line == 0 && is_list(&self.bytes) {
            let what = "one list of all objects; write an object a line, as `jq -c '.[]'` does";
            return Err(Failure::message(format!("{}:1: {what}", self.name)));
        }
        let (paths, new, bytes) = (&self.args.judging.select, &self.new, &self.bytes);
        let within = self.args.judging.within.as_deref();
        let read = in_order(&lines, |at, (): &mut ()| {
            let (names, full) = names(bytes[at.clone()].trim_ascii(), paths, within, new);
            Line { at: at.clone(), names, full }
        });
        let known = read.iter().filter_map(|line| line.names.as_ref().ok());
        self.judged.judge(known.flatten().map(name_of))?;
        for line in read {
            self.line += 1;
            self.write(&line, out).map_err(failed)?;
        }
        self.bytes.drain(..start);
        out.flush().map_err(failed)
    }

    fn write(&mut self, line: &Line, out: &mut dyn Write) -> std::io::Result<()> {
        let raw = &self.bytes[line.at.clone()];
        let names = match &line.names {
            Ok(names) => names,
            Err(what) => {
                let (name, number) = (&self.name, self.line);
                if !what.is_empty() {
                    self.complaints.add(|| format!("{name}:{number}: {what}"));
                }
                let blank = what.is_empty() && self.args.judging.only_changed;
                return if blank { Ok(()) } else { out.write_all(raw) };
            }
        };
        self.objects += 1;
        let found: Vec<(bool, &[u8])> = names.iter().map(|name| self.judged.of(name_of(name))).collect();
        self.missing.retain(|path| {
            let at = self.args.judging.select.iter().position(|own| own == *path);
            at.is_some_and(|at| names[at].is_none())
        });
        if self.args.judging.only_changed && found.iter().all(|(changed, _)| !changed) {
            return Ok(());
        }
        let end = raw.iter().rposition(|b| *b == b'}').unwrap_or(raw.len());
        let fields = raw[..end].trim_ascii_end();
        out.write_all(fields)?;
        let values = found.iter().flat_map(|(_, written)| written.split(|b| *b == b'\n'));
        for (at, (name, value)) in self.new.iter().zip(values).enumerate() {
            out.write_all(if at > 0 || line.full { b"," } else { b"" })?;
            serde_json::to_writer(&mut *out, name)?;
            out.write_all(b":")?;
            out.write_all(value)?;
        }
        out.write_all(&raw[fields.len()..])
    }
}

/// Whether a text begins with a list that does not end in its line.
fn is_list(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let objects = line.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    objects.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"{"))
}

/// The bytes of a name; none of a field that is missing.
fn name_of(name: &Option<String>) -> &[u8] {
    name.as_ref().map_or(&[], |name| name.as_bytes())
}

/// The names in a line, or what is wrong with it: nothing of an empty one.
fn names(
    line: &[u8],
    paths: &[String],
    within: Option<&str>,
    new: &[String],
) -> (Result<Vec<Option<String>>, String>, bool) {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if line.is_empty() {
        return (Err(String::new()), false);
    }
    let object = match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(object) => object,
        Err(error) => {
            let at = error.column();
            let text = error.to_string();
            let what = text.split(" at line").next().unwrap_or_default();
            let told = match error.classify() {
                Category::Data => "no object".to_owned(),
                _ => format!("not to be read as JSON: {what}, in column {at}"),
            };
            return (Err(format!("{told}; it stays as it is")), false);
        }
    };
    if let Some(known) = new.iter().find(|name| object.contains_key(*name)) {
        let what = "already; it stays as it is: name the new ones with --prefix";
        return (Err(format!("there is a field `{known}` {what}")), true);
    }
    let place = within.and_then(|path| at(&object, path)?.as_str()).unwrap_or_default();
    let names = paths.iter().map(|path| match at(&object, path) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(String::new())),
        Some(Value::String(name)) => {
            let whole = lying_in(name.as_bytes(), place.as_bytes());
            Ok(Some(String::from_utf8_lossy(&whole).into_owned()))
        }
        Some(Value::Array(_)) => {
            Err(format!("`{path}` is a list: name one of its items, as with `{path}.0`; it stays as it is"))
        }
        Some(_) => Err(format!("`{path}` is no text; it stays as it is")),
    });
    (names.collect(), !object.is_empty())
}

/// What is at a path: the field of that name, else what its parts lead to.
fn at<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let mut parts = path.split('.');
    let first = object.get(parts.next()?)?;
    parts.try_fold(first, |value, part| match value {
        Value::Object(fields) => fields.get(part),
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}
