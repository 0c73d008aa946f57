//! What people hear of their workshops by mail, each in their language.

use jiff::Timestamp;

use super::calendar::{self, Knows, tells_time};
use super::ical::Method;
use super::store::{Ahead, Attendee, join_key};
use super::types::{RegistrationState, Workshop};
use super::video::Video;
use crate::App;
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::Words;
use crate::mail::{Action, Envelope, Letter, enqueue, written};
use crate::organizations::{self, Organization};
use crate::time::{LocalTime, Zones};

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They have a place.
    Registered,
    /// They wait for one.
    Waitlisted,
    /// They wait for an organiser.
    Pending,
    /// They moved up.
    Promoted,
    /// Time, place or title changed.
    Changed,
    /// The workshop was called off.
    Cancelled,
    /// They took the registration back.
    Withdrawn,
    /// An organiser did.
    Removed,
    /// It starts in a day or in an hour.
    Reminder(Ahead),
}

impl Notice {
    /// What tells a newcomer where they stand.
    pub fn of(state: RegistrationState) -> Notice {
        match state {
            RegistrationState::Registered => Notice::Registered,
            RegistrationState::Waitlisted => Notice::Waitlisted,
            RegistrationState::Pending => Notice::Pending,
            RegistrationState::Cancelled => Notice::Withdrawn,
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Notice::Registered => "workshop_registered",
            Notice::Waitlisted => "workshop_waitlisted",
            Notice::Pending => "workshop_pending",
            Notice::Promoted => "workshop_promoted",
            Notice::Changed => "workshop_changed",
            Notice::Cancelled => "workshop_cancelled",
            Notice::Withdrawn => "workshop_withdrawn",
            Notice::Removed => "workshop_removed",
            Notice::Reminder(_) => "workshop_reminder",
        }
    }

    fn subject(self, t: Words, title: &str, day: Day) -> String {
        match self {
            Notice::Registered => t.workshops_mail_registered_subject(title),
            Notice::Waitlisted => t.workshops_mail_waitlisted_subject(title),
            Notice::Pending => t.workshops_mail_pending_subject(title),
            Notice::Promoted => t.workshops_mail_promoted_subject(title),
            Notice::Changed => t.workshops_mail_changed_subject(title),
            Notice::Cancelled => t.workshops_mail_cancelled_subject(title),
            Notice::Withdrawn => t.workshops_mail_withdrawn_subject(title),
            Notice::Removed => t.workshops_mail_removed_subject(title),
            Notice::Reminder(Ahead::Day) if day == Day::Tomorrow => {
                t.workshops_mail_tomorrow_subject(title)
            }
            Notice::Reminder(Ahead::Day) if day == Day::Today => {
                t.workshops_mail_today_subject(title)
            }
            Notice::Reminder(_) => t.workshops_mail_soon_subject(title),
        }
    }

    fn lead(self, t: Words, workshop: &Workshop, state: RegistrationState) -> String {
        match self {
            Notice::Registered => t.workshops_mail_registered().to_owned(),
            Notice::Waitlisted => t.workshops_mail_waitlisted().to_owned(),
            Notice::Pending => t.workshops_mail_pending().to_owned(),
            Notice::Promoted => t.workshops_mail_promoted().to_owned(),
            Notice::Changed => t.workshops_mail_changed().to_owned(),
            Notice::Cancelled => {
                let reason = written(&workshop.cancel_reason);
                format!("{}\n{reason}", t.workshops_mail_cancelled())
            }
            Notice::Withdrawn if state != RegistrationState::Registered => {
                t.workshops_mail_not_waiting().to_owned()
            }
            Notice::Withdrawn => t.workshops_mail_withdrawn().to_owned(),
            Notice::Removed => t.workshops_mail_removed().to_owned(),
            Notice::Reminder(_) => t.workshops_mail_reminder().to_owned(),
        }
    }

    /// Whether it is about a workshop that the reader will come to.
    fn coming(self, state: RegistrationState) -> bool {
        state == RegistrationState::Registered
            && !matches!(
                self,
                Notice::Cancelled | Notice::Withdrawn | Notice::Removed
            )
    }
}

/// On which day a workshop starts, seen from the moment at which a letter is written, by the clock of its zone. A reminder may
/// be written late, so that its words follow from this and not from when it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Today,
    Tomorrow,
    Other,
}

impl Day {
    fn of(starts: LocalTime, now: Timestamp, zones: &Zones) -> Self {
        let today = zones.wall_time(now, starts.zone()).date();
        match starts.date() {
            day if day == today => Self::Today,
            day if today.tomorrow().is_ok_and(|tomorrow| day == tomorrow) => Self::Tomorrow,
            _ => Self::Other,
        }
    }
}

