package org.hsdpo.data.privacy;

/** What becomes of a patient's dates. */
public enum DatePolicy {
    /**
     * All dates of a patient are moved back by one secret number of days, so that intervals stay. Under the rule of the
     * United States this needs an expert's determination (45 CFR 164.514(b)(1)): a moved date is still more than a year.
     */
    SHIFTED,
    /** Years only, and a code that is derived from nothing: the safe harbour of 45 CFR 164.514(b)(2). */
    YEAR
}
