package org.hsdpo.text.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.graph.Node.Kind;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.note.AbbreviationMention;
import org.hsdpo.text.note.AdverseEventMention;
import org.hsdpo.text.note.ConceptMention;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.DateMention;
import org.hsdpo.text.note.MeasurementMention;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.note.NameMention;
import org.hsdpo.text.note.Sentence;
import org.hsdpo.text.note.SocialMention;
import org.hsdpo.text.note.Span;

/** Takes the findings of one note apart into nodes and edges, sentence by sentence. */
public final class NoteDecomposition {
    private record Place(Kind kind, Span span, String label) {}

    private final String text;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Place, Integer> ids = new HashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();

    private NoteDecomposition(String text) {
        this.text = text;
    }

    /** All findings of a note, each kind in the order of the text. */
    public record Findings(
            List<Sentence> sentences,
            List<ConceptMention> concepts,
            List<MedicationMention> medications,
            List<MeasurementMention> measurements,
            List<SocialMention> social,
            List<AdverseEventMention> adverseEvents,
            List<AbbreviationMention> abbreviations,
            List<NameMention> names,
            List<DateMention> dates) {}

    /** The graph of a note. */
    public static PatientGraph of(String text, Findings findings) {
        NoteDecomposition graph = new NoteDecomposition(text);
        Cursor<ConceptMention> problems = new Cursor<>(findings.concepts(), ConceptMention::span);
        Cursor<MedicationMention> drugs = new Cursor<>(findings.medications(), MedicationMention::span);
        Cursor<MeasurementMention> values = new Cursor<>(findings.measurements(), MeasurementMention::span);
        Cursor<DateMention> times = new Cursor<>(findings.dates(), DateMention::span);
        for (Sentence sentence : findings.sentences()) {
            graph.add(
                    problems.within(sentence.span()),
                    drugs.within(sentence.span()),
                    values.within(sentence.span()),
                    times.within(sentence.span()));
        }
        findings.adverseEvents().forEach(graph::adverseEvent);
        findings.social().forEach(graph::social);
        findings.names().forEach(graph::name);
        graph.abbreviations(findings.abbreviations());
        return new PatientGraph(graph.nodes, List.copyOf(graph.edges));
    }

    /** Findings in order, handed out sentence by sentence, which keeps the work linear. */
    private static final class Cursor<T> {
        private final List<T> all;
        private final java.util.function.Function<T, Span> span;
        private int at;

        Cursor(List<T> all, java.util.function.Function<T, Span> span) {
            this.all = all;
            this.span = span;
        }

        List<T> within(Span sentence) {
            while (at < all.size() && span.apply(all.get(at)).start() < sentence.start()) {
                at++;
            }
            int from = at;
            while (at < all.size() && span.apply(all.get(at)).start() < sentence.end()) {
                at++;
            }
            return all.subList(from, at);
        }
    }

    private void add(
            List<ConceptMention> problems,
            List<MedicationMention> drugs,
            List<MeasurementMention> values,
            List<DateMention> dates) {
        problems.forEach(this::problem);
        values.forEach(this::measurement);
        for (DateMention date : dates) {
            date.date().ifPresent(day -> time(date));
        }
        for (MeasurementMention value : values) {
            value.date().ifPresent(day -> dates.stream()
                    .filter(date -> date.date().equals(value.date()))
                    .findFirst()
                    .ifPresent(date -> edge(measurement(value), time(date), Edge.Kind.MEASURED_AT)));
        }
        for (MedicationMention drug : drugs) {
            drug(drug, problems, values, dates);
        }
        for (ConceptMention problem : problems) {
            dateBehind(problem.span().end(), dates)
                    .ifPresent(date -> edge(problem(problem), time(date), Edge.Kind.DATED));
        }
    }

    private void drug(
            MedicationMention drug,
            List<ConceptMention> problems,
            List<MeasurementMention> values,
            List<DateMention> dates) {
        int node = node(Kind.DRUG, drug.span(), drug.ingredient(), drug.context());
        drug.doseSpan()
                .ifPresent(
                        span -> edge(node(Kind.DOSE, span, dose(drug, span), Context.PLAIN), node, Edge.Kind.DOSE_OF));
        drug.purpose().ifPresent(purpose -> problems.stream()
                .filter(problem -> problem.span().overlaps(purpose) && isAffirmed(problem.context()))
                .forEach(problem -> edge(node, problem(problem), Edge.Kind.TREATS)));
        if (drug.eventSpan().isPresent() && drug.event() != Event.TAKES) {
            event(drug, node, drug.eventSpan().get(), problems, values, dates);
        }
    }

