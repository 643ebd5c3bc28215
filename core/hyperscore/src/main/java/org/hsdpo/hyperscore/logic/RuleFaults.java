package org.hsdpo.hyperscore.logic;

import java.util.List;

/** A rule file is refused; says everything that is wrong with it, each in one sentence that names the rule. */
public final class RuleFaults extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    RuleFaults(String file, List<String> faults) {
        super(file + ": " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
