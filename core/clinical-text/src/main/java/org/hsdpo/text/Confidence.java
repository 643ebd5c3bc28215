package org.hsdpo.text;

/**
 * What a confidence means: how strong the written evidence for a mention is, between 0 and 1. The figures are an order
 * (a full name is stronger evidence than an abbreviation, and that than a corrected misspelling), set by judgement; they
 * are not probabilities and have not been calibrated. Factors multiply.
 */
public final class Confidence {
    /** A full name from a dictionary, or a value with its unit. */
    public static final double FULL_NAME = 0.95;
    /** An abbreviation that may have other meanings. */
    public static final double ABBREVIATION = 0.85;
    /** A name found only by correcting one or two letters. */
    public static final double MISSPELLING = 0.7;
    /** A problem for which a drug was stopped or reduced, taken as its effect. */
    public static final double WITHDRAWN_FOR = 0.8;
    /** A problem that arose under a drug, without a word of cause. */
    public static final double UNDER_DRUG = 0.6;
    /** Factor for a value whose unit is not written and was told by what is plausible. */
    public static final double UNIT_TOLD_BY_VALUE = 0.85;
    /** Factor for every mention of a note whose language could not be told. */
    public static final double LANGUAGE_UNDETERMINED = 0.9;

    private Confidence() {}
}
