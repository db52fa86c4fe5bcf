//! A small SSH client that keeps to no order: any packet at any moment, any key with any signature. It speaks
//! just enough to be believed (curve25519-sha256, aes256-gcm) and believes every server.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::Ed25519KeyPair;
use russh::keys::PrivateKey;

use crate::served::PATIENCE;

const VERSION: &str = "SSH-2.0-raw";
const ED25519: &str = "ssh-ed25519";

/// Numbers of messages (RFC 4250, 4.1.2).
pub(crate) const DISCONNECT: u8 = 1;
pub(crate) const SERVICE_REQUEST: u8 = 5;
pub(crate) const KEXINIT: u8 = 20;
pub(crate) const NEWKEYS: u8 = 21;
const KEX_INIT: u8 = 30;
const KEX_REPLY: u8 = 31;
pub(crate) const AUTH_REQUEST: u8 = 50;
pub(crate) const AUTH_FAILURE: u8 = 51;
pub(crate) const AUTH_SUCCESS: u8 = 52;
pub(crate) const KEY_IS_GOOD: u8 = 60;
pub(crate) const GLOBAL_REQUEST: u8 = 80;
pub(crate) const CHANNEL_OPEN: u8 = 90;
pub(crate) const CHANNEL_IS_OPEN: u8 = 91;
pub(crate) const REQUEST_FAILURE: u8 = 82;
pub(crate) const CHANNEL_DATA: u8 = 94;
pub(crate) const CHANNEL_REQUEST: u8 = 98;

/// Builds a message.
pub(crate) struct Packet(Vec<u8>);

impl Packet {
    pub(crate) fn new(kind: u8) -> Self {
        Self(vec![kind])
    }

    pub(crate) fn string(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.0.extend((bytes.len() as u32).to_be_bytes());
        self.0.extend(bytes);
        self
    }

    pub(crate) fn number(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(crate) fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }
}

/// A request to open a session's channel.
pub(crate) fn channel() -> Packet {
    let open = Packet::new(CHANNEL_OPEN).string("session");
    open.number(0).number(1 << 20).number(1 << 15)
}

/// A number as SSH writes it.
fn mpint(bytes: &[u8]) -> Vec<u8> {
    let from = bytes.iter().position(|byte| *byte != 0);
    let mut number = bytes[from.unwrap_or(bytes.len())..].to_vec();
    if number.first().is_some_and(|byte| *byte >= 0x80) {
        number.insert(0, 0);
    }
    number
}

/// One direction's key.
struct Cipher {
    key: LessSafeKey,
    nonce: [u8; 12],
}

impl Cipher {
    fn next(&mut self) -> Nonce {
        let nonce = Nonce::assume_unique_for_key(self.nonce);
        let count = u64::from_be_bytes(self.nonce[4..].try_into().unwrap());
        self.nonce[4..].copy_from_slice(&count.wrapping_add(1).to_be_bytes());
        nonce
    }
}

/// The client.
pub(crate) struct Raw {
    stream: TcpStream,
    server: String,
    session: Vec<u8>,
    out: Option<Cipher>,
    back: Option<Cipher>,
}

impl Raw {
    /// Connects and tells the version, no more.
    pub(crate) fn connect(to: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
            .write_all(format!("{VERSION}\r\n").as_bytes())
            .unwrap();
        let mut server = Vec::new();
        while !server.ends_with(b"\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            server.extend(byte);
        }
        Self {
            stream,
            server: String::from_utf8(server).unwrap().trim_end().to_owned(),
            session: Vec::new(),
            out: None,
            back: None,
        }
    }

    /// The same, as far as the keys of the line.
    pub(crate) fn keyed(to: SocketAddr) -> Self {
        let mut raw = Self::connect(to);
        let theirs = raw.until(KEXINIT).expect("its offer");
        assert!(raw.agree(Some(theirs)));
        raw
    }

