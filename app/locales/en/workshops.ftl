workshops-title = Workshops
workshops-one = Workshop
workshops-lede = Video meetings between municipalities, with minutes and recommendations.
workshops-count = { $count ->
    [0] No workshops
    [one] One workshop
   *[other] { $count } workshops
}
workshops-coming = Upcoming
workshops-past = Past
workshops-none-coming = No upcoming workshops.
workshops-none-past = No past workshops yet.
workshops-new = Schedule a workshop
workshops-propose = Propose a workshop
workshops-edit = Change the workshop
workshops-back = Back to the workshop
workshops-all-coming = All upcoming workshops
workshops-all-past = All past workshops
workshops-feed = Calendar of public workshops (iCalendar)
workshops-feed-name = Workshops of { $name }

# What, when, where
workshops-kind-exchange = Exchange workshop
workshops-kind-council-session = Council-to-council session
workshops-kind-review = Review workshop
workshops-kind-field-visit = Field visit
workshops-kind-training = Training
workshops-state-proposed = Proposed
workshops-state-scheduled = Scheduled
workshops-state-live = Live now
workshops-state-finished = Finished
workshops-state-closed = Closed with a report
workshops-state-cancelled = Cancelled
workshops-state-declined = Not approved
workshops-visibility-public = Public: anyone can see it
workshops-visibility-network = Network: members who are signed in
workshops-zone-gaza = Gaza time
workshops-zone-hebron = Hebron time
workshops-when = { $start } to { $end }, { $zone }
workshops-from-to = { $start } to { $end }
workshops-time-for-registered = The hour is told to registered people only.
workshops-place-for-registered = Told to registered people only
workshops-add-to-calendar = Add to calendar
workshops-hosts = Hosts
workshops-seats = { $left ->
    [0] { $capacity }, all taken
   *[other] { $capacity }, { $left } free
}
workshops-minutes = { $count ->
    [one] One minute
   *[other] { $count } minutes
}
workshops-now = Now
workshops-cancelled-notice = This workshop is cancelled.
workshops-declined-notice = This proposal was not approved. Only its author and those who decide see it.
workshops-proposed-notice = This workshop is only proposed. A network coordinator, or someone who publishes for every host, has to confirm its date.
workshops-done-proposed = Proposal saved. The coordinators and the publishers of the hosts see it, and you get a mail once it is decided.
workshops-done-scheduled = The workshop is on the calendar.
workshops-done-saved = Workshop saved.
workshops-done-cancelled = The workshop is cancelled, and everyone who registered has been told.
workshops-done-declined = The proposal was declined or withdrawn. Only its author and those who decide see it.
workshops-done-closed = The workshop is closed with its report.
workshops-done-decided = Your decision is saved, and the member has been told.
workshops-approve = Confirm the date

# The form
workshops-form-lede = What was typed stays in the form until it is saved.
workshops-section-about = What it is about
workshops-section-time = Date and time
workshops-section-time-hint = The clock time people agreed on. It stays the same if the rules for changing the clock change.
workshops-section-people = Hosts and participants
workshops-section-people-hint = At least one host. You schedule it if you publish for every host; otherwise the workshop is proposed.
workshops-section-call = Call and place
workshops-section-call-hint = Shown to registered people only, and the call only from 15 minutes before the start.
workshops-field-kind = Kind
workshops-field-title = Title
workshops-field-summary = One-line summary
workshops-field-language = Language of these texts
workshops-language-ar = Arabic
workshops-language-en = English
workshops-field-title-translated = Title in the other language
workshops-field-summary-translated = Summary in the other language
workshops-field-description = Description
workshops-markdown-hint = At most { $limit } characters. You can format: **bold**, lists that begin with "-", headings that begin with "##", and tables.
workshops-field-topics = Topics
workshops-field-when = When
workshops-field-date = Date
workshops-field-start = Start time
workshops-field-end = End time
workshops-field-next-day = It ends on the next day
workshops-field-zone = Time zone
workshops-host-number = Host { $number }
workshops-field-visibility = Who can see it?
workshops-field-visibility-later = Who can see it once it is on the calendar?
workshops-field-capacity = Capacity
workshops-field-capacity-hint = How many people, from 1 to 5,000. Empty means no limit. Those who come later wait and move up by themselves.
workshops-field-moderated = I confirm each registration myself
workshops-field-video = Video call
workshops-video-none = No video (in person)
workshops-video-link = Call link
workshops-video-jitsi = Jitsi room
workshops-field-video-link = Call link
workshops-field-video-link-hint = Begins with https://
workshops-field-video-server = Jitsi server
workshops-field-video-server-hint = Leave empty for { $server }. The room gets a name that nobody can guess.
workshops-field-place = Place
workshops-field-place-hint = For a field visit, or a hall in which people meet.
workshops-agenda = Agenda
workshops-agenda-hint = In order; times follow from the start. Leave unused rows empty. Write posts, not names of persons.
workshops-agenda-number = Item { $number }
workshops-agenda-title = Subject
workshops-agenda-minutes = Duration in minutes
workshops-agenda-speaker = Speaker's post
workshops-agenda-organization = Speaker's organization
workshops-more-rows = Add rows to the agenda
workshops-stale-title = Someone saved before you
workshops-stale = What you typed is still in the form; what is saved now is shown here. Compare the two, then save again.
workshops-stale-stored = Saved now
workshops-stale-empty = (empty)
workshops-stale-yes = Yes
workshops-stale-no = No
workshops-agenda-practice = Practice it shows
workshops-practices = Linked practices
workshops-practices-hint = The practices that the workshop is about. What you choose in the agenda is linked too.
workshops-practices-chosen = Linked to the workshop
workshops-practices-found = Found for { $question }
workshops-practices-none-found = No other practices for { $question }. Try other words.
workshops-practice-choice = { $title }, { $organization }
workshops-practice-unseen = A linked practice that is not open to you
workshops-find-practice = Find a practice
workshops-find-practice-hint = Words of its title, or the address of its page. Then choose from what appears; what you typed in the form stays.
workshops-find = Find practices
workshops-found-notice = Nothing is saved yet. Choose from what was found, then save:
workshops-agreed = Agreed to do
workshops-materials = Materials
workshops-drafts-wait = { $count ->
    [one] One attached document is still a draft and waits for the publisher of the organization that uploaded it.
   *[other] { $count } attached documents are still drafts and wait for the publishers of the organizations that uploaded them.
}

