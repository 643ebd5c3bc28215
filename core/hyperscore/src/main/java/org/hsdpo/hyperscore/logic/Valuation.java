package org.hsdpo.hyperscore.logic;

import org.hsdpo.clinical.patient.Truth;

/** What is known of the atoms of a condition. */
@FunctionalInterface
interface Valuation {
    Truth of(Condition atom);
}
