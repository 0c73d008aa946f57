//! What the form of a workshop takes and refuses.

use jiff::Timestamp;
use url::Url;

use std::collections::{HashMap, HashSet};

use super::input::*;
use super::types::*;
use super::video::{BadLink, Video};
use crate::clock::Id;
use crate::time::{BadTime, NotOneInstant, Zones};

const GAZA: &str = "01930000-0000-7000-8000-000000000001";
const DURA: &str = "01930000-0000-7000-8000-000000000002";
const PRACTICE: &str = "01930000-0000-7000-8000-000000000003";

fn id(text: &str) -> Id {
    text.parse().expect("an id")
}

fn input() -> WorkshopInput {
    let some = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    WorkshopInput {
        kind: "exchange".to_owned(),
        visibility: "public".to_owned(),
        language: "ar".to_owned(),
        title: " ورشة  تبادل خبرات ".to_owned(),
        summary: "وحدة الشكاوى ونظم المعلومات الجغرافية".to_owned(),
        date: "2026-12-06".to_owned(),
        start: "10:00".to_owned(),
        end: "12:00".to_owned(),
        zone: "Asia/Gaza".to_owned(),
        capacity: "٤٠".to_owned(),
        host: some(&[GAZA, DURA, GAZA, ""]),
        agenda_title: some(&["Opening", "", "Ten years of GIS"]),
        agenda_minutes: some(&["15", "", "45"]),
        agenda_speaker: some(&["Mayor"]),
        agenda_organization: some(&[GAZA, "", DURA]),
        agenda_practice: some(&["", "", PRACTICE]),
        ..WorkshopInput::default()
    }
}

fn now() -> Timestamp {
    "2026-11-22T08:00Z".parse().expect("an instant")
}

fn check_against(
    input: &WorkshopInput,
    registered: i64,
    current: Option<&Plan>,
) -> Result<Plan, Problems> {
    let topics = (0..21).map(|n| n.to_string()).collect();
    input.check(&Context {
        zones: &Zones::bundled(),
        now: now(),
        registered,
        random: [3; 16],
        current,
        organizations: &HashSet::from([id(GAZA), id(DURA)]),
        topics: &topics,
        practices: &HashMap::from([(PRACTICE.to_owned(), id(PRACTICE))]),
    })
}

fn check(input: &WorkshopInput) -> Result<Plan, Problems> {
    check_against(input, 0, None)
}

/// Changes the good form and expects exactly one problem.
fn refused(change: impl FnOnce(&mut WorkshopInput), field: &str, problem: Problem) {
    let mut input = input();
    change(&mut input);
    let problems = check(&input).expect_err("refused");
    let found: Vec<_> = problems
        .into_iter()
        .map(|(at, what)| (at.id(), what))
        .collect();
    assert_eq!(found, [(field.to_owned(), problem)]);
}

#[test]
fn a_good_form_becomes_a_plan_and_comes_back_as_the_same_form() {
    let plan = check(&input()).expect("a plan");
    assert_eq!(plan.title, "ورشة تبادل خبرات");
    assert_eq!(plan.capacity, Some(40));
    assert_eq!(plan.hosts, [id(GAZA), id(DURA)]);
    assert_eq!(plan.agenda.len(), 2, "the empty row is none");
    assert_eq!(plan.agenda[1].practice, Some(id(PRACTICE)));
    assert_eq!(plan.practices, [id(PRACTICE)]);
    assert_eq!(plan.starts.to_string(), "2026-12-06T10:00");
    assert_eq!(check(&WorkshopInput::of(&plan, 1)), Ok(plan));
}

#[test]
fn each_mistake_is_named_at_its_field() {
    refused(
        |input| input.title = "  ".into(),
        "title",
        Problem::Required,
    );
    refused(
        |input| input.title = "ش".repeat(161),
        "title",
        Problem::TooLong(160),
    );
    refused(
        |input| input.title = "a\0b".into(),
        "title",
        Problem::Unreadable,
    );
    refused(
        |input| input.kind = "party".into(),
        "kind",
        Problem::NotAChoice,
    );
    refused(
        |input| input.zone = "Europe/Rome".into(),
        "zone",
        Problem::NotAChoice,
    );
    refused(|input| input.host.clear(), "host", Problem::Required);
    refused(
        |input| input.host = vec![PRACTICE.into()],
        "host",
        Problem::NotAChoice,
    );
    refused(
        |input| input.topic = vec!["x".into()],
        "topic",
        Problem::NotAChoice,
    );
    refused(
        |input| input.agenda_practice[0] = "x".into(),
        "agenda_practice-0",
        Problem::NotAChoice,
    );
    refused(
        |input| input.topic = (0..21).map(|n| n.to_string()).collect(),
        "topic",
        Problem::TooMany(20),
    );
}

