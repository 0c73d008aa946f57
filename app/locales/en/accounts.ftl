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
