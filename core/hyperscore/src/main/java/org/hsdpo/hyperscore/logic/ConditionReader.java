package org.hsdpo.hyperscore.logic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.patient.Sex;

/**
 * Reads a condition from its YAML form: a mapping whose entries all have to hold.
 *
 * <pre>{@code
 * when: {egfr: {at-least: 30, below: 45}, not: {has: HEART_FAILURE}}
 * then: {dose: {drug: metformin, at-most: 1000, unit: mg/d}}
 * }</pre>
 *
 * <p>An unknown key, drug, condition or unit is an error that names the rule.
 */
final class ConditionReader {
    private final String ruleId;

    ConditionReader(String ruleId) {
        this.ruleId = ruleId;
    }

    Condition read(JsonNode node) {
        if (node == null || !node.isObject() || node.isEmpty()) {
            throw refused("a condition is a mapping with at least one entry");
        }
        List<Condition> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            parts.add(entry(entry.getKey(), entry.getValue()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
    }

    private Condition entry(String key, JsonNode value) {
        return switch (key) {
            case "all" -> new Condition.All(parts(value));
            case "any" -> new Condition.Any(parts(value));
            case "not" -> new Condition.Not(read(value));
            case "stated" -> stated(value);
            case "has" -> conditions(value, Condition.Has::new);
            case "had" -> conditions(value, Condition.Had::new);
            case "sex" -> new Condition.SexIs(enumeration(Sex.class, text(value)));
            case "co-medication" -> new Condition.CoMedication(names(value));
            case "allergy" -> new Condition.AllergicTo(names(value));
            case "phenotype" -> phenotype(value);
            case "takes" -> new Condition.Takes(drugs(value));
            case "avoid" -> new Condition.Not(new Condition.Takes(drugs(value)));
            case "starts" -> new Condition.Starts(drugs(value));
            case "not-started" -> new Condition.Not(new Condition.Starts(drugs(value)));
            case "raises" -> new Condition.Raises(drugs(value));
            case "not-raised" -> new Condition.Not(new Condition.Raises(drugs(value)));
            case "dose" -> dose(value);
            case "dose-per-kg" -> dosePerKilogram(value);
            default ->
                new Condition.Within(
                        NumericFact.byId(key).orElseThrow(() -> refused("'" + key + "' is not a condition")),
                        bounds(value, Set.of()));
        };
    }

    /** Whom a rule is about: a condition about the patient alone. */
    Condition audience(JsonNode node) {
        Condition audience = read(node);
        if (audience.regimenDrugs().findAny().isPresent()) {
            throw refused("'for' speaks of the patient, not of the regimen");
        }
        return audience;
    }

    private Condition stated(JsonNode value) {
        Condition part = read(value);
        if (part.regimenDrugs().findAny().isPresent()) {
            throw refused("'stated' speaks of the patient, not of the regimen");
        }
        return new Condition.Stated(part);
    }

    private List<Condition> parts(JsonNode value) {
        if (!value.isArray() || value.size() < 2) {
            throw refused("'all' and 'any' take a list of at least two conditions");
        }
        List<Condition> parts = new ArrayList<>();
        value.forEach(part -> parts.add(read(part)));
        return List.copyOf(parts);
    }

    /** One condition, or a list of which at least one is present. */
    private Condition conditions(JsonNode value, java.util.function.Function<ConditionConcept, Condition> atom) {
        if (value.isTextual()) {
            return atom.apply(enumeration(ConditionConcept.class, text(value)));
        }
        List<Condition> parts = new ArrayList<>();
        texts(value).forEach(name -> parts.add(atom.apply(enumeration(ConditionConcept.class, name))));
        return new Condition.Any(List.copyOf(parts));
    }

    private Condition phenotype(JsonNode value) {
        requireKeys(value, Set.of("gene", "is"));
        return new Condition.PhenotypeIs(text(value.get("gene")), Set.copyOf(texts(value.get("is"))));
    }

    private Condition dose(JsonNode value) {
        Drug drug = drug(text(value.get("drug")));
        requireUnit(value, Formulary.shipped().entry(drug).unit());
        return new Condition.DoseWithin(drug, bounds(value, Set.of("drug", "unit")));
    }

    private Condition dosePerKilogram(JsonNode value) {
        requireKeys(value, Set.of("drug", "at-most", "unit"));
        Drug drug = drug(text(value.get("drug")));
        String unit = Formulary.shipped().entry(drug).unit();
        requireUnit(value, unit.replace("/", "/kg/"));
        return new Condition.DosePerKilogramAtMost(drug, number(value.get("at-most")));
    }

    private Bounds bounds(JsonNode value, Set<String> otherKeys) {
        if (!value.isObject()) {
            throw refused("bounds are a mapping of above, at-least, below, at-most");
        }
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        boolean lowIncluded = false;
        boolean highIncluded = false;
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            switch (entry.getKey()) {
                case "above" -> low = number(entry.getValue());
                case "at-least" -> {
                    low = number(entry.getValue());
                    lowIncluded = true;
                }
                case "below" -> high = number(entry.getValue());
                case "at-most" -> {
                    high = number(entry.getValue());
                    highIncluded = true;
                }
                default -> {
                    if (!otherKeys.contains(entry.getKey())) {
                        throw refused("'" + entry.getKey() + "' is not a bound");
                    }
                }
            }
        }
        if (value.has("above") && value.has("at-least") || value.has("below") && value.has("at-most")) {
            throw refused("two lower or two upper bounds");
        }
        if (Double.isInfinite(low) && Double.isInfinite(high)) {
            throw refused("bounds are empty");
        }
        return new Bounds(low, lowIncluded, high, highIncluded);
    }

    private void requireKeys(JsonNode value, Set<String> keys) {
        Set<String> found = new TreeSet<>();
        value.fieldNames().forEachRemaining(found::add);
        if (!found.equals(keys)) {
            throw refused("expected exactly " + new TreeSet<>(keys) + " and found " + found);
        }
    }

    private void requireUnit(JsonNode value, String unit) {
        if (!unit.equals(text(value.get("unit")))) {
            throw refused("the unit is " + unit + ", not '" + text(value.get("unit")) + "'");
        }
    }

    Set<Drug> drugs(JsonNode value) {
        Set<Drug> drugs = EnumSet.noneOf(Drug.class);
        if (value.isTextual()) {
            drugs.add(drug(text(value)));
        } else {
            texts(value).forEach(name -> drugs.add(drug(name)));
        }
        return drugs;
    }

    private Set<String> names(JsonNode value) {
        Set<String> names = new TreeSet<>();
        for (String name : value.isTextual() ? List.of(text(value)) : texts(value)) {
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw refused("'" + name + "' is not in lower case");
            }
            names.add(name);
        }
        return names;
    }

    private Drug drug(String id) {
        return Drug.byId(id).orElseThrow(() -> refused("'" + id + "' is not a drug of the formulary"));
    }

    private <E extends Enum<E>> E enumeration(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw refused("'" + name + "' is not a " + type.getSimpleName());
        }
    }

    private List<String> texts(JsonNode value) {
        if (value == null || !value.isArray() || value.isEmpty()) {
            throw refused("expected a list with at least one entry");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(text(item)));
        return texts;
    }

    private String text(JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw refused("expected a text");
        }
        return value.textValue();
    }

    private double number(JsonNode value) {
        if (value == null || !value.isNumber()) {
            throw refused("expected a number");
        }
        return value.doubleValue();
    }

    private IllegalStateException refused(String why) {
        return new IllegalStateException("rule " + ruleId + ": " + why);
    }
}
