//! What people do while the process is killed. Each act knows how it is sent, also a second time, and what of it is there.

use super::browser::{Answer, Browser};
use super::portal::Portal;

/// Municipalities of the directory, one for each writer: two people who edit the same entry are another test's business.
pub const PLACES: [&str; 3] = ["dura", "nablus", "jericho"];

/// One act. The number makes it another than the others of its kind.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// A new entry of the directory.
    Entry(u64),
    /// Another text in the entry of a municipality.
    Profile(u64, &'static str),
    /// A practice, kept as a draft.
    Draft(u64),
    /// The draft of this number goes to the publishers.
    Submission(u64),
    /// A workshop on the calendar.
    Workshop(u64),
    /// A place in the workshop of this number.
    Registration(u64),
    /// A document with its file.
    Upload(u64),
}

/// What of an act is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Nothing,
    Whole,
    /// A part: this is what came back.
    Half(String),
}

impl Seen {
    fn of(answer: Answer, words: &[&str]) -> Self {
        match answer.status {
            404 => Self::Nothing,
            200 if answer.says(words) => Self::Whole,
            _ => Self::Half(answer.text),
        }
    }
}

/// Someone who acts: an admin of this municipality.
#[derive(Clone, Debug)]
pub struct Member {
    pub browser: Browser,
    pub home: String,
}

impl Member {
    /// Does it, or does it again: what was done before stays as it is.
    pub fn send(&self, act: Act) -> Answer {
        match act {
            Act::Entry(number) => self.browser.post(
                "/ar/organizations",
                &Portal::entry(&Portal::identifier(number), &slug(number)),
            ),
            Act::Profile(number, place) => self.send_profile(number, place),
            Act::Draft(number) => self.send_draft(number),
            Act::Submission(draft) => self.browser.post(
                &format!("{}/submission", practice(draft)),
                &[("revision", "1"), ("version", "1")],
            ),
            Act::Workshop(number) => self.send_workshop(number),
            Act::Registration(on) => self
                .browser
                .post(&format!("{}/registration", workshop(on)), &[("heads", "1")]),
            Act::Upload(number) => self.send_document(number),
        }
    }

    fn send_profile(&self, number: u64, place: &str) -> Answer {
        let path = format!("/ar/organizations/{place}/edit");
        let form = self.browser.get(&path);
        let Some(seen) = form.field("seen") else {
            // The server is gone already.
            return form;
        };
        let pairs = [
            ("seen", seen),
            ("name_ar", place),
            ("kind", "municipality"),
            ("governorate", "hebron"),
            ("website", &format!("https://place.example/{number}")),
            ("about_ar", &format!("about-{number}")),
        ];
        self.browser.post(&path, &pairs)
    }

    fn send_draft(&self, number: u64) -> Answer {
        let word = |part: &str| word(part, number);
        self.browser.post(
            "/ar/practices/new",
            &[
                ("id", &Portal::identifier(number)),
                ("intent", "save"),
                ("language", "ar"),
                ("title", &word("title")),
                ("summary", &word("summary")),
                ("topics", "complaints"),
                ("problem", &word("problem")),
                ("solution", &word("solution")),
                ("result", &word("result")),
                ("step_who", &word("who")),
                ("step_what", &word("what")),
                ("step_duration", ""),
            ],
        )
    }

    fn send_workshop(&self, number: u64) -> Answer {
        self.browser.post(
            "/ar/workshops/new",
            &[
                ("id", &Portal::identifier(number)),
                ("kind", "exchange"),
                ("visibility", "public"),
                ("language", "ar"),
                ("title", &word("title", number)),
                ("summary", &word("summary", number)),
                ("date", "2098-06-01"),
                ("start", "10:00"),
                ("end", "12:00"),
                ("zone", "Asia/Gaza"),
                ("video", "jitsi"),
                ("topic", "gis"),
                ("host", &self.home),
                ("agenda_title", &word("first", number)),
                ("agenda_minutes", "15"),
                ("agenda_speaker", &word("speaker", number)),
            ],
        )
    }

