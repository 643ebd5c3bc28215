-- Files of many patients on their way in. What is on its way is deleted in the transaction that stores the facts read from it,
-- so that a service which is killed at any moment goes on where it was.
CREATE TABLE bulk_load (
    tenant     text        NOT NULL,
    load_id    text        NOT NULL,
    subject    text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('RECEIVING', 'LOADING', 'COMPLETE')),
    created_at timestamptz NOT NULL,
    completed_at timestamptz,
    lines                  bigint NOT NULL DEFAULT 0,
    passed_over            bigint NOT NULL DEFAULT 0,
    rejected               bigint NOT NULL DEFAULT 0,
    patients_stored        bigint NOT NULL DEFAULT 0,
    patients_known         bigint NOT NULL DEFAULT 0,
    patients_without_facts bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, load_id)
);

CREATE TABLE bulk_file (
    tenant   text    NOT NULL,
    load_id  text    NOT NULL,
    file     text    NOT NULL,
    -- Bytes of the file that have been taken, always up to the end of a line unless in_long_line.
    received bigint  NOT NULL DEFAULT 0,
    lines    bigint  NOT NULL DEFAULT 0,
    complete boolean NOT NULL DEFAULT false,
    -- The line that is being received is longer than is taken: the rest of it is passed over.
    in_long_line boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant, load_id, file),
    FOREIGN KEY (tenant, load_id) REFERENCES bulk_load (tenant, load_id)
);

-- Patients of whom something waits.
CREATE TABLE bulk_patient (
    tenant text NOT NULL, load_id text NOT NULL, patient_id text NOT NULL,
    -- Of what waits, uncompressed.
    bytes  bigint NOT NULL,
    PRIMARY KEY (tenant, load_id, patient_id),
    FOREIGN KEY (tenant, load_id) REFERENCES bulk_load (tenant, load_id)
);

-- The lines of one patient in one part of a file.
CREATE TABLE bulk_lines (
    tenant text NOT NULL, load_id text NOT NULL, patient_id text NOT NULL, file text NOT NULL,
    first_line bigint NOT NULL,
    -- Numbers of the lines, with commas.
    numbers    text   NOT NULL,
    -- The lines as they came, deflated (RFC 1950).
    content    bytea  NOT NULL,
    PRIMARY KEY (tenant, load_id, patient_id, file, first_line),
    FOREIGN KEY (tenant, load_id) REFERENCES bulk_load (tenant, load_id)
);

-- Medication resources, which are of no patient and which resources of any patient may refer to.
CREATE TABLE bulk_medication (
    tenant text NOT NULL, load_id text NOT NULL, medication_id text NOT NULL,
    place   text  NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (tenant, load_id, medication_id),
    FOREIGN KEY (tenant, load_id) REFERENCES bulk_load (tenant, load_id)
);

-- Why resources were not taken. A message may quote a value; it never names a patient.
CREATE TABLE bulk_rejection (
    tenant text NOT NULL, load_id text NOT NULL, rejection_id uuid NOT NULL,
    file     text   NOT NULL,
    line     bigint NOT NULL,
    field    text   NOT NULL,
    code     text   NOT NULL,
    message  text   NOT NULL,
    accepted text   NOT NULL,
    PRIMARY KEY (tenant, load_id, rejection_id),
    FOREIGN KEY (tenant, load_id) REFERENCES bulk_load (tenant, load_id)
);

-- Which loads have work to do. The workers serve all tenants, so they have to find it without being one: this table alone
-- is not kept apart by tenant, and it names loads, not patients.
CREATE TABLE bulk_work (
    tenant  text NOT NULL,
    load_id text NOT NULL,
    PRIMARY KEY (tenant, load_id)
);
GRANT SELECT, INSERT, DELETE ON bulk_work TO ${role};

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['bulk_load', 'bulk_file', 'bulk_patient', 'bulk_lines', 'bulk_medication',
                                'bulk_rejection'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant = current_setting(''app.tenant'', true))
                        WITH CHECK (tenant = current_setting(''app.tenant'', true))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', name, '${role}');
    END LOOP;
    FOREACH name IN ARRAY ARRAY['bulk_load', 'bulk_file', 'bulk_patient'] LOOP
        EXECUTE format('GRANT UPDATE ON %I TO %I', name, '${role}');
    END LOOP;
    FOREACH name IN ARRAY ARRAY['bulk_patient', 'bulk_lines', 'bulk_medication'] LOOP
        EXECUTE format('GRANT DELETE ON %I TO %I', name, '${role}');
    END LOOP;
END $$;
