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

/// How many of those to come, and of those that are over, a section shows.
const SHOWN: usize = 6;
/// How many things of one kind a chain names.
pub(super) const CHAINED: usize = 3;

/// Some workshops with their hosts, loaded.
#[derive(Debug)]
pub struct Listed {
    workshops: Vec<Workshop>,
    hosts: Vec<Organization>,
    /// Whether more than these are to come.
    more_coming: bool,
    /// Whether more than these are over.
    more_past: bool,
    /// When the cards next look different by themselves: for the page's `valid_until`.
    pub valid_until: Option<Timestamp>,
}

impl Listed {
    async fn load(visit: &Visit, filter: Filter) -> Result<Self, AppError> {
        let mut workshops = Vec::new();
        let mut more = [false; 2];
        for (more, past) in more.iter_mut().zip([false, true]) {
            let filter = Filter {
                past,
                ..filter.clone()
            };
            let (found, _) =
                store::list(&visit.app.db, &filter, visit.actor(), visit.now, 1).await?;
            *more = found.len() > SHOWN;
            workshops.extend(found.into_iter().take(SHOWN));
        }
        let [more_coming, more_past] = more;
        Ok(Self {
            hosts: hosts_of(visit, &workshops).await?,
            more_coming,
            more_past,
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
        more_coming: false,
        more_past: false,
        valid_until: store::next_moment(&visit.app.db, visit.now).await?,
        workshops,
    })
}

/// What an organization hosts and what it agreed to do, loaded.
#[derive(Debug)]
pub struct OfOrganization {
    slug: String,
    hosted: Listed,
    agreed: Vec<Agreed>,
}

/// What this reader may see of an organization's workshops.
pub async fn of_organization(
    visit: &Visit,
    organization: &Organization,
) -> Result<OfOrganization, AppError> {
    let (db, actor, id) = (&visit.app.db, visit.actor(), organization.id);
    let filter = Filter {
        host: Some(id),
        ..Filter::default()
    };
    Ok(OfOrganization {
        slug: organization.slug.clone(),
        hosted: Listed::load(visit, filter).await?,
        agreed: store::recommendations_of(db, actor, id, visit.locale).await?,
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
            view! {
                <section id="workshops"><h2>{t.workshops_title()}</h2>{cards}{self.ways_on(visit)}</section>
            }
        });
        view! { {hosted}{self.agreed(visit)} }.into_any()
    }

    /// The rest of what it hosts, and the calendar to subscribe to.
    fn ways_on(&self, visit: &Visit) -> AnyView {
        let t = visit.t;
        let list = visit.link(&format!("/workshops?organization={}", self.slug));
        let feed = visit.link(&format!("/organizations/{}/workshops.ics", self.slug));
        let link = |href: String, label: &'static str| {
            view! { <a class="button button--secondary" href=href>{label}</a> }
        };
        let coming = self.hosted.more_coming;
        let past = self.hosted.more_past;
        view! {
            <p class="actions">
                {coming.then(|| link(list.clone(), t.workshops_all_coming()))}
                {past.then(|| link(format!("{list}&when=past"), t.workshops_all_past()))}
                <a class="button button--quiet" href=feed>{t.workshops_feed()}</a>
            </p>
        }
        .into_any()
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
