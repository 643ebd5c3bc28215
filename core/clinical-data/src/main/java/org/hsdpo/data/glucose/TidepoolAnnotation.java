package org.hsdpo.data.glucose;

import org.hsdpo.clinical.measurement.Bound;

/** Tidepool keeps a reading outside a device's range as the limit and says so in an annotation. */
final class TidepoolAnnotation {
    private TidepoolAnnotation() {}

    /** What the annotations of a reading, in JSON, say of its value. */
    static Bound bound(String annotations) {
        if (!annotations.contains("bg/out-of-range")) {
            return Bound.EXACT;
        }
        String plain = annotations.replaceAll("[\\s\\\\]", "");
        return plain.contains("\"value\":\"low\"")
                ? Bound.BELOW
                : plain.contains("\"value\":\"high\"") ? Bound.ABOVE : Bound.EXACT;
    }
}
