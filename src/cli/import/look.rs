//! The look at every row before one is written: what can be taken, what cannot and why.

use anyhow::Result;
use sportello::domain::day;
use sportello::exchange::people::{Codes, Doubt};
use sportello::exchange::table::{Row, Wrong};
use sportello::exchange::{Fault, Table};
use sportello::panes::person::fault_of_code;
use sportello::ui::words::MessageId;

use super::Job;
use super::refused::Refused;
use super::wording::{placed, sentence};

/// How many faults are shown; the rest are counted.
const SHOWN: usize = 10;

/// What looking at a file found.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) good: u64,
    pub(super) refused: u64,
    first: Vec<Fault>,
    /// The file as a whole cannot be read: there are no good rows to take.
    pub(super) unreadable: bool,
    /// Rows from which characters that act on a terminal were taken away, and the line of the first.
    cleaned: (u64, u64),
    /// The codes that would be marked, each with its line.
    doubts: Vec<(u64, Doubt)>,
}

impl Looked {
    fn unreadable(fault: Fault) -> Self {
        Self {
            refused: 1,
            first: vec![fault],
            unreadable: true,
            ..Self::default()
        }
    }

    fn clean(&mut self, row: &Row<'_>) {
        if row.cleaned {
            self.cleaned.0 += 1;
            if self.cleaned.0 == 1 {
                self.cleaned.1 = row.line;
            }
        }
    }
}

impl Job<'_, '_> {
    /// Looks at every row; writes nothing but the file of refused rows, if one was asked for. The codes are those of a
    /// trial: they are told without being marked.
    pub(super) fn look<T>(
        &self,
        read: &impl Fn(&Row<'_>) -> Result<T, Fault>,
        mut codes: Option<Codes<'_>>,
    ) -> Result<Looked> {
        let words = self.voice.words;
        let file = self.rewound()?;
        let bar = self.bar(
            file.metadata()?.len(),
            &words.get(MessageId("cli-import-reading")),
        );
        let mut looked = Looked::default();
        let mut table = match Table::open(file, self.shape) {
            Ok(table) => table,
            Err(fault) => return Ok(Looked::unreadable(fault)),
        };
        let mut refused: Option<Refused> = None;
        loop {
            let fault = match table.next_row() {
                None => break,
                Some(row) => row
                    .and_then(|row| {
                        looked.clean(&row);
                        read(&row)?;
                        if let Some(doubt) = codes.as_mut().and_then(|codes| codes.doubt(&row)) {
                            looked.doubts.push((row.line, doubt));
                        }
                        Ok(())
                    })
                    .err(),
            };
            if (looked.good + looked.refused).is_multiple_of(4096) {
                bar.set_position(table.read_so_far());
            }
            let Some(fault) = fault else {
                looked.good += 1;
                continue;
            };
            looked.refused += 1;
            if let Some(path) = self.refused_path() {
                if refused.is_none() {
                    refused = Some(Refused::create(&path, &table, words)?);
                }
                if let Some(out) = &mut refused {
                    out.write(table.raw(), &sentence(&fault, words))?;
                }
            }
            // A file in another encoding has the same fault in row after row.
            let said = fault.what == Wrong::NotUtf8
                && looked.first.iter().any(|first| first.what == fault.what);
            if looked.first.len() < SHOWN && !said {
                looked.first.push(fault);
            }
        }
        if let Some(out) = refused {
            out.end()?;
        }
        bar.finish_and_clear();
        Ok(looked)
    }

    /// Says what was found.
    pub(super) fn tell(&mut self, looked: &Looked) -> Result<()> {
        let (words, shown) = (self.voice.words, self.shown());
        for fault in &looked.first {
            self.voice
                .complain(&format!("{shown}: {}", sentence(fault, words)));
        }
        let more = looked.refused.saturating_sub(looked.first.len() as u64);
        if more > 0 {
            let more = words.with(MessageId("cli-import-more"), &[("n", more.into())]);
            self.voice.complain(&more);
        }
        let (cleaned, line) = looked.cleaned;
        if cleaned > 0 {
            let args = [("n", cleaned.into()), ("line", line.into())];
            let note = words.with(MessageId("cli-import-cleaned"), &args);
            self.voice.complain(&note);
        }
        // A file that cannot be read at all has no rows to be given back.
        if looked.refused > 0
            && let Some(path) = self.refused_path().filter(|_| !looked.unreadable)
        {
            let shown = path.display().to_string();
            self.voice.say(&words.with(
                MessageId("cli-import-refused"),
                &[("n", looked.refused.into()), ("path", shown.into())],
            ))?;
        }
        self.tell_doubts(&looked.doubts)
    }

    /// The codes that would be marked, one a line: where, and why.
    fn tell_doubts(&mut self, doubts: &[(u64, Doubt)]) -> Result<()> {
        if doubts.is_empty() {
            return Ok(());
        }
        let (words, shown) = (self.voice.words, self.shown());
        let counts = [("n", doubts.len().into())];
        self.voice
            .say(&words.with(MessageId("cli-import-doubtful"), &counts))?;
        for (line, doubt) in doubts {
            let what = match doubt {
                Doubt::Wrong(reading) => {
                    fault_of_code(reading, self.today, &self.tables, words).unwrap_or_default()
                }
                Doubt::Birth(on) => {
                    let said = [("day", day::short(*on).into())];
                    words
                        .with(MessageId("cli-import-code-birth"), &said)
                        .into_owned()
                }
                Doubt::Again(line) => {
                    let said = [("line", (*line).into())];
                    words
                        .with(MessageId("cli-import-code-again"), &said)
                        .into_owned()
                }
            };
            let place = placed(*line, "codice_fiscale", &what, words);
            self.voice.say(&format!("{shown}: {place}"))?;
        }
        Ok(())
    }
}
