package org.hsdpo.clinical.patient;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * What the patient takes now.
 *
 * @param regimen formulary drugs with known doses
 * @param doseUnknown formulary drugs that are taken in a dose nobody stated; they are not in {@code regimen}, and no
 *     dose of the patient can be decided before they are known
 * @param otherGlucoseLowering ingredients of glucose-lowering drugs outside the formulary
 * @param coMedication ingredients of all other drugs taken, in lower case
 */
public record CurrentTherapy(
        Regimen regimen, Set<Drug> doseUnknown, List<String> otherGlucoseLowering, List<String> coMedication) {
    public CurrentTherapy {
        Objects.requireNonNull(regimen, "regimen");
        doseUnknown = Set.copyOf(doseUnknown);
        otherGlucoseLowering = List.copyOf(otherGlucoseLowering);
        coMedication = List.copyOf(coMedication);
    }

    /**
     * Everything that lowers glucose, for people; a drug whose dose nobody recorded is named as such: {@code metformin, dose
     * not recorded + acarbose (not dosed here)}.
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!regimen.drugs().isEmpty()) {
            parts.add(regimen.toString());
        }
        doseUnknown.stream()
                .sorted()
                .map(drug -> Formulary.shipped().entry(drug).label() + ", dose not recorded")
                .forEach(parts::add);
        otherGlucoseLowering.forEach(ingredient -> parts.add(ingredient + " (not dosed here)"));
        return parts.isEmpty() ? regimen.toString() : String.join(" + ", parts);
    }
}
