//! Slows down guessing. In memory and bounded: a failed attempt costs no write, and each node counts for itself. Limits
//! that matter for longer (invitations a day) are counted in the database.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::{SignedDuration, Timestamp};

use crate::http::Visit;

/// So many at once, then one each so often (the "generic cell rate algorithm": one instant of memory a key).
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    name: &'static str,
    burst: i32,
    every: SignedDuration,
}

impl Limit {
    const fn new(name: &'static str, burst: i32, seconds: i64) -> Self {
        Self {
            name,
            burst,
            every: SignedDuration::from_secs(seconds),
        }
    }

    /// Wrong passwords for one address from one place: a person who mistypes.
    pub const SIGN_IN_PAIR: Self = Self::new("sign-in-pair", 8, 60);
    /// Wrong passwords for one address from everywhere. It slows down and never locks.
    pub const SIGN_IN_ACCOUNT: Self = Self::new("sign-in-account", 40, 30);
    /// Wrong passwords from one place. Generous: a whole municipality may stand behind one address.
    pub const SIGN_IN_CLIENT: Self = Self::new("sign-in-client", 300, 2);
    /// Mails with a new password link to one address.
    pub const RESET_ADDRESS: Self = Self::new("reset-address", 3, 20 * 60);
    /// Forms that send mail to anyone, from one place.
    pub const MAIL_CLIENT: Self = Self::new("mail-client", 60, 60);
    /// Requests to join from one address.
    pub const JOIN_ADDRESS: Self = Self::new("join-address", 3, 60 * 60);
}

/// One thing that is counted: the limit and whose.
pub type Count = (Limit, String);

/// How many keys are remembered at most.
const CAPACITY: usize = 20_000;

/// Remembers attempts.
#[derive(Debug, Default)]
pub struct Throttle {
    /// For each key, when its allowance will be whole again.
    whole_at: Mutex<HashMap<(&'static str, String), Timestamp>>,
    /// Which accounts signed in from which places, and when last.
    known: Mutex<HashMap<String, Timestamp>>,
}

impl Throttle {
    /// Counts one attempt against each, or says how long to wait and counts nothing.
    pub fn take(&self, counts: &[Count], now: Timestamp) -> Result<(), SignedDuration> {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = |(limit, key): &Count, whole_at: &HashMap<_, Timestamp>| {
            let from = whole_at.get(&(limit.name, key.clone())).copied();
            let from = from.unwrap_or(now).max(now);
            from.saturating_add(limit.every).unwrap_or(Timestamp::MAX)
        };
        let wait = counts
            .iter()
            .map(|count| next(count, &whole_at).duration_since(now) - count.0.every * count.0.burst)
            .max()
            .unwrap_or_default();
        if wait.is_positive() {
            return Err(wait);
        }
        for count in counts {
            let instant = next(count, &whole_at);
            whole_at.insert((count.0.name, count.1.clone()), instant);
        }
        if whole_at.len() > CAPACITY {
            whole_at.retain(|_, instant| *instant > now);
            forget_half(&mut whole_at);
        }
        Ok(())
    }

    /// Against what a failure to sign in to this account from this place counts. Whoever signed in there before is counted alone:
    /// strangers who guess at the account, or beside it, close no door on its owner.
    pub fn sign_in_counts(&self, client: &str, account: &str) -> Vec<Count> {
        let pair = pair(client, account);
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counts = vec![(Limit::SIGN_IN_PAIR, pair)];
        if !known.contains_key(&counts[0].1) {
            counts.push((Limit::SIGN_IN_ACCOUNT, account.to_owned()));
            counts.push((Limit::SIGN_IN_CLIENT, client.to_owned()));
        }
        counts
    }

    /// Remembers that this account was signed in to from this place.
    pub fn remember(&self, client: &str, account: &str, now: Timestamp) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(pair(client, account), now);
        forget_half(&mut known);
    }

    /// Takes an attempt back: it was no failure.
    pub fn give_back(&self, counts: &[Count]) {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        for (limit, key) in counts {
            if let Some(instant) = whole_at.get_mut(&(limit.name, key.clone())) {
                *instant = instant.saturating_sub(limit.every).unwrap_or(*instant);
            }
        }
    }
}

fn pair(client: &str, account: &str) -> String {
    format!("{client} {account}")
}

