//! What the portal writes to people about their accounts, each in the reader's own language.

use crate::App;
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::{Locale, Words};
use crate::mail::{Action, Envelope, Letter, enqueue};

/// To whom, and in which language.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The address.
    pub email: &'a str,
    /// The language.
    pub locale: Locale,
}

impl<'a> Reader<'a> {
    /// A reader whose language is a word of the database.
    pub fn new(email: &'a str, locale: &str) -> Self {
        Self {
            email,
            locale: Locale::parse(locale).unwrap_or_default(),
        }
    }
}

/// Someone is invited into an organization.
pub async fn invitation(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    organization: impl Fn(Words) -> String,
    token: &str,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let organization = organization(t);
    let letter = letter(
        app,
        to,
        t.accounts_mail_invitation_subject(&organization),
        vec![
            t.accounts_mail_invitation(&organization),
            t.accounts_mail_invitation_bound(to.email),
        ],
        Some((
            t.accounts_mail_invitation_action(),
            format!("/invitations/{token}"),
        )),
    );
    send(app, write, to, "invitation", letter).await
}

/// Someone is invited, or asks to join, who has an account already.
pub async fn known_already(app: &App, write: &mut Write, to: Reader<'_>) -> Result<(), AppError> {
    let t = to.locale.words();
    let letter = letter(
        app,
        to,
        t.accounts_mail_known_subject().to_owned(),
        vec![t.accounts_mail_known().to_owned()],
        Some((t.sign_in(), "/sign-in".to_owned())),
    );
    send(app, write, to, "invitation", letter).await
}

/// A link that sets a new password.
pub async fn reset(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    token: &str,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let letter = letter(
        app,
        to,
        t.accounts_mail_reset_subject().to_owned(),
        vec![t.accounts_mail_reset().to_owned()],
        Some((t.accounts_mail_reset_action(), format!("/password/{token}"))),
    );
    send(app, write, to, "password", letter).await
}

/// The password was changed.
pub async fn password_changed(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let letter = letter(
        app,
        to,
        t.accounts_mail_changed_subject().to_owned(),
        vec![t.accounts_mail_changed().to_owned()],
        Some((t.accounts_mail_changed_action(), "/password".to_owned())),
    );
    send(app, write, to, "password-changed", letter).await
}

fn letter(
    app: &App,
    to: Reader<'_>,
    subject: String,
    paragraphs: Vec<String>,
    action: Option<(&'static str, String)>,
) -> Letter {
    let t = to.locale.words();
    let url = |path: &str| app.settings.url(&format!("/{}{path}", to.locale));
    let mut all = vec![t.accounts_mail_greeting().to_owned()];
    all.extend(paragraphs);
    Letter {
        locale: to.locale,
        subject,
        paragraphs: all,
        action: action.map(|(label, path)| Action {
            label: label.to_owned(),
            url: url(&path),
        }),
        closing: format!("{}\n{}", t.accounts_mail_ignore(), url("")),
    }
}

async fn send(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    purpose: &'static str,
    letter: Letter,
) -> Result<(), AppError> {
    let envelope = Envelope::new(to.email, purpose, letter);
    enqueue(write, &app.sources, &envelope).await
}
