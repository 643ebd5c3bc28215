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
    private final EntryNumbers numbers;

    AllergySegments(ResourceFacts facts, CodedElements codes, EntryNumbers numbers) {
        this.facts = facts;
        this.numbers = numbers;
        this.codes = codes;
    }

    void al1(Segment al1) {
        take(new AllergyIntolerance(), al1);
    }

    void iam(Segment iam) {
        AllergyIntolerance allergy = new AllergyIntolerance();
        if (iam.text(7).isEmpty()) {
            numbers.nameByCode(allergy, "allergy-code", iam, 3);
        } else {
            numbers.name(allergy, "allergy", iam, 7);
        }
        if (iam.text(6).equalsIgnoreCase("D")) {
            takeBack(allergy, iam);
            return;
        }
        switch (iam.text(17).toUpperCase(Locale.ROOT)) {
            case "E" -> allergy.getVerificationStatus().addCoding().setCode("entered-in-error");
            case "I" -> allergy.getClinicalStatus().addCoding().setCode("inactive");
            default -> {
                // Unconfirmed, suspected and doubted allergies count: an allergy is left out only where it is denied.
            }
        }
        take(allergy, iam);
    }

    private void takeBack(AllergyIntolerance allergy, Segment iam) {
        if (allergy.hasId()) {
            allergy.getVerificationStatus().addCoding().setCode("entered-in-error");
            facts.read(allergy, iam.path());
        } else {
            facts.issue(
                    DataIssue.Kind.CONFLICT,
                    iam.path(6),
                    "the message deletes an allergy and says neither by number nor by code which one: what is stored stands,"
                            + " to be confirmed");
        }
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
