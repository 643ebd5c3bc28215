package org.hsdpo.twin.pk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileTest {
    private static final String HEADER = "ID,TIME,EVID,AMT,CMT,RATE,SS,II,ADDL,DV,CENS,LLOQ,WT\n";

    private static List<Subject> read(String text) {
        return DataFile.read("study.csv", new StringReader(text));
    }

    @Test
    void aTableIsRead() {
        List<Subject> subjects = read(HEADER
                + "1,0,1,100,1,0,0,12,3,.,0,.,70\n"
                + "1,4,0,0,1,0,0,0,0,5.5,0,.,70\n"
                + "1,8,0,0,1,0,0,0,0,0.1,1,0.2,71\n"
                + "2,0,4,50,1,-2,1,24,0,.,0,.,80\n");
        assertThat(subjects).extracting(Subject::id).containsExactly("1", "2");
        Subject first = subjects.getFirst();
        assertThat(first.events().getFirst().additional()).isEqualTo(3);
        assertThat(first.events().get(1).isMeasured()).isTrue();
        assertThat(first.events().get(1).value()).isEqualTo(5.5);
        assertThat(first.events().get(2).isBelowLimit()).isTrue();
        assertThat(first.events().get(2).lowerLimit()).isEqualTo(0.2);
        assertThat(first.covariate(2, "wt")).isEqualTo(71);
        assertThat(subjects.get(1).events().getFirst().kind()).isEqualTo(EventKind.RESET_AND_DOSE);
        assertThat(subjects.get(1).events().getFirst().line()).isEqualTo(5);
    }

    @Test
    void withoutALimitColumnACensoredValueIsTheLimit() {
        Subject subject = read("\uFEFFid,time,evid,amt,cmt,dv,cens\n1,0,1,5,1,.,0\n1,2,0,0,1,0.25,1\n")
                .getFirst();
        assertThat(subject.events().get(1).lowerLimit()).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1,0,1,.,1,0,0,0,0,.,0,.,70   | line 2: AMT  | DOSE_WITHOUT_AMOUNT
            1,0,1,-5,1,0,0,0,0,.,0,.,70  | line 2: AMT  | DOSE_WITHOUT_AMOUNT
            1,0,0,5,1,0,0,0,0,.,0,.,70   | line 2: AMT  | AMOUNT_WITHOUT_DOSE
            1,0,7,1,1,0,0,0,0,.,0,.,70   | line 2: EVID | EVENT_UNKNOWN
            1,0,1,1,0,0,0,0,0,.,0,.,70   | line 2: CMT  | COMPARTMENT_UNKNOWN
            1,0,1,1,1,-3,0,0,0,.,0,.,70  | line 2: RATE | RATE_INVALID
            1,0,1,1,1,0,3,12,0,.,0,.,70  | line 2: SS   | STEADY_STATE_INVALID
            1,0,1,1,1,0,1,0,0,.,0,.,70   | line 2: II   | INTERVAL_MISSING
            1,0,1,1,1,0,0,0,2,.,0,.,70   | line 2: II   | INTERVAL_MISSING
            1,0,1,1,1,0,0,12,-2,.,0,.,70 | line 2: ADDL | ADDITIONAL_INVALID
            1,.,1,1,1,0,0,0,0,.,0,.,70   | line 2: TIME | VALUE_MISSING
            1,zero,1,1,1,0,0,0,0,.,0,.,7 | line 2: TIME | NUMBER_INVALID
            1,0,1,1,1.5,0,0,0,0,.,0,.,70 | line 2: CMT  | NUMBER_NOT_WHOLE
            1,0,0,0,1,0,0,0,0,.,1,.,70   | line 2: LLOQ | VALUE_MISSING
            1,0,0,0,1,0,0,0,0,1,2,.,70   | line 2: CENS | CENSORING_UNKNOWN
            1,0,1,1,1,0,0                | line 2       | CELL_COUNT
            """)
    void aBadLineIsRefusedByFileLineAndField(String line, String where, String code) {
        assertThatThrownBy(() -> read(HEADER + line.strip() + "\n"))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .anySatisfy(violation -> {
                            assertThat(violation.field()).startsWith("study.csv " + where.strip());
                            assertThat(violation.code()).isEqualTo(code.strip());
                        }));
    }

    @Test
    void timesOutOfOrderAreRefused() {
        assertThatThrownBy(() -> read(HEADER + "1,5,1,1,1,0,0,0,0,.,0,.,70\n1,4,0,0,1,0,0,0,0,1,0,.,70\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("study.csv line 3: TIME")
                .hasMessageContaining("before the record above");
    }

    @Test
    void aPersonInTwoPiecesIsRefused() {
        String row = ",0,1,1,1,0,0,0,0,.,0,.,70\n";
        assertThatThrownBy(() -> read(HEADER + "1" + row + "2" + row + "1" + row))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("study.csv line 4: ID");
    }

    @Test
    void missingAndRepeatedColumnsAreRefused() {
        assertThatThrownBy(() -> read("ID,TIME,AMT,CMT\n1,0,1,1\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("study.csv line 1: EVID");
        assertThatThrownBy(() -> read("ID,TIME,EVID,AMT,CMT,CMT\n1,0,1,1,1,1\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("occurs twice");
        assertThatThrownBy(() -> read("")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> read(HEADER)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aMissingCovariateIsRefusedWhereItIsNeeded() {
        Subject subject = read(HEADER + "1,0,1,1,1,0,0,0,0,.,0,.,.\n").getFirst();
        assertThatThrownBy(() -> subject.covariate(0, "WT"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("study.csv line 2: WT");
        assertThatThrownBy(() -> subject.covariate(0, "AGE"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("column AGE is missing");
    }

    @Test
    void everyFaultOfAFileIsNamed() {
        assertThatThrownBy(() -> read(HEADER
                        + "1,0,1,.,1,0,0,0,0,.,0,.,70\n"
                        + "2,0,9,1,1,0,0,0,0,.,0,.,70\n"
                        + "3,0,1,1,1,0,0,0,4,.,0,.,70\n"))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::code)
                        .contains("DOSE_WITHOUT_AMOUNT", "EVENT_UNKNOWN", "INTERVAL_MISSING"));
    }
}
