//! The records of a delimited table with their bytes as they were written.

use std::io::{self, Write};
use std::ops::Range;

use csv_core::{ReadRecordResult, Reader};

/// How the cells of a record are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// Cells may stand in quotation marks.
    pub(crate) quoting: bool,
}

impl Dialect {
    /// Where each cell of a record ends, and whether the last one has an open
    /// quotation mark.
    fn ends(self, raw: &[u8]) -> (Vec<usize>, bool) {
        let (mut ends, mut quoted, mut begins) = (Vec::new(), false, true);
        let mut at = if raw.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        at += raw[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        while at < raw.len() {
            match raw[at] {
                b'"' if quoted && raw.get(at + 1) == Some(&b'"') => at += 1,
                b'"' if quoted => quoted = false,
                b'"' if begins && self.quoting => quoted = true,
                byte if byte == self.delimiter && !quoted => {
                    ends.push(at);
                    begins = true;
                    at += 1;
                    continue;
                }
                _ => {}
            }
            begins = false;
            at += 1;
        }
        ends.push(raw.len());
        (ends, quoted)
    }

    /// Cells as they stand in a row, without an end of line. Where quotation
    /// marks are letters, what would part cells becomes a blank.
    pub(crate) fn row<C: AsRef<[u8]>>(self, cells: impl IntoIterator<Item = C>) -> Vec<u8> {
        if self.quoting {
            let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new());
            // Nothing fails in memory, where rows have any length.
            let _ = writer.write_record(cells);
            let mut row = writer.into_inner().unwrap_or_default();
            row.pop();
            return row;
        }
        let parts = |byte: &u8| matches!(*byte, b'\n' | b'\r') || *byte == self.delimiter;
        let plain = |cell: C| cell.as_ref().iter().map(|b| if parts(b) { b' ' } else { *b }).collect::<Vec<u8>>();
        cells.into_iter().map(plain).collect::<Vec<_>>().join(&self.delimiter)
    }

    /// Writes a record as it stands with more cells behind the first `width`;
    /// those it lacks are empty.
    ///
    /// # Errors
    ///
    /// As `out`.
    pub(crate) fn widen(self, raw: &[u8], width: usize, added: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let end = |b: &u8| !matches!(b, b'\r' | b'\n');
        let (start, stop) = (raw.iter().position(end).unwrap_or(0), raw.iter().rposition(end).map_or(0, |at| at + 1));
        let (ends, open) = self.ends(&raw[start..stop]);
        if open {
            // Nothing can stand behind it.
            return out.write_all(raw);
        }
        let own = ends.get(width.saturating_sub(1)).map_or(stop, |end| start + end);
        out.write_all(&raw[..own])?;
        for _ in ends.len()..width {
            out.write_all(&[self.delimiter])?;
        }
        if !added.is_empty() {
            out.write_all(&[self.delimiter])?;
            out.write_all(added)?;
        }
        out.write_all(&raw[own..])
    }

    /// Whether a record ends within a quotation.
    pub(crate) fn is_open(self, raw: &[u8]) -> bool {
        self.ends(raw).1
    }
}

/// What tables are mostly written in.
pub(crate) const COMMAS: Dialect = Dialect { delimiter: b',', quoting: true };

/// A record that is longer has a quotation mark that is never closed.
pub(crate) const LONGEST: usize = 16 << 20;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// Where it stands in the bytes at hand: what it begins with are the ends
    /// of lines before it, what it ends with is its own.
    pub(crate) raw: Range<usize>,
    /// Where its cells are among the cells at hand.
    pub(crate) cells: Range<usize>,
    /// The line, from 1, that it begins in.
    pub(crate) line: usize,
}

/// Takes bytes in pieces apart into records.
pub(crate) struct Records {
    reader: Reader,
    /// From the beginning of the first record that is not complete.
    bytes: Vec<u8>,
    parsed: usize,
    line: usize,
    /// The cells of all records at hand, one behind another, and their ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// How much of those belongs to the record that is being read.
    written: usize,
    ended: usize,
}

