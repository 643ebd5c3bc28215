package org.hsdpo.ingestion.api;

import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.MeasurementRange;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.StatisticKind;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.privacy.DatePolicy;
import org.hsdpo.data.privacy.Epsilon;
import org.hsdpo.ingestion.research.Criterion;
import org.hsdpo.ingestion.research.ExportingRecords.PageRequest;
import org.hsdpo.ingestion.research.ReleasingStatistics.Question;
import org.hsdpo.ingestion.research.Statistic;
import org.hsdpo.service.wire.TimeWire;

/** Requests of research on the wire. A statistic is checked whole before anything is spent on it. */
final class ResearchRequestWire {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 500;
    private static final int MOST_CRITERIA = 10;
    private static final int MOST_NAMES = 50;
    private static final int LONGEST_NAME = 100;
    private static final int FEWEST_CLASSES = 2;
    private static final int MOST_CLASSES = 100;

    private ResearchRequestWire() {}

    static PageRequest page(ExportPageRequest request) {
        DatePolicy dates =
                switch (request.getDates()) {
                    case DATE_POLICY_SHIFTED -> DatePolicy.SHIFTED;
                    case DATE_POLICY_YEAR -> DatePolicy.YEAR;
                    default ->
                        throw new InvalidInputException(
                                "dates",
                                "DATE_POLICY_MISSING",
                                "what becomes of dates is not said",
                                "DATE_POLICY_SHIFTED or DATE_POLICY_YEAR");
                };
        if (!request.hasAsOf()) {
            throw new InvalidInputException(
                    "asOf", "TIME_MISSING", "the moment of the export is missing", "a timestamp");
        }
        if (request.getPageSize() < 0 || request.getPageSize() > LARGEST_PAGE) {
            throw new InvalidInputException(
                    "pageSize", "PAGE_SIZE_INVALID", "the page size is " + request.getPageSize(), "1 to 500");
        }
        return new PageRequest(
                request.getStudy(),
                dates,
                TimeWire.fromWire(request.getAsOf()),
                request.getCursor(),
                request.getPageSize() == 0 ? USUAL_PAGE : request.getPageSize());
    }

    static Question question(ReleaseStatisticRequest request) {
        List<Violation> violations = new ArrayList<>();
        Optional<Statistic> statistic = part(violations, () -> statistic(request));
        Optional<Epsilon> epsilon = part(violations, () -> Epsilon.of(request.getEpsilon()));
        List<Criterion> criteria = new ArrayList<>();
        if (request.getCriteriaCount() > MOST_CRITERIA) {
            violations.add(new Violation(
                    "criteria",
                    "TOO_MANY",
                    "there are " + request.getCriteriaCount() + " criteria",
                    "at most " + MOST_CRITERIA));
        } else {
            for (int i = 0; i < request.getCriteriaCount(); i++) {
                String path = "criteria[" + i + "]";
                var wire = request.getCriteria(i);
                part(violations, () -> criterion(wire, path)).ifPresent(criteria::add);
            }
        }
        if (statistic.filter(Statistic.Mean.class::isInstance).isPresent()
                && epsilon.isPresent()
                && epsilon.get().value().movePointRight(6).longValueExact() < 2) {
            violations.add(new Violation(
                    "epsilon", "EPSILON_INVALID", "a mean divides the privacy loss by two", "at least 0.000002"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new Question(
                statistic.orElseThrow(),
                criteria,
                epsilon.orElseThrow(),
                TextFormat.printer().emittingSingleLine(true).printToString(request));
    }

    private static Statistic statistic(ReleaseStatisticRequest request) {
        StatisticKind kind = request.getKind();
        if (kind != StatisticKind.STATISTIC_KIND_HISTOGRAM && request.getBins() != 0) {
            throw new InvalidInputException(
                    "bins", "NOT_APPLICABLE", "only a histogram has classes", "no bins, or a histogram");
        }
        if (kind == StatisticKind.STATISTIC_KIND_COUNT
                && !request.getMeasurement().isEmpty()) {
            throw new InvalidInputException(
                    "measurement", "NOT_APPLICABLE", "a count is of people, not of values", "no measurement");
        }
        return switch (kind) {
            case STATISTIC_KIND_COUNT -> new Statistic.Count();
            case STATISTIC_KIND_MEAN -> new Statistic.Mean(measurement(request.getMeasurement(), "measurement"));
            case STATISTIC_KIND_HISTOGRAM -> {
                if (request.getBins() < FEWEST_CLASSES || request.getBins() > MOST_CLASSES) {
                    throw new InvalidInputException(
                            "bins", "BINS_INVALID", "there are " + request.getBins() + " classes", "2 to 100");
                }
                yield new Statistic.Histogram(measurement(request.getMeasurement(), "measurement"), request.getBins());
            }
            default ->
                throw new InvalidInputException(
                        "kind",
                        "STATISTIC_UNKNOWN",
                        "the kind of statistic is not known",
                        "STATISTIC_KIND_COUNT, STATISTIC_KIND_HISTOGRAM or STATISTIC_KIND_MEAN");
        };
    }

    private static Criterion criterion(org.hsdpo.contracts.research.v1.Criterion wire, String path) {
        return switch (wire.getCriterionCase()) {
            case CONDITION ->
                new Criterion.Has(named(ConditionConcept.class, wire.getCondition(), path + ".condition"));
            case DRUG -> {
                if (!DrugVocabulary.shipped().knows(wire.getDrug())) {
                    throw new InvalidInputException(
                            path + ".drug",
                            "DRUG_UNKNOWN",
                            "the drug is not known",
                            "an ingredient in lower case, for example metformin");
                }
                yield new Criterion.Takes(DrugVocabulary.shipped().ingredient(wire.getDrug()));
            }
            case MEASUREMENT -> range(wire.getMeasurement(), path + ".measurement");
            case CRITERION_NOT_SET ->
                throw new InvalidInputException(
                        path, "CRITERION_EMPTY", "the criterion is empty", "condition, drug or measurement");
        };
    }

    private static Criterion range(MeasurementRange wire, String path) {
        double low = wire.hasLow() ? wire.getLow() : Double.NEGATIVE_INFINITY;
        double high = wire.hasHigh() ? wire.getHigh() : Double.POSITIVE_INFINITY;
        if (!(low <= high)) {
            throw new InvalidInputException(
                    path, "RANGE_INVALID", "the range is from " + low + " to " + high, "a lower and an upper bound");
        }
        return new Criterion.Measured(measurement(wire.getMeasurement(), path + ".measurement"), low, high);
    }

    private static Measurement measurement(String name, String path) {
        return named(Measurement.class, name, path);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name, String path) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new InvalidInputException(
                path, "NAME_UNKNOWN", "the name is not known", "one of the names of " + type.getSimpleName());
    }

    private static <T> Optional<T> part(List<Violation> violations, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            return Optional.empty();
        }
    }

    static void checkNote(ScrubNoteRequest request, int longest) {
        if (request.getText().isBlank() || request.getText().length() > longest) {
            throw new InvalidInputException(
                    "text",
                    "NOTE_LENGTH_INVALID",
                    "the note has " + request.getText().length() + " characters",
                    "1 to " + longest);
        }
        if (request.getKnownNamesCount() > MOST_NAMES
                || request.getKnownNamesList().stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
            throw new InvalidInputException(
                    "knownNames",
                    "NAMES_INVALID",
                    "there are too many names, or one is too long",
                    "at most 50 names of at most 100 characters");
        }
    }
}
