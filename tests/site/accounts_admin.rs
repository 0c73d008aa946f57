//! Requests, roles, closed accounts: what publishers and administrators decide.

use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, PASSWORD, TestApp};

const ADDRESS: &str = "new@gaza.example";

async fn ask_to_join(app: &TestApp, email: &str) -> Answer {
    let pairs = [
        ("name", "منى"),
        ("post", "محاسبة"),
        ("email", email),
        ("organization", "gaza"),
        ("message", "قسم الجباية"),
    ];
    app.visitor().post("/ar/join", &pairs).await
}

/// The identifier in the first form action of the page that begins with this path.
fn action(page: &Answer, path: &str) -> String {
    let text = page.text();
    let rest = text
        .split(&format!("action=\"{path}/"))
        .nth(1)
        .unwrap_or_else(|| panic!("{path}: {text}"));
    format!("{path}/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_request_to_join_goes_to_the_publisher_who_approves_it() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    assert_eq!(app.visitor().get("/ar/join").await.status, StatusCode::OK);
    for _ in 0..2 {
        let answer = ask_to_join(&app, ADDRESS).await;
        assert_eq!(answer.location(), "/ar/join?done=sent");
    }
    assert_eq!(
        app.mails_to("member-1@tabadul.example").await.len(),
        1,
        "told once"
    );
    let page = publisher.get("/ar/organizations/gaza/members").await;
    assert!(page.says("منى") && page.says("قسم الجباية"));
    let decide = action(&page, "/ar/organizations/gaza/join-requests");
    let foreign = decide.replace("gaza", "dura");
    let approve = [("decision", "approve")];
    assert_eq!(
        publisher.post(&foreign, &approve).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        publisher.post(&decide, &[("decision", "x")]).await.status,
        StatusCode::BAD_REQUEST
    );
    for _ in 0..2 {
        assert_eq!(
            publisher.post(&decide, &approve).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let mails = app.mails_to(ADDRESS).await;
    assert_eq!(mails.len(), 1, "approved once");
    let link = mails[0]
        .text
        .lines()
        .find(|line| line.starts_with("http"))
        .unwrap();
    let form = app
        .visitor()
        .get(link.strip_prefix("http://127.0.0.1:3000").unwrap())
        .await;
    assert_eq!(
        form.field("name").as_deref(),
        Some("منى"),
        "what was typed is kept"
    );
}

#[tokio::test]
async fn a_request_to_an_organization_without_publisher_goes_to_the_admins() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    ask_to_join(&app, ADDRESS).await;
    assert_eq!(app.mails_to("member-1@tabadul.example").await.len(), 1);
    assert!(
        admin
            .get("/ar/admin/members")
            .await
            .says("طلبات انضمام إلى هيئات بلا ناشر")
    );
    let page = admin.get("/ar/organizations/gaza/members").await;
    let decide = action(&page, "/ar/organizations/gaza/join-requests");
    admin.post(&decide, &[("decision", "decline")]).await;
    let mails = app.mails_to(ADDRESS).await;
    assert!(
        mails[0].text.contains("لم يُقبل طلب انضمامك"),
        "{}",
        mails[0].text
    );
}

#[tokio::test]
async fn many_requests_fill_neither_the_list_nor_the_mailbox() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    for number in 0..25 {
        let answer = ask_to_join(&app, &format!("n{number}@gaza.example")).await;
        assert_eq!(answer.location(), "/ar/join?done=sent");
        app.clock.advance(jiff::SignedDuration::from_secs(1));
    }
    let told = app.mails_to("member-1@tabadul.example").await;
    assert_eq!(told.len(), 10, "so many a day");
    let members = "/ar/organizations/gaza/members";
    let first = publisher.get(members).await;
    assert!(!first.says("n24@gaza.example") && first.says(&format!("{members}?page=2")));
    let second = publisher.get(&format!("{members}?page=2")).await;
    assert!(second.says("n24@gaza.example") && !second.says("n0@gaza.example"));
    let decide = action(&second, "/ar/organizations/gaza/join-requests");
    publisher.post(&decide, &[("decision", "approve")]).await;
    let second = publisher.get(&format!("{members}?page=2")).await.text();
    assert_eq!(second.matches("/join-requests/").count(), 4);
}

#[tokio::test]
async fn a_wrong_request_to_join_keeps_what_was_typed_and_a_known_address_is_answered_alike() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let pairs = [
        ("name", "منى"),
        ("email", "x"),
        ("organization", "atlantis"),
        ("message", "</textarea><script>"),
    ];
    let wrong = app.visitor().post("/en/join", &pairs).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["post-error", "email-error", "organization-error"] {
        assert!(wrong.says(id), "{id}");
    }
    assert_eq!(wrong.field("name").as_deref(), Some("منى"));
    assert!(!wrong.says("<script>"));
    let known = ask_to_join(&app, "member-1@tabadul.example").await;
    assert_eq!(known.location(), "/ar/join?done=sent");
    assert!(
        !publisher
            .get("/ar/organizations/gaza/members")
            .await
            .says("قسم الجباية")
    );
    for _ in 0..2 {
        ask_to_join(&app, ADDRESS).await;
    }
    ask_to_join(&app, ADDRESS).await;
    let often = ask_to_join(&app, ADDRESS).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(often.field("email").as_deref(), Some(ADDRESS));
    assert!(!often.header("retry-after").is_empty());
}

