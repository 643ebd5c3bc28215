-- Amount of the drug in one unit of the product, in the drug's strength unit; null where the source does not say, where it
-- says anything of dose or frequency, and in all records received before this version.
ALTER TABLE medication ADD COLUMN product_strength double precision CHECK (product_strength > 0);
