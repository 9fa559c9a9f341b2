//! Many reads at a time, but not too many.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;

use crate::StopSignal;

/// Does the same work for each item, at most `width` at a time, on as many threads, of which one is the caller's, and gives
/// the results in the order of the items. `done` is told of each result as it comes, from the thread that made it.
///
/// After the signal no further work begins; what was not begun is `None`.
pub fn side_by_side<T: Sync, R: Send>(
    items: &[T],
    width: usize,
    stop: &StopSignal,
    work: impl Fn(&T) -> R + Sync,
    done: impl Fn(usize, &R) + Sync,
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let worker = || {
        while !stop.is_stopped() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(slot)) = (items.get(index), results.get(index)) else { return };
            let result = work(item);
            done(index, &result);
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(result);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..width.min(items.len()) {
            // Where the system has no more threads, those that there are do it all.
            if Builder::new().spawn_scoped(scope, worker).is_err() {
                break;
            }
        }
        worker();
    });
    results.into_iter().map(|slot| slot.into_inner().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn results_keep_the_order_and_only_so_many_run_at_a_time() {
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items: Vec<usize> = (0..100).collect();
        let told = AtomicUsize::new(0);
        let results = side_by_side(
            &items,
            7,
            &StopSignal::default(),
            |item| {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
                running.fetch_sub(1, Ordering::SeqCst);
                item * 2
            },
            |_, _| {
                told.fetch_add(1, Ordering::SeqCst);
            },
        );
        assert_eq!(results, items.iter().map(|item| Some(item * 2)).collect::<Vec<_>>());
        assert!(most.into_inner() <= 7);
        assert_eq!(told.into_inner(), 100);
    }

    #[test]
    fn they_do_run_side_by_side() {
        // Each waits for the others: with fewer threads this would never end.
        let barrier = Barrier::new(4);
        let results = side_by_side(
            &[(); 4],
            4,
            &StopSignal::default(),
            |()| {
                barrier.wait();
            },
            |_, ()| {},
        );
        assert_eq!(results, [Some(()); 4]);
    }

    #[test]
    fn after_a_stop_nothing_new_begins() {
        let stop = StopSignal::default();
        let results = side_by_side(
            &[1, 2, 3],
            1,
            &stop,
            |item| {
                if *item == 2 {
                    stop.stop();
                }
                *item
            },
            |_, _| {},
        );
        assert_eq!(results, [Some(1), Some(2), None]);
        assert!(side_by_side(&[0; 0], 5, &StopSignal::default(), |item| *item, |_, _| {}).is_empty());
    }
}
