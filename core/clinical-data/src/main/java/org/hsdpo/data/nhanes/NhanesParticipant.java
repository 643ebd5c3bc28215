package org.hsdpo.data.nhanes;

import java.util.Objects;
import java.util.OptionalInt;
import org.hsdpo.clinical.patient.PatientState;

/**
 * A participant of the survey.
 *
 * @param number the survey's public respondent sequence number
 * @param cycle letter of the cycle
 * @param age completed years at the interview; 80 stands for 80 and more
 * @param origin race and Hispanic origin as told
 * @param standing what the answers say of diabetes
 * @param toldAt age in years when told of diabetes, where known
 * @param examinationWeight the survey's weight of this participant among all examined (WTMEC2YR); 0 where not examined
 * @param fastingWeight the weight among those examined fasting (WTSAF2YR); 0 where not one of them
 * @param stratum masked variance stratum (SDMVSTRA)
 * @param unit masked primary sampling unit (SDMVPSU)
 * @param state labs, body measures, drugs and conditions; no doses, which the survey does not ask for
 */
public record NhanesParticipant(
        String number,
        String cycle,
        int age,
        Origin origin,
        DiabetesStanding standing,
        OptionalInt toldAt,
        double examinationWeight,
        double fastingWeight,
        int stratum,
        int unit,
        PatientState state) {

    /** Race and Hispanic origin, RIDRETH3. */
    public enum Origin {
        MEXICAN_AMERICAN,
        OTHER_HISPANIC,
        NON_HISPANIC_WHITE,
        NON_HISPANIC_BLACK,
        NON_HISPANIC_ASIAN,
        OTHER_OR_SEVERAL,
        UNKNOWN;

        static Origin of(int code) {
            return switch (code) {
                case 1 -> MEXICAN_AMERICAN;
                case 2 -> OTHER_HISPANIC;
                case 3 -> NON_HISPANIC_WHITE;
                case 4 -> NON_HISPANIC_BLACK;
                case 6 -> NON_HISPANIC_ASIAN;
                case 7 -> OTHER_OR_SEVERAL;
                default -> UNKNOWN;
            };
        }
    }

    public NhanesParticipant {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(cycle, "cycle");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(toldAt, "toldAt");
        Objects.requireNonNull(state, "state");
    }
}
