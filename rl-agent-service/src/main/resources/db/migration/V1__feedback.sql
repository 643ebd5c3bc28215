-- Clinicians' answers to proposals. Append-only: the serving role may read and insert, never change or delete.
CREATE TABLE feedback (
    tenant             text        NOT NULL,
    id                 uuid        NOT NULL,
    idempotency_key    text        NOT NULL,
    content_hash       text        NOT NULL,
    profile_id         text        NOT NULL,
    patient_id         text        NOT NULL,
    decision           text        NOT NULL CHECK (decision IN ('ACCEPT', 'MODIFY', 'REJECT')),
    recommended_action text        NOT NULL,
    -- JSON text of the ordered regimen; null unless modified.
    ordered            text,
    -- JSON arrays of text.
    reason_codes       text        NOT NULL,
    shown_actions      text        NOT NULL,
    comment            text        NOT NULL,
    subject            text        NOT NULL,
    recorded_at        timestamptz NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, idempotency_key),
    CHECK ((decision = 'MODIFY') = (ordered IS NOT NULL))
);
CREATE INDEX feedback_by_profile ON feedback (tenant, profile_id);

ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY feedback_of_tenant ON feedback
    USING (tenant = current_setting('app.tenant', true))
    WITH CHECK (tenant = current_setting('app.tenant', true));

GRANT USAGE ON SCHEMA agent TO ${role};
GRANT SELECT, INSERT ON feedback TO ${role};
