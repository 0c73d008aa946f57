//! Passwords: what is accepted, how they are kept (Argon2id) and checked.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use crate::clock::Sources;
use crate::error::AppError;

/// The fewest characters (NIST SP 800-63B §3.1.1.2 asks for length, not for kinds of characters).
pub const SHORTEST: usize = 10;
/// The most characters: more would only make the server work.
pub const LONGEST: usize = 200;
/// How many passwords are hashed at once: each takes the memory of [`Cost`].
const AT_ONCE: usize = 4;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// What OWASP's "Password Storage Cheat Sheet" names for Argon2id: 19 MiB, two passes, one lane.
    pub const OWASP: Self = Self {
        memory: 19 * 1024,
        passes: 2,
        lanes: 1,
    };
    /// As little as the algorithm allows. For tests only.
    pub const CHEAP: Self = Self {
        memory: 8,
        passes: 1,
        lanes: 1,
    };
}

/// Why a new password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than [`LONGEST`] characters.
    Long,
    /// One that attackers try first, or the account's own address.
    Common,
}

/// Keeps and checks passwords. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Passwords {
    cost: Cost,
    gate: Arc<Semaphore>,
}

impl Passwords {
    /// Hashes at this cost.
    pub fn new(cost: Cost) -> Self {
        Self {
            cost,
            gate: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// What is stored of a password: a PHC string.
    pub async fn hash(&self, sources: &Sources, password: &str) -> Result<String, AppError> {
        let salt = sources.bytes::<16>();
        let password = normalised(password);
        self.work(move |argon| {
            argon
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(|error| AppError::internal(error.to_string()))
        })
        .await
    }

    /// Whether this is the password. Without anything stored the answer is no, after the same work: an unknown address
    /// cannot be told from a wrong password by the time it takes.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, AppError> {
        let password = normalised(password);
        let stored = stored.map(ToOwned::to_owned);
        self.work(move |argon| match stored {
            Some(stored) => Ok(argon
                .verify_password(password.as_bytes(), stored.as_str())
                .is_ok()),
            None => {
                let mut out = [0; 32];
                let salt = b"no such account!";
                let done = argon.hash_password_into(password.as_bytes(), salt, &mut out);
                done.map_err(|error| AppError::internal(error.to_string()))?;
                std::hint::black_box(out);
                Ok(false)
            }
        })
        .await
    }

    /// Hashing takes tens of milliseconds and much memory: it waits for its turn, away from the threads that answer.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let params = Params::new(memory, passes, lanes, None)
            .map_err(|error| AppError::internal(error.to_string()))?;
        let permit = Arc::clone(&self.gate).acquire_owned().await;
        let permit = permit.map_err(AppError::internal)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
        })
        .await
        .map_err(AppError::internal)?
    }
}

/// The same password typed on another keyboard: Unicode NFKC (NIST SP 800-63B §3.1.1.2), bounded.
fn normalised(password: &str) -> String {
    password.chars().take(LONGEST * 4).nfkc().collect()
}

/// Checks a new password: long enough, not too long, and not what is tried first. No rules about kinds of characters.
pub fn check(password: &str, email: &str) -> Result<(), Weakness> {
    let password = normalised(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weakness::Short);
    }
    if length > LONGEST {
        return Err(Weakness::Long);
    }
    if is_common(&password.to_lowercase(), &email.to_lowercase()) {
        return Err(Weakness::Common);
    }
    Ok(())
}

fn is_common(password: &str, email: &str) -> bool {
    let bare: String = password.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let local = email.split('@').next().unwrap_or_default();
    let few = {
        let mut seen: Vec<char> = password.chars().collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len() < 4
    };
    let named = |word: &str| {
        !word.is_empty()
            && letters
                .strip_prefix(word)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(word))
    };
    few || is_run(&bare)
        || password == email
        || (local.chars().count() >= 3 && named(local))
        || COMMON.iter().any(|word| named(word))
}

/// Whether each character follows the one before it: `1234567890`, `abcdefghij`, also repeated.
fn is_run(text: &str) -> bool {
    let characters: Vec<u32> = text.chars().map(u32::from).collect();
    let breaks = characters
        .windows(2)
        .filter(|pair| pair[1] != pair[0] + 1 && pair[1] + 1 != pair[0] && pair[1] != pair[0])
        .count();
    breaks <= 1
}

/// Words that lists of leaked passwords begin with, and this portal's own; digits after them do not help.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "p4ssword",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdfghjkl",
    "asdfghjkl",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "changeme",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "superman",
    "trustno1",
    "whatever",
    "computer",
    "internet",
    "municipality",
    "palestine",
    "tabadul",
    "palestine1948",
    "alquds",
    "jerusalem",
    "bismillah",
    "allahuakbar",
    "mohammed",
    "muhammad",
    "ahmad",
    "habibi",
    "habibti",
    "فلسطين",
    "بلدية",
    "البلدية",
    "تبادل",
    "القدس",
    "محمد",
    "بسمالله",
    "كلمةالسر",
    "كلمةالمرور",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sources;

    #[tokio::test]
    async fn a_password_is_recognised_and_others_are_not() {
        let (_, sources) = sources();
        let passwords = Passwords::new(Cost::CHEAP);
        let stored = passwords.hash(&sources, "شكوى واحدة تكفي").await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
            "{stored}"
        );
        let verify = async |typed: &str| passwords.verify(typed, Some(&stored)).await.unwrap();
        assert!(verify("شكوى واحدة تكفي").await);
        assert!(!verify("شكوى واحدة").await);
        assert!(!passwords.verify("شكوى واحدة تكفي", None).await.unwrap());
        assert!(!passwords.verify("x", Some("broken")).await.unwrap());
    }

    #[tokio::test]
    async fn another_keyboards_form_of_a_letter_is_the_same_letter() {
        let (_, sources) = sources();
        let passwords = Passwords::new(Cost::CHEAP);
        let stored = passwords.hash(&sources, "caf\u{e9} in Gaza").await.unwrap();
        let typed = "cafe\u{301} in Gaza";
        assert!(passwords.verify(typed, Some(&stored)).await.unwrap());
    }

    #[test]
    fn length_counts_and_kinds_of_characters_do_not() {
        let check = |password: &str| check(password, "salma@gaza.example");
        assert_eq!(check("قصيرة"), Err(Weakness::Short));
        assert_eq!(check("عبارة من كلمات سهلة"), Ok(()));
        assert_eq!(check("correct horse battery"), Ok(()));
        assert_eq!(check(&"عبارة ".repeat(40)), Err(Weakness::Long));
        for common in [
            "1234567890",
            "aaaaaaaaaa",
            "password123",
            "Password2026!",
            "qwertyuiop",
            "salma@gaza.example",
            "salmasalma1",
            "0987654321",
            "فلسطين1234",
            "12345612345",
        ] {
            assert_eq!(check(common), Err(Weakness::Common), "{common}");
        }
    }
}
