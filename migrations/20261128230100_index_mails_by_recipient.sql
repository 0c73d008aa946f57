-- The limits count how many messages of a purpose went to an address lately.
CREATE INDEX mails_by_recipient ON mails (recipient, purpose, created_at);
