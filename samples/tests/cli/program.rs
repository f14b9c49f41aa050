//! The program, run in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, str};

pub(crate) struct Program {
    pub(crate) folder: PathBuf,
}

impl Program {
    /// The program with an empty folder as its home, which has the name of the test.
    pub(crate) fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of the last run");
        }
        fs::create_dir_all(&folder).expect("a folder");
        Self { folder }
    }

    /// The command without any of this test's environment, on the embedded engine.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samples"));
        command.env_clear().env("HOME", &self.folder).current_dir(&self.folder).args(arguments);
        command
    }

    /// Runs it, which must succeed without a word on stderr, and returns what it prints.
    pub(crate) fn prints(&self, arguments: &[&str]) -> String {
        printed(&mut self.command(arguments))
    }

    /// Runs it, which must fail, and returns the one line that says why.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        failed(&mut self.command(arguments))
    }

    /// Whether the folder is as it was at the start.
    pub(crate) fn leaves_nothing(&self) -> bool {
        fs::read_dir(&self.folder).expect("the folder").next().is_none()
    }
}

pub(crate) fn printed(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{command:?}: {output:?}");
    assert_eq!(text(&output.stderr), "", "{command:?}");
    text(&output.stdout).to_owned()
}

pub(crate) fn failed(command: &mut Command) -> String {
    let output = run(command);
    assert_eq!(output.status.code(), Some(1), "{command:?}: {output:?}");
    assert_eq!(text(&output.stdout), "", "{command:?}");
    let line = text(&output.stderr).strip_suffix('\n').expect("a line");
    assert!(!line.contains(['\n', '\r']), "{line}");
    line.strip_prefix("error: ").expect("an error").to_owned()
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the program")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("UTF-8")
}
