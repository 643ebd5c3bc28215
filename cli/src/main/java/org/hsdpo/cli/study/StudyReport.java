package org.hsdpo.cli.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.hsdpo.agent.study.Comparison;
import org.hsdpo.agent.study.Endpoint;
import org.hsdpo.agent.study.Study;

/** A study's result for people and for machines. */
record StudyReport(Study.Result result, String policyHash) {
    String json() {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("title", result.protocol().title())
                .put("protocolHash", result.protocol().hash())
                .put("policyHash", policyHash)
                .put("comparator", result.comparator())
                .put("treatment", result.treatment())
                .put("twins", result.protocol().twins().name())
                .put("people", result.rows().getFirst().comparison().people())
                .put("nonInferior", result.nonInferior());
        ArrayNode endpoints = document.putArray("endpoints");
        result.rows().forEach(row -> figures(endpoints.addObject(), row.endpoint(), row.comparison())
                .put("primary", row.primary())
                .put("adjustedP", row.adjustedP()));
        ArrayNode subgroups = document.putArray("subgroups");
        result.subgroups().forEach(each -> figures(subgroups.addObject(), each.endpoint(), each.comparison())
                .put("people", each.people())
                .put("n", each.comparison().people()));
        return document.toPrettyString() + System.lineSeparator();
    }

    private static ObjectNode figures(ObjectNode node, Endpoint endpoint, Comparison comparison) {
        return node.put("endpoint", endpoint.name())
                .put("label", endpoint.label())
                .put("unit", endpoint.unit())
                .put("control", comparison.control())
                .put("treated", comparison.treated())
                .put("difference", comparison.difference())
                .put("low", comparison.low())
                .put("high", comparison.high())
                .put("pairedP", comparison.pairedP())
                .put("unpairedP", comparison.unpairedP())
                .put("effect", comparison.effect());
    }

    private static String ratio(Comparison comparison) {
        return comparison.control() > 0 && comparison.treated() >= 0
                ? String.format(Locale.ROOT, "%.2f", comparison.treated() / comparison.control())
                : "";
    }

    String text() {
        StringBuilder text = new StringBuilder(heading()).append(System.lineSeparator());
        text.append(line("", "guideline", "agent", "ratio", "difference (95 %)", "p paired", "Holm", "p t test", "d"));
        for (Study.Row row : result.rows()) {
            Comparison each = row.comparison();
            text.append(line(
                    (row.primary() ? "* " : "  ") + row.endpoint().label(),
                    number(each.control()),
                    number(each.treated()),
                    ratio(each),
                    interval(each),
                    p(each.pairedP()),
                    p(row.adjustedP()),
                    p(each.unpairedP()),
                    number(each.effect())));
        }
        text.append(verdict()).append(System.lineSeparator());
        for (Study.Subgroup each : result.subgroups()) {
            text.append("  %-22s %5d  %-82s %8s %8s %6s%n"
                    .formatted(
                            each.people(),
                            each.comparison().people(),
                            each.endpoint().label(),
                            number(each.comparison().control()),
                            number(each.comparison().treated()),
                            ratio(each.comparison())));
        }
        return text.toString();
    }

    private String heading() {
        return "%s; %d people, twins of the %s structure, two years"
                .formatted(
                        result.protocol().title(),
                        result.rows().getFirst().comparison().people(),
                        result.protocol().twins().name().toLowerCase(Locale.ROOT));
    }

    private String verdict() {
        Comparison bound = result.of(result.protocol().nonInferior());
        return String.format(
                Locale.ROOT,
                "%s: upper limit %.3f against a margin of %.3f, %s",
                result.protocol().nonInferior().label(),
                bound.high(),
                result.protocol().margin(),
                result.nonInferior() ? "not inferior" : "non-inferiority not shown");
    }

    private static String line(Object... cells) {
        return "%-84s %9s %9s %6s %28s %9s %9s %9s %7s%n".formatted(cells);
    }

