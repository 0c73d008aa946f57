# Signing in and out
accounts-sign-in-title = Sign in
accounts-email = E-mail address
accounts-password = Password
accounts-shared-computer = This is a shared computer
accounts-enter-email = Enter the e-mail address.
accounts-enter-password = Enter the password.
accounts-wrong-password = The e-mail address or password is not right.
accounts-sign-in-first = Sign in to continue.
accounts-session-ended = Your session expired. Sign in and you will find what you typed.
accounts-signed-out = You are signed out.
accounts-password-saved = The password is saved. Sign in with it.
accounts-sign-out-everywhere = Sign out everywhere
accounts-welcome-back-title = What you typed is still here
accounts-welcome-back = You are signed in and nothing has been carried out yet. Go back to the form, look it over and send it.
accounts-files-lost = The files that you chose are not kept with the form. Choose them again when you are back at it.
accounts-back-to-form = Back to the form

# The member's own page
accounts-name = Name
accounts-name-hint = Never public; members see it only if you agree.
accounts-show-name = Show my name to members
accounts-post = Post
accounts-post-hint = As people will see it, for example: head of the complaints unit
accounts-mail-language = Language of messages
accounts-arabic = Arabic
accounts-english = English
accounts-profile-saved = Your details are saved.
accounts-profile-title = My details
accounts-my-organization = My organization
accounts-welcome = Welcome. Your account is ready.
accounts-throttled = Too many attempts. Wait a little and try again.
accounts-forgot-password = Forgot your password?
accounts-join = Request to join
accounts-demo = This is a demonstration: its content is for show, and its passwords were printed by the command that loaded it. The accounts:
accounts-not-an-email = This is not an e-mail address. Example: name@example.ps

# Sessions
accounts-sessions-title = Where you are signed in
accounts-this-session = This device
accounts-session-since = Signed in on { $moment }
accounts-session-seen = Last used: { $moment }
accounts-end-session = End this session
accounts-end-other-sessions = End all other sessions
accounts-session-was-ended = The session is ended.

# Passwords
accounts-current-password = Current password
accounts-current-password-wrong = The current password is not right.
accounts-new-password = New password
accounts-password-hint = { $limit ->
    [one] At least one character; a phrase of several words is easier and stronger.
   *[other] At least { $limit } characters; a phrase of several words is easier and stronger.
}
accounts-password-short = { $limit ->
    [one] The password is too short: at least one character.
   *[other] The password is too short: at least { $limit } characters.
}
accounts-password-common = This password is common or easy to guess. Choose a phrase of several words.
accounts-save-password = Save the password
accounts-change-password = Change the password
accounts-change-password-lede = Once saved, your sessions on other devices end.
accounts-password-changed = The password is saved, and your sessions on other devices have ended.
accounts-reset-title = Set a new password
accounts-reset-lede = Enter your e-mail address and we will send it a link that works for one hour.
accounts-reset-send = Send a password link
accounts-reset-sent = If this address is known to us, a message is on its way.
accounts-new-password-title = New password
accounts-new-password-for = For the account { $email }
accounts-link-expired = This link has expired or was used before. Ask for a new one.

# Invitations and members
accounts-members-title = Members' accounts
accounts-members-lede = Who works on the portal for { $organization }.
accounts-members-none = This organization has no members yet. Invite the first.
accounts-role-publisher = Publisher
accounts-invite = Invite a member
accounts-invite-hint = The invitation works for this address alone, once, within 7 days.
accounts-invited = The invitation is sent. If the address has an account already, its owner is reminded of it.
accounts-invite-again = An invitation was sent from this page before. Check the address, then send again to invite its owner.
accounts-invitations-title = Invitations not accepted yet
accounts-invitation-until = Ends on { $date }
accounts-withdraw = Withdraw the invitation
accounts-invitation-withdrawn = The invitation is withdrawn.
accounts-invitations-limit = { $limit ->
    [one] You have reached the limit of one invitation a day. Try again tomorrow.
   *[other] You have reached the limit of { $limit } invitations a day. Try again tomorrow.
}
accounts-invitation-title = Invitation to join for { $organization }
accounts-invitation-lede = The invitation is for { $email } and ends on { $date }.
accounts-accept-invitation = Accept the invitation
accounts-invitation-closed-title = Invitation not valid
accounts-invitation-closed = This invitation cannot be used: it was used, withdrawn or has expired. If you have accepted it, sign in.

