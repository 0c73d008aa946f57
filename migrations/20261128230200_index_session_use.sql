-- Sessions that nobody used are swept out at each sign-in: by when they were last used, as well as by when they end.
CREATE INDEX sessions_by_use ON sessions (seen_at);
