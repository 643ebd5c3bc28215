package org.hsdpo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.agent.environment.Visit;
import org.hsdpo.agent.observation.Normalisation;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;

/** The agent: the admissible candidate with the highest mean Q. */
public record GreedyQ(QFunction network, Normalisation normalisation, int heads) implements DosingPolicy {
    @Override
    public String name() {
        return "agent";
    }

    @Override
    public List<Candidate> choose(DosingEnvironment environment) {
        List<Visit> visits = environment.visits();
        float[] q = network.q(encoded(visits, normalisation), visits.size());
        List<Candidate> chosen = new ArrayList<>(visits.size());
        for (int i = 0; i < visits.size(); i++) {
            chosen.add(new ActionValues(q, i * heads * ActionSpace.SIZE, heads)
                    .best(visits.get(i).admissible())
                    .orElse(null));
        }
        return chosen;
    }

    /** Observations of all visits, row-major. */
    public static float[] encoded(List<Visit> visits, Normalisation normalisation) {
        float[] rows = new float[visits.size() * Normalisation.LENGTH];
        for (int i = 0; i < visits.size(); i++) {
            float[] row = normalisation.encode(visits.get(i).features());
            System.arraycopy(row, 0, rows, i * Normalisation.LENGTH, Normalisation.LENGTH);
        }
        return rows;
    }
}
