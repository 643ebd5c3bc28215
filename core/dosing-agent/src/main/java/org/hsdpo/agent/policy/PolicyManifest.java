package org.hsdpo.agent.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hsdpo.agent.learning.NetworkShape;
import org.hsdpo.agent.observation.Normalisation.Scale;
import org.hsdpo.agent.training.TrainingPlan;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;

/**
 * What a policy is and where it comes from: {@code policy.yaml} beside the saved model.
 *
 * @param version of this format
 * @param name identifies the policy
 * @param shape of its network
 * @param hyperScore what it knows of HyperScores
 * @param observationSchema hash of the schema it was trained with
 * @param actionSpace hash of the dose ladders its actions mean
 * @param files SHA-256 of every other file of the policy, by relative path
 * @param trainedWith hashes of the knowledge it was trained with; provenance, not a condition for serving
 * @param plan how it was trained
 * @param normalisation standardisation of its inputs
 * @param supportScale 99th percentile of the neighbour distance in training
 * @param evaluation figures on held-out persons
 */
public record PolicyManifest(
        int version,
        String name,
        NetworkShape shape,
        HyperScoreKnowledge hyperScore,
        String observationSchema,
        String actionSpace,
        Map<String, String> files,
        Map<String, String> trainedWith,
        TrainingPlan plan,
        List<Scale> normalisation,
        double supportScale,
        List<PolicyFigures> evaluation) {

    /** What a policy learnt about the HyperScore of the current regimen. */
    public enum HyperScoreKnowledge {
        /** It was missing in all of training: the policy is served without it, whatever the caller knows. */
        MISSING_IN_TRAINING,
        /** A surrogate of the engine stood in for it in training. */
        SURROGATE_IN_TRAINING
    }

    static final String FILE = "policy.yaml";
    static final String SUPPORT_FILE = "support.bin";

    /** Hash of what the indexed actions mean: drugs, units, dose ladders and starting doses in order. */
    public static String actionSpaceHash() {
        StringBuilder meaning = new StringBuilder("action space 2\n");
        for (Drug drug : Drug.values()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            meaning.append(drug.id())
                    .append('|')
                    .append(entry.unit())
                    .append('|')
                    .append(entry.ladder())
                    .append('|')
                    .append(entry.start())
                    .append('|')
                    .append(entry.titrated())
                    .append('\n');
        }
        return sha256(meaning.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
