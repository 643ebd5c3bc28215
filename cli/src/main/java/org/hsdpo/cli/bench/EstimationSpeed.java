package org.hsdpo.cli.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.hsdpo.cli.ProjectFolder;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.map.MapEstimator;
import org.hsdpo.twin.map.PopulationModel;
import org.hsdpo.twin.map.ResidualError;
import org.hsdpo.twin.pk.CompartmentModel;
import org.hsdpo.twin.pk.DataFile;
import org.hsdpo.twin.pk.Event;
import org.hsdpo.twin.pk.PkModel;
import org.hsdpo.twin.pk.Subject;

/**
 * Individual estimates (MAP) of model 001 of Le Louedec 2021 (CPT Pharmacometrics Syst Pharmacol 10:1208), on one thread:
 * on its patients where the reference data stand beside the repository, otherwise on simulated patients of its design.
 */
final class EstimationSpeed {
    private static final int CLOSED_FORM = 4000;
    private static final int INTEGRATED = 200;
    private static final int ROUNDS = 4;
    private static final double VARIANCE = 0.2;
    private static final double ERROR_VARIANCE = 0.05;
    private static final double DOSE = 30_000;
    private static final double[] DOSE_TIMES = {0, 72, 96, 120, 144, 168, 192, 216};

    private final Consumer<String> progress;

    EstimationSpeed(Consumer<String> progress) {
        this.progress = progress;
    }

    List<Metric> measure() {
        List<Subject> patients = patients();
        return List.of(
                new Metric(
                        "map.model-001.closed-form",
                        "individual estimate, model 001 in closed form",
                        millisecondsEach(CompartmentModel.oral(), patients, CLOSED_FORM),
                        "ms"),
                new Metric(
                        "map.model-001.integrated",
                        "individual estimate, model 001 integrated",
                        millisecondsEach(CompartmentModel.oral().asDifferential(), patients, INTEGRATED),
                        "ms"));
    }

    private static double millisecondsEach(PkModel structure, List<Subject> patients, int most) {
        PopulationModel model = PopulationModel.on(structure)
                .typical("CL", 4)
                .typical("V", 70)
                .typical("KA", 1)
                .between("CL", VARIANCE)
                .between("V", VARIANCE)
                .between("KA", VARIANCE)
                .residual(2, ResidualError.proportional(ERROR_VARIANCE))
                .build();
        List<Subject> some = patients.subList(0, Math.min(most, patients.size()));
        double seconds = ProcessorTime.leastSeconds(
                ROUNDS, () -> some.forEach(patient -> MapEstimator.estimate(model, patient)));
        return 1e3 * seconds / some.size();
    }

    private List<Subject> patients() {
        String named = System.getProperty("hsdpo.shared.data");
        Path shared = named == null ? ProjectFolder.root().resolve("../shared/data") : Path.of(named);
        Path file = shared.resolve("pkpd/mapbayr_nonmem/data_to_fit001.csv");
        if (Files.isReadable(file)) {
            progress.accept("individual estimates of the patients of data_to_fit001.csv");
            return DataFile.read(file);
        }
        progress.accept("individual estimates of simulated patients: data_to_fit001.csv is not at hand");
        return simulated();
    }

    /** A dose at 0 and seven daily ones from 72 h on; 4 samples or 1 within 36 h after the first or the last dose. */
    private static List<Subject> simulated() {
        List<Subject> patients = new ArrayList<>();
        for (int i = 0; i < CLOSED_FORM; i++) {
            long key = CounterRandom.key(1, i);
            double clearance = 4 * Math.exp(Math.sqrt(VARIANCE) * CounterRandom.normal(key, 0));
            double volume = 70 * Math.exp(Math.sqrt(VARIANCE) * CounterRandom.normal(key, 1));
            double absorption = Math.exp(Math.sqrt(VARIANCE) * CounterRandom.normal(key, 2));
            double elimination = clearance / volume;
            double begin = i % 4 < 2 ? 0 : DOSE_TIMES[DOSE_TIMES.length - 1];
            int samples = i % 2 == 0 ? 4 : 1;
            List<Event> events = new ArrayList<>();
            for (double time : DOSE_TIMES) {
                events.add(Event.bolus(time, DOSE, 1));
            }
            for (int n = 0; n < samples; n++) {
                double time = begin + 36 * CounterRandom.uniform(key, 3 + n);
                double concentration = Arrays.stream(DOSE_TIMES)
                        .map(dose -> Math.max(0, time - dose))
                        .map(since -> Math.exp(-elimination * since) - Math.exp(-absorption * since))
                        .map(share -> share * DOSE * absorption / (volume * (absorption - elimination)))
                        .sum();
                double error = Math.exp(Math.sqrt(ERROR_VARIANCE) * CounterRandom.normal(key, 10 + n));
                events.add(Event.observation(time, 2, concentration * error));
            }
            events.sort(Comparator.comparingDouble(Event::time));
            patients.add(Subject.of(events));
        }
        return patients;
    }
}
