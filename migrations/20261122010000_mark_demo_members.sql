-- 1 for accounts of the demonstration: their passwords are printed, so a server that others can reach refuses them.
ALTER TABLE members ADD COLUMN is_demo BIGINT NOT NULL DEFAULT 0;
