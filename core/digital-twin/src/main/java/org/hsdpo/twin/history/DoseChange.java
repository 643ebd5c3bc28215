package org.hsdpo.twin.history;

import java.time.LocalDate;
import java.util.Objects;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * What a patient takes from a day on, until the next change.
 *
 * @param from first day; what is measured on this day is taken to be measured before the change
 * @param regimen every drug taken, not only what changed
 */
public record DoseChange(LocalDate from, Regimen regimen) {
    public DoseChange {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(regimen, "regimen");
    }
}
