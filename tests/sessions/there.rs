//! A person at the far end of an SSH line: russh's own client with an emulator that reads what comes, for
//! tests that have many lines, or lines that break in a way of their own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, Handle, Msg};
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::served::{Anybody, PATIENCE, Served, try_key};

/// Somebody at work.
pub(crate) struct There {
    pub(crate) line: Handle<Anybody>,
    pub(crate) hands: Arc<ChannelWriteHalf<Msg>>,
    eyes: ChannelReadHalf,
    terminal: vt100::Parser,
}

impl There {
    /// Opens the desk on a line that is logged in, at 80x24.
    pub(crate) async fn on(line: Handle<Anybody>) -> Self {
        let channel = line.channel_open_session().await.unwrap();
        channel
            .request_pty(false, "xterm-256color", 80, 24, 0, 0, &[])
            .await
            .unwrap();
        channel.request_shell(false).await.unwrap();
        let (eyes, hands) = channel.split();
        Self {
            line,
            hands: Arc::new(hands),
            eyes,
            terminal: vt100::Parser::new(
                24.try_into().expect("rows"),
                80.try_into().expect("columns"),
                0,
            ),
        }
    }

    /// Logs in and opens the desk, by way of an address.
    pub(crate) async fn come(served: &Served, address: SocketAddr, login: &str, key: &str) -> Self {
        let config = Arc::new(client::Config::default());
        let mut line = client::connect(config, address, Anybody).await.unwrap();
        assert!(try_key(&mut line, login, served.key(key)).await, "{login}");
        Self::on(line).await
    }

    /// Anna at her desk.
    pub(crate) async fn anna(served: &Served) -> Self {
        Self::come(served, served.address, "anna", "key").await
    }

    pub(crate) async fn send(&self, bytes: &[u8]) -> &Self {
        self.hands.data(bytes).await.unwrap();
        self
    }

    /// Reads one message; false once the desk is gone.
    pub(crate) async fn read(&mut self) -> bool {
        let Ok(heard) = tokio::time::timeout(PATIENCE, self.eyes.wait()).await else {
            panic!("silent:\n{}", self.screen())
        };
        if let Some(ChannelMsg::Data { data }) = &heard {
            self.terminal.process(data);
        }
        heard.is_some()
    }

    /// Reads until the screen is as asked.
    pub(crate) async fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        while !holds(&self.screen()) {
            assert!(
                self.read().await,
                "{what} does not come:\n{}",
                self.screen()
            );
        }
        self
    }

    /// Reads until the screen shows a text.
    pub(crate) async fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contains(text)).await
    }

    /// Types and reads until that shows.
    pub(crate) async fn types(&mut self, bytes: &[u8], text: &str) -> &mut Self {
        self.send(bytes).await;
        self.shows(text).await
    }

    pub(crate) fn screen(&self) -> String {
        let screen = self.terminal.screen();
        let columns = screen.size().1;
        let rows = screen.rows(0, columns.get());
        rows.map(|row| row.trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn cursor_row(&self) -> String {
        let screen = self.screen();
        let row = screen.lines().nth(self.cursor().1.into());
        row.unwrap_or_default().to_owned()
    }

    /// Goes down to the row that shows a text.
    pub(crate) async fn down_to(&mut self, text: &str) -> &mut Self {
        while !self.cursor_row().contains(text) {
            // Where the page scrolls the cursor stays where it is.
            let before = (self.cursor(), self.screen());
            self.send(b"\x1b[B").await;
            while (self.cursor(), self.screen()) == before {
                assert!(
                    self.read().await,
                    "{text} does not come:\n{}",
                    self.screen()
                );
            }
        }
        self
    }

    /// The last word of the row in which the cursor is.
    pub(crate) fn last_word(&self) -> String {
        let row = self.cursor_row();
        row.split_whitespace().last().unwrap_or_default().to_owned()
    }

    /// The word that begins like this in the row in which the cursor is.
    pub(crate) fn word(&self, begins: &str) -> String {
        let row = self.cursor_row();
        let mut words = row.split_whitespace();
        let word = words.find(|word| word.starts_with(begins));
        word.unwrap_or_default().to_owned()
    }

    /// Column and row of the cursor.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        let (row, column) = self.terminal.screen().cursor_position();
        (column, row)
    }
}

/// How a line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    /// Both ends are told at once that it is no more.
    Reset,
    /// It ends without a goodbye.
    Close,
    /// Nothing passes any more, and nobody is told.
    Freeze,
}

/// A line that passes everything on, with one byte changed if asked, until it breaks.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    breaks: Option<oneshot::Sender<Break>>,
}

impl Relay {
    /// A line to a server for one connection.
    pub(crate) async fn to(server: SocketAddr, changed: Option<usize>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (breaks, broken) = oneshot::channel();
        tokio::spawn(async move {
            let (near, _) = listener.accept().await.unwrap();
            let far = TcpStream::connect(server).await.unwrap();
            Box::pin(carry(near, far, changed, broken)).await;
        });
        Self {
            address,
            breaks: Some(breaks),
        }
    }

    /// Breaks it.
    pub(crate) fn fails(&mut self, how: Break) {
        let breaks = self.breaks.take().expect("it breaks once");
        // It may have ended by itself.
        let _ = breaks.send(how);
    }
}

async fn carry(
    mut near: TcpStream,
    mut far: TcpStream,
    changed: Option<usize>,
    mut broken: oneshot::Receiver<Break>,
) {
    let (mut up, mut down) = ([0; 8192], [0; 8192]);
    let mut passed = 0;
    let how = loop {
        tokio::select! {
            how = &mut broken => break how.unwrap_or(Break::Close),
            read = near.read(&mut up) => {
                let Ok(read @ 1..) = read else { break Break::Close };
                if let Some(at) = changed.filter(|at| (passed..passed + read).contains(at)) {
                    up[at - passed] ^= 0x20;
                }
                passed += read;
                if far.write_all(&up[..read]).await.is_err() { break Break::Close }
            }
            read = far.read(&mut down) => {
                let Ok(read @ 1..) = read else { break Break::Close };
                if near.write_all(&down[..read]).await.is_err() { break Break::Close }
            }
        }
    };
    match how {
        Break::Close => {}
        Break::Reset => {
            for end in [&near, &far] {
                let _ = end.set_zero_linger();
            }
        }
        Break::Freeze => tokio::time::sleep(Duration::from_secs(600)).await,
    }
}

/// Runs many lines, with a bound that many take.
pub(crate) fn at_length<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(async { tokio::time::timeout(PATIENCE * 5, work).await })
        .expect("an answer")
}
