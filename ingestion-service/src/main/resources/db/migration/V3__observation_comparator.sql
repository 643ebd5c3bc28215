-- How the number relates to what was measured, where the result is known only as a bound; null where it is the value.
ALTER TABLE observation ADD COLUMN comparator text CHECK (comparator IN ('<', '<=', '>=', '>'));

-- Records received before this version kept the comparator among the transformations only, and the bound counted as the
-- value. The owner sees rows of all tenants only while row-level security is not forced on it.
ALTER TABLE observation NO FORCE ROW LEVEL SECURITY;
UPDATE observation
   SET comparator = substring(transformation from 'reported as ([<>]=?) the value')
 WHERE transformation ~ 'reported as [<>]=? the value';
ALTER TABLE observation FORCE ROW LEVEL SECURITY;
