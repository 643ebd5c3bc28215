package org.hsdpo.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hsdpo.agent.learning.LearningRates;
import org.hsdpo.agent.learning.NetworkShape;
import org.hsdpo.agent.learning.QLearner;
import org.hsdpo.agent.observation.Feature;
import org.hsdpo.agent.observation.Normalisation;
import org.hsdpo.agent.observation.PatientFeatures;
import org.hsdpo.agent.observation.Support;
import org.hsdpo.agent.policy.PolicyManifest.HyperScoreKnowledge;
import org.hsdpo.agent.training.TrainingPlan;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFolderTest {
    private static final NetworkShape SHAPE = new NetworkShape(Normalisation.LENGTH, 16, 8, 3, ActionSpace.SIZE);

    @TempDir
    private Path folder;

    private static Normalisation normalisation() {
        List<Normalisation.Scale> scales = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            scales.add(new Normalisation.Scale(feature.name(), 0.5, 2, -3, 3));
        }
        return new Normalisation(scales);
    }

    private void write(QLearner learner) throws IOException {
        write(learner, PatientFeatures.schemaHash(), PolicyManifest.actionSpaceHash());
    }

    private void write(QLearner learner, String schema, String actionSpace) throws IOException {
        learner.export(folder);
        float[][] stored = new float[10][Feature.COUNT];
        stored[3][5] = Float.NaN;
        Support support = new Support(normalisation(), stored, 2.5);
        PolicyFolder.write(
                folder,
                support,
                files -> new PolicyManifest(
                        1,
                        "test-policy",
                        SHAPE,
                        HyperScoreKnowledge.MISSING_IN_TRAINING,
                        schema,
                        actionSpace,
                        files,
                        Map.of("rules", "0"),
                        TrainingPlan.shipped(),
                        normalisation().scales(),
                        support.scale(),
                        List.of()));
    }

    private static QLearner learner() {
        return new QLearner(SHAPE, new LearningRates(1e-3, 10, 1), new SplittableRandom(9));
    }

    @Test
    void the_served_model_answers_bit_for_bit_what_the_learner_did() throws IOException {
        try (QLearner learner = learner()) {
            write(learner);
            SplittableRandom random = new SplittableRandom(4);
            float[] observations = new float[7 * Normalisation.LENGTH];
            for (int i = 0; i < observations.length; i++) {
                observations[i] = (float) random.nextGaussian();
            }
            PolicyFolder read = PolicyFolder.read(folder);
            try (SavedPolicy served = new SavedPolicy(read)) {
                assertThat(served.q(observations, 7)).isEqualTo(learner.q(observations, 7));
            }
            assertThat(read.support().scale()).isEqualTo(2.5);
            assertThat(read.support().stored()[3][5]).isNaN();
            assertThat(read.manifest().plan()).isEqualTo(TrainingPlan.shipped());
        }
    }

    @Test
    void a_changed_file_is_refused() throws IOException {
        try (QLearner learner = learner()) {
            write(learner);
        }
        Path weights = folder.resolve("variables/variables.data-00000-of-00001");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> PolicyFolder.read(folder))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("files");
    }

    @Test
    void an_added_or_missing_file_is_refused() throws IOException {
        try (QLearner learner = learner()) {
            write(learner);
        }
        Files.writeString(folder.resolve("more.txt"), "more");
        assertThatThrownBy(() -> PolicyFolder.read(folder)).isInstanceOf(PolicyRefusedException.class);
        Files.delete(folder.resolve("more.txt"));
        assertThat(PolicyFolder.read(folder).manifest().name()).isEqualTo("test-policy");
        Files.delete(folder.resolve("support.bin"));
        assertThatThrownBy(() -> PolicyFolder.read(folder)).isInstanceOf(PolicyRefusedException.class);
        Files.delete(folder.resolve("policy.yaml"));
        assertThatThrownBy(() -> PolicyFolder.read(folder)).isInstanceOf(PolicyRefusedException.class);
    }

    @Test
    void a_policy_for_other_observations_or_dose_ladders_is_refused() throws IOException {
        try (QLearner learner = learner()) {
            write(learner, "0".repeat(64), PolicyManifest.actionSpaceHash());
            assertThatThrownBy(() -> PolicyFolder.read(folder)).hasMessageContaining("observation schema");
            Files.delete(folder.resolve("policy.yaml"));
            write(learner, PatientFeatures.schemaHash(), "0".repeat(64));
            assertThatThrownBy(() -> PolicyFolder.read(folder)).hasMessageContaining("dose ladders");
        }
    }

    @Test
    void a_normalisation_that_does_not_fit_the_schema_is_refused() throws IOException {
        try (QLearner learner = learner()) {
            write(learner);
        }
        Path manifest = folder.resolve("policy.yaml");
        Files.writeString(manifest, Files.readString(manifest).replace("\"HBA1C\"", "\"HBA1D\""));
        assertThatThrownBy(() -> PolicyFolder.read(folder)).hasMessageContaining("normalisation");
    }
}
