package org.hsdpo.data.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;

/**
 * FHIR dates and times as instants. A date without a time is the start of that day in UTC, whatever zone the machine is
 * in; a month or a year is its start.
 */
final class FhirTime {
    private FhirTime() {}

    static Optional<Instant> of(BaseDateTimeType value) {
        if (value == null || value.getValueAsString() == null) {
            return Optional.empty();
        }
        return parsed(value.getValueAsString());
    }

    /** The time of an {@code effective[x]} or {@code onset[x]}: a period counts by its start. */
    static Optional<Instant> of(Type value) {
        return switch (value) {
            case BaseDateTimeType time -> of(time);
            case Period period -> of(period.getStartElement()).or(() -> of(period.getEndElement()));
            case null, default -> Optional.empty();
        };
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 4 ->
                            Year.parse(text)
                                    .atDay(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant();
                        case 7 ->
                            YearMonth.parse(text)
                                    .atDay(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant();
                        case 10 ->
                            LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                        default -> OffsetDateTime.parse(text).toInstant();
                    });
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
