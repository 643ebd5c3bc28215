package org.hsdpo.data.hl7;

import java.util.Locale;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.fhir.ResourceFacts;

/** Allergies: AL1, and IAM with its action and status (tables 0323 and 0438). */
final class AllergySegments {
    private static final Pattern NONE_KNOWN = Pattern.compile("no known.*|no .*allerg.*|nk[adf]+|none|none known");

    private final ResourceFacts facts;
    private final CodedElements codes;

    AllergySegments(ResourceFacts facts, CodedElements codes) {
        this.facts = facts;
        this.codes = codes;
    }

    void al1(Segment al1) {
        take(new AllergyIntolerance(), al1);
    }

    void iam(Segment iam) {
        if (iam.text(6).equalsIgnoreCase("D")) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    iam.path(6),
                    "the message deletes an allergy: what is stored of it stands until an operator removes it");
            return;
        }
        AllergyIntolerance allergy = new AllergyIntolerance();
        switch (iam.text(17).toUpperCase(Locale.ROOT)) {
            case "E" -> allergy.getVerificationStatus().addCoding().setCode("entered-in-error");
            case "I" -> allergy.getClinicalStatus().addCoding().setCode("inactive");
            default -> {
                // Unconfirmed, suspected and doubted allergies count: an allergy is left out only where it is denied.
            }
        }
        take(allergy, iam);
    }

    private void take(AllergyIntolerance allergy, Segment segment) {
        CodeableConcept substance = codes.substance(segment, 3);
        if (substance.isEmpty()
                || NONE_KNOWN
                        .matcher(
                                substance.getText() == null
                                        ? ""
                                        : substance.getText().toLowerCase(Locale.ROOT))
                        .matches()) {
            return;
        }
        if (!substance.hasText()) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED,
                    segment.path(3),
                    "an allergy is named only by a code HSDPO does not know: "
                            + substance.getCodingFirstRep().getCode());
            return;
        }
        facts.read(allergy.setCode(substance), segment.path());
    }
}