/// Writes the notices of one workshop.
pub struct Notices<'a> {
    app: &'a App,
    workshop: &'a Workshop,
    hosts: Vec<Organization>,
}

impl<'a> Notices<'a> {
    /// Gets ready; reads what the letters need before the transaction begins.
    pub async fn of(app: &'a App, workshop: &'a Workshop) -> Result<Notices<'a>, AppError> {
        let hosts = organizations::store::by_ids(&app.db, &workshop.plan.hosts).await?;
        Ok(Self::with(app, workshop, hosts))
    }

    /// Gets ready with the hosts at hand.
    pub(super) fn with(app: &'a App, workshop: &'a Workshop, hosts: Vec<Organization>) -> Self {
        Self {
            app,
            workshop,
            hosts,
        }
    }

    /// Puts one notice into the queue of mail.
    pub async fn send(
        &self,
        write: &mut Write,
        attendee: &Attendee,
        notice: Notice,
    ) -> Result<(), AppError> {
        let t = attendee.locale.words();
        let state = attendee.registration.state;
        let comes = notice.coming(state);
        let plan = &self.workshop.plan;
        let title = plan.title_in(attendee.locale).0;
        let day = Day::of(plan.starts, write.now(), &Zones::current());
        let letter = Letter {
            locale: attendee.locale,
            subject: notice.subject(t, title, day),
            paragraphs: self.paragraphs(t, notice, state),
            action: Some(self.action(write, attendee, comes).await?),
            closing: t.workshops_mail_closing(self.app.settings.public_url.as_str()),
        };
        let mut envelope = Envelope::new(&attendee.email, notice.purpose(), letter);
        if let Some(method) = method(notice, comes, state) {
            let event = calendar::event(
                self.app,
                self.workshop,
                &self.hosts,
                attendee.locale,
                Knows::Everything,
            );
            envelope =
                envelope.calendar(calendar::part(method, &event, &attendee.email, write.now()));
        }
        if matches!(notice, Notice::Reminder(_)) {
            envelope = envelope.until(self.workshop.starts_at);
        }
        enqueue(write, &self.app.sources, &envelope).await
    }

    fn paragraphs(&self, t: Words, notice: Notice, state: RegistrationState) -> Vec<String> {
        let comes = notice.coming(state);
        let plan = &self.workshop.plan;
        let knows = if comes {
            Knows::Everything
        } else {
            Knows::Page
        };
        let mut details = vec![written(plan.title_in(t.locale()).0)];
        details.push(match tells_time(self.workshop, knows) {
            true => super::words::when(t, plan.starts, plan.ends),
            false => t.date(plan.starts.date()),
        });
        if comes && !plan.place.is_empty() {
            details.push(t.workshops_mail_place(&plan.place));
        }
        let mut paragraphs = vec![
            t.mail_greeting().to_owned(),
            notice.lead(t, self.workshop, state),
            details.join("\n"),
        ];
        if comes && plan.video != Video::None {
            paragraphs.push(t.workshops_mail_join().to_owned());
        }
        paragraphs
    }

    /// Whoever comes gets a personal link to the join page, which works without signing in; the others the page.
    async fn action(
        &self,
        write: &mut Write,
        attendee: &Attendee,
        comes: bool,
    ) -> Result<Action, AppError> {
        let t = attendee.locale.words();
        let page = format!("/{}/workshops/{}", attendee.locale, self.workshop.id);
        if comes && self.workshop.plan.video != Video::None {
            let key = join_key(write, &self.app.sources, attendee.registration.id).await?;
            return Ok(Action {
                label: t.workshops_mail_open_join().to_owned(),
                url: self.app.settings.url(&format!("{page}/join?key={key}")),
            });
        }
        Ok(Action {
            label: t.workshops_mail_open().to_owned(),
            url: self.app.settings.url(&page),
        })
    }
}

fn method(notice: Notice, comes: bool, state: RegistrationState) -> Option<Method> {
    match notice {
        // Whoever only waited has nothing in the calendar to be taken out.
        Notice::Cancelled | Notice::Withdrawn | Notice::Removed => {
            (state == RegistrationState::Registered).then_some(Method::Cancel)
        }
        Notice::Reminder(_) => None,
        _ => comes.then_some(Method::Request),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_names_the_day_by_the_clock_of_its_zone() {
        let starts = LocalTime::from_stored("2026-12-06T00:30", "Asia/Gaza").unwrap();
        for (now, day) in [
            ("2026-12-05T22:10:00Z", Day::Today),
            ("2026-12-05T21:59:00Z", Day::Tomorrow),
            ("2026-12-04T22:30:00Z", Day::Tomorrow),
            ("2026-12-04T21:59:00Z", Day::Other),
        ] {
            let now = now.parse().unwrap();
            assert_eq!(Day::of(starts, now, &Zones::bundled()), day, "{now}");
        }
    }
}
