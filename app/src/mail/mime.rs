//! A message as the bytes that travel.

use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MessageBuilder, MultiPart, SinglePart};
use url::Host;

use super::{CalendarPart, Message};

/// In whose name the portal writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    from: Mailbox,
}

/// A message or an address that no mail server would take.
#[derive(Debug)]
pub struct BadMessage(String);

impl std::fmt::Display for BadMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadMessage {}

impl BadMessage {
    fn new(cause: impl std::fmt::Display) -> BadMessage {
        BadMessage(cause.to_string())
    }
}

impl Sender {
    /// A sender of that name and address.
    pub fn new(name: &str, address: &str) -> Result<Sender, BadMessage> {
        let address: Address = address.parse().map_err(BadMessage::new)?;
        let from = Mailbox::new(Some(one_line(name)), address);
        Ok(Sender { from })
    }

    /// The sender of a portal at a host: `no-reply@host`.
    pub fn at_host(name: &str, host: &str) -> Result<Sender, BadMessage> {
        // A numeric address in brackets is a mail domain too, but `lettre` cannot read its own header back.
        let numeric = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        let domain = if numeric.is_ok() { "localhost" } else { host };
        Sender::new(name, &format!("no-reply@{domain}"))
    }

    /// The address, which is also the organizer of calendar events.
    pub fn address(&self) -> String {
        self.from.email.to_string()
    }

    /// The message with its headers and parts: plain text, HTML and calendar as alternatives, and the calendar once more
    /// as a file for programs that only know files.
    pub fn mime(&self, message: &Message) -> Result<lettre::Message, BadMessage> {
        let to = recipient(&message.to)?;
        let headers = headers(self, message, to);
        let mut body = MultiPart::alternative()
            .singlepart(SinglePart::plain(message.text.clone()))
            .singlepart(SinglePart::html(message.html.clone()));
        let Some(calendar) = &message.calendar else {
            return headers.multipart(body).map_err(BadMessage::new);
        };
        body = body.singlepart(calendar_part(calendar)?);
        let kind = ContentType::parse("application/ics").map_err(BadMessage::new)?;
        let file = Attachment::new("workshop.ics".to_owned()).body(calendar.ics.clone(), kind);
        headers
            .multipart(MultiPart::mixed().multipart(body).singlepart(file))
            .map_err(BadMessage::new)
    }
}

/// The address with its domain in ASCII (IDNA): servers without SMTPUTF8 take no other.
fn recipient(address: &str) -> Result<Address, BadMessage> {
    let address: Address = address.parse().map_err(BadMessage::new)?;
    match Host::parse(address.domain()) {
        Ok(Host::Domain(domain)) => Address::new(address.user(), domain).map_err(BadMessage::new),
        _ => Ok(address),
    }
}

fn headers(sender: &Sender, message: &Message, to: Address) -> MessageBuilder {
    let raw = |name: &'static str, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    let domain = sender.from.email.domain().to_owned();
    lettre::Message::builder()
        .from(sender.from.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&message.subject))
        .date(SystemTime::from(message.written_at))
        .message_id(Some(format!("<{}@{domain}>", one_line(&message.id))))
        .raw_header(raw("Content-Language", language(&message.language)))
        // Machines that answer mail (holiday notices) leave such messages alone.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
}

fn language(code: &str) -> &'static str {
    match code {
        "ar" => "ar",
        _ => "en",
    }
}

fn calendar_part(calendar: &CalendarPart) -> Result<SinglePart, BadMessage> {
    let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
    let kind = ContentType::parse(&kind).map_err(BadMessage::new)?;
    Ok(SinglePart::builder()
        .header(kind)
        .body(calendar.ics.clone()))
}

/// Line breaks in a header would start another header.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn message() -> Message {
        Message {
            id: "0190-1".to_owned(),
            written_at: "2026-11-22T08:00:00Z".parse().expect("an instant"),
            to: "reader@example.ps".to_owned(),
            language: "ar".to_owned(),
            subject: "ورشة\r\nBcc: other@example.ps".to_owned(),
            text: "مرحباً".to_owned(),
            html: "<p dir=\"rtl\">مرحباً</p>".to_owned(),
            calendar: Some(CalendarPart {
                method: "REQUEST".to_owned(),
                ics: "BEGIN:VCALENDAR\r\nSUMMARY:ورشة\r\nEND:VCALENDAR\r\n".to_owned(),
            }),
        }
    }

    pub fn sender() -> Sender {
        Sender::at_host("تبادل", "tabadul.example.ps").expect("a sender")
    }

    #[test]
    fn a_message_has_its_parts_in_order_of_richness() {
        let bytes = sender().mime(&message()).expect("a message").formatted();
        let text = String::from_utf8(bytes).expect("mail is text");
        let order = [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
        ];
        let places: Vec<_> = order.iter().map(|part| text.find(part)).collect();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{text}"
        );
        assert!(text.contains("method=REQUEST"));
        assert!(text.contains("Message-ID: <0190-1@tabadul.example.ps>"));
        assert!(text.contains("Date: Sun, 22 Nov 2026 08:00:00 +0000"));
    }

    #[test]
    fn a_subject_cannot_add_headers() {
        let text = sender().mime(&message()).expect("a message").formatted();
        let text = String::from_utf8(text).expect("mail is text");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(text.is_ascii(), "headers and bodies are encoded");
    }

    #[test]
    fn a_wrong_address_is_refused() {
        let mut wrong = message();
        for to in ["", "reader", "a@b\r\nBcc: c@d", "a b@example.ps"] {
            wrong.to = to.to_owned();
            assert!(sender().mime(&wrong).is_err(), "{to}");
        }
    }

    #[test]
    fn a_domain_in_arabic_travels_in_ascii() {
        let mut arabic = message();
        arabic.to = "salma@بلدية.فلسطين".to_owned();
        let sent = sender().mime(&arabic).expect("a message");
        let to: Vec<_> = sent
            .envelope()
            .to()
            .iter()
            .map(Address::to_string)
            .collect();
        assert_eq!(to, ["salma@xn--ngbcr7f5a.xn--ygbi2ammx"]);
        let text = String::from_utf8(sent.formatted()).expect("mail is text");
        assert!(
            text.contains("To: salma@xn--ngbcr7f5a.xn--ygbi2ammx\r\n"),
            "{text}"
        );
    }

    #[test]
    fn a_portal_at_a_numeric_address_sends_mail_too() {
        for host in ["127.0.0.1", "[::1]", "192.168.1.5", "localhost"] {
            let sender = Sender::at_host("x", host).expect("a sender");
            assert_eq!(sender.address(), "no-reply@localhost");
            assert!(sender.mime(&message()).is_ok(), "{host}");
        }
    }
}
