//! Forms as such: how long they may be, and what becomes of what was typed.

use axum::http::StatusCode;
use tabadul_tests::{Client, PASSWORD, TestApp};

const PATH: &str = "/ar/practices/new";

/// A practice with every field as long as it may be.
async fn longest(client: &Client<'_>) -> Vec<(&'static str, String)> {
    let words = |letters: usize| "ش".repeat(letters);
    let id = client.get(PATH).await.field("id").unwrap();
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
