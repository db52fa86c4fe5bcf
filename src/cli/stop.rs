//! Being told to stop in the middle of long work: what is half done is cleared away and said, then the program ends.

use std::io::{self, Write as _};
use std::thread::JoinHandle;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};
use sportello::terminal::text;

/// While this is held, a signal to stop ends the program in good order.
#[derive(Debug)]
pub(super) struct Stopped {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Stopped {
    /// When the program is told to stop, `clear` clears away what is half done and gives the sentence that says how
    /// things stand; the program then ends with code 1. Nothing where all is done already: then it ends by itself.
    pub(super) fn watched(clear: impl Fn() -> Option<String> + Send + 'static) -> io::Result<Self> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let handle = signals.handle();
        let thread = std::thread::Builder::new()
            .name("sportello-stop".to_owned())
            .spawn(move || {
                if signals.forever().next().is_some()
                    && let Some(said) = clear()
                {
                    // Nobody is left to be told when the error stream is closed.
                    drop(writeln!(io::stderr(), "\n{}", text::clean(&said)));
                    std::process::exit(1);
                }
            })?;
        Ok(Self {
            handle,
            thread: Some(thread),
        })
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // A thread that ends the program does not come back.
            let _ = thread.join();
        }
    }
}
