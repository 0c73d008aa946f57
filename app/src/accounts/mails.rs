//! What the portal writes to people about their accounts, each in the reader's own language.

use crate::App;
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::mail::{Action, Envelope, Letter, enqueue};
use crate::organizations::Organization;

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
    organization: &Organization,
    token: &str,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let organization = organization.title(t);
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

/// To those who decide: someone wants to join the organization.
pub async fn join_requested(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    organization: &Organization,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let path = format!("/organizations/{}/members", organization.slug);
    let organization = organization.title(t);
    let letter = letter(
        app,
        to,
        t.accounts_mail_join_subject(&organization),
        vec![t.accounts_mail_join(&organization)],
        Some((t.accounts_mail_join_action(), path)),
    );
    send(app, write, to, "join", letter).await
}

/// To someone whose request to join was declined.
pub async fn join_declined(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    organization: &Organization,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let organization = organization.title(t);
    let letter = letter(
        app,
        to,
        t.accounts_mail_declined_subject().to_owned(),
        vec![t.accounts_mail_declined(&organization)],
        None,
    );
    send(app, write, to, "join", letter).await
}

/// To the admins: a publisher asks for another address for a member.
pub async fn recovery_requested(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    organization: &Organization,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let letter = letter(
        app,
        to,
        t.accounts_mail_recovery_subject().to_owned(),
        vec![t.accounts_mail_recovery(organization.title(t))],
        Some((t.accounts_mail_join_action(), "/admin/members".to_owned())),
    );
    send(app, write, to, "recovery", letter).await
}

/// To the old address of an account that was moved to another.
pub async fn mailbox_moved(app: &App, write: &mut Write, to: Reader<'_>) -> Result<(), AppError> {
    let t = to.locale.words();
    let letter = letter(
        app,
        to,
        t.accounts_mail_moved_subject().to_owned(),
        vec![t.accounts_mail_moved().to_owned()],
        None,
    );
    send(app, write, to, "recovery", letter).await
}

/// To a member whose roles changed.
pub async fn roles_changed(app: &App, write: &mut Write, to: Reader<'_>) -> Result<(), AppError> {
    let t = to.locale.words();
    let letter = letter(
        app,
        to,
        t.accounts_mail_roles_subject().to_owned(),
        vec![t.accounts_mail_roles().to_owned()],
        Some((t.sign_in(), "/sign-in".to_owned())),
    );
    send(app, write, to, "roles", letter).await
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
