//! Writing a practice: bad input, rows, two people at once, revisions, the API and search.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use tabadul_tests::{Client, TestApp};

use crate::practices::{SNAPSHOT, approve, new_form, published, published_by, write};

#[tokio::test]
async fn what_was_typed_comes_back_with_the_problem_beside_it() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_form(&member).await;
    let long = "ش".repeat(161);
    let typed = "</textarea><script>alert(1)</script>";
    let pairs = [
        ("id", id.as_str()),
        ("intent", "submit"),
        ("language", "ar"),
        ("title", ""),
        ("summary", &long),
        ("topics", "magic"),
        ("problem", typed),
        ("step_who", "الوحدة"),
        ("step_what", ""),
        ("step_duration", ""),
        ("indicator_name", "زمن"),
        ("indicator_before", "كثير"),
    ];
    let page = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(!text.contains("<script>alert"), "{text}");
    assert!(
        text.contains("&lt;/textarea&gt;&lt;script&gt;")
            && text.contains(&long)
            && text.contains("كثير")
    );
    for field in [
        "title",
        "summary",
        "topics",
        "solution",
        "result",
        "step_what-0",
        "indicator_before-0",
    ] {
        assert!(
            text.contains(&format!("href=\"#{field}\"")),
            "{field}: {text}"
        );
        assert!(
            text.contains(&format!("id=\"{field}-error\"")),
            "{field}: {text}"
        );
    }
    assert_eq!(
        member.get(&format!("/ar/practices/{id}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn text_longer_than_its_bound_and_broken_bytes_are_refused() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_form(&member).await;
    let long = "ع".repeat(20_001);
    let page = member
        .post(
            "/en/practices/new",
            &[
                ("id", &id),
                ("title", "t"),
                ("problem", &long),
                ("intent", "save"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("href=\"#problem\"") && page.says(&long));
    let kind = "application/x-www-form-urlencoded";
    let broken = member
        .post_raw("/ar/practices/new", kind, format!("id={id}&title=%FF"))
        .await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn markdown_is_shown_without_running_anything() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = new_form(&publisher).await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.retain(|(name, _)| *name != "problem");
    pairs.extend([
        ("id", id.as_str()),
        ("intent", "submit"),
        (
            "problem",
            "<script>alert(1)</script> [x](javascript:alert(1))\n\n| أ | ب |\n|---|---|\n| ١ | ٢ |",
        ),
    ]);
    publisher.post("/ar/practices/new", &pairs).await;
    approve(&publisher, &id, "public").await;
    let page = app.visitor().get(&format!("/ar/practices/{id}")).await;
    assert!(
        !page.says("<script>alert") && !page.says("href=\"javascript:"),
        "{}",
        page.text()
    );
    assert!(page.says("&lt;script&gt;") && page.says("<table>"));
}

#[tokio::test]
async fn rows_are_added_and_taken_without_losing_anything() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_form(&member).await;
    let pairs = [
        ("id", id.as_str()),
        ("title", "عنوان كتبته"),
        ("language", "ar"),
        ("topics", "gis"),
        ("topics", "water"),
        ("step_who", "الوحدة"),
        ("step_what", "تستلم"),
        ("step_duration", "يوم"),
        ("intent", "add_step"),
    ];
    let page = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.says("عنوان كتبته") && page.says("تستلم") && page.says("id=\"step_what-1\""),
        "{}",
        page.text()
    );
    assert_eq!(
        page.text().matches("checked").count(),
        3,
        "two topics and the language"
    );
    let mut removed = pairs.to_vec();
    removed[8].1 = "remove_step-0";
    let page = member.post("/ar/practices/new", &removed).await;
    assert!(page.says("عنوان كتبته") && !page.says("تستلم"));
    assert_eq!(
        member.get(&format!("/ar/practices/{id}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_few_rows_too_many_come_back_and_thousands_do_not() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_form(&member).await;
    let rows = |name: &'static str, count: usize| {
        let mut pairs = vec![("id", id.as_str()), ("title", "عنوان"), ("intent", "save")];
        pairs.extend(std::iter::repeat_n((name, "خطوة كُتبت"), count));
        pairs
    };
    let page = member
        .post("/ar/practices/new", &rows("step_what", 31))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("href=\"#steps\""), "{}", page.text());
    assert_eq!(page.text().matches("خطوة كُتبت</textarea>").count(), 31);
    for name in ["step_what", "indicator_source", "topics"] {
        for path in ["/ar/practices/new", "/ar/practices/x/edit"] {
            let mut pairs = rows(name, 5_000);
            let existing = write(&member, "save").await;
            let path = path.replace("/x/", &format!("/{existing}/"));
            pairs.extend([("revision", "1"), ("version", "1")]);
            let refused = member.post(&path, &pairs).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name} {path}");
            assert!(refused.bytes.len() < 1_000_000, "{}", refused.bytes.len());
        }
    }
}

#[tokio::test]
async fn sending_the_same_form_twice_makes_one_practice() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = write(&member, "save").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("id", id.as_str()), ("intent", "save")]);
    let again = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(
        (again.status, again.location()),
        (
            StatusCode::SEE_OTHER,
            format!("/ar/practices/{id}?done=saved").as_str()
        )
    );
    let drafts = member
        .get("/ar/practices/drafts?done=returned")
        .await
        .text();
    assert_eq!(drafts.matches("class=\"row\"").count(), 1, "{drafts}");
    let stranger = app
        .member("dura")
        .await
        .post("/ar/practices/new", &pairs)
        .await;
    assert_eq!(stranger.status, StatusCode::CONFLICT);
    assert!(
        stranger.says(SNAPSHOT[4].1) && stranger.field("id") != Some(id),
        "{}",
        stranger.text()
    );
}

