package org.hsdpo.ingestion.bulk.file;

/**
 * How far a file has been taken in.
 *
 * @param received bytes taken
 * @param lines lines among them
 * @param complete the file is whole
 * @param inLongLine what comes next still belongs to a line that is passed over for its length
 */
public record FilePosition(long received, long lines, boolean complete, boolean inLongLine) {
    /** Nothing yet. */
    public static final FilePosition START = new FilePosition(0, 0, false, false);
}
