-- Whose doing it tells of, where it was a person's: a reader hears only so often in a day of what one member does.
ALTER TABLE mails ADD COLUMN actor_id TEXT;
