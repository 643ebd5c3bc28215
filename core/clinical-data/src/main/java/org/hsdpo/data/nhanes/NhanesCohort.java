package org.hsdpo.data.nhanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.nhanes.SurveyTable.Texts;
import org.hsdpo.data.state.PatientStateAssembler;

/**
 * The participants of the survey who are adults with type 2 diabetes, with the number left after each step of the
 * selection.
 *
 * @param members by cycle and number
 * @param steps counts of each cycle in the order of the selection
 */
public record NhanesCohort(List<NhanesParticipant> members, List<Step> steps) {
    /**
     * A step of the selection.
     *
     * @param cycle letter
     * @param criterion in words
     * @param remaining participants who meet this and all criteria before it
     */
    public record Step(String cycle, String criterion, int remaining) {}

    private static final String ALL = "";
    private static final String DRUGS = "RXQ_RX";
    private static final String DRUG_LIST = "RXQ_DRUG";

    public NhanesCohort {
        members = List.copyOf(members);
        steps = List.copyOf(steps);
    }

    /**
     * Adults who were told of diabetes, without those who are likely to have type 1 and those in whom it cannot be
     * excluded ({@link DiabetesStanding}). Two more steps count who of them has an HbA1c, and who has weight and creatinine
     * besides; they exclude nobody.
     *
     * @throws InvalidInputException where a table that the selection needs is not there or a file cannot be understood
     */
    public static NhanesCohort typeTwo(NhanesTables tables) {
        List<NhanesParticipant> members = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        Set<String> glucoseLowering = glucoseLoweringCodes(tables);
        for (String letter : tables.cycles()) {
            new Selection(tables, letter, glucoseLowering).run(members, steps);
        }
        return new NhanesCohort(members, steps);
    }

    /** One cycle's selection. */
    private static final class Selection {
        private final NhanesCodebook codebook = NhanesCodebook.shipped();
        private final NhanesCodebook.Cycle cycle;
        private final Map<String, SurveyTable> tables = new LinkedHashMap<>();
        private final Map<String, Map<String, List<Integer>>> rows = new HashMap<>();
        private final Set<String> glucoseLowering;
        private final PatientStateAssembler assembler = new PatientStateAssembler();

        Selection(NhanesTables all, String letter, Set<String> glucoseLowering) {
            this.cycle = codebook.cycle(letter).orElseThrow();
            this.glucoseLowering = glucoseLowering;
            names().forEach(name -> all.table(name, letter).ifPresent(table -> {
                tables.put(name, table);
                rows.put(name, Participant.rowsByParticipant(table));
            }));
            for (String needed : List.of("DEMO", "DIQ")) {
                if (!tables.containsKey(needed)) {
                    throw new InvalidInputException(
                            needed + "_" + letter,
                            "TABLE_MISSING",
                            "the selection needs this table",
                            needed + "_" + letter + ".XPT or .csv, also packed as .xz or .gz");
                }
            }
        }

        private Stream<String> names() {
            return Stream.of(
                            Stream.of("DEMO", "DIQ", "BPX", DRUGS),
                            codebook.measurements().stream().flatMap(variable -> variable.tables().stream()),
                            codebook.questions().stream().map(NhanesCodebook.Question::table))
                    .flatMap(names -> names)
                    .distinct();
        }

        void run(List<NhanesParticipant> members, List<Step> steps) {
            List<Participant> left = rows.get("DEMO").keySet().stream()
                    .sorted((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)))
                    .map(this::participant)
                    .toList();
            steps.add(step("participants", left.size()));
            int least = codebook.type2().leastAge();
            left = left.stream()
                    .filter(participant -> age(participant) >= least)
                    .toList();
            steps.add(step("aged " + least + " years or more", left.size()));
            left = keep(left, standing -> standing != DiabetesStanding.NOT_TOLD);
            steps.add(step("told of diabetes", left.size()));
            left = keep(left, standing -> standing != DiabetesStanding.TYPE_1_LIKELY);
            steps.add(step("type 1 not likely", left.size()));
            left = keep(left, standing -> standing == DiabetesStanding.TYPE_2);
            steps.add(step("type 1 excluded by the answers", left.size()));
            List<NhanesParticipant> found = left.stream().map(this::member).toList();
            members.addAll(found);
            steps.add(step("of these with HbA1c", count(found, Measurement.HBA1C)));
            steps.add(step(
                    "of these with HbA1c, weight and creatinine",
                    count(found, Measurement.HBA1C, Measurement.WEIGHT, Measurement.CREATININE)));
        }

        private Step step(String criterion, int remaining) {
            return new Step(cycle.letter(), criterion, remaining);
        }

        private static List<Participant> keep(List<Participant> participants, Predicate<DiabetesStanding> criterion) {
            return participants.stream()
                    .filter(participant -> criterion.test(DiabetesStanding.of(participant)))
                    .toList();
        }

        private static int count(List<NhanesParticipant> members, Measurement... needed) {
            return (int) members.stream()
                    .filter(member -> Stream.of(needed)
                            .allMatch(measurement ->
                                    member.state().latest(measurement).isPresent()))
                    .count();
        }

        private Participant participant(String number) {
            Map<String, List<Integer>> own = new HashMap<>();
            rows.forEach((table, byNumber) -> {
                List<Integer> found = byNumber.get(number);
                if (found != null) {
                    own.put(table, found);
                }
            });
            return new Participant(number, tables, own);
        }

        private NhanesParticipant member(Participant participant) {
            DiabetesStanding standing = DiabetesStanding.of(participant);
            var facts = new ParticipantFacts(participant, cycle, glucoseLowering).read(standing);
            PatientState state = assembler.assemble("nhanes-" + participant.number(), cycle.moment(), List.of(facts));
            OptionalDouble told = DiabetesStanding.toldAt(participant);
            return new NhanesParticipant(
                    participant.number(),
                    cycle.letter(),
                    (int) age(participant),
                    NhanesParticipant.Origin.of(
                            (int) participant.number("DEMO", "RIDRETH3").orElse(0)),
                    standing,
                    told.isPresent() ? OptionalInt.of((int) told.getAsDouble()) : OptionalInt.empty(),
                    participant.number("DEMO", "WTMEC2YR").orElse(0),
                    participant.number("GLU", "WTSAF2YR").orElse(0),
                    (int) participant.number("DEMO", "SDMVSTRA").orElse(0),
                    (int) participant.number("DEMO", "SDMVPSU").orElse(0),
                    state);
        }

        private static double age(Participant participant) {
            return participant.number("DEMO", "RIDAGEYR").orElse(-1);
        }
    }

    /** Codes of the drugs that the survey's drug list counts among the glucose-lowering ones; none where there is no list. */
    private static Set<String> glucoseLoweringCodes(NhanesTables tables) {
        String wanted = NhanesCodebook.shipped().glucoseLoweringClass();
        Set<String> codes = new HashSet<>();
        tables.table(DRUG_LIST, ALL).ifPresent(list -> {
            for (String variable : list.variables()) {
                if (variable.matches("RXD[DI]CN\\d[A-C]") && list.column(variable) instanceof Texts classes) {
                    for (int row = 0; row < list.rows(); row++) {
                        if (classes.values().get(row).equalsIgnoreCase(wanted)) {
                            codes.add(list.text(row, "RXDDRGID"));
                        }
                    }
                }
            }
        });
        return codes;
    }
}