# Mails
accounts-mail-ignore = If you did not ask for this, ignore it; nothing will change.
accounts-mail-invitation-subject = Invitation to join Tabadul for { $organization }
accounts-mail-invitation = { $organization } invites you to Tabadul, the portal where Palestinian municipalities learn from one another.
accounts-mail-invitation-bound = The invitation works for { $email } alone, once, within 7 days.
accounts-mail-invitation-action = Open the invitation
accounts-mail-known-subject = You have an account on Tabadul
accounts-mail-known = You were invited to Tabadul or asked to join, and this address has an account already. Sign in, or ask for a new password if you have forgotten it.
accounts-mail-reset-subject = Set a new password
accounts-mail-reset = A new password was asked for on your account. The link works once and for a limited time, and ends all your sessions.
accounts-mail-reset-action = Set the password
accounts-mail-changed-subject = Your password has changed
accounts-mail-changed = The password of your account on Tabadul was changed, and your other sessions have ended. If it was not you, set a new password now and tell your organization's publisher.
accounts-mail-changed-action = Set a new password

# Joining
accounts-join-title = Request to join
accounts-join-lede = It goes to your organization's publisher, or to the administrators if it has none yet.
accounts-join-email-hint = Preferably your address at work. The invitation goes there if the request is approved.
accounts-organization = Organization
accounts-choose-organization = Choose the organization.
accounts-join-message = Message to whoever decides
accounts-join-message-hint = What tells who you are, such as your department or the organization's telephone number.
accounts-join-send = Send the request
accounts-join-sent = Your request has arrived. You will get a mail once it is decided. If you hear nothing within 30 days, the request has been deleted and you may ask again.
accounts-joins-title = Requests awaiting approval
accounts-joins-hint = Make sure that the person works for the organization. Approving sends an invitation.
accounts-joins-count = { $count ->
    [one] One request
   *[other] { $count } requests
}
accounts-joins-without-publisher = Requests to join organizations without a publisher
accounts-approve = Approve
accounts-decline = Decline
accounts-decided = Your decision is recorded.

# A lost mailbox
accounts-recovery-link = Lost mailbox?
accounts-recovery-title = A new address for a member who lost the mailbox
accounts-recovery-lede = The member: { $name } ({ $email }). An administrator decides, the old address is told, and the member sets the password from the new address.
accounts-recovery-email = New address
accounts-recovery-reason = Reason
accounts-recovery-reason-hint = What happened, and how did you make sure that the member asks for it?
accounts-recovery-send = Send to the administrators
accounts-recovery-sent = The administrators have your request.
accounts-recoveries-title = Requests for a new address
accounts-recoveries-hint = Approving ends the member's sessions and password, tells the old address and sends a link to the new one. Make sure who asks, outside the portal, first.
accounts-recovery-row = { $name }: from { $from } to { $to }
accounts-recovery-by = Asked for by { $email } on { $moment }

