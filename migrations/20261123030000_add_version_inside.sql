-- What is in the file, JSON of at most 4 kB (app/src/documents/inside): pages, slides, names of sheets and columns, the size of
-- a picture; never people. NULL: nobody has looked yet, which a job does for versions from before there was this column.
ALTER TABLE document_versions ADD COLUMN inside TEXT;
CREATE INDEX document_versions_unseen ON document_versions (document_id, number) WHERE inside IS NULL;
