package org.hsdpo.clinical.regimen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.junit.jupiter.api.Test;

class DoseCourseTest {
    private static final Regimen METFORMIN = Regimen.of(Drug.METFORMIN, 1000);

    private static DoseCourse course(Regimen current, Regimen changed) {
        return DoseCourse.of(current, changed, Formulary.shipped());
    }

    @Test
    void aDoseForToleranceIsFollowedByTheNextRung() {
        DoseCourse semaglutide = course(METFORMIN, METFORMIN.with(Drug.SEMAGLUTIDE, 0.25));
        assertThat(semaglutide.phases())
                .containsExactly(
                        new DoseCourse.Phase(0, METFORMIN.with(Drug.SEMAGLUTIDE, 0.25)),
                        new DoseCourse.Phase(4, METFORMIN.with(Drug.SEMAGLUTIDE, 0.5)));
        assertThat(semaglutide).hasToString("metformin 1000 mg/d + semaglutide 0.5 mg/wk from week 4");
        assertThat(course(Regimen.none(), Regimen.of(Drug.LIRAGLUTIDE, 0.6)).kept())
                .isEqualTo(Regimen.of(Drug.LIRAGLUTIDE, 1.2));
    }

    @Test
    void everyOtherDoseIsKept() {
        Regimen begun = METFORMIN.with(Drug.SEMAGLUTIDE, 0.25);
        assertThat(course(begun, begun)).isEqualTo(DoseCourse.constant(begun));
        assertThat(course(begun, begun.with(Drug.METFORMIN, 1500)).phases()).hasSize(1);
        assertThat(course(METFORMIN.with(Drug.SEMAGLUTIDE, 0.5), begun).phases())
                .as("a step down is no start")
                .hasSize(1);
        for (Drug drug : List.of(Drug.METFORMIN, Drug.GLIMEPIRIDE, Drug.SITAGLIPTIN, Drug.INSULIN_GLARGINE)) {
            Regimen started =
                    Regimen.of(drug, Formulary.shipped().entry(drug).ladder().getFirst());
            assertThat(course(Regimen.none(), started)).isEqualTo(DoseCourse.constant(started));
        }
    }

    @Test
    void twoStartsAreRaisedEachInItsWeek() {
        Regimen both = Regimen.of(Drug.LIRAGLUTIDE, 0.6).with(Drug.SEMAGLUTIDE, 0.25);
        assertThat(course(Regimen.none(), both).phases())
                .extracting(DoseCourse.Phase::fromWeek)
                .containsExactly(0, 1, 4);
        assertThat(course(Regimen.none(), both).kept())
                .isEqualTo(Regimen.of(Drug.LIRAGLUTIDE, 1.2).with(Drug.SEMAGLUTIDE, 0.5));
    }

    @Test
    void phasesOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new DoseCourse(List.of(new DoseCourse.Phase(1, METFORMIN))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DoseCourse(
                        List.of(new DoseCourse.Phase(0, METFORMIN), new DoseCourse.Phase(0, Regimen.none()))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
