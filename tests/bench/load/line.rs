//! A line of a given speed between a client and the server: bytes leave at the rate of the line and arrive
//! half a round trip later. It can also stop, as a terminal does whose person pressed Ctrl-S.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// What a line carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speed {
    bits_a_second: u32,
    /// There and back.
    round_trip: Duration,
}

impl Speed {
    pub(crate) fn new(bits_a_second: u32, round_trip: Duration) -> Self {
        Self {
            bits_a_second,
            round_trip,
        }
    }

    /// Ten bits carry a byte on a serial line; eight and the frames around them on others: near enough.
    fn takes(self, bytes: usize) -> Duration {
        Duration::from_secs_f64(bytes as f64 * 8.0 / f64::from(self.bits_a_second))
    }
}

/// Lays a line to a socket: what to hand to the client, and the switch that stops its reading.
pub(crate) fn lay(socket: TcpStream, speed: Speed) -> (DuplexStream, Arc<AtomicBool>) {
    // As little as possible waits in the system: a modem has no megabytes.
    let (near, far) = tokio::io::duplex(1024);
    let stopped = Arc::new(AtomicBool::new(false));
    let (from_server, to_server) = socket.into_split();
    let (from_client, to_client) = tokio::io::split(far);
    tokio::spawn(carry(from_server, to_client, speed, Arc::clone(&stopped)));
    tokio::spawn(carry(
        from_client,
        to_server,
        speed,
        Arc::new(AtomicBool::new(false)),
    ));
    (near, stopped)
}

/// Carries one direction: reads no faster than the line, delivers half a round trip later.
async fn carry(
    mut from: impl tokio::io::AsyncRead + Unpin,
    mut to: impl tokio::io::AsyncWrite + Unpin + Send + 'static,
    speed: Speed,
    stopped: Arc<AtomicBool>,
) {
    let (under_way, mut arriving) = mpsc::channel::<(Instant, Vec<u8>)>(512);
    tokio::spawn(async move {
        while let Some((at, bytes)) = arriving.recv().await {
            tokio::time::sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() || to.flush().await.is_err() {
                return;
            }
        }
        drop(to.shutdown().await);
    });
    let mut room = [0; 256];
    let mut free = Instant::now();
    loop {
        while stopped.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let Ok(read @ 1..) = from.read(&mut room).await else {
            return;
        };
        free = free.max(Instant::now()) + speed.takes(read);
        let arrives = free + speed.round_trip / 2;
        if under_way
            .send((arrives, room[..read].to_vec()))
            .await
            .is_err()
        {
            return;
        }
        tokio::time::sleep_until(free).await;
    }
}
