//! What a workshop is: its data and the words they are stored as.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::video::Video;
use crate::clock::Id;
use crate::i18n::Locale;
use crate::stored_words::stored_words;
use crate::time::{LocalTime, Zones};

stored_words! {
    /// What sort of meeting it is.
    Kind {
        /// Municipalities tell one another what they do.
        Exchange = "exchange",
        /// Councils sit in on each other's sessions.
        CouncilSession = "council_session",
        /// Looking back at a practice or a programme.
        Review = "review",
        /// Going there. Place and exact time are for registered people only.
        FieldVisit = "field_visit",
        /// Learning to do something.
        Training = "training",
    }
}

stored_words! {
    /// Who may know of it.
    Visibility {
        /// Everyone.
        Public = "public",
        /// Everyone with an account.
        Network = "network",
    }
}

stored_words! {
    /// What was decided about a workshop: the part of its state that time alone does not change.
    Decision {
        /// A member proposes it; a host's publisher or a coordinator has to schedule it.
        Proposed = "proposed",
        /// It takes place.
        Scheduled = "scheduled",
        /// It took place and its report is done.
        Closed = "closed",
        /// It does not take place.
        Cancelled = "cancelled",
        /// It was proposed and not agreed to.
        Declined = "declined",
    }
}

impl Decision {
    /// Whether it was ever put on the calendar: what was only proposed is known to those who decide and its author.
    pub fn was_on_calendar(self) -> bool {
        !matches!(self, Decision::Proposed | Decision::Declined)
    }
}

stored_words! {
    /// Where a workshop stands now.
    State {
        /// Not agreed yet.
        Proposed = "proposed",
        /// To come.
        Scheduled = "scheduled",
        /// Happening now.
        Live = "live",
        /// Over; the report is still open.
        Finished = "finished",
        /// Over and reported.
        Closed = "closed",
        /// Called off.
        Cancelled = "cancelled",
        /// Proposed and not agreed to.
        Declined = "declined",
    }
}

impl State {
    /// The state that follows from what was decided and what time it is: no job has to notice that a workshop began.
    pub fn at(decision: Decision, starts: Timestamp, ends: Timestamp, now: Timestamp) -> State {
        match decision {
            Decision::Proposed => State::Proposed,
            Decision::Closed => State::Closed,
            Decision::Cancelled => State::Cancelled,
            Decision::Declined => State::Declined,
            Decision::Scheduled if now < starts => State::Scheduled,
            Decision::Scheduled if now < ends => State::Live,
            Decision::Scheduled => State::Finished,
        }
    }

    /// Whether a decision may follow this state.
    pub fn allows(self, next: Decision) -> bool {
        match next {
            Decision::Proposed => false,
            Decision::Scheduled => self == State::Proposed,
            Decision::Closed => self == State::Finished,
            Decision::Cancelled => matches!(self, State::Scheduled | State::Live),
            Decision::Declined => self == State::Proposed,
        }
    }

    /// Whether people can register, or give their place back.
    pub fn takes_registrations(self) -> bool {
        matches!(self, State::Scheduled | State::Live)
    }

    /// Whether what happened can be written down.
    pub fn takes_minutes(self) -> bool {
        matches!(self, State::Live | State::Finished | State::Closed)
    }

    /// Whether date, agenda and the like may still change.
    pub fn is_editable(self) -> bool {
        matches!(self, State::Proposed | State::Scheduled | State::Live)
    }
}

stored_words! {
    /// Where a registration stands.
    RegistrationState {
        /// They have a place.
        Registered = "registered",
        /// They get one when it becomes free.
        Waitlisted = "waitlisted",
        /// An organiser has to agree first.
        Pending = "pending",
        /// They gave it back, or it was taken away.
        Cancelled = "cancelled",
    }
}

stored_words! {
    /// How far a recommendation is.
    RecommendationStatus {
        /// Agreed, not begun.
        Open = "open",
        /// Being done.
        InProgress = "in_progress",
        /// Done.
        Done = "done",
        /// Given up.
        Dropped = "dropped",
    }
}

/// One slot of the agenda. Its time follows from the start and the slots before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgendaItem {
    /// What it is about.
    pub title: String,
    /// How long it takes.
    pub minutes: i64,
    /// Who speaks, as a post and never a name; may be empty.
    pub speaker: String,
    /// The speaker's organization.
    pub organization: Option<Id>,
    /// The practice it shows.
    pub practice: Option<Id>,
}

