package org.hsdpo.data.glucose;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;

/**
 * Local times of one device, in the order of its file, as instants, across the two changes of the clock in a year.
 *
 * <ul>
 *   <li>Autumn, the hour that comes twice: where the transmitter's own counter is in the file, it decides. Else the first
 *       pass through the hour is summer time; where the times step back within it, the rest of the pass is winter time. A
 *       single pass is read as summer time, and that is an assumption that is recorded.
 *   <li>Spring, the hour that does not come: the device's clock was not yet changed; the times count as winter time.
 * </ul>
 */
final class LocalClock {
    /** A local time of the file, and the seconds its transmitter had counted; empty where the file does not say. */
    record Stamp(LocalDateTime time, OptionalLong transmitterSeconds) {}

    private final ZoneRules rules;
    private int assumedSummer;
    private int skipped;

    private LocalClock(ZoneId zone) {
        rules = zone.getRules();
    }

    /** The instants of the stamps, one each in the same order; what was assumed for them becomes an issue. */
    static List<Instant> instants(List<Stamp> stamps, ZoneId zone, ClinicalFacts.Collector facts) {
        LocalClock clock = new LocalClock(zone);
        boolean newestFirst = newestFirst(stamps);
        List<Instant> instants = clock.read(newestFirst ? stamps.reversed() : stamps);
        clock.report(facts);
        if (newestFirst) {
            Collections.reverse(instants);
        }
        return instants;
    }

    private static boolean newestFirst(List<Stamp> stamps) {
        int rising = 0;
        for (int i = 1; i < stamps.size(); i++) {
            rising += Integer.signum(
                    stamps.get(i).time().compareTo(stamps.get(i - 1).time()));
        }
        return rising < 0;
    }

    private List<Instant> read(List<Stamp> stamps) {
        List<Instant> instants = new ArrayList<>(stamps.size());
        int pass = 0;
        boolean second = false;
        for (int i = 0; i < stamps.size(); i++) {
            Stamp stamp = stamps.get(i);
            List<ZoneOffset> offsets = rules.getValidOffsets(stamp.time());
            if (offsets.size() == 1) {
                assumedSummer += second ? 0 : pass;
                pass = 0;
                second = false;
                instants.add(stamp.time().toInstant(offsets.getFirst()));
            } else if (offsets.isEmpty()) {
                skipped++;
                ZoneOffsetTransition change = rules.getTransition(stamp.time());
                instants.add(stamp.time().toInstant(change.getOffsetBefore()));
            } else {
                Instant summer = stamp.time().toInstant(offsets.getFirst());
                Instant winter = stamp.time().toInstant(offsets.getLast());
                OptionalLong elapsed = i == 0 ? OptionalLong.empty() : elapsed(stamps.get(i - 1), stamp);
                if (elapsed.isPresent()) {
                    Instant counted = instants.getLast().plusSeconds(elapsed.getAsLong());
                    boolean late = Math.abs(winter.getEpochSecond() - counted.getEpochSecond())
                            < Math.abs(summer.getEpochSecond() - counted.getEpochSecond());
                    instants.add(late ? winter : summer);
                } else {
                    second |=
                            pass > 0 && stamp.time().isBefore(stamps.get(i - 1).time());
                    pass++;
                    instants.add(second ? winter : summer);
                }
            }
        }
        assumedSummer += second ? 0 : pass;
        return instants;
    }

    /** Seconds between two stamps by the transmitter's counter, where the same transmitter counted both. */
    private static OptionalLong elapsed(Stamp earlier, Stamp later) {
        if (earlier.transmitterSeconds().isEmpty() || later.transmitterSeconds().isEmpty()) {
            return OptionalLong.empty();
        }
        long seconds = later.transmitterSeconds().getAsLong()
                - earlier.transmitterSeconds().getAsLong();
        return seconds > 0 ? OptionalLong.of(seconds) : OptionalLong.empty();
    }

    private void report(ClinicalFacts.Collector facts) {
        if (assumedSummer > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "sensor times",
                    assumedSummer + " readings of the hour that the clock repeats in autumn are read as summer time");
        }
        if (skipped > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "sensor times",
                    skipped
                            + " readings carry times that the change of the clock in spring leaves out; they are read as"
                            + " times before the change");
        }
    }
}
