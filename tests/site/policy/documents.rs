//! Documents: public ones are anyone's, network ones members', named organizations' theirs, drafts the owner's. The file
//! goes only to whoever may see the page, and of a withdrawn document to the owner.

use app::documents::types::Visibility;
use axum::body::Body;
use axum::http::Method;
use tabadul_tests::Client;

use super::Outcome::{
    self, Fine, Forbidden, NoContent, NotAllowed, NotFound, Precondition, SeeOther, SignIn,
};
use super::world::{BEACON, DOT, DRAFT, MULTIPART, NAMED, NETWORK, PUBLIC, Role, World, multipart};
use super::{Row, Sent, everyone, get, members, post};

pub async fn prepare(world: &mut World) {
    let app = &world.app;
    let member = world.client(app, Role::OwnMember);
    let publisher = world.client(app, Role::OwnPublisher);
    let elsewhere = app.organization("hebron").await.to_string();
    let named_there = [("named", elsewhere)];
    let organizations = Visibility::Organizations.as_str();
    let public = upload(&publisher, PUBLIC, "public", &[]).await;
    let network = upload(&publisher, NETWORK, "network", &[]).await;
    let named = upload(&publisher, NAMED, organizations, &named_there).await;
    let draft = upload(&member, DRAFT, "public", &[]).await;
    let withdrawn = upload(&publisher, PUBLIC, "public", &[]).await;
    let mut pictures = Vec::new();
    for (name, mark, visibility, more) in [
        ("pic-public", PUBLIC, "public", &[][..]),
        ("pic-network", NETWORK, "network", &[]),
        ("pic-named", NAMED, organizations, &named_there),
        (
            "pic-draft",
            DRAFT,
            "public",
            &[("action", "draft".to_owned())],
        ),
        ("pic-withdrawn", PUBLIC, "public", &[]),
    ] {
        let id = upload(&publisher, mark, visibility, more).await;
        draw(&publisher, &id, mark).await;
        pictures.push((name, id));
    }
    let reason = [("reason", "سبب")];
    let gone = &pictures[4].1;
    publisher
        .post(&format!("/ar/documents/{gone}/withdrawal"), &reason)
        .await;
    publisher
        .post(&format!("/ar/documents/{withdrawn}/withdrawal"), &reason)
        .await;
    // What hangs on something else is no more visible for it, and the other way round.
    for (document, practice) in [
        (&public, "{draft}"),
        (&public, "{public}"),
        (&network, "{public}"),
        (&named, "{public}"),
    ] {
        let attach = format!("practice:{}", world.fill(practice));
        let path = format!("/ar/documents/{document}/links");
        let attached = publisher.post(&path, &[("attach", &attach)]).await;
        assert_eq!(attached.status, SeeOther.status(), "{}", attached.text());
    }
    let attach = [("attach", format!("practice:{}", world.fill("{public}")))];
    upload(
        &publisher,
        DRAFT,
        "public",
        &[attach[0].clone(), ("action", "draft".to_owned())],
    )
    .await;
    let begin = member
        .request(Method::POST, "/files/uploads")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", "3")
        .header("sec-fetch-site", "same-origin");
    let begun = app.send(begin.body(Body::empty()).unwrap()).await;
    let waiting = begun.location().rsplit('/').next().unwrap().to_owned();
    let edit = publisher.get(&format!("/ar/documents/{public}/edit")).await;
    world.name("seen", edit.field("seen").unwrap());
    for (name, id) in pictures {
        world.name(name, id);
    }
    for (name, id) in [
        ("doc-public", public),
        ("doc-network", network),
        ("doc-named", named),
        ("doc-draft", draft),
        ("doc-withdrawn", withdrawn),
        ("upload", waiting),
    ] {
        world.name(name, id);
    }
}

async fn upload(
    client: &Client<'_>,
    mark: &str,
    visibility: &str,
    more: &[(&str, String)],
) -> String {
    let id = client.open("/ar/documents/new").await.field("id").unwrap();
    let mut fields: Vec<(&str, String)> = [
        ("id", id.as_str()),
        ("title_ar", &format!("وثيقة {mark} {BEACON}")),
        ("description", &format!("وصف {mark}")),
        ("kind", "manual"),
        ("language", "ar"),
        ("licence", "network"),
        ("topics", "complaints"),
        ("visibility", visibility),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec();
    fields.extend(more.iter().cloned());
    let file = format!("{mark}.txt");
    let text = format!("نص الوثيقة {mark} {BEACON}\n");
    send(client, &id, &fields, &file, text.as_bytes()).await
}

async fn send(
    client: &Client<'_>,
    id: &str,
    fields: &[(&str, String)],
    file: &str,
    content: &[u8],
) -> String {
    let body = multipart(fields, file, content);
    let answer = client.post_raw("/ar/documents/new", MULTIPART, body).await;
    assert_eq!(answer.status, SeeOther.status(), "{}", answer.text());
    id.to_owned()
}

/// Makes a new version of the document that is a picture: of such there are previews.
async fn draw(client: &Client<'_>, id: &str, mark: &str) {
    let fields = [("seen", "1".to_owned()), ("note", "صورة".to_owned())];
    let body = multipart(&fields, &format!("{mark}.png"), DOT);
    let path = format!("/ar/documents/{id}/versions/new");
    let answer = client.post_raw(&path, MULTIPART, body).await;
    assert_eq!(answer.status, SeeOther.status(), "{}", answer.text());
}

/// Members of the owner; for others there is no such document.
const fn own(outcome: Outcome) -> [Outcome; 7] {
    [
        NotFound, NotFound, outcome, outcome, NotFound, NotFound, outcome,
    ]
}

/// The owner's publishers, of something that others read.
const fn publishers(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, Forbidden, Forbidden, outcome, Forbidden, Forbidden, outcome,
    ]
}

