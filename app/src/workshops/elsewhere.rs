//! Workshops on the pages of other features: a practice's, an organization's.

use jiff::Timestamp;
use leptos::prelude::*;

use super::forms::path;
use super::pages::{card, hosts_of};
use super::sections::recommendation_body;
use super::store::{self, Agreed, Filter};
use super::types::Workshop;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::Organization;
use crate::time::{Zone, Zones};
use crate::ui::chain::Step;

/// How many things of one kind a chain names.
pub(super) const CHAINED: usize = 3;

/// Some workshops with their hosts, loaded.
#[derive(Debug)]
pub struct Listed {
    workshops: Vec<Workshop>,
    hosts: Vec<Organization>,
    /// When the cards next look different by themselves: for the page's `valid_until`.
    pub valid_until: Option<Timestamp>,
}

impl Listed {
    async fn load(visit: &Visit, filter: Filter) -> Result<Self, AppError> {
        let mut workshops = Vec::new();
        for past in [false, true] {
            let filter = Filter {
                past,
                ..filter.clone()
            };
            let (found, _) =
                store::list(&visit.app.db, &filter, visit.actor(), visit.now, 1).await?;
            workshops.extend(found.into_iter().take(6));
        }
        Ok(Self {
            hosts: hosts_of(visit, &workshops).await?,
            valid_until: store::next_moment(&visit.app.db, visit.now).await?,
            workshops,
        })
    }

    /// Their step of the chain, the next ones first.
    pub fn step(&self, visit: &Visit) -> Option<Step> {
        let thing = |workshop: &Workshop| {
            let title = workshop.plan.title_in(visit.locale).0.to_owned();
            (title, visit.link(&path(workshop.id)))
        };
        let things = self.workshops.iter().take(CHAINED).map(thing);
        Step::to(visit.t.workshops_one(), things)
    }

    /// Their cards; nothing where there are none.
    pub fn view(&self, visit: &Visit) -> Option<AnyView> {
        if self.workshops.is_empty() {
            return None;
        }
        let cards = self
            .workshops
            .iter()
            .map(|workshop| view! { <li class="card">{card(visit, workshop, &self.hosts)}</li> })
            .collect_view();
        Some(view! { <ul class="cards">{cards}</ul> }.into_any())
    }
}

/// The workshops about a practice that this reader may see.
pub async fn about_practice(visit: &Visit, practice: Id) -> Result<Listed, AppError> {
    let filter = Filter {
        practice: Some(practice),
        ..Filter::default()
    };
    Listed::load(visit, filter).await
}

/// The next workshops of all, for the home page.
pub async fn next(visit: &Visit, limit: usize) -> Result<Listed, AppError> {
    let filter = Filter::default();
    let (mut workshops, _) =
        store::list(&visit.app.db, &filter, visit.actor(), visit.now, 1).await?;
    workshops.truncate(limit);
    Ok(Listed {
        hosts: hosts_of(visit, &workshops).await?,
        valid_until: store::next_moment(&visit.app.db, visit.now).await?,
        workshops,
    })
}

/// What an organization hosts and what it agreed to do, loaded.
#[derive(Debug)]
pub struct OfOrganization {
    hosted: Listed,
    agreed: Vec<Agreed>,
}

/// What this reader may see of an organization's workshops.
pub async fn of_organization(visit: &Visit, organization: Id) -> Result<OfOrganization, AppError> {
    let filter = Filter {
        host: Some(organization),
        ..Filter::default()
    };
    Ok(OfOrganization {
        hosted: Listed::load(visit, filter).await?,
        agreed: store::recommendations_of(&visit.app.db, visit.actor(), organization, visit.locale)
            .await?,
    })
}

impl OfOrganization {
    /// When the sections next look different by themselves.
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.hosted.valid_until
    }

    /// Both sections; one that is empty is left out.
    pub fn view(&self, visit: &Visit) -> AnyView {
        let t = visit.t;
        let hosted = self.hosted.view(visit).map(|cards| {
            view! { <section id="workshops"><h2>{t.workshops_title()}</h2>{cards}</section> }
        });
        view! { {hosted}{self.agreed(visit)} }.into_any()
    }

    fn agreed(&self, visit: &Visit) -> Option<AnyView> {
        let t = visit.t;
        if self.agreed.is_empty() {
            return None;
        }
        let today = Zones::current()
            .wall_time(visit.now, Zone::default())
            .date();
        let items = self
            .agreed
            .iter()
            .map(|agreed| {
                let one = &agreed.recommendation;
                let (title, language) = &agreed.workshop_title;
                let href = visit.link(&format!("{}#recommendations", path(one.workshop)));
                view! {
                    <li class="recommendation">
                        {recommendation_body(visit, one, one.is_overdue(today))}
                        <p class="recommendation__meta">
                            <a href=href lang=language.code() dir="auto">{title.clone()}</a>
                        </p>
                    </li>
                }
            })
            .collect_view();
        Some(
            view! {
                <section id="recommendations">
                    <h2>{t.workshops_agreed()}</h2>
                    <ul class="recommendations">{items}</ul>
                </section>
            }
            .into_any(),
        )
    }
}
