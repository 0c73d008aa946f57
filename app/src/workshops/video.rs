//! Where the call takes place, and when its door is open.

use jiff::{SignedDuration, Timestamp};
use url::Url;

/// The door opens this long before the start.
const OPENS_BEFORE: SignedDuration = SignedDuration::from_mins(15);
/// Workshops run over, and whoever drops out near the end must get back in.
const OPEN_AFTER: SignedDuration = SignedDuration::from_mins(60);
/// Longer links are a mistake or an attack.
const MAX_LINK: usize = 2_000;

/// The call of a workshop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Video {
    /// None, or arranged outside the portal.
    #[default]
    None,
    /// A link to any service.
    Link(Url),
    /// A room on a Jitsi Meet server.
    Jitsi {
        /// The server's address, with a path if it lives under one.
        base: Url,
        /// The room's name, which is the key to it: never shown before the door opens.
        room: String,
    },
}

/// What is wrong with a link that someone typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadLink {
    /// Not an absolute address.
    Format,
    /// Something else than `https`.
    NotHttps,
    /// Longer than any service's links.
    TooLong,
    /// It carries a user name or password.
    Credentials,
}

/// Reads a link to a call. Only `https`: everything said in the call would otherwise cross the network in the clear.
pub fn parse_link(text: &str) -> Result<Url, BadLink> {
    let text = text.trim();
    if text.len() > MAX_LINK {
        return Err(BadLink::TooLong);
    }
    let url = Url::parse(text).map_err(|_| BadLink::Format)?;
    if url.scheme() != "https" {
        return Err(BadLink::NotHttps);
    }
    if url.host_str().is_none() {
        return Err(BadLink::Format);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BadLink::Credentials);
    }
    Ok(url)
}

/// A room name that nobody can guess, from sixteen random bytes. Letters and digits that survive being read aloud.
pub fn room_name(random: [u8; 16]) -> String {
    // Crockford's alphabet in lower case: no i, l, o, u.
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut name = String::from("tabadul-");
    let mut bits = u128::from_be_bytes(random);
    for place in 0..26 {
        if place > 0 && place % 7 == 0 {
            name.push('-');
        }
        name.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    name
}

/// How someone joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinMode {
    /// Picture and sound.
    Full,
    /// Sound only, for a weak link.
    AudioOnly,
}

impl Video {
    /// The address that opens the call, in the reader's language where the service can be told.
    pub fn join_url(&self, mode: JoinMode, language: &str) -> Option<String> {
        match self {
            Video::None => None,
            Video::Link(url) => Some(url.to_string()),
            Video::Jitsi { base, room } => Some(jitsi_url(base, room, mode, language)),
        }
    }

    /// Whether the service can be told to leave the picture out.
    pub fn has_audio_only(&self) -> bool {
        matches!(self, Video::Jitsi { .. })
    }

    /// How the provider is stored.
    pub fn provider(&self) -> &'static str {
        match self {
            Video::None => "none",
            Video::Link(_) => "link",
            Video::Jitsi { .. } => "jitsi",
        }
    }

    /// The address and the room as stored, empty where there is none.
    pub fn stored(&self) -> (&'static str, String, String) {
        let (url, room) = match self {
            Video::None => (String::new(), String::new()),
            Video::Link(url) => (url.to_string(), String::new()),
            Video::Jitsi { base, room } => (base.to_string(), room.clone()),
        };
        (self.provider(), url, room)
    }

    /// What [`Video::stored`] wrote.
    pub fn from_stored(provider: &str, url: &str, room: &str) -> Option<Video> {
        match provider {
            "none" => Some(Video::None),
            "link" => Some(Video::Link(Url::parse(url).ok()?)),
            "jitsi" => Some(Video::Jitsi {
                base: Url::parse(url).ok()?,
                room: room.to_owned(),
            }),
            _ => None,
        }
    }
}

fn jitsi_url(base: &Url, room: &str, mode: JoinMode, language: &str) -> String {
    let mut url = base.clone();
    url.set_query(None);
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(room);
    }
    // Jitsi reads settings from the fragment, which the browser keeps to itself.
    let mut settings = vec![format!("config.defaultLanguage=\"{language}\"")];
    if mode == JoinMode::AudioOnly {
        settings.push("config.startAudioOnly=true".to_owned());
        settings.push("config.startWithVideoMuted=true".to_owned());
    }
    url.set_fragment(Some(&settings.join("&")));
    url.to_string()
}

/// Whether the door of a call is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// It opens at this instant.
    OpensAt(Timestamp),
    /// People can join.
    Open,
    /// The call is over.
    Closed,
}

/// The state of the door at an instant.
pub fn door(starts: Timestamp, ends: Timestamp, now: Timestamp) -> Door {
    let opens = starts.saturating_sub(OPENS_BEFORE).unwrap_or(starts);
    let closes = ends.saturating_add(OPEN_AFTER).unwrap_or(ends);
    if now < opens {
        Door::OpensAt(opens)
    } else if now < closes {
        Door::Open
    } else {
        Door::Closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn only_https_links_are_taken() {
        for (text, wrong) in [
            ("", BadLink::Format),
            ("meet.example.ps/x", BadLink::Format),
            ("javascript:alert(1)", BadLink::NotHttps),
            ("http://meet.example.ps/x", BadLink::NotHttps),
            ("https://user:secret@meet.example.ps/", BadLink::Credentials),
        ] {
            assert_eq!(parse_link(text), Err(wrong), "{text}");
        }
        let long = format!("https://meet.example.ps/{}", "x".repeat(MAX_LINK));
        assert_eq!(parse_link(&long), Err(BadLink::TooLong));
        assert!(parse_link(" https://meet.example.ps/abc?pwd=1 ").is_ok());
    }

    #[test]
    fn rooms_differ_in_every_bit() {
        let name = room_name([7; 16]);
        assert_eq!(name.len(), "tabadul-".len() + 26 + 3);
        for byte in 0..16 {
            for bit in 0..8 {
                let mut other = [7; 16];
                other[byte] ^= 1 << bit;
                assert_ne!(room_name(other), name);
            }
        }
    }

    #[test]
    fn a_jitsi_room_is_joined_in_the_readers_language() {
        let video = Video::Jitsi {
            base: Url::parse("https://meet.example.ps/rooms/").expect("a url"),
            room: "tabadul-abc".to_owned(),
        };
        assert_eq!(
            video.join_url(JoinMode::AudioOnly, "ar").as_deref(),
            Some(
                "https://meet.example.ps/rooms/tabadul-abc#config.defaultLanguage=%22ar%22\
                 &config.startAudioOnly=true&config.startWithVideoMuted=true"
            )
        );
        let (provider, url, room) = video.stored();
        assert_eq!(Video::from_stored(provider, &url, &room), Some(video));
    }

    #[test]
    fn the_door_opens_a_quarter_of_an_hour_before_and_closes_after_a_grace() {
        let (starts, ends) = (at("2026-11-22T08:00Z"), at("2026-11-22T10:00Z"));
        assert_eq!(
            door(starts, ends, at("2026-11-22T07:44:59Z")),
            Door::OpensAt(at("2026-11-22T07:45Z"))
        );
        assert_eq!(door(starts, ends, at("2026-11-22T07:45Z")), Door::Open);
        assert_eq!(door(starts, ends, at("2026-11-22T10:59:59Z")), Door::Open);
        assert_eq!(door(starts, ends, at("2026-11-22T11:00Z")), Door::Closed);
    }
}