/// What an organiser decides about a workshop: checked, and ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What sort of meeting.
    pub kind: Kind,
    /// Who may know of it.
    pub visibility: Visibility,
    /// The language of its texts.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// The title in the other language; may be empty.
    pub title_translated: String,
    /// The line in the other language; may be empty.
    pub summary_translated: String,
    /// More, in Markdown; may be empty.
    pub description: String,
    /// First minute.
    pub starts: LocalTime,
    /// Last minute, in the same zone.
    pub ends: LocalTime,
    /// Where it takes place besides the call, told to registered people only; may be empty.
    pub place: String,
    /// How many people; `None` is no limit.
    pub capacity: Option<i64>,
    /// Whether an organiser agrees to each registration.
    pub moderated: bool,
    /// The call.
    pub video: Video,
    /// The organizations that invite; never empty.
    pub hosts: Vec<Id>,
    /// Slugs of its topics.
    pub topics: Vec<String>,
    /// The practices it is about, those of the agenda among them.
    pub practices: Vec<Id>,
    /// In order.
    pub agenda: Vec<AgendaItem>,
}

impl Plan {
    /// Everyone whom it names: the hosts, and where the speakers come from.
    pub fn organizations(&self) -> Vec<Id> {
        let speakers = self.agenda.iter().filter_map(|item| item.organization);
        self.hosts.iter().copied().chain(speakers).collect()
    }

    /// Whether both say the same. In which order topics were chosen says nothing.
    pub fn is_same(&self, other: &Plan) -> bool {
        let sorted = |plan: &Plan| {
            let mut plan = plan.clone();
            plan.topics.sort();
            plan
        };
        sorted(self) == sorted(other)
    }

    /// The title for a reader of that language, and the language it is in.
    pub fn title_in(&self, locale: Locale) -> (&str, Locale) {
        self.choose(locale, &self.title, &self.title_translated)
    }

    /// The one-line summary, likewise.
    pub fn summary_in(&self, locale: Locale) -> (&str, Locale) {
        self.choose(locale, &self.summary, &self.summary_translated)
    }

    fn choose<'a>(
        &self,
        locale: Locale,
        original: &'a str,
        translated: &'a str,
    ) -> (&'a str, Locale) {
        if locale == self.locale || translated.is_empty() {
            (original, self.locale)
        } else {
            (translated, locale)
        }
    }
}

/// The instants between which everybody may know a workshop to take place. Those of a field visit are the bounds of its day,
/// because its hours are for the people who come.
pub fn shown_span(
    kind: Kind,
    starts: LocalTime,
    ends: LocalTime,
    zones: &Zones,
) -> (Timestamp, Timestamp) {
    if kind != Kind::FieldVisit {
        return (starts.instant_again(zones), ends.instant_again(zones));
    }
    let midnight = |day| LocalTime::new(day, Time::midnight(), starts.zone()).instant_again(zones);
    let day = starts.date();
    (midnight(day), midnight(day.tomorrow().unwrap_or(day)))
}

/// A stored workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workshop {
    /// Its id.
    pub id: Id,
    /// What was decided about it.
    pub decision: Decision,
    /// Everything an organiser decides.
    pub plan: Plan,
    /// The instant it starts, derived from the wall time.
    pub starts_at: Timestamp,
    /// The instant it ends.
    pub ends_at: Timestamp,
    /// The member who made it.
    pub created_by: Id,
    /// Why it was called off.
    pub cancel_reason: String,
    /// Grows with each change that people must hear of: `SEQUENCE` in calendars.
    pub sequence: i64,
    /// Grows with each change: how a stale edit is noticed.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Workshop {
    /// Where it stands now.
    pub fn state(&self, now: Timestamp) -> State {
        State::at(self.decision, self.starts_at, self.ends_at, now)
    }

    /// Each agenda item with the time it starts.
    pub fn time_line(&self) -> Vec<(LocalTime, &AgendaItem)> {
        let mut at = self.plan.starts;
        self.plan
            .agenda
            .iter()
            .map(|item| {
                let starts = at;
                at = at.plus_minutes(item.minutes);
                (starts, item)
            })
            .collect()
    }

    /// The number of the agenda item that is on now, while the workshop is live.
    pub fn current_item(&self, now: Timestamp, zones: &Zones) -> Option<usize> {
        if self.state(now) != State::Live {
            return None;
        }
        let wall = zones.wall_time(now, self.plan.starts.zone());
        let line = self.time_line();
        let after = |(starts, item): &(LocalTime, &AgendaItem)| {
            wall.datetime() < starts.plus_minutes(item.minutes).datetime()
        };
        line.iter().position(after)
    }
}

