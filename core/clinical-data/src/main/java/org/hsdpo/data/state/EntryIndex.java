package org.hsdpo.data.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Statements by the keys of the entries they speak of. */
final class EntryIndex<T> {
    private final Map<String, List<Received<T>>> byKey = new HashMap<>();

    EntryIndex(List<Received<T>> statements) {
        statements.forEach(this::add);
    }

    void add(Received<T> statement) {
        statement.lineage().ifPresent(lineage -> lineage.keys()
                .forEach(key ->
                        byKey.computeIfAbsent(key, ignored -> new ArrayList<>()).add(statement)));
    }

    /** Statements of the same entry in other messages, in the order of receipt. */
    List<Received<T>> ofTheEntryOf(Received<?> statement) {
        LinkedHashSet<Received<T>> found = new LinkedHashSet<>();
        statement.lineage().ifPresent(lineage -> lineage.sortedKeys()
                .forEach(key -> byKey.getOrDefault(key, List.of()).stream()
                        .filter(other -> other.place() != statement.place())
                        .forEach(found::add)));
        return found.stream()
                .sorted(java.util.Comparator.comparingInt(Received::place))
                .toList();
    }
}
