//! Workshops in both databases.

use std::sync::Arc;

use jiff::SignedDuration;

use super::*;
use crate::accounts::{Email, NewMember};
use crate::clock::Sources;
use crate::organizations::load::load_directory;
use crate::testing::{HandClock, TestDb, databases, sources};
use crate::workshops::types::{
    AgendaItem, Recommendation, RecommendationStatus, RegistrationState,
};

/// A database with a directory, some members and a scheduled workshop with two places.
struct World {
    db: TestDb,
    clock: Arc<HandClock>,
    sources: Sources,
    gaza: Id,
    dura: Id,
    people: Vec<Id>,
    workshop: Id,
}

impl World {
    async fn all() -> Vec<World> {
        let mut worlds = Vec::new();
        for db in databases().await {
            worlds.push(World::on(db).await);
        }
        worlds
    }

    async fn on(db: TestDb) -> World {
        let (clock, sources) = sources();
        load_directory(&db, &sources).await.unwrap();
        let organization = async |slug| {
            let found = crate::organizations::store::by_slug(&db, slug).await;
            found.unwrap().unwrap().id
        };
        let (gaza, dura) = (organization("gaza").await, organization("dura").await);
        let mut people = Vec::new();
        for number in 0..4 {
            let email = Email::parse(&format!("m{number}@example.ps")).unwrap();
            let member = NewMember::new(email, "اسم", "موظف", dura);
            let made = crate::accounts::store::create_member(&db, &sources, &member).await;
            people.push(made.unwrap().unwrap());
        }
        let workshop = sources.id();
        let mut write = db.begin_write(sources.now(), None).await.unwrap();
        let plan = plan(gaza, dura);
        let zones = Zones::bundled();
        let made = insert(
            &mut write,
            workshop,
            Decision::Scheduled,
            &plan,
            &zones,
            people[0],
        );
        assert!(made.await.unwrap());
        write.commit().await.unwrap();
        World {
            db,
            clock,
            sources,
            gaza,
            dura,
            people,
            workshop,
        }
    }

    async fn write(&self) -> Write {
        self.db.begin_write(self.sources.now(), None).await.unwrap()
    }

    async fn workshop(&self) -> Workshop {
        by_id(&self.db, self.workshop).await.unwrap().unwrap()
    }

    async fn register(&self, person: usize, heads: i64) -> Option<Attendee> {
        let workshop = self.workshop().await;
        let mut write = self.write().await;
        let who = (self.people[person], self.dura);
        let asked = register(&mut write, &self.sources, &workshop, who, heads).await;
        write.commit().await.unwrap();
        self.clock.advance(SignedDuration::from_secs(1));
        match asked.unwrap() {
            Asked::Answered(attendee) => Some(*attendee),
            _ => None,
        }
    }

    async fn state(&self, person: usize) -> RegistrationState {
        let found = registration_of(&self.db, self.workshop, self.people[person]).await;
        found.unwrap().unwrap().registration.state
    }
}

#[tokio::test]
async fn a_proposal_that_was_called_off_before_there_were_declined_ones_is_declined() {
    for world in World::all().await {
        let (proposed, agreed) = (world.sources.id(), world.sources.id());
        let zones = Zones::bundled();
        let plan = plan(world.gaza, world.dura);
        let mut write = world.write().await;
        for id in [proposed, agreed] {
            let decision = Decision::Proposed;
            let made = insert(&mut write, id, decision, &plan, &zones, world.people[0]);
            assert!(made.await.unwrap());
        }
        write.commit().await.unwrap();
        for (id, decisions) in [
            (proposed, &[Decision::Cancelled][..]),
            (agreed, &[Decision::Scheduled, Decision::Cancelled]),
            (world.workshop, &[Decision::Cancelled]),
        ] {
            for decision in decisions {
                let workshop = by_id(&world.db, id).await.unwrap().unwrap();
                let mut write = world.write().await;
                assert!(decide(&mut write, &workshop, *decision, "").await.unwrap());
                write.commit().await.unwrap();
            }
        }
        let before = world.db.feed_number().await.unwrap();
        let migration =
            include_str!("../../../../migrations/20261129080100_decline_old_proposals.sql");
        let mut write = world.write().await;
        let run = sqlx::raw_sql(migration).execute(write.connection()).await;
        run.unwrap();
        write.commit().await.unwrap();
        let decision = async |id| by_id(&world.db, id).await.unwrap().unwrap().decision;
        assert_eq!(decision(proposed).await, Decision::Declined);
        assert_eq!(decision(agreed).await, Decision::Cancelled);
        assert_eq!(decision(world.workshop).await, Decision::Cancelled);
        let told = world.db.changes_after(before, 10).await.unwrap();
        let told: Vec<_> = told.into_iter().map(|change| change.id).collect();
        assert_eq!(told, [proposed.to_string()]);
        assert_eq!(world.db.feed_number().await.unwrap(), before + 1);
    }
}