#[tokio::test]
async fn an_admin_appoints_a_publisher_with_a_note_and_sessions_end() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let member = app.member("gaza").await;
    let page = format!("/ar/admin/members/{}", member.id());
    assert!(admin.get(&page).await.says("أُنشئ الحساب"));
    let bare = admin.post(&page, &[("publisher", "1")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.says("check_note-error"));
    let roles = [
        ("publisher", "1"),
        ("check_note", "اتصال برقم البلدية"),
        ("coordinator", "1"),
    ];
    let answer = admin.post(&page, &roles).await;
    assert_eq!(answer.location(), format!("{page}?done=roles"));
    assert!(admin.get(&page).await.says("اتصال برقم البلدية"));
    assert_eq!(
        member.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED,
        "sessions end"
    );
    let mails = app.mails_to("member-2@tabadul.example").await;
    assert!(mails[0].subject.contains("تغيّرت صلاحياتك"));
    let again = app.session(member.id()).await;
    let members = "/ar/organizations/gaza/members";
    assert_eq!(again.get(members).await.status, StatusCode::OK);
    admin
        .post(&page, &[("shown", "publisher coordinator")])
        .await;
    let later = app.session(member.id()).await;
    assert_eq!(
        later.get(members).await.status,
        StatusCode::NOT_FOUND,
        "revoked"
    );
}

#[tokio::test]
async fn a_stale_page_takes_no_role_back() {
    let app = TestApp::start().await;
    let (first, second) = (app.admin().await, app.admin().await);
    let member = app.member("gaza").await;
    let page = format!("/ar/admin/members/{}", member.id());
    let shown = second.get(&page).await.field("shown").unwrap();
    let publisher = [
        ("publisher", "1"),
        ("check_note", "اتصال برقم البلدية"),
        ("shown", &*shown),
    ];
    for _ in 0..2 {
        let answer = first.post(&page, &publisher).await;
        assert_eq!(answer.location(), format!("{page}?done=roles"));
    }
    let told = app.mails_to("member-3@tabadul.example").await;
    assert_eq!(told.len(), 1, "the same form twice changes once");

    let coordinator = [("coordinator", "1"), ("shown", &*shown)];
    let answer = second.post(&page, &coordinator).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.says("تغيّرت صلاحيات هذا العضو"));
    assert!(answer.says("badge--published"), "what is now");
    let now = app.app.db.reader();
    let roles =
        "SELECT (SELECT COUNT(*) FROM publishers), is_coordinator FROM members WHERE id = $1";
    let roles = sqlx::query_as::<_, (i64, i64)>(roles).bind(member.id());
    assert_eq!(roles.fetch_one(now).await.unwrap(), (1, 0), "nothing yet");

    // Saving again is a decision.
    let shown = answer.field("shown").unwrap();
    let coordinator = [("coordinator", "1"), ("shown", &*shown)];
    let answer = second.post(&page, &coordinator).await;
    assert_eq!(answer.location(), format!("{page}?done=roles"));
}