#[test]
fn a_date_must_exist_on_the_clock_and_lie_ahead() {
    let time = Problem::Time;
    refused(
        |input| input.date = "2027-02-30".into(),
        "date",
        time(BadTime::DateDoesNotExist),
    );
    refused(
        |input| input.date = String::new(),
        "date",
        time(BadTime::DateMissing),
    );
    refused(
        |input| input.start = "25:00".into(),
        "start",
        time(BadTime::TimeFormat),
    );
    refused(
        |input| input.end = "9:59".into(),
        "end",
        Problem::EndBeforeStart,
    );
    refused(
        |input| input.end = "10:00".into(),
        "end",
        Problem::EndBeforeStart,
    );
    refused(
        |input| input.date = "2026-11-21".into(),
        "date",
        Problem::Past,
    );
    // The clock of 2026 went forward on 28 March and back on 24 October; in 2027 it goes forward on 27 March.
    let gap = |input: &mut WorkshopInput| {
        input.date = "2027-03-27".into();
        input.start = "02:30".into();
    };
    refused(gap, "start", Problem::Clock(NotOneInstant::Gap));
}

#[test]
fn the_end_may_lie_on_the_next_day() {
    let mut late = input();
    late.start = "23:00".into();
    late.end = "01:00".into();
    late.next_day = Some("1".into());
    let plan = check(&late).expect("a plan");
    assert_eq!(plan.ends.to_string(), "2026-12-07T01:00");
    assert_eq!(WorkshopInput::of(&plan, 1).next_day.as_deref(), Some("1"));
    assert_eq!(
        WorkshopInput::of(&check(&input()).expect("a plan"), 1).next_day,
        None
    );
    // Also where the clock moves that night: it goes forward on 27 March 2027.
    late.date = "2027-03-26".into();
    late.end = "02:30".into();
    let gap = check(&late).expect_err("refused");
    assert_eq!(
        gap[0],
        (Field("end", None), Problem::Clock(NotOneInstant::Gap))
    );
}

#[test]
fn capacity_is_a_number_that_holds_everyone_registered() {
    let range = Problem::NotBetween(1, 5000);
    for typed in ["0", "-1", "5001", "many", "1.5"] {
        refused(|input| input.capacity = typed.into(), "capacity", range);
    }
    let problems = check_against(&input(), 41, None).expect_err("refused");
    assert_eq!(
        problems,
        [(Field("capacity", None), Problem::BelowRegistered(41))]
    );
    let mut unlimited = input();
    unlimited.capacity = String::new();
    assert_eq!(
        check_against(&unlimited, 41, None)
            .expect("a plan")
            .capacity,
        None
    );
}

#[test]
fn the_agenda_fits_into_the_time() {
    refused(
        |input| input.agenda_minutes[2] = "106".into(),
        "agenda_title",
        Problem::AgendaOverruns(1),
    );
    refused(
        |input| input.agenda_title[2].clear(),
        "agenda_title-2",
        Problem::Required,
    );
    refused(
        |input| input.agenda_minutes[0].clear(),
        "agenda_minutes-0",
        Problem::Required,
    );
    refused(
        |input| input.agenda_minutes[0] = "0".into(),
        "agenda_minutes-0",
        Problem::NotBetween(1, 1440),
    );
    refused(
        |input| input.agenda_title = vec!["x".into(); 31],
        "agenda_title",
        Problem::TooMany(30),
    );
}

#[test]
fn a_call_is_a_safe_link_or_a_room() {
    let link = |text: &str| {
        let text = text.to_owned();
        move |input: &mut WorkshopInput| {
            input.video = "link".into();
            input.video_link = text;
        }
    };
    refused(link(""), "video_link", Problem::Required);
    refused(
        link("javascript:alert(1)"),
        "video_link",
        Problem::Link(BadLink::NotHttps),
    );
    refused(
        |input| input.video = "pigeon".into(),
        "video",
        Problem::NotAChoice,
    );
    let mut jitsi = input();
    jitsi.video = "jitsi".into();
    let first = check(&jitsi).expect("a plan");
    assert!(matches!(&first.video, Video::Jitsi { room, .. } if room.starts_with("tabadul-")));
    // Editing keeps the room even though the random bytes differ the next time.
    let mut context_plan = first.clone();
    context_plan.video = Video::Jitsi {
        base: Url::parse(DEFAULT_JITSI).expect("a url"),
        room: "kept".to_owned(),
    };
    let again = check_against(&jitsi, 0, Some(&context_plan)).expect("a plan");
    assert_eq!(again.video, context_plan.video);
}

#[test]
fn a_workshop_that_began_can_be_corrected_but_not_moved_back() {
    let plan = check(&input()).expect("a plan");
    let mut begun = plan.clone();
    begun.starts =
        crate::time::LocalTime::from_stored("2026-11-22T09:00", "Asia/Gaza").expect("a time");
    let mut edit = WorkshopInput::of(&begun, 1);
    edit.end = "12:00".into();
    edit.date = "2026-11-22".into();
    assert!(check_against(&edit, 0, Some(&begun)).is_ok());
    edit.start = "08:00".into();
    let problems = check_against(&edit, 0, Some(&begun)).expect_err("refused");
    assert_eq!(problems, [(Field("date", None), Problem::Past)]);
}
