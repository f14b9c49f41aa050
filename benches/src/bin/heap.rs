//! A shape's name in, the allocations and the peak heap of its cases out.

use std::alloc::{GlobalAlloc, Layout, System};
use std::env;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use dynamo_benches::cases::{self, measured};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

impl Counting {
    fn grown(bytes: usize) {
        ALLOCATIONS.fetch_add(1, Relaxed);
        let live = LIVE.fetch_add(bytes, Relaxed) + bytes;
        PEAK.fetch_max(live, Relaxed);
    }
}

// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::grown(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(memory, layout) }
    }

    // A block that grows in place and one that moves are not told apart: both count as one more allocation.
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::grown(size);
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn main() {
    let shape = env::args().nth(1).expect("a shape");
    for case in cases::of_named(&shape, None) {
        (case.prepare)()();
        let mut unit = (case.prepare)();
        let (allocations, live) = (ALLOCATIONS.load(Relaxed), LIVE.load(Relaxed));
        PEAK.store(live, Relaxed);
        measured(&mut *unit);
        let allocations = ALLOCATIONS.load(Relaxed) - allocations;
        let peak = PEAK.load(Relaxed) - live;
        println!("{}\t{}\t{}\t{allocations}\t{peak}", case.task, case.way, case.items);
    }
}
