package org.hsdpo.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A profile as a page of text for a terminal. */
final class ProfileTable {
    private static final int WIDTH = 110;

    private final JsonNode profile;
    private final StringBuilder page = new StringBuilder();

    ProfileTable(JsonNode profile) {
        this.profile = profile;
    }

    String render() {
        heading("Personalised prescription profile " + text(profile, "profileId"));
        line("As of " + day(text(profile, "asOf")) + ". " + text(profile, "notice"));
        patient();
        decision();
        alternatives();
        barred();
        section("Critique", texts(profile.path("critique")));
        quality();
        provenance();
        return page.toString().stripTrailing();
    }

    private void patient() {
        JsonNode patient = profile.path("patient");
        heading("Patient");
        String who = (patient.hasNonNull("age") ? patient.get("age").asInt() + " years" : "age not known") + ", "
                + switch (text(patient, "sex")) {
                    case "SEX_FEMALE" -> "female";
                    case "SEX_MALE" -> "male";
                    default -> "sex not known";
                };
        line(who + "; " + joined(patient.path("conditions"), "no conditions stated"));
        line("Takes now: " + text(profile.path("current"), "text")
                + (patient.path("coMedication").isEmpty() ? "" : "; also " + joined(patient.path("coMedication"), "")));
        if (patient.path("hba1cGoal").has("value")) {
            line("HbA1c goal: " + quantity(patient.path("hba1cGoal")) + " (" + text(patient, "hba1cGoalReason") + ")");
        }
        for (JsonNode measurement : patient.path("measurements")) {
            page.append("  %-36s %12s   %s%s%n"
                    .formatted(
                            text(measurement, "label"),
                            text(measurement, "comparator") + quantity(measurement.path("value")),
                            day(text(measurement, "time")),
                            measurement.path("stale").asBoolean() ? "   too old for a decision" : ""));
        }
    }

    private void decision() {
        heading("Recommendation");
        for (JsonNode abstention : profile.path("abstention")) {
            line("The system abstains: " + text(abstention, "reason")
                    + (text(abstention, "remedy").isEmpty() ? "" : " → " + text(abstention, "remedy")));
        }
        for (JsonNode degradation : profile.path("degraded")) {
            line("INCOMPLETE: " + text(degradation, "component") + ": " + text(degradation, "reason"));
        }
        if (!profile.hasNonNull("recommended")) {
            return;
        }
        JsonNode proposal = profile.path("recommended");
        line("» " + text(proposal.path("regimen"), "text") + "   (" + action(text(proposal, "action")) + ")");
        line("HyperScore %s, probability of success %s"
                .formatted(score(proposal), percent(proposal.path("probability"))));
        engines(proposal);
        forecast(proposal.path("forecast"));
        section("Titration", texts(proposal.path("titration")));
        section("Monitoring", texts(proposal.path("monitoring")));
        section("What speaks against it", texts(proposal.path("critique")));
        List<String> open = new ArrayList<>();
        for (JsonNode proof : proposal.path("proofs")) {
            if (!text(proof, "status").equals("PROOF_STATUS_PROVEN")) {
                open.add(text(proof, "explanation") + " [" + text(proof, "source") + "]");
            }
        }
        section("Rules not proven", open);
    }

    private void engines(JsonNode proposal) {
        proposal.path("engines").properties().forEach(engine -> {
            if (engine.getValue().has("score")) {
                page.append("  %-16s %.2f ± %.2f   %s%n"
                        .formatted(
                                engine.getKey(),
                                engine.getValue().path("score").asDouble(),
                                engine.getValue().path("standardDeviation").asDouble(),
                                shortened(text(engine.getValue(), "explanation"), WIDTH - 32)));
            }
        });
    }

    private void forecast(JsonNode forecast) {
        if (forecast.isMissingNode() || !forecast.has("hba1c")) {
            return;
        }
        line("In " + forecast.path("horizonWeeks").asInt() + " weeks (median, 90 % interval): HbA1c "
                + percentiles(forecast.path("hba1c")) + "; weight change "
                + percentiles(forecast.path("weightChange")) + "; hypoglycaemia below 70 mg/dL "
                + percentiles(forecast.path("hypoglycaemiaLevel1")));
    }

