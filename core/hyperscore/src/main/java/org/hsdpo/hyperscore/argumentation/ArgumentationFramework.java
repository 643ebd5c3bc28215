package org.hsdpo.hyperscore.argumentation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arguments and which attacks which.
 *
 * <p>The grounded extension holds the arguments that stand whatever one believes: those nobody attacks, and those defended
 * by them (Dung 1995, Artif Intell 77:321, definition 20).
 */
public final class ArgumentationFramework {
    private final Map<String, String> claims = new LinkedHashMap<>();
    private final Map<String, Set<String>> attackers = new LinkedHashMap<>();

    /** Adds an argument. */
    public ArgumentationFramework claim(String id, String words) {
        if (claims.putIfAbsent(id, words) != null) {
            throw new IllegalArgumentException("argument " + id + " stands twice");
        }
        attackers.put(id, new LinkedHashSet<>());
        return this;
    }

    /** Adds an attack between arguments that both stand; otherwise there is nothing to attack. */
    public ArgumentationFramework attack(String attacker, String attacked) {
        if (claims.containsKey(attacker) && claims.containsKey(attacked)) {
            attackers.get(attacked).add(attacker);
        }
        return this;
    }

    /** Identifiers of the grounded extension, in the order the arguments were added. */
    public Set<String> groundedExtension() {
        Set<String> accepted = new LinkedHashSet<>();
        Set<String> defeated = new LinkedHashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String id : claims.keySet()) {
                if (!accepted.contains(id) && !defeated.contains(id) && defeated.containsAll(attackers.get(id))) {
                    accepted.add(id);
                    changed = true;
                }
            }
            for (String id : claims.keySet()) {
                if (!defeated.contains(id) && attackers.get(id).stream().anyMatch(accepted::contains)) {
                    defeated.add(id);
                    changed = true;
                }
            }
        }
        Set<String> ordered = new LinkedHashSet<>(claims.keySet());
        ordered.retainAll(accepted);
        return ordered;
    }

    /** The graph and its outcome, one line an argument. */
    public List<String> inWords() {
        Set<String> accepted = groundedExtension();
        return claims.entrySet().stream()
                .map(claim -> {
                    Set<String> against = attackers.get(claim.getKey());
                    String attacked = against.isEmpty() ? "unattacked" : "attacked by " + String.join(", ", against);
                    return claim.getKey() + ": " + claim.getValue() + " (" + attacked + "; "
                            + (accepted.contains(claim.getKey()) ? "stands" : "does not stand") + ")";
                })
                .toList();
    }
}
