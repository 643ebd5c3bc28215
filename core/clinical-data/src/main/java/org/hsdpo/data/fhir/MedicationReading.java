package org.hsdpo.data.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Supply;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.UnmappedCode;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.drug.Product;
import org.hsdpo.data.drug.ProductNameReader;

/** Prescriptions, statements and administrations of drugs, one record for each ingredient. */
final class MedicationReading {
    private static final Set<MedicationRequest.MedicationRequestIntent> NOT_ORDERED = EnumSet.of(
            MedicationRequest.MedicationRequestIntent.PROPOSAL,
            MedicationRequest.MedicationRequestIntent.PLAN,
            MedicationRequest.MedicationRequestIntent.OPTION);

    private static final int DAYS_OF_A_WEEK = 7;
    /** Nobody is handed a drug for longer: a number above it is none of days. */
    private static final int LONGEST_SUPPLY = 400;

    private final ClinicalFacts.Collector facts;
    private final Provenance.Source source;
    private final Receipt receipt;
    private final DrugVocabulary vocabulary = DrugVocabulary.shipped();
    private final ProductNameReader names = new ProductNameReader(vocabulary);
    private final DosageReading dosages = new DosageReading();

    MedicationReading(ClinicalFacts.Collector facts, Provenance.Source source, Receipt receipt) {
        this.facts = facts;
        this.source = source;
        this.receipt = receipt;
    }

