//! What can happen: the closed set of the log's events.
//!
//! A new kind of line begins here. Nothing personal has a field: staff by login and address only.

use std::io;
use std::net::{IpAddr, SocketAddr};

/// Something that happened. What is borrowed is written at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// The server takes connections.
    Started {
        /// The program's version.
        version: &'a str,
        /// Where it listens.
        listening: &'a [SocketAddr],
        /// The host key's fingerprint.
        fingerprint: &'a str,
    },
    /// The server was told to stop, and tells everybody.
    Stopping {
        /// How many were on.
        sessions: usize,
    },
    /// Nobody is on any more; the last line.
    Stopped,
    /// Somebody logged in.
    LoggedIn {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// How.
        method: Method,
        /// Fingerprint of the key, if it was one.
        key: Option<&'a str>,
    },
    /// A session ended by itself.
    Left {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// How it ended.
        why: Left,
        /// How long it lasted, in seconds.
        seconds: u64,
        /// Frames sent.
        frames: u64,
    },
    /// Connections ended before anybody was named on them. Whoever is on the network can have thousands of
    /// these written, so they are gathered: see [`Log::dropped`](super::Log::dropped).
    Dropped {
        /// Why.
        reason: Dropped,
        /// How many of them.
        lines: u64,
        /// From where the last of them came.
        last: IpAddr,
    },
    /// A login was refused.
    Refused {
        /// From where.
        address: SocketAddr,
        /// Why.
        reason: Refused,
        /// The name that was given.
        login: Given<'a>,
    },
    /// An address has to wait.
    Penalised {
        /// Which.
        address: IpAddr,
        /// How long, in seconds.
        seconds: u64,
    },
    /// A session was ended by the server.
    Killed {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// Why.
        why: Killed,
    },
    /// A part of the program failed; it ended one session, or one command.
    Panicked {
        /// Login name, where somebody was on.
        staff: Option<&'a str>,
        /// Where in the program: file and line. The message itself may hold what was on the screen.
        place: &'a str,
    },
    /// A single command ended. Imports are in the journal too, exports in the access log.
    Command {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// Which, without its arguments: see [`name`](crate::serve::exec::name).
        name: &'a str,
        /// Exit status.
        status: u8,
        /// How long it took, in milliseconds.
        millis: u64,
        /// Bytes written to standard output.
        bytes: u64,
    },
    /// A request that this server does not grant: a forwarding, a subsystem, a second channel.
    RequestRefused {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// Which: SSH's own name of it.
        request: &'a str,
    },
    /// A connection could not be taken.
    AcceptFailed {
        /// The system's kind of error.
        error: io::ErrorKind,
    },
    /// Nothing is written to the office any more: the file was found damaged, or the disk refuses.
    OfficeStopped,
    /// The office's disk was found full; the reserve is given up.
    DiskFull,
    /// It has room again.
    DiskHasRoom,
}

/// How somebody logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// With an SSH key.
    Key,
    /// With a password and a code of the moment.
    Password,
}

/// How a session ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The person closed it.
    Closed,
    /// The line was lost; drafts are kept.
    LineLost,
    /// Neither the desk nor a command was asked for, or it was not to be had.
    Unused,
    /// The server stopped.
    ServerStopped,
}

/// A name that was given where a login belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'a> {
    /// Somebody's login here.
    Login(&'a str),
    /// Nobody's: people type passwords where a name belongs, so that only its length is known to the log.
    Unknown {
        /// In characters.
        letters: usize,
    },
}

impl<'a> Given<'a> {
    /// A name that is or is not somebody's.
    pub fn of(name: &'a str, known: bool) -> Self {
        if known {
            Self::Login(name)
        } else {
            Self::Unknown {
                letters: name.chars().count(),
            }
        }
    }
}

/// Why a connection ended before anybody was named on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// The address is outside the networks that are allowed.
    Network,
    /// Too many connections without a login, from everywhere.
    TooMany,
    /// Too many connections without a login, from this address.
    TooManyFromAddress,
    /// No login within the time for it.
    TooSlow,
    /// What came is not SSH, or not as it should be.
    Protocol,
    /// The other end went away by itself.
    WentAway,
}

/// Why a login was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Too many connections without a login.
    TooMany,
    /// Too many sessions.
    Full,
    /// Too many sessions of this person.
    TooManyOfPerson,
    /// No login within the time for it.
    TooSlow,
    /// A login name that cannot be one.
    LoginName,
    /// No such login, or not its key or password.
    Credentials,
    /// Too many tries on one connection.
    Tries,
    /// A second login name on one connection.
    SecondName,
}

/// Why the server ended a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Killed {
    /// Its key was revoked.
    KeyRevoked,
    /// The member of staff was switched off, or lost every role.
    StaffOff,
    /// The password or the second factor changed.
    SecretChanged,
    /// The line takes nothing any more.
    Stalled,
    /// The same person came back on another line.
    Replaced,
}

impl Method {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Password => "password",
        }
    }
}

impl Left {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::LineLost => "line-lost",
            Self::Unused => "unused",
            Self::ServerStopped => "server-stopped",
        }
    }
}

impl Dropped {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 6] = [
        Self::Network,
        Self::TooMany,
        Self::TooManyFromAddress,
        Self::TooSlow,
        Self::Protocol,
        Self::WentAway,
    ];

    /// As it is written.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::TooMany => "too-many",
            Self::TooManyFromAddress => "too-many-from-address",
            Self::TooSlow => "too-slow",
            Self::Protocol => "protocol",
            Self::WentAway => "went-away",
        }
    }
}

impl Refused {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::TooMany => "too-many",
            Self::Full => "full",
            Self::TooManyOfPerson => "too-many-of-person",
            Self::TooSlow => "too-slow",
            Self::LoginName => "login-name",
            Self::Credentials => "credentials",
            Self::Tries => "tries",
            Self::SecondName => "second-name",
        }
    }
}

impl Killed {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::KeyRevoked => "key-revoked",
            Self::StaffOff => "staff-off",
            Self::SecretChanged => "secret-changed",
            Self::Stalled => "stalled",
            Self::Replaced => "replaced",
        }
    }
}
