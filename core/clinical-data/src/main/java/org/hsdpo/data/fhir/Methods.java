package org.hsdpo.data.fhir;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** How a laboratory came to a result, from its LOINC code and the method it names. */
public final class Methods {
    /** In the transformation of an eGFR that was computed by an equation before CKD-EPI 2021. */
    public static final String OLDER_EQUATION = "by an older equation, ";

    /** D'Orazio 2005, Clin Chem 51:1573: concentration in plasma over that in whole blood. */
    static final double PLASMA_OVER_WHOLE_BLOOD = 1.11;

    record Equation(String name, List<String> loinc, double confidence) {}

    record Specimen(String name, List<String> loinc, double confidence, boolean perhapsWholeBlood) {}

    private record File(int version, List<Equation> equations, List<Specimen> specimens) {}

    private static final Map<String, Equation> EQUATIONS = new HashMap<>();
    private static final Map<String, Specimen> SPECIMENS = new HashMap<>();

    static {
        File file = KnowledgeFile.resource(Methods.class, "methods.yaml").as(File.class);
        file.equations().forEach(equation -> equation.loinc().forEach(code -> EQUATIONS.put(code, equation)));
        file.specimens().forEach(specimen -> specimen.loinc().forEach(code -> SPECIMENS.put(code, specimen)));
    }

    private Methods() {}

    static Optional<Equation> equation(CodeableConcept code) {
        return Codes.of(code, Codes.LOINC).stream()
                .flatMap(loinc -> Optional.ofNullable(EQUATIONS.get(loinc)).stream())
                .findFirst();
    }

    static Optional<Specimen> specimen(CodeableConcept code) {
        return Codes.of(code, Codes.LOINC).stream()
                .flatMap(loinc -> Optional.ofNullable(SPECIMENS.get(loinc)).stream())
                .findFirst();
    }

    /** Whether the method says that the number is the concentration in whole blood, and not the plasma's. */
    static boolean isOfWholeBlood(CodeableConcept method) {
        String text = words(method);
        return text.contains("whole blood") && !text.contains("plasma");
    }

    /** Whether the method says that the number is the plasma's. */
    static boolean isOfPlasma(CodeableConcept method) {
        return words(method).contains("plasma");
    }

    private static String words(CodeableConcept method) {
        StringBuilder words = new StringBuilder(method.hasText() ? method.getText() : "");
        method.getCoding().stream().filter(Coding::hasDisplay).forEach(coding -> words.append(' ')
                .append(coding.getDisplay()));
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
