use axum::http::StatusCode;
use tabadul_tests::TestApp;

#[tokio::test]
async fn a_visitor_lists_by_place_and_pages_through() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let all = visitor.get("/ar/organizations").await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(
        all.says("153 هيئة") && all.says("rel=\"next\""),
        "{}",
        all.text()
    );
    assert!(
        visitor
            .get("/ar/organizations?region=gaza")
            .await
            .says("25 هيئة")
    );
    let second = visitor.get("/en/organizations?region=gaza&page=2").await;
    assert!(
        second.says("Page 2 of 2") && second.says("rel=\"prev\""),
        "{}",
        second.text()
    );
    assert!(
        visitor
            .get("/en/organizations?governorate=atlantis")
            .await
            .says("Nothing matches")
    );
}

#[tokio::test]
async fn each_organization_has_its_page_in_both_languages() {
    let app = TestApp::start().await;
    assert!(
        app.visitor()
            .get("/ar/organizations/dura")
            .await
            .says("بلدية دورا")
    );
    let english = app.visitor().get("/en/organizations/dura").await;
    assert!(english.says("Dura municipality") && english.says("Hebron governorate, West Bank"));
    assert_eq!(
        app.visitor().get("/ar/organizations/nowhere").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_population_is_shown_with_its_year_or_not_at_all() {
    let app = TestApp::start().await;
    assert!(
        app.visitor()
            .get("/en/organizations/rafah")
            .await
            .says("(2017)")
    );
    assert!(
        !app.visitor()
            .get("/en/organizations/jenin")
            .await
            .says("Population")
    );
}

#[tokio::test]
async fn the_directory_downloads_as_csv() {
    let app = TestApp::start().await;
    let file = app.visitor().get("/organizations.csv").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.text().lines().count(), 154);
}

#[tokio::test]
async fn the_sources_of_the_data_are_attributed() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/ar/about-data").await;
    assert!(page.says("GeoNames") && page.says("courtesy of") && page.says("geoBoundaries.org"));
}

const NEW: [(&str, &str); 6] = [
    ("slug", "new-place"),
    ("name_ar", "مكان جديد"),
    ("kind", "village_council"),
    ("governorate", "hebron"),
    ("website", "https://place.example"),
    ("about_ar", "نبذة"),
];

fn with<'a>(pairs: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = pairs
        .iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

#[tokio::test]
async fn only_an_admin_adds_corrects_and_retires() {
    let app = TestApp::start().await;
    let id = app.app.sources.id().to_string();
    let form = with(&NEW, &[("id", &id)]);
    for client in [
        app.member("gaza").await,
        app.publisher("gaza").await,
        app.coordinator().await,
    ] {
        assert_eq!(
            client.get("/ar/organizations/new").await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            client.post("/ar/organizations", &form).await.status,
            StatusCode::FORBIDDEN
        );
        for action in ["retirement", "restoration", "merger"] {
            let answer = client
                .post(
                    &format!("/ar/organizations/dura/{action}"),
                    &[("into", "gaza")],
                )
                .await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
        }
    }
    let admin = app.admin().await;
    let made = admin.post("/ar/organizations", &form).await;
    assert_eq!(
        made.location(),
        "/ar/organizations/new-place",
        "{}",
        made.text()
    );
    // The same form sent twice makes one entry.
    assert_eq!(
        admin.post("/ar/organizations", &form).await.location(),
        "/ar/organizations/new-place"
    );
    assert!(
        app.visitor()
            .get("/ar/organizations?kind=village_council")
            .await
            .says("مجلس قروي مكان جديد")
    );
    let retired = admin
        .post("/ar/organizations/new-place/retirement", &[])
        .await;
    assert!(admin.get(retired.location()).await.says("أُخرجت الهيئة"));
    assert!(
        !app.visitor()
            .get("/ar/organizations?kind=village_council")
            .await
            .says("مكان جديد")
    );
    admin
        .post("/ar/organizations/new-place/restoration", &[])
        .await;
    assert!(
        app.visitor()
            .get("/ar/organizations?kind=village_council")
            .await
            .says("مكان جديد")
    );
}

#[tokio::test]
async fn bad_input_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = app.app.sources.id().to_string();
    let long = "ا".repeat(121);
    let bad = [
        ("id", id.as_str()),
        ("slug", "dura"),
        ("name_ar", long.as_str()),
        ("website", "javascript:alert(1)"),
        ("governorate", "atlantis"),
        ("about_ar", "</textarea><script>alert(1)</script>"),
    ];
    let answer = admin.post("/ar/organizations", &with(&NEW, &bad)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says(&long) && answer.says("javascript:alert(1)"));
    assert!(answer.says("href=\"#name_ar\"") && answer.says("id=\"website-error\""));
    assert!(!answer.says("<script>alert"), "{}", answer.text());
    let taken = admin
        .post(
            "/ar/organizations",
            &with(&NEW, &[("id", &id), ("slug", "dura")]),
        )
        .await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.says("هذه القيمة مستعملة من قبل"), "{}", taken.text());
}

