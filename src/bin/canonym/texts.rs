//! Texts on all threads; what they make is written in their order.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Mutex;

use canonym::{Engine, Stream};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::failure::Failure;
use crate::input::Input;

/// Files of at most so many bytes are read side by side, at most so many bytes
/// at a time; longer ones, and what is no file, one after the other on all
/// threads.
const SMALL: u64 = 256 << 10;
const TOGETHER: u64 = 2 << 20;
/// What a file counts for at least.
const EMPTY: u64 = 4 << 10;

/// Where a text's output goes, and its log.
pub(crate) type Sinks<'w> = [&'w mut dyn Write; 2];

/// Runs all texts through `one`; `told` hears how each ended, in order, and
/// may put an end to it.
pub(crate) fn each<'e, R: Send>(
    engine: &'e Engine,
    inputs: &[Input],
    mut sinks: Sinks<'_>,
    one: impl Fn(&Input, &mut Stream<'e>, Sinks<'_>) -> Result<R, Failure> + Sync,
    mut told: impl FnMut(&Input, Result<R, Failure>) -> ControlFlow<()>,
) {
    let idle: Mutex<Vec<Stream<'e>>> = Mutex::default();
    let several = rayon::current_num_threads() > 1;
    let mut alone = if several { engine.stream().on_all_threads() } else { engine.stream() };
    let mut rest = inputs;
    while let Some(first) = rest.first() {
        let mut bytes = 0;
        let small = |input: &&Input| {
            bytes += small(input).unwrap_or(TOGETHER);
            bytes <= TOGETHER
        };
        let together = rest.iter().take_while(small).count();
        let (now, next) = rest.split_at(together.max(1));
        rest = next;
        if now.len() < 2 {
            let [out, log] = &mut sinks;
            let done = one(first, &mut alone, [out, log]);
            alone.restart();
            if told(first, done).is_break() {
                return;
            }
            continue;
        }
        let done = now.par_iter().map(|input| {
            let known = idle.lock().ok().and_then(|mut idle| idle.pop());
            let mut stream = known.unwrap_or_else(|| engine.stream());
            let (mut out, mut log) = (Vec::new(), Vec::new());
            let done = one(input, &mut stream, [&mut out, &mut log]);
            stream.restart();
            if let Ok(mut idle) = idle.lock() {
                idle.push(stream);
            }
            (done, out, log)
        });
        let done: Vec<_> = done.collect();
        for (input, (done, out, log)) in now.iter().zip(done) {
            let written = sinks[0].write_all(&out).and_then(|()| sinks[0].flush()).map_err(Failure::output);
            let mut logged = || sinks[1].write_all(&log).map_err(Failure::log);
            if told(input, written.and_then(|()| logged()).and(done)).is_break() {
                return;
            }
        }
    }
}

/// The bytes that a small file counts for.
fn small(input: &Input) -> Option<u64> {
    let known = std::fs::metadata(&input.path).ok().filter(|known| known.is_file() && !input.is_stdin())?;
    Some(known.len().max(EMPTY)).filter(|length| *length <= SMALL)
}