    /// The same, ready for a log-in.
    pub(crate) fn ready(to: SocketAddr) -> Self {
        let mut raw = Self::keyed(to);
        raw.send(&Packet::new(SERVICE_REQUEST).string("ssh-userauth"));
        raw
    }

    /// What a client offers before keys are exchanged.
    pub(crate) fn offer() -> Packet {
        let mut offer = Packet::new(KEXINIT);
        offer.0.extend([7; 16]);
        for names in [
            "curve25519-sha256",
            ED25519,
            "aes256-gcm@openssh.com",
            "aes256-gcm@openssh.com",
            "hmac-sha2-256-etm@openssh.com",
            "hmac-sha2-256-etm@openssh.com",
            "none",
            "none",
            "",
            "",
        ] {
            offer = offer.string(names);
        }
        offer.byte(0).number(0)
    }

    /// Exchanges keys, for the first time or again; whether the server went along.
    pub(crate) fn agree(&mut self, theirs: Option<Vec<u8>>) -> bool {
        let random = SystemRandom::new();
        let own = EphemeralPrivateKey::generate(&X25519, &random).unwrap();
        let public = own.compute_public_key().unwrap();
        let offer = Self::offer();
        if !self.send(&offer) {
            return false;
        }
        let Some(theirs) = theirs.or_else(|| self.until(KEXINIT)) else {
            return false;
        };
        self.send(&Packet::new(KEX_INIT).string(&public));
        let Some(reply) = self.until(KEX_REPLY) else {
            return false;
        };
        let mut rest = &reply[1..];
        let (host_key, point) = (take(&mut rest), take(&mut rest));
        let peer = UnparsedPublicKey::new(&X25519, &point);
        let secret = agree_ephemeral(own, &peer, <[u8]>::to_vec).unwrap();
        let secret = Packet(Vec::new()).string(mpint(&secret)).0;
        let mut hashed = Packet(Vec::new()).string(VERSION).string(&self.server);
        hashed = hashed.string(&offer.0).string(&theirs).string(&host_key);
        hashed = hashed.string(&public).string(&point);
        hashed.0.extend(&secret);
        let hash = digest(&SHA256, &hashed.0).as_ref().to_vec();
        if self.session.is_empty() {
            self.session.clone_from(&hash);
        }
        let derive = |letter: u8| {
            let input = [&secret[..], &hash, &[letter], &self.session].concat();
            digest(&SHA256, &input).as_ref().to_vec()
        };
        let cipher = |nonce, key| Cipher {
            key: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &derive(key)).unwrap()),
            nonce: derive(nonce)[..12].try_into().unwrap(),
        };
        let (out, back) = (cipher(b'A', b'C'), cipher(b'B', b'D'));
        let sent = self.send(&Packet::new(NEWKEYS));
        self.out = Some(out);
        let changed = self.until(NEWKEYS).is_some();
        self.back = Some(back);
        sent && changed
    }

    /// Sends a message; whether the line still takes it.
    pub(crate) fn send(&mut self, packet: &Packet) -> bool {
        let block = if self.out.is_some() { 16 } else { 8 };
        // What is ciphered leaves the length out of the blocks.
        let outside = if self.out.is_some() { 0 } else { 4 };
        let mut padding = block - (outside + 1 + packet.0.len()) % block;
        if padding < 4 {
            padding += block;
        }
        let mut body = vec![padding as u8];
        body.extend(&packet.0);
        body.extend(vec![0; padding]);
        let length = (body.len() as u32).to_be_bytes();
        if let Some(cipher) = &mut self.out {
            let nonce = cipher.next();
            let sealed = cipher
                .key
                .seal_in_place_append_tag(nonce, Aad::from(length), &mut body);
            sealed.unwrap();
        }
        self.stream
            .write_all(&[&length[..], &body].concat())
            .is_ok()
    }

    /// The next message; none once the line has ended.
    pub(crate) fn read(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        self.fill(&mut length)?;
        let tag = if self.back.is_some() { 16 } else { 0 };
        let mut body = vec![0; u32::from_be_bytes(length) as usize + tag];
        self.fill(&mut body)?;
        if let Some(cipher) = &mut self.back {
            let nonce = cipher.next();
            let opened = cipher
                .key
                .open_in_place(nonce, Aad::from(length), &mut body);
            opened.expect("its own key");
            body.truncate(body.len() - tag);
        }
        let padding = usize::from(body[0]);
        let message = body[1..body.len() - padding].to_vec();
        Some(message).filter(|message| message[0] != DISCONNECT)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Option<()> {
        match self.stream.read_exact(bytes) {
            Ok(()) => Some(()),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("silent"),
            Err(_) => None,
        }
    }

    /// Reads up to a message of that number; none once the line has ended.
    pub(crate) fn until(&mut self, kind: u8) -> Option<Vec<u8>> {
        loop {
            let message = self.read()?;
            if message[0] == kind {
                return Some(message);
            }
        }
    }

    /// Reads until the line ends or one of these comes, whose number it gives.
    pub(crate) fn answer(&mut self, kinds: &[u8]) -> Option<u8> {
        loop {
            let kind = self.read()?[0];
            if kinds.contains(&kind) {
                return Some(kind);
            }
        }
    }

    /// The beginning of a log-in by a key, and what is signed of it.
    fn login(&self, name: &str, key: &PrivateKey, signs: bool) -> (Packet, Vec<u8>) {
        let request = Packet::new(AUTH_REQUEST)
            .string(name)
            .string("ssh-connection")
            .string("publickey")
            .byte(u8::from(signs))
            .string(ED25519)
            .string(key.public_key().to_bytes().unwrap());
        let mut signed = Packet(Vec::new()).string(&self.session).0;
        signed.extend(&request.0);
        (request, signed)
    }

    /// The question whether a key would do, as it is sent.
    pub(crate) fn probe(&self, name: &str, key: &PrivateKey) -> Packet {
        self.login(name, key, false).0
    }

    /// Asks whether a key would do; the number of the answer.
    pub(crate) fn offers(&mut self, name: &str, key: &PrivateKey) -> Option<u8> {
        self.send(&self.probe(name, key));
        self.answer(&[AUTH_FAILURE, AUTH_SUCCESS, KEY_IS_GOOD])
    }

    /// Asks to be let in as the owner of one key with a signature of another.
    pub(crate) fn signs(&mut self, name: &str, shown: &PrivateKey, own: &PrivateKey) -> Option<u8> {
        let (_, signed) = self.login(name, shown, true);
        let signature = signature(own, &signed);
        self.proves(name, shown, &signature)
    }

    /// The same with any signature.
    pub(crate) fn proves(&mut self, name: &str, key: &PrivateKey, signature: &[u8]) -> Option<u8> {
        let (request, _) = self.login(name, key, true);
        let wrapped = Packet(Vec::new()).string(ED25519).string(signature).0;
        self.send(&request.string(wrapped));
        self.answer(&[AUTH_FAILURE, AUTH_SUCCESS, KEY_IS_GOOD])
    }

    /// A good signature for a log-in on this line.
    pub(crate) fn signature(&self, name: &str, key: &PrivateKey) -> Vec<u8> {
        signature(key, &self.login(name, key, true).1)
    }
}

fn signature(key: &PrivateKey, signed: &[u8]) -> Vec<u8> {
    let pair = key.key_data().ed25519().expect("of that kind");
    let (seed, public) = (pair.private.to_bytes(), pair.public.0);
    let pair = Ed25519KeyPair::from_seed_and_public_key(&seed, &public).unwrap();
    pair.sign(signed).as_ref().to_vec()
}

/// Takes a string off the front.
fn take(rest: &mut &[u8]) -> Vec<u8> {
    let (length, after) = rest.split_at(4);
    let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
    let (text, after) = after.split_at(length);
    *rest = after;
    text.to_vec()
}
