package org.hsdpo.gateway.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.contracts.evaluation.v1.MissingDatum;

/** What a dosing decision wants to know of a patient, from {@code wanted-data.yaml}. */
public final class WantedData {
    private static final class Holder {
        static final WantedData SHIPPED = new WantedData(KnowledgeFile.resource(WantedData.class, "wanted-data.yaml"));
    }

    /** Facts that are not measurements. */
    enum Fact {
        BIRTH_DATE,
        SEX,
        PROBLEM_LIST
    }

    /**
     * One datum.
     *
     * @param datum its name
     * @param anyOf measurements of which one is enough; null for a fact
     * @param fact the fact; null for measurements
     * @param why why it is wanted
     * @param source citation
     */
    record Datum(String datum, List<Measurement> anyOf, Fact fact, String why, String source) {
        Datum {
            Objects.requireNonNull(datum, "datum");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(source, "source");
            if ((anyOf == null) == (fact == null)) {
                throw new IllegalArgumentException(datum + ": either measurements or a fact");
            }
        }

        boolean isKnownOf(PatientState state) {
            if (fact == null) {
                return anyOf.stream()
                        .anyMatch(measurement -> state.current(measurement).isPresent());
            }
            return switch (fact) {
                case BIRTH_DATE -> state.birthDate().isPresent();
                case SEX -> state.sex().isPresent();
                case PROBLEM_LIST -> !state.problemLists().isEmpty();
            };
        }
    }

    record File(int version, List<Datum> wanted) {}

    private final List<Datum> wanted;
    private final int version;
    private final String hash;

    private WantedData(KnowledgeFile file) {
        File content = file.as(File.class);
        this.wanted = List.copyOf(content.wanted());
        this.version = content.version();
        this.hash = file.hash();
    }

    /** The list shipped with this version. */
    static WantedData shipped() {
        return Holder.SHIPPED;
    }

    /** What is not recorded or too old, in the order of the list. */
    List<MissingDatum> missing(PatientState state) {
        List<MissingDatum> missing = new ArrayList<>();
        for (Datum datum : wanted) {
            if (!datum.isKnownOf(state)) {
                missing.add(MissingDatum.newBuilder()
                        .setDatum(datum.datum())
                        .setWhy(datum.why())
                        .build());
            }
        }
        return missing;
    }

    /** Share of the list that is present and current, 0 to 1. */
    double completeness(PatientState state) {
        return 1 - (double) missing(state).size() / wanted.size();
    }

    int version() {
        return version;
    }

    /** SHA-256 of the file. */
    String hash() {
        return hash;
    }
}