#[tokio::test]
async fn the_second_of_two_people_sees_both_texts() {
    let app = TestApp::start().await;
    let (first, second) = (app.member("gaza").await, app.member("gaza").await);
    let id = write(&first, "save").await;
    let path = format!("/ar/practices/{id}/edit");
    let seen = [
        ("revision", "1"),
        ("version", "1"),
        ("intent", "save"),
        ("language", "ar"),
    ];
    let with = |title: &'static str| {
        let mut pairs = seen.to_vec();
        pairs.push(("title", title));
        pairs
    };
    assert_eq!(
        first.post(&path, &with("عنوان الزميل")).await.status,
        StatusCode::SEE_OTHER
    );
    let page = second.post(&path, &with("عنوان آخر")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.says("حفظ زميل قبلك") && page.says("الزميل</del>") && page.says("آخر</ins>"),
        "{}",
        page.text()
    );
    let theirs = format!("href=\"/ar/practices/{id}/revisions/1\"");
    assert!(page.says(&theirs), "{}", page.text());
    assert_eq!(page.field("title").as_deref(), Some("عنوان آخر"));
    assert_eq!(page.field("version").as_deref(), Some("2"));
    let knowingly = [
        ("revision", "1"),
        ("version", "2"),
        ("intent", "save"),
        ("language", "ar"),
        ("title", "عنوان آخر"),
    ];
    assert_eq!(
        second.post(&path, &knowingly).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        first
            .get(&format!("/ar/practices/{id}"))
            .await
            .says("عنوان آخر")
    );
    let kept = first.get(&format!("/ar/practices/{id}/revisions/1")).await;
    assert!(kept.says("عنوان الزميل"), "{}", kept.text());
}

#[tokio::test]
async fn words_mended_while_the_line_hangs_are_kept() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = write(&member, "save").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("id", id.as_str()), ("intent", "save")]);
    pairs[2].1 = "سطر صُحّح أثناء الانتظار";
    let again = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(again.location(), format!("/ar/practices/{id}?done=saved"));
    assert!(member.get(again.location()).await.says(pairs[2].1));
    // A third time the form cannot know what it is about to change: both are shown, and the words say whose they are.
    pairs[2].1 = "سطر ثالث";
    let page = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.says("حفظت هذا النص من قبل") && !page.says("زميل"),
        "{}",
        page.text()
    );
    assert!(page.says(pairs[2].1), "{}", page.text());
    assert!(page.says(&format!("action=\"/ar/practices/{id}/edit\"")));
}

