//! The practices that a workshop is about: what the form links, and what was looked for to be linked.

use std::collections::{HashMap, HashSet};

use index::{Filter, Kind, Request};

use super::input::WorkshopInput;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::Organization;
use crate::practices::{self, store::Item};
use crate::search;

/// How many practices a question of the form finds.
const FOUND: usize = 10;

/// The practices that a form speaks of.
pub(super) struct Practices {
    /// Where the typed addresses lead: whole addresses, paths or bare ids. What leads nowhere, or to a practice that this
    /// reader may not see, is left out; those that are linked already stay.
    pub(super) by_address: HashMap<String, Id>,
    seen: Vec<Item>,
    found: Vec<Id>,
}

impl Practices {
    pub(super) async fn load(
        visit: &Visit,
        input: &WorkshopInput,
        linked: &[Id],
    ) -> Result<Self, AppError> {
        let typed = input.practice_addresses();
        let typed = typed.filter_map(|address| Some((address.to_owned(), id_of(address)?)));
        let mut by_address: HashMap<String, Id> = typed.collect();
        let found = find(visit, input.find_practice.trim()).await?;
        let ids: Vec<Id> = by_address.values().chain(&found).copied().collect();
        let seen = practices::store::by_ids(&visit.app.db, visit.actor(), &ids).await?;
        let mut known: HashSet<Id> = seen.iter().map(|practice| practice.id).collect();
        known.extend(linked);
        by_address.retain(|_, id| known.contains(id));
        Ok(Self {
            by_address,
            seen,
            found,
        })
    }

    /// What the form links, each once, as the choices of a list. What leads nowhere stays as it was typed.
    pub(super) fn chosen(
        &self,
        visit: &Visit,
        input: &WorkshopInput,
        owners: &[Organization],
    ) -> Vec<(String, String)> {
        let mut chosen: Vec<(String, String)> = Vec::new();
        for address in input.practice_addresses() {
            let choice = match self.by_address.get(address) {
                Some(id) => (id.to_string(), self.label(visit, *id, owners)),
                None => (address.to_owned(), address.to_owned()),
            };
            if !chosen.contains(&choice) {
                chosen.push(choice);
            }
        }
        chosen
    }

    /// What was found besides what is chosen.
    pub(super) fn found(
        &self,
        visit: &Visit,
        chosen: &[(String, String)],
        owners: &[Organization],
    ) -> Vec<(String, String)> {
        let known = |id: &&Id| self.seen.iter().any(|practice| practice.id == **id);
        let found = self.found.iter().filter(known);
        found
            .map(|id| (id.to_string(), self.label(visit, *id, owners)))
            .filter(|choice| !chosen.contains(choice))
            .collect()
    }

    fn label(&self, visit: &Visit, id: Id, owners: &[Organization]) -> String {
        let t = visit.t;
        let Some(practice) = self.seen.iter().find(|practice| practice.id == id) else {
            return t.workshops_practice_unseen().to_owned();
        };
        let owner = owners.iter().find(|one| one.id == practice.organization);
        let owner = owner.map(|owner| owner.title(t)).unwrap_or_default();
        t.workshops_practice_choice(owner, practice.title_in(visit.locale).0)
    }
}

/// The practices that answer a question, best first; an address finds its own.
async fn find(visit: &Visit, question: &str) -> Result<Vec<Id>, AppError> {
    if question.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(id) = id_of(question) {
        return Ok(vec![id]);
    }
    let request = Request {
        q: question.to_owned(),
        filter: Filter {
            kinds: vec![Kind::Practice],
            reader: search::pages::reader(visit.actor()),
            ..Filter::default()
        },
        limit: FOUND,
        offset: 0,
        locale: visit.locale.code().to_owned(),
        plain: true,
    };
    let found = search::pages::ask(visit, request).await?;
    let ids = found.hits.iter().filter_map(|hit| hit.id.parse().ok());
    Ok(ids.collect())
}

/// The id at the end of an address.
fn id_of(address: &str) -> Option<Id> {
    let path = address.split(['?', '#']).next()?.trim_end_matches('/');
    path.rsplit('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::id_of;

    #[test]
    fn an_address_is_read_in_any_form() {
        let id = "01930000-0000-7000-8000-000000000001";
        for address in [
            id.to_owned(),
            format!("/ar/practices/{id}"),
            format!("https://tabadul.example.ps/en/practices/{id}?done=published#steps"),
            format!("https://tabadul.example.ps/en/practices/{id}/"),
        ] {
            assert_eq!(
                id_of(&address).map(|id| id.to_string()).as_deref(),
                Some(id)
            );
        }
        assert!(id_of("https://tabadul.example.ps/en/practices").is_none());
    }
}
