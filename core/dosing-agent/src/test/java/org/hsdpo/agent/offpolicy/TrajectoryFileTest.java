package org.hsdpo.agent.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrajectoryFileTest {
    private static List<Trajectory> read(String table) throws IOException {
        return TrajectoryFile.read(new StringReader(table), 3);
    }

    @Test
    void aTableIsReadPatientByPatient() throws IOException {
        List<Trajectory> log = read("""
                patient,week,until,action,reward,probability,hba1c,egfr
                a,0,8,1,0.5,0.25,8.1,70
                b,0,12,0,0.1,,7.2,55
                a,8,20,0,0.7,0.5,7.4,69
                """);
        assertThat(log).hasSize(2);
        assertThat(log.getFirst().steps()).hasSize(2);
        LoggedStep second = log.getFirst().steps().get(1);
        assertThat(second.state()).containsExactly(7.4, 69);
        assertThat(second.weeks()).isEqualTo(12);
        assertThat(second.probability()).hasValue(0.5);
        assertThat(log.get(1).first().probability()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,0,8,1,x,0.5,8 | line 2, reward: it is not a number",
                "a,0,8,3,1,0.5,8 | line 2, action: there is no such action",
                "a,0,8,1,1,0,8 | line 2, probability",
                "a,4,4,1,1,0.5,8 | line 2, until: the step ends before it begins",
                "a,0,8,1,1,0.5 | line 2, hba1c: the row is too short",
                "a,0,8,1,1,0.5, | line 2, hba1c: it is not a number",
            })
    void whatCannotBeReadIsNamedByLineAndColumn(String row, String named) {
        assertThatThrownBy(() -> read("patient,week,until,action,reward,probability,hba1c\n" + row + "\n"))
                .hasMessageContaining(named);
    }

    @Test
    void aMissingColumnAndStepsThatOverlapAreNamed() {
        assertThatThrownBy(() -> read("patient,week,action,reward\n"))
                .hasMessageContaining("until: the column is missing");
        assertThatThrownBy(() -> read("patient,week,until,action,reward,x\na,0,8,0,1,1\na,4,12,0,1,1\n"))
                .hasMessageContaining("line 3, week: the step begins before the patient's last one ended");
    }
}
