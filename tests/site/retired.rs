//! What left the directory stays where it is named: a form that is opened and saved as it is changes nothing.

use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents;
use crate::practices;
use crate::workshops::{scheduled, to_start};

/// What a browser sends when the page's main form is saved as it is.
fn as_it_is(page: &Answer) -> Vec<(String, String)> {
    let text = page.text();
    let (_, form) = text.split_once("class=\"form").expect("a form");
    let form = form.split("</form>").next().unwrap_or_default();
    let mut sent = Vec::new();
    for start in form.split('<').skip(1).map(|rest| offset(form, rest)) {
        let rest = &form[start..];
        let tag = rest.split('>').next().unwrap_or_default();
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        let value = if tag.starts_with("select") {
            chosen(rest.split("</select>").next().unwrap_or_default())
        } else if tag.starts_with("textarea") {
            let inside = rest[tag.len() + 1..].split("</textarea>").next();
            inside.map(|text| plain(text.trim_start_matches('\n')))
        } else if tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"") {
            attribute(tag, "value").filter(|_| tag.contains(" checked"))
        } else if tag.starts_with("input") {
            attribute(tag, "value")
        } else {
            None
        };
        sent.extend(value.map(|value| (name, value)));
    }
    sent
}

fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(plain(value.split('"').next()?))
}

/// The selected option, or the first: what browsers choose where none is.
fn chosen(select: &str) -> Option<String> {
    let options: Vec<&str> = select.split("<option").skip(1).collect();
    let tag = |option: &&str| option.split('>').next().unwrap_or_default().to_owned();
    let selected = options
        .iter()
        .map(tag)
        .find(|tag| tag.contains(" selected"));
    attribute(&selected.or(options.first().map(tag))?, "value")
}

fn plain(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#x27;", "'");
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

/// Opens a form, changes one value, and saves.
async fn save(client: &Client<'_>, path: &str, changed: (&str, &str)) -> Answer {
    let page = client.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let mut sent = as_it_is(&page);
    sent.retain(|(name, _)| name != changed.0);
    sent.push((changed.0.to_owned(), changed.1.to_owned()));
    let pairs: Vec<_> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    client.post(path, &pairs).await
}

async fn retire(app: &TestApp, organizations: &[&str], topics: &[(&str, &str)]) {
    let admin = app.admin().await;
    for slug in organizations {
        let path = format!("/ar/organizations/{slug}/retirement");
        assert_eq!(admin.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    }
    let coordinator = app.coordinator().await;
    for (slug, name) in topics {
        let path = format!("/ar/topics/{slug}/edit");
        let saved = save(&coordinator, &path, ("retired", "1")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let listed = app.visitor().get("/ar/topics").await;
        assert!(!listed.says(name), "{}", listed.text());
    }
}

#[tokio::test]
async fn a_recommendation_stays_with_an_organization_that_retired() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = format!("/ar{}", scheduled(&app, &coordinator).await);
    app.clock.advance(to_start());
    let coordinator = app.session(coordinator.id()).await;
    let nablus = app.organization("nablus").await.to_string();
    let id = app.app.sources.id().to_string();
    let agreed = [
        ("id", id.as_str()),
        ("text", "تجربة النظام"),
        ("organization", &nablus),
        ("status", "open"),
    ];
    let added = coordinator
        .post(&format!("{page}/recommendations/new"), &agreed)
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let responsible = app.publisher("nablus").await;
    retire(&app, &["nablus"], &[]).await;

    let one = format!("{page}/recommendations/{id}");
    for (who, progress) in [(&coordinator, "أُرسل"), (&responsible, "وصل")] {
        let saved = save(who, &one, ("progress", progress)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let theirs = app.visitor().get("/ar/organizations/nablus").await;
        assert!(
            theirs.says("تجربة النظام") && theirs.says(progress),
            "{}",
            theirs.text()
        );
    }
}

#[tokio::test]
async fn a_workshop_keeps_hosts_speakers_and_topics_that_retired() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let path = scheduled(&app, &coordinator).await;
    let edit = format!("/ar{path}/edit");
    let halhul = app.organization("halhul").await.to_string();
    let saved = save(&coordinator, &edit, ("agenda_organization", &halhul)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let gis = "نظم المعلومات الجغرافية";
    retire(&app, &["dura", "halhul"], &[("gis", gis)]).await;
    let before = as_it_is(&coordinator.get(&edit).await);

    let saved = save(&coordinator, &edit, ("place", "القاعة الكبرى")).await;

    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let mut after = as_it_is(&coordinator.get(&edit).await);
    for (name, value) in before {
        if !["place", "version"].contains(&name.as_str()) {
            let place = after
                .iter()
                .position(|pair| *pair == (name.clone(), value.clone()));
            after.remove(place.unwrap_or_else(|| panic!("{name} {value}: {after:?}")));
        }
    }
    let api = app.visitor().get(&format!("/api/v1{path}")).await.json();
    assert_eq!(api["hosts"], serde_json::json!(["gaza", "dura"]), "{api}");
    assert_eq!(api["topics"], serde_json::json!(["gis"]), "{api}");
    let page = coordinator.get(&format!("/ar{path}")).await;
    assert!(page.says("حلحول"), "{}", page.text());
}

#[tokio::test]
async fn documents_and_practices_keep_what_retired() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let dura = app.organization("dura").await.to_string();
    let document = documents::upload(&publisher, "organizations", &[("named", &dura)]).await;
    let practice = practices::published_by(&publisher, "public").await;
    let reader = app.member("dura").await;
    retire(&app, &["dura"], &[("complaints", "المعلومات والشكاوى")]).await;

    let edit = format!("/ar{document}/edit");
    let saved = save(&publisher, &edit, ("title_en", "Life cycle")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let kept = as_it_is(&publisher.get(&edit).await);
    for (name, value) in [("named", dura.as_str()), ("topics", "complaints")] {
        assert!(
            kept.contains(&(name.to_owned(), value.to_owned())),
            "{kept:?}"
        );
    }
    let page = reader.get(&format!("/ar{document}")).await;
    assert_eq!(page.status, StatusCode::OK, "still shared with them");

    let edit = format!("/ar/practices/{practice}/edit");
    let saved = save(&publisher, &edit, ("title", "عنوان آخر")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let kept = as_it_is(&publisher.get(&edit).await);
    let topic = ("topics".to_owned(), "complaints".to_owned());
    assert!(kept.contains(&topic), "{kept:?}");
}

#[tokio::test]
async fn what_it_published_is_still_counted_and_still_its_own() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    practices::published_by(&publisher, "public").await;
    let document = documents::upload(&publisher, "public", &[]).await;
    retire(&app, &["gaza", "dura"], &[]).await;
    let visitor = app.visitor();

    let home = visitor.get("/ar").await;
    assert!(home.says("غزة: ممارسة واحدة"), "{}", home.text());
    let list = visitor.get("/ar/practices?governorate=gaza").await;
    assert!(list.says("بلدية غزة"), "{}", list.text());
    for (query, listed) in [
        ("", true),
        ("?organization=gaza", true),
        ("?organization=dura", false),
        ("?organization=nowhere", false),
    ] {
        let list = visitor.get(&format!("/ar/documents{query}")).await;
        assert_eq!(list.says(&document), listed, "{query}: {}", list.text());
        assert!(!listed || list.says("بلدية غزة"), "{}", list.text());
    }
}
