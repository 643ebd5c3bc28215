package org.hsdpo.clinical.drug;

import java.util.Locale;
import java.util.Optional;

/** The glucose-lowering drugs that HSDPO doses; what is known of each is data in {@code formulary.yaml}. */
public enum Drug {
    METFORMIN,
    GLIMEPIRIDE,
    SITAGLIPTIN,
    EMPAGLIFLOZIN,
    PIOGLITAZONE,
    LIRAGLUTIDE,
    SEMAGLUTIDE,
    INSULIN_GLARGINE;

    /** Number of drugs; arrays indexed by drug have this length. */
    public static final int COUNT = values().length;

    /** International nonproprietary name in lower case with hyphens, as written in files: {@code insulin-glargine}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The drug with this {@link #id()}. */
    public static Optional<Drug> byId(String id) {
        for (Drug drug : values()) {
            if (drug.id().equals(id)) {
                return Optional.of(drug);
            }
        }
        return Optional.empty();
    }
}
