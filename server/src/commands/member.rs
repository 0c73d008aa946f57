//! `tabadul member add`: an account made by whoever runs the server, such as the first administrator.

use std::io::{IsTerminal as _, Read as _};

use app::accounts::password::{self, SHORTEST, Weakness};
use app::accounts::types::{NAME_LIMIT, POST_LIMIT};
use app::accounts::{Cost, Email, NewMember, Passwords, store};
use app::clock::Sources;
use app::db::Db;
use app::i18n::Locale;
use app::organizations;
use clap::Args;

use super::{Failure, failure, open, say};
use crate::config::Config;

/// Longer input than any password.
const INPUT_LIMIT: u64 = 4096;

/// The account to add. Its password is read from standard input, so that it is neither in the list of processes nor in
/// the shell's history: `tabadul member add … < password.txt`, or typed and ended with Enter.
#[derive(Clone, Debug, Args)]
pub struct Add {
    /// The address to sign in with.
    #[arg(long)]
    pub email: String,
    /// The person's name; never public.
    #[arg(long)]
    pub name: String,
    /// The post, as people will see it.
    #[arg(long)]
    pub post: String,
    /// The slug of the organization, as in the address of its page.
    #[arg(long, value_name = "SLUG")]
    pub organization: String,
    /// Publishes in the organization's name; needs --check-note.
    #[arg(long, requires = "check_note")]
    pub publisher: bool,
    /// How it was checked, outside the portal, that this person may speak for the organization.
    #[arg(long, value_name = "TEXT")]
    pub check_note: Option<String>,
    /// Network coordinator.
    #[arg(long)]
    pub coordinator: bool,
    /// Administrator of this server.
    #[arg(long)]
    pub admin: bool,
    /// The language of mails: ar or en.
    #[arg(long, default_value = "ar", value_parser = ["ar", "en"])]
    pub locale: String,
}

/// Adds the account.
pub async fn add(config: &Config, add: &Add) -> Result<(), Failure> {
    let password = read_password()?;
    let db = open(config).await?;
    let sources = Sources::system();
    let outcome = insert(&db, &sources, Cost::OWASP, add, &password).await;
    db.close().await;
    outcome?;
    say(&format!("{} can sign in", add.email.trim()))
}

/// Checks and stores; separate from where the password comes from, so that it can be tried without a terminal.
pub async fn insert(
    db: &Db,
    sources: &Sources,
    cost: Cost,
    add: &Add,
    password: &str,
) -> Result<(), Failure> {
    let mut member = member(db, add).await?;
    password::check(password, &member.email.key).map_err(refusal)?;
    let hash = Passwords::new(cost).hash(sources, password).await;
    member.password_hash = Some(hash.map_err(failure)?);
    let id = sources.id();
    let mut write = db.begin_write(sources.now(), None).await?;
    let added = store::insert_member(&mut write, id, &member).await;
    if !added.map_err(failure)? {
        return Err("--email: this address has an account already".into());
    }
    if let Some(note) = add.check_note.as_deref().filter(|_| add.publisher) {
        store::grant_publisher(&mut write, id, member.organization, note.trim())
            .await
            .map_err(failure)?;
    }
    write.commit().await.map_err(failure)
}

async fn member(db: &Db, add: &Add) -> Result<NewMember, Failure> {
    let email = Email::parse(&add.email).ok_or("--email: not an e-mail address")?;
    let name = text("--name", &add.name, NAME_LIMIT)?;
    let post = text("--post", &add.post, POST_LIMIT)?;
    if add.publisher {
        text(
            "--check-note",
            add.check_note.as_deref().unwrap_or_default(),
            1000,
        )?;
    }
    let organization = organizations::store::by_slug(db, &add.organization)
        .await
        .map_err(failure)?
        .ok_or_else(|| format!("--organization: no «{}» in the directory", add.organization))?;
    let mut member = NewMember::new(email, name, post, organization.id);
    member.locale = Locale::parse(&add.locale).unwrap_or_default();
    member.coordinator = add.coordinator;
    member.admin = add.admin;
    Ok(member)
}

fn text(flag: &str, text: &str, limit: usize) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > limit {
        return Err(format!("{flag}: between 1 and {limit} characters").into());
    }
    Ok(text.to_owned())
}

fn refusal(weakness: Weakness) -> Failure {
    match weakness {
        Weakness::Short => format!("the password needs at least {SHORTEST} characters"),
        Weakness::Long => "the password is too long".to_owned(),
        Weakness::Common => {
            "the password is easy to guess; take a phrase of several words".to_owned()
        }
    }
    .into()
}

fn read_password() -> Result<String, Failure> {
    let mut text = String::new();
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Password (it will show as you type), then Enter:");
        input.read_line(&mut text)?;
    } else {
        input.take(INPUT_LIMIT).read_to_string(&mut text)?;
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::config::{Cli, Command, Member};
    use app::organizations::load::load_directory;

    fn parse(arguments: &[&str]) -> Result<Add, clap::Error> {
        let all = ["tabadul", "member", "add"].iter().chain(arguments);
        match Cli::try_parse_from(all)?.command {
            Command::Member(Member::Add(add)) => Ok(*add),
            other => panic!("{other:?}"),
        }
    }

    const WHO: [&str; 8] = [
        "--email",
        "Admin@Tabadul.example",
        "--name",
        "كمال",
        "--post",
        "مدير النظام",
        "--organization",
        "gaza",
    ];

    #[test]
    fn a_publisher_needs_a_note() {
        assert!(parse(&WHO).is_ok());
        let mut publisher = WHO.to_vec();
        publisher.push("--publisher");
        assert!(parse(&publisher).is_err());
        publisher.extend(["--check-note", "telephone"]);
        assert!(parse(&publisher).unwrap().publisher);
    }

    #[tokio::test]
    async fn an_account_is_added_once_with_a_good_password() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&folder.path().join("test.sqlite"))
            .await
            .unwrap();
        db.migrate().await.unwrap();
        let sources = Sources::system();
        load_directory(&db, &sources).await.unwrap();
        let mut add = parse(&WHO).unwrap();
        (add.publisher, add.admin) = (true, true);
        add.check_note = Some("telephone".to_owned());
        let insert = async |add: &Add, password: &str| {
            let done = insert(&db, &sources, Cost::CHEAP, add, password).await;
            done.map_err(|error| error.to_string())
        };
        assert!(
            insert(&add, "short")
                .await
                .unwrap_err()
                .contains("10 characters")
        );
        let mut lost = add.clone();
        lost.organization = "atlantis".to_owned();
        assert!(
            insert(&lost, "a phrase of words")
                .await
                .unwrap_err()
                .contains("atlantis")
        );
        insert(&add, "a phrase of words").await.unwrap();
        assert!(
            insert(&add, "a phrase of words")
                .await
                .unwrap_err()
                .contains("already")
        );
        let admins = store::admins(&db).await.unwrap();
        assert!(admins.len() == 1 && admins[0].is_publisher.0);
    }
}
