-- Each edit counts: the second of two curators who opened the same form is told, instead of writing over the first.
ALTER TABLE topics ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