impl Workshop {
    /// When its page next looks different without anyone changing it: it begins, the agenda moves on, it ends, or a
    /// day passes, with which recommendations may become overdue. Of a field visit visitors see days pass, and no hours.
    pub fn next_moment(&self, now: Timestamp, zones: &Zones) -> Option<Timestamp> {
        let today = zones.wall_time(now, self.plan.starts.zone());
        let tomorrow = today.date().tomorrow().ok();
        let midnight = tomorrow
            .map(|day| LocalTime::new(day, Time::midnight(), self.plan.starts.zone()))
            .map(|midnight| midnight.instant_again(zones));
        let slots = self.time_line().into_iter();
        let hours = self.plan.kind != Kind::FieldVisit;
        slots
            .map(|(starts, _)| starts.instant_again(zones))
            .chain([self.starts_at, self.ends_at])
            .filter(|_| hours)
            .chain(midnight)
            .filter(|moment| *moment > now)
            .min()
    }
}

/// Someone's place, as its organiser and its owner see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: Id,
    /// The workshop.
    pub workshop: Id,
    /// Who registered.
    pub member: Id,
    /// For which organization.
    pub organization: Id,
    /// Where it stands.
    pub state: RegistrationState,
    /// How many people it stands for: one, or a meeting room.
    pub heads: i64,
    /// When they first asked, which is their place in the queue.
    pub created_at: Timestamp,
}

/// Agreed action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Its id.
    pub id: Id,
    /// The workshop that agreed on it.
    pub workshop: Id,
    /// What to do.
    pub text: String,
    /// The organization that does it.
    pub organization: Id,
    /// Until when.
    pub due: Option<Date>,
    /// How far it is.
    pub status: RecommendationStatus,
    /// What was done so far, in the organization's words; may be empty.
    pub progress: String,
    /// Grows with each change.
    pub version: i64,
}

impl Recommendation {
    /// Whether both say the same, whichever version they are.
    pub fn is_same(&self, other: &Recommendation) -> bool {
        let version = self.version;
        *self
            == Recommendation {
                version,
                ..other.clone()
            }
    }

    /// Whether it should have been done by now.
    pub fn is_overdue(&self, today: Date) -> bool {
        let unfinished = matches!(
            self.status,
            RecommendationStatus::Open | RecommendationStatus::InProgress
        );
        unfinished && self.due.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn time_alone_moves_a_scheduled_workshop() {
        let (starts, ends) = (at("2026-11-22T08:00Z"), at("2026-11-22T10:00Z"));
        let state = |decision, now| State::at(decision, starts, ends, at(now));
        assert_eq!(
            state(Decision::Scheduled, "2026-11-22T07:59:59Z"),
            State::Scheduled
        );
        assert_eq!(state(Decision::Scheduled, "2026-11-22T08:00Z"), State::Live);
        assert_eq!(
            state(Decision::Scheduled, "2026-11-22T10:00Z"),
            State::Finished
        );
        for decision in [
            Decision::Proposed,
            Decision::Closed,
            Decision::Cancelled,
            Decision::Declined,
        ] {
            let now = state(decision, "2026-11-22T09:00Z");
            assert_eq!(now.as_str(), decision.as_str());
        }
    }

    #[test]
    fn only_the_next_steps_are_allowed() {
        let allowed = |state: State| -> Vec<&str> {
            let next = Decision::ALL.iter().filter(|next| state.allows(**next));
            next.map(|next| next.as_str()).collect()
        };
        assert_eq!(allowed(State::Proposed), ["scheduled", "declined"]);
        assert_eq!(allowed(State::Scheduled), ["cancelled"]);
        assert_eq!(allowed(State::Live), ["cancelled"]);
        assert_eq!(allowed(State::Finished), ["closed"]);
        assert_eq!(allowed(State::Closed), [""; 0]);
        assert_eq!(allowed(State::Cancelled), [""; 0]);
    }

    #[test]
    fn words_come_back_as_they_were() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Kind::parse("party"), None);
    }
}