/// Where there is too much, drops the earlier half: what would be forgotten soonest anyway.
fn forget_half<K: Eq + Hash>(instants: &mut HashMap<K, Timestamp>) {
    if instants.len() <= CAPACITY {
        return;
    }
    let mut sorted: Vec<_> = instants.values().copied().collect();
    let middle = sorted.len() / 2;
    let (_, middle, _) = sorted.select_nth_unstable(middle);
    let middle = *middle;
    instants.retain(|_, instant| *instant > middle);
}

/// The network address that a request came from, as far as it can be believed; `-` where there is none (tests). One key
/// for a whole IPv6 network of a customer (/64).
#[derive(Clone, Debug)]
pub struct Client(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visit = parts.extensions.get::<Visit>();
        let visit = visit.ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let forwarded: Vec<&str> = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        let trusted = &visit.app.settings.trusted_proxies;
        let address = peer.map(|peer| client(peer.0.ip(), &forwarded, trusted));
        Ok(Self(address.map_or_else(|| "-".to_owned(), key)))
    }
}

/// The peer, or, where it is a trusted proxy, the last address of `X-Forwarded-For` that no trusted proxy has.
fn client(peer: IpAddr, forwarded: &[&str], trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    for address in forwarded.iter().rev() {
        if !trusted.contains(&client) {
            break;
        }
        match address.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

fn key(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_one_at_a_time() {
        let throttle = Throttle::default();
        let count = [(Limit::SIGN_IN_PAIR, "a".to_owned())];
        for _ in 0..8 {
            throttle.take(&count, at(0)).unwrap();
        }
        assert_eq!(
            throttle.take(&count, at(0)),
            Err(SignedDuration::from_secs(60))
        );
        assert_eq!(
            throttle.take(&count, at(59)),
            Err(SignedDuration::from_secs(1))
        );
        throttle.take(&count, at(60)).unwrap();
        assert!(throttle.take(&count, at(60)).is_err());
        throttle.give_back(&count);
        throttle.take(&count, at(60)).unwrap();
        let other = [(Limit::SIGN_IN_PAIR, "b".to_owned())];
        throttle.take(&other, at(60)).unwrap();
    }

    #[test]
    fn one_refusal_counts_against_nothing() {
        let throttle = Throttle::default();
        let both = [
            (Limit::RESET_ADDRESS, "a".to_owned()),
            (Limit::MAIL_CLIENT, "b".to_owned()),
        ];
        for _ in 0..3 {
            throttle.take(&both, at(0)).unwrap();
        }
        for _ in 0..100 {
            assert!(throttle.take(&both, at(0)).is_err());
        }
        let client = [(Limit::MAIL_CLIENT, "b".to_owned())];
        throttle.take(&client, at(0)).unwrap();
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..CAPACITY * 2 {
            let count = [(Limit::SIGN_IN_PAIR, number.to_string())];
            throttle.take(&count, at(0)).unwrap();
        }
        assert!(throttle.whole_at.lock().unwrap().len() <= CAPACITY);
    }

    #[test]
    fn who_signed_in_before_is_counted_alone() {
        let throttle = Throttle::default();
        throttle.remember("town", "salma", at(0));
        let names = |client, account| -> Vec<_> {
            let counts = throttle.sign_in_counts(client, account);
            counts.iter().map(|(limit, _)| limit.name).collect()
        };
        assert_eq!(names("town", "salma"), ["sign-in-pair"]);
        for (client, account) in [("town", "mona"), ("elsewhere", "salma")] {
            assert_eq!(names(client, account).len(), 3, "{client} {account}");
        }
        for number in 0..i64::try_from(CAPACITY).unwrap() * 2 {
            throttle.remember("town", &number.to_string(), at(1 + number));
        }
        assert!(throttle.known.lock().unwrap().len() <= CAPACITY);
        assert_eq!(names("town", "salma").len(), 3, "the oldest are forgotten");
        assert_eq!(names("town", &(CAPACITY * 2 - 1).to_string()).len(), 1);
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxy = [ip("10.0.0.1")];
        let forwarded = ["1.2.3.4", "203.0.113.7"];
        assert_eq!(
            client(ip("10.0.0.1"), &forwarded, &proxy),
            ip("203.0.113.7")
        );
        assert_eq!(client(ip("192.0.2.1"), &forwarded, &proxy), ip("192.0.2.1"));
        assert_eq!(client(ip("10.0.0.1"), &["x"], &proxy), ip("10.0.0.1"));
        let chain = [ip("10.0.0.1"), ip("203.0.113.7")];
        assert_eq!(client(ip("10.0.0.1"), &forwarded, &chain), ip("1.2.3.4"));
        assert_eq!(key(ip("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::");
    }
}
