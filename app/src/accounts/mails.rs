//! What the portal writes to people about their accounts, each in the reader's own language.

use crate::App;
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::{Locale, Words};
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

/// What there is to tell.
#[derive(Clone, Copy, Debug)]
pub enum Mail<'a> {
    /// Someone is invited into an organization, with this token.
    Invitation(&'a Organization, &'a str),
    /// Someone is invited, or asks to join, who has an account already.
    KnownAlready,
    /// A link with this token sets a new password.
    Reset(&'a str),
    /// The password was changed.
    PasswordChanged,
    /// To those who decide: someone wants to join the organization.
    JoinRequested(&'a Organization),
    /// To someone whose request to join was declined.
    JoinDeclined(&'a Organization),
    /// To the admins: a publisher asks for another address for a member.
    RecoveryRequested(&'a Organization),
    /// To the old address of an account that was moved to another.
    MailboxMoved,
    /// To a member whose roles changed.
    RolesChanged,
}

impl Mail<'_> {
    fn purpose(self) -> &'static str {
        match self {
            Self::Invitation(..) | Self::KnownAlready => "invitation",
            Self::Reset(_) => "password",
            Self::PasswordChanged => "password-changed",
            Self::JoinRequested(_) | Self::JoinDeclined(_) => "join",
            Self::RecoveryRequested(_) | Self::MailboxMoved => "recovery",
            Self::RolesChanged => "roles",
        }
    }

    /// Whether nothing happens to a reader who does nothing. What tells of a change must not be ignored by whoever did not
    /// want it.
    fn may_be_ignored(self) -> bool {
        matches!(
            self,
            Self::Invitation(..) | Self::KnownAlready | Self::Reset(_)
        )
    }

    fn subject(self, t: Words) -> String {
        match self {
            Self::Invitation(to, _) => t.accounts_mail_invitation_subject(to.title(t)),
            Self::KnownAlready => t.accounts_mail_known_subject().to_owned(),
            Self::Reset(_) => t.accounts_mail_reset_subject().to_owned(),
            Self::PasswordChanged => t.accounts_mail_changed_subject().to_owned(),
            Self::JoinRequested(organization) => {
                t.accounts_mail_join_subject(organization.title(t))
            }
            Self::JoinDeclined(_) => t.accounts_mail_declined_subject().to_owned(),
            Self::RecoveryRequested(_) => t.accounts_mail_recovery_subject().to_owned(),
            Self::MailboxMoved => t.accounts_mail_moved_subject().to_owned(),
            Self::RolesChanged => t.accounts_mail_roles_subject().to_owned(),
        }
    }

    fn text(self, t: Words) -> String {
        match self {
            Self::Invitation(to, _) => t.accounts_mail_invitation(to.title(t)),
            Self::KnownAlready => t.accounts_mail_known().to_owned(),
            Self::Reset(_) => t.accounts_mail_reset().to_owned(),
            Self::PasswordChanged => t.accounts_mail_changed().to_owned(),
            Self::JoinRequested(organization) => t.accounts_mail_join(organization.title(t)),
            Self::JoinDeclined(organization) => t.accounts_mail_declined(organization.title(t)),
            Self::RecoveryRequested(organization) => {
                t.accounts_mail_recovery(organization.title(t))
            }
            Self::MailboxMoved => t.accounts_mail_moved().to_owned(),
            Self::RolesChanged => t.accounts_mail_roles().to_owned(),
        }
    }

    /// The button, and the path after the language that it opens.
    fn action(self, t: Words) -> Option<(&'static str, String)> {
        Some(match self {
            Self::Invitation(_, token) => (
                t.accounts_mail_invitation_action(),
                format!("/invitations/{token}"),
            ),
            Self::Reset(token) => (t.accounts_mail_reset_action(), format!("/password/{token}")),
            Self::PasswordChanged => (t.accounts_mail_changed_action(), "/password".to_owned()),
            Self::JoinRequested(organization) => (
                t.accounts_mail_join_action(),
                format!("/organizations/{}/members", organization.slug),
            ),
            Self::RecoveryRequested(_) => {
                (t.accounts_mail_join_action(), "/admin/members".to_owned())
            }
            Self::KnownAlready | Self::RolesChanged => (t.sign_in(), "/sign-in".to_owned()),
            Self::JoinDeclined(_) | Self::MailboxMoved => return None,
        })
    }
}

/// Puts a mail into the queue: it leaves if the write commits.
pub async fn send(
    app: &App,
    write: &mut Write,
    to: Reader<'_>,
    mail: Mail<'_>,
) -> Result<(), AppError> {
    let t = to.locale.words();
    let url = |path: &str| app.settings.url(&format!("/{}{path}", to.locale));
    let mut paragraphs = vec![t.mail_greeting().to_owned(), mail.text(t)];
    if let Mail::Invitation(..) = mail {
        paragraphs.push(t.accounts_mail_invitation_bound(to.email));
    }
    let letter = Letter {
        locale: to.locale,
        subject: mail.subject(t),
        paragraphs,
        action: mail.action(t).map(|(label, path)| Action {
            label: label.to_owned(),
            url: url(&path),
        }),
        closing: match mail.may_be_ignored() {
            true => format!("{}\n{}", t.accounts_mail_ignore(), url("")),
            false => url(""),
        },
    };
    let envelope = Envelope::new(to.email, mail.purpose(), letter);
    enqueue(write, &app.sources, &envelope).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_a_change_is_not_to_be_ignored() {
        for mail in [Mail::KnownAlready, Mail::Reset("token")] {
            assert!(mail.may_be_ignored(), "{mail:?}");
        }
        for mail in [
            Mail::PasswordChanged,
            Mail::MailboxMoved,
            Mail::RolesChanged,
        ] {
            assert!(!mail.may_be_ignored(), "{mail:?}");
        }
    }
}
