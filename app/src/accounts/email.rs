//! Addresses, and what makes two of them the same.

use unicode_normalization::UnicodeNormalization as _;
use url::Host;

/// The most characters of an address (RFC 5321 §4.5.3.1.3, less the angle brackets).
pub const LONGEST: usize = 254;

/// A well-formed address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// As typed, trimmed: what mail is sent to.
    pub address: String,
    /// What makes an account unique: trimmed, Unicode NFC, in lower case, the domain in its ASCII form (IDNA). Two
    /// addresses that differ in case alone are one account: mail servers that tell them apart are rarer than people who
    /// type their own address in two ways.
    pub key: String,
}

impl Email {
    /// Reads an address; none where no mail server would take it.
    pub fn parse(text: &str) -> Option<Self> {
        let address: String = text.trim().nfc().collect();
        if address.chars().count() > LONGEST || address.chars().any(char::is_whitespace) {
            return None;
        }
        let (local, domain) = address.rsplit_once('@')?;
        let Ok(Host::Domain(domain)) = Host::parse(domain) else {
            return None;
        };
        // lettre's is the grammar that mails will have to pass.
        let sendable: lettre::Address = format!("{local}@{domain}").parse().ok()?;
        if !domain.contains('.') {
            return None;
        }
        Some(Self {
            key: sendable.to_string().to_lowercase(),
            address,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<String> {
        Email::parse(text).map(|email| email.key)
    }

    #[test]
    fn case_and_spaces_make_no_difference() {
        assert_eq!(
            key("  Salma@Gaza.Example "),
            Some("salma@gaza.example".to_owned())
        );
        assert_eq!(
            key("a@بلدية.فلسطين"),
            Some("a@xn--ngbcr7f5a.xn--ygbi2ammx".to_owned())
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "@",
            "a@",
            "@b.ps",
            "a b@c.ps",
            "a@b",
            "a@b.ps\r\nBcc: c@d.ps",
            "a@[::1]",
            "a@127.0.0.1",
        ] {
            assert_eq!(Email::parse(text), None, "{text}");
        }
    }
}
