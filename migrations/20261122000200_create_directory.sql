CREATE TABLE governorates (
    slug TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    region TEXT NOT NULL,
    position BIGINT NOT NULL
);

CREATE TABLE organizations (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    governorate TEXT REFERENCES governorates (slug),
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- Names as keys that sort the same on both engines; human text is never ordered by the database.
    sort_ar TEXT NOT NULL,
    sort_en TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    population BIGINT,
    -- A population without a year is never shown as current.
    population_year BIGINT,
    website TEXT NOT NULL,
    about_ar TEXT NOT NULL,
    about_en TEXT NOT NULL,
    source TEXT NOT NULL,
    retired_at BIGINT,
    merged_into TEXT REFERENCES organizations (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT organizations_slug UNIQUE (slug)
);
CREATE INDEX organizations_by_governorate ON organizations (governorate, sort_ar);
CREATE INDEX organizations_by_sort_ar ON organizations (sort_ar);
CREATE INDEX organizations_by_sort_en ON organizations (sort_en);

CREATE TABLE topics (
    slug TEXT NOT NULL PRIMARY KEY,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    parent TEXT REFERENCES topics (slug),
    position BIGINT NOT NULL,
    retired_at BIGINT
);
