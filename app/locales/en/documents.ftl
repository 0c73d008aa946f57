# Documents
documents-title = Documents
documents-lede = Forms, manuals and reports ready to use, shared by organizations.
documents-count = { $count ->
    [0] No documents
    [one] One document
   *[other] { $count } documents
}
documents-none = No documents here yet.
documents-no-match = No document matches. Remove a filter.
documents-new = Upload documents
documents-new-for = The document will be attached to: { $title }
documents-new-with-practice = It is published together with what it is attached to; until then only your organization can see it.
documents-new-with-workshop = It stays a draft that only your organization can see until your publisher publishes it.
documents-new-member = It is kept as a draft that your organization can see, until a publisher of your organization publishes it.
documents-upload = Upload
documents-upload-publish = Upload and publish
documents-upload-draft = Upload as a draft
documents-edit = Edit the details
documents-publish = Publish the document
documents-version-new = Upload a new version
documents-version = Version { $number }
documents-version-latest = Latest version
documents-versions = Versions
documents-withdraw = Withdraw the document
documents-withdraw-hint = The page stays and gives the reason; nobody outside your organization can download the file any more.
documents-restore = Restore the document
documents-download = Download ({ $size })
documents-download-name = Download { $name } ({ $size })
documents-detach = Remove the attachment
documents-detach-name = Remove the attachment: { $title }
documents-attached = Attachments
documents-attach-new = Attach a new file
documents-attach-existing = Attach an existing document
documents-attach = Attach
documents-where-used = Where it is used
documents-about = About the document
documents-downloads = { $count ->
    [0] Not downloaded yet
    [one] Downloaded once
   *[other] Downloaded { $count } times
}

# Fields
documents-file = File
documents-file-hint = At most { $limit }. Accepted: { $types }.
documents-files = Files
documents-files-hint = Choose one file or several, { $most ->
    [one] one
   *[other] { $most }
} at most in one go. Each file at most { $limit }. Accepted: { $types }.
documents-file-again = Choose the file again: browsers do not keep it.
documents-title-ar = Title in Arabic
documents-title-en = Title in English
documents-title-hint = One title is enough.
documents-title-hint-several = One title is enough. If you choose several files, each becomes a document named after its file, with your title before it if you enter one.
documents-title-of-file = { $title } – { $name }
documents-kind = Kind
documents-language = Language of the content
documents-licence = Licence
documents-topics = Topics
documents-topics-hint = At most three topics.
documents-description = Description
documents-description-hint = What it is good for, who wrote it, what its users should know.
documents-visibility = Who can read it
documents-visibility-hint = If the file shows where installations are (wells, control rooms, networks), do not make it public.
documents-named = Named organizations
documents-named-choose = Choose the organizations that can read it
documents-organization = Organization
documents-note = What changed
documents-note-hint = One line, shown beside the version.
documents-reason = Reason
documents-updated = Last changed
documents-published = Published
documents-size = Size
documents-keep-traces = Keep author and location data
documents-keep-traces-hint = It is usually removed from pictures, Office files and PDF before they are kept. Names in comments and tracked changes stay.
documents-traces = Author and location data
documents-traces-removed = Removed
documents-traces-kept = Kept by the owner
documents-traces-none = None in the file
documents-traces-left = Could not all be removed: the file may hold a name or a place
documents-traces-unchecked = Not checked: the file may hold a name or a place
documents-related = Related documents

# What is inside
documents-inside = What is inside
documents-inside-pages = { $count ->
    [one] One page
   *[other] { $count } pages
}
documents-inside-slides = { $count ->
    [one] One slide
   *[other] { $count } slides
}
documents-inside-sheets = { $count ->
    [one] One sheet
   *[other] { $count } sheets
}
documents-inside-columns = { $count ->
    [one] one column
   *[other] { $count } columns
}
documents-inside-rows = { $count ->
    [0] No rows
    [one] One row
   *[other] { $count } rows
}
documents-inside-table = { $rows }, { $columns }
documents-inside-picture = { $width } × { $height } pixels
documents-inside-sheet-names = Sheets
documents-inside-column-names = Columns of the table
documents-inside-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

# Kinds
documents-kind-by-law = By-law
documents-kind-tender-text = Tender text
documents-kind-form = Form
documents-kind-manual = Manual
documents-kind-presentation = Presentation
documents-kind-report = Report
documents-kind-recording = Recording
documents-kind-data-set = Data set
documents-kind-position-paper = Position paper
documents-kind-other = Other
documents-language-ar = Arabic
documents-language-en = English
documents-language-both = Arabic and English
documents-licence-network = Organizations of the network may use and adapt it
documents-licence-cc-by = Creative Commons Attribution 4.0
documents-licence-cc0 = Creative Commons Zero (no rights reserved)
documents-licence-all-rights = All rights reserved: for reading only
documents-visibility-public = Public: everyone
documents-visibility-network = Network: members
documents-visibility-organizations = Named organizations
documents-status-draft = Draft
documents-status-published = Published
documents-status-withdrawn = Withdrawn
documents-status = Status
documents-status-mine = My organization's drafts
documents-status-mine-withdrawn = What my organization withdrew

