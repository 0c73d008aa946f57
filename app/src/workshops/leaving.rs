//! What becomes of the places of someone whose account is closed: whoever waits gets them.

use super::notices::{Notice, Notices};
use super::store;
use super::types::Workshop;
use crate::App;
use crate::clock::Id;
use crate::db::Write;
use crate::error::AppError;
use crate::organizations::{self, Organization};

/// The places that a member has in workshops to come, and what the letters about them need.
pub struct Places<'a> {
    app: &'a App,
    held: Vec<Held>,
}

struct Held {
    registration: Id,
    workshop: Workshop,
    hosts: Vec<Organization>,
}

impl<'a> Places<'a> {
    /// Reads what the letters need, before the transaction begins.
    pub async fn of(app: &'a App, member: Id) -> Result<Places<'a>, AppError> {
        let mut held = Vec::new();
        let now = app.sources.now();
        for registration in store::registrations_to_come(&app.db, member, now).await? {
            let Some(workshop) = store::by_id(&app.db, registration.workshop).await? else {
                continue;
            };
            held.push(Held {
                registration: registration.id,
                hosts: organizations::store::by_ids(&app.db, &workshop.plan.hosts).await?,
                workshop,
            });
        }
        Ok(Places { app, held })
    }

    /// Takes the places back in the transaction that closes the account, and tells those who move up. The one who leaves is
    /// told nothing: nobody reads that mailbox for the network any more.
    pub async fn give_back(self, write: &mut Write) -> Result<(), AppError> {
        for held in self.held {
            let taken = store::withdraw(write, held.workshop.id, held.registration).await?;
            let Some((_, promoted)) = taken else { continue };
            let notices = Notices::with(self.app, &held.workshop, held.hosts);
            for attendee in &promoted {
                notices.send(write, attendee, Notice::Promoted).await?;
            }
        }
        Ok(())
    }
}
