package org.hsdpo.data.nhanes;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a participant's answers to the diabetes questionnaire make of him or her; figures in {@code nhanes.yaml}. */
public enum DiabetesStanding {
    /** Not told of diabetes, or the answer is not known; borderline diabetes is none. */
    NOT_TOLD,
    /** Told before the age of 30, on insulin within a year of it and now, without pills. */
    TYPE_1_LIKELY,
    /** The answers that would tell type 1 from type 2 are missing, and those there are do not speak against type 1. */
    TYPE_1_NOT_EXCLUDED,
    /** Told of diabetes, with an answer that speaks against type 1. */
    TYPE_2;

    private static final String TABLE = "DIQ";
    /** Codes of durations and ages: under a year or a month, refused, not known. */
    private static final double UNDER_ONE = 666;

    private static final double REFUSED = 777;

    static DiabetesStanding of(Participant participant) {
        if (!participant.answered(TABLE, "DIQ010", 1).orElse(false)) {
            return NOT_TOLD;
        }
        Optional<Boolean> young = toldAt(participant).isEmpty()
                ? Optional.empty()
                : Optional.of(toldAt(participant).getAsDouble()
                        < NhanesCodebook.shipped().type2().type1ToldBeforeAge());
        Optional<Boolean> insulinNow = participant.yes(TABLE, "DIQ050");
        Optional<Boolean> noPills = participant.yes(TABLE, "DIQ070").map(pills -> !pills);
        Optional<Boolean> insulinSoon = insulinSoon(participant);
        boolean likely = true;
        for (Optional<Boolean> criterion : List.of(young, insulinNow, noPills, insulinSoon)) {
            if (criterion.isPresent() && !criterion.get()) {
                return TYPE_2;
            }
            likely &= criterion.isPresent();
        }
        return likely ? TYPE_1_LIKELY : TYPE_1_NOT_EXCLUDED;
    }

    /** Age in years at which the participant was told; empty where not known. Below one year counts as 0. */
    static OptionalDouble toldAt(Participant participant) {
        return known(participant.number(TABLE, "DID040"));
    }

    /** Whether insulin was begun within a year of the diagnosis; ages are whole years, so that one year more may hide. */
    private static Optional<Boolean> insulinSoon(Participant participant) {
        OptionalDouble age = participant.number("DEMO", "RIDAGEYR");
        OptionalDouble told = toldAt(participant);
        OptionalDouble duration = known(participant.number(TABLE, "DID060"));
        OptionalDouble unit = participant.number(TABLE, "DIQ060U");
        if (age.isEmpty() || told.isEmpty() || duration.isEmpty()) {
            return Optional.empty();
        }
        double years;
        if (duration.getAsDouble() == 0) {
            years = 0;
        } else if (unit.isPresent() && unit.getAsDouble() == 1) {
            years = duration.getAsDouble() / 12;
        } else if (unit.isPresent() && unit.getAsDouble() == 2) {
            years = duration.getAsDouble();
        } else {
            return Optional.empty();
        }
        double begunAt = age.getAsDouble() - years;
        return Optional.of(
                begunAt - told.getAsDouble() <= NhanesCodebook.shipped().type2().type1InsulinWithinYears());
    }

    private static OptionalDouble known(OptionalDouble answer) {
        if (answer.isEmpty() || answer.getAsDouble() >= REFUSED) {
            return OptionalDouble.empty();
        }
        return answer.getAsDouble() == UNDER_ONE ? OptionalDouble.of(0) : answer;
    }
}
