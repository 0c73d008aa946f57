//! What a personal access token opens: a member's programs get less than the member.

use axum::http::Method;

use crate::stored_words::stored_words;

stored_words! {
    /// One thing that a token may be used for.
    Scope {
        /// Reading through the API, and downloading.
        Read = "read",
        /// Sending files.
        Upload = "upload",
    }
}

impl Scope {
    /// What a token must allow for this request. Pages and forms are for people: no token opens them.
    pub fn wanted_by(method: &Method, path: &str) -> Option<Self> {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        if path == "/files/uploads" || path.starts_with("/files/uploads/") {
            Some(Self::Upload)
        } else if reads && (path.starts_with("/api/") || path.ends_with("/download")) {
            Some(Self::Read)
        } else {
            None
        }
    }
}

/// The scopes of one token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// From the words of a form or of the database; nothing if one of them is none.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let chosen: Option<Vec<_>> = words.into_iter().map(Scope::parse).collect();
        let chosen = chosen?;
        let all = Scope::ALL.iter().copied();
        Some(Self(all.filter(|scope| chosen.contains(scope)).collect()))
    }

    /// The scopes, each once.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    /// Whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is allowed.
    pub fn contain(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<_> = self.iter().map(Scope::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_once_and_in_order() {
        let scopes = Scopes::parse(["upload", "read", "upload"]).unwrap();
        assert_eq!(scopes.to_string(), "read upload");
        assert_eq!(Scopes::parse(["read", "admin"]), None);
        assert!(Scopes::parse([]).unwrap().is_empty());
    }

    #[test]
    fn a_request_wants_one_scope_or_is_for_people() {
        let file = "/ar/documents/1/download";
        for (method, path, wanted) in [
            (Method::GET, "/api/v1/documents", Some(Scope::Read)),
            (Method::HEAD, file, Some(Scope::Read)),
            (Method::POST, file, None),
            (Method::HEAD, "/files/uploads/1", Some(Scope::Upload)),
            (Method::POST, "/files/uploads", Some(Scope::Upload)),
            (Method::POST, "/files/uploads2", None),
            (Method::GET, "/ar/account", None),
            (Method::POST, "/ar/account/tokens", None),
            (Method::GET, "/", None),
        ] {
            assert_eq!(Scope::wanted_by(&method, path), wanted, "{method} {path}");
        }
    }
}
