//! Time and randomness, passed in so that tests are deterministic.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place where the machine's clock is read
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Gives unpredictable bytes.
pub trait Randomness: Send + Sync + 'static {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's cryptographic generator, through the thread-local one of `rand`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        rand::Rng::fill_bytes(&mut rand::rng(), bytes);
    }
}

/// Bytes that follow from a seed: SHA-256 of seed and counter. For tests only.
#[derive(Debug, Default)]
pub struct SeededRandomness {
    seed: u64,
    counter: AtomicU64,
}

impl SeededRandomness {
    /// A generator that always gives the same bytes for the same seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            counter: AtomicU64::new(0),
        }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_le_bytes());
            hash.update(self.counter.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }
}

/// Clock and randomness together, and what is made from them.
#[derive(Clone)]
pub struct Sources {
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

impl Sources {
    /// Bundles the two.
    pub fn new(clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Self {
        Self { clock, randomness }
    }

    /// The machine's own.
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), Arc::new(SystemRandomness))
    }

    /// The present instant, whole microseconds: what the database can hold.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// `N` unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.randomness.fill(&mut bytes);
        bytes
    }

    /// A new identifier (UUIDv7, RFC 9562 §5.7): ordered by the time of its making.
    pub fn id(&self) -> Id {
        let millis = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid())
    }

    /// A secret for a cookie or a link: 32 random bytes in base64url. Only its [`token_hash`] is stored.
    pub fn token(&self) -> String {
        use base64::Engine as _;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

/// What is stored of a token: its SHA-256 in hexadecimal. Tokens have 256 random bits, so they need no slow hash.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The identifier of anything stored: a UUIDv7, TEXT in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

impl Id {
    /// When it was made, to the millisecond (RFC 9562, UUIDv7).
    pub fn made_at(self) -> Option<Timestamp> {
        let (seconds, nanoseconds) = self.0.get_timestamp()?.to_unix();
        let (seconds, nanoseconds) = (seconds.try_into().ok()?, nanoseconds.try_into().ok()?);
        Timestamp::new(seconds, nanoseconds).ok()
    }

    /// The identifier `index` places after this one: what is made together by one form has identifiers that follow from the
    /// form's, in order, and so is recognised when the form comes a second time.
    pub fn following(self, index: usize) -> Self {
        // The lowest 62 bits of a UUIDv7 are random; what is above says version and time.
        const RANDOM: u128 = (1 << 62) - 1;
        let bits = self.0.as_u128();
        let next = (bits & RANDOM).wrapping_add(index as u128) & RANDOM;
        Self(Uuid::from_u128(bits & !RANDOM | next))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_randomness_repeats_itself() {
        let draw = || {
            let sources = Sources::new(Arc::new(SystemClock), Arc::new(SeededRandomness::new(7)));
            (sources.token(), sources.token())
        };
        assert_eq!(draw(), draw());
        assert_ne!(draw().0, draw().1);
    }

    #[test]
    fn identifiers_survive_their_text() {
        let id = Sources::system().id();
        assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        assert!("not an id".parse::<Id>().is_err());
    }

    #[test]
    fn what_follows_an_identifier_is_one_too() {
        let last: Id = "0199aaaa-bbbb-7ccc-bfff-ffffffffffff".parse().unwrap();
        assert_eq!(last.following(0), last);
        let next = last.following(1).to_string();
        assert_eq!(next, "0199aaaa-bbbb-7ccc-8000-000000000000");
        let first: Id = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000".parse().unwrap();
        assert!(first < first.following(1) && first.following(1) < first.following(2));
    }
}
