package org.hsdpo.clinical.patient;

/** Sex as the dosing equations use it; a record that says anything else leaves it unknown. */
public enum Sex {
    FEMALE,
    MALE
}
