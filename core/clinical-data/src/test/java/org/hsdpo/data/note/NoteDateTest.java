package org.hsdpo.data.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteDateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Date: 2026-10-12",
                "DIABETES CLINIC\n\nDate of visit: 12 October 2026\nText",
                "Visit date: October 12, 2026",
                "Date 12 Oct 2026, 09:30",
            })
    void readsTheDateInTheHeader(String note) {
        assertThat(NoteDate.of(note)).contains(Instant.parse("2026-10-12T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HbA1c 8.6 % on 2026-09-28",
                "Date: 10/12/2026",
                "Date of birth: 1965-03-14",
                "Date: 2026-13-45",
                "Next appointment date: 2027-01-12",
                "",
            })
    void doesNotTakeAnotherDateForIt(String note) {
        assertThat(NoteDate.of(note)).isEmpty();
    }
}
