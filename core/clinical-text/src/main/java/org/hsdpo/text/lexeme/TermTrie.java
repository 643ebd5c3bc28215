package org.hsdpo.text.lexeme;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A dictionary of terms of one or more words, searched by walking the lexemes of a text. A hyphen between the words of
 * a term is optional on both sides ({@code type-2 diabetes} is {@code type 2 diabetes}); the longest term wins.
 *
 * @param <T> what a term stands for
 */
public final class TermTrie<T> {
    /** A term found: its meaning and one past its last lexeme. */
    public record Match<T>(T value, int end) {}

    private static final class Node<T> {
        private final Map<String, Node<T>> next = new HashMap<>();
        private T value;
    }

    private final Node<T> root = new Node<>();
    private final Function<Lexeme, String> form;
    private final Set<String> terms = new LinkedHashSet<>();

    private TermTrie(Function<Lexeme, String> form) {
        this.form = form;
    }

    /** A dictionary that ignores case. */
    public static <T> TermTrie<T> ignoringCase() {
        return new TermTrie<>(Lexeme::norm);
    }

    /** A dictionary that needs the case as written, for abbreviations that are words in lower case. */
    public static <T> TermTrie<T> exactCase() {
        return new TermTrie<>(Lexeme::raw);
    }

    /**
     * Adds a term.
     *
     * @throws IllegalStateException where the term stands for something else already
     */
    public void add(String term, T value) {
        T present = valueOrAdd(term, () -> value);
        if (!present.equals(value)) {
            throw new IllegalStateException("the term '" + term + "' has two meanings: " + present + " and " + value);
        }
    }

    /** What a term stands for; where it is new, from now on {@code value}. */
    public T valueOrAdd(String term, Supplier<T> value) {
        Node<T> node = root;
        List<Lexeme> lexemes = LexemeScanner.scan(term);
        for (int i = 0; i < lexemes.size(); i++) {
            if (!isInnerHyphen(lexemes, i, 0)) {
                node = node.next.computeIfAbsent(form.apply(lexemes.get(i)), any -> new Node<>());
            }
        }
        if (node == root) {
            throw new IllegalStateException("a term is empty");
        }
        if (node.value == null) {
            node.value = value.get();
            terms.add(term);
        }
        return node.value;
    }

    /** The terms as they were added, in that order. */
    public List<String> terms() {
        return List.copyOf(terms);
    }

    /** The longest term that starts at lexeme {@code start} and ends before lexeme {@code limit}. */
    public Optional<Match<T>> longestAt(List<Lexeme> lexemes, int start, int limit) {
        Node<T> node = root;
        Match<T> best = null;
        for (int i = start; i < limit; i++) {
            Node<T> next = node.next.get(form.apply(lexemes.get(i)));
            if (next == null) {
                if (i > start && isInnerHyphen(lexemes, i, start)) {
                    continue;
                }
                break;
            }
            node = next;
            if (node.value != null) {
                best = new Match<>(node.value, i + 1);
            }
        }
        return Optional.ofNullable(best);
    }

    /** Calls {@code consumer} with the first lexeme and the match for each term in a range, left to right, not overlapping. */
    public void forEach(List<Lexeme> lexemes, int start, int limit, BiConsumer<Integer, Match<T>> consumer) {
        int at = start;
        while (at < limit) {
            Optional<Match<T>> match = longestAt(lexemes, at, limit);
            if (match.isPresent()) {
                consumer.accept(at, match.get());
                at = match.get().end();
            } else {
                at++;
            }
        }
    }

    private static boolean isInnerHyphen(List<Lexeme> lexemes, int i, int start) {
        return i > start && lexemes.get(i).is("-") && i + 1 < lexemes.size();
    }
}
