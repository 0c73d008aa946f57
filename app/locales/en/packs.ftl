# Packs: a practice or a workshop in one file
packs-title = Pack for reading offline
packs-lede = One ZIP file with the page in Arabic and English and its documents. Copy it to a USB stick, unpack it, then open { $page } in any browser.
packs-link = Pack for reading offline
packs-link-with = { $count ->
    [one] Pack for reading offline: the page and one document ({ $size })
   *[other] Pack for reading offline: the page and { $count } documents ({ $size })
}
packs-download = Download the pack ({ $size })
packs-resumes = A download that breaks goes on where it stopped.
packs-contents = In the pack
packs-page-ar = The page in Arabic
packs-page-en = The page in English
packs-left-out-title = Not in the pack
packs-left-out = The pack has no room for these documents; download each by itself.
packs-not-public = The pack holds what not everyone may read. Give it only to those who may.
packs-for-everyone = A pack with only what is public
packs-only-public = This pack holds only what is public.
packs-everything = A pack with everything you can read

# On the pages of the pack itself
packs-draft = This is a draft that has not been published. Do not give it to anyone outside your organization.
packs-members = This page is for members of the network. Do not give it to others.
packs-changed = Last change in this pack: { $date }
packs-source = Source:
