package org.hsdpo.hyperscore.novelty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * Nearest-neighbour index over the reference population, by patient and by (patient, regimen). Thread-safe.
 *
 * <p>Source of the method: Malkov and Yashunin 2020, IEEE TPAMI 42:824 (hierarchical navigable small worlds).
 */
public final class PracticeIndex {
    /** Patients looked at for what practice is. */
    public static final int NEIGHBOURS = 30;

    private static final int FEATURES = 8;
    /** A drug taken or not weighs more in a pair than its dose does. */
    private static final double TAKEN = 1.5;

    private final List<ReferencePatient> patients;
    private final double[] mean = new double[FEATURES];
    private final double[] sd = new double[FEATURES];
    private final IndexSearcher searcher;
    private final double supportLimit;

    /** A similar patient and how far away he is, in standard deviations over all features. */
    public record Neighbour(ReferencePatient patient, double distance) {}

    public PracticeIndex(List<ReferencePatient> patients) {
        this.patients = List.copyOf(patients);
        double[][] raw = patients.stream()
                .map(patient -> features(PracticeQuery.of(patient)))
                .toArray(double[][]::new);
        for (int f = 0; f < FEATURES; f++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : raw) {
                sum += row[f];
                squares += row[f] * row[f];
            }
            mean[f] = sum / raw.length;
            sd[f] = Math.sqrt(squares / raw.length - mean[f] * mean[f]);
        }
        try {
            ByteBuffersDirectory directory = new ByteBuffersDirectory();
            // One thread and one segment, so that the graph is the same every time.
            IndexWriterConfig configuration = new IndexWriterConfig();
            configuration.setMergeScheduler(new SerialMergeScheduler());
            configuration.setUseCompoundFile(false);
            try (IndexWriter writer = new IndexWriter(directory, configuration)) {
                for (int i = 0; i < patients.size(); i++) {
                    float[] patient = standardised(raw[i]);
                    Document document = new Document();
                    document.add(new StoredField("position", i));
                    document.add(new KnnFloatVectorField("patient", patient, VectorSimilarityFunction.EUCLIDEAN));
                    document.add(new KnnFloatVectorField(
                            "pair", pair(patient, patients.get(i).regimen()), VectorSimilarityFunction.EUCLIDEAN));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            searcher = new IndexSearcher(DirectoryReader.open(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        supportLimit = supportLimit(raw);
    }

    /** The 95th percentile of the mean distance of members of the population to their neighbours. */
    private double supportLimit(double[][] raw) {
        int probes = Math.min(300, raw.length);
        double[] distances = new double[probes];
        for (int i = 0; i < probes; i++) {
            // The first neighbour is the member itself.
            List<Neighbour> neighbours = search("patient", standardised(raw[i]), NEIGHBOURS + 1);
            distances[i] = meanDistance(neighbours.subList(1, neighbours.size()));
        }
        Arrays.sort(distances);
        return distances[(int) (0.95 * (probes - 1))];
    }

    /** The patients most like this one, nearest first; an unknown feature takes no part: all are equally near in it. */
    public List<Neighbour> similarPatients(PracticeQuery query) {
        return search("patient", standardised(features(query)), NEIGHBOURS);
    }

    /** The (patient, regimen) pairs nearest to this patient on a regimen. */
    public List<Neighbour> nearestPractice(PracticeQuery query, Regimen regimen) {
        return search("pair", pair(standardised(features(query)), regimen), NEIGHBOURS);
    }

    /** Whether a patient lies as near to his neighbours as 95 % of the population do to theirs. */
    public boolean isWithinPopulation(List<Neighbour> similar) {
        return meanDistance(similar) <= supportLimit;
    }

    /** Mean distance to the neighbours over what is usual; above 1 lies outside the population. */
    public double supportDistance(List<Neighbour> similar) {
        return meanDistance(similar) / supportLimit;
    }

    private static double meanDistance(List<Neighbour> neighbours) {
        return neighbours.stream().mapToDouble(Neighbour::distance).average().orElseThrow();
    }

    private List<Neighbour> search(String field, float[] vector, int count) {
        try {
            ScoreDoc[] hits = searcher.search(new KnnFloatVectorQuery(field, vector, count), count).scoreDocs;
            StoredFields stored = searcher.storedFields();
            List<Neighbour> neighbours = new ArrayList<>(hits.length);
            for (ScoreDoc hit : hits) {
                int position = stored.document(hit.doc)
                        .getField("position")
                        .storedValue()
                        .getIntValue();
                // Lucene scores 1 / (1 + d²).
                neighbours.add(new Neighbour(patients.get(position), Math.sqrt(Math.max(0, 1 / hit.score - 1))));
            }
            return neighbours;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] features(PracticeQuery query) {
        return new double[] {
            orUnknown(query.age()),
            query.sex().map(sex -> sex == Sex.MALE ? 1.0 : 0.0).orElse(Double.NaN),
            orUnknown(query.bodyMassIndex()),
            orUnknown(query.hba1c()),
            orUnknown(query.egfr()),
            orUnknown(query.duration()),
            orUnknown(query.heartFailure()),
            orUnknown(query.cardiovascularDisease())
        };
    }

    private static double orUnknown(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private static double orUnknown(Truth truth) {
        return switch (truth) {
            case TRUE -> 1;
            case FALSE -> 0;
            case UNKNOWN -> Double.NaN;
        };
    }

    /** In standard deviations from the mean; an unknown feature stands at the mean. */
    private float[] standardised(double[] features) {
        float[] vector = new float[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            vector[f] = Double.isNaN(features[f]) ? 0 : (float) ((features[f] - mean[f]) / sd[f]);
        }
        return vector;
    }

    private static float[] pair(float[] patient, Regimen regimen) {
        float[] vector = Arrays.copyOf(patient, FEATURES + Drug.COUNT);
        for (Drug drug : Drug.values()) {
            if (regimen.takes(drug)) {
                double fraction = Formulary.shipped().entry(drug).ladderFraction(regimen.dose(drug));
                vector[FEATURES + drug.ordinal()] = (float) (TAKEN + fraction);
            }
        }
        return vector;
    }
}
