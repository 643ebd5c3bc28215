package org.hsdpo.text.abbreviation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.Span;

/**
 * Abbreviations that a note defines itself, as in {@code durable medical equipment (DME)}: every letter of the short form is
 * found from right to left in the words before the bracket, its first letter at the beginning of a word.
 *
 * <p>Source: Schwartz AS, Hearst MA. A simple algorithm for identifying abbreviation definitions in biomedical text. Pac Symp
 * Biocomput 2003:451-462.
 */
final class Definitions {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 8;

    private Definitions() {}

    /** Short forms and what the note says they stand for; a short form that is defined twice differently is left out. */
    static Map<String, String> in(String note, List<Lexeme> lexemes) {
        Map<String, String> found = new HashMap<>();
        Map<String, Boolean> contradicted = new HashMap<>();
        for (int i = 1; i + 2 < lexemes.size(); i++) {
            Lexeme form = lexemes.get(i + 1);
            if (!lexemes.get(i).is("(") || !lexemes.get(i + 2).is(")") || !isShortForm(form)) {
                continue;
            }
            longForm(note, lexemes, i, form.raw()).ifPresent(words -> {
                String before = found.putIfAbsent(form.raw(), words);
                if (before != null && !before.equalsIgnoreCase(words)) {
                    contradicted.put(form.raw(), true);
                }
            });
        }
        found.keySet().removeAll(contradicted.keySet());
        return found;
    }

    private static boolean isShortForm(Lexeme lexeme) {
        return lexeme.isWord()
                && lexeme.raw().length() >= SHORTEST
                && lexeme.raw().length() <= LONGEST
                && lexeme.raw().chars().filter(Character::isUpperCase).count() >= 2;
    }

    private static Optional<String> longForm(String note, List<Lexeme> lexemes, int bracket, String form) {
        int most = Math.min(form.length() + 5, form.length() * 2);
        int first = bracket;
        while (first > 0 && bracket - first < most && isOfName(lexemes.get(first - 1))) {
            first--;
        }
        if (first == bracket) {
            return Optional.empty();
        }
        int from = lexemes.get(first).start();
        int to = lexemes.get(bracket - 1).end();
        String words = note.substring(from, to).toLowerCase(Locale.ROOT);
        String letters = form.toLowerCase(Locale.ROOT);
        int at = words.length();
        for (int i = letters.length() - 1; i >= 0; i--) {
            char letter = letters.charAt(i);
            if (!Character.isLetterOrDigit(letter)) {
                continue;
            }
            do {
                at--;
            } while (at >= 0
                    && (words.charAt(at) != letter
                            || i == 0 && at > 0 && Character.isLetterOrDigit(words.charAt(at - 1))));
            if (at < 0) {
                return Optional.empty();
            }
        }
        Span span = new Span(from + at, to);
        String found = span.of(note).replaceAll("\\s+", " ");
        return found.length() > form.length() && !found.contains(form) ? Optional.of(found) : Optional.empty();
    }

    private static boolean isOfName(Lexeme lexeme) {
        return lexeme.isWord() || lexeme.kind() == Lexeme.Kind.NUMBER || lexeme.is("-") || lexeme.is("'");
    }
}
