package org.hsdpo.data.glucose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hsdpo.data.ClinicalFacts;
import org.junit.jupiter.api.Test;

/** Berlin: the clock goes back at 03:00 on 25 October 2026 and forward at 02:00 on 29 March 2026 (EU directive 2000/84). */
class LocalClockTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final ClinicalFacts.Collector facts = new ClinicalFacts.Collector();

    private List<Instant> instants(Stream<String> times) {
        return LocalClock.instants(
                times.map(time -> new LocalClock.Stamp(LocalDateTime.parse(time), OptionalLong.empty()))
                        .toList(),
                BERLIN,
                facts);
    }

    private List<String> issues() {
        return facts.facts().issues().stream().map(issue -> issue.message()).toList();
    }

    private static List<Instant> everyQuarterFrom(String instant, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Instant.parse(instant).plusSeconds(900L * i))
                .toList();
    }

    private static List<String> asShown(List<Instant> instants) {
        return instants.stream()
                .map(instant -> LocalDateTime.ofInstant(instant, BERLIN).toString())
                .toList();
    }

    @Test
    void bothPassesThroughTheRepeatedHourAreToldApartByTheStepBack() {
        List<Instant> night = everyQuarterFrom("2026-10-24T23:30:00Z", 16);
        assertThat(instants(asShown(night).stream())).containsExactlyElementsOf(night);
        assertThat(issues()).isEmpty();
    }

    @Test
    void aFileThatBeginsWithTheNewestIsReadTheSame() {
        List<Instant> night = everyQuarterFrom("2026-10-24T23:30:00Z", 16).reversed();
        assertThat(instants(asShown(night).stream())).containsExactlyElementsOf(night);
    }

    @Test
    void aSinglePassIsSummerTimeByAssumption() {
        assertThat(instants(Stream.of("2026-10-25T01:45", "2026-10-25T02:15", "2026-10-25T03:15")))
                .containsExactly(
                        Instant.parse("2026-10-24T23:45:00Z"),
                        Instant.parse("2026-10-25T00:15:00Z"),
                        Instant.parse("2026-10-25T02:15:00Z"));
        assertThat(issues()).singleElement().asString().startsWith("1 readings of the hour that the clock repeats");
    }

    @Test
    void theTransmittersCounterDecidesWhereItIsGiven() {
        List<LocalClock.Stamp> stamps = List.of(
                new LocalClock.Stamp(LocalDateTime.parse("2026-10-25T01:45"), OptionalLong.of(1_000)),
                new LocalClock.Stamp(LocalDateTime.parse("2026-10-25T02:15"), OptionalLong.of(1_000 + 90 * 60)));
        assertThat(LocalClock.instants(stamps, BERLIN, facts).getLast())
                .as("90 minutes later is the second 02:15")
                .isEqualTo(Instant.parse("2026-10-25T01:15:00Z"));
        assertThat(issues()).isEmpty();
    }

    @Test
    void timesThatTheSpringChangeLeavesOutAreThoseOfAnUnchangedClock() {
        assertThat(instants(Stream.of("2026-03-29T01:45", "2026-03-29T02:15", "2026-03-29T03:45")))
                .containsExactly(
                        Instant.parse("2026-03-29T00:45:00Z"),
                        Instant.parse("2026-03-29T01:15:00Z"),
                        Instant.parse("2026-03-29T01:45:00Z"));
        assertThat(issues()).singleElement().asString().contains("change of the clock in spring");
    }

    @Test
    void everyQuarterOfAYearComesBackAsItWas() {
        List<Instant> year = new ArrayList<>(everyQuarterFrom("2026-01-01T00:00:00Z", 4 * 24 * 365));
        assertThat(instants(asShown(year).stream())).containsExactlyElementsOf(year);
        assertThat(issues()).isEmpty();
    }
}
