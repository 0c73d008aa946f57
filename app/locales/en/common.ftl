# Words that every page shares.
site-name = Tabadul
site-tagline = Where Palestinian municipalities learn from one another
skip-to-content = Skip to content
main-navigation = Main navigation
breadcrumb = Breadcrumb
chain = Place of this page in the chain
home = Home
search = Search
search-label = Search the portal
language-switch = العربية
sign-in = Sign in
sign-out = Sign out
my-account = My account
footer-about = About the data
list-separator = { ", " }
optional = optional
empty-value = Empty
save = Save
cancel = Cancel
edit = Edit
previous-page = Previous
next-page = Next
pages = Pages
page-number = Page { $number } of { $total }
all = All
filter = Filter
results = { $count ->
    [0] No results
    [one] One result
   *[other] { $count } results
}
date-with-time = { $weekday } { $date }, { $time }
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December

# Forms
error-summary-title = Correct the following and send the form again
error-summary-line = { $name }: { $problem }
error-summary-line-asked = { $name } { $problem }
error-summary-in = { $group }: { $name }
problem-required = Enter something in this field.
problem-unchosen = Choose something in this field.
problem-too-long = { $limit ->
    [one] The text is longer than the limit of one character.
   *[other] The text is longer than the limit of { $limit } characters.
}
problem-invalid = This value is not valid.
problem-taken = This value is already used.
limit-hint = { $limit ->
    [one] At most one character
   *[other] At most { $limit } characters
}

# Errors that are pages
error-not-found-title = Page not found
error-not-found = There is no page at this address, or it is not available to you.
error-forbidden-title = You may not do this
error-forbidden = Your rights do not include this action. Ask whoever manages your organization's accounts.
error-bad-request-title = The request could not be understood
error-bad-request = The request arrived incomplete or in an invalid encoding. Go back and try again.
error-cross-site-title = The request was not accepted
error-cross-site = The request came from another site, so nothing was done. Open the form on the portal itself and send it from there.
error-too-large-title = The request is too large
error-too-large = What you sent is larger than the limit, and none of it was kept.
error-no-room-title = Your organization has no room left
error-no-room = The organization's files have reached their limit, and what you sent was not kept. Ask an administrator for more.
error-conflict-title = The content changed while you worked
error-conflict = Someone else's change came first. Go back to see the current version.
error-closed-title = This is not possible now
error-closed = What you ask for does not go with how things stand. Open the page that it belongs to to see what became of it.
error-typed = What you typed
error-typed-hint = This text was not saved. Copy it before you leave the page.
error-throttled-title = Too many attempts
error-throttled = Too many attempts came in a short time. Wait a few minutes and try again.
error-storage-title = Saving is not possible now
error-storage = The server cannot save at the moment, and your request was not kept. Keep what you wrote and try again shortly.
error-internal-title = Something went wrong on the server
error-internal = Your request did not complete because of an error on our side; it has been recorded. Try again shortly.
error-timeout-title = The request took too long
error-timeout = The request did not complete in the time available. Try again.
error-reference = Request number for reporting: { $id }
mail-greeting = Hello,
open-saved = Open what was saved
form-sent-by-others = Somebody else sent a form from this same address before you. What you typed is on this page, and is saved when you send the form once more.
error-go-back = Back to the page you came from
error-go-up = Open the page that it belongs to
error-go-home = Go to the home page
