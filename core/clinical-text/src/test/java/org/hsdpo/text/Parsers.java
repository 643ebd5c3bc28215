package org.hsdpo.text;

/** One parser for all tests: loading the models takes longer than any of them. */
public final class Parsers {
    public static final ClinicalNoteParser PARSER = new ClinicalNoteParser();

    private Parsers() {}
}
