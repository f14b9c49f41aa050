//! What a person at the command line relies on. Each step is a run of the program; a failure is one line.

mod failures;
mod plans;
mod program;
mod steps;
mod story;
mod trace;
mod transfer;
