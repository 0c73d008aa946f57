//! What publishers hear by mail of documents: that drafts of others wait for them.

use super::types::Details;
use crate::App;
use crate::accounts::{Actor, store};
use crate::clock::Id;
use crate::error::AppError;
use crate::i18n::Words;
use crate::mail::{Letters, Said, Urgency};

/// To the organization's publishers, besides the one who uploads: so many drafts wait, of which the first is `id`.
pub async fn drafts_wait(
    app: &App,
    actor: &Actor,
    organization: Id,
    id: Id,
    details: &Details,
    count: usize,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    for publisher in store::publishers_of(&app.db, organization).await? {
        if publisher.id == actor.id {
            continue;
        }
        let (title, path) = match count {
            1 => (
                details.title(publisher.locale()),
                format!("/documents/{id}"),
            ),
            _ => ("", "/documents?status=draft".to_owned()),
        };
        let say = |t: Words| Said {
            subject: match count {
                1 => t.documents_mail_draft_subject(title),
                _ => t.documents_mail_drafts_subject(count),
            },
            paragraphs: vec![t.documents_mail_draft(count)],
            label: t.documents_mail_draft_action(),
        };
        let purpose = ("document_draft", Urgency::Unasked);
        letters.add(app, publisher.reader(), purpose, &path, say);
    }
    Ok(letters)
}
