-- What a profile was made from, so that it can be made again: the patient state on the wire. NULL for profiles issued before.

ALTER TABLE profile ADD COLUMN patient_state bytea;