# After an action
documents-done-uploaded = Document uploaded.
documents-done-draft = Document uploaded as a draft. Only your organization can see it.
documents-done-several = { $count ->
    [0] No documents uploaded.
    [one] One document uploaded.
   *[other] { $count } documents uploaded.
}
documents-done-drafts = { $count ->
    [0] No drafts uploaded.
    [one] One draft uploaded. Only your organization can see it.
   *[other] { $count } drafts uploaded. Only your organization can see them.
}
documents-done-edited = Details saved.
documents-done-version = New version uploaded.
documents-done-published = Document published.
documents-done-withdrawn = Document withdrawn.
documents-done-restored = Document restored.
documents-done-attached = Document attached.
documents-done-attached-several = Documents attached.
documents-done-detached = Document taken off this page. It stays among the documents.
documents-withdrawn-notice = This document was withdrawn
documents-draft-notice = A draft that only your organization can see

# Problems
documents-problem-title = Enter a title in Arabic or in English.
documents-problem-topics = { $limit ->
    [one] Choose at most one topic.
   *[other] Choose at most { $limit } topics.
}
documents-problem-named = Choose at least one organization, or change who can read it.
documents-problem-text = The text contains broken characters that cannot be saved. Check the places marked "�".
documents-problem-stale = A colleague changed this document after you opened it. What you typed is on this page; check it and save again.
documents-problem-sent-before = This form was sent before, and what it says now differs from what was saved. What you typed is on this page. To change what was saved, open its document; to upload another one, send the form once more.
documents-stored = Saved now
documents-file-missing = Choose a file.
documents-file-named = { $name }: { $reason }
documents-file-one = A version is one file. Choose one file.
documents-file-gone = A file that you chose among those that have arrived is no longer on the server, or has not arrived completely. Choose it again.
documents-files-many = { $most ->
    [one] One file is accepted in one go.
   *[other] { $most } files are accepted in one go. The first ones are kept: upload them, then upload the rest.
}
documents-file-empty = The file is empty. Check it and attach it again.
documents-file-too-large = The file is larger than the limit of { $limit }.
documents-file-not-allowed = This type of file is not accepted. Accepted: { $types }.
documents-file-mismatch = The content of the file does not match its type: the name says { $claimed }, the content is { $actual }.
documents-file-mismatch-unknown = The content of the file does not match its type: the name says { $claimed }, the content is something else.
documents-file-macros = The file contains programs (macros). Save it without macros and attach it again.
documents-file-paths = Inside the file are names that no office program writes, and that may harm whoever opens it. Open the original in its program, save it again, then attach it.
documents-file-bomb = Unpacked, the file is far larger than it looks, and may bring down the computer of whoever opens it. Open the original in its program, save it again, then attach it.
documents-file-huge = The picture has more dots than readers’ machines can hold (the limit is 300 million). Make it smaller or cut it into parts, then attach it.
documents-file-encrypted = The file is protected by a password and cannot be checked. Save it without protection and attach it again.
documents-file-old-office = This is an old Office format. Save the file as DOCX, XLSX, PPTX or PDF and attach it again.
documents-file-damaged = The file is incomplete or damaged. Open it on your computer to make sure, then attach it again.
documents-file-not-utf8 = The text is not encoded as UTF-8. Save it as UTF-8 and attach it again.
documents-file-infected = The file { $file } carries a virus: { $virus }. It was not kept. Check the computer that it came from.
documents-file-too-long-to-check = The file is larger than the virus scanner takes. Tell an administrator.
documents-file-unchecked = The file cannot be checked for viruses at the moment. It is kept: try again later, without sending it anew.
documents-file-storage-full = The server has no space left and the file was not kept. Tell the administrator.

# Sizes
documents-size-bytes = { $size } bytes
documents-size-kb = { $size } kB
documents-size-mb = { $size } MB
documents-size-gb = { $size } GB

# Files that arrived before their form
documents-arrived = Files that have arrived
documents-arrived-hint = You sent them earlier and they are kept: no need to choose them again. They are not documents yet. They are removed after three days.
documents-arrived-hint-several = You sent them earlier and they are kept: no need to choose them again. They are not documents yet. Tick those to upload now. They are removed after three days.
documents-arrived-file = { $name } ({ $size })
documents-arrived-none = Another file from my computer

# Mails
documents-mail-draft-subject = A draft document waits for you to publish it: { $title }
documents-mail-drafts-subject = Draft documents wait for you to publish them: { $count }
documents-mail-draft = { $count ->
    [one] A colleague uploaded a draft document in the name of your organization. Only its members see it until you publish it.
   *[other] A colleague uploaded { $count } draft documents in the name of your organization. Only its members see them until you publish them.
}
documents-mail-draft-action = Read and decide