#[tokio::test]
async fn a_button_pressed_twice_does_once_and_leads_to_the_result() {
    let app = TestApp::start().await;
    let (member, publisher) = (app.member("gaza").await, app.publisher("gaza").await);
    let id = write(&member, "save").await;
    let path = format!("/ar/practices/{id}");
    let seen = [("revision", "1"), ("version", "1")];
    let mut edited = SNAPSHOT.to_vec();
    edited[2].1 = "سطر آخر";
    edited.extend(seen);
    for (intent, done) in [("save", "?done=saved"), ("submit", "?done=submitted")] {
        let mut pairs = edited.clone();
        pairs.push(("intent", intent));
        for _ in 0..2 {
            let answer = member.post(&format!("{path}/edit"), &pairs).await;
            assert_eq!(answer.location(), format!("{path}{done}"));
        }
    }
    assert_eq!(app.mails().await.len(), 1, "publishers are told once");
    let second = [("revision", "1"), ("version", "2")];
    let mut returned = second.to_vec();
    returned.extend([("decision", "return"), ("note", "أضف المصدر")]);
    for _ in 0..2 {
        let answer = publisher.post(&format!("{path}/review"), &returned).await;
        assert_eq!(answer.location(), "/ar/practices/drafts?done=returned");
    }
    edited.extend([("intent", "submit")]);
    edited[7].1 = "1";
    edited[8].1 = "2";
    member.post(&format!("{path}/edit"), &edited).await;
    let mut approved = vec![("revision", "2"), ("version", "1")];
    approved.extend([("decision", "approve"), ("visibility", "public")]);
    for _ in 0..2 {
        let answer = publisher.post(&format!("{path}/review"), &approved).await;
        assert_eq!(answer.location(), format!("{path}?done=published"));
    }
    // The same over other readers, or by somebody else, is another decision.
    approved[3].1 = "network";
    let other = publisher.post(&format!("{path}/review"), &approved).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let history = member.get(&format!("{path}/history")).await;
    assert_eq!(
        history.text().matches("class=\"row\"").count(),
        2,
        "{}",
        history.text()
    );
    assert_eq!(app.mails().await.len(), 4, "each of them is told once");
}

#[tokio::test]
async fn whoever_comes_back_to_an_empty_form_finds_what_they_made() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let empty = async |client: &Client<'_>| {
        let moved = client.get("/ar/practices/new").await;
        let form = moved.location().to_owned();
        let id = client.get(&form).await.field("id").unwrap();
        assert!(form.ends_with(&id), "{form}");
        (form, id)
    };
    let (form, id) = empty(&member).await;
    let (_, other) = empty(&member).await;
    assert_ne!(id, other, "two windows are two practices");
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("id", id.as_str()), ("intent", "save")]);
    member.post("/ar/practices/new", &pairs).await;
    let back = member.get(&form).await;
    assert_eq!(back.location(), format!("/ar/practices/{id}/edit"));
    // To others it is an empty form like any, and so it is to whoever kept the address.
    let stranger = app.member("dura").await;
    let moved = stranger.get(&form).await;
    let theirs = stranger.get(moved.location()).await.field("id").unwrap();
    assert_ne!(theirs, id);
    app.clock.advance(SignedDuration::from_hours(25));
    let member = app.session(member.id()).await;
    let later = member.get(&form).await;
    assert!(later.location().starts_with("/ar/practices/new?id="));
}

