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
accounts-mail-greeting = Hello,
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
