//! Names of a shape, a task and a way in, one run of that case out; or all cases of a shape in turn, timed.

use std::env;
use std::time::Instant;

use dynamo_benches::cases::{self, Case, measured};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["list", shape] => cases::of_named(shape, None).iter().for_each(|case| {
            println!("{}\t{}\t{}", case.task, case.way, case.items);
        }),
        ["once", shape, task, way] => once(&cases::of_named(shape, Some(task)), way),
        ["time", shape, rounds] => {
            time(&cases::of_named(shape, None), rounds.parse().expect("a number"))
        }
        _ => panic!("list SHAPE | once SHAPE TASK WAY | time SHAPE ROUNDS"),
    }
}

/// The first run settles what is made once a process; the second is the one to count.
fn once(cases: &[Case], way: &str) {
    let case = cases.iter().find(|case| case.way == way).expect("a case");
    (case.prepare)()();
    measured((case.prepare)());
}

/// All cases one after the other, again and again, so that a slow moment of the machine meets all of them.
fn time(cases: &[Case], rounds: usize) {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); cases.len()];
    for _ in 0..rounds {
        for (case, times) in cases.iter().zip(&mut times) {
            // What the case before has left in the caches and the allocator is not this one's.
            (case.prepare)()();
            let unit = (case.prepare)();
            let start = Instant::now();
            measured(unit);
            times.push(start.elapsed().as_secs_f64() * 1e9);
        }
    }
    for (case, times) in cases.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("{}\t{}\t{}\t{:.0}", case.task, case.way, case.items, times[times.len() / 2]);
    }
}
