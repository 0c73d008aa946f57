//! The words of the catalogue for this feature's values.

use super::input::{Problem, Problems};
use super::types::{Kind, RecommendationStatus, RegistrationState, State, Visibility};
use super::video::BadLink;
use crate::i18n::Words;
use crate::time::{BadTime, LocalTime, NotOneInstant, Zone};
use crate::ui;

pub(super) fn kind(t: Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Exchange => t.workshops_kind_exchange(),
        Kind::CouncilSession => t.workshops_kind_council_session(),
        Kind::Review => t.workshops_kind_review(),
        Kind::FieldVisit => t.workshops_kind_field_visit(),
        Kind::Training => t.workshops_kind_training(),
    }
}

pub(super) fn visibility(t: Words, visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => t.workshops_visibility_public(),
        Visibility::Network => t.workshops_visibility_network(),
    }
}

pub(super) fn zone(t: Words, zone: Zone) -> &'static str {
    match zone {
        Zone::Gaza => t.workshops_zone_gaza(),
        Zone::Hebron => t.workshops_zone_hebron(),
    }
}

/// «الأحد 22 تشرين الثاني 2026، 10:00 إلى 12:00 بتوقيت غزة».
pub(super) fn when(t: Words, starts: LocalTime, ends: LocalTime) -> String {
    let start = t.date_time(starts.datetime());
    t.workshops_when(end(t, starts, ends), start, zone(t, starts.zone()))
}

/// When it ends: with the date where that is another day.
pub(super) fn end(t: Words, starts: LocalTime, ends: LocalTime) -> String {
    if ends.date() == starts.date() {
        t.clock(ends.datetime())
    } else {
        t.date_time(ends.datetime())
    }
}

/// The word and the class of its badge.
pub(super) fn state(t: Words, state: State) -> (&'static str, &'static str) {
    match state {
        State::Proposed => (t.workshops_state_proposed(), "badge badge--proposed"),
        State::Scheduled => (t.workshops_state_scheduled(), "badge badge--scheduled"),
        State::Live => (t.workshops_state_live(), "badge badge--live"),
        State::Finished => (t.workshops_state_finished(), "badge badge--done"),
        State::Closed => (t.workshops_state_closed(), "badge badge--done"),
        State::Cancelled => (t.workshops_state_cancelled(), "badge badge--cancelled"),
        State::Declined => (t.workshops_state_declined(), "badge badge--cancelled"),
    }
}

/// The word and the class of its badge.
pub(super) fn registration(t: Words, state: RegistrationState) -> (&'static str, &'static str) {
    match state {
        RegistrationState::Registered => (t.workshops_registered(), "badge badge--registered"),
        RegistrationState::Waitlisted => (t.workshops_waitlisted(), "badge badge--waitlist"),
        RegistrationState::Pending => (t.workshops_pending(), "badge badge--waitlist"),
        RegistrationState::Cancelled => (t.workshops_withdrawn(), "badge badge--cancelled"),
    }
}

/// The word and the class of its badge.
pub(super) fn recommendation(
    t: Words,
    status: RecommendationStatus,
) -> (&'static str, &'static str) {
    match status {
        RecommendationStatus::Open => (t.workshops_recommendation_open(), "badge badge--open"),
        RecommendationStatus::InProgress => (
            t.workshops_recommendation_in_progress(),
            "badge badge--progress",
        ),
        RecommendationStatus::Done => (t.workshops_recommendation_done(), "badge badge--done"),
        RecommendationStatus::Dropped => {
            (t.workshops_recommendation_dropped(), "badge badge--dropped")
        }
    }
}

/// The problems of the form in sentences.
pub(super) fn problems(t: Words, found: &Problems) -> ui::Problems {
    let mut problems = ui::Problems::new();
    for (field, problem) in found {
        problems.add(field.id(), say(t, *problem));
    }
    problems
}

fn say(t: Words, problem: Problem) -> ui::Problem {
    ui::Problem::Said(match problem {
        Problem::Required => return ui::Problem::Required,
        Problem::TooLong(limit) => return ui::Problem::TooLong(limit),
        Problem::Unreadable => return ui::Problem::Invalid,
        Problem::NotAChoice => t.workshops_problem_choice().to_owned(),
        Problem::NotYours => t.workshops_problem_not_yours().to_owned(),
        Problem::NotAsked => t.workshops_problem_not_asked().to_owned(),
        Problem::TooMany(most) => t.workshops_problem_too_many(most),
        Problem::Time(wrong) => time(t, wrong).to_owned(),
        Problem::Clock(NotOneInstant::Gap) => t.workshops_problem_gap().to_owned(),
        Problem::Clock(NotOneInstant::Fold) => t.workshops_problem_fold().to_owned(),
        Problem::Past => t.workshops_problem_past().to_owned(),
        Problem::EndBeforeStart => t.workshops_problem_end().to_owned(),
        Problem::NotBetween(least, most) => t.workshops_problem_between(least, most),
        Problem::BelowRegistered(count) => t.workshops_problem_capacity(count),
        Problem::Link(wrong) => link(t, wrong).to_owned(),
        Problem::AgendaOverruns(minutes) => t.workshops_problem_agenda(minutes),
    })
}

pub(super) fn time(t: Words, wrong: BadTime) -> &'static str {
    match wrong {
        BadTime::DateMissing => t.workshops_problem_date_missing(),
        BadTime::DateFormat => t.workshops_problem_date_format(),
        BadTime::DateDoesNotExist => t.workshops_problem_date_none(),
        BadTime::TimeMissing => t.workshops_problem_time_missing(),
        BadTime::TimeFormat => t.workshops_problem_time_format(),
    }
}

fn link(t: Words, wrong: BadLink) -> &'static str {
    match wrong {
        BadLink::Format | BadLink::TooLong => t.workshops_problem_link(),
        BadLink::NotHttps => t.workshops_problem_link_https(),
        BadLink::Credentials => t.workshops_problem_link_credentials(),
    }
}
