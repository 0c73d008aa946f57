//! The statements of accounts on both engines.

use jiff::{SignedDuration, Timestamp};

use super::invitations::{Invited, LIFETIME, NewInvitation};
use super::requests::{Decision, NewJoin};
use super::tokens::NewToken;
use super::*;
use crate::accounts::scopes::Scopes;
use crate::accounts::{Email, NewMember};
use crate::clock::{Id, Sources};
use crate::db::Db;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::organizations::{load::load_directory, store::by_slug};
use crate::testing::{databases, sources};

async fn directory(db: &Db, sources: &Sources) -> (Id, Id) {
    load_directory(db, sources).await.unwrap();
    let id = async |slug| by_slug(db, slug).await.unwrap().unwrap().id;
    (id("gaza").await, id("dura").await)
}

fn new(email: &str, organization: Id) -> NewMember {
    NewMember::new(
        Email::parse(email).unwrap(),
        "سلمى",
        "رئيسة وحدة",
        organization,
    )
}

/// A session without a password.
async fn session(db: &Db, member: Id, token: &str, now: Timestamp) {
    let mut write = db.begin_write(now, Some(member)).await.unwrap();
    sessions::insert_session(&mut write, member, token, sessions::LIFETIME)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn an_address_has_one_account_however_it_is_written() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let made = create_member(&db, &sources, &new("Salma@Gaza.ps", gaza)).await;
        let id = made.unwrap().unwrap();
        let again = create_member(&db, &sources, &new("salma@gaza.PS", gaza)).await;
        assert_eq!(again.unwrap(), None);
        let found = by_email(&db, &Email::parse("SALMA@gaza.ps").unwrap()).await;
        assert_eq!(found.unwrap().unwrap().id, id);
        assert_eq!(
            members::by_id(&db, id).await.unwrap().unwrap().email,
            "Salma@Gaza.ps"
        );
        let kinds: Vec<_> = db
            .history(crate::db::Entity::Member, &id.to_string(), 10)
            .await
            .unwrap()
            .into_iter()
            .map(|change| change.kind)
            .collect();
        assert_eq!(kinds, ["created"]);
    }
}

#[tokio::test]
async fn roles_are_of_this_moment() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, dura) = directory(&db, &sources).await;
        let id = create_member(&db, &sources, &new("a@b.ps", gaza))
            .await
            .unwrap()
            .unwrap();
        let now = sources.now();
        session(&db, id, "token", now).await;
        let actor = async || actor_by_session(&db, "token", true, now).await.unwrap();
        assert!(!actor().await.unwrap().publishes_for(gaza));
        let mut write = db.begin_write(now, None).await.unwrap();
        grant_publisher(&mut write, id, gaza, "by telephone")
            .await
            .unwrap();
        grant_publisher(&mut write, id, gaza, "twice is once")
            .await
            .unwrap();
        write.commit().await.unwrap();
        let granted = actor().await.unwrap();
        assert!(granted.publishes_for(gaza) && !granted.publishes_for(dura));
        assert_eq!(publishers_of(&db, gaza).await.unwrap().len(), 1);
        assert!(members_of(&db, gaza).await.unwrap()[0].is_publisher.0);
        assert!(admins(&db).await.unwrap().is_empty());
        let mut write = db.begin_write(now, None).await.unwrap();
        move_members(&mut write, gaza, dura).await.unwrap();
        write.commit().await.unwrap();
        let moved = actor().await.unwrap();
        assert!(moved.organization == dura && moved.publishes_for(dura));
    }
}

#[tokio::test]
async fn sessions_end_one_by_one_and_all_but_one() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let id = create_member(&db, &sources, &new("a@b.ps", gaza))
            .await
            .unwrap()
            .unwrap();
        let now = sources.now();
        for token in ["one", "two", "three"] {
            session(&db, id, token, now).await;
        }
        end_session(&db, "one", now).await.unwrap();
        assert_eq!(sessions::sessions_of(&db, id, now).await.unwrap().len(), 2);
        let mut write = db.begin_write(now, None).await.unwrap();
        sessions::end_other_sessions(&mut write, id, "two")
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert!(
            actor_by_session(&db, "two", true, now)
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            actor_by_session(&db, "three", true, now)
                .await
                .unwrap()
                .is_none()
        );
        let later = now + SignedDuration::from_hours(24 * 31);
        session(&db, id, "four", later).await;
        assert_eq!(
            sessions::sessions_of(&db, id, later).await.unwrap().len(),
            1
        );
    }
}

