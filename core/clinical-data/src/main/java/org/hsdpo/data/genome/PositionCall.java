package org.hsdpo.data.genome;

import java.util.Objects;

/** What a file says of one defined position of one person. */
sealed interface PositionCall {
    /** Number of an allele that no definition knows. */
    int OTHER = 30;

    /**
     * Both alleles.
     *
     * @param first number of the allele on the first chromosome of the phase set, or of either
     * @param second number of the other
     * @param phaseSet the calls with which the order is shared; empty where it means nothing
     */
    record Called(int first, int second, String phaseSet) implements PositionCall {
        static final String UNPHASED = "";

        public Called {
            Objects.requireNonNull(phaseSet, "phaseSet");
        }

        boolean isHeterozygous() {
            return first != second;
        }

        boolean isPhased() {
            return !phaseSet.equals(UNPHASED);
        }

        boolean isUndocumented() {
            return first == OTHER || second == OTHER;
        }
    }

    /** Not known, and why. */
    record Missing(Reason why) implements PositionCall {}

    /** Why a position is not known; of several reasons the first in this order is named. */
    enum Reason {
        CONTRADICTORY("lines of the file contradict each other"),
        REFERENCE_MISMATCH("the reference allele is not that of GRCh38"),
        FILTERED("the filter is not PASS"),
        HALF_CALL("only one of two alleles is called"),
        HAPLOID("one allele is called where there are two"),
        NO_EVIDENCE("called without a read or with quality 0"),
        UNNAMED_ALLELE("an allele is called that the file does not name"),
        NO_CALL("it is not called"),
        NOT_IN_FILE("it is not in the file");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
