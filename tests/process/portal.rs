//! A data folder with people in it.

use std::path::Path;

use app::accounts::{Accounts, Cost, Email, NewMember, store};
use app::clock::{Id, Sources};
use app::db::Db;
use app::organizations::{self, load::load_directory};
use tempfile::TempDir;

use super::browser::Browser;

/// A data folder with an admin who can sign in.
pub struct Portal {
    data: TempDir,
}

impl Portal {
    pub const EMAIL: &str = "admin@tabadul.example";
    pub const PASSWORD: &str = "شجرة زيتون قديمة";
    /// The admin's municipality.
    pub const HOME: &str = "gaza";

    pub fn prepare() -> Self {
        let data = tempfile::tempdir().unwrap();
        runtime().block_on(async {
            let db = open(data.path()).await;
            db.migrate().await.unwrap();
            Self::add_admin(&db).await;
            db.close().await;
        });
        Self { data }
    }

    /// Loads the directory, and puts an admin into it whose password can be checked cheaply.
    pub async fn add_admin(db: &Db) {
        let sources = Sources::system();
        load_directory(db, &sources).await.unwrap();
        let mut admin = member(db, Self::EMAIL).await;
        let passwords = Accounts::new(Cost::CHEAP).passwords;
        let hash = passwords.hash(&sources, Self::PASSWORD).await;
        admin.password_hash = Some(hash.unwrap());
        admin.admin = true;
        let added = store::create_member(db, &sources, &admin).await;
        assert!(added.unwrap().is_some());
    }

    /// Someone else publishes for the admin's municipality, and hears of what waits for them.
    pub fn add_publisher(&self) {
        runtime().block_on(async {
            let db = open(self.data()).await;
            let sources = Sources::system();
            let publisher = member(&db, "publisher@tabadul.example").await;
            let added = store::create_member(&db, &sources, &publisher).await;
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            let (id, organization) = (added.unwrap().unwrap(), publisher.organization);
            let granted = store::grant_publisher(&mut write, id, organization, "checked");
            granted.await.unwrap();
            write.commit().await.unwrap();
            db.close().await;
        });
    }

    /// The identifier of the admin's municipality.
    pub fn home(&self) -> Id {
        runtime().block_on(async {
            let db = open(self.data()).await;
            let home = organizations::store::by_slug(&db, Self::HOME).await;
            db.close().await;
            home.unwrap().unwrap().id
        })
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Signs the admin in and gives the session's token.
    pub fn sign_in(&self, browser: &mut Browser) -> String {
        browser.sign_in(Self::EMAIL, Self::PASSWORD)
    }

    /// The same number gives the same identifier. Others are far from it: those that follow it are its form's other documents.
    pub fn identifier(number: u64) -> String {
        format!("01990000-0000-7000-8000-{:012x}", number * 1000)
    }

    /// The form of a new entry of the directory.
    pub fn entry<'a>(id: &'a str, slug: &'a str) -> [(&'static str, &'a str); 5] {
        [
            ("id", id),
            ("slug", slug),
            ("name_ar", "شريك تجربة"),
            ("kind", "partner"),
            ("about_ar", slug),
        ]
    }
}

async fn member(db: &Db, email: &str) -> NewMember {
    let home = organizations::store::by_slug(db, Portal::HOME).await;
    let email = Email::parse(email).unwrap();
    NewMember::new(email, "اسم", "مدير النظام", home.unwrap().unwrap().id)
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

pub async fn open(data: &Path) -> Db {
    Db::sqlite(&data.join("tabadul.sqlite")).await.unwrap()
}
