-- Records of patients and the facts read from them. Append-only: the serving role may read and insert, never change or
-- delete. The tenant is part of every key, and row-level security shows a transaction one tenant's rows only.
CREATE TABLE record (
    tenant          text        NOT NULL,
    record_id       uuid        NOT NULL,
    patient_id      text        NOT NULL,
    idempotency_key text        NOT NULL,
    -- SHA-256 of the content after decompression, lower-case hex.
    content_hash    text        NOT NULL,
    media_type      text        NOT NULL,
    subject         text        NOT NULL,
    received_at     timestamptz NOT NULL,
    newest_fact     timestamptz,
    -- JSON object: facts by kind.
    fact_counts     text        NOT NULL,
    PRIMARY KEY (tenant, record_id),
    UNIQUE (tenant, patient_id, idempotency_key),
    UNIQUE (tenant, patient_id, content_hash)
);

CREATE TABLE demographic (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    sex        text CHECK (sex IN ('FEMALE', 'MALE')),
    birth_date date,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id),
    CHECK (num_nonnulls(sex, birth_date) = 1)
);

CREATE TABLE observation (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    measurement text             NOT NULL,
    value       double precision NOT NULL,
    -- Canonical UCUM unit of the measurement.
    unit        text             NOT NULL,
    observed_at timestamptz      NOT NULL,
    improbable  boolean          NOT NULL,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE TABLE condition (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    concept text NOT NULL,
    status  text NOT NULL CHECK (status IN ('ACTIVE', 'RESOLVED', 'REFUTED')),
    onset   timestamptz,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE TABLE problem_list (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    current_at timestamptz NOT NULL,
    entries    int         NOT NULL CHECK (entries > 0),
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE TABLE medication (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    -- Formulary identifier; null for co-medication.
    drug       text,
    ingredient text NOT NULL,
    rxnorm     text NOT NULL,
    -- Total in the drug's formulary unit; null where the source does not say, which is not zero.
    dose       double precision CHECK (dose > 0),
    status     text NOT NULL CHECK (status IN ('ACTIVE', 'ON_HOLD', 'STOPPED', 'UNKNOWN')),
    started_at timestamptz,
    ended_at   timestamptz,
    as_written text NOT NULL,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE TABLE allergy (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    substance text NOT NULL,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE TABLE issue (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    kind    text NOT NULL,
    field   text NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE TABLE glucose_point (
    tenant text NOT NULL, record_id uuid NOT NULL, patient_id text NOT NULL,
    observed_at timestamptz      NOT NULL,
    -- mg/dL
    value       double precision NOT NULL,
    PRIMARY KEY (tenant, record_id, observed_at),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

GRANT USAGE ON SCHEMA ingestion TO ${role};

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['record', 'demographic', 'observation', 'condition', 'problem_list', 'medication',
                                'allergy', 'issue', 'glucose_point'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I (tenant, patient_id)', name || '_of_patient', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant = current_setting(''app.tenant'', true))
                        WITH CHECK (tenant = current_setting(''app.tenant'', true))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', name, '${role}');
    END LOOP;
END $$;
