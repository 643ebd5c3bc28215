package org.hsdpo.data.drug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.quantity.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoseInstructionReaderTest {
    private final DoseInstructionReader reader = new DoseInstructionReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Take 1 tablet by mouth twice daily|1|{piece}|2",
                "take one tablet (500 mg) twice a day with meals|0|-|0",
                "500 mg PO BID|500|mg|2",
                "1000 mg by mouth daily|1000|mg|1",
                "Inject 14 units subcutaneously at bedtime|14|[iU]|1",
                "inject 0.5 mg subcutaneously once weekly|0.5|mg|0.142857",
                "2 tablets every 12 hours|2|{piece}|2",
                "1 tab tid|1|{piece}|3",
                "850 mg 3 times a day|850|mg|3",
                "one capsule every morning|1|{piece}|1",
                "20 U qhs|20|[iU]|1",
            })
    void readsAmountAndFrequency(String text, double amount, String unit, double timesPerDay) {
        Optional<DoseInstruction> read = reader.read(text);
        if (amount == 0) {
            assertThat(read).as("two amounts in one sentence").isEmpty();
            return;
        }
        assertThat(read).isPresent();
        assertThat(read.get().amount()).isEqualTo(Quantity.of(amount, unit));
        assertThat(read.get().timesPerDay()).isCloseTo(timesPerDay, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "as directed",
                "1 tablet as needed",
                "500-1000 mg daily",
                "1 to 2 tablets daily",
                "500 mg daily, then 1000 mg daily",
                "increase by 2 units every 3 days",
                "500 mg",
                "twice daily",
                "0.1 units/kg daily",
                "sliding scale",
                "1 tablet every other day",
                "",
            })
    void doesNotAnswerWhereItIsNotSure(String text) {
        assertThat(reader.read(text)).isEmpty();
    }

    @Test
    void totalsAreInTheFormularyUnit() {
        var metformin = Formulary.shipped().entry(Drug.METFORMIN);
        var semaglutide = Formulary.shipped().entry(Drug.SEMAGLUTIDE);
        var glargine = Formulary.shipped().entry(Drug.INSULIN_GLARGINE);
        var tablet = new Product.Part("metformin", Optional.of(Quantity.of(0.5, "g")));
        assertThat(new DoseInstruction(Quantity.of(2, DoseInstruction.PIECE), 2).total(metformin, tablet))
                .hasValue(2000);
        assertThat(new DoseInstruction(Quantity.of(500, "ug"), 1.0 / 7)
                        .total(semaglutide, new Product.Part("semaglutide", Optional.empty())))
                .hasValue(0.5);
        assertThat(new DoseInstruction(Quantity.of(0.2, "mL"), 1)
                        .total(
                                glargine,
                                new Product.Part("insulin glargine", Optional.of(Quantity.of(100, "[iU]/mL")))))
                .hasValue(20);
        assertThat(new DoseInstruction(Quantity.of(1, DoseInstruction.PIECE), 2)
                        .total(metformin, new Product.Part("metformin", Optional.empty())))
                .isEmpty();
    }
}
