-- Results of pharmacogenes. Lists stand as JSON, as they are only read whole.
CREATE TABLE genotype (
    tenant text NOT NULL, record_id uuid NOT NULL, position int NOT NULL, patient_id text NOT NULL,
    gene                text NOT NULL,
    -- Possible diplotypes joined by " or "; empty where none is known.
    diplotype           text NOT NULL,
    -- Empty where none is defined or it is not certain.
    phenotype           text NOT NULL,
    possible_phenotypes text NOT NULL,
    -- Null where none is defined or it is not certain.
    activity_score      double precision CHECK (activity_score >= 0),
    alleles             text NOT NULL,
    missing_positions   text NOT NULL,
    basis               text NOT NULL,
    source text NOT NULL, source_id text NOT NULL, recorded_at timestamptz NOT NULL,
    transformation text NOT NULL, confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant, record_id, position),
    FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id)
);

CREATE INDEX genotype_of_patient ON genotype (tenant, patient_id);
ALTER TABLE genotype ENABLE ROW LEVEL SECURITY;
ALTER TABLE genotype FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON genotype USING (tenant = current_setting('app.tenant', true))
    WITH CHECK (tenant = current_setting('app.tenant', true));
GRANT SELECT, INSERT ON genotype TO ${role};