    private void alternatives() {
        if (profile.path("alternatives").isEmpty()) {
            return;
        }
        heading("Alternatives");
        page.append("  %-58s %10s %8s %16s %8s%n".formatted("regimen", "HyperScore", "success", "HbA1c", "Q"));
        for (JsonNode proposal : profile.path("alternatives")) {
            page.append("  %-58s %10s %8s %16s %8s%s%n"
                    .formatted(
                            shortened(text(proposal.path("regimen"), "text"), 58),
                            score(proposal),
                            percent(proposal.path("probability")),
                            percentiles(proposal.path("forecast").path("hba1c")),
                            proposal.path("agent").hasNonNull("q")
                                    ? "%.2f"
                                            .formatted(proposal.path("agent")
                                                    .path("q")
                                                    .asDouble())
                                    : "-",
                            proposal.path("abstention").isEmpty() ? "" : "  abstains"));
        }
    }

    private void barred() {
        List<String> lines = new ArrayList<>();
        for (JsonNode proposal : profile.path("inadmissible")) {
            for (JsonNode proof : proposal.path("proofs")) {
                if (proof.path("hard").asBoolean() && !text(proof, "status").equals("PROOF_STATUS_PROVEN")) {
                    lines.add(text(proposal.path("regimen"), "text") + ": " + text(proof, "explanation"));
                    break;
                }
            }
        }
        section("Barred by the rules", lines);
    }

    private void quality() {
        JsonNode quality = profile.path("patient").path("dataQuality");
        List<String> lines = new ArrayList<>();
        for (JsonNode missing : quality.path("missing")) {
            lines.add("missing: " + text(missing, "datum") + " (" + text(missing, "why") + ")");
        }
        for (JsonNode issue : quality.path("issues")) {
            lines.add(text(issue, "kind").replace("DATA_ISSUE_KIND_", "").toLowerCase(Locale.ROOT) + ": "
                    + text(issue, "field") + ": " + text(issue, "message"));
        }
        int shown = 12;
        List<String> first = new ArrayList<>(lines.subList(0, Math.min(shown, lines.size())));
        if (lines.size() > shown) {
            first.add((lines.size() - shown) + " more (--json shows all)");
        }
        section(
                "Data (%.0f %% complete)"
                        .formatted(100 * quality.path("completeness").asDouble()),
                first);
    }

    private void provenance() {
        JsonNode provenance = profile.path("provenance");
        line("");
        line("Seed " + text(provenance, "seed") + ", " + text(provenance, "draws") + " draws, patient state "
                + shortened(text(provenance, "patientStateHash"), 13) + ", profile "
                + shortened(text(provenance, "profileHash"), 13));
    }

    private void heading(String title) {
        page.append('\n')
                .append(title)
                .append('\n')
                .append("─".repeat(Math.min(WIDTH, title.length())))
                .append('\n');
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append('\n').append(title).append(":\n");
            lines.forEach(
                    entry -> page.append("  - ").append(wrapped(entry, "    ")).append('\n'));
        }
    }

    private void line(String content) {
        page.append(wrapped(content, "  ")).append('\n');
    }

    private static String wrapped(String content, String indent) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (String word : content.split(" ")) {
            if (column > 0 && column + word.length() + 1 > WIDTH) {
                out.append('\n').append(indent);
                column = indent.length();
            } else if (column > 0) {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
        }
        return out.toString();
    }

    private static String action(String id) {
        String[] parts = id.split(":", 2);
        return switch (parts[0]) {
            case "maintain" -> "no change";
            case "up" -> "step up: " + parts[1];
            case "down" -> "step down: " + parts[1];
            case "stop" -> "stop: " + parts[1];
            default -> id;
        };
    }

    private static String score(JsonNode proposal) {
        return proposal.hasNonNull("hyperScore")
                ? "%.1f".formatted(proposal.get("hyperScore").asDouble())
                : "-";
    }

    private static String percent(JsonNode probability) {
        return probability.isNumber() ? "%.0f %%".formatted(100 * probability.asDouble()) : "-";
    }

    private static String percentiles(JsonNode percentiles) {
        return percentiles.has("p50")
                ? "%.1f (%.1f–%.1f) %s"
                        .formatted(
                                percentiles.path("p50").asDouble(),
                                percentiles.path("p5").asDouble(),
                                percentiles.path("p95").asDouble(),
                                text(percentiles, "unit"))
                : "-";
    }

    private static String quantity(JsonNode quantity) {
        double value = quantity.path("value").asDouble();
        String number = value == Math.rint(value) ? "%.0f".formatted(value) : "%.3g".formatted(value);
        return number + " " + text(quantity, "unit");
    }

    private static String day(String instant) {
        return instant.length() >= 10 ? instant.substring(0, 10) : instant;
    }

    private static String shortened(String content, int length) {
        return content.length() <= length ? content : content.substring(0, length - 1) + "…";
    }

    private static String joined(JsonNode array, String none) {
        return array.isEmpty() ? none : String.join(", ", texts(array));
    }

    private static List<String> texts(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(entry -> all.add(entry.asText()));
        return all;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
