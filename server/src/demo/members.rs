//! Demo accounts. They are marked as such: a server that others can reach refuses them.

use app::accounts::{Cost, Email, NewMember, Passwords, store};
use app::clock::Sources;
use app::db::Db;
use app::error::AppError;
use app::i18n::Locale;
use app::organizations;
use serde::Deserialize;

/// One account of `members.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct Member {
    /// How the other files name it.
    pub key: String,
    /// The address.
    pub email: String,
    name: String,
    post_ar: String,
    post_en: String,
    /// The slug of the organization.
    pub organization: String,
    roles: Vec<String>,
    locale: Locale,
    shows_name: bool,
}

impl Member {
    fn post(&self) -> &str {
        self.locale.pick(&self.post_ar, &self.post_en)
    }

    /// Organization and roles, for the list that is printed.
    pub fn describe(&self) -> String {
        let roles = if self.roles.is_empty() {
            "member".to_owned()
        } else {
            self.roles.join(", ")
        };
        format!("{} ({roles}): {}", self.organization, self.post_en)
    }
}

/// The accounts of the file.
pub fn all() -> Result<Vec<Member>, AppError> {
    super::read(
        "members.json",
        include_str!("../../../app/demo/members.json"),
    )
}

/// Makes the accounts that are missing and gives each a new password.
pub async fn load(db: &Db, sources: &Sources) -> Result<Vec<(Member, String)>, AppError> {
    let passwords = Passwords::new(Cost::OWASP);
    let mut made = Vec::new();
    for member in all()? {
        let password = readable(sources);
        let hash = passwords.hash(sources, &password).await?;
        let email = Email::parse(&member.email).ok_or(AppError::BadRequest)?;
        match store::by_email(db, &email).await? {
            Some(account) => {
                let mut write = db.begin_write(sources.now(), None).await?;
                store::set_password(&mut write, account.id, &hash, None).await?;
                write.commit().await?;
            }
            None => create(db, sources, &member, email, hash).await?,
        }
        made.push((member, password));
    }
    Ok(made)
}

async fn create(
    db: &Db,
    sources: &Sources,
    member: &Member,
    email: Email,
    hash: String,
) -> Result<(), AppError> {
    let organization = organizations::store::by_slug(db, &member.organization).await?;
    let organization = organization.ok_or(AppError::NotFound)?.id;
    let has = |role: &str| member.roles.iter().any(|known| known == role);
    let new = NewMember {
        locale: member.locale,
        password_hash: Some(hash),
        shows_name: member.shows_name,
        coordinator: has("coordinator"),
        admin: has("admin"),
        demo: true,
        ..NewMember::new(email, &member.name, member.post(), organization)
    };
    let id = store::create_member(db, sources, &new)
        .await?
        .ok_or(AppError::Conflict)?;
    if has("publisher") {
        let mut write = db.begin_write(sources.now(), None).await?;
        store::grant_publisher(&mut write, id, organization, "demo").await?;
        write.commit().await?;
    }
    Ok(())
}

/// A password that can be typed from a screen: four groups of four letters and digits that look like no other, 80 bits.
fn readable(sources: &Sources) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters: Vec<char> = sources
        .bytes::<16>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    letters
        .chunks(4)
        .map(String::from_iter)
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_readable_and_long_enough() {
        let password = readable(&Sources::system());
        assert_eq!(password.len(), 19);
        assert!(
            password
                .chars()
                .all(|c| c == '-' || c.is_ascii_alphanumeric()),
            "{password}"
        );
    }
}
