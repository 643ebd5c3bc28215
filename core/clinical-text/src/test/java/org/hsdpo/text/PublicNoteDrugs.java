package org.hsdpo.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hsdpo.text.note.Span;

/** The drugs named in a public note, as annotated in {@code public-note-drugs.txt}. */
public record PublicNoteDrugs(String file, boolean test, String text, List<Drug> judged, List<Span> unjudged) {
    /**
     * A drug with its dose, administrations a day, route, "prn" where it is taken as needed, and the length of its course as
     * annotated: empty not stated, "-" not judged.
     */
    public record Drug(Span span, String dose, String perDay, String route, String asNeeded, String duration) {}

    public static List<PublicNoteDrugs> all() {
        List<PublicNoteDrugs> notes = new ArrayList<>();
        PublicNoteDrugs note = null;
        int at = 0;
        for (String line : lines()) {
            if (line.startsWith("= ")) {
                String[] title = line.substring(2).strip().split(" ");
                note = new PublicNoteDrugs(
                        title[0],
                        title.length > 1,
                        SharedData.westernText("notes/" + title[0]),
                        new ArrayList<>(),
                        new ArrayList<>());
                notes.add(note);
                at = 0;
                continue;
            }
            boolean open = line.startsWith("~");
            String[] cells = (open ? line.substring(1) : line).split("\\|", -1);
            String name = cells[0].strip();
            int start = note.text().toLowerCase(Locale.ROOT).indexOf(name.toLowerCase(Locale.ROOT), at);
            if (start < 0) {
                throw new IllegalStateException(note.file() + " does not name " + name + " behind " + at);
            }
            Span span = new Span(start, start + name.length());
            at = span.end();
            if (open) {
                note.unjudged().add(span);
            } else {
                note.judged()
                        .add(new Drug(
                                span, cell(cells, 1), cell(cells, 2), cell(cells, 3), cell(cells, 4), cell(cells, 5)));
            }
        }
        return notes;
    }

    private static String cell(String[] cells, int index) {
        return index < cells.length ? cells[index].strip() : "";
    }

    private static List<String> lines() {
        try (InputStream in = PublicNoteDrugs.class.getResourceAsStream("medication/public-note-drugs.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
