package org.hsdpo.ingestion.bulk.file;

import java.util.List;
import java.util.Map;
import org.hsdpo.data.fhir.PlacedResource;

/**
 * A part of a file taken apart: the whole lines in it, by patient. A line that the part does not hold whole is left to the next part.
 *
 * @param before where the file stood
 * @param after where it stands when this part is kept
 * @param lines lines with something in them
 * @param passedOver lines of resource types that are not read
 * @param patients lines by identifier of the patient
 * @param medications Medication resources by their identifiers
 * @param rejections lines that cannot be taken
 */
public record FilePart(
        FilePosition before,
        FilePosition after,
        long lines,
        long passedOver,
        Map<String, PatientLines> patients,
        Map<String, PlacedResource> medications,
        List<LineRejection> rejections) {

    /** Whether anything moves on by it. */
    public boolean isEmpty() {
        return before.equals(after);
    }
}
