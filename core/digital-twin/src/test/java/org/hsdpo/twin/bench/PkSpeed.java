package org.hsdpo.twin.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import org.hsdpo.twin.map.MapEstimator;
import org.hsdpo.twin.map.MapModels;
import org.hsdpo.twin.map.PopulationModel;
import org.hsdpo.twin.pk.DataFile;
import org.hsdpo.twin.pk.Subject;

/**
 * Prints how fast one thread estimates individual parameters, in CPU time of the thread, for the 4,000 patients of models
 * 001 and 401. Argument: the folder {@code mapbayr_nonmem} of the reference data.
 */
public final class PkSpeed {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 4;
    private static final int PATIENTS_INTEGRATED = 500;

    private PkSpeed() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        List<Subject> parent = DataFile.read(folder.resolve("data_to_fit001.csv"));
        List<Subject> metabolite = DataFile.read(folder.resolve("data_to_fit401.csv"));
        List<Subject> someParent = parent.subList(0, PATIENTS_INTEGRATED);
        List<Subject> someMetabolite = metabolite.subList(0, PATIENTS_INTEGRATED);
        for (int round = 1; round <= ROUNDS; round++) {
            measure("001 closed form", round, MapModels.model001(), parent);
            measure("001 integrated", round, MapModels.model001AsDifferential(), someParent);
            measure("401 closed form", round, MapModels.model401(), metabolite);
            measure("401 integrated", round, MapModels.model401AsDifferential(), someMetabolite);
        }
    }

    private static void measure(String name, int round, PopulationModel model, List<Subject> subjects) {
        long start = CPU.getCurrentThreadCpuTime();
        long evaluations = 0;
        for (Subject subject : subjects) {
            evaluations += MapEstimator.estimate(model, subject).evaluations();
        }
        double milliseconds = (CPU.getCurrentThreadCpuTime() - start) / 1e6;
        System.out.printf(
                "%s round %d: %.3f ms a patient, %.1f µs an evaluation with gradient, %d patients%n",
                name, round, milliseconds / subjects.size(), 1e3 * milliseconds / evaluations, subjects.size());
    }
}
