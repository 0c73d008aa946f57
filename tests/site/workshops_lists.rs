//! Lists of workshops: whose they are, and the way to all of them.

use axum::http::StatusCode;
use jiff::SignedDuration;
use tabadul_tests::TestApp;

use crate::workshops::{field_visit, scheduled, to_start};

/// More than a page holds.
const MANY: usize = 22;

#[tokio::test]
async fn everything_that_an_organization_hosts_is_within_reach() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for _ in 0..MANY {
        scheduled(&app, &coordinator).await;
    }
    field_visit(&app, &coordinator, "القاعة الكبرى").await;
    let visitor = app.visitor();
    for (when, until) in [
        ("", SignedDuration::ZERO),
        ("&when=past", to_start() + SignedDuration::from_hours(48)),
    ] {
        app.clock.advance(until);
        let all = format!("/ar/workshops?organization=dura{when}");
        let feed = "/ar/organizations/dura/workshops.ics";
        let page = visitor.get("/ar/organizations/dura").await;
        let links = page.text().replace("&amp;", "&");
        for link in [all.as_str(), feed] {
            assert!(links.contains(&format!("href=\"{link}\"")), "{links}");
        }
        let list = visitor.get(&all).await;
        assert!(
            list.says("22 ورشة") && list.says("rel=\"next\""),
            "{}",
            list.text()
        );
        for (slug, count) in [("dura", 22), ("gaza", 23), ("hebron", 0), ("nowhere", 0)] {
            let url = format!("/api/v1/workshops?organization={slug}{when}");
            let api = visitor.get(&url).await.json();
            assert_eq!(api["total"], count, "{url}: {api}");
        }
        let calendar = visitor.get(feed).await.text();
        let events = calendar.matches("BEGIN:VEVENT").count();
        assert_eq!(events, MANY, "{calendar}");
    }
}

#[tokio::test]
async fn who_follows_a_merged_organization_follows_the_one_it_is_part_of() {
    for db in app::testing::databases().await {
        let app = TestApp::on(db).await;
        scheduled(&app, &app.coordinator().await).await;
        let admin = app.admin().await;
        for (from, into) in [("dura", "hebron"), ("hebron", "yatta")] {
            let merger = format!("/ar/organizations/{from}/merger");
            let merged = admin.post(&merger, &[("into", into)]).await;
            assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.text());
        }
        // A button that was pressed too late breaks no way.
        admin.post("/ar/organizations/dura/retirement", &[]).await;
        let visitor = app.visitor();
        for slug in ["dura", "hebron", "yatta"] {
            let url = format!("/ar/organizations/{slug}/workshops.ics");
            let feed = visitor.get(&url).await.text();
            assert_eq!(feed.matches("BEGIN:VEVENT").count(), 1, "{slug}: {feed}");
            let url = format!("/api/v1/workshops?organization={slug}");
            assert_eq!(visitor.get(&url).await.json()["total"], 1, "{slug}");
        }
        let page = visitor.get("/ar/organizations/dura").await;
        assert_eq!(page.location(), "/ar/organizations/yatta");
    }
}