# Administration
accounts-admin-title = Accounts
accounts-admin-none = No account matches.
accounts-members-active = Members
accounts-count = { $count ->
    [0] No accounts
    [one] One account
   *[other] { $count } accounts
}
accounts-closed = Account closed
accounts-role-coordinator = Network coordinator
accounts-role-admin = Administrator
accounts-roles-title = Roles
accounts-publisher-for = Publisher for { $organization }
accounts-publisher-hint = Approves what is published in the organization's name, and invites its members.
accounts-coordinator-hint = Organises workshops, verifies practices.
accounts-admin-hint = Runs the server, settings and roles.
accounts-check-note = How did you check?
accounts-check-note-hint = Required when appointing a publisher: how you made sure, outside the portal, that this person speaks for the organization, such as a call to its published number or an official letter.
accounts-checked-by = Recorded on appointment: { $note }
accounts-roles-note = Saving ends the member's sessions, and the member is told by mail.
accounts-roles-stale = The roles of this member changed after you opened the page. You see them below the name as they are now, and your choice in the form: check it, then save.
accounts-roles-saved = The roles are saved, and the member's sessions have ended.
accounts-last-admin = This is the last administrator. Appoint another first.
accounts-deactivate-title = Close the account
accounts-deactivate-hint = The member loses access and roles at once; what they wrote stays with the organization.
accounts-deactivate = Close the account
accounts-deactivated = The account is closed.
accounts-reactivate = Open the account again
accounts-reactivated = The account is open again, without further roles.
accounts-history-title = History of the account
accounts-event-created = Account made
accounts-event-profile = Details changed
accounts-event-password = Password changed
accounts-event-publisher-granted = Appointed publisher
accounts-event-publisher-revoked = No longer publisher
accounts-event-coordinator-granted = Appointed network coordinator
accounts-event-coordinator-revoked = No longer network coordinator
accounts-event-admin-granted = Appointed administrator
accounts-event-admin-revoked = No longer administrator
accounts-event-recovery-requested = A new address was asked for
accounts-event-recovery-declined = The new address was declined
accounts-event-recovered = Moved to a new address
accounts-event-deactivated = Account closed
accounts-event-reactivated = Account opened again

# Mails about requests and roles
accounts-mail-join-subject = Request to join { $organization }
accounts-mail-join = Someone asks to join { $organization } on Tabadul. The request awaits your decision.
accounts-mail-join-action = Open the requests
accounts-mail-declined-subject = Your request to join Tabadul
accounts-mail-declined = Your request to join for { $organization } was not approved. If this is a mistake, speak to whoever looks after your organization's accounts.
accounts-mail-recovery-subject = A member needs a new address
accounts-mail-recovery = A new address was asked for a member of { $organization }. Make sure who asks, outside the portal, before you approve.
accounts-mail-moved-subject = Your account has moved to another address
accounts-mail-moved = Your account on Tabadul has moved to another address at the request of your organization's publisher and with an administrator's approval, and all your sessions have ended. If you did not ask for this, tell the administrators at once.
accounts-mail-roles-subject = Your roles on Tabadul have changed
accounts-mail-roles = An administrator changed the roles of your account, so your sessions have ended. Sign in again to continue.

# Keys for programs
accounts-tokens-title = Keys for programs
accounts-tokens-lede = A program uses a key instead of your password, to send files or read in your name. A key does not open your account.
accounts-tokens-none = You have no keys.
accounts-tokens-too-many = { $limit ->
    [one] You can have one key. Revoke it first.
   *[other] You can have { $limit } keys. Revoke one of them first.
}
accounts-token-new = A new key
accounts-token-name = What is this key for?
accounts-token-name-hint = So that you recognise it later, for example: upload program on the office computer
accounts-token-scopes = What does it open?
accounts-scope-read = Reading and downloading
accounts-scope-upload = Uploading files
accounts-token-lifetime = It ends after
accounts-token-days = { $days ->
    [one] one day
   *[other] { $days } days
}
accounts-token-create = Make the key
accounts-token-made = This is the key. Copy it now: it will not be shown again.
accounts-token-unused = Never used
accounts-token-until = Ends on { $day }
accounts-token-revoke = Revoke this key
accounts-token-revoke-name = Revoke the key: { $name }
accounts-token-was-revoked = The key is revoked.
accounts-event-token-created = Made a key for a program
accounts-event-token-revoked = Revoked a key for a program
