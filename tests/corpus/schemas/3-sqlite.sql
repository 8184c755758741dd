CREATE TABLE documents (
    id VARCHAR NOT NULL,
    ready BOOLEAN NOT NULL,
    replaced_by VARCHAR,
    source VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    organisation VARCHAR,
    committee VARCHAR,
    date DATE,
    case_number VARCHAR,
    text TEXT NOT NULL,
    understood BLOB NOT NULL,
    sensitive BLOB NOT NULL,
    audit BLOB NOT NULL,
    unread INTEGER NOT NULL,
    poor INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_documents_committee ON documents (committee);
CREATE INDEX ix_documents_date ON documents (date);
CREATE INDEX ix_documents_kind ON documents (kind);
CREATE INDEX ix_documents_organisation ON documents (organisation);
CREATE INDEX ix_documents_ready ON documents (ready);
CREATE TABLE events (
    id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    action VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    replaced_by VARCHAR,
    passages INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_events_action ON events (action);
CREATE INDEX ix_events_document_id ON events (document_id);
CREATE INDEX ix_events_replaced_by ON events (replaced_by);
CREATE TABLE failures (
    path VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (path)
);
CREATE TABLE feedback (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at DATETIME NOT NULL,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    verdict VARCHAR NOT NULL,
    comment TEXT NOT NULL,
    answered BOOLEAN NOT NULL,
    spots BLOB NOT NULL,
    made_with TEXT NOT NULL
);
CREATE INDEX ix_feedback_verdict ON feedback (verdict);
CREATE TABLE settings (
    name VARCHAR NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE files (
    path VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    document_id VARCHAR NOT NULL,
    PRIMARY KEY (path),
    FOREIGN KEY(document_id) REFERENCES documents (id)
);
CREATE INDEX ix_files_document_id ON files (document_id);
CREATE TABLE passages (
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER NOT NULL,
    committee VARCHAR,
    date DATE,
    paragraph VARCHAR,
    case_number VARCHAR,
    heading VARCHAR NOT NULL,
    part VARCHAR,
    repairs BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_passages_case_number ON passages (case_number);
CREATE INDEX ix_passages_document_id ON passages (document_id);
CREATE TABLE sections (
    id INTEGER NOT NULL,
    document_id VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    committee VARCHAR,
    date DATE,
    paragraph VARCHAR NOT NULL,
    heading VARCHAR NOT NULL,
    case_number VARCHAR,
    matter VARCHAR,
    fate VARCHAR,
    head_start INTEGER NOT NULL,
    head_end INTEGER NOT NULL,
    said_start INTEGER,
    said_end INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_sections_date ON sections (date);
CREATE INDEX ix_sections_document_id ON sections (document_id);
CREATE INDEX ix_sections_matter ON sections (matter);
CREATE TABLE facts (
    id INTEGER NOT NULL,
    document_id VARCHAR NOT NULL,
    section_id INTEGER,
    kind VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    value VARCHAR,
    who VARCHAR,
    name VARCHAR,
    party VARCHAR,
    yes INTEGER,
    no INTEGER,
    role VARCHAR,
    limits VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
    FOREIGN KEY(section_id) REFERENCES sections (id) ON DELETE CASCADE
);
CREATE INDEX ix_facts_document_id ON facts (document_id);
CREATE INDEX ix_facts_kind ON facts (kind);
CREATE INDEX ix_facts_section_id ON facts (section_id);
