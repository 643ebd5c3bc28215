package org.hsdpo.agent.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hsdpo.agent.policy.PolicyFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainPolicyTest {
    private static final TrainingPlan SMALL = TrainingPlan.shipped().resized(2, 100, 12);

    @TempDir
    private Path folder;

    @Test
    void two_trainings_by_one_plan_write_the_same_policy() throws IOException {
        List<String> stages = new ArrayList<>();
        PolicyFolder first = TrainPolicy.train(SMALL, folder.resolve("first"), (stage, done) -> stages.add(stage));
        PolicyFolder second = TrainPolicy.train(SMALL, folder.resolve("second"), (stage, done) -> {});
        assertThat(stages).contains("observing", "learning", "evaluating");
        assertThat(second.manifest().evaluation()).isEqualTo(first.manifest().evaluation());
        assertThat(second.manifest().normalisation()).isEqualTo(first.manifest().normalisation());
        String weights = "variables/variables.data-00000-of-00001";
        assertThat(Files.readAllBytes(second.folder().resolve(weights)))
                .isEqualTo(Files.readAllBytes(first.folder().resolve(weights)));
        assertThat(second.manifest().files().get("support.bin"))
                .isEqualTo(first.manifest().files().get("support.bin"));
    }

    @Test
    void a_folder_that_holds_something_is_left_alone() throws IOException {
        Files.writeString(folder.resolve("something"), "here");
        assertThatThrownBy(() -> TrainPolicy.train(SMALL, folder, (stage, done) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
