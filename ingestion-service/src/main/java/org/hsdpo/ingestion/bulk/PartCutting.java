package org.hsdpo.ingestion.bulk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.fhir.FhirLines;
import org.hsdpo.data.fhir.PlacedResource;
import org.hsdpo.ingestion.bulk.file.FilePart;
import org.hsdpo.ingestion.bulk.file.FilePosition;
import org.hsdpo.ingestion.bulk.file.LineRejection;
import org.hsdpo.ingestion.bulk.file.PatientLines;
import org.hsdpo.ingestion.record.IncomingRecord;

/** Takes one part of a file apart, as far as it holds whole lines. */
final class PartCutting implements FhirLines.Sink {
    private final String file;
    private final FilePosition before;
    private final byte[] content;
    private final boolean last;
    private final Map<String, PatientLines> patients = new LinkedHashMap<>();
    private final Map<String, PlacedResource> medications = new LinkedHashMap<>();
    private final List<LineRejection> rejections = new ArrayList<>();
    private final Set<Long> rejected = new HashSet<>();
    private long taken;
    private long passedOver;

    private PartCutting(String file, FilePosition before, byte[] content, boolean last) {
        this.file = file;
        this.before = before;
        this.content = content;
        this.last = last;
    }

    /**
     * Takes a part apart.
     *
     * @param content what follows the position
     * @param last the file ends with it
     */
    static FilePart part(String file, FilePosition before, byte[] content, boolean last) {
        return new PartCutting(file, before, content, last).part();
    }

    private FilePart part() {
        int from = before.inLongLine() ? indexOfEnd(0) + 1 : 0;
        if (before.inLongLine() && from == 0) {
            return part(content.length, before.lines(), !last);
        }
        int to = last ? content.length : lastEnd() + 1;
        if (to <= from && !last && content.length - from > FhirLines.LONGEST) {
            refused(before.lines() + 1, FhirLines.tooLong(before.lines() + 1));
            return part(content.length, before.lines() + 1, true);
        }
        return to <= from ? part(from, before.lines(), false) : part(to, readLines(from, to) - 1, false);
    }

    private long readLines(int from, int to) {
        try {
            return FhirLines.read(new ByteArrayInputStream(content, from, to - from), before.lines() + 1, this);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail to be read", e);
        }
    }

    private FilePart part(int consumed, long linesAfter, boolean inLongLine) {
        boolean complete = last && consumed == content.length;
        return new FilePart(
                before,
                new FilePosition(before.received() + consumed, linesAfter, complete, inLongLine && !complete),
                taken + passedOver + rejected.size(),
                passedOver,
                patients,
                medications,
                rejections);
    }

    private int indexOfEnd(int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int lastEnd() {
        for (int i = content.length - 1; i >= 0; i--) {
            if (content[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void resource(FhirLines.Line line) {
        if (line.type().equals("Medication") && !line.id().isEmpty()) {
            medications.put(line.id(), new PlacedResource(file + " line " + line.number(), line.content()));
            taken++;
        } else if (!FhirBundleReader.reads(line.type())) {
            passedOver++;
        } else if (line.patient().isEmpty()) {
            refused(
                    line.number(),
                    new Violation(
                            "",
                            "PATIENT_MISSING",
                            "the resource does not say whose it is",
                            "a reference to a Patient; a Patient with an id"));
        } else if (IncomingRecord.malformed(line.patient()).isPresent()) {
            Violation why = IncomingRecord.malformed(line.patient()).orElseThrow();
            refused(line.number(), new Violation("", why.code(), why.message(), why.accepted()));
        } else {
            patients.computeIfAbsent(line.patient(), ignored -> new PatientLines(file))
                    .add(line.number(), line.content());
            taken++;
        }
    }

    @Override
    public void refused(long number, Violation why) {
        rejected.add(number);
        rejections.add(new LineRejection(file, number, new Violation("", why.code(), why.message(), why.accepted())));
    }
}