# What is wrong
workshops-recommendation-sent-before = This form was sent before and made a recommendation, and what it says now differs. What you typed is on this page. To change what was saved, open it; to save another recommendation, send the form once more.
workshops-sent-before = This form was sent before and made a workshop, and what it says now differs. What you typed is on this page. To change what was saved, open it; to save another workshop, send the form once more.
workshops-problem-choice = Choose one of the values offered.
workshops-problem-too-many = { $most ->
    [one] At most one.
   *[other] At most { $most }.
}
workshops-problem-not-yours = You can schedule or propose workshops only where your organization is a host.
workshops-problem-not-asked = This workshop has its date: you can add only organizations you publish for. A network coordinator can add others.
workshops-problem-responsible = Choose a host, a speaker's organization, or one that is registered. A network coordinator can choose others.
workshops-problem-due-before = The due date cannot be before the day of the workshop.
workshops-problem-date-missing = Enter the date.
workshops-problem-date-format = Write the date as year-month-day, for example 2027-03-15.
workshops-problem-date-none = There is no such day in the calendar.
workshops-problem-time-missing = Enter the time.
workshops-problem-time-format = Write the time between 00:00 and 23:59, for example 10:30.
workshops-problem-gap = The clock moves forward that night and never shows this time. Choose another.
workshops-problem-fold = The clock moves back that night and shows this time twice. Choose another.
workshops-problem-past = This date is over. Choose a later one.
workshops-problem-end = The end must be after the start. If the workshop ends after midnight, tick “It ends on the next day”.
workshops-problem-between = Enter a whole number from { $least } to { $most }.
workshops-problem-capacity = { $count ->
    [one] One person is registered already; the capacity cannot be below that.
   *[other] { $count } people are registered already; the capacity cannot be below that.
}
workshops-problem-agenda = { $minutes ->
    [one] The agenda is one minute longer than the workshop.
   *[other] The agenda is { $minutes } minutes longer than the workshop.
}
workshops-problem-link = This is not a web address.
workshops-problem-link-https = The address must begin with https://, so that the call is encrypted.
workshops-problem-link-credentials = The address must not hold a user name or password.

# Registering
workshops-my-registration = Your registration
workshops-register = Register
workshops-join-waitlist = Join the waitlist
workshops-sign-in-to-register = Sign in to register.
workshops-heads = How many people attend?
workshops-heads-hint = 1 for yourself, or as many as sit in your municipality's meeting room.
workshops-full-note = The workshop is full. You can join the waitlist; we will write if a seat opens.
workshops-moderated-note = The organiser confirms each registration.
workshops-registered = Registered
workshops-waitlisted = On the waitlist
workshops-pending = Awaiting approval
workshops-withdrawn = Cancelled
workshops-queue-place = You are number { $number } on the waitlist. We will write if a seat opens.
workshops-queue-group = A group moves up when so many places are free at once; until then smaller ones may pass it.
workshops-pending-note = The organiser will look at your request, and you will get a message.
workshops-withdraw = Cancel my registration
workshops-withdraw-note = Your seat goes to the next person on the waitlist, and your join links stop working.
workshops-registration-over = Registration for this workshop is over.
workshops-registrations = Registrations
workshops-registrations-note = Only this workshop's organisers see this list.
workshops-registrations-none = Nobody has registered yet.
workshops-person = Name
workshops-heads-short = People
workshops-standing = Status
workshops-admit = Confirm
workshops-remove = Remove
workshops-remove-hint = This member loses their seat or their place in line, and is told by mail that an organiser cancelled the registration.
workshops-remove-confirmed = Remove this registration

