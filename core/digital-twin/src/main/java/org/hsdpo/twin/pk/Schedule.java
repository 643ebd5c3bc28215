package org.hsdpo.twin.pk;

import java.util.Arrays;

/** What is still to come between records, in order of time; what was put in first comes first at equal times. */
final class Schedule {
    /** One change to come. */
    static final class Entry {
        /** What the change is. */
        enum Kind {
            BOLUS,
            START,
            END
        }

        Kind kind;
        double time;
        int compartment;
        /** Amount of a bolus, rate of an infusion. */
        double size;
        /** Duration of an infusion. */
        double duration;
        /** Further doses after this one. */
        int additional;
        /** Time between them. */
        double interval;
        /** Derivatives by direction of time, size and duration. */
        final double[] timeSlopes;

        final double[] sizeSlopes;
        final double[] durationSlopes;

        Entry(int directions) {
            timeSlopes = new double[directions];
            sizeSlopes = new double[directions];
            durationSlopes = new double[directions];
        }

        void copy(Entry other) {
            kind = other.kind;
            time = other.time;
            compartment = other.compartment;
            size = other.size;
            duration = other.duration;
            additional = other.additional;
            interval = other.interval;
            System.arraycopy(other.timeSlopes, 0, timeSlopes, 0, timeSlopes.length);
            System.arraycopy(other.sizeSlopes, 0, sizeSlopes, 0, sizeSlopes.length);
            System.arraycopy(other.durationSlopes, 0, durationSlopes, 0, durationSlopes.length);
        }
    }

    private final int directions;
    private Entry[] entries = new Entry[0];
    private int first;
    private int last;

    Schedule(int directions) {
        this.directions = directions;
    }

    void clear() {
        first = 0;
        last = 0;
    }

    boolean isEmpty() {
        return first == last;
    }

    double nextTime() {
        return entries[first].time;
    }

    /** Takes out the next change; it is valid until something is added. */
    Entry next() {
        return entries[first++];
    }

    /** Adds a copy of an entry. */
    void add(Entry entry) {
        if (first == last) {
            clear();
        }
        if (last == entries.length) {
            makeRoom();
        }
        Entry free = entries[last];
        int place = last;
        while (place > first && entries[place - 1].time > entry.time) {
            entries[place] = entries[place - 1];
            place--;
        }
        entries[place] = free;
        free.copy(entry);
        last++;
    }

    /** Reuses the entries that have passed, or takes new memory. */
    private void makeRoom() {
        if (first > 0) {
            Entry[] rotated = new Entry[entries.length];
            for (int i = 0; i < entries.length; i++) {
                rotated[i] = entries[(first + i) % entries.length];
            }
            System.arraycopy(rotated, 0, entries, 0, rotated.length);
            last -= first;
            first = 0;
        } else {
            int size = entries.length;
            entries = Arrays.copyOf(entries, Math.max(8, 2 * size));
            for (int i = size; i < entries.length; i++) {
                entries[i] = new Entry(directions);
            }
        }
    }
}