impl Records {
    pub(crate) fn new(dialect: Dialect) -> Self {
        let reader = csv_core::ReaderBuilder::new().delimiter(dialect.delimiter).quoting(dialect.quoting).build();
        Self { reader, bytes: Vec::new(), parsed: 0, line: 1, text: Vec::new(), ends: Vec::new(), written: 0, ended: 0 }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of a cell, quotation marks taken off.
    pub(crate) fn cell(&self, cell: usize) -> &[u8] {
        let from = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[from..self.ends[cell]]
    }

    pub(crate) fn cells(&self, record: &Record) -> impl Iterator<Item = &[u8]> {
        record.cells.clone().map(|cell| self.cell(cell))
    }

    /// Takes in more bytes and gives the records that they complete; nothing
    /// more comes when they are `last`.
    ///
    /// # Errors
    ///
    /// The line that a record begins in that does not end.
    pub(crate) fn push(&mut self, bytes: &[u8], last: bool) -> Result<Vec<Record>, usize> {
        self.bytes.extend_from_slice(bytes);
        let mut records = Vec::new();
        // A byte order mark is known when it is whole.
        if self.line == 1 && self.parsed == 0 && self.bytes.len() < 3 && !last {
            return Ok(records);
        }
        let (mut start, mut first) = (0, 0_usize);
        loop {
            self.text.resize((self.written + 4096).max(self.text.len()), 0);
            self.ends.resize((self.ended + 64).max(self.ends.len()), 0);
            let input = &self.bytes[self.parsed..];
            if input.is_empty() && !last {
                break;
            }
            let (result, read, written, ended) =
                self.reader.read_record(input, &mut self.text[self.written..], &mut self.ends[self.ended..]);
            self.parsed += read;
            // Ends are told from the beginning of the record.
            let base = first.checked_sub(1).map_or(0, |before| self.ends[before]);
            self.ends[self.ended..self.ended + ended].iter_mut().for_each(|end| *end += base);
            self.written += written;
            self.ended += ended;
            match result {
                ReadRecordResult::Record => {
                    let raw = start..self.parsed;
                    let blank = self.bytes[raw.clone()].iter().take_while(|b| matches!(b, b'\r' | b'\n'));
                    let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
                    let before = blank.filter(|b| **b == b'\n').count();
                    records.push(Record { raw: raw.clone(), cells: first..self.ended, line: self.line + before });
                    self.line += lines(&self.bytes[raw]);
                    (start, first) = (self.parsed, self.ended);
                }
                ReadRecordResult::InputEmpty if !last => break,
                ReadRecordResult::End => break,
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            }
        }
        if self.bytes.len() - start > LONGEST {
            return Err(self.line);
        }
        Ok(records)
    }

    /// Forgets the records that were given; what is left of the bytes.
    pub(crate) fn forget(&mut self, records: &[Record]) -> &[u8] {
        if let Some(last) = records.last() {
            let (cells, text) = (last.cells.end, self.ends[last.cells.end - 1]);
            self.bytes.drain(..last.raw.end);
            self.parsed -= last.raw.end;
            self.text.drain(..text);
            self.written -= text;
            self.ends.drain(..cells);
            self.ended -= cells;
            self.ends[..self.ended].iter_mut().for_each(|end| *end -= text);
        }
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_the_same_in_whatever_pieces_they_come() {
        let text = b"\xEF\xBB\xBFa,b\r\n\r\n1,\"x\n\"\"y\"\"\"\r\n,\n\n\"q\",2,3\nlast".as_slice();
        let wanted = ["a|b 1", "1|x\n\"y\" 3", "| 5", "q|2|3 7", "last 8"];
        for size in 1..text.len() + 1 {
            let mut records = Records::new(COMMAS);
            let (mut got, mut raw) = (Vec::new(), Vec::new());
            let pieces = text.chunks(size).map(|piece| (piece, false)).chain([(&[][..], true)]);
            for (piece, last) in pieces {
                let found = records.push(piece, last).expect("ends");
                for record in &found {
                    let cells: Vec<_> = records.cells(record).map(String::from_utf8_lossy).collect();
                    got.push(format!("{} {}", cells.join("|"), record.line));
                    raw.extend_from_slice(&records.bytes()[record.raw.clone()]);
                }
                records.forget(&found);
            }
            raw.extend_from_slice(records.bytes());
            assert_eq!(got, wanted, "pieces of {size}");
            assert_eq!(raw, text);
        }
    }

    #[test]
    fn a_record_that_never_ends_is_refused_by_its_line() {
        let mut records = Records::new(COMMAS);
        assert!(records.push(b"a,b\n1,\"x\n", false).is_ok());
        assert_eq!(records.push(&vec![b'x'; LONGEST], false), Err(2));
    }

    #[test]
    fn cells_are_added_between_those_of_the_row() {
        let widened = |raw: &str, quoting| {
            let mut out = Vec::new();
            let dialect = Dialect { quoting, ..COMMAS };
            dialect.widen(raw.as_bytes(), 2, b"+", &mut out).expect("memory");
            String::from_utf8(out).expect("text")
        };
        assert_eq!(widened("\n1,\"a,\"\"b\" x\r\n", true), "\n1,\"a,\"\"b\" x,+\r\n");
        assert_eq!(widened("1,\"K\",x,\"y\"\n", true), "1,\"K\",+,x,\"y\"\n");
        assert_eq!(widened("1,\"K\" x,z\n", false), "1,\"K\" x,+,z\n");
        assert_eq!(widened("1", true), "1,,+");
        assert_eq!(widened("2,\"X\n3,D\n", true), "2,\"X\n3,D\n", "an open quotation mark");
    }

    #[test]
    fn cells_end_where_the_reader_ends_them() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..20_000 {
            let length = next(24);
            let mut text: Vec<u8> = (0..length).map(|_| b"a,\"\n\r\"; ,"[next(9) as usize]).collect();
            if next(8) == 0 {
                text.splice(0..0, *b"\xEF\xBB\xBF");
            }
            let mut records = Records::new(COMMAS);
            for record in records.push(&text, true).expect("ends") {
                let raw = &records.bytes()[record.raw.clone()];
                let end = |b: &u8| !matches!(b, b'\r' | b'\n');
                let start = raw.iter().position(end).unwrap_or(raw.len());
                let stop = raw.iter().rposition(end).map_or(start, |at| at + 1);
                let (ends, open) = COMMAS.ends(&raw[start..stop]);
                let shown = String::from_utf8_lossy(raw);
                assert!(open || ends.len() == record.cells.len(), "{shown:?}: {ends:?} for {}", record.cells.len());
            }
        }
    }
}
