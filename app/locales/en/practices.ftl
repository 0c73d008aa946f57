# Practices: list, page, form, approval, history.
practices-title = Practices
practices-one = Practice
practices-lede = What organizations do well, told so that others can take it up.
practices-count = { $count ->
    [0] No practices
    [one] One practice
   *[other] { $count } practices
}
practices-none = No practices yet. They appear here once approved.
practices-no-match = Nothing matches. Remove a filter.
practices-clear-filters = Clear the filters
practices-filters = Filters
practices-only-verified = Verified only
practices-only-with-indicators = With indicators only
practices-topic = Topic
practices-topics = Topics
practices-owner = Organization
practices-all-of-it = All its practices
practices-write = Write a practice
practices-last-confirmed = Last confirmed: { $date }
practices-verified = Verified
practices-verified-on = by a network coordinator, { $date }

# The page
practices-sections = Sections of the page
practices-problem = Problem
practices-solution = Solution
practices-result = Result
practices-steps = Life cycle, step by step
practices-indicators = Indicators
practices-indicator = Indicator
practices-unit = Unit
practices-before = Before
practices-after = After
practices-period = Period
practices-source = Source
practices-compared-cell = { $name }: { $value }
practices-published-on = Published
practices-updated-on = Last changed
practices-confirmed-on = Last confirmed
practices-long-ago = { $date }; not confirmed for more than six months
practices-translation-note = Title and summary are a translation; the original is in Arabic.
practices-no-translation = This text is available in Arabic only.
practices-visibility = Who can see it?
practices-visibility-public = Public: anyone can see it
practices-visibility-network = Network: members who are signed in
practices-archived-on = Archived on { $date }. Only your organization can see it.
practices-only-you-see = Only your organization can see it.
practices-change-waits = A change of this practice is not approved yet. Readers see the text before it.

# States
practices-state-draft = Draft
practices-state-in-review = In review
practices-state-returned = Returned with a comment
practices-state-withdrawn = Replaced by a newer draft
practices-state-published = Published
practices-state-superseded = Earlier revision

# Buttons
practices-submit = Submit for approval
practices-save-draft = Save the draft
practices-review = Review and approve
practices-approve = Approve and publish
practices-return = Return with a comment
practices-archive = Archive
practices-unarchive = Publish again
practices-confirm = We still do this
practices-verify = Verify
practices-unverify = Remove the verification
practices-restore = Restore this revision
practices-history = History
practices-add-step = Add a step
practices-add-indicator = Add an indicator
practices-remove-step = Remove step { $number }
practices-remove-indicator = Remove indicator { $number }

# What happened
practices-done-saved = Draft saved.
practices-done-taken-back = Draft saved. It has left the review: submit it again when it is ready.
practices-done-unchanged = Nothing differs from what is published, so there is no new revision.
practices-done-submitted = Submitted for approval. Your organization's publishers get a message and find it among the drafts.
practices-done-published = The practice is published.
practices-done-published-without = Practice published. A document was attached after you opened the review, and is still a draft: read it, then publish it.
practices-done-archived = The practice is archived.
practices-done-unarchived = The practice is published again.
practices-done-confirmed = Noted that it still runs.
practices-done-verified = The practice is verified.
practices-done-restored = The revision is restored as a new draft.
practices-done-returned = Returned to its author with your comment.

# Drafts
practices-drafts-title = My organization's drafts
practices-drafts-lede = What your organization is writing, and what awaits approval.
practices-draft-documents = Draft documents
practices-waiting = Awaiting approval
practices-being-written = Being written
practices-no-drafts = No drafts now.
practices-change-of-published = Change of a published practice

