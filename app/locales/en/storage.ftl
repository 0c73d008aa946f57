# Storage and its limits
storage-title = Storage and limits
storage-lede = How much each organization has uploaded, and how much it may.
storage-saved = The limits are saved.
storage-total = Uploaded by organizations
storage-kept = Kept on the server
storage-kept-files = { $size } in { $count ->
    [one] one file
   *[other] { $count } files
}; the same content is kept once
storage-ceiling = The server's ceiling for one file
storage-defaults = Limits for every organization
storage-file-limit = Most for one file (MB)
storage-file-limit-hint = Empty: no limit but the server's ceiling, { $ceiling }.
storage-quota = Most for all files of an organization together (MB)
storage-quota-hint = Every version of every document counts, and so do files still being uploaded. 1000 MB are a GB. Empty: no limit.
storage-own-hint = Leave a field empty for what holds for everyone: { $file } for one file, { $quota } for all of them.
storage-own-hint-unlimited = Leave a field empty for what holds for everyone: { $file } for one file, no limit for all of them.
storage-own-file-hint = Empty: as everyone. Not above the server's ceiling, { $ceiling }.
storage-own-quota-hint = Empty: as everyone. 1000 MB are a GB.
storage-organizations = Organizations
storage-name = Name of the organization
storage-none = No organization has this name.
storage-used = { $used }, no limit
storage-used-of = { $used } of { $quota }
storage-full = Full
storage-nearly-full = Nearly full
storage-own = Own limits
storage-documents = The organization's documents
storage-problem-number = Type a whole number of megabytes, such as 500, or leave the field empty.
storage-problem-zero = Type at least 1. To stop all uploads, make the most for all files 0.
storage-problem-ceiling = The server's ceiling is { $ceiling }. Whoever runs the server raises it with TABADUL_UPLOAD_LIMIT_MIB.
storage-left = Left to your organization: { $left } of { $quota }.
storage-left-of = Left to { $organization }: { $left } of { $quota }.
storage-no-room = There is no room for this file: the organization has { $left } left. Upload a smaller one, or ask an administrator for more.

# Virus check
storage-virus = Virus check
storage-virus-none = Files are not checked for viruses. Install clamd on the server, name its address with this setting, and start the portal anew:
storage-virus-checked = Every file is checked before it becomes a document. The scanner:
storage-virus-silent = The scanner does not answer. No file is taken until it is back: what is sent waits to be checked.