# The call
workshops-join = Join the workshop
workshops-join-video = Join with video and sound
workshops-join-audio = Join with audio only
workshops-door-opens = The door opens 15 minutes before: { $time }.
workshops-door-closed = The call is over.
workshops-no-call = This workshop has no video call.
workshops-call-elsewhere = The call runs on a service outside the portal, which may see your network address.
workshops-dropped-out = Dropped out? Come back to this page and join again.

# Afterwards
workshops-minutes-title = Minutes
workshops-minutes-hint = What was said? It shows on the workshop's page once saved.
workshops-minutes-revision = Revision { $number }, { $date }
workshops-write-minutes = Write the minutes
workshops-save-minutes = Save the minutes
workshops-revisions = Revisions
workshops-close = Close with a report
workshops-recommendations = Recommendations
workshops-add-recommendation = Add a recommendation
workshops-update-recommendation = Update the recommendation
workshops-recommendation-text = What is to be done?
workshops-recommendation-organization = Responsible organization
workshops-recommendation-due = Due
workshops-recommendation-status = Status
workshops-recommendation-progress = What has been done so far
workshops-recommendation-open = Open
workshops-recommendation-in-progress = In progress
workshops-recommendation-done = Done
workshops-recommendation-dropped = Dropped
workshops-recommendation-overdue = Overdue
workshops-due = Due { $date }

# Calling off
workshops-cancel = Cancel the workshop
workshops-cancel-stale = The workshop has changed since this form was opened, and now takes place { $when }. To cancel it as it stands now, send the form again.
workshops-cancel-reason = Reason for cancelling
workshops-cancel-hint = Everyone who registered is told this reason. At most { $limit } characters.
workshops-decline = Decline or withdraw the proposal
workshops-decline-reason = Reason
workshops-decline-hint = The author of the proposal is told this reason. At most { $limit } characters.
workshops-decline-stale = The proposal has changed since this form was opened, and its date is now { $when }. To decline or withdraw it as it stands now, send the form again.

# Mail
workshops-mail-registered-subject = You are registered: { $workshop }
workshops-mail-registered = You are registered for this workshop:
workshops-mail-waitlisted-subject = You are on the waitlist: { $workshop }
workshops-mail-waitlisted = There are not enough places left for your request, and you are on the waiting list. We will write to you when there are.
workshops-mail-pending-subject = Your request has arrived: { $workshop }
workshops-mail-pending = The organiser confirms each registration for this workshop. You will get a message as soon as yours is decided.
workshops-mail-promoted-subject = A seat for you: { $workshop }
workshops-mail-promoted = A seat opened: your registration is confirmed.
workshops-mail-changed-subject = Changed: { $workshop }
workshops-mail-changed = Something about this workshop has changed. This is how it stands now:
workshops-mail-cancelled-subject = Cancelled: { $workshop }
workshops-mail-cancelled = The workshop is cancelled. The reason:
workshops-mail-withdrawn-subject = Registration cancelled: { $workshop }
workshops-mail-withdrawn = Your registration for this workshop is cancelled, and its join links no longer work.
workshops-mail-not-waiting = Your request for this workshop was withdrawn.
workshops-mail-removed-subject = An organiser cancelled your registration: { $workshop }
workshops-mail-removed = An organiser of the workshop cancelled your registration, and your links to it no longer work. If you think this is a mistake, write to the host.
workshops-mail-proposed-subject = A proposed workshop: { $workshop }
workshops-mail-proposed = This workshop was proposed and waits for your decision. Only those who decide see it until it is on the calendar. Read it, then approve it or decline it with a reason.
workshops-mail-proposed-host = This workshop was proposed in the name of your organization and others. Only those who decide see it until a coordinator puts it on the calendar. You can change it, or decline it with a reason.
workshops-mail-scheduled-subject = Your proposed workshop was approved: { $workshop }
workshops-mail-scheduled = Your proposal was approved, and the workshop is on the calendar:
workshops-mail-hosting-subject = A workshop in the name of your organization: { $workshop }
workshops-mail-hosting = This workshop is on the calendar, and your organization is one of its hosts. You can change it on its page.
workshops-mail-not-hosting = This workshop was changed, and your organization is no longer one of its hosts.
workshops-mail-declined-subject = Your proposed workshop was not approved: { $workshop }
workshops-mail-declined = Your proposal was not approved. The reason:
workshops-mail-not-agreed-subject = A proposal that was not approved: { $workshop }
workshops-mail-not-agreed = This proposal was declined, or withdrawn by its author. The reason:
workshops-mail-host-cancelled-subject = A workshop in the name of your organization is cancelled: { $workshop }
workshops-mail-host-cancelled = This workshop is cancelled; your organization is one of its hosts. The reason:
workshops-mail-tomorrow-subject = Tomorrow: { $workshop }
workshops-mail-today-subject = Today: { $workshop }
workshops-mail-soon-subject = Starting soon: { $workshop }
workshops-mail-reminder = A reminder of the workshop you registered for:
workshops-mail-place = Place: { $place }
workshops-mail-join = Your personal link opens the join page from 15 minutes before the start, without signing in. Do not pass it on.
workshops-mail-open-join = Open the join page
workshops-mail-open = Open the workshop's page
workshops-mail-open-list = Open the list of workshops
workshops-mail-closing = Tabadul — { $url }
