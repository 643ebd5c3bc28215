package org.hsdpo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
    @ParameterizedTest
    @CsvSource({"forecastTwinWeeks, forecast-twin-weeks", "parse, parse", "·gc.alloc.rate, gc-alloc-rate"})
    void aJavaNameBecomesTheWordOfAnId(String name, String id) {
        assertThat(Metric.id(name)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Start", "a b", "a..b", "on all 2 cores", "a.-b", "± 99.9 %"})
    void whatIsNotTheSameEverywhereIsNoId(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Metric(id, "name", 1, "s"))
                .withMessageContaining("small letters");
    }

    @Test
    void anIdIsPartsOfWords() {
        assertThat(new Metric("memory.batch-of-1000", "memory", 1, "B").id()).isEqualTo("memory.batch-of-1000");
    }
}
