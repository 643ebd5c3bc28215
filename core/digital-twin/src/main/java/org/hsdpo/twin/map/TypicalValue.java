package org.hsdpo.twin.map;

import org.hsdpo.twin.pk.Subject;

/** The value of a parameter in a person with these covariates and no random effect. */
@FunctionalInterface
public interface TypicalValue {
    /**
     * The value at a record.
     *
     * @param subject gives the covariates beside the record
     * @param row record from 0
     */
    double at(Subject subject, int row);
}
