//! Work on many items at once, with the results in order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The most items that a thread takes at once.
const CHUNK: usize = 64;

/// Fewer items are not worth a thread.
const FEW: usize = 16;

/// What `each` makes of every item, in order, on so many threads; each thread
/// has room of its own that it reuses.
pub fn in_order<T: Sync, R: Send, W: Default>(
    items: &[T],
    threads: usize,
    each: impl Fn(&T, &mut W) -> R + Sync,
) -> Vec<R> {
    let threads = threads.clamp(1, items.len().div_ceil(FEW).max(1));
    let chunk = (items.len() / (threads * 4)).clamp(1, CHUNK);
    let work = |next: &AtomicUsize| {
        let mut room = W::default();
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = items.chunks(chunk).nth(number) else { return done };
            done.push((number, part.iter().map(|item| each(item, &mut room)).collect()));
        }
    };
    let next = AtomicUsize::new(0);
    let mut parts = if threads < 2 {
        work(&next)
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(&next))).collect();
            let join = |worker: std::thread::ScopedJoinHandle<_>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().flat_map(join).collect()
        })
    };
    parts.sort_unstable_by_key(|part| part.0);
    parts.into_iter().flat_map(|part| part.1).collect()
}

/// The threads that the machine can run at once.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
