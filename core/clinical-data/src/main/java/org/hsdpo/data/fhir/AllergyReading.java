package org.hsdpo.data.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Coding;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.drug.DrugVocabulary;

/** Allergies and intolerances that stand; those refuted, resolved or entered in error are not facts. */
final class AllergyReading {
    /** SNOMED CT codes for "no known allergy" and its kinds. */
    private static final Set<String> NONE_KNOWN = Set.of("716186003", "409137002", "428607008", "429625007");

    private final ClinicalFacts.Collector facts;
    private final Provenance.Source source;
    private final Receipt receipt;

    AllergyReading(ClinicalFacts.Collector facts, Provenance.Source source, Receipt receipt) {
        this.facts = facts;
        this.source = source;
        this.receipt = receipt;
    }

    void read(AllergyIntolerance allergy, String path) {
        String verification =
                allergy.getVerificationStatus().getCodingFirstRep().getCode();
        String clinical = allergy.getClinicalStatus().getCodingFirstRep().getCode();
        Lineage entry = Entry.of(allergy, List.of(), Lineage.Standing.STATED);
        boolean stands = !"refuted".equals(verification)
                && !"entered-in-error".equals(verification)
                && !"resolved".equals(clinical)
                && !"inactive".equals(clinical);
        if (!stands && !entry.keys().isEmpty()) {
            facts.add(new Amendment(
                    Amendment.Kind.WITHDRAWN,
                    Optional.empty(),
                    Optional.empty(),
                    receipt.coded(source, path).of(entry)));
        }
        boolean noneKnown = Codes.of(allergy.getCode(), Codes.SNOMED).stream().anyMatch(NONE_KNOWN::contains);
        String text = allergy.getCode().hasText()
                ? allergy.getCode().getText()
                : allergy.getCode().getCoding().stream()
                        .filter(Coding::hasDisplay)
                        .map(Coding::getDisplay)
                        .findFirst()
                        .orElse("");
        if (stands && !noneKnown && !text.isBlank()) {
            facts.add(new Allergy(substance(text), receipt.coded(source, path).of(entry)));
        }
    }

    private static String substance(String text) {
        String plain = text.toLowerCase(Locale.ROOT)
                .replaceFirst("^(?:allergy|intolerance|hypersensitivity) to ", "")
                .replaceFirst("\\s+(?:allergy|intolerance)$", "")
                .replaceFirst("\\s*\\((?:substance|product|disorder|finding)\\)$", "");
        return DrugVocabulary.shipped().substance(plain);
    }
}
