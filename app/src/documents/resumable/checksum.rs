//! The header `Upload-Checksum`: the algorithm and the digest in Base64 of one piece.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// What this server can compute, as it tells.
pub(super) const ALGORITHMS: &str = "sha1,sha256";

/// What one piece must come to.
pub(super) struct Checksum {
    running: Running,
    expected: Vec<u8>,
}

enum Running {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Checksum {
    /// Reads the header; nothing where it is not well-formed or the algorithm is another.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let (algorithm, digest) = header.trim().split_once(' ')?;
        let (running, length) = match algorithm {
            "sha1" => (Running::Sha1(Sha1::new()), 20),
            "sha256" => (Running::Sha256(Sha256::new()), 32),
            _ => return None,
        };
        let expected = STANDARD.decode(digest.trim()).ok()?;
        (expected.len() == length).then_some(Self { running, expected })
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.running {
            Running::Sha1(running) => running.update(bytes),
            Running::Sha256(running) => running.update(bytes),
        }
    }

    /// Whether the piece is what the sender sent.
    pub(super) fn holds(self) -> bool {
        match self.running {
            Running::Sha1(running) => running.finalize()[..] == self.expected,
            Running::Sha256(running) => running.finalize()[..] == self.expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_holds_or_not() {
        // FIPS 180-4: the digests of «abc».
        for header in [
            "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
            "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
        ] {
            let holds = |pieces: &[&[u8]]| {
                let mut checksum = Checksum::parse(header).unwrap();
                pieces.iter().for_each(|piece| checksum.update(piece));
                checksum.holds()
            };
            assert!(holds(&[b"a", b"bc"]));
            assert!(!holds(&[b"a", b"bd"]));
        }
        for wrong in ["", "sha1", "md5 qZk=", "sha1 qZk=", "sha256 *"] {
            assert!(Checksum::parse(wrong).is_none(), "{wrong}");
        }
    }
}
