//! Who acts.

use super::email::Email;
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

    /// Whether this member may do what the same member could at another moment, no more and no less.
    pub fn has_rights_of(&self, other: &Self) -> bool {
        let publishes = |actor: &Self| {
            let mut organizations = actor.publisher_of.clone();
            organizations.sort_unstable();
            organizations
        };
        (self.id, self.organization, self.coordinator, self.admin)
            == (other.id, other.organization, other.coordinator, other.admin)
            && publishes(self) == publishes(other)
    }

    /// Whether this member works for the whole network.
    pub fn coordinates(&self) -> bool {
        self.coordinator || self.admin
    }
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The address.
    pub email: Email,
    /// The person's name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The one organization.
    pub organization: Id,
    /// The language of mails.
    pub locale: Locale,
    /// A PHC string, see [`super::Passwords::hash`].
    pub password_hash: Option<String>,
    /// Whether other members may see the name.
    pub shows_name: bool,
    /// Coordinator for the network.
    pub coordinator: bool,
    /// Administrator of the server.
    pub admin: bool,
    /// An account of the demonstration: refused where others than this machine can reach the server.
    pub demo: bool,
}

impl NewMember {
    /// A member without any role.
    pub fn new(
        email: Email,
        name: impl Into<String>,
        post: impl Into<String>,
        organization: Id,
    ) -> Self {
        Self {
            email,
            name: name.into(),
            post: post.into(),
            organization,
            locale: Locale::Ar,
            password_hash: None,
            shows_name: false,
            coordinator: false,
            admin: false,
            demo: false,
        }
    }
}

/// The most characters of a name.
pub const NAME_LIMIT: usize = 120;
/// The most characters of a post.
pub const POST_LIMIT: usize = 160;

/// What a member says of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// The post, which is what pages show.
    pub post: String,
    /// The language of mails.
    pub locale: Locale,
    /// Whether other members may see the name.
    pub shows_name: bool,
}
