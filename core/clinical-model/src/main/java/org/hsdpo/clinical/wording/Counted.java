package org.hsdpo.clinical.wording;

/** A number of things in words: {@code 1 rule}, {@code 3 rules}. */
public final class Counted {
    private Counted() {}

    /** The number and the noun in the form that belongs to it. */
    public static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** {@link #of(long, String, String)} of a noun whose plural ends in s. */
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }
}
