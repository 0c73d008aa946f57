//! What an organization is.

use std::ops::RangeInclusive;

use crate::clock::Id;
use crate::i18n::{Locale, Words};

/// Longest name, in characters.
pub const MAX_NAME: usize = 120;
/// Longest address of its own site.
pub const MAX_WEBSITE: usize = 300;
/// As many inhabitants as an entry may have.
pub const POPULATIONS: RangeInclusive<i64> = 0..=20_000_000;
/// The years in which they may have been counted.
pub const POPULATION_YEARS: RangeInclusive<i64> = 1900..=2100;

/// What kind of organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// بلدية
    Municipality,
    /// مجلس قروي
    VillageCouncil,
    /// مجلس خدمات مشترك
    JointCouncil,
    /// Ministry, association, donor, company, university.
    Partner,
}

impl Kind {
    /// All, in the order of forms.
    pub const ALL: [Self; 4] = [
        Self::Municipality,
        Self::VillageCouncil,
        Self::JointCouncil,
        Self::Partner,
    ];

    /// The word in database, URLs and API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::VillageCouncil => "village_council",
            Self::JointCouncil => "joint_council",
            Self::Partner => "partner",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The word for people.
    pub(crate) fn label(self, t: Words) -> &'static str {
        match self {
            Self::Municipality => t.organizations_kind_municipality(),
            Self::VillageCouncil => t.organizations_kind_village_council(),
            Self::JointCouncil => t.organizations_kind_joint_council(),
            Self::Partner => t.organizations_kind_partner(),
        }
    }
}

/// One of the two regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// الضفة الغربية
    WestBank,
    /// قطاع غزة
    Gaza,
}

impl Region {
    /// Both.
    pub const ALL: [Self; 2] = [Self::WestBank, Self::Gaza];

    /// The word in database, URLs and API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WestBank => "west_bank",
            Self::Gaza => "gaza",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.as_str() == word)
    }

    /// The word for people.
    pub(crate) fn label(self, t: Words) -> &'static str {
        match self {
            Self::WestBank => t.organizations_region_west_bank(),
            Self::Gaza => t.organizations_region_gaza(),
        }
    }
}

/// One of the sixteen governorates.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Governorate {
    /// Its name in URLs.
    pub slug: String,
    /// ISO 3166-2 code.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// The word of its [`Region`].
    pub region: String,
}

impl Governorate {
    /// The name in the reader's language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_ar, &self.name_en)
    }
}

/// An organization of the directory.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Organization {
    /// The identifier.
    pub id: Id,
    /// Its name in URLs and files.
    pub slug: String,
    /// The word of its [`Kind`].
    pub kind: String,
    /// The slug of its governorate; partners may have none.
    pub governorate: Option<String>,
    /// Arabic name, without the word of the kind.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Degrees north (WGS 84).
    pub latitude: Option<f64>,
    /// Degrees east (WGS 84).
    pub longitude: Option<f64>,
    /// Inhabitants; shown only with its year.
    pub population: Option<i64>,
    /// The year of the population.
    pub population_year: Option<i64>,
    /// Its own site, or empty.
    pub website: String,
    /// What it says of itself, Arabic Markdown.
    pub about_ar: String,
    /// The same in English.
    pub about_en: String,
    /// Where the entry comes from.
    pub source: String,
    /// When it left the directory, Unix microseconds.
    pub retired_at: Option<i64>,
    /// The organization it became part of.
    pub merged_into: Option<Id>,
    /// When the entry last changed, Unix microseconds.
    pub updated_at: i64,
}

impl Organization {
    /// Whether it does not say where it is, though only partners may leave that open.
    pub fn lacks_governorate(&self) -> bool {
        self.governorate.is_none() && self.kind() != Kind::Partner
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Municipality)
    }

    /// The name alone: «دورا».
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_ar, &self.name_en)
    }

    /// The name with its kind, as sentences and cards say it: «بلدية دورا», «Dura municipality».
    pub(crate) fn title(&self, t: Words) -> String {
        title(t, self.kind(), self.name(t.locale()))
    }
}

/// Kind and name of an organization as one title.
pub(crate) fn title(t: Words, kind: Kind, name: &str) -> String {
    match kind {
        Kind::Municipality => t.organizations_title_municipality(name),
        Kind::VillageCouncil => t.organizations_title_village_council(name),
        Kind::JointCouncil => t.organizations_title_joint_council(name),
        Kind::Partner => name.to_owned(),
    }
}

/// A key that sorts names the same on both engines: the one spelling that search knows, without apostrophes.
pub fn sort_key(name: &str) -> String {
    index::normalise(name).replace('\'', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_name_sort_in_one_form() {
        assert_eq!(sort_key("أريحا"), sort_key("اريحا"));
        assert_eq!(sort_key("Ya'bad"), "yabad");
    }

    #[test]
    fn words_survive_their_text() {
        assert!(
            Kind::ALL
                .into_iter()
                .all(|kind| Kind::parse(kind.as_str()) == Some(kind))
        );
        assert!(
            Region::ALL
                .into_iter()
                .all(|region| Region::parse(region.as_str()) == Some(region))
        );
    }
}
