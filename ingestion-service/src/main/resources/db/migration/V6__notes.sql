-- Notes as they were given, with the graph read from them: a clinician sees the words behind each fact. Append-only.
CREATE TABLE note (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    received_at timestamptz NOT NULL,
    language    text        NOT NULL,
    text        text        NOT NULL,
    -- Protobuf: hsdpo.parser.v1.ParseNoteResponse with graph_nodes and graph_edges only.
    graph       bytea       NOT NULL,
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE INDEX note_of_patient ON note (tenant, patient_id);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON note USING (tenant = current_setting('app.tenant', true))
    WITH CHECK (tenant = current_setting('app.tenant', true));
GRANT SELECT, INSERT ON note TO ${role};
