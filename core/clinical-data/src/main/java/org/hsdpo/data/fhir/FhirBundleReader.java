package org.hsdpo.data.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.fhir.FhirDocument.Resource;

/**
 * Reads FHIR R4 records: a bundle (transaction, batch, collection, searchset, document, message) or a single resource.
 *
 * <p>The record is refused whole, with every violation listed, where it is no well-formed FHIR, speaks of more than one
 * patient, holds a measurement that no living patient has, or a measurement in a unit that is not known. Codes that mean
 * nothing to HSDPO are counted and listed as issues. Thread-safe.
 */
public final class FhirBundleReader {
    /** Resource types that carry facts; other types in a bundle are passed over. */
    static final Set<String> CARRIERS = Set.of(
            "Patient",
            "Observation",
            "Condition",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration",
            "MedicationDispense",
            "AllergyIntolerance",
            "FamilyMemberHistory",
            "DocumentReference",
            "DiagnosticReport",
            "QuestionnaireResponse");

    private static final int MOST_VIOLATIONS = 20;

    private final FhirContext context = FhirContext.forR4Cached();

    /** Reads one resource of each kind, so that the first record of a patient is not the slow one. */
    public void warmUp() {
        for (String type : CARRIERS) {
            parser().parseResource("{\"resourceType\":\"" + type + "\",\"id\":\"warm-up\"}");
        }
        DrugVocabulary.shipped().namesIn("metformin");
    }

    /**
     * The facts of a record.
     *
     * @param content UTF-8 JSON
     * @throws InvalidInputException where the record is refused; nothing of it may then be used
     */
    public ClinicalFacts read(byte[] content, Receipt receipt) {
        FhirDocument document = FhirDocument.parse(content, CARRIERS);
        onePatient(document);
        Reading reading = new Reading(document, receipt);
        for (Resource resource : document.resources()) {
            if (CARRIERS.contains(resource.type())) {
                reading.read(resource);
            }
        }
        return reading.result();
    }

