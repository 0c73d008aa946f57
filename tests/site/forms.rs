//! Forms as such: how long they may be, and what becomes of what was typed.

use axum::http::StatusCode;
use tabadul_tests::{Client, PASSWORD, TestApp};

const PATH: &str = "/ar/practices/new";

/// A practice with every field as long as it may be.
async fn longest(client: &Client<'_>) -> Vec<(&'static str, String)> {
    let words = |letters: usize| "ش".repeat(letters);
    let id = client.open(PATH).await.field("id").unwrap();
    let mut form = vec![
        ("id", id),
        ("language", "ar".to_owned()),
        ("title", words(160)),
        ("summary", words(160)),
        ("topics", "archive".to_owned()),
        ("problem", words(20_000)),
        ("solution", words(20_000)),
        ("result", words(20_000)),
        ("intent", "save".to_owned()),
    ];
    for _ in 0..30 {
        form.extend([
            ("step_who", words(100)),
            ("step_what", words(500)),
            ("step_duration", words(100)),
            ("indicator_name", words(200)),
            ("indicator_unit", words(100)),
            ("indicator_before", "1".to_owned()),
            ("indicator_after", "2".to_owned()),
            ("indicator_period", words(100)),
            ("indicator_source", words(200)),
        ]);
    }
    form
}

fn pairs<'a>(form: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    form.iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_form_within_its_own_bounds_is_never_too_large() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let form = longest(&member).await;
    let answer = member.post(PATH, &pairs(&form)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());

    // Nor where the session ended meanwhile: it travels through the sign-in page.
    let stopped = app.visitor().post(PATH, &pairs(&form)).await;
    let body = stopped.field("sent_body").unwrap();
    let credentials = [
        ("email", "member-1@tabadul.example"),
        ("password", PASSWORD),
        ("sent_action", PATH),
        ("sent_body", &body),
    ];
    let back = app.visitor().post("/ar/sign-in", &credentials).await;
    assert_eq!(back.status, StatusCode::OK);
    assert_eq!(back.field("problem").as_deref(), Some(&*form[5].1));
}

#[tokio::test]
async fn a_form_that_is_too_large_for_every_bound_is_told_so() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let far_too_much = "ش".repeat(400_000);
    let answer = member.post(PATH, &[("problem", &far_too_much)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.says("الطلب أكبر من المسموح"));
}

#[tokio::test]
async fn what_was_typed_in_a_public_form_stands_there_after_a_failure_and_is_not_sent_by_itself() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = app.app.sources.id().to_string();
    let invitation = [
        ("id", &*id),
        ("email", "new@gaza.example"),
        ("locale", "ar"),
    ];
    let members = "/ar/organizations/gaza/members";
    publisher.post(members, &invitation).await;
    let mail = app.mails_to("new@gaza.example").await.remove(0).text;
    let link = mail.lines().find(|line| line.starts_with("http")).unwrap();
    let link = link.strip_prefix("http://127.0.0.1:3000").unwrap();

    let join = [
        ("name", "سلمى </textarea><script>"),
        ("post", "محاسبة"),
        ("email", "salma@gaza.example"),
        ("organization", "gaza"),
        ("message", "قسم الجباية"),
    ];
    let accept = [
        ("name", "منى"),
        ("post", "محاسبة أولى"),
        ("new_password", "سبع حمامات على السطح"),
    ];
    let carried = [
        ("email", "member-1@tabadul.example"),
        ("password", PASSWORD),
        ("sent_action", "/ar/account"),
        ("sent_body", "name=%D9%84%D9%8A%D9%84%D9%89&post=x"),
    ];
    fail_to_write(&app).await;
    let forms = [
        ("/ar/join", &join[..], "قسم الجباية"),
        (link, &accept, "محاسبة أولى"),
        ("/ar/sign-in", &carried, "ليلى"),
    ];
    for (path, form, words) in forms {
        let answer = app.visitor().post(path, form).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(answer.says(words), "{path}: {}", answer.text());
        assert!(!answer.says("_replay") && !answer.says("<script>"));
        for secret in ["سبع حمامات", PASSWORD] {
            assert!(!answer.says(secret), "{path}");
        }
    }
}

/// Lets no write of the portal succeed any more; the one connection that writes keeps it.
async fn fail_to_write(app: &TestApp) {
    let mut write = app.write().await;
    sqlx::query("PRAGMA query_only = 1")
        .execute(write.connection())
        .await
        .unwrap();
    write.commit().await.unwrap();
}
