//! Rights that end while a request is still on its way: its body is held back, and what it asks for is not done.

use std::convert::Infallible;
use std::future::Future;

use app::accounts::store;
use app::clock::Id;
use app::db::Write;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::StreamExt as _;
use futures_util::stream;
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents;

const FORM: &str = "application/x-www-form-urlencoded";

/// A body in two parts: the second comes when `between` is done.
fn held(body: &[u8], between: impl Future<Output = ()> + Send + 'static) -> Body {
    let (first, second) = body.split_at(body.len() / 2);
    let (first, second) = (first.to_vec(), second.to_vec());
    let first = stream::once(async { Ok::<_, Infallible>(first) });
    let second = stream::once(async {
        between.await;
        Ok(second)
    });
    Body::from_stream(first.chain(second))
}

/// A write of somebody else's.
async fn write(app: app::App) -> Write {
    let now = app.sources.now();
    app.db.begin_write(now, None).await.unwrap()
}

/// The member's password is set anew by a link.
fn reset(app: &TestApp, member: Id) -> impl Future<Output = ()> + Send + use<> {
    let app = app.app.clone();
    async move {
        let mut write = write(app).await;
        store::set_password(&mut write, member, "$argon2id$", None)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }
}

/// The form comes back after signing in, and holds these words.
fn is_given_back(answer: &Answer, path: &str, words: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert_eq!(answer.field("sent_action").as_deref(), Some(path));
    let sent = answer.field("sent_body").unwrap();
    assert!(sent.contains(words), "{sent}");
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    let number = sqlx::query_scalar(sql).fetch_one(app.app.db.reader());
    number.await.unwrap()
}

#[tokio::test]
async fn a_form_held_back_over_a_reset_makes_no_token() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let body = held(
        b"name=thief&scopes=upload&days=365",
        reset(&app, member.id()),
    );
    let answer = member.post_raw("/ar/account/tokens", FORM, body).await;
    is_given_back(&answer, "/ar/account/tokens", "name=thief");
    assert!(
        !answer.says("/ar/sign-out"),
        "who must sign in is shown as a stranger"
    );
    assert_eq!(count(&app, "SELECT COUNT(*) FROM access_tokens").await, 0);
    let free = held(b"name=own&scopes=upload&days=365", async {});
    let client = app.session(member.id()).await;
    let answer = client.post_raw("/ar/account/tokens", FORM, free).await;
    assert_eq!(answer.status, StatusCode::OK, "slow is not forbidden");
}

#[tokio::test]
async fn an_administrator_who_lost_the_role_does_not_take_it_back() {
    let app = TestApp::start().await;
    let (_, former) = (app.admin().await, app.admin().await);
    let id = former.id();
    let product = app.app.clone();
    let revoked = async move {
        let mut write = write(product).await;
        assert!(
            store::roles::set_admin(&mut write, id, false)
                .await
                .unwrap()
        );
        store::end_all_sessions(&mut write, id).await.unwrap();
        write.commit().await.unwrap();
    };
    let page = format!("/ar/admin/members/{id}");
    let answer = former
        .post_raw(&page, FORM, held(b"admin=1&coordinator=1", revoked))
        .await;
    is_given_back(&answer, &page, "admin=1");
    let admins = "SELECT COUNT(*) FROM members WHERE is_admin = 1";
    assert_eq!(count(&app, admins).await, 1);
}

#[tokio::test]
async fn rights_that_went_count_also_where_the_session_lives_on() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let (id, gaza) = (publisher.id(), app.organization("gaza").await);
    let product = app.app.clone();
    let revoked = async move {
        let mut write = write(product).await;
        store::roles::revoke_publisher(&mut write, id, gaza)
            .await
            .unwrap();
        write.commit().await.unwrap();
    };
    let path = "/ar/organizations/gaza/members";
    let invitation = app.app.sources.id();
    let form = format!("id={invitation}&email=new%40gaza.example&locale=ar");
    let body = held(form.as_bytes(), revoked);
    let answer = publisher.post_raw(path, FORM, body).await;
    is_given_back(&answer, path, "new%40gaza.example");
    assert_eq!(count(&app, "SELECT COUNT(*) FROM invitations").await, 0);
}

#[tokio::test]
async fn a_file_held_back_over_a_reset_becomes_no_document() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = "/ar/documents/new";
    let id = publisher.open(path).await.field("id").unwrap();
    let (kind, form) = documents::body(&documents::form(&id, "network"), "شكاوى.pdf");
    let body = held(&form, reset(&app, publisher.id()));
    let answer = publisher.post_raw(path, &kind, body).await;
    is_given_back(&answer, path, &format!("id={id}"));
    assert_eq!(count(&app, "SELECT COUNT(*) FROM documents").await, 0);
}

#[tokio::test]
async fn a_piece_held_back_over_a_reset_is_refused() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let uploads = "/files/uploads";
    let made = tus(&member, Method::POST, uploads)
        .header("upload-length", documents::PDF.len())
        .header("upload-metadata", "filename YS5wZGY=")
        .body(Body::empty());
    let made = app.send(made.unwrap()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let piece = tus(&member, Method::PATCH, made.location())
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", 0)
        .body(held(documents::PDF, reset(&app, member.id())));
    let answer = app.send(piece.unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert_eq!(answer.json()["error"], "sign_in");
}

fn tus(client: &Client<'_>, method: Method, path: &str) -> axum::http::request::Builder {
    client
        .request(method, path)
        .header("tus-resumable", "1.0.0")
        .header("sec-fetch-site", "same-origin")
}
