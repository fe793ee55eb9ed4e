//! Standard input as rows, answered as they come.

use std::io::{self, BufRead};
use std::path::Path;

use crate::failure::Failure;
use crate::input::stdin_text;

/// Hands on the rows of standard input, without their line ends and a byte
/// order mark, as they come: at most so many together, and what is there
/// before waiting for more.
pub(crate) fn batches(
    most: usize,
    mut each: impl FnMut(&mut Vec<Vec<u8>>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let stdin = stdin_text().map_err(|error| Failure::file(Path::new("-"), error))?;
    let mut reader = io::BufReader::with_capacity(256 << 10, stdin);
    let mut rows: Vec<Vec<u8>> = Vec::new();
    let mut first = true;
    loop {
        let mut row = Vec::new();
        let read = reader.read_until(b'\n', &mut row).map_err(|error| Failure::file(Path::new("-"), error))?;
        if read > 0 {
            trim(&mut row, std::mem::take(&mut first));
            rows.push(row);
        }
        if read == 0 || rows.len() >= most || !reader.buffer().contains(&b'\n') {
            each(&mut rows)?;
            rows.clear();
        }
        if read == 0 {
            return Ok(());
        }
    }
}

fn trim(row: &mut Vec<u8>, first: bool) {
    if row.last() == Some(&b'\n') {
        row.pop();
        if row.last() == Some(&b'\r') {
            row.pop();
        }
    }
    if first && row.starts_with(b"\xEF\xBB\xBF") {
        row.drain(..3);
    }
}