    void read(MedicationRequest request, Optional<CodeableConcept> product, String path) {
        if (request.getDoNotPerform() || NOT_ORDERED.contains(request.getIntent())) {
            facts.issue(DataIssue.Kind.QUARANTINED, path, "the request is not an order and was not taken");
            return;
        }
        if (request.getIntent() == null) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    path + ".intent",
                    "the request does not say whether it is an order: it is taken as one");
        }
        Status status =
                switch (request.getStatus()) {
                    case ACTIVE -> Status.ACTIVE;
                    case ONHOLD -> Status.ON_HOLD;
                    case CANCELLED, COMPLETED, STOPPED -> Status.STOPPED;
                    case UNKNOWN -> Status.UNKNOWN;
                    case ENTEREDINERROR, DRAFT, NULL -> null;
                    case null -> Status.UNKNOWN;
                };
        Lineage entry = entry(request, request.getIdentifier());
        if (request.getStatus() == MedicationRequest.MedicationRequestStatus.ENTEREDINERROR) {
            withdraw(entry, path);
        }
        take(
                product,
                status,
                Optional.of(entry),
                FhirTime.of(request.getAuthoredOnElement()),
                Optional.empty(),
                request.getDosageInstruction(),
                DosageReading.saysNothing(request.getDosageInstruction()) && !saysHowLongItLasts(request),
                path);
    }

    void read(MedicationStatement statement, Optional<CodeableConcept> product, String path) {
        Status status =
                switch (statement.getStatus()) {
                    case ACTIVE -> Status.ACTIVE;
                    case ONHOLD -> Status.ON_HOLD;
                    case COMPLETED, STOPPED, NOTTAKEN -> Status.STOPPED;
                    case UNKNOWN, INTENDED -> Status.UNKNOWN;
                    case ENTEREDINERROR, NULL -> null;
                    case null -> Status.UNKNOWN;
                };
        Type effective = statement.getEffective();
        Optional<Instant> start = FhirTime.of(effective).or(() -> FhirTime.of(statement.getDateAssertedElement()));
        Optional<Instant> end =
                effective instanceof Period period ? FhirTime.of(period.getEndElement()) : Optional.empty();
        Lineage entry = entry(statement, statement.getIdentifier());
        if (statement.getStatus() == MedicationStatement.MedicationStatementStatus.ENTEREDINERROR) {
            withdraw(entry, path);
        }
        take(
                product,
                status,
                Optional.of(entry),
                start,
                end,
                statement.getDosage(),
                DosageReading.saysNothing(statement.getDosage()),
                path);
    }

    /** One prescription number may stand on several drugs: it names an order only where the resource has no id. */
    private static Lineage entry(Resource resource, List<Identifier> identifiers) {
        return Entry.of(
                resource, resource.getIdElement().hasIdPart() ? List.of() : identifiers, Lineage.Standing.STATED);
    }

    private void withdraw(Lineage entry, String path) {
        if (!entry.keys().isEmpty()) {
            amend(Amendment.Kind.WITHDRAWN, entry, Optional.empty(), path);
        }
    }

    /** What an order message says of an order that it names by number alone. */
    void amend(Amendment.Kind kind, Lineage entry, Optional<Instant> time, String path) {
        facts.add(new Amendment(
                kind, Optional.empty(), time, receipt.coded(source, path).of(entry)));
    }

    /** An administration that is over says that the drug was given then, not that it is taken now. */
    void read(MedicationAdministration administration, Optional<CodeableConcept> product, String path) {
        Status status =
                switch (administration.getStatus()) {
                    case INPROGRESS -> Status.ACTIVE;
                    case ONHOLD -> Status.ON_HOLD;
                    case COMPLETED, STOPPED -> Status.STOPPED;
                    case UNKNOWN -> Status.UNKNOWN;
                    case NOTDONE, ENTEREDINERROR, NULL -> null;
                    case null -> Status.UNKNOWN;
                };
        Type effective = administration.getEffective();
        Optional<Instant> start = FhirTime.of(effective);
        if (administration.getStatus() == MedicationAdministration.MedicationAdministrationStatus.COMPLETED) {
            given(product, start, path);
        }
        Optional<Instant> end =
                effective instanceof Period period ? FhirTime.of(period.getEndElement()) : Optional.empty();
        take(
                product,
                status,
                Optional.empty(),
                start,
                status == Status.STOPPED ? end.or(() -> start) : end,
                List.of(),
                false,
                path);
    }

    /** A dose that was given covers the time until the next one is due. */
    private void given(Optional<CodeableConcept> concept, Optional<Instant> time, String path) {
        Optional<Product> product = product(concept);
        if (time.isPresent() && product.isPresent()) {
            for (Product.Part part : product.get().parts()) {
                boolean weekly = part.drug()
                        .filter(drug -> Formulary.shipped().entry(drug).unit().endsWith("/wk"))
                        .isPresent();
                facts.add(new Supply(
                        part.ingredient(),
                        Supply.Kind.GIVEN,
                        time.get(),
                        OptionalInt.of(weekly ? DAYS_OF_A_WEEK : 1),
                        receipt.coded(source, path)));
            }
        }
    }

    /** What was handed over is a supply; it says nothing of what is prescribed. */
    void read(MedicationDispense dispense, Optional<CodeableConcept> concept, String path) {
        Lineage entry = entry(dispense, dispense.getIdentifier());
        switch (dispense.getStatus()) {
            case COMPLETED -> {
                // Handed over: see below.
            }
            case ENTEREDINERROR -> {
                withdraw(entry, path);
                return;
            }
            case null, default -> {
                facts.issue(
                        DataIssue.Kind.QUARANTINED, path, "the drug was not handed over, or not yet: it is no supply");
                return;
            }
        }
        Optional<Instant> time = FhirTime.of(dispense.getWhenHandedOverElement())
                .or(() -> FhirTime.of(dispense.getWhenPreparedElement()));
        if (time.isEmpty()) {
            facts.issue(DataIssue.Kind.QUARANTINED, path, "a supply without a time was not taken");
            return;
        }
        Optional<Product> product = product(concept);
        if (product.isEmpty()) {
            reportUnknown(concept, path);
            return;
        }
        for (Product.Part part : product.get().parts()) {
            OptionalInt days = days(dispense, product.get(), part);
            if (days.isEmpty()) {
                facts.issue(
                        DataIssue.Kind.MISSING,
                        path + ".daysSupply",
                        part.ingredient() + ": nobody says for how many days the supply lasts");
            }
            facts.add(new Supply(
                    part.ingredient(),
                    Supply.Kind.DISPENSED,
                    time.get(),
                    days,
                    receipt.coded(source, path).of(entry)));
        }
    }

    /** As stated, else the pieces handed over by the pieces that are to be taken a day, where both are certain. */
    private OptionalInt days(MedicationDispense dispense, Product product, Product.Part part) {
        if (dispense.getDaysSupply().getValue() != null) {
            String unit = dispense.getDaysSupply().hasCode()
                    ? dispense.getDaysSupply().getCode()
                    : dispense.getDaysSupply().hasUnit()
                            ? dispense.getDaysSupply().getUnit()
                            : "d";
            double days = dispense.getDaysSupply().getValue().doubleValue()
                    * switch (unit.toLowerCase(java.util.Locale.ROOT)) {
                        case "d", "day", "days" -> 1;
                        case "wk", "week", "weeks" -> DAYS_OF_A_WEEK;
                        default -> 0;
                    };
            return days >= 1 && days <= LONGEST_SUPPLY ? OptionalInt.of((int) days) : OptionalInt.empty();
        }
        if (dispense.getQuantity().getValue() == null || part.drug().isEmpty()) {
            return OptionalInt.empty();
        }
        FormularyEntry drug = Formulary.shipped().entry(part.drug().get());
        String unit = dispense.getQuantity().hasCode()
                ? dispense.getQuantity().getCode()
                : dispense.getQuantity().hasUnit() ? dispense.getQuantity().getUnit() : "";
        OptionalDouble perPiece = part.perPiece(drug.strengthUnit());
        OptionalDouble perDay = dosages.total(dispense.getDosageInstruction(), product, part, drug.id())
                .dose();
        boolean countable = DosageReading.isPiece(unit) && drug.unit().equals(drug.strengthUnit() + "/d");
        if (!countable || perPiece.isEmpty() || perDay.isEmpty()) {
            return OptionalInt.empty();
        }
        double days = dispense.getQuantity().getValue().doubleValue() * perPiece.getAsDouble() / perDay.getAsDouble();
        return days >= 1 && days <= LONGEST_SUPPLY ? OptionalInt.of((int) (days + 1e-9)) : OptionalInt.empty();
    }

    /** A supply for a number of days says how much is taken a day, though HSDPO does not read it as a dose. */
    private static boolean saysHowLongItLasts(MedicationRequest request) {
        return request.getDispenseRequest().hasQuantity()
                && request.getDispenseRequest().hasExpectedSupplyDuration();
    }

    private void take(
            Optional<CodeableConcept> concept,
            Status status,
            Optional<Lineage> entry,
            Optional<Instant> start,
            Optional<Instant> end,
            List<Dosage> dosage,
            boolean silentOnDose,
            String path) {
        if (status == null) {
            facts.issue(DataIssue.Kind.QUARANTINED, path, "the entry is a draft, was not done or was entered in error");
            return;
        }
        String rxnorm = rxnorm(concept);
        Optional<Product> product = product(concept);
        if (product.isEmpty()) {
            reportUnknown(concept, path);
            return;
        }
        for (Product.Part part : product.get().parts()) {
            facts.add(record(part, product.get(), rxnorm, status, entry, start, end, dosage, silentOnDose, path));
        }
    }

    private static String rxnorm(Optional<CodeableConcept> concept) {
        return concept.flatMap(code -> Codes.of(code, Codes.RXNORM).stream().findFirst())
                .orElse("");
    }

    private Optional<Product> product(Optional<CodeableConcept> concept) {
        return concept.flatMap(MedicationReading::name)
                .or(() -> vocabulary.rxnormProduct(rxnorm(concept)))
                .map(names::read)
                .or(() -> concept.flatMap(this::classified));
    }

    private void reportUnknown(Optional<CodeableConcept> concept, String path) {
        String rxnorm = rxnorm(concept);
        Codes unknown = new Codes();
        unknown.tally(concept.orElseGet(CodeableConcept::new));
        unknown.addTo(facts, UnmappedCode.Kind.DRUG);
        String codes = concept.map(code -> String.join(", ", Codes.of(code, Codes.ATC)))
                .filter(atc -> !atc.isEmpty())
                .map(atc -> ": ATC " + atc)
                .orElse(rxnorm.isEmpty() ? "" : ": RxNorm " + rxnorm);
        facts.issue(
                DataIssue.Kind.UNMAPPED,
                path + ".medication",
                "a drug is named only by a code HSDPO does not know" + codes);
    }

    private MedicationRecord record(
            Product.Part part,
            Product product,
            String rxnorm,
            Status status,
            Optional<Lineage> entry,
            Optional<Instant> start,
            Optional<Instant> end,
            List<Dosage> dosage,
            boolean silentOnDose,
            String path) {
        Provenance coded = receipt.coded(source, path);
        Provenance provenance = entry.map(coded::of).orElse(coded);
        Optional<Drug> drug = part.drug();
        OptionalDouble dose = OptionalDouble.empty();
        OptionalDouble productStrength = OptionalDouble.empty();
        if (drug.isPresent()) {
            if (silentOnDose) {
                productStrength =
                        part.perPiece(Formulary.shipped().entry(drug.get()).strengthUnit());
            }
            DosageReading.Total total = dosages.total(dosage, product, part, drug.get());
            dose = total.dose();
            provenance = provenance.transformed(total.note());
            if (dose.isEmpty() && status == Status.ACTIVE) {
                facts.issue(
                        DataIssue.Kind.MISSING,
                        path + ".dosageInstruction",
                        Formulary.shipped().entry(drug.get()).label() + ": " + total.note()
                                + "; the dose stays unknown");
            }
        }
        return new MedicationRecord(
                drug,
                part.ingredient(),
                rxnorm,
                dose,
                productStrength,
                status,
                start,
                end,
                asWritten(product, dosage),
                provenance);
    }

    private static String asWritten(Product product, List<Dosage> dosages) {
        List<String> texts = new ArrayList<>();
        texts.add(product.asWritten());
        dosages.stream().filter(Dosage::hasText).map(Dosage::getText).forEach(texts::add);
        return String.join("; ", texts);
    }

    private Optional<Product> classified(CodeableConcept concept) {
        return Codes.of(concept, Codes.ATC).stream()
                .flatMap(
                        code -> vocabulary
                                .atcIngredients(code)
                                .map(ingredients -> names.ofIngredients(ingredients, "ATC " + code))
                                .stream())
                .findFirst();
    }

    private static Optional<String> name(CodeableConcept concept) {
        Optional<String> rxnorm = concept.getCoding().stream()
                .filter(coding -> Codes.RXNORM.equals(coding.getSystem()) && coding.hasDisplay())
                .map(Coding::getDisplay)
                .findFirst();
        return rxnorm.or(() -> concept.hasText() ? Optional.of(concept.getText()) : Optional.empty())
                .or(() -> concept.getCoding().stream()
                        .filter(Coding::hasDisplay)
                        .map(Coding::getDisplay)
                        .findFirst())
                .filter(text -> !text.isBlank());
    }
}
