//! Mail through a mail server.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
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
    pub fn new(sender: Sender, url: &str) -> Result<Smtp, lettre::transport::smtp::Error> {
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
                Err(error) if error.is_permanent() => Err(MailError::Refused(cause(&error))),
                Err(error) => Err(MailError::Later(cause(&error))),
            }
        }
        .boxed()
    }
}

/// What happened, fit for a log: a server's answer may repeat the reader's address, its code does not.
fn cause(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None => error.to_string(),
    }
}
