//! The practices that a workshop is about.

use std::collections::{HashMap, HashSet};

use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::practices;

/// The practices that typed addresses lead to: whole addresses, paths or bare ids. What leads nowhere, or to a practice
/// that this reader may not see, is left out; those that are linked already stay.
pub(super) async fn resolve<'a>(
    visit: &Visit,
    typed: impl Iterator<Item = &'a str>,
    linked: &[Id],
) -> Result<HashMap<String, Id>, AppError> {
    let typed = typed.filter_map(|address| Some((address.to_owned(), id_of(address)?)));
    let mut found: HashMap<String, Id> = typed.collect();
    let ids: Vec<Id> = found.values().copied().collect();
    let seen = practices::store::by_ids(&visit.app.db, visit.actor(), &ids).await?;
    let mut known: HashSet<Id> = seen.iter().map(|practice| practice.id).collect();
    known.extend(linked);
    found.retain(|_, id| known.contains(id));
    Ok(found)
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
