package org.hsdpo.cli.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.data.nhanes.NhanesCohort;
import org.hsdpo.data.nhanes.NhanesTables;
import org.junit.jupiter.api.Test;

class SurveyModelsTest {
    private static final Path DATA = Path.of(System.getProperty("hsdpo.shared.data", "../shared/data"));

    @Test
    void covariatesAndDrugsTellSomethingOfParticipantsLeftOut() {
        Path tables = DATA.resolve("nhanes").resolve("csv");
        assumeTrue(Files.isDirectory(tables), "the survey's tables are not here");
        NhanesCohort cohort = NhanesCohort.typeTwo(NhanesTables.in(tables));

        SurveyModels.Quality hba1c =
                SurveyModels.crossValidated(cohort.members(), Measurement.HBA1C).orElseThrow();
        SurveyModels.Quality egfr =
                SurveyModels.crossValidated(cohort.members(), Measurement.EGFR).orElseThrow();

        assertThat(hba1c.explained()).isBetween(0.1, 0.3);
        assertThat(hba1c.relativeError()).isLessThan(hba1c.relativeErrorOfMean());
        assertThat(egfr.explained()).isBetween(0.35, 0.6);
        assertThat(SurveyModels.crossValidated(cohort.members(), Measurement.HBA1C))
                .hasValue(hba1c);
    }

    @Test
    void tooFewParticipantsMakeNoModel() {
        assertThat(SurveyModels.crossValidated(List.of(), Measurement.HBA1C)).isEmpty();
    }
}
