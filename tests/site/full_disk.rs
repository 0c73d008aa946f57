//! A full disk: what was typed comes back, nothing is kept by halves, reading goes on, and writing once there is room.

use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, TestApp};

/// Lets the database grow to so many pages and no further; with 1 it stays as large as it is (`PRAGMA max_page_count`
/// never goes below that).
async fn limit_pages(app: &TestApp, pages: u32) {
    let mut write = app.write().await;
    let pragma = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    // The one connection that writes keeps it.
    sqlx::query(pragma)
        .execute(write.connection())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    let number = sqlx::query_scalar(sql).fetch_one(app.app.db.reader());
    number.await.unwrap()
}

/// Sends a long draft, and gives the answer and the draft's identifier.
async fn draft(client: &Client<'_>, problem: &str) -> (Answer, String) {
    let id = client.open("/ar/practices/new").await.field("id").unwrap();
    let form = [
        ("id", id.as_str()),
        ("language", "ar"),
        ("title", "ممارسة على قرص ممتلئ"),
        ("topics", "archive"),
        ("problem", problem),
        ("intent", "save"),
    ];
    (client.post("/ar/practices/new", &form).await, id)
}

#[tokio::test]
async fn nothing_typed_is_lost_when_the_disk_is_full() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let (kept, kept_id) = draft(&member, "قصيرة").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);

    limit_pages(&app, 1).await;
    let long = "كلمة \"بين\" & غيرها ".repeat(700);
    let mut full = draft(&member, &long).await;
    // Free pages inside the file are used up first.
    for _ in 0..50 {
        if full.0.status != StatusCode::SEE_OTHER {
            break;
        }
        full = draft(&member, &long).await;
    }
    let (answer, id) = full;
    assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(
        answer.says("<html lang=\"ar\" dir=\"rtl\">") && answer.says("تعذّر الحفظ الآن"),
        "{}",
        answer.text()
    );
    assert_eq!(answer.field("problem").as_ref(), Some(&long));

    // The button of that page leads back to the form, filled, and executes nothing.
    let back = [
        ("id", id.as_str()),
        ("title", "ممارسة على قرص ممتلئ"),
        ("problem", &long),
        ("_replay", "1"),
    ];
    assert!(answer.says("name=\"_replay\""));
    let form = member.post("/ar/practices/new", &back).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.says("ممارسة على قرص ممتلئ") && form.says("كلمة"));

    // Nothing is there by halves, and the feed has no gap.
    let page = format!("/ar/practices/{id}");
    assert_eq!(member.get(&page).await.status, StatusCode::NOT_FOUND);
    let halves = "SELECT COUNT(*) FROM practices p WHERE NOT EXISTS \
                  (SELECT 1 FROM practice_revisions r WHERE r.practice_id = p.id)";
    assert_eq!(count(&app, halves).await, 0);
    assert_eq!(
        count(&app, "SELECT COUNT(*) FROM changes").await,
        app.app.db.feed_number().await.unwrap()
    );

    // Reading goes on.
    for (client, path) in [
        (&app.visitor(), "/ar/organizations".to_owned()),
        (&member, format!("/ar/practices/{kept_id}")),
    ] {
        assert_eq!(client.get(&path).await.status, StatusCode::OK, "{path}");
    }

    // There is room again, and no need to start anew.
    limit_pages(&app, 1_000_000).await;
    let (answer, _) = draft(&member, &long).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}
