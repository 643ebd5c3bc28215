package org.hsdpo.text.name.training;

import java.util.random.RandomGenerator;

/** Spoils words as hurried typing does: a letter left out, doubled, struck beside, or two exchanged. */
final class Misspelling {
    private static final int SHORTEST = 6;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private Misspelling() {}

    /** One mistake in a word of letters; a short or other text stays as it is. */
    static String of(String word, RandomGenerator random) {
        if (word.length() < SHORTEST || !word.chars().allMatch(Character::isLetter)) {
            return word;
        }
        // Hardly anyone misspells the first letter.
        int at = 1 + random.nextInt(word.length() - 2);
        return switch (random.nextInt(4)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
            case 2 -> word.substring(0, at) + LETTERS.charAt(random.nextInt(LETTERS.length())) + word.substring(at + 1);
            default -> word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
        };
    }
}
