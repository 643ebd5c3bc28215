package org.hsdpo.data.nhanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.data.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NhanesCohortTest {
    @TempDir
    Path folder;

    @Test
    void aParticipantsRowsOfAllTablesBecomeOnePatientState() throws IOException {
        tables();
        NhanesCohort cohort = NhanesCohort.typeTwo(NhanesTables.in(folder));
        NhanesParticipant member = cohort.members().getFirst();
        assertThat(member.number()).isEqualTo("1");
        assertThat(member.origin()).isEqualTo(NhanesParticipant.Origin.NON_HISPANIC_ASIAN);
        assertThat(member.examinationWeight()).isEqualTo(135629.5);
        assertThat(member.toldAt()).hasValue(46);
        PatientState state = member.state();
        assertThat(state.sex().orElseThrow().value()).isEqualTo(Sex.MALE);
        assertThat(state.age()).hasValue(62);
        assertThat(value(state, Measurement.HBA1C)).isEqualTo(7.1);
        assertThat(value(state, Measurement.SYSTOLIC_PRESSURE)).isEqualTo(126);
        assertThat(value(state, Measurement.DIASTOLIC_PRESSURE))
                .as("a diastolic pressure of 0 is no reading")
                .isEqualTo(70);
        assertThat(value(state, Measurement.EGFR)).isBetween(85.0, 105.0);
        assertThat(value(state, Measurement.DIABETES_DURATION)).isCloseTo(16, within(0.01));
        var albumin = state.latest(Measurement.URINE_ALBUMIN_CREATININE_RATIO).orElseThrow();
        assertThat(albumin.bound()).isEqualTo(Bound.BELOW);
        assertThat(albumin.value().value()).isCloseTo(2 * Math.sqrt(2), within(1e-9));
        assertThat(state.hasOrHad(ConditionConcept.TYPE_2_DIABETES)).isEqualTo(Truth.TRUE);
        assertThat(state.hasOrHad(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE))
                .as("three no and one yes")
                .isEqualTo(Truth.TRUE);
        assertThat(state.hasOrHad(ConditionConcept.HEART_FAILURE)).isEqualTo(Truth.FALSE);
        assertThat(state.hasOrHad(ConditionConcept.DIALYSIS)).as("not asked").isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void drugsHaveIngredientsAndStartsButNoDoses() throws IOException {
        tables();
        PatientState state = NhanesCohort.typeTwo(NhanesTables.in(folder))
                .members()
                .getFirst()
                .state();
        assertThat(state.medications())
                .extracting(MedicationRecord::ingredient)
                .containsExactlyInAnyOrder("glipizide", "metformin", "insulin premixed", "brandnewgliptin");
        assertThat(state.currentTherapy().doseUnknown()).containsExactly(Drug.METFORMIN);
        assertThat(state.currentTherapy().otherGlucoseLowering()).containsExactly("glipizide", "insulin premixed");
        assertThat(state.medications().getFirst().start()).isPresent();
        assertThat(state.issues())
                .extracting(DataIssue::message)
                .anyMatch(message -> message.contains("brandnewgliptin among the glucose-lowering drugs"))
                .anyMatch(message -> message.contains("without a known name"));
    }

    @Test
    void whoMayHaveTypeOneIsLeftOutAndCounted() throws IOException {
        tables();
        NhanesCohort cohort = NhanesCohort.typeTwo(NhanesTables.in(folder));
        assertThat(cohort.steps())
                .extracting(NhanesCohort.Step::criterion, NhanesCohort.Step::remaining)
                .containsExactly(
                        tuple("participants", 6),
                        tuple("aged 20 years or more", 5),
                        tuple("told of diabetes", 4),
                        tuple("type 1 not likely", 3),
                        tuple("type 1 excluded by the answers", 2),
                        tuple("of these with HbA1c", 1),
                        tuple("of these with HbA1c, weight and creatinine", 1));
        NhanesParticipant second = cohort.members().get(1);
        assertThat(second.toldAt()).as("999 is not known").isEmpty();
        assertThat(second.state().currentTherapy().otherGlucoseLowering())
                .as("insulin by the questionnaire alone")
                .containsExactly("insulin");
        assertThat(second.state().issues())
                .extracting(DataIssue::message)
                .anyMatch(message -> message.contains("80 years and more"))
                .anyMatch(message -> message.contains("prescription drugs were taken in the last month is not known"));
    }

    @Test
    void whatIsNotThereOrNotATableIsRefusedByName() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> NhanesTables.in(empty))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no demographics table");
        write("DEMO_I.csv", "SEQN,RIDAGEYR", "1,50");
        assertThatThrownBy(() -> NhanesCohort.typeTwo(NhanesTables.in(folder)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("DIQ_I");
        write("DIQ_I.csv", "SEQN,DIQ010", "1,1,1");
        assertThatThrownBy(() -> NhanesCohort.typeTwo(NhanesTables.in(folder)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 2");
        write("DIQ_I.XPT", "not a transport file");
        assertThatThrownBy(() -> NhanesTables.in(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two files");
    }

    /** Counts of the public files by own tabulation: another program's counts of adults told of diabetes, type 1 and metformin, alone and in combinations. */
    @Test
    void theSurveysFilesGiveTheTabulatedNumbers() {
        NhanesCohort cohort =
                NhanesCohort.typeTwo(NhanesTables.in(SharedData.folder("nhanes").resolve("csv")));
        assertThat(remaining(cohort, "participants")).containsExactly(9_756, 10_175, 9_971);
        assertThat(remaining(cohort, "told of diabetes")).containsExactly(704, 722, 844);
        assertThat(sum(cohort, "told of diabetes") - sum(cohort, "type 1 not likely"))
                .isEqualTo(38);
        assertThat(cohort.members()).hasSize(2_225).hasSize(sum(cohort, "type 1 not likely") - 7);
        assertThat(cohort.members().stream().filter(member -> member.state().medications().stream()
                        .anyMatch(taken -> taken.drug().equals(Optional.of(Drug.METFORMIN)))))
                .hasSize(1_261);
        assertThat(cohort.members())
                .allSatisfy(member -> assertThat(member.state().hasOrHad(ConditionConcept.TYPE_2_DIABETES))
                        .isEqualTo(Truth.TRUE));
        // Every glucose-lowering drug of the survey's list is known to HSDPO or named as unknown.
        assertThat(cohort.members().stream()
                        .flatMap(member -> member.state().issues().stream())
                        .filter(issue -> issue.message().contains("among the glucose-lowering drugs"))
                        .map(DataIssue::message)
                        .distinct())
                .singleElement()
                .asString()
                .contains("antidiabetic agents - unspecified");
    }

    private static List<Integer> remaining(NhanesCohort cohort, String criterion) {
        return cohort.steps().stream()
                .filter(step -> step.criterion().equals(criterion))
                .map(NhanesCohort.Step::remaining)
                .toList();
    }

    private static int sum(NhanesCohort cohort, String criterion) {
        return remaining(cohort, criterion).stream().mapToInt(Integer::intValue).sum();
    }

    private static double value(PatientState state, Measurement measurement) {
        return state.latest(measurement).orElseThrow().value().value();
    }

    private void tables() throws IOException {
        write(
                "DEMO_I.csv",
                "SEQN,RIAGENDR,RIDAGEYR,RIDRETH3,RIDEXPRG,WTMEC2YR,SDMVPSU,SDMVSTRA",
                "1,1,62,6,NA,135629.5,1,125",
                "2,2,80,3,NA,1,1,125",
                "3,2,25,4,2,1,1,125",
                "4,1,28,4,NA,1,1,125",
                "5,1,12,4,NA,1,1,125",
                "6,1,40,4,NA,1,1,125");
        write(
                "DIQ_I.csv",
                "SEQN,DIQ010,DID040,DIQ050,DID060,DIQ060U,DIQ070,DIQ080",
                "1,1,46,1,10,2,1,2",
                "2,1,999,1,3,2,1,9",
                "3,1,12,1,12,2,2,2",
                "4,1,20,1,NA,NA,2,2",
                "5,1,10,1,2,2,2,2",
                "6,3,NA,2,NA,NA,2,NA");
        write("GHB_I.csv", "SEQN,LBXGH", "1,7.1", "2,NA", "3,8.0");
        write("BIOPRO_I.csv", "SEQN,LBXSCR", "1,0.8", "2,1.1");
        write("BMX_I.csv", "SEQN,BMXWT,BMXHT,BMXBMI", "1,94.8,184.5,27.8");
        write("BPX_I.csv", "SEQN,BPXPLS,BPXSY1,BPXDI1,BPXSY2,BPXDI2", "1,76,128,70,124,0");
        write("ALB_CR_I.csv", "SEQN,URDUMALC,URDACT", "1,1,2");
        write("MCQ_I.csv", "SEQN,MCQ160B,MCQ160C,MCQ160D,MCQ160E,MCQ160F", "1,2,2,2,2,1", "2,9,2,2,2,9");
        write(
                "RXQ_RX_I.csv",
                "SEQN,RXDUSE,RXDDRUG,RXDDRGID,RXDDAYS",
                "1,1,\"GLIPIZIDE; METFORMIN\",\"d1\",365",
                "1,1,\"INSULIN ISOPHANE; INSULIN REGULAR\",\"d2\",99999",
                "1,1,\"BRANDNEWGLIPTIN\",\"d3\",20",
                "1,1,\"99999\",\"\",NA",
                "2,7,\"\",\"\",NA");
        write("RXQ_DRUG.csv", "RXDDRGID,RXDDCN1A,RXDDCN1B", "\"d3\",\"METABOLIC AGENTS\",\"ANTIDIABETIC AGENTS\"");
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(
                folder.resolve(name),
                Stream.of(lines).reduce("", (all, line) -> all + line + "\n"),
                StandardCharsets.UTF_8);
    }
}
