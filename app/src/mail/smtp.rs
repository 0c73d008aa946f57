//! Mail through a mail server.

use std::error::Error as _;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::{MailError, Mailer, Message, Sender};

/// A server that does not answer for this long is away.
const PATIENCE: Duration = Duration::from_secs(30);

/// Hands messages to a mail server.
pub struct Smtp {
    sender: Sender,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// A mailer for an address like `smtps://user:password@mail.example.ps` or `smtp://mail.example.ps:587?tls=required`.
    pub fn new(sender: Sender, url: &str) -> Result<Smtp, smtp::Error> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Smtp { sender, transport })
    }
}

impl Mailer for Smtp {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<(), MailError>> {
        async move {
            let mime = self.sender.mime(message);
            let mime = mime.map_err(|bad| MailError::Refused(bad.to_string()))?;
            match self.transport.send(mime).await {
                Ok(_) => Ok(()),
                Err(error) if is_final(&error) => Err(MailError::Refused(cause(&error))),
                Err(error) => Err(MailError::Later(cause(&error))),
            }
        }
        .boxed()
    }
}

/// Whether the server will never take this message. Of its permanent answers only those about the recipient or the content say
/// so (RFC 5321 §4.2.3). The others are about this portal: its password, its right to relay, its sender's address. Those an
/// administrator mends, and the mail has to be there when they have.
fn is_final(error: &smtp::Error) -> bool {
    let code = error.status().map(u16::from);
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    // RFC 3463 §3: bad sender's address, security or policy.
    let about_the_portal = ["5.1.7", "5.1.8", "5.7."]
        .iter()
        .any(|status| words.trim_start().starts_with(status));
    matches!(code, Some(501 | 550..=553 | 555)) && !about_the_portal
}

/// What happened, fit for a log: a server's answer may repeat the reader's address, its code does not.
fn cause(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    use tokio::net::TcpListener;

    use super::*;
    use crate::mail::mime::tests::{message, sender};

    /// A mail server that answers this to the command that begins so, and «yes» to all others; what came of the message.
    async fn sent_to(command: &str, answer: &str) -> Result<(), MailError> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = async {
            let (stream, _) = listener.accept().await.expect("a client");
            let mut stream = BufReader::new(stream);
            let mut say = "220 ready".to_owned();
            loop {
                let line = format!("{say}\r\n");
                let mut heard = String::new();
                if stream.write_all(line.as_bytes()).await.is_err()
                    || !matches!(stream.read_line(&mut heard).await, Ok(1..))
                {
                    break;
                }
                say = match heard.split_whitespace().next() {
                    Some(word) if word == command => answer.to_owned(),
                    Some("EHLO") => "250-here\r\n250 AUTH PLAIN".to_owned(),
                    Some("AUTH") => "235 welcome".to_owned(),
                    _ => "250 yes".to_owned(),
                };
            }
            std::future::pending::<()>().await;
        };
        let url = format!("smtp://portal:olive@127.0.0.1:{port}");
        let mailer = Smtp::new(sender(), &url).expect("an address");
        let message = message();
        tokio::select! {
            outcome = mailer.send(&message) => outcome,
            () = server => unreachable!("it outlives its client"),
        }
    }

    #[tokio::test]
    async fn only_a_wrong_recipient_or_content_is_refused_for_good() {
        for (command, answer, is_final) in [
            ("RCPT", "550 5.1.1 no such mailbox", true),
            (
                "RCPT",
                "553-5.1.3 bad address\r\n553 5.1.3 bad address",
                true,
            ),
            ("RCPT", "550 no such mailbox", true),
            ("RCPT", "450 4.2.0 greylisted", false),
            ("RCPT", "554 5.7.1 relay access denied", false),
            ("RCPT", "550 5.7.1 relaying denied", false),
            ("MAIL", "553 5.1.8 sender's domain unknown", false),
            ("MAIL", "530 5.7.0 sign in first", false),
            ("AUTH", "535 5.7.8 wrong password", false),
            ("EHLO", "502 not implemented", false),
        ] {
            let outcome = sent_to(command, answer).await;
            let refused = matches!(outcome, Err(MailError::Refused(_)));
            assert!(
                outcome.is_err() && refused == is_final,
                "{answer}: {outcome:?}"
            );
        }
    }
}
