//! Figures for Prometheus, on loopback only and only when asked for.
//!
//! The smallest answer to HTTP that a collector takes: one request a connection, `GET /metrics`, bounded in bytes and in
//! time, answered one after the other. Sums only: no member of staff and nobody else is named.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::status::{Face, Snapshot};

/// The longest request that is read, in bytes.
const LONGEST: usize = 4096;
/// How long a request and its answer may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens the port. Refused unless the address is this machine's own (127.0.0.0/8, ::1): the figures go to nobody else.
pub fn listen(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    if !address.ip().is_loopback() {
        return Err(io::ErrorKind::AddrNotAvailable.into());
    }
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Answers until it is dropped.
pub async fn serve(listener: &TcpListener, snapshot: impl Fn() -> Snapshot) {
    loop {
        match listener.accept().await {
            // Whoever is slow waits for nobody, and nobody for them.
            Ok((asker, _)) => drop(tokio::time::timeout(PATIENCE, answer(asker, &snapshot)).await),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn answer(mut asker: TcpStream, snapshot: &impl Fn() -> Snapshot) -> io::Result<()> {
    let mut request = Vec::with_capacity(512);
    let whole = |request: &[u8]| request.windows(4).any(|end| end == b"\r\n\r\n");
    while !whole(&request) && request.len() < LONGEST {
        let mut part = [0; 512];
        match asker.read(&mut part).await? {
            0 => return Ok(()),
            n => request.extend_from_slice(part.get(..n).unwrap_or_default()),
        }
    }
    let (status, body) = if !whole(&request) {
        ("431 Request Header Fields Too Large", String::new())
    } else if !request.starts_with(b"GET ") {
        ("405 Method Not Allowed", String::new())
    } else if request.starts_with(b"GET /metrics ") {
        ("200 OK", text(&snapshot()))
    } else {
        ("404 Not Found", String::new())
    };
    let head = format!(
        "HTTP/1.0 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    asker.write_all(head.as_bytes()).await?;
    asker.write_all(body.as_bytes()).await?;
    asker.shutdown().await
}

/// A figure: its name after `sportello_`, its kind, what it is.
type Figure = (&'static str, &'static str, &'static str, f64);

/// The figures in Prometheus' text format.
pub fn text(snapshot: &Snapshot) -> String {
    let sessions = |face| {
        let of = snapshot.sessions.iter().filter(|on| on.face == face);
        of.count()
    };
    let mut text = String::from(
        "# HELP sportello_sessions Sessions that are on, by what people work with.\n# TYPE sportello_sessions gauge\n",
    );
    for face in [Face::Screen, Face::Linear, Face::Command] {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "sportello_sessions{{face=\"{}\"}} {}",
            face.code(),
            sessions(face)
        );
    }
    text.push_str(
        "# HELP sportello_dropped_total Connections that ended before anybody was named on them.\n# TYPE sportello_dropped_total counter\n",
    );
    for (reason, lines) in snapshot.counts.dropped.each() {
        let _ = writeln!(
            text,
            "sportello_dropped_total{{reason=\"{}\"}} {lines}",
            reason.code()
        );
    }
    for (name, kind, help, value) in figures(snapshot) {
        let _ = write!(
            text,
            "# HELP sportello_{name} {help}\n# TYPE sportello_{name} {kind}\nsportello_{name} {value}\n"
        );
    }
    text
}

fn figures(snapshot: &Snapshot) -> [Figure; 17] {
    let counts = &snapshot.counts;
    let uptime = (snapshot.at - snapshot.started_at)
        .as_seconds_f64()
        .max(0.0);
    let frames: u64 = snapshot.sessions.iter().map(|on| on.frames).sum();
    let gauge = |name, help, value| (name, "gauge", help, value);
    let counter = |name, help, n: u64| (name, "counter", help, n as f64);
    [
        gauge("uptime_seconds", "Since the server began.", uptime),
        gauge(
            "connections_without_login",
            "Connections on which nobody has logged in.",
            snapshot.without_login as f64,
        ),
        gauge(
            "session_frames",
            "Frames sent to those who are on.",
            frames as f64,
        ),
        gauge(
            "database_bytes",
            "The office's file.",
            snapshot.database_bytes as f64,
        ),
        gauge(
            "wal_bytes",
            "The file's write-ahead log.",
            snapshot.wal_bytes as f64,
        ),
        gauge(
            "memory_bytes",
            "Memory of the process.",
            snapshot.memory_bytes as f64,
        ),
        gauge(
            "read_only",
            "1 when the office takes no more acts.",
            f64::from(u8::from(snapshot.read_only)),
        ),
        gauge(
            "disk_full",
            "1 from when the disk was found full until it has room again.",
            f64::from(u8::from(snapshot.disk_full)),
        ),
        counter(
            "acts_total",
            "Acts of this process and others.",
            snapshot.acts,
        ),
        counter("logins_total", "Logins.", counts.logged_in),
        counter("refused_total", "Logins refused.", counts.refused),
        counter(
            "penalties_total",
            "Penalties for an address.",
            counts.penalised,
        ),
        counter(
            "killed_total",
            "Sessions ended by the server.",
            counts.killed,
        ),
        counter(
            "panics_total",
            "Parts of the program that failed.",
            counts.panicked,
        ),
        counter("commands_total", "Single commands.", counts.commands),
        counter(
            "requests_refused_total",
            "Requests that are not granted.",
            counts.requests_refused,
        ),
        counter(
            "log_lines_lost_total",
            "Lines of the log that were not written.",
            counts.lost,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::super::status::tests::sample;
    use super::*;

    #[test]
    fn the_text_is_what_a_collector_reads_and_names_nobody() {
        let text = text(&sample());
        assert!(text.contains("\nsportello_sessions{face=\"linear\"} 1\n"));
        assert!(text.contains("\nsportello_logins_total 3\n"));
        assert!(text.contains("\nsportello_dropped_total{reason=\"too-slow\"} 0\n"));
        assert!(text.contains("\nsportello_database_bytes 2920448\n"));
        assert!(text.contains("\nsportello_disk_full 1\n"));
        assert!(!text.contains("anna") && !text.contains("192.168"));
        let line = regex::Regex::new(
            r#"^(# (HELP|TYPE) sportello_[a-z_]+ .+|sportello_[a-z_]+(\{[a-z]+="[a-z-]+"\})? [0-9.]+)$"#,
        )
        .unwrap();
        for found in text.lines() {
            assert!(line.is_match(found), "{found}");
        }
    }

    #[test]
    fn only_the_machines_own_address_is_opened() {
        let open = |address: &str| listen(address.parse().unwrap()).map(drop);
        assert!(open("0.0.0.0:0").is_err());
        assert!(open("192.168.1.1:0").is_err());
        assert!(open("127.0.0.1:0").is_ok());
    }

    #[test]
    fn every_request_gets_one_bounded_answer() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let listener = runtime
            .block_on(async { TcpListener::from_std(listener) })
            .unwrap();
        runtime.spawn(async move { serve(&listener, sample).await });
        let ask = |request: &[u8]| {
            let mut line = std::net::TcpStream::connect(address).unwrap();
            // Refused early, it may not take all of it.
            let _ = line.write_all(request);
            let mut answer = Vec::new();
            let _ = line.read_to_end(&mut answer);
            String::from_utf8_lossy(&answer).into_owned()
        };
        let good = ask(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(good.starts_with("HTTP/1.0 200 OK\r\n"), "{good}");
        let (head, body) = good.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())));
        assert!(ask(b"GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 404"));
        assert!(ask(b"POST /metrics HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 405"));
        let long = [b"GET /metrics HTTP/1.0\r\nX: ".as_slice(), &[b'a'; 4096]].concat();
        assert!(ask(&long).starts_with("HTTP/1.0 431") || ask(&long).is_empty());
        assert!(
            ask(b"GET /metrics HTTP/1.1\r\n\r\n").contains("200 OK"),
            "and the next is served"
        );
    }
}
