-- The CRC-32 of the bytes, once somebody has read them for it: a ZIP names it before the file, and a download that goes on
-- where it broke must name the same without reading everything again.
ALTER TABLE blobs ADD COLUMN crc32 BIGINT;
CREATE INDEX blobs_without_crc32 ON blobs (hash) WHERE crc32 IS NULL;
