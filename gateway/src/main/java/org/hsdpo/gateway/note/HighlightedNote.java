package org.hsdpo.gateway.note;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.parser.v1.Assertion;
import org.hsdpo.contracts.parser.v1.Experiencer;
import org.hsdpo.contracts.parser.v1.GraphNode;
import org.hsdpo.contracts.parser.v1.Temporality;

/**
 * A note as a page: its words unchanged, those that something was read from marked with what it was, and the relations
 * between them listed below. Every word of the note is escaped; the page holds no script and loads nothing.
 */
public final class HighlightedNote {
    private static final String STYLE = """
            body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            .note{white-space:pre-wrap;border:1px solid #c9d1d9;border-radius:6px;padding:1rem}
            mark{border-radius:3px;padding:0 .15em;color:inherit}
            .problem{background:#ffd8d3}.drug{background:#cfe8ff}.dose{background:#dff5d8}
            .measurement{background:#fff1b8}.event{background:#e6d9ff}.time{background:#e3e8ee}.reason{background:#ffe3c2}
            .social{background:#d3f0ea}.abbreviation{background:none;border-bottom:1px dotted #57606a}
            .uncoded{background:none;border-bottom:2px dashed #8250df}
            .negated{text-decoration:line-through}.possible,.hypothetical{border-bottom:2px dotted #57606a}
            .historical{opacity:.75}.family,.other{outline:1px dashed #57606a}
            ul.key{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.75rem}
            table{border-collapse:collapse}td,th{text-align:left;padding:.2rem 1rem .2rem 0}
            """;

    private HighlightedNote() {}

    /** The page of a note. */
    public static String page(GetNoteResponse note) {
        StringBuilder page = new StringBuilder(note.getText().length() * 2);
        page.append("<!doctype html><html lang=\"")
                .append(escaped(note.getSummary().getLanguage()))
                .append("\"><head><meta charset=\"utf-8\"><title>Clinical note</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Clinical note</h1>");
        key(page);
        page.append("<div class=\"note\">");
        text(page, note);
        page.append("</div>");
        relations(page, note);
        return page.append("</body></html>").toString();
    }

    private static void key(StringBuilder page) {
        page.append("<ul class=\"key\">");
        for (String kind : List.of(
                "problem",
                "drug",
                "dose",
                "measurement",
                "event",
                "time",
                "reason",
                "social",
                "abbreviation",
                "uncoded")) {
            page.append("<li><mark class=\"")
                    .append(kind)
                    .append("\">")
                    .append(kind)
                    .append("</mark></li>");
        }
        page.append("<li><span class=\"negated\">denied</span></li><li><span class=\"possible\">possible or"
                + " conditional</span></li><li><span class=\"historical\">former</span></li>"
                + "<li><span class=\"family\">of another person</span></li></ul>");
    }

    /** Of nodes that overlap, the first and longest is marked; what the others say stands among the relations. */
    private static void text(StringBuilder page, GetNoteResponse note) {
        String text = note.getText();
        List<GraphNode> nodes = new ArrayList<>(note.getNodesList());
        nodes.sort(Comparator.<GraphNode>comparingInt(node -> node.getSpan().getStart())
                .thenComparing(node -> -node.getSpan().getEnd()));
        int at = 0;
        for (GraphNode node : nodes) {
            int start = node.getSpan().getStart();
            int end = node.getSpan().getEnd();
            if (start < at || end <= start || end > text.length()) {
                continue;
            }
            page.append(escaped(text.substring(at, start)))
                    .append("<mark class=\"")
                    .append(classes(node))
                    .append("\" title=\"")
                    .append(escaped(title(node)))
                    .append("\">")
                    .append(escaped(text.substring(start, end)))
                    .append("</mark>");
            at = end;
        }
        page.append(escaped(text.substring(at)));
    }

    private static void relations(StringBuilder page, GetNoteResponse note) {
        if (note.getEdgesCount() == 0) {
            return;
        }
        page.append("<h2>Relations</h2><table><tbody>");
        note.getEdgesList().forEach(edge -> page.append("<tr><td>")
                .append(escaped(note.getNodes(edge.getFrom()).getLabel()))
                .append("</td><td>")
                .append(words(edge.getKind().name(), "GRAPH_EDGE_KIND_"))
                .append("</td><td>")
                .append(escaped(note.getNodes(edge.getTo()).getLabel()))
                .append("</td></tr>"));
        page.append("</tbody></table>");
    }

    private static String classes(GraphNode node) {
        return words(node.getKind().name(), "GRAPH_NODE_KIND_") + " "
                + context(node).stream().collect(Collectors.joining(" "));
    }

    private static String title(GraphNode node) {
        List<String> context = context(node);
        return words(node.getKind().name(), "GRAPH_NODE_KIND_") + ": " + node.getLabel()
                + (context.isEmpty() ? "" : " (" + String.join(", ", context) + ")");
    }

    private static List<String> context(GraphNode node) {
        List<String> context = new ArrayList<>();
        if (node.getAssertion() == Assertion.ASSERTION_NEGATED || node.getAssertion() == Assertion.ASSERTION_POSSIBLE) {
            context.add(words(node.getAssertion().name(), "ASSERTION_"));
        }
        if (node.getTemporality() == Temporality.TEMPORALITY_HISTORICAL
                || node.getTemporality() == Temporality.TEMPORALITY_HYPOTHETICAL) {
            context.add(words(node.getTemporality().name(), "TEMPORALITY_"));
        }
        if (node.getExperiencer() == Experiencer.EXPERIENCER_FAMILY
                || node.getExperiencer() == Experiencer.EXPERIENCER_OTHER) {
            context.add(words(node.getExperiencer().name(), "EXPERIENCER_"));
        }
        return context;
    }

    private static String words(String name, String prefix) {
        return name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
