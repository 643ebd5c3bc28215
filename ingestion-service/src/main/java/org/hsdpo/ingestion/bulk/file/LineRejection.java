package org.hsdpo.ingestion.bulk.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.Violation;

/**
 * A resource that was not taken.
 *
 * @param file it stands in
 * @param line its number; 0 where the reason is not one resource
 * @param why its field is the place in the resource
 */
public record LineRejection(String file, long line, Violation why) {
    private static final Pattern PLACE = Pattern.compile("(?:(\\S+) )?line (\\d+)\\.?(.*)");

    /** From a violation whose field begins with the place of the line. */
    public static LineRejection of(String file, Violation why) {
        Matcher place = PLACE.matcher(why.field());
        if (!place.matches()) {
            return new LineRejection(file, 0, why);
        }
        return new LineRejection(
                place.group(1) == null ? file : place.group(1),
                Long.parseLong(place.group(2)),
                new Violation(place.group(3), why.code(), why.message(), why.accepted()));
    }
}
