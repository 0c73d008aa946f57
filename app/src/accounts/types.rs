//! Who acts.

use crate::clock::Id;
use crate::i18n::Locale;

/// A signed-in member with the rights of this moment: read anew for each request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The member.
    pub id: Id,
    /// The one organization the member belongs to.
    pub organization: Id,
    /// Its slug.
    pub organization_slug: String,
    /// The person's name: shown to the person alone, or to members where `shows_name`.
    pub name: String,
    /// The post, which is what pages show.
    pub post: String,
    /// The language of mails to this member.
    pub locale: Locale,
    /// Organizations that this member publishes for.
    pub publisher_of: Vec<Id>,
    /// Coordinator for the network.
    pub coordinator: bool,
    /// Administrator of the server.
    pub admin: bool,
}

impl Actor {
    /// Whether this member publishes for the organization (an admin does for all).
    pub fn publishes_for(&self, organization: Id) -> bool {
        self.admin || self.publisher_of.contains(&organization)
    }

    /// Whether this member may draft in the organization's name.
    pub fn belongs_to(&self, organization: Id) -> bool {
        self.organization == organization || self.publishes_for(organization)
    }

    /// Whether this member works for the whole network.
    pub fn coordinates(&self) -> bool {
        self.coordinator || self.admin
    }
}
