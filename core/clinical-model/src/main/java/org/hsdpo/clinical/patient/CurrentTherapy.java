package org.hsdpo.clinical.patient;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * What the patient takes now.
 *
 * @param regimen formulary drugs with known doses
 * @param unrecorded formulary drugs that are taken in a dose nobody stated, in formulary order; they are not in
 *     {@code regimen}, and no dose of the patient can be decided before they are known
 * @param otherGlucoseLowering ingredients of glucose-lowering drugs outside the formulary
 * @param coMedication ingredients of all other drugs taken, in lower case
 */
public record CurrentTherapy(
        Regimen regimen,
        List<UnrecordedDose> unrecorded,
        List<String> otherGlucoseLowering,
        List<String> coMedication) {
    public CurrentTherapy {
        Objects.requireNonNull(regimen, "regimen");
        unrecorded = List.copyOf(unrecorded);
        otherGlucoseLowering = List.copyOf(otherGlucoseLowering);
        coMedication = List.copyOf(coMedication);
    }

    /** The drugs of {@code unrecorded}. */
    public Set<Drug> doseUnknown() {
        return unrecorded.stream().map(UnrecordedDose::drug).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The doses an evaluation may start from where none is recorded, of these drugs alone. Empty where every dose is
     * recorded, and where one of them cannot be assumed: a regimen that is known in part is not evaluated.
     */
    public Optional<Regimen> assumption() {
        Regimen assumed = Regimen.none();
        for (UnrecordedDose dose : unrecorded) {
            if (dose.assumed().isEmpty()) {
                return Optional.empty();
            }
            assumed = assumed.with(dose.drug(), dose.assumed().getAsDouble());
        }
        return unrecorded.isEmpty() ? Optional.empty() : Optional.of(assumed);
    }

    /**
     * The assumption in words: {@code as if metformin 500 mg/d were taken (one unit of 500 mg once a day); confirm the dose
     * taken}. Empty where there is none.
     */
    public Optional<String> assumptionInWords() {
        return assumption()
                .map(assumed -> "as if " + assumed + " were taken ("
                        + unrecorded.stream().map(UnrecordedDose::basis).collect(Collectors.joining("; "))
                        + "); confirm the " + (unrecorded.size() == 1 ? "dose" : "doses") + " taken");
    }

    /** The same therapy for those who assume nothing. */
    public CurrentTherapy withoutAssumption() {
        return new CurrentTherapy(
                regimen,
                unrecorded.stream()
                        .map(dose -> new UnrecordedDose(dose.drug(), OptionalDouble.empty()))
                        .toList(),
                otherGlucoseLowering,
                coMedication);
    }

    /**
     * Everything that lowers glucose, for people; a drug whose dose nobody recorded is named as such: {@code metformin, dose
     * not recorded + acarbose (not dosed here)}. Where a dose is assumed for the evaluation, that is said: {@code metformin,
     * dose not recorded (evaluated as if metformin 500 mg/d were taken)}.
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!regimen.drugs().isEmpty()) {
            parts.add(regimen.toString());
        }
        Optional<Regimen> assumption = assumption();
        for (UnrecordedDose dose : unrecorded) {
            parts.add(dose.label() + ", dose not recorded"
                    + assumption
                            .map(assumed -> " (evaluated as if " + Regimen.of(dose.drug(), assumed.dose(dose.drug()))
                                    + " were taken)")
                            .orElse(""));
        }
        otherGlucoseLowering.forEach(ingredient -> parts.add(ingredient + " (not dosed here)"));
        return parts.isEmpty() ? regimen.toString() : String.join(" + ", parts);
    }
}