# The form
practices-edit-title = Edit: { $title }
practices-section-basics = The practice
practices-section-story = Problem, solution, result
practices-section-translation = Translation of title and summary
practices-translation-hint = In the other language, for those who read it. The text stays in its own.
practices-title-other = Title in the other language
practices-summary-other = Summary in the other language
practices-field-title = Title
practices-title-hint = What do you do well? For example: the life cycle of a complaint
practices-field-summary = One-line summary
practices-summary-hint = One line of at most 160 characters, shown in lists.
practices-topics-hint = Choose at least one; two or three are mostly enough.
practices-language = Language of the text
practices-language-ar = Arabic
practices-language-en = English
practices-markdown-hint = You can format: **bold**, lists that begin with "-", headings that begin with "##", and tables.
practices-problem-hint = What was not working, and who felt it?
practices-solution-hint = What did you do, who did it, with what?
practices-result-hint = What changed? Give figures and their source if there are any.
practices-steps-hint = Who does what, and how long it takes. An empty row is not saved.
practices-step = Step { $number }
practices-step-who = Who
practices-step-what = What
practices-step-duration = How long
practices-indicators-hint = Measured figures with their source. Leave "before" empty if it is not known.
practices-indicator-number = Indicator { $number }
practices-submit-note = The text is published once a publisher of your organization approves it.
practices-sent-before = This form was sent before and made a practice, and what it says now differs. What you typed is on this page. To change what was saved, open it; to save another practice, send the form once more.
practices-not-a-figure = Enter a number, such as 3921 or 99.6
practices-too-many = { $limit ->
    [one] At most one.
   *[other] At most { $limit }.
}
practices-returned-with = Returned to you with this comment
practices-edit-in-review = If you save your change as a draft, the text leaves the review until you submit it again. If you submit it, your new text takes the place of the one that waits.
practices-stale-title = A colleague saved before you
practices-stale = { $post } saved this text after you opened it, { $time }. Your text is in the form as you wrote it; what differs from theirs is below. If you save now, your text takes the place of theirs, and theirs stays in the history.
practices-stale-own-title = You saved this text before
practices-stale-own = You saved this text on another page after you opened this form, { $time }. The text in the form is as you wrote it; what differs from what is kept is below. If you save now, what is in the form takes its place.

# Review
practices-review-title = Review: { $title }
practices-submitted-by = Written by: { $post }
practices-what-changed = What differs from the published text?
practices-needs-another = You wrote this text. Another publisher of your organization approves it.
practices-sole-note = You wrote this text and are your organization's only publisher. The history will say so.
practices-your-decision = Your decision
practices-note = Your comment for the author

# History
practices-history-of = History: { $title }
practices-revisions = Revisions
practices-events = What happened
practices-revision = Revision { $number }
practices-compare-with = Compared with revision { $number }
practices-difference-key = Struck through was taken out; underlined was put in.
practices-no-difference = The two texts do not differ.
practices-imported = Imported from a file
practices-written-by = Written by: { $post }
practices-restored-from = Restored from revision { $number }
practices-approved-by = Approved by { $post }, { $time }
practices-approved-sole = Approved by its author, the organization's only publisher, { $time }
practices-returned-by = Returned by { $post }, { $time }
practices-event-drafted = Draft saved
practices-event-submitted = Submitted for approval
practices-event-returned = Returned with a comment
practices-event-published = Approved and published
practices-event-archived = Archived
practices-event-unarchived = Published again
practices-event-confirmed = Confirmed to be still running
practices-event-verified = Verified by a network coordinator
practices-event-unverified = Verification removed
practices-event-restored = An earlier revision restored
practices-event-imported = Imported from a file

# Mails
practices-mail-review-subject = A practice awaits your approval: { $title }
practices-mail-review = The practice "{ $title }" was submitted for approval in your organization's name. Read it, then approve it or return it with a comment.
practices-mail-returned-subject = Your practice came back with a comment: { $title }
practices-mail-returned = A publisher of your organization returned the practice "{ $title }" to you with this comment:
practices-mail-returned-action = Open the practice and change it
practices-mail-published-subject = Your practice is published: { $title }
practices-mail-published = A publisher of your organization approved the practice "{ $title }". It is published now.
practices-mail-published-action = Read it as others see it
