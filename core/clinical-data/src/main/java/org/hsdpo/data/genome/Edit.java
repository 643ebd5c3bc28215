package org.hsdpo.data.genome;

/**
 * What one allele of a variant file changes, without the bases it shares with the reference.
 *
 * @param at first base that is replaced, 1-based; of an insertion the base after it
 * @param removed reference bases that are replaced, perhaps none
 * @param inserted what stands there instead, perhaps nothing
 * @param spannedTo last base of a change that is named and not written out, for example {@code <DEL>}; 0 where it is
 *     written out
 */
record Edit(int at, String removed, String inserted, int spannedTo) {
    /** The allele is the reference. */
    static final Edit NONE = new Edit(0, "", "", 0);

    /** A change from written alleles. */
    static Edit of(int start, String ref, String alt) {
        int shorter = Math.min(ref.length(), alt.length());
        int suffix = 0;
        while (suffix < shorter && ref.charAt(ref.length() - 1 - suffix) == alt.charAt(alt.length() - 1 - suffix)) {
            suffix++;
        }
        int prefix = 0;
        while (prefix < shorter - suffix && ref.charAt(prefix) == alt.charAt(prefix)) {
            prefix++;
        }
        String removed = ref.substring(prefix, ref.length() - suffix);
        String inserted = alt.substring(prefix, alt.length() - suffix);
        return removed.isEmpty() && inserted.isEmpty() ? NONE : new Edit(start + prefix, removed, inserted, 0);
    }

    /** A change of a whole stretch that the file names without writing it out. */
    static Edit spanning(int from, int to) {
        return new Edit(from, "", "", to);
    }

    boolean isNone() {
        return equals(NONE);
    }

    private int last() {
        return spannedTo > 0 ? spannedTo : at + removed.length() - 1;
    }

    private boolean changesLength() {
        return spannedTo > 0 || removed.length() != inserted.length();
    }

    /** Number of the allele this makes at a position; {@link PositionCall#OTHER} for one no definition knows. */
    int alleleAt(DefinedPosition position) {
        return position.isIndel() ? indelAt(position) : baseAt(position);
    }

    private int baseAt(DefinedPosition position) {
        if (position.at() < at || position.at() > last()) {
            return 0;
        }
        if (changesLength()) {
            return PositionCall.OTHER;
        }
        String base = String.valueOf(inserted.charAt(position.at() - at));
        int index = position.alts().indexOf(base);
        return base.equals(position.ref()) ? 0 : index < 0 ? PositionCall.OTHER : index + 1;
    }

    /** An insertion or deletion is the same wherever in a repeat it is written: the resulting sequences are compared. */
    private int indelAt(DefinedPosition position) {
        if (!changesLength() || !meets(position)) {
            return 0;
        }
        if (spannedTo > 0 || at <= position.start() || last() > position.end()) {
            return PositionCall.OTHER;
        }
        String context = completed(position);
        String sequence = applied(context, position.start());
        for (int allele = 1; allele <= position.alts().size(); allele++) {
            Edit defined = of(position.at(), position.ref(), position.alts().get(allele - 1));
            if (sequence.equals(defined.applied(context, position.start()))) {
                return allele;
            }
        }
        return PositionCall.OTHER;
    }

    /** Whether bases after the first of the context are taken away, or something stands between two of them. */
    private boolean meets(DefinedPosition position) {
        return removed.isEmpty() && spannedTo == 0
                ? at > position.start() && at <= position.end() + 1
                : last() > position.start() && at <= position.end();
    }

    /** The context, with what the file says of bases the definition does not know. */
    private String completed(DefinedPosition position) {
        StringBuilder context = new StringBuilder(position.context());
        for (int i = 0; i < removed.length(); i++) {
            context.setCharAt(at + i - position.start(), removed.charAt(i));
        }
        return context.toString();
    }

    private String applied(String sequence, int start) {
        int from = at - start;
        return sequence.substring(0, from) + inserted + sequence.substring(from + removed.length());
    }

    /** Whether a base is taken away by this. */
    boolean removes(int place) {
        return changesLength() && place >= at && place <= last();
    }
}
