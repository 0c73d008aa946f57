//! The directory: everyone reads it, publishers write the own profile, admins everything.

use app::organizations::store;

use super::Outcome::{self, Fine, Forbidden, SeeOther, SignIn};
use super::world::{BEACON, PUBLIC, World};
use super::{Row, admins, everyone, get, post};

pub async fn prepare(world: &mut World) {
    let db = &world.app.app.db;
    let mut gaza = store::by_slug(db, "gaza").await.unwrap().unwrap();
    let seen = gaza.updated_at;
    gaza.about_ar = format!("نبذة {PUBLIC} {BEACON}");
    let mut write = world.app.write().await;
    store::update(&mut write, &gaza, seen).await.unwrap();
    write.commit().await.unwrap();
    let gaza = store::by_slug(db, "gaza").await.unwrap().unwrap();
    world.name("gaza-seen", gaza.updated_at.to_string());
}

/// The publishers of the organization, and admins.
fn own_publishers(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, Forbidden, Forbidden, outcome, Forbidden, Forbidden, outcome,
    ]
}

pub fn rows() -> Vec<Row> {
    vec![
        get("/organizations", "/organizations", everyone(Fine)),
        get(
            "/organizations/{slug}",
            "/organizations/gaza",
            everyone(Fine),
        ),
        get("/organizations.csv", "/organizations.csv", everyone(Fine)),
        get("/about-data", "/about-data", everyone(Fine)),
        get(
            "/api/v1/organizations",
            "/api/v1/organizations",
            everyone(Fine),
        ),
        get(
            "/api/v1/organizations/{slug}",
            "/api/v1/organizations/gaza",
            everyone(Fine),
        ),
        get("/organizations/new", "/organizations/new", admins(Fine)),
        post(
            "/organizations",
            "/organizations",
            &[
                ("id", "{fresh}"),
                ("slug", "new-place"),
                ("name_ar", "مكان"),
                ("kind", "partner"),
            ],
            admins(SeeOther),
        ),
        get(
            "/organizations/import",
            "/organizations/import",
            admins(Fine),
        ),
        post(
            "/organizations/import",
            "/organizations/import",
            &[(
                "file",
                "slug,name_ar,name_en,governorate\nnew-place,مكان,Place,hebron\n",
            )],
            admins(Fine),
        ),
        get(
            "/organizations/{slug}/edit",
            "/organizations/gaza/edit",
            own_publishers(Fine),
        ),
        post(
            "/organizations/{slug}/edit",
            "/organizations/gaza/edit",
            &[
                ("seen", "{gaza-seen}"),
                ("about_ar", "نص"),
                ("name_ar", "غزة"),
                ("kind", "municipality"),
                ("governorate", "gaza"),
            ],
            own_publishers(SeeOther),
        ),
        post(
            "/organizations/{slug}/retirement",
            "/organizations/gaza/retirement",
            &[],
            admins(SeeOther),
        ),
        post(
            "/organizations/{slug}/restoration",
            "/organizations/gaza/restoration",
            &[],
            admins(SeeOther),
        ),
        post(
            "/organizations/{slug}/merger",
            "/organizations/gaza/merger",
            &[("into", "dura")],
            admins(SeeOther),
        ),
    ]
}
