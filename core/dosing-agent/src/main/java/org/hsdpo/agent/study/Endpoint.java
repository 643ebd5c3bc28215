package org.hsdpo.agent.study;

import org.hsdpo.agent.environment.DosingEnvironment;

/** What is compared; one number a person over two years. Events are expected events. */
public enum Endpoint {
    HYPOGLYCAEMIA_LEVEL_1("hypoglycaemia below 70 mg/dL", "/a"),
    HYPOGLYCAEMIA_LEVEL_2("hypoglycaemia below 54 mg/dL", "/a"),
    HYPOGLYCAEMIA_LEVEL_3("severe hypoglycaemia", "/a"),
    ADVERSE_DRUG_EVENTS("adverse drug events: hypoglycaemia of level 2 and 3, and others of grade 2 or more", "/a"),
    OTHER_ADVERSE_EVENTS("adverse events other than hypoglycaemia, of grade 2 or more", "/a"),
    HBA1C("HbA1c at two years", "%"),
    HBA1C_ABOVE_GOAL("mean HbA1c above the goal", "%"),
    AT_GOAL("at or below the goal at two years", "1"),
    WEIGHT_CHANGE("change of weight", "kg"),
    UTILITY_LOST("clinical utility lost", "/a");

    private final String label;
    private final String unit;

    Endpoint(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** UCUM unit. */
    public String unit() {
        return unit;
    }

    double of(DosingEnvironment environment, int person) {
        DosingEnvironment.Tally tally = environment.tally(person);
        return switch (this) {
            case HYPOGLYCAEMIA_LEVEL_1 -> tally.hypoglycaemiaPerYear(1);
            case HYPOGLYCAEMIA_LEVEL_2 -> tally.hypoglycaemiaPerYear(2);
            case HYPOGLYCAEMIA_LEVEL_3 -> tally.hypoglycaemiaPerYear(3);
            case ADVERSE_DRUG_EVENTS ->
                tally.hypoglycaemiaPerYear(2) + tally.hypoglycaemiaPerYear(3) + tally.adverseEventsPerYear();
            case OTHER_ADVERSE_EVENTS -> tally.adverseEventsPerYear();
            case HBA1C -> tally.lastHba1c();
            case HBA1C_ABOVE_GOAL -> tally.meanExcess();
            case AT_GOAL -> tally.lastHba1c() <= environment.goal(person) ? 1 : 0;
            case WEIGHT_CHANGE -> tally.lastWeight() - environment.startWeight(person);
            case UTILITY_LOST -> tally.decrementPerYear();
        };
    }
}
