-- Every table belongs to the owner role and is used through ${role}, which sees the rows of one tenant only: those of
-- app.tenant, set as the first statement of each transaction. Nothing here is ever changed or deleted.

CREATE TABLE profile (
    tenant_id    text        NOT NULL,
    profile_id   uuid        NOT NULL,
    patient_id   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    profile_hash text        NOT NULL,
    document     text        NOT NULL,
    PRIMARY KEY (tenant_id, profile_id)
);
CREATE INDEX profile_of_patient ON profile (tenant_id, patient_id, created_at);

CREATE TABLE review (
    tenant_id   text        NOT NULL,
    review_id   uuid        NOT NULL,
    profile_id  uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    subject     text        NOT NULL,
    decision    text        NOT NULL,
    feedback_id text        NOT NULL,
    document    text        NOT NULL,
    PRIMARY KEY (tenant_id, review_id),
    FOREIGN KEY (tenant_id, profile_id) REFERENCES profile (tenant_id, profile_id)
);
CREATE INDEX review_of_profile ON review (tenant_id, profile_id, recorded_at);

CREATE TABLE audit_entry (
    tenant_id  text        NOT NULL,
    entry_id   uuid        NOT NULL,
    at         timestamptz NOT NULL,
    subject    text        NOT NULL,
    action     text        NOT NULL,
    patient_id text        NOT NULL,
    object_id  text        NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
);
CREATE INDEX audit_of_patient ON audit_entry (tenant_id, patient_id, at);

CREATE TABLE idempotency_key (
    tenant_id    text        NOT NULL,
    operation    text        NOT NULL,
    key          text        NOT NULL,
    request_hash text        NOT NULL,
    result_id    uuid        NOT NULL,
    used_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, operation, key)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['profile', 'review', 'audit_entry', 'idempotency_key'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY tenant_rows ON %I USING (tenant_id = current_setting(''app.tenant'', true)) '
            'WITH CHECK (tenant_id = current_setting(''app.tenant'', true))', name);
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO ${role}', name);
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA gateway TO ${role};
