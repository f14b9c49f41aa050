//! Names of a shape, a task and a way in, runs of that case out; or all cases of a shape in turn, timed.

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
        ["run", shape, task, way, runs] => {
            repeat(&cases::of_named(shape, Some(task)), way, runs.parse().expect("a number"));
        }
        ["time", shape, rounds] => {
            let mut cases = cases::of_named(shape, None);
            cases.extend(cases::over_loopback(shape));
            time(&cases, rounds.parse().expect("a number"));
        }
        _ => panic!("list SHAPE | run SHAPE TASK WAY RUNS | time SHAPE ROUNDS"),
    }
}

/// Runs a case again and again. All runs but the last settle what is made once a process; the last is measured.
fn repeat(cases: &[Case], way: &str, runs: usize) {
    let case = cases.iter().find(|case| case.way == way).expect("a case");
    (1..runs).for_each(|_| (case.prepare)()());
    measured(&mut *(case.prepare)());
}

/// How often a call is made before it is timed. A page is as many items, and warms itself.
const WARMING_CALLS: usize = 20;

/// All cases one after the other, again and again, so that a slow moment of the machine meets all of them.
fn time(cases: &[Case], rounds: usize) {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); cases.len()];
    for _ in 0..rounds {
        for (case, times) in cases.iter().zip(&mut times) {
            // What the case before has left in the caches and the allocator is not this one's.
            let warming = if case.items > 1 { 1 } else { WARMING_CALLS };
            (0..warming).for_each(|_| (case.prepare)()());
            let mut unit = (case.prepare)();
            let start = Instant::now();
            measured(&mut *unit);
            times.push(start.elapsed().as_secs_f64() * 1e9);
        }
    }
    for (case, times) in cases.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("{}\t{}\t{}\t{:.0}", case.task, case.way, case.items, times[times.len() / 2]);
    }
}
