-- What became of the author and location data in the file: removed, kept (the owner wanted it), none, left (could not be
-- removed), unchecked (a type that is not looked into, or a file that came before there was this column).
ALTER TABLE document_versions ADD COLUMN traces TEXT NOT NULL DEFAULT 'unchecked';