    private static String interval(Comparison each) {
        return String.format(Locale.ROOT, "%+.3f [%+.3f, %+.3f]", each.difference(), each.low(), each.high());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String p(double value) {
        return value < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** One page without scripts; every text in it is the program's own or the protocol's title, which is escaped. */
    String html() {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(result.protocol().title()))
                .append(
                        "</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}")
                .append(
                        "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{padding:.25rem .6rem;text-align:right;")
                .append(
                        "border-bottom:1px solid #d0d7de}th:first-child,td:first-child{text-align:left}svg{vertical-align:middle}")
                .append("</style></head><body><h1>")
                .append(escaped(heading()))
                .append(
                        "</h1><p>Outcomes come from digital twins, not from patients. Simulated numbers make any p value small:"
                                + " read the differences and their intervals.</p>");
        page.append(
                "<table><thead><tr><th>endpoint</th><th>guideline</th><th>agent</th><th>ratio</th><th>difference (95"
                        + " %)</th><th>standardised, 95 %</th><th>p paired</th><th>Holm</th><th>p t test</th></tr></thead><tbody>");
        for (Study.Row row : result.rows()) {
            Comparison each = row.comparison();
            page.append("<tr><td>")
                    .append(row.primary() ? "<strong>" : "")
                    .append(escaped(row.endpoint().label()))
                    .append(row.primary() ? "</strong>" : "");
            for (String cell : new String[] {
                number(each.control()),
                number(each.treated()),
                ratio(each),
                interval(each),
                forest(each),
                escaped(p(each.pairedP())),
                escaped(p(row.adjustedP())),
                escaped(p(each.unpairedP()))
            }) {
                page.append("</td><td>").append(cell);
            }
            page.append("</td></tr>");
        }
        page.append("</tbody></table><p>")
                .append(escaped(verdict()))
                .append("</p><h2>Subgroups</h2><table><thead><tr><th>")
                .append("people</th><th>number</th><th>endpoint</th><th>guideline</th><th>agent</th><th>ratio</th>")
                .append("<th>difference (95 %)</th></tr></thead><tbody>");
        for (Study.Subgroup each : result.subgroups()) {
            page.append("<tr><td>").append(escaped(each.people()));
            for (String cell : new String[] {
                Integer.toString(each.comparison().people()),
                escaped(each.endpoint().label()),
                number(each.comparison().control()),
                number(each.comparison().treated()),
                ratio(each.comparison()),
                interval(each.comparison())
            }) {
                page.append("</td><td>").append(cell);
            }
            page.append("</td></tr>");
        }
        return page.append("</tbody></table><p>Protocol ")
                .append(result.protocol().hash())
                .append(", policy ")
                .append(policyHash)
                .append(".</p></body></html>")
                .append(System.lineSeparator())
                .toString();
    }

    /** The interval in standard deviations of the paired differences, from −0.5 to 0.5. */
    private static String forest(Comparison each) {
        double deviation = each.effect() == 0 ? 0 : each.difference() / each.effect();
        if (deviation == 0) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "<svg width=\"160\" height=\"16\" role=\"img\" aria-label=\"%.2f [%.2f, %.2f]\"><line x1=\"80\" y1=\"0\" x2=\"80\""
                        + " y2=\"16\" stroke=\"#8c959f\"/><line x1=\"%.1f\" y1=\"8\" x2=\"%.1f\" y2=\"8\" stroke=\"#0b6bcb\""
                        + " stroke-width=\"2\"/><circle cx=\"%.1f\" cy=\"8\" r=\"4\" fill=\"#0b6bcb\"/></svg>",
                each.effect(),
                each.low() / deviation,
                each.high() / deviation,
                place(each.low() / deviation),
                place(each.high() / deviation),
                place(each.effect()));
    }

    private static double place(double standardised) {
        return 80 + 150 * Math.clamp(standardised, -0.5, 0.5);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
