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
public record PublicNoteDrugs(String file, String text, List<Drug> judged, List<Span> unjudged) {
    /** A drug with its dose, administrations a day and route as annotated: empty not stated, "-" not judged. */
    public record Drug(Span span, String dose, String perDay, String route) {}

    public static List<PublicNoteDrugs> all() {
        List<PublicNoteDrugs> notes = new ArrayList<>();
        PublicNoteDrugs note = null;
        int at = 0;
        for (String line : lines()) {
            if (line.startsWith("= ")) {
                String file = line.substring(2).strip();
                note = new PublicNoteDrugs(
                        file, SharedData.westernText("notes/" + file), new ArrayList<>(), new ArrayList<>());
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
                note.judged().add(new Drug(span, cell(cells, 1), cell(cells, 2), cell(cells, 3)));
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
