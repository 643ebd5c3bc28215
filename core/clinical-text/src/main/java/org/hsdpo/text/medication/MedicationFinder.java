package org.hsdpo.text.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.text.Confidence;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.medication.DosingTerms.Change;
import org.hsdpo.text.medication.DosingTerms.Role;
import org.hsdpo.text.medication.DrugNames.Found;
import org.hsdpo.text.medication.DrugNames.Part;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.Course;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/** Finds the drugs that a sentence names, their doses, and what is done with them. */
public final class MedicationFinder {
    /** A dose further from its drug than this belongs to something else. */
    private static final int LONGEST_WINDOW = 45;

    private record Named(int from, Found found) {
        int to() {
            return found.end();
        }
    }

    private final DrugNames names;
    private final DosingTerms terms;

    public MedicationFinder(NoteLanguage language) {
        names = DrugNames.of(language);
        terms = DosingTerms.of(language);
    }

    /** Versions of the knowledge that takes part. */
    public List<KnowledgeVersion> versions() {
        return Stream.concat(
                        names.versions().stream(),
                        Stream.of(
                                terms.version(),
                                new KnowledgeVersion(
                                        "formulary.yaml",
                                        "1",
                                        Formulary.shipped().hash())))
                .toList();
    }

    /** All names of drugs. */
    public List<String> names() {
        return names.all();
    }

