//! What the rows speak of: one client a role, and the things that features made, by name.

use std::collections::BTreeMap;

use tabadul_tests::{Client, TestApp};

use super::{Sent, accounts, documents, organizations, practices, workshops};

/// Who asks. «Own» is Gaza, whose things the rows speak of; «other» is Dura.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Someone without an account.
    Visitor,
    /// A member of another organization.
    OtherMember,
    /// A member of the organization that owns the thing.
    OwnMember,
    /// A publisher of the owner.
    OwnPublisher,
    /// A publisher of another organization.
    OtherPublisher,
    /// A coordinator.
    Coordinator,
    /// An admin.
    Admin,
}

impl Role {
    /// In the order of a row's answers.
    pub const ALL: [Self; 7] = [
        Self::Visitor,
        Self::OtherMember,
        Self::OwnMember,
        Self::OwnPublisher,
        Self::OtherPublisher,
        Self::Coordinator,
        Self::Admin,
    ];
}

/// Everybody may read what carries this word.
pub const PUBLIC: &str = "zqpubliczq";
/// Only members may read what carries this word.
pub const NETWORK: &str = "zqnetworkzq";
/// Only the owner and a named third organization may read what carries this word.
pub const NAMED: &str = "zqnamedzq";
/// Only the organization's own members may read what carries this word.
pub const DRAFT: &str = "zqdraftzq";
/// Only hosts and coordinators may read what carries this word.
pub const PROPOSED: &str = "zqproposedzq";
/// Where a field visit meets: registered people, and those who plan it, alone.
pub const PLACE: &str = "zqplacezq";
/// Stands in everything that the features made: what a search asks for.
pub const BEACON: &str = "zqbeaconzq";

/// A picture of one dot.
pub const DOT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
\0\0\0\nIDAT\x78\x9c\x63\0\x01\0\0\x05\0\x01\x0d\x0a\x2d\xb4\0\0\0\0IEND\xae\x42\x60\x82";

/// A running product with something in it.
pub struct World {
    /// The product. Nothing in it changes while rows are asked: what would change it happens to a copy.
    pub app: TestApp,
    tokens: Vec<Option<String>>,
    things: BTreeMap<&'static str, String>,
}

impl World {
    /// One with everything that the features prepare.
    pub async fn new() -> Self {
        let app = TestApp::start().await;
        let clients = [
            app.visitor(),
            app.member("dura").await,
            app.member("gaza").await,
            app.publisher("gaza").await,
            app.publisher("dura").await,
            app.coordinator().await,
            app.admin().await,
        ];
        let tokens = clients.map(|client| client.token().map(str::to_owned));
        let mut world = Self {
            tokens: tokens.into(),
            app,
            things: BTreeMap::new(),
        };
        organizations::prepare(&mut world).await;
        practices::prepare(&mut world).await;
        // The clock moves on here: what lives shortly is made afterwards.
        workshops::prepare(&mut world).await;
        documents::prepare(&mut world).await;
        accounts::prepare(&mut world).await;
        world.app.index().await;
        world
    }

    /// A browser of this role, in the world or in a copy of it.
    pub fn client<'a>(&self, app: &'a TestApp, role: Role) -> Client<'a> {
        let place = Role::ALL.iter().position(|other| *other == role);
        match &self.tokens[place.expect("a role of the list")] {
            Some(token) => Client::with_session(app, token),
            None => app.visitor(),
        }
    }

    /// Gives a thing the name under which rows speak of it.
    pub fn name(&mut self, name: &'static str, value: impl Into<String>) {
        self.things.insert(name, value.into());
    }

    /// The text with every `{name}` replaced.
    pub fn fill(&self, text: &str) -> String {
        let mut parts = text.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').expect("a closing brace");
            match name {
                "fresh" => filled.push_str(&self.app.app.sources.id().to_string()),
                _ => filled.push_str(self.things.get(name).unwrap_or_else(|| {
                    panic!("`prepare` names nothing «{name}»");
                })),
            }
            filled.push_str(rest);
        }
        filled
    }

    /// Content type and body.
    pub fn body(&self, sent: &Sent) -> (&'static str, Vec<u8>) {
        match sent {
            Sent::Nothing => ("text/plain", Vec::new()),
            Sent::Form(pairs) => {
                let pairs: Vec<_> = pairs
                    .iter()
                    .map(|(name, value)| (*name, self.fill(value)))
                    .collect();
                (
                    "application/x-www-form-urlencoded",
                    encode(&pairs).into_bytes(),
                )
            }
            Sent::File(pairs, content) => {
                let pairs: Vec<_> = pairs
                    .iter()
                    .map(|(name, value)| (*name, self.fill(value)))
                    .collect();
                (MULTIPART, multipart(&pairs, "file.txt", content.as_bytes()))
            }
        }
    }
}

/// A form's body.
fn encode(pairs: &[(&str, String)]) -> String {
    let escape =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    pairs.join("&")
}

/// The type of [`multipart`].
pub const MULTIPART: &str = "multipart/form-data; boundary=zqboundaryzq";

/// A form with a file, as browsers send it (RFC 7578).
pub fn multipart(pairs: &[(&str, String)], file: &str, content: &[u8]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in pairs {
        body.push_str(&format!(
            "--zqboundaryzq\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--zqboundaryzq\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\
         Content-Type: text/plain\r\n\r\n"
    ));
    [body.as_bytes(), content, b"\r\n--zqboundaryzq--\r\n"].concat()
}