fn local(text: &str) -> LocalTime {
    LocalTime::from_stored(text, "Asia/Gaza").unwrap()
}

fn plan(gaza: Id, dura: Id) -> Plan {
    Plan {
        kind: Kind::Exchange,
        visibility: Visibility::Public,
        locale: Locale::Ar,
        title: "تبادل الخبرات".to_owned(),
        summary: String::new(),
        title_translated: "Exchange".to_owned(),
        summary_translated: String::new(),
        description: String::new(),
        starts: local("2026-12-06T10:00"),
        ends: local("2026-12-06T12:00"),
        place: String::new(),
        capacity: Some(2),
        moderated: false,
        video: Video::Link(Url::parse("https://meet.example.ps/x").unwrap()),
        hosts: vec![gaza, dura],
        topics: vec!["complaints".to_owned(), "gis".to_owned()],
        practices: vec![dura],
        agenda: vec![AgendaItem {
            title: "افتتاح".to_owned(),
            minutes: 15,
            speaker: "رئيس البلدية".to_owned(),
            organization: Some(gaza),
            practice: None,
        }],
    }
}

use RegistrationState::{Cancelled, Pending, Registered, Waitlisted};

#[tokio::test]
async fn a_workshop_comes_back_whole() {
    for world in World::all().await {
        let workshop = world.workshop().await;
        assert_eq!(workshop.plan, plan(world.gaza, world.dura));
        assert_eq!(workshop.starts_at.to_string(), "2026-12-06T08:00:00Z");
        let mut write = world.write().await;
        let again = plan(world.gaza, world.dura);
        let zones = Zones::bundled();
        let id = world.workshop;
        let made = insert(
            &mut write,
            id,
            Decision::Scheduled,
            &again,
            &zones,
            world.people[0],
        );
        assert!(
            !made.await.unwrap(),
            "the same form twice makes one workshop"
        );
    }
}

#[tokio::test]
async fn a_stale_edit_is_noticed() {
    for world in World::all().await {
        let before = world.workshop().await;
        let mut changed = before.plan.clone();
        changed.starts = local("2026-12-07T10:00");
        changed.ends = local("2026-12-07T12:00");
        changed.capacity = None;
        let mut write = world.write().await;
        assert!(
            update(&mut write, &before, &changed, &Zones::bundled())
                .await
                .unwrap()
        );
        assert!(
            !update(&mut write, &before, &changed, &Zones::bundled())
                .await
                .unwrap()
        );
        write.commit().await.unwrap();
        let after = world.workshop().await;
        assert_eq!(after.plan, changed);
        assert_eq!((after.version, after.sequence), (2, 1));
    }
}

#[test]
fn those_who_registered_hear_of_what_their_letters_say() {
    let (_, sources) = sources();
    let before = plan(sources.id(), sources.id());
    let heard = |change: fn(&mut Plan)| {
        let mut after = before.clone();
        change(&mut after);
        people_must_hear(&before, &after) && people_must_hear(&after, &before)
    };
    assert!(heard(|plan| plan.starts = local("2026-12-06T09:00")));
    assert!(heard(|plan| plan.place = "قاعة البلدية".to_owned()));
    assert!(heard(|plan| plan.title = "غيره".to_owned()));
    assert!(heard(|plan| plan.title_translated = "Other".to_owned()));
    assert!(heard(|plan| plan.video = Video::None));
    let other = |plan: &mut Plan| {
        plan.video = Video::Link(Url::parse("https://meet.example.ps/y").unwrap());
    };
    assert!(!heard(other), "the join page leads there");
    assert!(!heard(|plan| plan.summary = "سطر".to_owned()));
}

