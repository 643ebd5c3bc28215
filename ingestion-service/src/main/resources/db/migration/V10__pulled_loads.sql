-- Loads whose files the service fetches itself by a bulk export of a FHIR server.
ALTER TABLE bulk_load DROP CONSTRAINT bulk_load_state_check;
ALTER TABLE bulk_load ADD CONSTRAINT bulk_load_state_check
    CHECK (state IN ('RECEIVING', 'PULLING', 'LOADING', 'COMPLETE', 'FAILED'));
-- Name of the configured server; null where a client sends the files.
ALTER TABLE bulk_load ADD COLUMN source text;
-- Where the server tells how far the export is; null until it was asked for.
ALTER TABLE bulk_load ADD COLUMN status_url text;
-- Why it was given up.
ALTER TABLE bulk_load ADD COLUMN failure text;
-- Attempts without progress, one after the other.
ALTER TABLE bulk_load ADD COLUMN attempts int NOT NULL DEFAULT 0;

-- Where a file of an export is; null where a client sends it.
ALTER TABLE bulk_file ADD COLUMN url text;
ALTER TABLE bulk_file ADD COLUMN needs_token boolean NOT NULL DEFAULT false;

-- When the load is to be looked at: an instance that pulls moves it on, so that no other does the same.
ALTER TABLE bulk_work ADD COLUMN not_before timestamptz NOT NULL DEFAULT now();
-- Whether its files are still to be fetched.
ALTER TABLE bulk_work ADD COLUMN pulling boolean NOT NULL DEFAULT false;
GRANT UPDATE ON bulk_work TO ${role};

-- A transaction sees the work of its tenant, or, where it says that it is a worker's, that loads of any tenant have work.
ALTER TABLE bulk_work ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_work FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON bulk_work
    USING (tenant = current_setting('app.tenant', true) OR current_setting('app.worker', true) = 'bulk')
    WITH CHECK (tenant = current_setting('app.tenant', true));