/// What only a member may ask for at all.
const fn signed_in(mut expected: [Outcome; 7]) -> [Outcome; 7] {
    expected[0] = SignIn;
    expected
}

const NEW: &[(&str, &str)] = &[
    ("id", "{fresh}"),
    ("title_ar", "عنوان"),
    ("kind", "manual"),
    ("language", "ar"),
    ("licence", "network"),
    ("topics", "gis"),
    ("visibility", "public"),
];
const EDITED: &[(&str, &str)] = &[
    ("seen", "{seen}"),
    ("title_ar", "عنوان آخر"),
    ("kind", "manual"),
    ("language", "ar"),
    ("licence", "network"),
    ("topics", "gis"),
    ("visibility", "public"),
];

fn upload_row(
    route: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
    expected: [Outcome; 7],
) -> Row {
    Row {
        sent: Sent::File(fields, "نص جديد\n"),
        ..post(route, path, &[], expected)
    }
}

pub fn rows() -> Vec<Row> {
    [reading(), writing(), states(), uploads()].concat()
}

/// An upload is one member's: nobody else, whatever their role, learns that it is there.
fn uploads() -> Vec<Row> {
    let own = [
        SignIn,
        NotFound,
        Precondition,
        NotFound,
        NotFound,
        NotFound,
        NotFound,
    ];
    let (all, one) = ("/files/uploads", "/files/uploads/{id}");
    let path = "/files/uploads/{upload}";
    let asked = |method, route, path, expected| Row {
        method,
        ..get(route, path, expected)
    };
    vec![
        asked(Method::OPTIONS, all, all, everyone(NoContent)),
        asked(Method::POST, all, all, members(Precondition)),
        asked(Method::OPTIONS, one, path, everyone(NoContent)),
        asked(Method::GET, one, path, own),
        asked(Method::PATCH, one, path, own),
        asked(Method::DELETE, one, path, own),
        asked(
            Method::POST,
            one,
            path,
            [
                SignIn, NotFound, NotAllowed, NotFound, NotFound, NotFound, NotFound,
            ],
        ),
    ]
}

fn reading() -> Vec<Row> {
    let mut network = members(Fine);
    network[0] = NotFound;
    let mut rows = vec![
        get("/documents", "/documents", everyone(Fine)),
        get("/documents", "/documents?status=draft", everyone(Fine)),
        get("/api/v1/documents", "/api/v1/documents", everyone(Fine)),
    ];
    let page = "/documents/{id}";
    let api = "/api/v1/documents/{id}";
    let file = "/documents/{id}/download";
    let version = "/documents/{id}/versions/{number}/download";
    rows.extend([
        get(page, "/documents/{doc-public}", everyone(Fine)),
        get(page, "/documents/{doc-network}", network),
        get(page, "/documents/{doc-named}", own(Fine)),
        get(page, "/documents/{doc-draft}", own(Fine)),
        get(page, "/documents/{doc-withdrawn}", everyone(Fine)),
        get(api, "/api/v1/documents/{doc-public}", everyone(Fine)),
        get(api, "/api/v1/documents/{doc-network}", network),
        get(api, "/api/v1/documents/{doc-named}", own(Fine)),
        get(api, "/api/v1/documents/{doc-draft}", own(Fine)),
        get(file, "/documents/{doc-public}/download", everyone(Fine)),
        get(file, "/documents/{doc-network}/download", network),
        get(file, "/documents/{doc-named}/download", own(Fine)),
        get(file, "/documents/{doc-draft}/download", own(Fine)),
        get(file, "/documents/{doc-withdrawn}/download", own(Fine)),
    ]);
    rows.extend([
        get(
            version,
            "/documents/{doc-public}/versions/1/download",
            everyone(Fine),
        ),
        get(
            version,
            "/documents/{doc-network}/versions/1/download",
            network,
        ),
        get(
            version,
            "/documents/{doc-named}/versions/1/download",
            own(Fine),
        ),
        get(
            version,
            "/documents/{doc-draft}/versions/1/download",
            own(Fine),
        ),
        get(
            version,
            "/documents/{doc-withdrawn}/versions/1/download",
            own(Fine),
        ),
    ]);
    let preview = "/documents/{id}/preview";
    rows.extend([
        get(preview, "/documents/{pic-public}/preview", everyone(Fine)),
        get(preview, "/documents/{pic-network}/preview", network),
        get(preview, "/documents/{pic-named}/preview", own(Fine)),
        get(preview, "/documents/{pic-draft}/preview", own(Fine)),
        get(preview, "/documents/{pic-withdrawn}/preview", own(Fine)),
        // Text has none.
        get(
            preview,
            "/documents/{doc-public}/preview",
            everyone(NotFound),
        ),
    ]);
    rows
}