#[tokio::test]
async fn places_fill_wait_and_move_up_in_order() {
    for world in World::all().await {
        assert_eq!(
            world.register(0, 1).await.unwrap().registration.state,
            Registered
        );
        assert!(
            world.register(0, 1).await.is_none(),
            "a second time changes nothing"
        );
        world.register(1, 1).await.unwrap();
        let waiting = world.register(2, 1).await.unwrap().registration;
        assert_eq!(waiting.state, Waitlisted);
        let later = world.register(3, 1).await.unwrap().registration;
        assert_eq!(queue_place(&world.db, &later).await.unwrap(), 2);
        let heads = heads(&world.db, world.workshop).await.unwrap();
        assert_eq!((heads.registered, heads.waiting), (2, 2));

        let first = registration_of(&world.db, world.workshop, world.people[0]).await;
        let first = first.unwrap().unwrap().registration.id;
        let mut write = world.write().await;
        let (_, promoted) = withdraw(&mut write, world.workshop, first)
            .await
            .unwrap()
            .unwrap();
        write.commit().await.unwrap();
        let promoted: Vec<Id> = promoted.iter().map(|one| one.registration.member).collect();
        assert_eq!(promoted, [world.people[2]]);
        assert_eq!(
            (world.state(0).await, world.state(3).await),
            (Cancelled, Waitlisted)
        );

        let again = world.register(0, 1).await.unwrap().registration;
        assert_eq!(
            again.state, Waitlisted,
            "whoever comes back queues at the end"
        );
        assert_eq!(queue_place(&world.db, &again).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_group_that_does_not_fit_keeps_its_place_and_lets_others_pass() {
    for world in World::all().await {
        world.register(0, 1).await.unwrap();
        world.register(1, 1).await.unwrap();
        world.register(2, 2).await.unwrap();
        world.register(3, 1).await.unwrap();
        let first = registration_of(&world.db, world.workshop, world.people[0]).await;
        let first = first.unwrap().unwrap().registration.id;
        let mut write = world.write().await;
        withdraw(&mut write, world.workshop, first).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(
            (world.state(2).await, world.state(3).await),
            (Waitlisted, Registered)
        );
    }
}

#[tokio::test]
async fn nobody_comes_with_a_closed_account() {
    for world in World::all().await {
        let mut ids = Vec::new();
        for (person, count) in [(0, 2), (1, 1), (2, 1), (3, 1)] {
            ids.push(world.register(person, count).await.unwrap().registration);
        }
        let mut write = world.write().await;
        for person in [0, 1] {
            sqlx::query("UPDATE members SET deactivated_at = 1 WHERE id = $1")
                .bind(world.people[person])
                .execute(write.connection())
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let heads = heads(&world.db, world.workshop).await.unwrap();
        assert_eq!((heads.registered, heads.waiting), (0, 2));
        assert_eq!(queue_place(&world.db, &ids[2]).await.unwrap(), 1);
        let mut write = world.write().await;
        let promoted = promote(&mut write, world.workshop).await.unwrap();
        write.commit().await.unwrap();
        let promoted: Vec<Id> = promoted.iter().map(|one| one.registration.member).collect();
        assert_eq!(promoted, world.people[2..4]);
        let left = registrations_to_come(&world.db, world.people[0], world.sources.now());
        assert_eq!(left.await.unwrap(), [ids[0].clone()]);
        let over = "2026-12-06T10:00:00Z".parse().unwrap();
        let left = registrations_to_come(&world.db, world.people[0], over);
        assert!(left.await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_moderated_registration_waits_for_an_organiser() {
    for world in World::all().await {
        let before = world.workshop().await;
        let mut changed = before.plan.clone();
        changed.moderated = true;
        let mut write = world.write().await;
        update(&mut write, &before, &changed, &Zones::bundled())
            .await
            .unwrap();
        write.commit().await.unwrap();
        let asked = world.register(0, 1).await.unwrap().registration;
        assert_eq!(asked.state, Pending);
        let mut write = world.write().await;
        let admitted = admit(&mut write, world.workshop, asked.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(admitted.registration.state, Registered);
        assert!(
            admit(&mut write, world.workshop, asked.id)
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn whoever_is_admitted_late_needs_no_reminder() {
    for world in World::all().await {
        let before = world.workshop().await;
        let mut changed = before.plan.clone();
        changed.moderated = true;
        let mut write = world.write().await;
        let zones = Zones::bundled();
        let updated = update(&mut write, &before, &changed, &zones);
        assert!(updated.await.unwrap());
        write.commit().await.unwrap();
        let asked = world.register(0, 1).await.unwrap().registration;
        let soon = before.starts_at - SignedDuration::from_mins(5);
        let mut write = world.db.begin_write(soon, None).await.unwrap();
        admit(&mut write, world.workshop, asked.id).await.unwrap();
        write.commit().await.unwrap();
        for ahead in [Ahead::Day, Ahead::Hour] {
            let due = to_remind(&world.db, ahead, soon).await.unwrap();
            assert!(due.is_empty(), "{ahead:?}");
        }
    }
}

#[tokio::test]
async fn a_link_opens_until_the_registration_is_cancelled() {
    for world in World::all().await {
        let mine = world.register(0, 1).await.unwrap().registration.id;
        let mut write = world.write().await;
        let key = join_key(&mut write, &world.sources, mine).await.unwrap();
        write.commit().await.unwrap();
        let open = async |key: &str| {
            let found = registration_by_key(&world.db, world.workshop, key).await;
            found.unwrap().is_some()
        };
        assert!(open(&key).await && !open("guess").await);
        let mut write = world.write().await;
        withdraw(&mut write, world.workshop, mine).await.unwrap();
        write.commit().await.unwrap();
        assert!(!open(&key).await);
        world.register(0, 1).await.unwrap();
        assert!(!open(&key).await, "an old link stays dead");
    }
}

#[tokio::test]
async fn minutes_keep_every_revision_and_notice_a_second_writer() {
    for world in World::all().await {
        let author = world.people[0];
        let mut write = world.write().await;
        for (edited, text, stored) in [(0, "a", true), (0, "b", false), (1, "c", true)] {
            let added = add_minutes(&mut write, world.workshop, edited, text, author).await;
            assert_eq!(added.unwrap(), stored, "{text}");
        }
        write.commit().await.unwrap();
        let all = revisions(&world.db, world.workshop, 10).await.unwrap();
        let texts: Vec<&str> = all.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["c", "a"]);
        assert_eq!(
            minutes(&world.db, world.workshop)
                .await
                .unwrap()
                .unwrap()
                .revision,
            2
        );
    }
}

#[tokio::test]
async fn recommendations_show_at_their_organization() {
    for world in World::all().await {
        let workshop = world.workshop().await;
        let mut one = Recommendation {
            id: world.sources.id(),
            workshop: workshop.id,
            text: "ورشة ثانية".to_owned(),
            organization: world.gaza,
            due: Some(jiff::civil::date(2027, 1, 15)),
            status: RecommendationStatus::Open,
            progress: String::new(),
            version: 1,
        };
        let mut write = world.write().await;
        assert!(
            add_recommendation(&mut write, &workshop, &one)
                .await
                .unwrap()
        );
        assert!(
            !add_recommendation(&mut write, &workshop, &one)
                .await
                .unwrap()
        );
        one.status = RecommendationStatus::InProgress;
        assert!(update_recommendation(&mut write, &one).await.unwrap());
        assert!(!update_recommendation(&mut write, &one).await.unwrap());
        write.commit().await.unwrap();
        one.version = 2;
        assert_eq!(
            recommendations(&world.db, workshop.id).await.unwrap(),
            [one.clone()]
        );
        let agreed = recommendations_of(&world.db, None, world.gaza, Locale::En)
            .await
            .unwrap();
        assert_eq!(agreed.len(), 1);
        assert_eq!(agreed[0].recommendation, one);
        assert_eq!(
            agreed[0].workshop_title,
            ("Exchange".to_owned(), Locale::En)
        );
        let other = recommendations_of(&world.db, None, world.dura, Locale::En).await;
        assert!(other.unwrap().is_empty());
        let mut write = world.write().await;
        move_organization(&mut write, world.gaza, world.dura)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(world.workshop().await.plan.hosts, [world.dura]);
        let moved = recommendations_of(&world.db, None, world.dura, Locale::En).await;
        assert_eq!(moved.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn lists_hold_what_the_reader_may_see() {
    for world in World::all().await {
        let now = world.sources.now();
        let count = async |filter: Filter| {
            let (found, total) = list(&world.db, &filter, None, now, 1).await.unwrap();
            assert_eq!(i64::try_from(found.len()).unwrap(), total);
            total
        };
        assert_eq!(count(Filter::default()).await, 1);
        for filter in [
            Filter {
                past: true,
                ..Filter::default()
            },
            Filter {
                kind: Some(Kind::Training),
                ..Filter::default()
            },
            Filter {
                topic: Some("waste".to_owned()),
                ..Filter::default()
            },
            Filter {
                host: Some(world.people[0]),
                ..Filter::default()
            },
            Filter {
                practice: Some(world.gaza),
                ..Filter::default()
            },
        ] {
            assert_eq!(count(filter).await, 0);
        }
        let moment = next_moment(&world.db, now).await.unwrap().unwrap();
        assert_eq!(moment.to_string(), "2026-12-06T08:00:00Z");
        let moment = next_moment(&world.db, moment).await.unwrap().unwrap();
        assert_eq!(moment.to_string(), "2026-12-06T10:00:00Z");
        assert!(next_moment(&world.db, moment).await.unwrap().is_none());
        let narrow = Filter {
            past: false,
            kind: Some(Kind::Exchange),
            topic: Some("gis".to_owned()),
            host: Some(world.gaza),
            organization: Some("gaza".to_owned()),
            practice: Some(world.dura),
        };
        assert_eq!(count(narrow).await, 1);
        let before = world.workshop().await;
        let mut hidden = before.plan.clone();
        hidden.visibility = Visibility::Network;
        let mut write = world.write().await;
        update(&mut write, &before, &hidden, &Zones::bundled())
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(count(Filter::default()).await, 0);
    }
}

#[tokio::test]
async fn the_hours_of_a_field_visit_move_it_in_no_list() {
    for world in World::all().await {
        let mut other = plan(world.gaza, world.dura);
        (other.starts, other.ends) = (local("2026-12-06T09:00"), local("2026-12-06T10:00"));
        let id = world.sources.id();
        let zones = Zones::bundled();
        let mut write = world.write().await;
        let made = insert(
            &mut write,
            id,
            Decision::Scheduled,
            &other,
            &zones,
            world.people[0],
        );
        assert!(made.await.unwrap());
        write.commit().await.unwrap();
        for (from, until) in [("08:00", "08:30"), ("20:00", "21:00")] {
            let before = world.workshop().await;
            let mut visit = before.plan.clone();
            visit.kind = Kind::FieldVisit;
            visit.starts = local(&format!("2026-12-06T{from}"));
            visit.ends = local(&format!("2026-12-06T{until}"));
            let mut write = world.write().await;
            assert!(update(&mut write, &before, &visit, &zones).await.unwrap());
            write.commit().await.unwrap();
            for (at, past, expected) in [
                ("2026-12-06T07:59:59Z", false, vec![world.workshop, id]),
                ("2026-12-06T21:59:59Z", false, vec![world.workshop]),
                ("2026-12-06T22:00:00Z", false, vec![]),
                ("2026-12-06T22:00:00Z", true, vec![id, world.workshop]),
            ] {
                let filter = Filter {
                    past,
                    ..Filter::default()
                };
                let (found, _) = list(&world.db, &filter, None, at.parse().unwrap(), 1)
                    .await
                    .unwrap();
                let found: Vec<Id> = found.iter().map(|workshop| workshop.id).collect();
                assert_eq!(found, expected, "{from} at {at}");
            }
            let moment = next_moment(&world.db, "2026-12-06T08:00:00Z".parse().unwrap());
            assert_eq!(
                moment.await.unwrap().unwrap().to_string(),
                "2026-12-06T22:00:00Z"
            );
            let moved = derive_instants(&world.db, &zones, world.sources.now()).await;
            assert_eq!(moved.unwrap(), 0);
        }
    }
}

#[tokio::test]
async fn reminders_are_due_once_a_date() {
    for world in World::all().await {
        let mine = world.register(0, 1).await.unwrap().registration.id;
        let starts = world.workshop().await.starts_at;
        let due = async |ahead, before: SignedDuration| {
            let due = to_remind(&world.db, ahead, starts - before).await.unwrap();
            due.len()
        };
        let (day, hour) = (
            SignedDuration::from_hours(24),
            SignedDuration::from_hours(1),
        );
        let moment = SignedDuration::from_secs(1);
        assert_eq!(due(Ahead::Day, day + moment).await, 0);
        assert_eq!(due(Ahead::Day, day).await, 1);
        let mut write = world.write().await;
        assert!(
            mark_reminded(&mut write, mine, Ahead::Day, starts)
                .await
                .unwrap()
        );
        assert!(
            !mark_reminded(&mut write, mine, Ahead::Day, starts)
                .await
                .unwrap()
        );
        write.commit().await.unwrap();
        assert_eq!(due(Ahead::Day, day).await, 0);
        assert_eq!(
            (
                due(Ahead::Hour, hour + moment).await,
                due(Ahead::Hour, hour).await
            ),
            (0, 1)
        );
        assert_eq!(
            due(Ahead::Hour, SignedDuration::ZERO).await,
            0,
            "not once it began"
        );
    }
}

#[tokio::test]
async fn instants_follow_the_rules_of_the_clock() {
    for world in World::all().await {
        let mut write = world.write().await;
        sqlx::query("UPDATE workshops SET starts_at = starts_at + 3600000000")
            .execute(write.connection())
            .await
            .unwrap();
        write.commit().await.unwrap();
        let now = world.sources.now();
        assert_eq!(
            derive_instants(&world.db, &Zones::bundled(), now)
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            derive_instants(&world.db, &Zones::bundled(), now)
                .await
                .unwrap(),
            0
        );
        let starts = world.workshop().await.starts_at;
        assert_eq!(starts.to_string(), "2026-12-06T08:00:00Z");
    }
}