#[tokio::test]
async fn a_copy_of_a_form_makes_another_practice_and_loses_nothing() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = write(&member, "save").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs[1].1 = "ممارسة أخرى تمامًا";
    pairs.extend([("intent", "save"), ("id", &id)]);
    let asked = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(
        asked.says("أُرسل هذا النموذج من قبل") && asked.says("ممارسة أخرى تمامًا"),
        "{}",
        asked.text()
    );
    assert!(asked.says(&format!("href=\"/ar/practices/{id}/edit\"")));
    let fresh = asked.field("id").unwrap();
    pairs.pop();
    pairs.push(("id", &fresh));
    let saved = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(
        saved.location(),
        format!("/ar/practices/{fresh}?done=saved")
    );
    let first = member.get(&format!("/ar/practices/{id}")).await;
    assert!(first.says(SNAPSHOT[1].1), "{}", first.text());
}

#[tokio::test]
async fn topics_in_another_order_are_the_same_topics() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = published_by(&publisher, "public").await;
    let path = format!("/ar/practices/{id}");
    for (revision, topics, summary) in [
        ("1", ["gis", "complaints"], "سطر"),
        ("2", ["complaints", "gis"], "سطر آخر"),
    ] {
        let mut pairs = SNAPSHOT.to_vec();
        pairs.retain(|(name, _)| !matches!(*name, "topics" | "summary"));
        pairs.extend(topics.map(|topic| ("topics", topic)));
        pairs.extend([("summary", summary), ("revision", revision)]);
        pairs.extend([("version", "1"), ("intent", "submit")]);
        publisher.post(&format!("{path}/edit"), &pairs).await;
        approve(&publisher, &id, "public").await;
    }
    let compared = publisher
        .get(&format!("{path}/revisions/3?against=2"))
        .await;
    assert!(
        compared.says("آخر</ins>") && !compared.says("<h3>المجالات"),
        "{}",
        compared.text()
    );
}

#[tokio::test]
async fn a_figure_that_changed_is_told_by_its_column() {
    let app = TestApp::start().await;
    let path = format!("/ar/practices/{}", published(&app, "public").await);
    let member = app.member("gaza").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("revision", "1"), ("version", "1"), ("intent", "save")]);
    pairs.extend([
        ("indicator_name", "زمن الإغلاق"),
        ("indicator_unit", "يوم"),
        ("indicator_after", "4"),
        ("indicator_source", "سجل الوحدة"),
    ]);
    let saved = member.post(&format!("{path}/edit"), &pairs).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let compared = member.get(&format!("{path}/revisions/2?against=1")).await;
    let text = compared.text();
    assert!(
        text.contains("المؤشر: زمن الإغلاق · الوحدة: يوم · بعد: 4 · المصدر: سجل الوحدة"),
        "{text}"
    );
}

#[tokio::test]
async fn a_reviewer_decides_only_over_what_they_saw() {
    let app = TestApp::start().await;
    let (member, publisher) = (app.member("gaza").await, app.publisher("gaza").await);
    let id = write(&member, "submit").await;
    let path = format!("/ar/practices/{id}");
    let empty = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "return"),
        ("note", " "),
    ];
    let page = publisher.post(&format!("{path}/review"), &empty).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let returned = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "return"),
        ("note", "أضف مصدر الأرقام"),
    ];
    assert_eq!(
        publisher
            .post(&format!("{path}/review"), &returned)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert!(
        member
            .get(&format!("{path}/edit"))
            .await
            .says("أضف مصدر الأرقام")
    );
    let late = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "approve"),
        ("visibility", "public"),
    ];
    assert_eq!(
        publisher
            .post(&format!("{path}/review"), &late)
            .await
            .status,
        StatusCode::CONFLICT
    );
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("revision", "1"), ("version", "1"), ("intent", "submit")]);
    assert_eq!(
        member.post(&format!("{path}/edit"), &pairs).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        approve(&publisher, &id, "public").await.status,
        StatusCode::SEE_OTHER
    );
    let history = member.get(&format!("{path}/history")).await;
    assert!(
        history.says("أعادها موظف تجربة") && history.says("اعتمدها موظف تجربة"),
        "{}",
        history.text()
    );
}