    fn send_document(&self, number: u64) -> Answer {
        let pairs = [
            ("id", &*Portal::identifier(number)),
            ("title_ar", &word("title", number)),
            ("kind", "manual"),
            ("language", "ar"),
            ("licence", "network"),
            ("topics", "complaints"),
            ("visibility", "public"),
            ("action", "publish"),
        ];
        self.browser
            .upload("/ar/documents/new", &pairs, &file(number))
    }

    /// What of the act is there, by what the portal shows.
    pub fn look(&self, act: Act) -> Seen {
        match act {
            Act::Entry(number) => {
                let path = format!("/ar/organizations/{}", slug(number));
                Seen::of(self.browser.get(&path), &["شريك تجربة", &slug(number)])
            }
            Act::Profile(number, place) => self.look_profile(number, place),
            Act::Draft(number) => {
                let parts = ["title", "summary", "problem", "solution", "result", "what"];
                let words = parts.map(|part| word(part, number));
                Seen::of(
                    self.browser.get(&practice(number)),
                    &words.each_ref().map(String::as_str),
                )
            }
            Act::Submission(draft) => {
                let review = self.browser.get(&format!("{}/review", practice(draft)));
                match review.status {
                    303 => Seen::Nothing,
                    _ => Seen::of(review, &[&word("title", draft)]),
                }
            }
            Act::Workshop(number) => {
                let words = ["title", "summary", "first", "speaker"].map(|part| word(part, number));
                Seen::of(
                    self.browser.get(&workshop(number)),
                    &words.each_ref().map(String::as_str),
                )
            }
            Act::Registration(on) => self.look_registration(on),
            Act::Upload(number) => self.look_document(number),
        }
    }

    /// Both texts come from the same edit, whichever is the newest.
    fn look_profile(&self, number: u64, place: &str) -> Seen {
        let page = self.browser.get(&format!("/ar/organizations/{place}"));
        let website = number_after(&page.text, "https://place.example/");
        let about = number_after(&page.text, "about-");
        match (website, about) {
            _ if page.status != 200 || website != about => Seen::Half(page.text),
            (Some(newest), _) if newest >= number => Seen::Whole,
            _ => Seen::Nothing,
        }
    }

    /// The member's own page and the organisers' list say the same.
    fn look_registration(&self, on: u64) -> Seen {
        let mine = self.browser.get(&format!("{}/registration", workshop(on)));
        let list = self.browser.get(&format!("{}/registrations", workshop(on)));
        let listed = list.text.matches("<tr>").count().saturating_sub(1);
        match (mine.text.contains("registration/withdrawal"), listed) {
            (true, 1) => Seen::Whole,
            (false, 0) if mine.status == 200 && list.status == 200 => Seen::Nothing,
            _ => Seen::Half(mine.text + &list.text),
        }
    }

    fn look_document(&self, number: u64) -> Seen {
        let path = format!("/ar/documents/{}", Portal::identifier(number));
        let page = self.browser.get(&path);
        let download = self.browser.get(&format!("{path}/download"));
        match (page.status, download.status) {
            (404, 404) => Seen::Nothing,
            (200, 200) if download.bytes == file(number) => {
                Seen::of(page, &[&word("title", number)])
            }
            _ => Seen::Half(page.text),
        }
    }
}

/// A word that no other act uses, and that none of them begins with.
fn word(part: &str, number: u64) -> String {
    format!("{part}-{number}-")
}

fn slug(number: u64) -> String {
    format!("place-{number}-end")
}

fn practice(number: u64) -> String {
    format!("/ar/practices/{}", Portal::identifier(number))
}

fn workshop(number: u64) -> String {
    format!("/ar/workshops/{}", Portal::identifier(number))
}

/// A text of up to some hundred kilobytes, so that the blow often meets it on its way.
fn file(number: u64) -> Vec<u8> {
    let lines = dice(number) % 4096;
    let text: String = (0..=lines)
        .map(|line| format!("السطر {line} من الوثيقة {number}\n"))
        .collect();
    text.into_bytes()
}

fn number_after(text: &str, mark: &str) -> Option<u64> {
    let rest = text.split(mark).nth(1)?;
    let end = rest.find(|digit: char| !digit.is_ascii_digit())?;
    rest[..end].parse().ok()
}

/// A number that looks random and is the same in every run (SplitMix64).
pub fn dice(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
