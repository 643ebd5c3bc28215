package org.hsdpo.data.nhanes;

import static org.assertj.core.api.Assertions.assertThat;

import org.hsdpo.clinical.error.InvalidInputException;

/** What a table of the survey promises, whatever file it was read from. */
final class SurveyTablePromise {
    private SurveyTablePromise() {}

    static void kept(SurveyTable table) {
        for (String variable : table.variables()) {
            assertThat(table.column(variable).length()).isEqualTo(table.rows());
            if (table.column(variable) instanceof SurveyTable.Numbers numbers) {
                for (int row = 0; row < table.rows(); row++) {
                    assertThat(Double.isFinite(numbers.values()[row]) || numbers.missing()[row] != 0)
                            .as("a number that is none is missing, in words")
                            .isTrue();
                }
            }
        }
    }

    static void isReasoned(InvalidInputException refused) {
        assertThat(refused.violations())
                .isNotEmpty()
                .allSatisfy(reason -> assertThat(reason.message()).isNotBlank().hasSizeLessThan(1_000));
    }
}
