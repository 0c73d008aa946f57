//! Workshops: planning, registering, the call, what came of it.

use app::clock::Id;
use axum::http::StatusCode;
use jiff::SignedDuration;
use tabadul_tests::{Client, TestApp};

use crate::documents;

/// The fields of a good form; the workshop is two weeks ahead of the test's clock.
struct Plan(Vec<(&'static str, String)>);

impl Plan {
    async fn new(app: &TestApp, hosts: &[&str]) -> Self {
        let mut fields: Vec<(&'static str, String)> = [
            ("kind", "exchange"),
            ("visibility", "public"),
            ("language", "ar"),
            ("title", "تبادل الخبرات بين غزة ودورا"),
            ("title_translated", "Gaza and Dura exchange"),
            ("summary", "الشكاوى ونظم المعلومات الجغرافية"),
            ("date", "2026-12-06"),
            ("start", "10:00"),
            ("end", "12:00"),
            ("zone", "Asia/Gaza"),
            ("capacity", "2"),
            ("video", "jitsi"),
            ("topic", "gis"),
            ("agenda_title", "افتتاح"),
            ("agenda_minutes", "15"),
            ("agenda_speaker", "رئيسة وحدة الشكاوى"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .into();
        for host in hosts {
            fields.push(("host", app.organization(host).await.to_string()));
        }
        fields.push(("id", app.app.sources.id().to_string()));
        Self(fields)
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value.into()));
        self
    }

    fn id(&self) -> String {
        let id = self.0.iter().find(|(name, _)| *name == "id");
        id.expect("an id").1.clone()
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    /// Sends it; gives the path of the workshop's page without the language.
    async fn schedule(&self, organiser: &Client<'_>) -> String {
        let answer = organiser.post("/ar/workshops/new", &self.pairs()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        format!("/workshops/{}", self.id())
    }
}

/// The exchange of Gaza and Dura; gives the path of its page without the language.
pub async fn scheduled(app: &TestApp, organiser: &Client<'_>) -> String {
    Plan::new(app, &["gaza", "dura"])
        .await
        .schedule(organiser)
        .await
}

/// A field visit that meets at this place.
pub async fn field_visit(app: &TestApp, organiser: &Client<'_>, place: &str) -> String {
    let plan = Plan::new(app, &["gaza"]).await;
    let plan = plan.with("kind", "field_visit").with("place", place);
    plan.schedule(organiser).await
}

/// The text without the marks that isolate names.
fn without_marks(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{2066}'..='\u{2069}'), "")
}

/// The one mail whose subject holds these words.
async fn mail_about(app: &TestApp, words: &str) -> app::mail::Message {
    let mails = app.mails().await;
    let mut found = mails
        .into_iter()
        .filter(|mail| mail.subject.contains(words));
    let mail = found.next().expect("such a mail");
    assert!(found.next().is_none(), "one mail");
    mail
}

/// The test's clock stands at 08:00 UTC on 22 November; the workshop begins at 08:00 UTC on 6 December.
pub fn to_start() -> SignedDuration {
    SignedDuration::from_hours(14 * 24)
}

#[tokio::test]
async fn the_story_of_a_workshop() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let path = scheduled(&app, &coordinator).await;
    let (arabic, english) = (format!("/ar{path}"), format!("/en{path}"));

    let page = app.visitor().get(&arabic).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "تبادل الخبرات بين غزة ودورا",
        "مجدولة",
        "رئيسة وحدة الشكاوى",
        "سجّل الدخول",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(
        app.visitor()
            .get(&english)
            .await
            .says("Gaza and Dura exchange")
    );
    assert!(
        app.visitor()
            .get("/ar/workshops")
            .await
            .says("تبادل الخبرات")
    );
    assert!(
        !page.says("meet.jit.si"),
        "the room is nobody's business yet"
    );

    let registration = format!("{arabic}/registration");
    let mut people = Vec::new();
    for organization in ["gaza", "dura", "nablus"] {
        let member = app.member(organization).await;
        let answer = member.post(&registration, &[("heads", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        people.push(member);
    }
    assert!(people[1].get(&arabic).await.says("مسجَّل"));
    assert!(people[2].get(&arabic).await.says("قائمة الانتظار"));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 3);
    assert_eq!(
        mails.iter().filter(|mail| mail.calendar.is_some()).count(),
        2
    );

    let answer = people[0]
        .post(&format!("{registration}/withdrawal"), &[])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(people[2].get(&arabic).await.says("مسجَّل"));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 5, "one cancelled, one promoted");
    let methods: Vec<_> = mails[3..]
        .iter()
        .filter_map(|mail| Some(mail.calendar.as_ref()?.method.as_str()))
        .collect();
    assert!(
        methods.contains(&"CANCEL") && methods.contains(&"REQUEST"),
        "{methods:?}"
    );

    app.clock
        .advance(to_start() + SignedDuration::from_hours(3));
    // Two weeks end every session.
    let coordinator = app.session(coordinator.id()).await;
    let minutes = [
        ("revision", "0"),
        ("text", "## ما قيل\n\n**اتفق** الحاضرون"),
    ];
    let answer = coordinator
        .post(&format!("{arabic}/minutes"), &minutes)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let gaza = app.organization("gaza").await.to_string();
    let id = app.app.sources.id().to_string();
    let answer = coordinator
        .post(
            &format!("{arabic}/recommendations/new"),
            &[
                ("id", &id),
                ("text", "ورشة ثانية"),
                ("organization", &gaza),
                ("due", "2027-01-15"),
                ("status", "open"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = app.visitor().get(&arabic).await;
    assert!(
        page.says("<strong>اتفق</strong>") && page.says("ورشة ثانية"),
        "{}",
        page.text()
    );
    let organization = app.visitor().get("/ar/organizations/gaza").await;
    assert!(organization.says("ورشة ثانية"), "{}", organization.text());
    let report = format!("{arabic}/report");
    let closed = coordinator.post(&report, &[("version", "1")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert!(app.visitor().get(&arabic).await.says("مغلقة مع تقرير"));
    assert!(
        app.visitor()
            .get("/ar/workshops?when=past")
            .await
            .says("تبادل الخبرات")
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for (name, value, words) in [
        ("title", "", "error-summary"),
        ("date", "2026-02-30", "لا يوجد هذا اليوم"),
        ("date", "2026-11-01", "مضى هذا الموعد"),
        ("end", "09:00", "يجب أن يكون الانتهاء بعد البدء"),
        ("capacity", "0", "اكتب عددًا صحيحًا"),
        ("agenda_minutes", "500", "أطول من الورشة"),
        ("kind", "party", "اختر قيمة"),
    ] {
        let plan = Plan::new(&app, &["gaza"]).await;
        let plan = plan
            .with("summary", "</textarea><script>")
            .with(name, value);
        let answer = coordinator.post("/ar/workshops/new", &plan.pairs()).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name}={value}"
        );
        assert!(answer.says(words), "{name}: {}", answer.text());
        assert!(!answer.says("<script>"), "what was typed stays text");
        assert!(answer.says("رئيسة وحدة الشكاوى"), "what was typed is kept");
    }
    let gap = Plan::new(&app, &["gaza"])
        .await
        .with("date", "2027-03-27")
        .with("start", "02:30");
    let answer = coordinator.post("/ar/workshops/new", &gap.pairs()).await;
    assert!(answer.says("تُقدَّم الساعة"), "{}", answer.text());
}

#[tokio::test]
async fn a_double_submit_makes_one_workshop() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let mut plan = Plan::new(&app, &["gaza"]).await;
    // In the order of the form, which is not that of the alphabet.
    plan.0.push(("topic", "archive".to_owned()));
    plan.schedule(&coordinator).await;
    plan.schedule(&coordinator).await;
    assert!(
        app.visitor()
            .get("/en/workshops")
            .await
            .says("One workshop")
    );
}

#[tokio::test]
async fn a_meeting_room_larger_than_the_workshop_is_told_how_many_fit() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let open = Plan::new(&app, &["gaza"]).await;
    let moderated = Plan::new(&app, &["gaza"]).await.with("moderated", "1");
    let member = app.member("dura").await;
    for plan in [open, moderated] {
        let page = format!("/ar{}", plan.schedule(&coordinator).await);
        let registration = format!("{page}/registration");
        let answer = member.post(&registration, &[("heads", "3")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.says("اكتب عددًا صحيحًا من 1 إلى 2."),
            "{}",
            answer.text()
        );
        assert_eq!(answer.field("heads").as_deref(), Some("3"));
        assert!(app.mails().await.is_empty());
    }
}

#[tokio::test]
async fn each_role_may_do_its_part() {
    let app = TestApp::start().await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let answer = app.visitor().post("/ar/workshops/new", &plan.pairs()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let stranger = app.member("nablus").await;
    let answer = stranger.post("/ar/workshops/new", &plan.pairs()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);

    // A member proposes; only the hosts' publishers and coordinators know of it, and make it a date.
    let member = app.member("gaza").await;
    let path = plan.schedule(&member).await;
    let page = format!("/ar{path}");
    assert_eq!(app.visitor().get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
    assert!(member.get(&page).await.says("مقترحة"));
    let approval = format!("{page}/approval");
    assert_eq!(
        member.post(&approval, &[("version", "1")]).await.status,
        StatusCode::FORBIDDEN
    );
    let publisher = app.publisher("gaza").await;
    assert_eq!(
        publisher.post(&approval, &[("version", "1")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(app.visitor().get(&page).await.says("مجدولة"));

    // From now on the proposer is a member like others.
    for rest in ["edit", "cancellation"] {
        assert_eq!(
            member.get(&format!("{page}/{rest}")).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            publisher.get(&format!("{page}/{rest}")).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn nobody_puts_a_workshop_on_the_calendar_in_the_name_of_others() {
    let app = TestApp::start().await;
    let (gaza, dura) = (app.publisher("gaza").await, app.publisher("dura").await);
    let coordinator = app.coordinator().await;
    let both = Plan::new(&app, &["gaza", "dura"]).await;
    let page = format!("/ar{}", both.schedule(&gaza).await);
    assert_eq!(app.visitor().get(&page).await.status, StatusCode::NOT_FOUND);
    let approval = format!("{page}/approval");
    for publisher in [&gaza, &dura] {
        let proposal = publisher.get(&page).await;
        assert!(proposal.says("مقترحة") && !proposal.says("/approval"));
        let answer = publisher.post(&approval, &[("version", "1")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let answer = coordinator.post(&approval, &[("version", "1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(app.visitor().get(&page).await.says("مجدولة"));
    for publisher in [&gaza, &dura] {
        let edit = publisher.get(&format!("{page}/edit")).await;
        assert_eq!(edit.status, StatusCode::OK, "both run it");
    }

    // Nor is another host added to what stands there already.
    let alone = Plan::new(&app, &["gaza"]).await.schedule(&gaza).await;
    let edit = format!("/ar{alone}/edit");
    let more = Plan::new(&app, &["gaza", "dura"])
        .await
        .with("version", "1");
    let answer = gaza.post(&edit, &more.pairs()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("إلا هيئات تنشر باسمها"), "{}", answer.text());
    let answer = coordinator.post(&edit, &more.pairs()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());

    // Whoever publishes for every host schedules at once.
    let mut write = app.write().await;
    let host = app.organization("dura").await;
    let granted =
        app::accounts::store::grant_publisher(&mut write, gaza.id(), host, "by telephone");
    granted.await.expect("publishers are granted");
    write.commit().await.expect("writes commit");
    let gaza = app.session(gaza.id()).await;
    let both = Plan::new(&app, &["gaza", "dura"]).await;
    let page = format!("/ar{}", both.schedule(&gaza).await);
    assert!(app.visitor().get(&page).await.says("مجدولة"));
}

#[tokio::test]
async fn only_organizations_that_took_part_are_made_responsible_by_a_host() {
    let app = TestApp::start().await;
    let gaza = app.publisher("gaza").await;
    let dura = app.organization("dura").await.to_string();
    let plan = Plan::new(&app, &["gaza"]).await;
    let plan = plan.with("agenda_organization", dura);
    let page = format!("/ar{}", plan.schedule(&gaza).await);
    let registered = app.member("nablus").await;
    registered.post(&format!("{page}/registration"), &[]).await;
    let coordinator = app.coordinator().await;
    app.clock.advance(to_start());
    let gaza = app.session(gaza.id()).await;
    let coordinator = app.session(coordinator.id()).await;
    let new = format!("{page}/recommendations/new");
    for (client, organization, status) in [
        (&gaza, "gaza", StatusCode::SEE_OTHER),
        (&gaza, "dura", StatusCode::SEE_OTHER),
        (&gaza, "nablus", StatusCode::SEE_OTHER),
        (&gaza, "jenin", StatusCode::UNPROCESSABLE_ENTITY),
        (&coordinator, "jenin", StatusCode::SEE_OTHER),
    ] {
        let id = app.app.sources.id().to_string();
        let responsible = app.organization(organization).await.to_string();
        let form = [
            ("id", id.as_str()),
            ("text", "ورشة ثانية"),
            ("organization", &responsible),
            ("status", "open"),
        ];
        let answer = client.post(&new, &form).await;
        assert_eq!(answer.status, status, "{organization}: {}", answer.text());
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            assert!(answer.says("href=\"#organization\"") && answer.says("ورشة ثانية"));
        }
    }
}

#[tokio::test]
async fn drafts_on_a_proposal_are_published_with_it_by_those_who_may() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let path = Plan::new(&app, &["gaza"]).await.schedule(&member).await;
    let attach = format!("workshop:{}", path.rsplit('/').next().unwrap());
    let own = documents::upload(&member, "public", &[("attach", &attach)]).await;
    let visitor = app.visitor();
    assert_eq!(
        visitor.get(&format!("/ar{own}")).await.status,
        StatusCode::NOT_FOUND
    );
    // A coordinator may schedule it too, but does not speak for Gaza.
    let approval = format!("/ar{path}/approval");
    let page = format!("/ar{path}");
    let copy = app.fork().await;
    let coordinator = copy.coordinator().await;
    let seen = coordinator.get(&page).await.fields("documents");
    assert_eq!(seen.len(), 0, "what they may not read they have not seen");
    let draft = own.rsplit('/').next().unwrap();
    let form = [("version", "1"), ("documents", draft)];
    coordinator.post(&approval, &form).await;
    let shown = copy.visitor().get(&page).await;
    assert!(shown.says("مجدولة") && !shown.says(&own));

    let gaza = app.publisher("gaza").await;
    let seen = gaza.get(&page).await.fields("documents");
    assert_eq!(seen, [draft]);
    let late = documents::upload(&member, "public", &[("attach", &attach)]).await;
    gaza.post(&approval, &form).await;
    let shown = visitor.get(&page).await;
    assert!(shown.says(&own), "{}", shown.text());
    assert!(!shown.says(&late), "nobody has seen it");
    let file = visitor.get(&format!("/ar{own}/download")).await;
    assert_eq!(file.status, StatusCode::OK);
}

async fn address(app: &TestApp, client: &Client<'_>) -> String {
    let entry = app::accounts::store::entry(&app.app.db, client.id()).await;
    entry.unwrap().unwrap().email
}

/// The subjects of what this person got.
async fn subjects(app: &TestApp, client: &Client<'_>) -> Vec<String> {
    let mails = app.mails_to(&address(app, client).await).await;
    mails
        .iter()
        .map(|mail| without_marks(&mail.subject))
        .collect()
}

/// What this person got.
async fn texts(app: &TestApp, client: &Client<'_>) -> Vec<String> {
    let mails = app.mails_to(&address(app, client).await).await;
    mails.iter().map(|mail| without_marks(&mail.text)).collect()
}

#[tokio::test]
async fn those_who_decide_hear_of_a_proposal_and_its_author_of_the_decision() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let coordinator = app.coordinator().await;
    let (gaza, dura) = (app.publisher("gaza").await, app.publisher("dura").await);
    let uninvolved = [app.publisher("nablus").await, app.member("gaza").await];
    let plan = Plan::new(&app, &["gaza", "dura"]).await;
    let path = plan.schedule(&member).await;
    // Sent a second time it is told once.
    plan.schedule(&member).await;
    for (reader, words) in [
        (&coordinator, "تنتظر قرارك"),
        (&gaza, "باسم هيئتك مع غيرها"),
        (&dura, "باسم هيئتك مع غيرها"),
    ] {
        let mails = app.mails_to(&address(&app, reader).await).await;
        let [mail] = mails.as_slice() else {
            panic!("one mail");
        };
        assert!(mail.subject.contains("ورشة مقترحة"), "{}", mail.subject);
        let text = without_marks(&mail.text);
        assert!(text.contains(&path) && text.contains("غزة ودورا"), "{text}");
        assert!(text.contains(words), "{text}");
    }
    for reader in uninvolved.iter().chain([&member]) {
        assert_eq!(subjects(&app, reader).await, [""; 0]);
    }

    let declined = app.fork().await;
    let form = [("version", "1"), ("reason", "الموعد عطلة رسمية")];
    let refusal = declined.session(coordinator.id()).await;
    let cancellation = format!("/ar{path}/cancellation");
    assert!(
        refusal
            .get(&cancellation)
            .await
            .says("ارفض المقترح أو اسحبه")
    );
    for _ in 0..2 {
        let answer = refusal.post(&cancellation, &form).await;
        assert_eq!(answer.location(), format!("/ar{path}?done=declined"));
    }
    for host in [&gaza, &dura] {
        let heard = subjects(&declined, host).await;
        assert!(
            heard.len() == 1 && heard[0].contains("مقترح لم يُقرّ"),
            "{heard:?}"
        );
    }
    let mail = mail_about(&declined, "لم تُقرّ").await;
    assert_eq!(mail.to, address(&app, &member).await);
    assert!(mail.text.contains("الموعد عطلة رسمية"), "{}", mail.text);

    let approval = format!("/ar{path}/approval");
    let approved = coordinator.post(&approval, &[("version", "1")]).await;
    assert_eq!(approved.location(), format!("/ar{path}?done=scheduled"));
    let page = coordinator.get(approved.location()).await;
    assert!(page.says("الورشة على التقويم."), "{}", page.text());
    let mail = mail_about(&app, "أُقرّت").await;
    assert_eq!(mail.to, address(&app, &member).await);
    for host in [&gaza, &dura] {
        let heard = subjects(&app, host).await;
        assert!(heard[1].starts_with("ورشة باسم هيئتك"), "{heard:?}");
    }
}

#[tokio::test]
async fn a_proposal_that_was_not_approved_stays_hidden() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let path = Plan::new(&app, &["gaza", "dura"])
        .await
        .schedule(&member)
        .await;
    let form = [("version", "1"), ("reason", "عطلة")];
    let taken_back = member.post(&format!("/ar{path}/cancellation"), &form).await;
    assert_eq!(
        taken_back.status,
        StatusCode::SEE_OTHER,
        "{}",
        taken_back.text()
    );
    app.index().await;
    for reader in [app.visitor(), app.member("nablus").await] {
        let page = reader.get(&format!("/ar{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        for list in [
            "/ar/workshops",
            "/ar/organizations/dura",
            "/ar/organizations/dura/workshops.ics",
            "/api/v1/workshops",
            "/ar/search?q=تبادل",
        ] {
            let list = reader.get(list).await;
            assert!(!list.says(&path), "{}", list.text());
        }
    }
    for reader in [
        &member,
        &app.publisher("dura").await,
        &app.coordinator().await,
    ] {
        let page = reader.get(&format!("/ar{path}")).await;
        assert!(
            page.says("لم يُقرّ هذا المقترح") && page.says("عطلة"),
            "{}",
            page.text()
        );
        assert!(!page.says("/approval"), "it is decided");
        assert!(
            !page.says("documents/new?attach") && !page.says("id=\"documents\""),
            "nothing will come of it"
        );
        assert!(!page.says("يراها الجميع"), "{}", page.text());
    }
    let target = path.replace("/workshops/", "workshop:");
    let publisher = app.publisher("gaza").await;
    let attach = publisher
        .open(&format!("/ar/documents/new?attach={target}"))
        .await;
    assert_eq!(attach.status, StatusCode::CONFLICT, "{}", attach.text());
    assert!(attach.says("لا يمكن هذا الآن"), "no matter of rights");
}

#[tokio::test]
async fn hosts_hear_what_is_done_in_their_name() {
    let app = TestApp::start().await;
    let (gaza, dura) = (app.publisher("gaza").await, app.publisher("dura").await);
    let nablus = app.publisher("nablus").await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza", "dura"]).await;
    let path = plan.schedule(&coordinator).await;
    for host in [&gaza, &dura] {
        assert_eq!(subjects(&app, host).await.len(), 1);
    }
    let changed = Plan::new(&app, &["gaza", "nablus"])
        .await
        .with("version", "1");
    let saved = coordinator
        .post(&format!("/ar{path}/edit"), &changed.pairs())
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(subjects(&app, &gaza).await.len(), 1);
    let gone = app.mails_to(&address(&app, &dura).await).await;
    assert!(gone[1].text.contains("لم تعد هيئتك"), "{}", gone[1].text);
    assert_eq!(subjects(&app, &nablus).await.len(), 1);
    assert_eq!(subjects(&app, &coordinator).await, [""; 0]);

    // Of its end they hear once: as hosts, or as those who would have come.
    gaza.post(&format!("/ar{path}/registration"), &[("heads", "1")])
        .await;
    let form = [("version", "2"), ("reason", "عاصفة")];
    coordinator
        .post(&format!("/ar{path}/cancellation"), &form)
        .await;
    for (host, words) in [(&gaza, "أُلغيت الورشة"), (&nablus, "أُلغيت ورشة باسم هيئتك")]
    {
        let mut heard = subjects(&app, host).await;
        heard.retain(|subject| subject.contains("أُلغيت"));
        assert!(heard.len() == 1 && heard[0].starts_with(words), "{heard:?}");
    }
    assert_eq!(subjects(&app, &dura).await.len(), 2);
}

#[tokio::test]
async fn whom_a_proposal_no_longer_names_hears_nothing_new_of_it() {
    let app = TestApp::start().await;
    let (dura, nablus) = (app.publisher("dura").await, app.publisher("nablus").await);
    let member = app.member("gaza").await;
    let path = Plan::new(&app, &["gaza", "dura"])
        .await
        .schedule(&member)
        .await;
    let changed = Plan::new(&app, &["gaza", "nablus"])
        .await
        .with("title", "ورشة عن شيء آخر")
        .with("version", "1");
    let saved = member
        .post(&format!("/ar{path}/edit"), &changed.pairs())
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let mut texts = texts(&app, &dura).await;
    texts.retain(|text| text.contains("لم تعد هيئتك"));
    let text = texts.remove(0);
    assert!(text.contains("تبادل الخبرات"), "{text}");
    assert!(
        !text.contains("ورشة عن شيء آخر") && !text.contains(&path),
        "they may not read it: {text}"
    );
    let new = app.mails_to(&address(&app, &nablus).await).await.remove(0);
    assert!(
        new.text.contains("ورشة عن شيء آخر") && new.text.contains(&path),
        "{}",
        new.text
    );
}

#[tokio::test]
async fn whoever_alone_decides_over_a_changed_proposal_is_told_so() {
    let app = TestApp::start().await;
    let dura = app.publisher("dura").await;
    let member = app.member("gaza").await;
    let mut write = app.write().await;
    let gaza = app.organization("gaza").await;
    let granted =
        app::accounts::store::grant_publisher(&mut write, dura.id(), gaza, "by telephone");
    granted.await.expect("publishers are granted");
    write.commit().await.expect("writes commit");
    let path = Plan::new(&app, &["gaza"]).await.schedule(&member).await;
    let changed = Plan::new(&app, &["gaza", "dura"])
        .await
        .with("version", "1");
    member
        .post(&format!("/ar{path}/edit"), &changed.pairs())
        .await;
    let texts = texts(&app, &dura).await;
    assert_eq!(texts.len(), 2);
    for text in texts {
        assert!(text.contains("تنتظر قرارك"), "{text}");
    }
}

#[tokio::test]
async fn nobody_floods_those_who_decide() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let member = app.member("gaza").await;
    let mut proposals = Vec::new();
    for _ in 0..12 {
        let plan = Plan::new(&app, &["gaza"]).await;
        proposals.push(plan.schedule(&member).await);
    }
    assert_eq!(subjects(&app, &coordinator).await.len(), 10);
    // Whoever asked for a decision hears of every one.
    for path in proposals {
        let form = [("version", "1"), ("reason", "عطلة")];
        coordinator
            .post(&format!("/ar{path}/cancellation"), &form)
            .await;
    }
    assert_eq!(subjects(&app, &member).await.len(), 12);
    // Of somebody else they hear all the same, and of the same member again the next day.
    let other = app.member("dura").await;
    Plan::new(&app, &["dura"]).await.schedule(&other).await;
    assert_eq!(subjects(&app, &coordinator).await.len(), 11);
    app.clock.advance(SignedDuration::from_hours(25));
    let member = app.session(member.id()).await;
    Plan::new(&app, &["gaza"]).await.schedule(&member).await;
    assert_eq!(subjects(&app, &coordinator).await.len(), 12);
}

#[tokio::test]
async fn the_hour_of_a_visit_is_in_no_mail_to_those_who_do_not_come() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let coordinator = app.coordinator().await;
    let path = field_visit(&app, &member, "محطة المعالجة").await;
    coordinator
        .post(&format!("/ar{path}/approval"), &[("version", "1")])
        .await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    for mail in mails {
        assert!(
            !mail.text.contains("10:00") && !mail.text.contains("محطة"),
            "{}",
            mail.text
        );
    }
}

#[tokio::test]
async fn forms_sent_twice_say_that_it_is_done() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let path = format!("/ar{}", plan.schedule(&coordinator).await);
    let longer = plan.with("end", "12:30").with("version", "1");
    let called_off = [("version", "2"), ("reason", "انقطاع الكهرباء")];
    for (form, pairs, done) in [
        ("edit", longer.pairs(), "saved"),
        ("cancellation", called_off.to_vec(), "cancelled"),
    ] {
        for _ in 0..2 {
            let answer = coordinator.post(&format!("{path}/{form}"), &pairs).await;
            assert_eq!(
                answer.location(),
                format!("{path}?done={done}"),
                "{}",
                answer.text()
            );
        }
    }
    // Another reason is another's word.
    let other = [("version", "2"), ("reason", "عاصفة")];
    let refused = coordinator
        .post(&format!("{path}/cancellation"), &other)
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn whoever_comes_back_to_an_empty_form_finds_the_workshop() {
    let app = TestApp::start().await;
    let (member, coordinator) = (app.member("gaza").await, app.coordinator().await);
    let plan = Plan::new(&app, &["gaza"]).await;
    let form = format!("/ar/workshops/new?id={}", plan.id());
    let empty = member.get(&form).await;
    assert_eq!(empty.field("id"), Some(plan.id()));
    assert!(empty.says("<h1>اقترح ورشة"), "{}", empty.text());
    assert!(coordinator.get(&form).await.says("<h1>حدّد موعد ورشة"));
    let path = plan.schedule(&member).await;
    assert_eq!(member.get(&form).await.location(), format!("/ar{path}"));
    let stranger = app.member("dura").await;
    let theirs = stranger.open(&form).await.field("id");
    assert!(theirs.is_some_and(|theirs| theirs != plan.id()));
    // Nor does a form from that address, opened before, lose anything.
    let sent = Plan::new(&app, &["dura"]).await.with("id", plan.id());
    let asked = stranger.post("/ar/workshops/new", &sent.pairs()).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(
        asked.says("أرسل غيرك") && !asked.says(&path),
        "{}",
        asked.text()
    );
    let again = sent.with("id", asked.field("id").unwrap());
    again.schedule(&stranger).await;
}

#[tokio::test]
async fn a_copy_of_a_form_makes_another_workshop_and_loses_nothing() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let first = plan.schedule(&coordinator).await;
    let other = plan.with("title", "ورشة أخرى تمامًا");
    let asked = coordinator.post("/ar/workshops/new", &other.pairs()).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(
        asked.says("أُرسل هذا النموذج من قبل") && asked.says("ورشة أخرى تمامًا"),
        "{}",
        asked.text()
    );
    let other = other.with("id", asked.field("id").unwrap());
    let second = other.schedule(&coordinator).await;
    assert_ne!(first, second);
    for (path, title) in [(first, "تبادل الخبرات"), (second, "ورشة أخرى تمامًا")]
    {
        let page = app.visitor().get(&format!("/ar{path}")).await;
        assert!(page.says(title), "{}", page.text());
    }
}

#[tokio::test]
async fn what_is_closed_to_changes_leads_to_its_page() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let path = scheduled(&app, &coordinator).await;
    let form = [("version", "1"), ("reason", "عاصفة")];
    coordinator
        .post(&format!("/ar{path}/cancellation"), &form)
        .await;
    let edit = coordinator.get(&format!("/ar{path}/edit")).await;
    assert_eq!(edit.status, StatusCode::CONFLICT);
    assert!(
        edit.says("لا يمكن هذا الآن") && !edit.says("في أثناء عملك"),
        "{}",
        edit.text()
    );
    assert!(
        edit.text().contains(&format!("href=\"/ar{path}\"")),
        "{}",
        edit.text()
    );
}

#[tokio::test]
async fn buttons_pressed_twice_say_that_it_is_done() {
    let app = TestApp::start().await;
    let (member, coordinator) = (app.member("gaza").await, app.coordinator().await);
    let plan = Plan::new(&app, &["gaza"]).await;
    let path = format!("/ar{}", plan.schedule(&member).await);
    let (approval, report) = (format!("{path}/approval"), format!("{path}/report"));
    for _ in 0..2 {
        let answer = coordinator.post(&approval, &[("version", "1")]).await;
        assert_eq!(answer.location(), format!("{path}?done=scheduled"));
    }
    // What was changed since is not what the button was pressed for.
    let longer = plan.with("end", "12:30").with("version", "2");
    coordinator
        .post(&format!("{path}/edit"), &longer.pairs())
        .await;
    for seen in ["1", "3"] {
        let late = coordinator.post(&approval, &[("version", seen)]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{seen}");
    }
    app.clock
        .advance(to_start() + SignedDuration::from_hours(30));
    let coordinator = app.session(coordinator.id()).await;
    let minutes = [("revision", "0"), ("text", "ما جرى")];
    coordinator.post(&format!("{path}/minutes"), &minutes).await;
    for _ in 0..2 {
        let answer = coordinator.post(&report, &[("version", "3")]).await;
        assert_eq!(answer.location(), format!("{path}?done=closed"));
    }
    let late = coordinator.post(&report, &[("version", "2")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn whoever_was_taken_off_the_list_hears_who_did_it() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let member = app.member("nablus").await;
    let registration = format!("{page}/registration");
    member.post(&registration, &[("heads", "1")]).await;
    let list = coordinator
        .get(&format!("{page}/registrations"))
        .await
        .text();
    let place = list.split("/registrations/").nth(1).unwrap();
    let id = place.split('"').next().unwrap();
    coordinator
        .post(
            &format!("{page}/registrations/{id}"),
            &[("decision", "remove")],
        )
        .await;
    let again = coordinator
        .post(
            &format!("{page}/registrations/{id}"),
            &[("decision", "remove")],
        )
        .await;
    assert!(again.location().ends_with("done=decided"), "pressed twice");
    let mail = mail_about(&app, "ألغى المنظّم تسجيلك").await;
    assert!(mail.calendar.is_some_and(|part| part.method == "CANCEL"));
}

#[tokio::test]
async fn only_organisers_see_who_registered() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let member = app.new_member("nablus").await;
    let name = member.name.clone();
    let member = app.sign_in(member).await;
    member
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    let list = format!("{page}/registrations");
    assert!(coordinator.get(&list).await.says(&name));
    assert!(app.publisher("dura").await.get(&list).await.says(&name));
    assert_eq!(
        app.publisher("nablus").await.get(&list).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        app.coordinator().await.get(&list).await.status,
        StatusCode::NOT_FOUND
    );
    for reader in [app.visitor(), member, app.member("gaza").await] {
        assert!(!reader.get(&page).await.says(&name));
    }
}

#[tokio::test]
async fn a_closed_account_leaves_its_place_to_whoever_waits() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let mut people = Vec::new();
    for organization in ["gaza", "dura", "nablus"] {
        let member = app.member(organization).await;
        let registration = format!("{page}/registration");
        member.post(&registration, &[("heads", "2")]).await;
        app.clock.advance(SignedDuration::from_secs(1));
        people.push(member);
    }
    let before = app.mails().await;
    assert_eq!(before.len(), 3);
    let admin = app.admin().await;
    // First one who waits, then the one who has the place.
    for leaves in [&people[1], &people[0]] {
        let close = format!("/ar/admin/members/{}/deactivation", leaves.id());
        let answer = admin.post(&close, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    assert!(people[2].get(&page).await.says("مسجَّل"));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 4, "whoever has left hears nothing");
    assert_eq!(mails[3].to, before[2].to);
    assert!(mails[3].subject.contains("توفر مقعد"));
    let list = coordinator.get(&format!("{page}/registrations")).await;
    assert_eq!(list.text().matches("موظف تجربة").count(), 1);
}

#[tokio::test]
async fn the_door_is_for_registered_people_and_opens_in_time() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let join = format!("{page}/join");
    let member = app.member("gaza").await;
    assert_eq!(
        app.visitor().get(&join).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(member.get(&join).await.status, StatusCode::NOT_FOUND);
    member
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    assert!(!member.get(&join).await.says("meet.jit.si"));

    let mail = app.mails().await.pop().expect("a confirmation");
    let link = mail
        .text
        .lines()
        .find(|line| line.contains("/join?key="))
        .expect("a link");
    let link = link
        .strip_prefix("http://127.0.0.1:3000")
        .expect("our address")
        .to_owned();
    let door = app.visitor().get(&link).await;
    assert_eq!(door.status, StatusCode::OK);
    assert_eq!(door.header("cache-control"), "no-store");
    let wrong = format!("{join}?key=guess");
    assert_eq!(
        app.visitor().get(&wrong).await.status,
        StatusCode::UNAUTHORIZED
    );

    app.clock
        .advance(to_start() - SignedDuration::from_mins(15));
    let member = app.session(member.id()).await;
    for answer in [member.get(&join).await, app.visitor().get(&link).await] {
        assert!(
            answer.says("https://meet.jit.si/tabadul-"),
            "{}",
            answer.text()
        );
    }
    member
        .post(&format!("{page}/registration/withdrawal"), &[])
        .await;
    assert_eq!(
        app.visitor().get(&link).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(member.get(&join).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn calendars_can_put_in_order_what_they_get_and_know_it_again() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let path = scheduled(&app, &coordinator).await;
    let registration = format!("/ar{path}/registration");
    let member = app.member("gaza").await;
    for rest in ["", "/withdrawal", ""] {
        let answer = member.post(&format!("{registration}{rest}"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        app.clock.advance(SignedDuration::from_mins(1));
    }
    let line = |ics: &str, name: &str| {
        let ics = ics.replace("\r\n ", "");
        let line = ics.lines().find(|line| line.starts_with(name));
        line.expect("such a line").to_owned()
    };
    let mails = app.mails().await;
    let parts = mails.into_iter().filter_map(|mail| mail.calendar);
    let parts: Vec<_> = parts.collect();
    let methods: Vec<&str> = parts.iter().map(|part| part.method.as_str()).collect();
    assert_eq!(methods, ["REQUEST", "CANCEL", "REQUEST"]);
    let stamps: Vec<String> = parts
        .iter()
        .map(|part| line(&part.ics, "DTSTAMP:"))
        .collect();
    assert_eq!(
        stamps,
        ["00", "01", "02"].map(|minute| format!("DTSTAMP:20261122T08{minute}00Z"))
    );
    // The portal moves to another address, and events stay the same.
    let moved = app.fork_at("https://tabadul.example.ps").await;
    let file = moved
        .visitor()
        .get(&format!("/ar{path}/workshop.ics"))
        .await;
    let uid = line(&file.text(), "UID:");
    assert!(uid.ends_with("@tabadul"), "{uid}");
    for part in &parts {
        assert_eq!(line(&part.ics, "UID:"), uid);
    }
}

#[tokio::test]
async fn place_and_hour_of_a_field_visit_are_for_those_who_come() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let plan = plan
        .with("kind", "field_visit")
        .with("place", "محطة المعالجة الشمالية");
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    let member = app.member("dura").await;
    for reader in [&app.visitor(), &member] {
        for path in [
            &page,
            &format!("{page}/workshop.ics"),
            &"/ar/workshops".to_owned(),
        ] {
            let answer = reader.get(path).await;
            assert!(
                !answer.says("محطة المعالجة") && !answer.says("10:00") && !answer.says("T100000"),
                "{path}"
            );
        }
    }
    member
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    let answer = member.get(&page).await;
    assert!(
        answer.says("محطة المعالجة") && answer.says("10:00"),
        "{}",
        answer.text()
    );
    assert!(
        member
            .get(&format!("{page}/workshop.ics"))
            .await
            .says("T100000")
    );
    let feed = app
        .visitor()
        .get("/ar/organizations/gaza/workshops.ics")
        .await;
    assert!(
        feed.says("VALUE=DATE:20261206") && !feed.says("T100000"),
        "{}",
        feed.text()
    );
}

/// What a reader is shown of a workshop and of the lists that hold it.
async fn shown(reader: &Client<'_>, path: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for place in [
        format!("/ar{path}"),
        format!("/ar{path}/workshop.ics"),
        format!("/api/v1{path}"),
        "/ar/workshops".to_owned(),
        "/ar/workshops?when=past".to_owned(),
        "/api/v1/workshops?when=past".to_owned(),
        "/ar".to_owned(),
        "/ar/organizations/gaza".to_owned(),
        "/ar/organizations/gaza/workshops.ics".to_owned(),
    ] {
        shown.push(reader.get(&place).await.text());
    }
    shown
}

#[tokio::test]
async fn nothing_public_tells_when_people_are_on_a_field_visit() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = field_visit(&app, &publisher, "محطة المعالجة الشمالية").await;
    let page = format!("/ar{path}");
    let comes = app.member("dura").await;
    comes
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    // The visit is from 10:00 to 12:00 by the clock in Gaza, 08:00 to 10:00 UTC.
    app.clock
        .advance(to_start() - SignedDuration::from_mins(30));
    let before = shown(&app.visitor(), &path).await;
    assert!(before[0].contains("مجدولة") && before[2].contains("\"scheduled\""));
    for (hours, state) in [(1, "جارية الآن"), (2, "انتهت")] {
        app.clock.advance(SignedDuration::from_hours(hours));
        assert_eq!(shown(&app.visitor(), &path).await, before, "{state}");
        let stranger = app.member("nablus").await;
        assert!(!stranger.get(&page).await.says(state));
        let comes = app.session(comes.id()).await;
        assert!(comes.get(&page).await.says(state), "they know the hour");
    }
    // The day is over at 22:00 UTC.
    app.clock.advance(SignedDuration::from_mins(11 * 60 + 29));
    assert_eq!(shown(&app.visitor(), &path).await, before);
    app.clock.advance(SignedDuration::from_mins(1));
    let after = shown(&app.visitor(), &path).await;
    assert!(after[0].contains("انتهت") && after[2].contains("\"finished\""));
    let title = "تبادل الخبرات بين غزة ودورا";
    assert!(!after[3].contains(title) && after[4].contains(title));
}

#[tokio::test]
async fn a_network_workshop_is_not_there_for_visitors() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"])
        .await
        .with("visibility", "network");
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    for rest in [
        "",
        "/registration",
        "/join",
        "/workshop.ics",
        "/edit",
        "/minutes",
    ] {
        let answer = app.visitor().get(&format!("{page}{rest}")).await;
        let expected = match rest {
            "/edit" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::NOT_FOUND,
        };
        assert_eq!(answer.status, expected, "{rest}");
    }
    assert!(
        !app.visitor()
            .get("/ar/organizations/gaza/workshops.ics")
            .await
            .says("VEVENT")
    );
    assert_eq!(
        app.member("dura").await.get(&page).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_change_tells_everyone_and_a_stale_one_shows_both() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    let member = app.member("dura").await;
    member
        .post(&format!("{page}/registration"), &[("heads", "2")])
        .await;
    let small = Plan::new(&app, &["gaza"])
        .await
        .with("capacity", "1")
        .with("version", "1");
    let answer = publisher
        .post(&format!("{page}/edit"), &small.pairs())
        .await;
    assert!(answer.says("سُجّل شخصان"), "{}", answer.text());
    let later = Plan::new(&app, &["gaza"])
        .await
        .with("start", "11:00")
        .with("version", "1");
    let answer = publisher
        .post(&format!("{page}/edit"), &later.pairs())
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let mail = mail_about(&app, "تغيّرت الورشة").await;
    let ics = mail.calendar.expect("a calendar").ics;
    assert!(
        ics.contains("SEQUENCE:1") && ics.contains("T110000"),
        "{ics}"
    );
    let stale = later.with("start", "09:00");
    let answer = publisher
        .post(&format!("{page}/edit"), &stale.pairs())
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        answer.says("value=\"09:00\"") && answer.says("11:00"),
        "{}",
        answer.text()
    );
    assert_eq!(answer.field("version").as_deref(), Some("2"));
}

#[tokio::test]
async fn the_second_of_two_edits_sees_every_field_that_the_first_changed() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let edit = format!("/ar{}/edit", plan.schedule(&coordinator).await);
    let dura = app.organization("dura").await.to_string();
    let changed = plan
        .with("kind", "training")
        .with("visibility", "network")
        .with("title_translated", "Another title")
        .with("summary_translated", "In one line")
        .with("moderated", "1")
        .with("video", "link")
        .with("video_link", "https://meet.example.ps/x")
        .with("topic", "complaints")
        .with("agenda_minutes", "20")
        .with("agenda_speaker", "مدير الدائرة")
        .with("agenda_organization", dura.clone())
        .with("host", dura)
        .with("capacity", "")
        .with("version", "1");
    let saved = coordinator.post(&edit, &changed.pairs()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let typed = Plan::new(&app, &["gaza"]).await.with("version", "1");
    let answer = coordinator.post(&edit, &typed.pairs()).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let text = without_marks(&answer.text());
    let stored = text.split("<dl class=\"facts\">").nth(1).expect("a list");
    let stored = stored.split("</dl>").next().expect("its end");
    for words in [
        "تدريب",
        "للشبكة",
        "Another title",
        "In one line",
        "نعم",
        "رابط مكالمة",
        "https://meet.example.ps/x",
        "المعلومات والشكاوى",
        "20 دقيقة",
        "مدير الدائرة",
        "الهيئات المستضيفة",
        "بلدية دورا",
        "السعة",
        "(فارغ)",
    ] {
        assert!(stored.contains(words), "{words}: {stored}");
    }
    let same = ["تبادل الخبرات بين غزة ودورا", "الموعد", "لغة هذه النصوص"];
    for words in same {
        assert!(!stored.contains(words), "{words} is the same: {stored}");
    }
}

#[tokio::test]
async fn calling_off_needs_a_reason_that_everyone_hears() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let page = format!(
        "/ar{}",
        Plan::new(&app, &["gaza"]).await.schedule(&publisher).await
    );
    let member = app.member("dura").await;
    member
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    let door = "يفتح باب الدخول";
    assert!(member.get(&page).await.says(door));
    let cancel = format!("{page}/cancellation");
    let empty = publisher
        .post(&cancel, &[("version", "1"), ("reason", " ")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = publisher
        .post(&cancel, &[("version", "1"), ("reason", "انقطاع الكهرباء")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let mail = mail_about(&app, "أُلغيت الورشة").await;
    assert!(mail.text.contains("انقطاع الكهرباء"));
    assert!(
        mail.calendar
            .expect("a calendar")
            .ics
            .contains("STATUS:CANCELLED")
    );
    let page_now = app.visitor().get(&page).await;
    assert!(page_now.says("انقطاع الكهرباء") && !page_now.says("سجّل حضورك"));
    assert!(!member.get(&page).await.says(door));
    let late = app
        .member("nablus")
        .await
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn nobody_calls_off_or_closes_what_they_have_not_seen() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let page = format!("/ar{}", plan.schedule(&coordinator).await);
    let cancel = format!("{page}/cancellation");
    let version = coordinator.get(&cancel).await.field("version");
    assert_eq!(version.as_deref(), Some("1"));
    let later = plan.with("date", "2026-12-07").with("version", "1");
    coordinator
        .post(&format!("{page}/edit"), &later.pairs())
        .await;
    let reason = [("version", "1"), ("reason", "انقطاع الكهرباء")];
    let stale = coordinator.post(&cancel, &reason).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.says("انقطاع الكهرباء") && stale.says("7 كانون الأول 2026"),
        "{}",
        stale.text()
    );
    assert_eq!(stale.field("version").as_deref(), Some("2"));
    assert!(app.visitor().get(&page).await.says("مجدولة"));

    let copy = app.fork().await;
    let again = [("version", "2"), ("reason", "انقطاع الكهرباء")];
    let called_off = copy
        .session(coordinator.id())
        .await
        .post(&cancel, &again)
        .await;
    assert_eq!(called_off.status, StatusCode::SEE_OTHER);

    app.clock
        .advance(to_start() + SignedDuration::from_hours(30));
    let coordinator = app.session(coordinator.id()).await;
    let report = format!("{page}/report");
    let early = coordinator.post(&report, &[("version", "2")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing is reported");
    assert!(!coordinator.get(&page).await.says("/report"));
    let minutes = [("revision", "0"), ("text", "ما جرى")];
    coordinator.post(&format!("{page}/minutes"), &minutes).await;
    assert!(coordinator.get(&page).await.says("/report"));
    for seen in [&[][..], &[("version", "1")]] {
        let stale = coordinator.post(&report, seen).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{seen:?}");
    }
    let closed = coordinator.post(&report, &[("version", "2")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn reminders_come_a_day_and_an_hour_before() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let mut english = app.new_member("dura").await;
    english.locale = app::i18n::Locale::En;
    let member = app.sign_in(english).await;
    member
        .post(&format!("{page}/registration"), &[("heads", "1")])
        .await;
    let remind = async || {
        let written = app::workshops::jobs::write_reminders(&app.app).await;
        written.expect("reminders are written")
    };
    assert_eq!(remind().await, 0);
    app.clock
        .advance(to_start() - SignedDuration::from_hours(24));
    assert_eq!((remind().await, remind().await), (1, 0));
    app.clock.advance(SignedDuration::from_hours(23));
    assert_eq!((remind().await, remind().await), (1, 0));
    let subjects: Vec<String> = app
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert!(
        subjects
            .iter()
            .any(|subject| subject.starts_with("Tomorrow:")),
        "{subjects:?}"
    );
    assert!(
        subjects
            .iter()
            .any(|subject| subject.starts_with("Starting soon:")),
        "{subjects:?}"
    );
}

/// The subjects of the reminders that are due now.
async fn reminded(app: &TestApp) -> Vec<String> {
    let before = app.mails().await.len();
    let written = app::workshops::jobs::write_reminders(&app.app).await;
    let mails = app.mails().await;
    assert_eq!(
        mails.len() - before,
        written.expect("reminders are written")
    );
    mails[before..]
        .iter()
        .map(|mail| mail.subject.clone())
        .collect()
}

#[tokio::test]
async fn whoever_was_just_told_is_not_reminded() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let registration = format!("{page}/registration");
    let (first, waits) = (app.member("gaza").await, app.member("dura").await);
    for member in [&first, &waits] {
        member.post(&registration, &[("heads", "2")]).await;
        app.clock.advance(SignedDuration::from_secs(1));
    }
    app.clock.advance(to_start() - SignedDuration::from_mins(5));
    assert_eq!(reminded(&app).await.len(), 1, "the first, an hour ahead");
    let first = app.session(first.id()).await;
    first.post(&format!("{registration}/withdrawal"), &[]).await;
    let waits = app.session(waits.id()).await;
    assert!(waits.get(&page).await.says("مسجَّل"));
    assert!(reminded(&app).await.is_empty(), "they moved up just now");
}

#[tokio::test]
async fn a_workshop_that_is_moved_to_today_is_not_tomorrow() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    app.member("dura")
        .await
        .post(&format!("{page}/registration"), &[])
        .await;
    // It is 10:00 by the clock in Gaza.
    let today = plan
        .with("date", "2026-11-22")
        .with("start", "20:00")
        .with("end", "21:00")
        .with("version", "1");
    let answer = publisher
        .post(&format!("{page}/edit"), &today.pairs())
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(reminded(&app).await.is_empty(), "they heard of the change");
    app.clock.advance(SignedDuration::from_hours(9));
    let subjects = reminded(&app).await;
    assert!(subjects[0].starts_with("تبدأ قريبًا"), "{subjects:?}");
}

#[tokio::test]
async fn a_reminder_that_comes_late_names_the_day() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    app.member("dura")
        .await
        .post(&format!("{page}/registration"), &[])
        .await;
    app.clock
        .advance(to_start() - SignedDuration::from_hours(3));
    let subjects = reminded(&app).await;
    assert!(subjects[0].starts_with("اليوم: "), "{subjects:?}");
}

#[tokio::test]
async fn minutes_notice_a_second_writer_and_recommendations_are_answered_for() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    let minutes = format!("{page}/minutes");
    let early = coordinator
        .post(&minutes, &[("revision", "0"), ("text", "كُتب قبل الأوان")])
        .await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing was said yet");
    assert!(early.says("كُتب قبل الأوان"), "{}", early.text());
    app.clock.advance(to_start());
    let coordinator = app.session(coordinator.id()).await;
    let member = app.member("gaza").await;
    assert_eq!(member.get(&minutes).await.status, StatusCode::FORBIDDEN);
    let words = [("revision", "0"), ("text", "من لا يحق له")];
    let refused = member.post(&minutes, &words).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.says("من لا يحق له"), "{}", refused.text());
    coordinator
        .post(&minutes, &[("revision", "0"), ("text", "الأول")])
        .await;
    let stale = coordinator
        .post(&minutes, &[("revision", "0"), ("text", "الثاني")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.says("الأول") && stale.says("الثاني"),
        "{}",
        stale.text()
    );
    assert_eq!(stale.field("revision").as_deref(), Some("1"));

    let nablus = app.organization("nablus").await.to_string();
    let id: Id = app.app.sources.id();
    let one = format!("{page}/recommendations/{id}");
    let id = id.to_string();
    let agreed = [
        ("id", id.as_str()),
        ("text", "تجربة"),
        ("organization", &nablus),
        ("status", "open"),
    ];
    let added = coordinator
        .post(&format!("{page}/recommendations/new"), &agreed)
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let done = [
        ("version", "1"),
        ("text", "غير ذلك"),
        ("status", "done"),
        ("progress", "أُرسل"),
    ];
    assert_eq!(member.post(&one, &done).await.status, StatusCode::FORBIDDEN);
    let responsible = app.publisher("nablus").await;
    assert_eq!(
        responsible.post(&one, &done).await.status,
        StatusCode::SEE_OTHER
    );
    let shown = app.visitor().get(&page).await;
    assert!(
        shown.says("تجربة") && shown.says("أُنجزت") && !shown.says("غير ذلك"),
        "{}",
        shown.text()
    );
}

#[tokio::test]
async fn what_was_agreed_is_answered_for_though_the_workshop_was_moved_behind_it() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza", "dura"]).await;
    let page = format!("/ar{}", plan.schedule(&coordinator).await);
    app.clock.advance(to_start());
    let coordinator = app.session(coordinator.id()).await;
    let id = app.app.sources.id().to_string();
    let one = format!("{page}/recommendations/{id}");
    let nablus = app.organization("nablus").await.to_string();
    let mut agreed = vec![
        ("id", id.as_str()),
        ("text", "تجربة"),
        ("organization", &nablus),
        ("status", "open"),
        ("due", "2026-12-06"),
    ];
    let new = format!("{page}/recommendations/new");
    let added = coordinator.post(&new, &agreed).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    // The same form once more is done; a copy with other words makes another.
    assert_eq!(
        coordinator.post(&new, &agreed).await.status,
        StatusCode::SEE_OTHER
    );
    let mut copy = agreed.clone();
    copy[1].1 = "تجربة ثانية";
    let asked = coordinator.post(&new, &copy).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.says("تجربة ثانية") && asked.field("id") != Some(id.clone()));
    assert!(asked.says("أُرسل هذا النموذج من قبل"), "{}", asked.text());
    let later = plan.with("date", "2026-12-20").with("version", "1");
    let moved = coordinator
        .post(&format!("{page}/edit"), &later.pairs())
        .await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());

    let progress = [("version", "1"), ("status", "done")];
    let responsible = app.publisher("nablus").await;
    let answer = responsible.post(&one, &progress).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    // A date that is set now must make sense now.
    agreed[4].1 = "2026-12-07";
    agreed.push(("version", "2"));
    let answer = coordinator.post(&one, &agreed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("href=\"#due\""), "{}", answer.text());
}

#[tokio::test]
async fn the_second_of_two_edits_of_a_recommendation_sees_who_is_responsible() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    app.clock.advance(to_start());
    let coordinator = app.session(coordinator.id()).await;
    let (gaza, dura) = (
        app.organization("gaza").await,
        app.organization("dura").await,
    );
    let (gaza, dura) = (gaza.to_string(), dura.to_string());
    let id = app.app.sources.id().to_string();
    let form = |organization| {
        [
            ("id", id.as_str()),
            ("version", "1"),
            ("text", "ورشة ثانية"),
            ("organization", organization),
            ("status", "open"),
        ]
    };
    let new = format!("{page}/recommendations/new");
    coordinator.post(&new, &form(&gaza)).await;
    let one = format!("{page}/recommendations/{id}");
    let saved = coordinator.post(&one, &form(&dura)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let stale = coordinator.post(&one, &form(&gaza)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let text = without_marks(&stale.text());
    let stored = text
        .split("class=\"recommendation\"")
        .nth(1)
        .expect("it is shown");
    let stored = stored.split("<form").next().expect("before the form");
    assert!(stored.contains("بلدية دورا"), "{stored}");
}

#[tokio::test]
async fn a_workshop_and_its_practices_link_both_ways() {
    let app = TestApp::start().await;
    let practice = super::practices::published(&app, "network").await;
    let publisher = app.publisher("gaza").await;
    let nowhere = Plan::new(&app, &["gaza"])
        .await
        .with("practice", "/ar/practices/x");
    let answer = publisher.post("/ar/workshops/new", &nowhere.pairs()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let address = format!("http://127.0.0.1:3000/en/practices/{practice}?done=published");
    let plan = Plan::new(&app, &["gaza"])
        .await
        .with("agenda_practice", address);
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    let link = format!("/ar/practices/{practice}");
    assert!(publisher.get(&page).await.says(&link));
    assert!(
        !app.visitor().get(&page).await.says(&link),
        "the network's alone"
    );
    let member = app.member("dura").await;
    assert!(member.get(&link).await.says("تبادل الخبرات بين غزة ودورا"));
    let again = publisher.get(&format!("{page}/edit")).await;
    assert!(again.says(&practice), "{}", again.text());
}

#[tokio::test]
async fn a_title_in_another_language_turns_no_other_line_of_a_mail() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let plan = plan
        .with("title_translated", "")
        .with("place", "قاعة البلدية");
    let page = format!("/ar{}", plan.schedule(&publisher).await);
    let mut english = app.new_member("dura").await;
    english.locale = app::i18n::Locale::En;
    let member = app.sign_in(english).await;
    member.post(&format!("{page}/registration"), &[]).await;
    let mail = app.mails().await.pop().expect("a confirmation");
    let lines: Vec<&str> = mail.html.split("<p ").collect();
    let line = |words: &str| {
        let mut found = lines.iter().filter(|line| line.contains(words));
        found.next_back().expect("such a line").to_string()
    };
    let title = line("تبادل الخبرات بين غزة ودورا");
    assert!(title.starts_with("dir=\"auto\""), "{title}");
    for words in ["6 December 2026", "قاعة البلدية"] {
        let ours = line(words);
        assert!(ours.starts_with("style="), "{ours}");
    }
    assert!(mail.html.contains("<h1 style="), "the subject is ours too");
    assert!(
        mail.text.contains("\nتبادل الخبرات بين غزة ودورا\n"),
        "{}",
        mail.text
    );
}

#[tokio::test]
async fn practices_are_found_and_ticked_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let practice = super::practices::published(&app, "network").await;
    app.index().await;
    let publisher = app.publisher("gaza").await;
    let plan = Plan::new(&app, &["gaza"]).await;
    let choice = format!("value=\"{practice}\"");
    // Whoever typed a question and pressed «save» has not seen the answer: it is shown first.
    for button in [("find", "1"), ("other", "")] {
        let mut asked = plan.pairs();
        asked.extend([("find_practice", "الشكاوي"), button]);
        let page = publisher.post("/ar/workshops/new", &asked).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.says(&choice) && page.says("وحدة الشكاوى"),
            "{}",
            page.text()
        );
        assert!(page.says("value=\"تبادل الخبرات بين غزة ودورا\"") && page.says("لم يُحفظ شيء بعد"));
        assert_eq!(page.field("found_for").as_deref(), Some("الشكاوي"));
    }
    let none = [("find_practice", "زرافة"), ("find", "1")];
    let page = publisher.post("/en/workshops/new", &none).await;
    assert!(page.says("No other practices for زرافة"), "{}", page.text());

    let mut ticked = plan.pairs();
    ticked.extend([
        ("practice", practice.as_str()),
        ("find_practice", "الشكاوي"),
        ("found_for", "الشكاوي"),
    ]);
    let saved = publisher.post("/ar/workshops/new", &ticked).await;
    let page = format!("/ar/workshops/{}", plan.id());
    assert_eq!(saved.location(), format!("{page}?done=scheduled"));
    let chain = publisher.get(&page).await;
    assert!(chain.says(&format!(
        "<a href=\"/ar/practices/{practice}\" dir=\"auto\" class=\"chain__thing\">"
    )));
    let edit = publisher.get(&format!("{page}/edit")).await;
    assert!(
        edit.says(&choice) && edit.says("checked"),
        "{}",
        edit.text()
    );
}

#[tokio::test]
async fn the_list_of_registrations_has_pages() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let plan = Plan::new(&app, &["gaza"]).await.with("capacity", "");
    let page = format!("/ar{}", plan.schedule(&coordinator).await);
    let dura = app.organization("dura").await;
    for number in 1..=21 {
        let email = format!("guest-{number}@tabadul.example");
        let email = app::accounts::Email::parse(&email).expect("an address");
        let guest = app::accounts::NewMember::new(email, format!("ضيف {number}."), "موظف", dura);
        let guest = app.sign_in(guest).await;
        guest.post(&format!("{page}/registration"), &[]).await;
        app.clock.advance(SignedDuration::from_secs(1));
    }
    let list = format!("{page}/registrations");
    let first = coordinator.get(&list).await;
    assert!(first.says("ضيف 20.") && !first.says("ضيف 21."));
    assert!(first.says("registrations?page=2"), "{}", first.text());
    let second = coordinator.get(&format!("{list}?page=2")).await;
    assert!(second.says("ضيف 21.") && second.says("بلدية دورا") && !second.says("ضيف 20."));
    let text = second.text();
    let decide = text
        .split("action=\"")
        .find(|part| part.contains("/registrations/"));
    let decide = decide
        .and_then(|part| part.split('"').next())
        .expect("a form");
    let form = [("decision", "remove"), ("page", "2")];
    let answer = coordinator.post(decide, &form).await;
    assert_eq!(answer.location(), format!("{list}?page=2&done=decided"));
    let said = coordinator.get(answer.location()).await;
    assert!(said.says("حُفظ قرارك"), "{}", said.text());
}

#[tokio::test]
async fn a_workshop_may_end_after_midnight_if_its_form_says_so() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let late = Plan::new(&app, &["gaza"])
        .await
        .with("start", "23:00")
        .with("end", "00:30");
    let refused = publisher.post("/ar/workshops/new", &late.pairs()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("<a href=\"#end\">ساعة الانتهاء: يجب أن يكون الانتهاء بعد البدء."));
    let late = late.with("next_day", "1");
    let page = format!("/ar{}", late.schedule(&publisher).await);
    let shown = publisher.get(&page).await;
    assert!(
        shown.says("الأحد 6 كانون الأول 2026، 23:00 إلى الاثنين 7 كانون الأول 2026، 00:30"),
        "{}",
        shown.text()
    );
    let same = late.with("version", "1");
    let again = publisher.post(&format!("{page}/edit"), &same.pairs()).await;
    assert_eq!(
        again.location(),
        format!("{page}?done=saved"),
        "{}",
        again.text()
    );
}
