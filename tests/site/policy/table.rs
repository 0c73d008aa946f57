//! The table of roles, said once more from the words of its columns: no policy of the product is asked. And what there can
//! be, drawn by chance.

use proptest::prelude::*;

pub const ORGANIZATIONS: [&str; 3] = ["gaza", "dura", "hebron"];
/// Someone with an account. Rights are a union, not a ladder.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub organization: usize,
    pub publishes_for: Option<usize>,
    pub coordinates: bool,
    pub administers: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Practice {
    Draft,
    Waiting,
    Public,
    Network,
    Archived,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Workshop {
    Proposed,
    Public,
    Network,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Audience {
    Everyone,
    Members,
    /// The owner and the organization so many places further.
    Named(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Life {
    Draft,
    Published,
    Withdrawn,
    /// Taken back before anybody else saw it.
    DraftWithdrawn,
}

#[derive(Clone, Debug)]
pub struct Document {
    pub owner: usize,
    pub audience: Audience,
    pub life: Life,
    pub replaced: bool,
    pub picture: bool,
    /// Which practices, then workshops, it hangs on.
    pub hangs: Vec<bool>,
}

/// Everything that there is. A practice or workshop has its organization beside it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub practices: Vec<(usize, Practice)>,
    pub workshops: Vec<(usize, Workshop)>,
    pub documents: Vec<Document>,
    pub people: Vec<Person>,
}

/// Nobody, or somebody.
pub type Reader = Option<Person>;

impl Person {
    /// The column «own organization»; the last one has all.
    pub fn owns(self, organization: usize) -> bool {
        self.administers
            || self.organization == organization
            || self.publishes_for == Some(organization)
    }

    fn publishes(self, organization: usize) -> bool {
        self.administers || self.publishes_for == Some(organization)
    }
}

pub fn reads_practice(reader: Reader, (owner, practice): (usize, Practice)) -> bool {
    match practice {
        _ if reader.is_some_and(|person| person.owns(owner)) => true,
        Practice::Draft | Practice::Waiting | Practice::Archived => false,
        Practice::Public => true,
        Practice::Network => reader.is_some(),
    }
}

pub fn reads_workshop(reader: Reader, (host, workshop): (usize, Workshop)) -> bool {
    match workshop {
        Workshop::Proposed => reader.is_some_and(|person| {
            person.publishes(host) || person.coordinates || person.administers
        }),
        Workshop::Public => true,
        Workshop::Network => reader.is_some(),
    }
}

pub fn knows(reader: Reader, document: &Document) -> bool {
    if reader.is_some_and(|person| person.owns(document.owner)) {
        return true;
    }
    match document.life {
        Life::Draft | Life::DraftWithdrawn => return false,
        Life::Published | Life::Withdrawn => {}
    }
    match document.audience {
        Audience::Everyone => true,
        Audience::Members => reader.is_some(),
        Audience::Named(further) => {
            let named = (document.owner + further) % ORGANIZATIONS.len();
            reader.is_some_and(|person| person.organization == named)
        }
    }
}

pub fn is_taken_back(document: &Document) -> bool {
    matches!(document.life, Life::Withdrawn | Life::DraftWithdrawn)
}

/// The file: of what was taken back only the owner has it.
pub fn has(reader: Reader, document: &Document) -> bool {
    let owns = reader.is_some_and(|person| person.owns(document.owner));
    knows(reader, document) && (owns || !is_taken_back(document))
}

/// The forms: a draft is its organization's to change, what is published its publishers'.
pub fn changes(reader: Reader, document: &Document) -> bool {
    reader.is_some_and(|person| match document.life {
        Life::Draft => person.owns(document.owner),
        Life::Published => person.publishes(document.owner),
        Life::Withdrawn | Life::DraftWithdrawn => false,
    })
}

pub fn plans() -> impl Strategy<Value = Plan> {
    let places = 0..ORGANIZATIONS.len();
    let practice = prop_oneof![
        Just(Practice::Draft),
        Just(Practice::Waiting),
        Just(Practice::Public),
        Just(Practice::Public),
        Just(Practice::Network),
        Just(Practice::Archived),
    ];
    let workshop = prop_oneof![
        Just(Workshop::Proposed),
        Just(Workshop::Public),
        Just(Workshop::Network),
    ];
    let audience = prop_oneof![
        Just(Audience::Everyone),
        Just(Audience::Members),
        (1_usize..3).prop_map(Audience::Named),
    ];
    let life = prop_oneof![
        2 => Just(Life::Draft),
        4 => Just(Life::Published),
        2 => Just(Life::Withdrawn),
        1 => Just(Life::DraftWithdrawn),
    ];
    let hangs = prop::collection::vec(prop::bool::weighted(0.6), 5);
    let document = (
        places.clone(),
        audience,
        life,
        any::<bool>(),
        any::<bool>(),
        hangs,
    )
        .prop_map(
            |(owner, audience, life, replaced, picture, hangs)| Document {
                owner,
                audience,
                life,
                replaced,
                picture,
                hangs,
            },
        );
    let role = (
        prop::option::weighted(0.4, places.clone()),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.15),
    );
    let person = (places.clone(), role).prop_map(
        |(organization, (publishes_for, coordinates, administers))| Person {
            organization,
            publishes_for,
            coordinates,
            administers,
        },
    );
    (
        prop::collection::vec((places.clone(), practice), 3),
        prop::collection::vec((places, workshop), 2),
        prop::collection::vec(document, 8),
        prop::collection::vec(person, 5),
    )
        .prop_map(|(practices, workshops, documents, people)| Plan {
            practices,
            workshops,
            documents,
            people,
        })
}
