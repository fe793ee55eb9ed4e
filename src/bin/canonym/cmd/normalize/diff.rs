//! A unified diff, line by line: normalising never adds or removes a line,
//! so each line is compared with the one that takes its place.

use std::collections::VecDeque;
use std::io::Write;

use super::Text;
use crate::failure::Failure;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Writes the diff of one text.
pub(super) struct Diff<W: Write> {
    name: String,
    out: W,
    titled: bool,
    /// The lines that are not complete yet.
    old: Vec<u8>,
    new: Vec<u8>,
    /// Number of the next line, from 1.
    line: usize,
    before: VecDeque<Vec<u8>>,
    hunk: Option<Hunk>,
}

/// Lines around changes that stand close together.
struct Hunk {
    first: usize,
    lines: usize,
    body: Vec<u8>,
    removed: Vec<Vec<u8>>,
    added: Vec<Vec<u8>>,
    /// Unchanged lines since the last change.
    quiet: Vec<Vec<u8>>,
}

impl<W: Write> Diff<W> {
    pub(super) fn new(name: String, out: W) -> Self {
        let (old, new) = (Vec::new(), Vec::new());
        Self { name, out, titled: false, old, new, line: 1, before: VecDeque::new(), hunk: None }
    }

    pub(super) fn run(mut self, text: &mut Text<'_, '_, '_>) -> Result<(), Failure> {
        text.each(|old, new| {
            self.old.extend_from_slice(old);
            self.new.extend_from_slice(new.unwrap_or(old));
            if old.contains(&b'\n') { self.complete_lines() } else { Ok(()) }
        })?;
        if !self.old.is_empty() {
            let (old, new) = (std::mem::take(&mut self.old), std::mem::take(&mut self.new));
            self.pair(old, new)?;
        }
        self.close()?;
        self.out.flush().map_err(Failure::output)
    }

    fn complete_lines(&mut self) -> Result<(), Failure> {
        let end = |bytes: &[u8]| bytes.iter().position(|&b| b == b'\n').map(|at| at + 1);
        while let (Some(old), Some(new)) = (end(&self.old), end(&self.new)) {
            let old = self.old.drain(..old).collect();
            let new = self.new.drain(..new).collect();
            self.pair(old, new)?;
        }
        Ok(())
    }

    fn pair(&mut self, old: Vec<u8>, new: Vec<u8>) -> Result<(), Failure> {
        let line = self.line;
        self.line += 1;
        if old == new {
            if let Some(hunk) = &mut self.hunk {
                hunk.settle();
                hunk.quiet.push(old.clone());
                if hunk.quiet.len() > 2 * CONTEXT {
                    self.close()?;
                }
            }
            self.before.push_back(old);
            if self.before.len() > CONTEXT {
                self.before.pop_front();
            }
            return Ok(());
        }
        let before = std::mem::take(&mut self.before);
        let hunk = self.hunk.get_or_insert_with(|| {
            let mut hunk = Hunk {
                first: line - before.len(),
                lines: before.len(),
                body: Vec::new(),
                removed: Vec::new(),
                added: Vec::new(),
                quiet: Vec::new(),
            };
            before.iter().for_each(|line| put(&mut hunk.body, b' ', line));
            hunk
        });
        hunk.lines += hunk.quiet.len() + 1;
        let quiet = std::mem::take(&mut hunk.quiet);
        quiet.iter().for_each(|line| put(&mut hunk.body, b' ', line));
        hunk.removed.push(old);
        hunk.added.push(new);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Failure> {
        let Some(mut hunk) = self.hunk.take() else { return Ok(()) };
        hunk.settle();
        hunk.quiet.truncate(CONTEXT);
        hunk.lines += hunk.quiet.len();
        for line in &hunk.quiet {
            put(&mut hunk.body, b' ', line);
        }
        let title = if self.titled { String::new() } else { format!("--- {0}\n+++ {0}\n", self.name) };
        self.titled = true;
        let header = format!("{title}@@ -{0},{1} +{0},{1} @@\n", hunk.first, hunk.lines);
        self.out.write_all(header.as_bytes()).map_err(Failure::output)?;
        self.out.write_all(&hunk.body).map_err(Failure::output)
    }
}

impl Hunk {
    /// Writes the changed lines that stand together, old before new.
    fn settle(&mut self) {
        for line in std::mem::take(&mut self.removed) {
            put(&mut self.body, b'-', &line);
        }
        for line in std::mem::take(&mut self.added) {
            put(&mut self.body, b'+', &line);
        }
    }
}

fn put(body: &mut Vec<u8>, sign: u8, line: &[u8]) {
    body.push(sign);
    body.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        body.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}
