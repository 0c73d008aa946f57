//! Who may do what to a practice. Pages, forms, API, search and attached files all ask here.

use super::types::{State, Visibility};
use crate::accounts::Actor;
use crate::clock::Id;

/// What the rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The owner.
    pub organization: Id,
    /// Whom it was published for.
    pub visibility: Visibility,
    /// Whether a revision was ever approved.
    pub published: bool,
    /// Whether it was taken off.
    pub archived: bool,
}

/// Whether the actor may read what was approved. An archived practice is the owner's alone.
pub fn may_read(actor: Option<&Actor>, practice: &Facts) -> bool {
    let own = actor.is_some_and(|actor| actor.belongs_to(practice.organization));
    let open = practice.visibility == Visibility::Public || actor.is_some();
    practice.published && (own || (open && !practice.archived))
}

/// Whether the actor may see drafts, the history, and what reviewers wrote. Coordinators see no other organization's.
pub fn may_see_drafts(actor: Option<&Actor>, practice: &Facts) -> bool {
    actor.is_some_and(|actor| actor.belongs_to(practice.organization))
}

/// Whether the actor may know that the practice exists.
pub fn may_see(actor: Option<&Actor>, practice: &Facts) -> bool {
    may_read(actor, practice) || may_see_drafts(actor, practice)
}

/// Whether the actor may write in the organization's name.
pub fn may_draft(actor: &Actor, organization: Id) -> bool {
    actor.belongs_to(organization)
}

/// Whether the actor decides what is published in the organization's name.
pub fn may_publish(actor: &Actor, organization: Id) -> bool {
    actor.publishes_for(organization)
}

/// Whether the actor may change what others see on the practice's page beside its words. While nobody else sees it, everyone
/// who drafts may.
pub fn may_show(actor: &Actor, practice: &Facts) -> bool {
    may_publish(actor, practice.organization)
        || (!practice.published && may_draft(actor, practice.organization))
}

/// Whether the actor may give the verified badge.
pub fn may_verify(actor: &Actor) -> bool {
    actor.coordinates()
}

/// What an actor's decision over a revision would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Someone else's words: approve or return.
    Ordinary,
    /// The author's own, and nobody else could: approved, and the history says so.
    Sole,
    /// The author's own, and another publisher can: left to them.
    NeedsAnother,
    /// Not a publisher of the organization.
    No,
}

/// Whether the actor may approve. `author` wrote the revision; `others` is how many other members publish for the owner.
pub fn approval(actor: &Actor, organization: Id, author: Option<Id>, others: usize) -> Approval {
    if !may_publish(actor, organization) {
        Approval::No
    } else if author != Some(actor.id) {
        Approval::Ordinary
    } else if others == 0 {
        Approval::Sole
    } else {
        Approval::NeedsAnother
    }
}

/// Whether a revision in this state can be decided on.
pub fn is_open_to_review(state: State) -> bool {
    state == State::InReview
}

/// The rule of [`may_read`] for lists, on `practices p`: archived ones are in no list. A literal, so that the partial
/// indexes of the same words serve it.
pub fn listed(actor: Option<&Actor>) -> &'static str {
    match actor {
        None => {
            "p.visibility = 'public' AND p.published_revision IS NOT NULL AND p.archived_at IS NULL"
        }
        Some(_) => "p.published_revision IS NOT NULL AND p.archived_at IS NULL",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::Sources;
    use crate::i18n::Locale;

    fn ids() -> [Id; 3] {
        let sources = Sources::system();
        [sources.id(), sources.id(), sources.id()]
    }

    fn actor(id: Id, organization: Id, publisher: bool, coordinator: bool, admin: bool) -> Actor {
        Actor {
            id,
            organization,
            organization_slug: String::new(),
            name: String::new(),
            post: String::new(),
            locale: Locale::Ar,
            publisher_of: if publisher {
                vec![organization]
            } else {
                Vec::new()
            },
            coordinator,
            admin,
        }
    }

    proptest! {
        #[test]
        fn drafts_never_leave_their_organization(
            publisher: bool, coordinator: bool, visible: bool, published: bool, archived: bool,
        ) {
            let [me, mine, theirs] = ids();
            let stranger = actor(me, mine, publisher, coordinator, false);
            let practice = Facts {
                organization: theirs,
                visibility: if visible { Visibility::Public } else { Visibility::Network },
                published,
                archived,
            };
            prop_assert!(!may_see_drafts(Some(&stranger), &practice));
            prop_assert!(!may_see_drafts(None, &practice));
            prop_assert!(!may_draft(&stranger, theirs) && !may_publish(&stranger, theirs));
            prop_assert!(!may_show(&stranger, &practice));
            let readable = published && !archived;
            prop_assert_eq!(may_see(Some(&stranger), &practice), readable);
            prop_assert_eq!(may_see(None, &practice), readable && visible);
        }

        #[test]
        fn only_publishers_decide(publisher: bool, admin: bool, own: bool, others in 0usize..3) {
            let [me, mine, other] = ids();
            let decider = actor(me, mine, publisher, true, admin);
            let author = if own { me } else { other };
            let approval = approval(&decider, mine, Some(author), others);
            prop_assert_eq!(approval == Approval::No, !publisher && !admin);
            if approval == Approval::Sole {
                prop_assert!(own && others == 0);
            }
            if own && others > 0 {
                prop_assert!(matches!(approval, Approval::No | Approval::NeedsAnother));
            }
        }
    }

    #[test]
    fn what_others_see_is_changed_by_publishers() {
        let [me, mine, _] = ids();
        let (member, publisher) = (
            actor(me, mine, false, false, false),
            actor(me, mine, true, false, false),
        );
        for published in [false, true] {
            let practice = Facts {
                organization: mine,
                visibility: Visibility::Public,
                published,
                archived: false,
            };
            assert_eq!(may_show(&member, &practice), !published);
            assert!(may_show(&publisher, &practice));
        }
    }

    #[test]
    fn members_see_their_own_drafts_and_admins_all() {
        let [me, mine, theirs] = ids();
        let draft = Facts {
            organization: mine,
            visibility: Visibility::Public,
            published: false,
            archived: false,
        };
        assert!(may_see(Some(&actor(me, mine, false, false, false)), &draft));
        assert!(may_see(
            Some(&actor(me, theirs, false, false, true)),
            &draft
        ));
        assert!(!may_read(Some(&actor(me, mine, true, true, true)), &draft));
    }
}
