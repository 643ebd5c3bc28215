-- How much privacy loss each tenant has spent on statistics, in millionths; never less than before.
CREATE TABLE privacy_budget (
    tenant text   NOT NULL PRIMARY KEY,
    spent  bigint NOT NULL CHECK (spent > 0)
);

-- Every statistic released: what was asked, at which privacy loss (in millionths), when and by whom. No results.
CREATE TABLE privacy_release (
    tenant      text        NOT NULL,
    release_id  uuid        NOT NULL,
    released_at timestamptz NOT NULL,
    subject     text        NOT NULL,
    -- The request in protobuf's text form.
    query       text        NOT NULL,
    epsilon     bigint      NOT NULL CHECK (epsilon > 0),
    PRIMARY KEY (tenant, release_id)
);

CREATE FUNCTION refuse_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.spent < OLD.spent OR NEW.tenant <> OLD.tenant THEN
        RAISE EXCEPTION 'privacy loss is not given back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER no_refund BEFORE UPDATE ON privacy_budget FOR EACH ROW EXECUTE FUNCTION refuse_refund();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['privacy_budget', 'privacy_release'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant = current_setting(''app.tenant'', true))
                        WITH CHECK (tenant = current_setting(''app.tenant'', true))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', name, '${role}');
    END LOOP;
    EXECUTE format('GRANT UPDATE (spent) ON privacy_budget TO %I', '${role}');
END $$;
