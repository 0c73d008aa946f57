//! Who may do what with a workshop.

use super::types::{Decision, Plan, State, Visibility, Workshop};
use crate::accounts::Actor;
use crate::clock::Id;

/// Whether this reader knows of the workshop at all. The list asks the same in SQL (`store::list`).
pub fn may_see(actor: Option<&Actor>, workshop: &Workshop) -> bool {
    if !workshop.decision.was_on_calendar() {
        return actor.is_some_and(|actor| may_manage(Some(actor), workshop));
    }
    match workshop.plan.visibility {
        Visibility::Public => true,
        Visibility::Network => actor.is_some(),
    }
}

/// Whether this member speaks for a host of such a workshop, or coordinates the network.
pub fn may_run(actor: &Actor, hosts: &[Id]) -> bool {
    actor.coordinates() || hosts.iter().any(|host| actor.publishes_for(*host))
}

/// Whether this member may put such a workshop on the calendar, rather than propose it: it stands there in the name of
/// every host, so that whoever does not coordinate speaks for all of them.
pub fn may_schedule(actor: &Actor, hosts: &[Id]) -> bool {
    let speaks = |host: &Id| actor.publishes_for(*host);
    actor.coordinates() || (!hosts.is_empty() && hosts.iter().all(speaks))
}

/// Whether this member may propose such a workshop: in the own organization's name.
pub fn may_propose(actor: &Actor, hosts: &[Id]) -> bool {
    may_run(actor, hosts) || hosts.contains(&actor.organization)
}

/// Whether this member may change the plan, call the workshop off, and write down what came of it.
pub fn may_manage(actor: Option<&Actor>, workshop: &Workshop) -> bool {
    actor.is_some_and(|actor| {
        let proposer = !workshop.decision.was_on_calendar() && workshop.created_by == actor.id;
        proposer || may_run(actor, &workshop.plan.hosts)
    })
}

/// Whether this member may hang documents on it, and take them off: not where nothing will come of it.
pub fn may_attach(actor: Option<&Actor>, workshop: &Workshop) -> bool {
    workshop.decision != Decision::Declined && may_manage(actor, workshop)
}

/// The place of the first host whom this member may not name beside those a workshop has. A proposal waits for whoever speaks
/// for all; on the calendar nobody is named who was not asked.
pub fn stranger(actor: &Actor, workshop: &Workshop, hosts: &[Id]) -> Option<usize> {
    if workshop.decision == Decision::Proposed || actor.coordinates() {
        return None;
    }
    let known = |host: &Id| workshop.plan.hosts.contains(host) || actor.publishes_for(*host);
    hosts.iter().position(|host| !known(host))
}

/// Whether a change of the plan is open to this member: also of the hosts, which must stay theirs.
pub fn may_replan(actor: &Actor, workshop: &Workshop, plan: &Plan) -> bool {
    let allowed = match workshop.decision {
        Decision::Proposed => may_propose(actor, &plan.hosts),
        _ => may_run(actor, &plan.hosts),
    };
    may_manage(Some(actor), workshop) && allowed
}

/// Whether this member organises this very workshop, and therefore sees who registered: whoever scheduled it, and the
/// publishers of its hosts. Other coordinators can change it, but need no names for that.
pub fn organises(actor: Option<&Actor>, workshop: &Workshop) -> bool {
    actor.is_some_and(|actor| {
        let hosts = &workshop.plan.hosts;
        let own = workshop.created_by == actor.id && may_run(actor, hosts);
        own || hosts.iter().any(|host| actor.publishes_for(*host))
    })
}

/// Whether this member may ask for a place now.
pub fn may_register(actor: Option<&Actor>, workshop: &Workshop, state: State) -> bool {
    actor.is_some() && may_see(actor, workshop) && state.takes_registrations()
}

/// Whether this member may say how far a recommendation is: those who manage the workshop, and the publishers of the
/// responsible organization.
pub fn may_report(actor: Option<&Actor>, workshop: &Workshop, responsible: Id) -> bool {
    actor.is_some_and(|actor| {
        may_see(Some(actor), workshop)
            && (may_manage(Some(actor), workshop) || actor.publishes_for(responsible))
    })
}
