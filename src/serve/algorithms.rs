//! How russh is to speak: which names, keys and ciphers, and within which bounds. Decides nothing about anybody.

use std::borrow::Cow;
use std::time::Duration;

use russh::keys::{Algorithm, EcdsaCurve, PrivateKey};
use russh::{MethodKind, MethodSet, Preferred, SshId, cipher, compression, kex, mac};

use super::limits;

/// What a server with that host key says: our own name, keys and ciphers without a known weakness, small buffers.
pub(super) fn algorithms(key: PrivateKey) -> russh::server::Config {
    let ecdsa = |curve| Algorithm::Ecdsa { curve };
    russh::server::Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-sportello")),
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        auth_rejection_time: limits::REJECTION,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        window_size: limits::WINDOW,
        maximum_packet_size: limits::PACKET,
        // Unread and dropped at once; the smallest there is.
        channel_buffer_size: 1,
        preferred: Preferred {
            kex: Cow::Borrowed(&[
                kex::MLKEM768X25519_SHA256,
                kex::CURVE25519,
                kex::CURVE25519_PRE_RFC_8731,
                kex::EXTENSION_SUPPORT_AS_SERVER,
                kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
            ]),
            // The kinds of keys that staff may have; of host keys there is only the one.
            key: Cow::Owned(vec![
                Algorithm::Ed25519,
                ecdsa(EcdsaCurve::NistP256),
                ecdsa(EcdsaCurve::NistP384),
                ecdsa(EcdsaCurve::NistP521),
                Algorithm::SkEd25519,
            ]),
            host_key_certificates: Cow::Borrowed(&[]),
            cipher: Cow::Borrowed(&[
                cipher::CHACHA20_POLY1305,
                cipher::AES_256_GCM,
                cipher::AES_256_CTR,
            ]),
            mac: Cow::Borrowed(&[mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM]),
            compression: Cow::Borrowed(&[compression::NONE, compression::ZLIB_LEGACY]),
        },
        max_auth_attempts: limits::TRIES,
        inactivity_timeout: Some(Duration::from_secs(3600)),
        keepalive_interval: Some(limits::STILL_THERE),
        keepalive_max: 1,
        nodelay: true,
        ..russh::server::Config::default()
    }
}
