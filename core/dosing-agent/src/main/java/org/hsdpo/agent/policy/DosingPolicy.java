package org.hsdpo.agent.policy;

import java.util.List;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.clinical.regimen.Candidate;

/** A way to choose among admissible changes. */
public interface DosingPolicy {
    /** For reports. */
    String name();

    /** One candidate a person; null leaves a regimen as it is where nothing is admissible. */
    List<Candidate> choose(DosingEnvironment environment);
}
