-- Mail to be sent: written in the transaction that it tells of, sent afterwards. The row is the truth, so a message
-- survives a power cut; at worst it is sent twice, with the same Message-ID.
CREATE TABLE mails (
    id TEXT NOT NULL PRIMARY KEY,
    -- What it is about, for the log and for limits: 'invitation', 'workshop_reminder', …
    purpose TEXT NOT NULL,
    -- A second message with the same key is not written (a reminder, a double submit).
    key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- The words are wiped when the message has left: they may hold links that open something.
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    calendar_method TEXT NOT NULL,
    calendar TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- After this the message is of no use and is dropped.
    expires_at BIGINT NOT NULL,
    -- When to try next; NULL once it is sent or given up.
    next_at BIGINT,
    attempts BIGINT NOT NULL,
    sent_at BIGINT,
    -- Why the last attempt failed; never holds an address.
    failure TEXT NOT NULL,
    CONSTRAINT mails_key UNIQUE (key)
);
CREATE INDEX mails_by_next ON mails (next_at);
CREATE INDEX mails_by_creation ON mails (created_at);