#[tokio::test]
async fn a_publisher_writes_the_own_profile_and_the_second_editor_sees_both() {
    let app = TestApp::start().await;
    let publisher = app.publisher("dura").await;
    assert_eq!(
        publisher.get("/ar/organizations/gaza/edit").await.status,
        StatusCode::FORBIDDEN
    );
    let form = publisher.get("/ar/organizations/dura/edit").await;
    assert!(
        !form.says("name=\"name_ar\""),
        "a publisher does not write the facts"
    );
    let seen = form.text();
    let seen = seen
        .split("name=\"seen\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    app.clock.advance(jiff::SignedDuration::from_secs(5));
    let first = [
        ("seen", seen),
        ("about_ar", "النص الأول"),
        ("name_ar", "اسم آخر"),
    ];
    assert_eq!(
        publisher
            .post("/ar/organizations/dura/edit", &first)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let page = app.visitor().get("/ar/organizations/dura").await;
    assert!(page.says("النص الأول") && page.says("بلدية دورا"));
    let second = [("seen", seen), ("about_ar", "النص الثاني")];
    let stale = publisher.post("/ar/organizations/dura/edit", &second).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.says("النص الأول") && stale.says("النص الثاني"),
        "{}",
        stale.text()
    );
}

#[tokio::test]
async fn a_stale_entry_shows_every_field_that_differs() {
    let app = TestApp::start().await;
    let (first, second) = (app.admin().await, app.admin().await);
    let edit = "/ar/organizations/dura/edit";
    let seen = first.get(edit).await.field("seen").unwrap();
    let entry = |more: &[(&'static str, &'static str)]| {
        let stored = [
            ("name_ar", "دورا"),
            ("name_en", "Dura"),
            ("kind", "municipality"),
            ("governorate", "hebron"),
        ];
        with(&stored, more)
    };
    let theirs = entry(&[
        ("name_ar", "دورا الكبرى"),
        ("name_en", "Greater Dura"),
        ("kind", "joint_council"),
        ("governorate", "jenin"),
        ("population", "54321"),
        ("population_year", "2025"),
        ("website", "https://greater.example"),
    ]);
    app.clock.advance(jiff::SignedDuration::from_secs(5));
    let saved = first.post(edit, &with(&theirs, &[("seen", &seen)])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());

    let mine = entry(&[("about_ar", "نبذة الثاني"), ("seen", "")]);
    let stale = second.post(edit, &with(&mine, &[("seen", &seen)])).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    for stored in [
        "دورا الكبرى",
        "Greater Dura",
        "مجلس خدمات مشترك",
        "جنين",
        "54321",
        "2025",
        "https://greater.example",
    ] {
        let shown = format!("<dd dir=\"auto\">{stored}<");
        assert!(stale.says(&shown), "{stored}: {}", stale.text());
    }
    assert!(stale.says("نبذة الثاني") && stale.says("value=\"دورا\""));
    let now = stale.field("seen").unwrap();
    let again = second.post(edit, &with(&mine, &[("seen", &now)])).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
}

#[tokio::test]
async fn a_pasted_file_is_checked_whole_before_anything_is_written() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let bad =
        "slug,name_ar,name_en,governorate\nnew-place,مكان,Place,hebron\nother,آخر,Other,atlantis\n";
    let answer = admin
        .post("/ar/organizations/import", &[("file", bad)])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.says("السطر 3، العمود «governorate»: ليس معرّفَ محافظة") && answer.says("new-place"),
        "{}",
        answer.text()
    );
    assert_eq!(
        app.visitor()
            .get("/ar/organizations/new-place")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let good = "slug,name_ar,name_en,governorate\nnew-place,مكان,Place,hebron\n";
    assert!(
        admin
            .post("/ar/organizations/import", &[("file", good)])
            .await
            .says("أُضيف: 1")
    );
    assert_eq!(
        app.visitor()
            .get("/ar/organizations/new-place")
            .await
            .status,
        StatusCode::OK
    );
    let publisher = app.publisher("gaza").await;
    assert_eq!(
        publisher.get("/ar/organizations/import").await.status,
        StatusCode::FORBIDDEN
    );
}
