//! The command line as people and scripts meet it: what it writes, where, and how it ends.

mod absurd;
mod access;
mod export;
mod import;
mod lookups;
mod office;
mod outline;
mod practice;
mod safe;
mod served;
mod shapes;
mod shapes_of_files;
mod stopped;
mod terminal;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;
use tempfile::TempDir;

/// A computer of its own: a home, a language, a name, and the file of an office.
struct Desk {
    home: TempDir,
    lang: &'static str,
}

/// What a run wrote and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    /// A computer with nothing on it.
    fn bare() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let home = TempDir::new().unwrap();
        let own = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(home.path(), own).unwrap();
        Self { home, lang: "en" }
    }

    /// With an office just made.
    fn with_office() -> Self {
        let desk = Self::bare();
        desk.says(&["init", "--office", "Prova", "--place", "Milano"]);
        desk
    }

    /// The same in Italian.
    fn in_italian(mut self) -> Self {
        self.lang = "it";
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn db(&self) -> PathBuf {
        self.path("data/office.db")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("sportello"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("USER", "ada")
            .env("LANG", format!("{}_IT.UTF-8", self.lang))
            .current_dir(self.home.path());
        command
    }

    /// Runs with the office's file named.
    fn run(&self, args: &[&str]) -> Said {
        self.fed(args, "")
    }

    /// The same, with something on standard input.
    fn fed(&self, args: &[&str], input: impl Into<Vec<u8>>) -> Said {
        let mut command = self.command();
        command.arg("--db").arg(self.db()).args(args);
        Said::of(command.write_stdin(input).assert())
    }

    /// Runs what must succeed; what it wrote.
    fn says(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}{}", said.out, said.err);
        said.out
    }

    /// Runs what must be refused; what it wrote on either stream.
    fn refuses(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 1, "{args:?}: {}{}", said.out, said.err);
        said.out + &said.err
    }

    /// The objects that a list or a look-up writes.
    fn objects(&self, args: &[&str]) -> Vec<Value> {
        objects(&self.says(&[args, &["--json"]].concat()))
    }
}

impl Said {
    fn of(assert: Assert) -> Self {
        let output = assert.get_output();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

fn objects(lines: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// A file that comes with the tests.
fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/fixtures")
        .join(name)
        .display()
        .to_string()
}
