-- What a fact's entry is known by, supplies, and what records say of earlier entries stood in marked texts of other tables
-- (behind ' ~ ' in source_id, as medication with rxnorm '~…', as issue of kind AMENDMENT). They get columns and tables of their
-- own; every stored row is carried over.
--
-- source_id is renamed on purpose: an instance of an earlier version that still runs, and would take no account of what was
-- withdrawn or stopped, fails instead of answering.
CREATE TABLE supply (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    ingredient  text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('DISPENSED', 'GIVEN')),
    supplied_at timestamptz NOT NULL,
    -- How long it lasts as it is to be taken; null where nobody says, which is not zero.
    days        int CHECK (days > 0),
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

-- What a record says of entries that came before it, without stating the fact anew.
CREATE TABLE amendment (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('WITHDRAWN', 'ORDER_STOPPED', 'ORDER_HELD', 'ORDER_RELEASED')),
    -- The one that is taken back; null: everything that was read from the entry.
    measurement text,
    -- Of the value that is taken back, or from when the order is over, rests or goes on; null where the sender does not say.
    effective_at timestamptz,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

-- The owner sees rows of all tenants only while row-level security is not forced on it; the new tables get it below.
ALTER TABLE medication NO FORCE ROW LEVEL SECURITY;
ALTER TABLE issue NO FORCE ROW LEVEL SECURITY;

INSERT INTO supply
SELECT tenant, record_id, position, patient_id, ingredient, substring(rxnorm FROM 2), started_at,
       round(extract(epoch FROM ended_at - started_at) / 86400)::int,
       source, source_id, recorded_at, transformation, confidence
  FROM medication
 WHERE rxnorm LIKE '~%';
DELETE FROM medication WHERE rxnorm LIKE '~%';

INSERT INTO amendment
SELECT tenant, record_id, position, patient_id, field,
       nullif(split_part(message, E'\n', 4), ''),
       nullif(split_part(message, E'\n', 5), '')::timestamptz,
       split_part(message, E'\n', 1), split_part(message, E'\n', 2), split_part(message, E'\n', 3)::timestamptz, '', 1
  FROM issue
 WHERE kind = 'AMENDMENT';
DELETE FROM issue WHERE kind = 'AMENDMENT';

ALTER TABLE medication FORCE ROW LEVEL SECURITY;
ALTER TABLE issue FORCE ROW LEVEL SECURITY;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['demographic', 'observation', 'condition', 'problem_list', 'medication', 'allergy', 'genotype',
                                'supply', 'amendment'] LOOP
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I RENAME COLUMN source_id TO source_entry', name);
        -- Digests of the sender's numbers of the entry, what the sender says of its own statement, and when it said it;
        -- standing is null where the source has no entries.
        EXECUTE format('ALTER TABLE %I ADD COLUMN entry_keys text[],
                                       ADD COLUMN standing text CHECK (standing IN (''PRELIMINARY'', ''STATED'', ''REVISED'')),
                                       ADD COLUMN stated_at timestamptz,
                                       ADD CHECK ((standing IS NULL) = (entry_keys IS NULL)
                                                  AND (standing IS NOT NULL OR stated_at IS NULL))', name);
        EXECUTE format($update$
            UPDATE %I
               SET source_entry = parts[1],
                   standing = parts[2],
                   stated_at = nullif(parts[3], '-')::timestamptz,
                   entry_keys = string_to_array(parts[4], ',')
              FROM (SELECT tenant AS of_tenant, record_id AS of_record, position AS of_position,
                           regexp_match(source_entry, '^(.*) ~ (PRELIMINARY|STATED|REVISED) (\S+) (\S*)$') AS parts
                      FROM %I) AS entry
             WHERE tenant = of_tenant AND record_id = of_record AND position = of_position AND parts IS NOT NULL
            $update$, name, name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['supply', 'amendment'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I (tenant, patient_id)', name || '_of_patient', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant = current_setting(''app.tenant'', true))
                        WITH CHECK (tenant = current_setting(''app.tenant'', true))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', name, '${role}');
    END LOOP;
END $$;
ALTER TABLE amendment ADD CONSTRAINT amendment_names_an_entry CHECK (entry_keys IS NOT NULL AND entry_keys <> '{}');
