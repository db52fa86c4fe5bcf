//! One person's SSH client: logs in with a key, asks for a terminal and a shell, types, and notes when bytes come.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use russh::client::{self, Handle};
use russh::keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg, ChannelWriteHalf, Preferred, compression};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::line::{self, Speed};
use super::office::Office;

/// How long anything may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a client sits at.
#[derive(Debug, Clone)]
pub(crate) struct Terminal {
    /// The line; none for loopback as it is. A line of a speed is compressed.
    pub(crate) speed: Option<Speed>,
    /// Columns and rows.
    pub(crate) size: (u32, u32),
    /// Whether what it shows is looked at: bytes are kept for it.
    pub(crate) is_seen: bool,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            speed: None,
            size: (80, 24),
            is_seen: false,
        }
    }
}

/// Takes any host key: the server is our own and on loopback.
struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// What has come so far.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    bytes: u64,
    last: Option<Instant>,
}

/// Somebody logged in.
pub(crate) struct Client {
    handle: Handle<Trusting>,
    typist: Typist,
    /// When the shell was asked for.
    pub(crate) asked_for_shell: Instant,
    stopped: Option<Arc<AtomicBool>>,
    shown: Option<Shown>,
}

/// All bytes that came, for those whose screen is looked at.
type Shown = Arc<Mutex<Vec<u8>>>;

/// The hands of a client: types, and knows when the last byte came.
#[derive(Clone)]
pub(crate) struct Typist {
    write: Arc<ChannelWriteHalf<client::Msg>>,
    seen: watch::Receiver<Seen>,
}

impl Typist {
    /// Types; when.
    pub(crate) async fn send(&self, keys: &[u8]) -> Instant {
        let at = Instant::now();
        self.write.data_bytes(keys.to_vec()).await.unwrap();
        at
    }

    /// When the last byte came.
    pub(crate) fn last_byte(&self) -> Option<Instant> {
        self.seen.borrow().last
    }
}

impl Client {
    /// Logs in as the person of this number and asks for a shell on 80x24.
    pub(crate) async fn log_in(office: &Office, who: usize, terminal: Terminal) -> Self {
        let mut config = client::Config {
            nodelay: true,
            ..client::Config::default()
        };
        if terminal.speed.is_some() {
            config.preferred = Preferred {
                compression: vec![compression::ZLIB_LEGACY].into(),
                ..Preferred::default()
            };
        }
        let config = Arc::new(config);
        let socket = TcpStream::connect(office.address()).await.unwrap();
        socket.set_nodelay(true).unwrap();
        let (mut handle, stopped) = match terminal.speed {
            None => (
                client::connect_stream(config, socket, Trusting)
                    .await
                    .unwrap(),
                None,
            ),
            Some(speed) => {
                let (stream, stopped) = line::lay(socket, speed);
                let handle = client::connect_stream(config, stream, Trusting).await;
                (handle.unwrap(), Some(stopped))
            }
        };
        let (login, key) = office.person(who);
        let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
        let let_in = handle.authenticate_publickey(login, key).await.unwrap();
        assert!(let_in.success(), "{login} is not let in");
        let channel = handle.channel_open_session().await.unwrap();
        channel
            .request_pty(
                false,
                "xterm-256color",
                terminal.size.0,
                terminal.size.1,
                0,
                0,
                &[],
            )
            .await
            .unwrap();
        channel.request_shell(false).await.unwrap();
        let asked_for_shell = Instant::now();
        let shown = terminal.is_seen.then(Shown::default);
        Self {
            handle,
            typist: listen(channel, shown.clone()),
            asked_for_shell,
            stopped,
            shown,
        }
    }

    /// When the first screen stood: the first byte after which nothing came for a moment.
    pub(crate) async fn first_paint(&self) -> Instant {
        self.quiet(Duration::from_millis(60)).await
    }