#[tokio::test]
async fn the_last_admin_cannot_go() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let page = format!("/ar/admin/members/{}", admin.id());
    let shown = [("shown", "admin")];
    let answer = admin.post(&page, &shown).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("آخر مدير للنظام"));
    let answer = admin.post(&format!("{page}/deactivation"), &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(admin.get("/ar/account").await.status, StatusCode::OK);
    let second = app.admin().await;
    second.post(&page, &shown).await;
    let former = app.session(admin.id()).await;
    assert_eq!(
        former.get("/ar/admin/members").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn nobody_joins_by_the_invitation_of_a_former_publisher() {
    let app = TestApp::start().await;
    let (admin, publisher) = (app.admin().await, app.publisher("gaza").await);
    let id = app.app.sources.id().to_string();
    let pairs = [("id", &*id), ("email", ADDRESS), ("locale", "ar")];
    publisher
        .post("/ar/organizations/gaza/members", &pairs)
        .await;
    let mail = app.mails_to(ADDRESS).await.remove(0).text;
    let link = mail.lines().find(|line| line.starts_with("http")).unwrap();
    let link = link.strip_prefix("http://127.0.0.1:3000").unwrap();
    assert_eq!(app.visitor().get(link).await.status, StatusCode::OK);
    let page = format!("/ar/admin/members/{}", publisher.id());
    admin.post(&page, &[("shown", "publisher")]).await;
    assert_eq!(app.visitor().get(link).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_closed_account_is_out_at_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let member = app.publisher("gaza").await;
    let page = format!("/en/admin/members/{}", member.id());
    admin.post(&format!("{page}/deactivation"), &[]).await;
    assert_eq!(
        member.get("/en/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let stray = app.session(member.id()).await;
    assert_eq!(
        stray.get("/en/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let email = "member-2@tabadul.example";
    let credentials = [("email", email), ("password", PASSWORD)];
    let refused = app.visitor().post("/en/sign-in", &credentials).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.visitor()
        .post("/en/password", &[("email", email)])
        .await;
    assert!(app.mails_to(email).await.is_empty());
    assert!(admin.get(&page).await.says("Account closed"));
    admin.post(&format!("{page}/reactivation"), &[]).await;
    let back = app.visitor().post("/en/sign-in", &credentials).await;
    let back = Client::with_session(&app, &back.session().unwrap());
    let members = back.get("/en/organizations/gaza/members").await;
    assert_eq!(members.status, StatusCode::NOT_FOUND, "without roles");
}

#[tokio::test]
async fn a_lost_mailbox_is_recovered_by_an_admin_and_the_old_address_is_told() {
    let app = TestApp::start().await;
    let (admin, publisher) = (app.admin().await, app.publisher("gaza").await);
    let member = app.member("gaza").await;
    let page = format!("/ar/organizations/gaza/members/{}/recovery", member.id());
    let form = publisher.get(&page).await;
    assert!(form.says("member-3@tabadul.example"));
    let id = form.field("id").unwrap();
    let wrong = publisher.post(&page, &[("id", &*id), ("email", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("email-error") && wrong.says("reason-error"));
    let pairs = [
        ("id", &*id),
        ("email", ADDRESS),
        ("reason", "ترك البريد القديم"),
    ];
    for _ in 0..2 {
        assert_eq!(
            publisher.post(&page, &pairs).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(
        app.mails_to("member-1@tabadul.example").await.len(),
        1,
        "the admin is told once"
    );
    assert!(
        app.mails_to(ADDRESS).await.is_empty(),
        "nothing before the decision"
    );
    let list = admin.get("/ar/admin/members").await;
    let decide = action(&list, "/ar/admin/recoveries");
    let approve = [("decision", "approve"), ("email", ADDRESS)];
    assert_eq!(
        publisher.post(&decide, &approve).await.status,
        StatusCode::NOT_FOUND
    );
    for _ in 0..2 {
        assert_eq!(
            admin.post(&decide, &approve).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(
        member.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let old = app.mails_to("member-3@tabadul.example").await;
    assert!(old.len() == 1 && old[0].subject.contains("انتقل حسابك"));
    let new = app.mails_to(ADDRESS).await;
    let link = new[0]
        .text
        .lines()
        .find(|line| line.starts_with("http"))
        .unwrap();
    let link = link.strip_prefix("http://127.0.0.1:3000").unwrap();
    let password = "سبع حمامات على السطح";
    let set = app
        .visitor()
        .post(link, &[("new_password", password)])
        .await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    let sign_in = [("email", ADDRESS), ("password", password)];
    assert!(
        app.visitor()
            .post("/ar/sign-in", &sign_in)
            .await
            .session()
            .is_some()
    );
}

#[tokio::test]
async fn a_recovery_takes_the_corrected_address_and_no_other_is_approved() {
    let app = TestApp::start().await;
    let (admin, publisher) = (app.admin().await, app.publisher("gaza").await);
    let member = app.member("gaza").await;
    let page = format!("/ar/organizations/gaza/members/{}/recovery", member.id());
    let mut shown = Vec::new();
    for email in ["mistyped@gaza.example", ADDRESS] {
        let id = publisher.get(&page).await.field("id").unwrap();
        let pairs = [("id", &*id), ("email", email), ("reason", "ترك بريده")];
        let answer = publisher.post(&page, &pairs).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        shown.push(admin.get("/ar/admin/members").await);
    }
    assert!(shown[1].says(ADDRESS) && !shown[1].says("mistyped@"));
    let decide = action(&shown[0], "/ar/admin/recoveries");
    // The administrator still has the page with the first address open.
    let stale = [("decision", "approve"), ("email", "mistyped@gaza.example")];
    assert_eq!(
        admin.post(&decide, &stale).await.status,
        StatusCode::CONFLICT
    );
    let fresh = [("decision", "approve"), ("email", ADDRESS)];
    assert_eq!(
        admin.post(&decide, &fresh).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(app.mails_to(ADDRESS).await.len(), 1);
    assert!(app.mails_to("mistyped@gaza.example").await.is_empty());
}

#[tokio::test]
async fn administration_is_the_admins_alone() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let one = format!("/ar/admin/members/{}", member.id());
    let recovery = format!("/ar/organizations/gaza/members/{}/recovery", member.id());
    let strangers = [
        app.member("gaza").await,
        app.publisher("dura").await,
        app.coordinator().await,
    ];
    for path in ["/ar/admin/members", &one, &recovery] {
        assert_eq!(
            app.visitor().get(path).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
        for client in &strangers {
            assert_eq!(
                client.get(path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
    let posts = [
        one.clone(),
        format!("{one}/deactivation"),
        format!("{one}/reactivation"),
        recovery,
        "/ar/admin/recoveries/0192f0c1-2345-7000-8000-000000000000".to_owned(),
    ];
    for path in &posts {
        assert_eq!(
            app.visitor().post(path, &[]).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
        for client in &strangers {
            assert_eq!(
                client.post(path, &[]).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
    let admin = app.admin().await;
    assert!(
        admin
            .get("/ar/admin/members?email=member-1@tabadul.example")
            .await
            .says("حساب واحد")
    );
    assert_eq!(
        admin
            .get("/ar/admin/members?organization=gaza&page=x")
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        admin.get("/ar/admin/members/nobody").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn members_of_a_retired_organization_are_found_under_it() {
    let app = TestApp::start().await;
    let member = app.new_member("dura").await;
    let name = member.name.clone();
    app.insert(&member).await;
    let admin = app.admin().await;
    admin.post("/ar/organizations/dura/retirement", &[]).await;
    let list = admin.get("/ar/admin/members?organization=dura").await;
    assert!(
        list.says(&name) && list.says("بلدية دورا"),
        "{}",
        list.text()
    );
    let others = app.new_member("gaza").await;
    app.insert(&others).await;
    let list = admin.get("/ar/admin/members?organization=dura").await;
    assert!(!list.says(&others.name), "{}", list.text());
}