fn writing() -> Vec<Row> {
    let edit = "/documents/{id}/edit";
    let version = "/documents/{id}/versions/new";
    let replaced: &[(&str, &str)] = &[("seen", "1"), ("note", "نسخة أحدث")];
    vec![
        get("/documents/new", "/documents/new", members(SeeOther)),
        get("/documents/new", "/documents/new?id={fresh}", members(Fine)),
        upload_row("/documents/new", "/documents/new", NEW, members(SeeOther)),
        get(edit, "/documents/{doc-public}/edit", publishers(Fine)),
        get(edit, "/documents/{doc-draft}/edit", signed_in(own(Fine))),
        post(
            edit,
            "/documents/{doc-public}/edit",
            EDITED,
            publishers(SeeOther),
        ),
        post(
            edit,
            "/documents/{doc-draft}/edit",
            EDITED,
            signed_in(own(SeeOther)),
        ),
        get(
            version,
            "/documents/{doc-public}/versions/new",
            publishers(Fine),
        ),
        get(
            version,
            "/documents/{doc-draft}/versions/new",
            signed_in(own(Fine)),
        ),
        upload_row(
            version,
            "/documents/{doc-public}/versions/new",
            replaced,
            publishers(SeeOther),
        ),
        upload_row(
            version,
            "/documents/{doc-draft}/versions/new",
            replaced,
            signed_in(own(SeeOther)),
        ),
    ]
}

fn states() -> Vec<Row> {
    let withdrawal = "/documents/{id}/withdrawal";
    let reason: &[(&str, &str)] = &[("reason", "فيها أرقام أشخاص")];
    let moderators = |outcome| {
        [
            SignIn, Forbidden, Forbidden, outcome, Forbidden, outcome, outcome,
        ]
    };
    let mut draft_publishers = signed_in(own(SeeOther));
    draft_publishers[2] = Forbidden;
    let attach = "/documents/attach";
    let links = "/documents/{id}/links";
    let to_public: &[(&str, &str)] = &[("attach", "practice:{public}")];
    let to_draft: &[(&str, &str)] = &[("attach", "practice:{draft}")];
    let authors = |outcome| {
        [
            SignIn, Forbidden, outcome, outcome, Forbidden, Forbidden, outcome,
        ]
    };
    let mut deciders = authors(SeeOther);
    deciders[2] = Forbidden;
    vec![
        post(
            "/documents/{id}/publication",
            "/documents/{doc-draft}/publication",
            &[],
            draft_publishers,
        ),
        get(
            withdrawal,
            "/documents/{doc-public}/withdrawal",
            moderators(Fine),
        ),
        get(
            withdrawal,
            "/documents/{doc-draft}/withdrawal",
            signed_in(own(Fine)),
        ),
        post(
            withdrawal,
            "/documents/{doc-public}/withdrawal",
            reason,
            moderators(SeeOther),
        ),
        post(
            withdrawal,
            "/documents/{doc-named}/withdrawal",
            reason,
            draft_publishers,
        ),
        post(
            "/documents/{id}/restoration",
            "/documents/{doc-withdrawn}/restoration",
            &[],
            publishers(SeeOther),
        ),
        get(
            attach,
            "/documents/attach?to=practice:{public}",
            authors(Fine),
        ),
        get(
            attach,
            "/documents/attach?to=practice:{draft}",
            signed_in(own(Fine)),
        ),
        // What others see at once is a publisher's; what waits as a draft everyone's of the organization.
        post(links, "/documents/{doc-public}/links", to_public, deciders),
        post(
            links,
            "/documents/{doc-public}/links",
            to_draft,
            signed_in(own(SeeOther)),
        ),
        post(
            links,
            "/documents/{doc-draft}/links",
            to_public,
            signed_in(own(SeeOther)),
        ),
        post(
            "/documents/{id}/links/removal",
            "/documents/{doc-public}/links/removal",
            to_public,
            deciders,
        ),
        post(
            "/documents/{id}/links/removal",
            "/documents/{doc-draft}/links/removal",
            to_public,
            signed_in(own(SeeOther)),
        ),
    ]
}