    /** Medications of a sentence in order. */
    public List<MedicationMention> find(ReadSentence sentence) {
        List<Named> named = named(sentence);
        if (named.isEmpty()) {
            return List.of();
        }
        TherapyChanges changes = new TherapyChanges(terms, sentence);
        boolean[] covered = new boolean[sentence.to() - sentence.from()];
        int[] windowEnds = new int[named.size()];
        List<Optional<TherapyChanges.Behind>> behind = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            boolean hasNext = i + 1 < named.size();
            int next = hasNext ? named.get(i + 1).from() : sentence.to();
            windowEnds[i] = windowEnd(sentence, changes, named.get(i), next, hasNext);
            behind.add(changes.behind(named.get(i).to(), windowEnds[i]));
        }
        List<MedicationMention> mentions = new ArrayList<>();
        int free = sentence.from();
        for (int i = 0; i < named.size(); i++) {
            Named drug = named.get(i);
            int windowEnd = windowEnds[i];
            Optional<TherapyChanges.Verb> own = behind.get(i).map(TherapyChanges.Behind::verb);
            Optional<TherapyChanges.Verb> verb =
                    own.or(() -> changes.before(drug.from(), covered)).or(listed(behind, i));
            Optional<Event> stated = verb.map(each -> event(sentence, each, drug, windowEnd));
            CourseReader courses = new CourseReader(terms, sentence, bareUnit(drug));
            Dosing after = dosing(sentence, drug, courses.firstStepEnd(drug.to(), windowEnd), own, stated);
            Dosing dosing = withDoseBefore(sentence, drug, free, windowEnd, after);
            mark(covered, drug.from() - sentence.from(), windowEnd - sentence.from());
            free = windowEnd;
            Story story = story(sentence, drug, windowEnd, courses, changes, verb, stated);
            mentions.addAll(mentions(sentence, drug, dosing, verb, stated, story));
        }
        return mentions;
    }

    /** What is told of a therapy beside its dose. */
    private record Story(Course course, Optional<Span> purpose, Optional<Span> eventSpan, Optional<Span> reason) {}

    private Story story(
            ReadSentence sentence,
            Named drug,
            int windowEnd,
            CourseReader courses,
            TherapyChanges changes,
            Optional<TherapyChanges.Verb> verb,
            Optional<Event> stated) {
        Motives motives = new Motives(terms, sentence);
        Event event = stated.orElse(Event.TAKES);
        boolean changed = event != Event.TAKES;
        boolean withdrawn = changed && event != Event.START && event != Event.INCREASE;
        int limit = changes.nextStatement(drug.to(), verb);
        return new Story(
                event == Event.ALLERGY ? Course.UNSTATED : courses.read(drug.to(), windowEnd),
                withdrawn ? Optional.empty() : motives.purpose(drug.to(), Math.min(limit, windowEnd)),
                verb.map(each -> sentence.span(each.from(), each.to())),
                changed ? motives.reason(drug.to(), limit, event) : Optional.empty());
    }

    /** {@code metformin, glimepiride and lisinopril were stopped}: the next verb behind, where it is in the plural. */
    private static Supplier<Optional<TherapyChanges.Verb>> listed(
            List<Optional<TherapyChanges.Behind>> behind, int drug) {
        return () -> behind.subList(drug + 1, behind.size()).stream()
                .flatMap(Optional::stream)
                .findFirst()
                .filter(TherapyChanges.Behind::plural)
                .map(TherapyChanges.Behind::verb);
    }

    private List<Named> named(ReadSentence sentence) {
        List<Named> named = new ArrayList<>();
        int at = sentence.from();
        while (at < sentence.to()) {
            Optional<Found> found = names.at(sentence.lexemes(), at, sentence.to());
            if (found.isEmpty()) {
                at++;
                continue;
            }
            Named drug = new Named(at, found.get());
            if (!isAlias(sentence, named, drug)) {
                named.add(drug);
            }
            at = drug.to();
        }
        return named;
    }

    /** {@code omeprazole (Prilosec)}, {@code levetiracetam: Keppra}: the second name of one drug is no second drug. */
    private static boolean isAlias(ReadSentence sentence, List<Named> named, Named drug) {
        if (named.isEmpty()
                || !named.getLast().found().product().equals(drug.found().product())) {
            return false;
        }
        boolean bracketed = sentence.reads(drug.from() - 1, "(") && sentence.reads(drug.to(), ")");
        int after = named.getLast().to();
        boolean adjacent = drug.from() == after || drug.from() == after + 1 && sentence.reads(after, ":");
        return bracketed || adjacent;
    }

    private int windowEnd(ReadSentence sentence, TherapyChanges changes, Named drug, int next, boolean hasNext) {
        int end = hasNext ? changes.openingOfNext(drug.to(), next) : next;
        if (hasNext && end == next && !ownDoseFollows(sentence, next)) {
            end = adjacentDoseStart(sentence, drug.to(), next).orElse(end);
        }
        return Math.min(end, drug.to() + LONGEST_WINDOW);
    }

    /** Whether a dose stands right behind the drug named at {@code drug}. */
    private boolean ownDoseFollows(ReadSentence sentence, int drug) {
        int after = names.at(sentence.lexemes(), drug, sentence.to())
                .map(Found::end)
                .orElse(drug + 1);
        for (int i = after; i < Math.min(sentence.to(), after + 4); i++) {
            if (sentence.lexeme(i).isReadableNumber()
                    && terms.units()
                            .longestAt(sentence.lexemes(), i + 1, sentence.to())
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Start of {@code 500 mg} or {@code 20 units of} that stands right before the drug at {@code drug}. */
    private Optional<Integer> adjacentDoseStart(ReadSentence sentence, int from, int drug) {
        int end = terms.reads(sentence, drug - 1, Role.OF) ? drug - 1 : drug;
        for (int i = Math.max(from, end - 4); i < end; i++) {
            if (sentence.lexeme(i).isReadableNumber()) {
                Optional<TermTrie.Match<DosingTerms.Term.Unit>> unit =
                        terms.units().longestAt(sentence.lexemes(), i + 1, end);
                if (unit.isPresent() && unit.get().end() == end) {
                    return Optional.of(i);
                }
            }
        }
        return Optional.empty();
    }

    /** {@code 20 units of Lantus at bedtime}: the dose stands before the name, the frequency after it. */
    private Dosing withDoseBefore(ReadSentence sentence, Named drug, int free, int windowEnd, Dosing after) {
        if (after.dose().isPresent()
                || !after.doses().isEmpty()
                || after.perDay().isPresent()) {
            return after;
        }
        Optional<Integer> start = adjacentDoseStart(sentence, free, drug.from());
        if (start.isEmpty()
                || terms.reads(sentence, start.get() - 1, Role.BY)
                || sentence.reads(start.get() - 1, "-")) {
            return after;
        }
        Dosing before = DosingReader.read(terms, sentence, start.get(), drug.from(), false, Optional.empty());
        if (before.dose().isEmpty()) {
            return after;
        }
        Optional<Quantity> perDay = after.timesPerDay().isPresent() && !after.asNeeded()
                ? before.dose()
                        .map(dose ->
                                Quantity.of(dose.value() * after.timesPerDay().getAsDouble(), dose.unit()))
                : Optional.empty();
        return new Dosing(
                before.dose(),
                before.doses(),
                before.doseSpan(),
                after.timesPerDay(),
                after.frequencySpan(),
                perDay,
                after.route(),
                after.asNeeded(),
                after.asDirected());
    }

    /** The one unit a formulary drug is dosed in, for {@code metformin 500 BID}. */
    private static Optional<String> bareUnit(Named drug) {
        List<Part> parts = drug.found().product().parts();
        return parts.size() == 1
                ? parts.getFirst()
                        .drug()
                        .map(id -> Formulary.shipped().entry(id).strengthUnit())
                : Optional.empty();
    }

    /**
     * The dose written behind a name. Behind a verb stands a new dose ({@code was increased to 1000 mg}) or an old one
     * ({@code 1000 mg daily, increased from 500 mg}): the words "to" and "from" tell which is in force.
     */
    private Dosing dosing(
            ReadSentence sentence,
            Named drug,
            int windowEnd,
            Optional<TherapyChanges.Verb> behind,
            Optional<Event> stated) {
        if (behind.isPresent()) {
            boolean changed = isDoseTo(sentence, drug.to(), behind.get().from());
            Dosing before =
                    DosingReader.read(terms, sentence, drug.to(), behind.get().from(), changed, bareUnit(drug));
            boolean dosed = before.dose().isPresent() || before.perDay().isPresent();
            if (dosed && !isDoseTo(sentence, behind.get().to(), windowEnd)) {
                return before;
            }
            if (dosed) {
                return DosingReader.read(terms, sentence, behind.get().to(), windowEnd, true, bareUnit(drug));
            }
        }
        boolean replaces = stated.filter(event -> event == Event.INCREASE || event == Event.DECREASE)
                        .isPresent()
                || stated.isPresent() && isDoseTo(sentence, drug.to(), windowEnd);
        return DosingReader.read(terms, sentence, drug.to(), windowEnd, replaces, bareUnit(drug));
    }

    /** Whether "to" and an amount follow, as in {@code to 1000 mg}. */
    private boolean isDoseTo(ReadSentence sentence, int from, int windowEnd) {
        for (int i = from; i + 1 < windowEnd; i++) {
            if (terms.reads(sentence, i, Role.TO) && sentence.lexeme(i + 1).isReadableNumber()) {
                return true;
            }
        }
        return false;
    }

    private Event event(ReadSentence sentence, TherapyChanges.Verb verb, Named drug, int windowEnd) {
        return switch (verb.change()) {
            case Change.To(Event event) -> event;
            case Change.Switch() -> {
                if (startsBySwitch(sentence, verb, drug)) {
                    yield Event.START;
                }
                // A change of dose is no change of drug.
                yield isDoseTo(sentence, drug.to(), windowEnd) ? Event.TAKES : Event.STOP;
            }
        };
    }

    private boolean startsBySwitch(ReadSentence sentence, TherapyChanges.Verb verb, Named drug) {
        for (int i = drug.from() - 1; i >= Math.max(verb.from(), drug.from() - 4); i--) {
            if (terms.is(sentence.lexeme(i), Role.SWITCHED_TO)) {
                return true;
            }
        }
        return false;
    }

    private List<MedicationMention> mentions(
            ReadSentence sentence,
            Named drug,
            Dosing dosing,
            Optional<TherapyChanges.Verb> verb,
            Optional<Event> stated,
            Story story) {
        Span span = sentence.span(drug.from(), drug.to());
        Context context = sentence.context().of(drug.from()).ofPassingFinding();
        Event event = stated.orElse(Event.TAKES);
        if (verb.isPresent() && verb.get().negated()) {
            boolean neverBegun = event == Event.START || event == Event.TAKES;
            context = context.with(neverBegun ? Assertion.NEGATED : Assertion.AFFIRMED);
            event = neverBegun ? event : Event.TAKES;
        }
        if (sentence.kind() == Section.Kind.ALLERGIES) {
            event = Event.ALLERGY;
        } else if (sentence.kind() == Section.Kind.FORMER_MEDICATIONS && event == Event.TAKES) {
            event = Event.STOP;
        } else if (sentence.kind() == Section.Kind.FAMILY_HISTORY) {
            context = context.with(Experiencer.FAMILY);
        }
        if (event == Event.ALLERGY && stated.equals(Optional.of(Event.ALLERGY)) && !isDenied(sentence, verb.get())) {
            // "Did not tolerate" holds a negation that is part of the statement.
            context = context.with(Assertion.AFFIRMED);
        }
        double confidence =
                sentence.confidence(drug.found().misspelt() ? Confidence.MISSPELLING : Confidence.FULL_NAME);
        List<Part> parts = drug.found().product().parts();
        List<MedicationMention> mentions = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            mentions.add(
                    mention(span, sentence, parts.get(i), i, parts.size(), dosing, event, story, context, confidence));
        }
        return mentions;
    }

    private static boolean isDenied(ReadSentence sentence, TherapyChanges.Verb verb) {
        return sentence.context().of(verb.from()).ofPassingFinding().assertion() == Assertion.NEGATED;
    }

    private static MedicationMention mention(
            Span span,
            ReadSentence sentence,
            Part part,
            int index,
            int count,
            Dosing dosing,
            Event event,
            Story story,
            Context context,
            double confidence) {
        boolean ownDose = count == 1 || dosing.doses().size() == count;
        Optional<Quantity> dose = !ownDose
                ? Optional.empty()
                : count == 1 ? dosing.dose() : Optional.of(dosing.doses().get(index));
        Optional<Quantity> perDay = count == 1 ? dosing.perDay() : perDay(dose, dosing);
        Optional<Drug> drug = part.drug().filter(id -> routeAgrees(id, dosing.route()));
        return new MedicationMention(
                span,
                span.of(sentence.note()),
                drug,
                drug.isPresent() ? part.ingredient() : ingredientBy(dosing.route(), part),
                dose,
                dose.isPresent() || perDay.isPresent() ? dosing.doseSpan() : Optional.empty(),
                dosing.timesPerDay(),
                dosing.frequencySpan(),
                dosing.route(),
                drug.flatMap(id -> perDay.flatMap(total -> inFormularyUnit(id, total))),
                dosing.asNeeded(),
                dosing.asDirected(),
                story.course(),
                story.purpose(),
                event,
                story.eventSpan(),
                story.reason(),
                context,
                confidence);
    }

    private static Optional<Quantity> perDay(Optional<Quantity> dose, Dosing dosing) {
        return dose.isPresent() && dosing.timesPerDay().isPresent() && !dosing.asNeeded()
                ? Optional.of(Quantity.of(
                        dose.get().value() * dosing.timesPerDay().getAsDouble(),
                        dose.get().unit()))
                : Optional.empty();
    }

    /** The formulary holds one route of each drug; semaglutide by mouth is another product. */
    private static boolean routeAgrees(Drug drug, String route) {
        return route.isEmpty() || Formulary.shipped().entry(drug).route().name().equals(route);
    }

    /** The name under which the product for another route is known as glucose-lowering, or else the ingredient. */
    private static String ingredientBy(String route, DrugNames.Part part) {
        String named = part.ingredient() + " " + route.toLowerCase(Locale.ROOT);
        return GlucoseLoweringIngredients.contains(named) ? named : part.ingredient();
    }

    private static Optional<Quantity> inFormularyUnit(Drug drug, Quantity perDay) {
        FormularyEntry entry = Formulary.shipped().entry(drug);
        if (!(perDay.value() > 0) || !Ucum.isComparable(perDay.unit(), entry.strengthUnit())) {
            return Optional.empty();
        }
        double daily = Ucum.convert(perDay, entry.strengthUnit()).value();
        double total = entry.unit().endsWith("/wk") ? daily * 7 : daily;
        // A weekly dose passes through a seventh and back; rounding removes what floating point leaves.
        return Optional.of(Quantity.of(Math.round(total * 1e9) / 1e9, entry.unit()));
    }

    private static void mark(boolean[] covered, int from, int to) {
        for (int i = Math.max(0, from); i < Math.min(covered.length, to); i++) {
            covered[i] = true;
        }
    }
}
