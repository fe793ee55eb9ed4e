//! Work on many items at once, with the results in order.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Fewer items are not worth a thread.
const FEW: usize = 16;

/// What `each` makes of every item, in order, on all threads of the pool that
/// this runs in ([`rayon::ThreadPool`]); each stretch of items has room of its
/// own that it reuses.
pub fn in_order<T: Sync, R: Send, W: Default>(items: &[T], each: impl Fn(&T, &mut W) -> R + Sync) -> Vec<R> {
    items.par_iter().with_min_len(FEW).map_init(W::default, |room, item| each(item, room)).collect()
}