#[tokio::test]
async fn a_sign_in_under_way_ends_with_a_reset_and_with_the_account() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let mut member = new("a@b.ps", gaza);
        member.password_hash = Some("old".to_owned());
        let id = create_member(&db, &sources, &member).await;
        let id = id.unwrap().unwrap();
        let now = sources.now();
        let open = async |hash: &str, token: &str| {
            let opened = open_session(&db, id, hash, token, sessions::LIFETIME, now).await;
            let alive = actor_by_session(&db, token, true, now).await.unwrap();
            assert_eq!(opened.unwrap(), alive.is_some(), "{token}");
            alive.is_some()
        };
        assert!(open("old", "before").await);
        let mut write = db.begin_write(now, None).await.unwrap();
        set_password(&mut write, id, "new", None).await.unwrap();
        write.commit().await.unwrap();
        assert!(!open("old", "verified before the reset").await);
        assert!(!open("", "without a password").await);
        assert!(open("new", "after").await);
        let mut write = db.begin_write(now, None).await.unwrap();
        sqlx::query("UPDATE members SET deactivated_at = 1 WHERE id = $1")
            .bind(id)
            .execute(write.connection())
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert!(!open("new", "closed").await);
    }
}

#[tokio::test]
async fn an_invitation_is_taken_once_and_not_after_its_time() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let inviter = create_member(&db, &sources, &new("a@b.ps", gaza))
            .await
            .unwrap()
            .unwrap();
        let email = Email::parse("new@b.ps").unwrap();
        let now = sources.now();
        let mut ids = Vec::new();
        for token in ["first", "second"] {
            let invitation = NewInvitation {
                id: sources.id(),
                token,
                email: &email,
                organization: gaza,
                name: "",
                post: "",
                locale: Locale::Ar,
            };
            ids.push(invitation.id);
            let mut write = db.begin_write(now, Some(inviter)).await.unwrap();
            for what in [Invited::Now, Invited::Before] {
                let done = invite(&mut write, inviter, &invitation).await;
                assert_eq!(done.unwrap(), what, "{token}");
            }
            write.commit().await.unwrap();
        }
        let mut write = db.begin_write(now, Some(inviter)).await.unwrap();
        let sent = invitations::invited_since(&mut write, inviter, now - LIFETIME).await;
        assert_eq!(sent.unwrap(), 2);
        drop(write);
        assert!(
            open_invitation(&db, "first", now).await.unwrap().is_none(),
            "replaced"
        );
        assert!(open_invitation(&db, "second", now).await.unwrap().is_some());
        assert!(
            open_invitation(&db, "second", now + LIFETIME)
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(pending_invitations(&db, gaza, now).await.unwrap().len(), 1);
        let mut write = db.begin_write(now, None).await.unwrap();
        assert!(take_invitation(&mut write, ids[1]).await.unwrap());
        assert!(!take_invitation(&mut write, ids[1]).await.unwrap());
        withdraw_invitation(&mut write, ids[1], gaza).await.unwrap();
        write.commit().await.unwrap();
        assert!(open_invitation(&db, "second", now).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_password_link_works_once_and_the_password_ends_sessions_and_links() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let id = create_member(&db, &sources, &new("a@b.ps", gaza))
            .await
            .unwrap()
            .unwrap();
        let now = sources.now();
        session(&db, id, "session", now).await;
        let mut write = db.begin_write(now, None).await.unwrap();
        for (member, token) in [(Some(id), "one"), (Some(id), "two"), (None, "nobody")] {
            add_reset(&mut write, member, token, resets::LIFETIME)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        assert_eq!(open_reset(&db, "one", now).await.unwrap().unwrap().0, id);
        assert!(open_reset(&db, "nobody", now).await.unwrap().is_none());
        assert!(
            open_reset(&db, "one", now + resets::LIFETIME)
                .await
                .unwrap()
                .is_none()
        );
        let mut write = db.begin_write(now, None).await.unwrap();
        assert!(take_reset(&mut write, id, "one").await.unwrap());
        assert!(!take_reset(&mut write, id, "one").await.unwrap());
        set_password(&mut write, id, "$argon2id$…", None)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert!(open_reset(&db, "two", now).await.unwrap().is_none());
        assert!(
            actor_by_session(&db, "session", true, now)
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let mut ids = Vec::new();
        for email in ["one@b.ps", "two@b.ps"] {
            let mut admin = new(email, gaza);
            admin.admin = true;
            ids.push(create_member(&db, &sources, &admin).await.unwrap().unwrap());
        }
        let now = sources.now();
        let mut write = db.begin_write(now, Some(ids[0])).await.unwrap();
        assert!(roles::set_admin(&mut write, ids[1], false).await.unwrap());
        assert!(!roles::set_admin(&mut write, ids[0], false).await.unwrap());
        assert!(!roles::deactivate(&mut write, ids[0]).await.unwrap());
        roles::set_coordinator(&mut write, ids[1], true)
            .await
            .unwrap();
        assert!(roles::deactivate(&mut write, ids[1]).await.unwrap());
        write.commit().await.unwrap();
        let closed = entry(&db, ids[1]).await.unwrap().unwrap();
        assert!(closed.deactivated_at.is_some() && !closed.is_coordinator.0);
        let (all, total) = roles::list(&db, &roles::Filter::default(), 1)
            .await
            .unwrap();
        assert!(all.len() == 2 && total == 2);
        let mut write = db.begin_write(now, None).await.unwrap();
        roles::reactivate(&mut write, ids[1]).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(members_of(&db, gaza).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_request_to_join_waits_once_and_is_decided_once() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, dura) = directory(&db, &sources).await;
        let email = Email::parse("new@b.ps").unwrap();
        let mut join = NewJoin {
            email: &email,
            name: "منى",
            post: "محاسبة",
            organization: gaza,
            message: "",
            locale: Locale::En,
        };
        let now = sources.now();
        let mut write = db.begin_write(now, None).await.unwrap();
        assert!(
            requests::ask_to_join(&mut write, sources.id(), &join)
                .await
                .unwrap()
        );
        join.message = "again";
        assert!(
            !requests::ask_to_join(&mut write, sources.id(), &join)
                .await
                .unwrap()
        );
        write.commit().await.unwrap();
        let (waiting, total) = requests::waiting_to_join(&db, gaza, 1).await.unwrap();
        assert!(waiting.len() == 1 && total == 1 && waiting[0].message == "again");
        let alone = requests::waiting_without_publisher(&db).await.unwrap();
        assert_eq!(alone, [(gaza, 1)]);
        let found = requests::waiting_join(&db, waiting[0].id, dura).await;
        assert!(found.unwrap().is_none(), "another organization's");
        let mut write = db.begin_write(now, None).await.unwrap();
        let id = waiting[0].id;
        let yes = Decision::Approved;
        assert!(
            requests::decide_join(&mut write, id, dura, yes)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            requests::decide_join(&mut write, id, gaza, yes)
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            requests::decide_join(&mut write, id, gaza, yes)
                .await
                .unwrap()
                .is_none()
        );
        write.commit().await.unwrap();
        assert_eq!(requests::waiting_to_join(&db, gaza, 1).await.unwrap().1, 0);
    }
}

#[tokio::test]
async fn requests_that_nobody_decides_are_forgotten_and_all_others_can_be_decided() {
    for db in databases().await {
        let (clock, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let ask = async |address: &str| {
            let email = Email::parse(address).unwrap();
            let join = NewJoin {
                email: &email,
                name: "منى",
                post: "محاسبة",
                organization: gaza,
                message: "",
                locale: Locale::Ar,
            };
            let (id, now) = (sources.id(), sources.now());
            let mut write = db.begin_write(now, None).await.unwrap();
            requests::ask_to_join(&mut write, id, &join).await.unwrap();
            let asked =
                requests::asked_since(&mut write, gaza, now - SignedDuration::from_hours(1));
            let asked = asked.await.unwrap();
            write.commit().await.unwrap();
            (id, asked)
        };
        let (declined, _) = ask("declined@b.ps").await;
        let mut write = db.begin_write(sources.now(), None).await.unwrap();
        requests::decide_join(&mut write, declined, gaza, Decision::Declined)
            .await
            .unwrap();
        write.commit().await.unwrap();
        ask("again@b.ps").await;
        for number in 0..120 {
            ask(&format!("n{number}@b.ps")).await;
        }
        clock.advance(SignedDuration::from_hours(24 * 29));
        assert_eq!(ask("again@b.ps").await.1, 1, "of an hour");
        let (last, asked) = ask("last@b.ps").await;
        assert_eq!(asked, 2);
        let (page, total) = requests::waiting_to_join(&db, gaza, 7).await.unwrap();
        assert_eq!((page.len(), total), (2, 122));
        assert_eq!(page[1].id, last);
        let found = requests::waiting_join(&db, last, gaza).await.unwrap();
        assert!(found.is_some(), "however many wait before it");
        assert_eq!(
            requests::forget_waiting(&db, sources.now()).await.unwrap(),
            0
        );
        clock.advance(SignedDuration::from_hours(25));
        let forgotten = requests::forget_waiting(&db, sources.now()).await.unwrap();
        assert_eq!(forgotten, 120, "who asked again waits anew");
    }
}

#[tokio::test]
async fn a_recovery_waits_once_and_moves_the_mailbox() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let id = create_member(&db, &sources, &new("old@b.ps", gaza))
            .await
            .unwrap()
            .unwrap();
        let now = sources.now();
        session(&db, id, "session", now).await;
        let email = Email::parse("new@b.ps").unwrap();
        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        let form = sources.id();
        assert!(
            requests::ask_to_recover(&mut write, form, id, &email, "x")
                .await
                .unwrap()
        );
        assert!(
            !requests::ask_to_recover(&mut write, form, id, &email, "x")
                .await
                .unwrap()
        );
        assert!(
            !requests::ask_to_recover(&mut write, sources.id(), id, &email, "x")
                .await
                .unwrap()
        );
        write.commit().await.unwrap();
        let mistyped = requests::waiting_recoveries(&db).await.unwrap().remove(0);
        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        let corrected = Email::parse("corrected@b.ps").unwrap();
        for reason in ["y", "z"] {
            let asked =
                requests::ask_to_recover(&mut write, sources.id(), id, &corrected, reason).await;
            assert!(!asked.unwrap(), "it waits already");
        }
        write.commit().await.unwrap();
        let waiting = requests::waiting_recoveries(&db).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(
            (&*waiting[0].email, &*waiting[0].reason),
            ("corrected@b.ps", "z")
        );
        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        assert!(
            !requests::decide_recovery(&mut write, &mistyped, Decision::Approved)
                .await
                .unwrap(),
            "nobody approves an address that was corrected"
        );
        write.commit().await.unwrap();
        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        let yes = Decision::Approved;
        assert!(
            requests::decide_recovery(&mut write, &waiting[0], yes)
                .await
                .unwrap()
        );
        assert!(
            !requests::decide_recovery(&mut write, &waiting[0], yes)
                .await
                .unwrap()
        );
        requests::move_mailbox(&mut write, id, &email)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert!(
            requests::waiting_recovery(&db, form)
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(by_email(&db, &email).await.unwrap().unwrap().id, id);
        assert!(
            actor_by_session(&db, "session", true, now)
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn invitations_go_with_the_role_of_who_sent_them() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, dura) = directory(&db, &sources).await;
        let mut boss = new("boss@b.ps", gaza);
        boss.admin = true;
        create_member(&db, &sources, &boss).await.unwrap().unwrap();
        let mut admin = new("a@b.ps", gaza);
        admin.admin = true;
        let id = create_member(&db, &sources, &admin).await.unwrap().unwrap();
        let now = sources.now();
        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        grant_publisher(&mut write, id, gaza, "by telephone")
            .await
            .unwrap();
        grant_publisher(&mut write, id, dura, "by telephone")
            .await
            .unwrap();
        let third = by_slug(&db, "hebron").await.unwrap().unwrap().id;
        for (token, organization) in [("gaza", gaza), ("dura", dura), ("hebron", third)] {
            let email = Email::parse(&format!("{token}@b.ps")).unwrap();
            let invitation = NewInvitation {
                id: sources.id(),
                token,
                email: &email,
                organization,
                name: "",
                post: "",
                locale: Locale::Ar,
            };
            invite(&mut write, id, &invitation).await.unwrap();
        }
        write.commit().await.unwrap();
        let open = async || {
            let mut open = Vec::new();
            for token in ["gaza", "dura", "hebron"] {
                if open_invitation(&db, token, now).await.unwrap().is_some() {
                    open.push(token);
                }
            }
            open
        };
        let mut write = db.begin_write(now, None).await.unwrap();
        roles::revoke_publisher(&mut write, id, dura).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(open().await, ["gaza", "dura", "hebron"], "an admin may");
        let mut write = db.begin_write(now, None).await.unwrap();
        assert!(roles::set_admin(&mut write, id, false).await.unwrap());
        write.commit().await.unwrap();
        assert_eq!(open().await, ["gaza"], "a publisher may for one");
        let mut write = db.begin_write(now, None).await.unwrap();
        assert!(roles::deactivate(&mut write, id).await.unwrap());
        write.commit().await.unwrap();
        assert!(open().await.is_empty());
    }
}

#[tokio::test]
async fn a_token_opens_its_scopes_until_it_ends() {
    for db in databases().await {
        let (_, sources) = sources();
        let (gaza, _) = directory(&db, &sources).await;
        let made = create_member(&db, &sources, &new("a@b.ps", gaza)).await;
        let id = made.unwrap().unwrap();
        let now = sources.now();
        let make = async |token: &str| {
            let new = NewToken {
                id: sources.id(),
                name: "حاسوب المكتب".to_owned(),
                scopes: Scopes::parse(["upload"]).unwrap(),
                lifetime: SignedDuration::from_hours(24),
            };
            let mut write = db.begin_write(now, Some(id)).await.unwrap();
            let made = tokens::create_token(&mut write, id, token, &new).await;
            write.commit().await.unwrap();
            made.map(|()| new.id)
        };
        let alive = async |token, at| actor_by_token(&db, token, true, at).await.unwrap();
        let first = make("one").await.unwrap();
        let (actor, scopes) = alive("one", now).await.unwrap();
        assert_eq!((actor.id, scopes.to_string().as_str()), (id, "upload"));
        assert!(alive("other", now).await.is_none());
        assert!(
            alive("one", now + SignedDuration::from_hours(25))
                .await
                .is_none()
        );
        let listed = tokens::tokens_of(&db, id, now).await.unwrap();
        assert_eq!(
            (listed.len(), listed[0].used_at.map(|at| at.0)),
            (1, Some(now))
        );

        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        let stranger = tokens::revoke_token(&mut write, sources.id(), first).await;
        assert!(matches!(stranger, Err(AppError::NotFound)));
        tokens::revoke_token(&mut write, id, first).await.unwrap();
        write.commit().await.unwrap();
        assert!(alive("one", now).await.is_none());

        for number in 0..tokens::MOST {
            make(&format!("many {number}")).await.unwrap();
        }
        assert!(matches!(make("too many").await, Err(AppError::Conflict)));
        let mut write = db.begin_write(now, Some(id)).await.unwrap();
        end_all_sessions(&mut write, id).await.unwrap();
        write.commit().await.unwrap();
        assert!(tokens::tokens_of(&db, id, now).await.unwrap().is_empty());
    }
}
