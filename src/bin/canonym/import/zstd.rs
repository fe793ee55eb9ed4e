//! Zstandard, frame after frame, each held against its checksum.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::StreamingDecoder;

/// What frames begin with that hold no data, but for the last four bits.
const SKIPPABLE: u32 = 0x184D_2A50;

/// The data of all frames of a reader.
pub(crate) struct Zstd<R: BufRead> {
    state: State<R>,
}

enum State<R: BufRead> {
    Between(R),
    Within(Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>),
    /// All is read, or something was wrong.
    Done,
}

impl<R: BufRead> Zstd<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { state: State::Between(reader) }
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Between(mut reader) => {
                    if reader.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    self.state = begin(reader)?;
                }
                State::Within(mut decoder) => {
                    let read = decoder.read(out).map_err(|_| damaged("cut short, or its bytes were changed"))?;
                    if read > 0 || out.is_empty() {
                        self.state = State::Within(decoder);
                        return Ok(read);
                    }
                    let (reader, frame) = decoder.into_parts();
                    if frame.get_checksum_from_data().is_some_and(|sum| Some(sum) != frame.get_calculated_checksum()) {
                        return Err(damaged("its checksum is another"));
                    }
                    self.state = State::Between(reader);
                }
                State::Done => return Ok(0),
            }
        }
    }
}

/// The next frame; one without data is skipped.
fn begin<R: BufRead>(mut reader: R) -> io::Result<State<R>> {
    let mut magic = [0; 4];
    let start = reader.fill_buf()?;
    let known = start.len().min(4);
    magic[..known].copy_from_slice(&start[..known]);
    if u32::from_le_bytes(magic) & !0xF == SKIPPABLE {
        let mut header = [0; 8];
        reader.read_exact(&mut header)?;
        let length = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]));
        let skipped = io::copy(&mut (&mut reader).take(length), &mut io::sink())?;
        return if skipped == length { Ok(State::Between(reader)) } else { Err(damaged("cut short")) };
    }
    let decoder = StreamingDecoder::new(reader).map_err(|error| damaged(&error.to_string()))?;
    Ok(State::Within(Box::new(decoder)))
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged Zstandard data: {what}; fetch the file again"))
}