    /**
     * The facts of a record in NDJSON, one resource of one patient a line. A line that cannot be read, or that holds what
     * would refuse a bundle, is left out by itself, with an issue that names it.
     *
     * @param content UTF-8
     * @throws InvalidInputException where the lines speak of several patients, or none of them says anything
     */
    public ClinicalFacts readLines(byte[] content, Receipt receipt) {
        List<FhirLines.Line> lines = new ArrayList<>();
        List<Violation> refused = new ArrayList<>();
        try {
            FhirLines.read(new ByteArrayInputStream(content), new FhirLines.Sink() {
                @Override
                public void resource(FhirLines.Line line) {
                    lines.add(line);
                }

                @Override
                public void refused(long number, Violation why) {
                    refused.add(why);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail to be read", e);
        }
        if (lines.isEmpty() && !refused.isEmpty()) {
            throw new InvalidInputException(refused.subList(0, Math.min(refused.size(), MOST_VIOLATIONS)));
        }
        Reading reading = oneByOne(
                lines.stream()
                        .map(line -> new PlacedResource("line " + line.number(), line.content()))
                        .toList(),
                receipt);
        refused.forEach(reading.facts::quarantine);
        return reading.result();
    }

    /**
     * The facts of resources of one patient from anywhere. One that cannot be taken is left out by itself. Medications that
     * others refer to may stand among them.
     *
     * @param resources well-formed JSON each, as {@link FhirLines} gives them
     * @throws InvalidInputException where they speak of several patients
     */
    public ReadResources readResources(List<PlacedResource> resources, Receipt receipt) {
        Reading reading = oneByOne(resources, receipt);
        return new ReadResources(reading.facts(), reading.facts.leftOut());
    }

    /** Whether resources of this type say anything by themselves. */
    public static boolean reads(String type) {
        return CARRIERS.contains(type);
    }

    private Reading oneByOne(List<PlacedResource> resources, Receipt receipt) {
        FhirDocument document = FhirDocument.ofPlaced(resources);
        onePatient(document);
        Reading reading = new Reading(document, receipt);
        for (Resource resource : document.resources()) {
            if (CARRIERS.contains(resource.type())) {
                reading.facts.alone(() -> reading.read(resource));
            }
        }
        return reading;
    }

    private IParser parser() {
        IParser parser = context.newJsonParser();
        parser.setParserErrorHandler(new LenientErrorHandler(false));
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        return parser;
    }

    /** The library says what it cannot read by many kinds of exception: an empty key by an index, for one. */
    private IBaseResource parsed(com.fasterxml.jackson.databind.JsonNode json) {
        try {
            return parser().parseResource(json.toString());
        } catch (RuntimeException e) {
            throw new DataFormatException(e);
        }
    }

    private static void onePatient(FhirDocument document) {
        Map<String, String> aliases = new HashMap<>();
        Set<String> patients = new HashSet<>();
        for (Resource resource : document.resources()) {
            if (resource.type().equals("Patient")) {
                String name = resource.id().isEmpty() ? resource.path() : resource.id();
                patients.add(name);
                aliases.put(FhirDocument.lastPart(resource.fullUrl()), name);
            }
        }
        for (Resource resource : document.resources()) {
            if (CARRIERS.contains(resource.type()) && !resource.type().equals("Patient")) {
                String id = FhirDocument.patient(resource.type(), resource.json());
                if (!id.isEmpty()) {
                    patients.add(aliases.getOrDefault(id, id));
                }
            }
        }
        if (patients.size() > 1) {
            throw new InvalidInputException(
                    "entry",
                    "SEVERAL_PATIENTS",
                    "the record speaks of " + patients.size() + " patients",
                    "resources of one patient");
        }
    }

    /** The state of reading one record. */
    private final class Reading {
        private final FhirDocument document;
        private final Receipt receipt;
        private final ResourceFacts facts;

        Reading(FhirDocument document, Receipt receipt) {
            this.document = document;
            this.receipt = receipt;
            facts = new ResourceFacts(Provenance.Source.FHIR, receipt);
            if (document.continued()) {
                facts.issue(
                        DataIssue.Kind.MISSING,
                        "Bundle.link",
                        "the bundle is one page of several: the next pages are to be sent too");
            }
        }

        void read(Resource resource) {
            String path = resource.path();
            try {
                switch (addressed(parsed(resource.json()), resource)) {
                    case Patient patient -> facts.read(patient, path);
                    case Observation observation -> facts.read(observation, path);
                    case Condition condition -> facts.read(condition, path);
                    case FamilyMemberHistory history -> facts.read(history, path);
                    case MedicationRequest request ->
                        facts.read(request, product(request.getMedication(), resource), path);
                    case MedicationStatement statement ->
                        facts.read(statement, product(statement.getMedication(), resource), path);
                    case MedicationAdministration administration ->
                        facts.read(administration, product(administration.getMedication(), resource), path);
                    case MedicationDispense dispense ->
                        facts.read(dispense, product(dispense.getMedication(), resource), path);
                    case AllergyIntolerance allergy -> facts.read(allergy, path);
                    case DocumentReference reference -> facts.read(reference, path);
                    case DiagnosticReport report -> facts.read(report, path);
                    case QuestionnaireResponse response -> facts.read(response, path);
                    default ->
                        throw new IllegalStateException(resource.type() + " is listed as a carrier but not read");
                }
            } catch (DataFormatException e) {
                facts.violation(new Violation(
                        path,
                        "FHIR_INVALID",
                        "the " + resource.type() + " does not follow FHIR R4",
                        "a " + resource.type() + " as in hl7.org/fhir/R4"));
            }
        }

        /** With the address that the entry of the bundle gives it, which says of which server its id is. */
        private static IBaseResource addressed(IBaseResource parsed, Resource resource) {
            if (!resource.fullUrl().isEmpty()) {
                parsed.setId(resource.fullUrl());
            }
            return parsed;
        }

        /** The product a medication resource speaks of: a code of its own, or that of a Medication it refers to. */
        private Optional<org.hl7.fhir.r4.model.CodeableConcept> product(
                org.hl7.fhir.r4.model.Type medication, Resource resource) {
            return switch (medication) {
                case org.hl7.fhir.r4.model.CodeableConcept concept -> Optional.of(concept);
                case org.hl7.fhir.r4.model.Reference reference -> referred(reference, resource);
                case null, default -> Optional.empty();
            };
        }

        private Optional<org.hl7.fhir.r4.model.CodeableConcept> referred(
                org.hl7.fhir.r4.model.Reference reference, Resource resource) {
            if (reference.getResource() instanceof Medication contained) {
                return Optional.of(contained.getCode());
            }
            String text = reference.getReference() == null ? "" : reference.getReference();
            if (text.startsWith("#")) {
                for (var contained : resource.json().path("contained")) {
                    if (contained.path("id").asText("").equals(text.substring(1))) {
                        return medicationCode(contained);
                    }
                }
            }
            Optional<org.hl7.fhir.r4.model.CodeableConcept> target =
                    document.target(text).flatMap(this::medicationCode);
            return target.or(() -> Optional.ofNullable(reference.getDisplay())
                    .map(display -> new org.hl7.fhir.r4.model.CodeableConcept().setText(display)));
        }

        private Optional<org.hl7.fhir.r4.model.CodeableConcept> medicationCode(
                com.fasterxml.jackson.databind.JsonNode json) {
            return parsed(json) instanceof Medication medication ? Optional.of(medication.getCode()) : Optional.empty();
        }

        ClinicalFacts facts() {
            ClinicalFacts all = facts.facts();
            if (facts.conditionEntries() > 0) {
                ClinicalFacts.Collector list = new ClinicalFacts.Collector();
                list.add(new ProblemList(
                        all.newestFact().orElse(receipt.receivedAt()),
                        facts.conditionEntries(),
                        receipt.coded(Provenance.Source.FHIR, "Condition")));
                all = all.and(list.facts());
            }
            return all;
        }

        ClinicalFacts result() {
            ClinicalFacts all = facts();
            if (all.isEmpty()) {
                throw new InvalidInputException(
                        "entry",
                        "NO_FACTS",
                        "the record holds nothing HSDPO reads",
                        "at least one of "
                                + String.join(", ", CARRIERS.stream().sorted().toList()) + " with a known code");
            }
            return all;
        }
    }
}