    private void event(
            MedicationMention drug,
            int node,
            Span verb,
            List<ConceptMention> problems,
            List<MeasurementMention> values,
            List<DateMention> dates) {
        int event = node(Kind.EVENT, verb, drug.event().name(), drug.context());
        edge(event, node, Edge.Kind.CHANGES);
        dateBehind(verb.end(), dates).ifPresent(date -> edge(event, time(date), Edge.Kind.DATED));
        drug.reason().ifPresent(reason -> {
            List<Integer> causes = new ArrayList<>();
            problems.stream().filter(each -> each.span().overlaps(reason)).forEach(each -> causes.add(problem(each)));
            values.stream().filter(each -> each.span().overlaps(reason)).forEach(each -> causes.add(measurement(each)));
            if (causes.isEmpty()) {
                causes.add(node(Kind.REASON, reason, reason.of(text), Context.PLAIN));
            }
            causes.forEach(cause -> edge(event, cause, Edge.Kind.CHANGED_BECAUSE));
        });
    }

    /** A date that follows within two words: {@code started on 2024-03-01}, {@code pancreatitis (2019-05-02)}. */
    private Optional<DateMention> dateBehind(int end, List<DateMention> dates) {
        return dates.stream()
                .filter(date -> date.date().isPresent() && date.span().start() >= end)
                .filter(date -> date.span().start() - end <= 12)
                .filter(date ->
                        LexemeScanner.scan(text, end, date.span().start()).size() <= 2)
                .findFirst();
    }

    private static boolean isAffirmed(Context context) {
        return context.assertion() != Assertion.NEGATED;
    }

    private static String dose(MedicationMention drug, Span span) {
        return drug.dose().or(drug::dailyDose).map(NoteDecomposition::plain).orElse("");
    }

    private int problem(ConceptMention mention) {
        return node(
                Kind.PROBLEM,
                mention.span(),
                mention.concept().map(Enum::name).orElse(mention.text()),
                mention.context());
    }

    private int measurement(MeasurementMention mention) {
        return node(
                Kind.MEASUREMENT,
                mention.span(),
                mention.measurement() + " " + mention.bound().symbol() + plain(mention.value()),
                mention.context());
    }

    /** A name without a code stands apart: no edge leads to it, and nobody takes it for a drug or a problem that is known. */
    private void name(NameMention mention) {
        node(Kind.UNCODED, mention.span(), words(mention.kind()) + ": " + mention.text(), mention.context());
    }

    private void adverseEvent(AdverseEventMention mention) {
        int problem = node(
                Kind.PROBLEM,
                mention.event(),
                mention.concept().map(Enum::name).orElse(mention.text()),
                mention.context());
        int drug = node(Kind.DRUG, mention.drugSpan(), mention.ingredient(), Context.PLAIN);
        switch (mention.basis()) {
            case STATED_CAUSE -> edge(problem, drug, Edge.Kind.CAUSED_BY);
            case UNDER_DRUG -> edge(problem, drug, Edge.Kind.AROSE_UNDER);
            // The change of the drug and its reason stand in the graph already.
            case WITHDRAWN_FOR -> {}
        }
    }

    private void social(SocialMention mention) {
        String amount = mention.amount().map(each -> ", " + plain(each)).orElse("");
        node(
                Kind.SOCIAL,
                mention.span(),
                words(mention.topic()) + ": " + words(mention.status()) + amount,
                mention.context());
    }

    /** What an abbreviation stands for is shown where nothing else was found in it. */
    private void abbreviations(List<AbbreviationMention> mentions) {
        BitSet taken = new BitSet(text.length());
        nodes.forEach(node -> taken.set(node.span().start(), node.span().end()));
        for (AbbreviationMention mention : mentions) {
            Span span = mention.span();
            int next = taken.nextSetBit(span.start());
            if (next < 0 || next >= span.end()) {
                String readings = mention.expansion().orElseGet(() -> String.join(" or ", mention.readings()) + "?");
                node(Kind.ABBREVIATION, span, readings, Context.PLAIN);
            }
        }
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private int time(DateMention date) {
        return node(Kind.TIME, date.span(), date.date().orElseThrow().toString(), Context.PLAIN);
    }

    private static String plain(Quantity quantity) {
        return java.math.BigDecimal.valueOf(quantity.value())
                        .stripTrailingZeros()
                        .toPlainString() + " " + quantity.unit();
    }

    private int node(Kind kind, Span span, String label, Context context) {
        return ids.computeIfAbsent(new Place(kind, span, label), place -> {
            nodes.add(new Node(nodes.size(), kind, span, label, context));
            return nodes.size() - 1;
        });
    }

    private void edge(int from, int to, Edge.Kind kind) {
        edges.add(new Edge(from, to, kind));
    }
}