    /// Waits until bytes have come and then none for this long; when the last one came.
    pub(crate) async fn quiet(&self, pause: Duration) -> Instant {
        let mut seen = self.typist.seen.clone();
        let given_up = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < given_up, "the server says nothing");
            match tokio::time::timeout(pause, seen.changed()).await {
                Ok(changed) => changed.unwrap(),
                Err(_) => {
                    if let Some(last) = seen.borrow().last {
                        return last;
                    }
                }
            }
        }
    }

    /// Makes the terminal another size; when.
    pub(crate) async fn resize(&self, (columns, rows): (u32, u32)) -> Instant {
        let at = Instant::now();
        let told = self.typist.write.window_change(columns, rows, 0, 0);
        told.await.unwrap();
        at
    }

    /// Whether the screen of 80x24 shows a text.
    pub(crate) fn shows(&self, text: &str) -> bool {
        let (rows, columns) = (24.try_into().unwrap(), 80.try_into().unwrap());
        let mut screen = vt100::Parser::new(rows, columns, 0);
        if let Some(shown) = &self.shown {
            screen.process(&shown.lock().unwrap());
        }
        screen.screen().contents().contains(text)
    }

    /// Waits until the screen shows a text; when the byte came that brought it.
    pub(crate) async fn until(&self, text: &str) -> Instant {
        let mut seen = self.typist.seen.clone();
        loop {
            seen.mark_unchanged();
            let last = seen.borrow().last;
            if let (true, Some(last)) = (self.shows(text), last) {
                return last;
            }
            let changed = tokio::time::timeout(PATIENCE, seen.changed());
            changed.await.expect(text).expect(text);
        }
    }

    /// Waits until the server has ended the desk; when that was noticed.
    pub(crate) async fn ended(&self) -> Instant {
        let mut seen = self.typist.seen.clone();
        while seen.changed().await.is_ok() {}
        Instant::now()
    }

    /// Types; when.
    pub(crate) async fn send(&self, keys: &[u8]) -> Instant {
        self.typist.send(keys).await
    }

    /// The hands alone, for a task of its own.
    pub(crate) fn typist(&self) -> Typist {
        self.typist.clone()
    }

    /// Waits until something has been painted.
    pub(crate) async fn painted(&self) {
        let mut seen = self.typist.seen.clone();
        let painted = seen.wait_for(|seen| seen.bytes > 0);
        let painted = tokio::time::timeout(PATIENCE, painted).await;
        painted.unwrap().unwrap();
    }

    /// Goes to the agenda: the menu of panes, and its number there.
    pub(crate) async fn walk_to_agenda(&self) {
        self.send(b"g").await;
        self.send(super::office::AGENDA).await;
        self.first_paint().await;
    }

    /// Runs one command with an input; its output, if it ended well.
    pub(crate) async fn run(office: &Office, who: usize, command: &str, input: Vec<u8>) -> Vec<u8> {
        let handle = Self::connect(office, who).await;
        let mut channel = handle.channel_open_session().await.unwrap();
        channel.exec(false, command).await.unwrap();
        channel.data(&input[..]).await.unwrap();
        channel.eof().await.unwrap();
        let (mut output, mut status) = (Vec::new(), None);
        while let Some(message) = channel.wait().await {
            match message {
                ChannelMsg::Data { data } => output.extend_from_slice(&data),
                ChannelMsg::ExtendedData { data, .. } => output.extend_from_slice(&data),
                ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                _ => {}
            }
        }
        let said = String::from_utf8_lossy(&output);
        assert_eq!(status, Some(0), "{command}: {said:.300}");
        output
    }

    /// A line of loopback as it is, logged in.
    async fn connect(office: &Office, who: usize) -> Handle<Trusting> {
        let config = Arc::new(client::Config {
            nodelay: true,
            ..client::Config::default()
        });
        let address = office.address();
        let mut handle = client::connect(config, address, Trusting).await.unwrap();
        let (login, key) = office.person(who);
        let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
        let let_in = handle.authenticate_publickey(login, key).await.unwrap();
        assert!(let_in.success(), "{login} is not let in");
        handle
    }

    /// Bytes that have come, unpacked.
    pub(crate) fn bytes(&self) -> u64 {
        self.typist.seen.borrow().bytes
    }

    /// Reads nothing any more; only on a line of a speed.
    pub(crate) fn stop_reading(&self) {
        if let Some(stopped) = &self.stopped {
            stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Hangs up.
    pub(crate) async fn leave(self) {
        let said = self
            .handle
            .disconnect(russh::Disconnect::ByApplication, "", "en");
        drop(tokio::time::timeout(Duration::from_secs(2), said).await);
    }
}

/// Notes when bytes come, for as long as they come.
fn listen(channel: Channel<client::Msg>, shown: Option<Shown>) -> Typist {
    let (tell, seen) = watch::channel(Seen::default());
    let (mut read, write) = channel.split();
    tokio::spawn(async move {
        while let Some(message) = read.wait().await {
            if let ChannelMsg::Data { data } = message {
                if let Some(shown) = &shown {
                    shown.lock().unwrap().extend_from_slice(&data);
                }
                tell.send_modify(|seen| {
                    seen.bytes += data.len() as u64;
                    seen.last = Some(Instant::now());
                });
            }
        }
    });
    Typist {
        write: Arc::new(write),
        seen,
    }
}