#[tokio::test]
async fn a_change_waits_while_the_old_stays_and_an_old_one_comes_back() {
    let app = TestApp::start().await;
    let id = published(&app, "public").await;
    let path = format!("/ar/practices/{id}");
    let member = app.member("gaza").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs[1].1 = "عنوان معدّل";
    pairs.extend([("revision", "1"), ("version", "1"), ("intent", "save")]);
    let saved = member.post(&format!("{path}/edit"), &pairs).await;
    assert_eq!(saved.location(), format!("{path}/revisions/2?done=saved"));
    assert!(!app.visitor().get(&path).await.says("عنوان معدّل"));
    assert!(member.get(&path).await.says("تعديل لم يُعتمد بعد"));
    let compared = member.get(&format!("{path}/revisions/2?against=1")).await;
    assert!(compared.says("معدّل</ins>"), "{}", compared.text());
    assert_eq!(
        app.member("dura")
            .await
            .get(&format!("{path}/revisions/2"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let restored = member
        .post(&format!("{path}/revisions/1/restoration"), &[("x", "")])
        .await;
    assert_eq!(
        restored.location(),
        format!("{path}/revisions/3?done=restored")
    );
    assert!(
        member
            .get(&format!("{path}/history"))
            .await
            .says("استُعيدت من المراجعة رقم 1")
    );
    let missing = member
        .post(&format!("{path}/revisions/99/restoration"), &[("x", "")])
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_from_an_ended_session_comes_back_filled_and_is_not_executed() {
    let app = TestApp::start().await;
    let id = new_form(&app.member("gaza").await).await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("id", id.as_str()), ("intent", "submit")]);
    let page = app.visitor().post("/ar/practices/new", &pairs).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    pairs.push(("_replay", "1"));
    let member = app.member("gaza").await;
    let back = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.says("سجل واحد لكل البوابات"));
    assert_eq!(
        member.get(&format!("/ar/practices/{id}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_badge_the_archive_and_the_half_yearly_question() {
    let app = TestApp::start().await;
    let id = published(&app, "public").await;
    let path = format!("/ar/practices/{id}");
    let coordinator = app.coordinator().await;
    assert_eq!(
        coordinator
            .post(&format!("{path}/verification"), &[("x", "")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert!(
        app.visitor()
            .get("/ar/practices?verified=1")
            .await
            .says("ممارسة موثّقة")
    );
    app.clock.advance(SignedDuration::from_hours(24 * 190));
    let member = app.member("gaza").await;
    assert!(app.visitor().get(&path).await.says("منذ أكثر من ستة أشهر"));
    member
        .post(&format!("{path}/confirmation"), &[("x", "")])
        .await;
    assert!(!app.visitor().get(&path).await.says("منذ أكثر من ستة أشهر"));
    let publisher = app.publisher("gaza").await;
    publisher
        .post(&format!("{path}/archive"), &[("x", "")])
        .await;
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(publisher.get(&path).await.says("نُقلت إلى الأرشيف"));
    publisher
        .post(&format!("{path}/archive"), &[("undo", "1")])
        .await;
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_api_gives_what_the_reader_may_see() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let open = published_by(&publisher, "public").await;
    let network = published_by(&publisher, "network").await;
    let draft = write(&app.member("gaza").await, "save").await;
    let list = app
        .visitor()
        .get("/api/v1/practices?organization=gaza&topic=complaints")
        .await
        .json();
    assert_eq!(
        (list["total"].as_i64(), list["next"].is_null()),
        (Some(1), true)
    );
    let item = &list["items"][0];
    assert_eq!(
        (item["id"].as_str(), item["organization"].as_str()),
        (Some(open.as_str()), Some("gaza"))
    );
    assert_eq!(
        item["url"],
        format!("http://127.0.0.1:3000/ar/practices/{open}")
    );
    assert_eq!(item["published_at"], "2026-11-22T08:00:00Z");
    let whole = app
        .visitor()
        .get(&format!("/api/v1/practices/{open}"))
        .await
        .json();
    assert!(whole["problem"].as_str().unwrap().contains("**تضيع**"));
    let member = app.member("gaza").await;
    assert_eq!(member.get("/api/v1/practices").await.json()["total"], 2);
    for (reader, id, status) in [
        (&app.visitor(), &network, StatusCode::NOT_FOUND),
        (&app.visitor(), &draft, StatusCode::NOT_FOUND),
        (&member, &network, StatusCode::OK),
        (&member, &draft, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            reader.get(&format!("/api/v1/practices/{id}")).await.status,
            status
        );
    }
}

#[tokio::test]
async fn what_is_published_is_found_and_shown_on_the_owners_page() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let open = published_by(&publisher, "public").await;
    let network = published_by(&publisher, "network").await;
    write(&app.member("gaza").await, "save").await;
    app.index().await;
    let query = "/api/v1/search?type=practice&q=%D8%B4%D9%83%D8%A7%D9%88%D9%8A";
    let found = app.visitor().get(query).await.json();
    assert_eq!(
        (found["total"].as_i64(), found["items"][0]["id"].as_str()),
        (Some(1), Some(open.as_str()))
    );
    assert_eq!(app.member("dura").await.get(query).await.json()["total"], 2);
    let owner = app.visitor().get("/ar/organizations/gaza").await;
    assert!(owner.says(&format!("/ar/practices/{open}")) && !owner.says(&network));
}

#[tokio::test]
async fn those_who_must_act_get_a_letter_and_nobody_else() {
    let app = TestApp::start().await;
    let (member, publisher) = (app.member("gaza").await, app.publisher("gaza").await);
    let id = write(&member, "submit").await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].to, "member-2@tabadul.example");
    assert!(
        mails[0]
            .text
            .contains(&format!("/ar/practices/{id}/review")),
        "{}",
        mails[0].text
    );
    let returned = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "return"),
        ("note", "أضف مصدر الأرقام"),
    ];
    publisher
        .post(&format!("/ar/practices/{id}/review"), &returned)
        .await;
    let mails = app.mails_to("member-1@tabadul.example").await;
    assert!(mails[0].text.contains("أضف مصدر الأرقام"), "{mails:?}");
    publisher
        .post(&format!("/ar/practices/{id}/review"), &returned)
        .await;
    assert_eq!(
        app.mails().await.len(),
        2,
        "a decision sent again tells nobody"
    );
}

#[tokio::test]
async fn the_list_of_problems_follows_the_page() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_form(&member).await;
    let pairs = [
        ("id", id.as_str()),
        ("intent", "submit"),
        ("language", "ar"),
        ("title", "عنوان"),
        ("step_who", "و".repeat(201).as_str()),
        ("step_what", "يستلم"),
        ("indicator_name", ""),
        ("indicator_unit", "يوم"),
        ("summary_other", &"x".repeat(401)),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let page = member.post("/ar/practices/new", &pairs).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    let summary = text
        .split("error-summary-title")
        .last()
        .unwrap()
        .split("</ul>")
        .next();
    let links: Vec<_> = summary.unwrap().split("href=\"#").skip(1).collect();
    let fields: Vec<_> = links
        .iter()
        .filter_map(|link| link.split('"').next())
        .collect();
    let places: Vec<_> = fields
        .iter()
        .map(|field| text.find(&format!(" id=\"{field}\"")).unwrap())
        .collect();
    assert!(
        fields.len() > 5 && places.is_sorted(),
        "{fields:?} {places:?}"
    );
    assert!(!page.says("؟:"), "a question needs no colon: {text}");
}

#[tokio::test]
async fn whoever_changes_what_waits_is_told_what_becomes_of_the_review() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = write(&member, "submit").await;
    let edit = format!("/ar/practices/{id}/edit");
    assert!(member.get(&edit).await.says("خرج النص من المراجعة"));
    let draft = write(&member, "save").await;
    let edit = format!("/ar/practices/{draft}/edit");
    assert!(!member.get(&edit).await.says("خرج النص من المراجعة"));
}

#[tokio::test]
async fn a_reviewer_sees_all_that_others_will() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_form(&member).await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([
        ("id", id.as_str()),
        ("intent", "submit"),
        ("title_other", "The life of a complaint"),
        ("summary_other", "One complaint, one number"),
    ]);
    member.post("/ar/practices/new", &pairs).await;
    let publisher = app.publisher("gaza").await;
    let page = publisher.get(&format!("/ar/practices/{id}/review")).await;
    for words in [
        "المعلومات والشكاوى",
        "The life of a complaint",
        "One complaint, one number",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
}

#[tokio::test]
async fn a_form_that_came_too_late_leads_back_to_its_page() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = write(&member, "save").await;
    let path = format!("/ar/practices/{id}");
    let send = async |from: &str| {
        let request = member
            .request(Method::POST, &format!("{path}/submission"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("referer", from)
            .body(Body::from("revision=7&version=1"));
        app.send(request.unwrap()).await
    };
    let way_back = |page: &str| page.contains(&format!("<a href=\"{path}\" class=\"button"));
    let refused = send(&format!("http://127.0.0.1:3000{path}")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(way_back(&refused.text()), "{}", refused.text());
    // Nor to where nothing answers but forms.
    let form = send(&format!("http://127.0.0.1:3000{path}/submission")).await;
    assert!(!form.says("عُد إلى الصفحة السابقة"), "{}", form.text());
    // Nobody is led to another site.
    let foreign = send(&format!("https://evil.example{path}")).await;
    assert!(
        !foreign.says("عُد إلى الصفحة السابقة") && !foreign.says("evil"),
        "{}",
        foreign.text()
    );
    assert!(way_back(&foreign.text()), "its own page is there");
}

#[tokio::test]
async fn a_draft_that_leaves_the_review_says_so() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = write(&member, "submit").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs[2].1 = "سطر آخر";
    pairs.extend([("revision", "1"), ("version", "1"), ("intent", "save")]);
    let saved = member
        .post(&format!("/ar/practices/{id}/edit"), &pairs)
        .await;
    assert_eq!(
        saved.location(),
        format!("/ar/practices/{id}?done=taken-back")
    );
    assert!(member.get(saved.location()).await.says("خرجت من المراجعة"));
}

#[tokio::test]
async fn the_note_of_a_returned_change_stands_where_its_author_looks() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = published_by(&publisher, "public").await;
    let path = format!("/ar/practices/{id}");
    let member = app.member("gaza").await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs[2].1 = "سطر آخر";
    pairs.extend([("revision", "1"), ("version", "1"), ("intent", "submit")]);
    member.post(&format!("{path}/edit"), &pairs).await;
    let note = "أضف أرقام السنة الماضية";
    let decision = [
        ("revision", "2"),
        ("version", "1"),
        ("decision", "return"),
        ("note", note),
    ];
    let returned = publisher.post(&format!("{path}/review"), &decision).await;
    assert!(
        publisher.get(returned.location()).await.says("أُعيدت"),
        "{}",
        returned.location()
    );
    for page in [
        path.clone(),
        format!("{path}/revisions/2"),
        format!("{path}/edit"),
    ] {
        let shown = member.get(&page).await;
        assert!(shown.says(note), "{page}: {}", shown.text());
    }
    assert!(!app.visitor().get(&path).await.says(note));
}

#[tokio::test]
async fn a_document_that_came_after_the_review_was_opened_is_told() {
    let app = TestApp::start().await;
    let (member, publisher) = (app.member("gaza").await, app.publisher("gaza").await);
    let id = write(&member, "submit").await;
    let review = format!("/ar/practices/{id}/review");
    publisher.get(&review).await;
    let late = format!("practice:{id}");
    crate::documents::upload(&member, "public", &[("attach", &late)]).await;
    let decision = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "approve"),
        ("visibility", "public"),
    ];
    let done = publisher.post(&review, &decision).await;
    let page = publisher.get(done.location()).await;
    assert!(page.says("فبقيت مسودة"), "{}", page.text());
}
