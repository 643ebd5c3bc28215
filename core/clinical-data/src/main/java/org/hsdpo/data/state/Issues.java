package org.hsdpo.data.state;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hsdpo.clinical.patient.DataIssue;

/** Issues in the order in which they came up, each once. */
final class Issues {
    private final Set<DataIssue> issues = new LinkedHashSet<>();

    void add(DataIssue issue) {
        issues.add(issue);
    }

    void add(DataIssue.Kind kind, String field, String message) {
        issues.add(new DataIssue(kind, field, message));
    }

    List<DataIssue> all() {
        return List.copyOf(issues);
    }
}
