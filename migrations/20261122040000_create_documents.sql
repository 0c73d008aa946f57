-- The content of files, by SHA-256 of the bytes: what must be in the storage for the database to be whole.
CREATE TABLE blobs (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE documents (
    id TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    created_by TEXT NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    licence TEXT NOT NULL,
    -- One of the two may be empty, not both.
    title_ar TEXT NOT NULL,
    title_en TEXT NOT NULL,
    description TEXT NOT NULL,
    -- draft, published, withdrawn
    status TEXT NOT NULL,
    -- public, network, organizations
    visibility TEXT NOT NULL,
    -- The current version's number.
    version BIGINT NOT NULL,
    published_at BIGINT,
    withdrawn_at BIGINT,
    withdrawn_reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Counts edits, so that a second editor is told instead of overwriting the first.
    edits BIGINT NOT NULL,
    CONSTRAINT documents_id PRIMARY KEY (id)
);
CREATE INDEX documents_by_status ON documents (status, published_at, id);
CREATE INDEX documents_by_organization ON documents (organization_id, status, published_at);
CREATE INDEX documents_by_kind ON documents (kind, status, published_at);

CREATE TABLE document_versions (
    document_id TEXT NOT NULL REFERENCES documents (id),
    number BIGINT NOT NULL,
    blob TEXT NOT NULL REFERENCES blobs (hash),
    size BIGINT NOT NULL,
    file_type TEXT NOT NULL,
    file_name TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    -- How often a download began; nobody is tracked.
    downloads BIGINT NOT NULL,
    CONSTRAINT document_versions_number PRIMARY KEY (document_id, number)
);
CREATE INDEX document_versions_by_blob ON document_versions (blob);

-- Who may read where the visibility is «organizations», besides the owner.
CREATE TABLE document_organizations (
    document_id TEXT NOT NULL REFERENCES documents (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (document_id, organization_id)
);
CREATE INDEX document_organizations_by_organization ON document_organizations (organization_id, document_id);

CREATE TABLE document_topics (
    document_id TEXT NOT NULL REFERENCES documents (id),
    topic TEXT NOT NULL REFERENCES topics (slug),
    PRIMARY KEY (document_id, topic)
);
CREATE INDEX document_topics_by_topic ON document_topics (topic, document_id);

-- The one way in which a document hangs on something else: a practice, a workshop, whatever comes later.
CREATE TABLE document_links (
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (id),
    created_by TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (entity, entity_id, document_id)
);
CREATE INDEX document_links_by_document ON document_links (document_id);
