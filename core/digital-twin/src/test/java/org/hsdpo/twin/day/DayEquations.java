package org.hsdpo.twin.day;

import org.hsdpo.twin.GlucoseState;
import org.hsdpo.twin.pk.OdeSystem;

/**
 * The equations of a day written down once more for a general solver, gut and depot as differential equations too: what
 * {@link DayEngine} is compared with. Time in minutes. State: glucose, secreted, acting, interstitial, gut 1 and 2, depot 1
 * and 2.
 */
final class DayEquations implements OdeSystem {
    private final DayKnowledge knowledge;
    private final GlucoseState state;
    private final DayCourse course;
    private final double insulin;
    private final double level;
    private final double dawn;
    private final double daytime;

    DayEquations(
            DayKnowledge knowledge, GlucoseState state, DayCourse course, double level, double dawn, double daytime) {
        this.knowledge = knowledge;
        this.state = state;
        this.course = course;
        this.level = level;
        this.dawn = dawn;
        this.daytime = daytime;
        insulin = state.fastingInsulin();
    }

    double absorption() {
        return knowledge.eating().absorption()
                * (1 + knowledge.eating().emptyingGain() * state.glp1())
                * Math.pow(state.variability(), -knowledge.eating().variabilityPower());
    }

    @Override
    public void derivatives(double minute, double[] y, double[] d) {
        double fasting = state.fastingGlucose();
        double g = y[0];
        double share = knowledge.insulin().sulfonylureaConstantShare();
        double u = state.secretagogue();
        double secretion = state.secretion()
                * ((1 + u * (1 - share)) * Math.max(0, g - 63)
                        + u * share * Math.max(0, fasting - 63)
                        + state.incretin() * Math.max(0, g - 90))
                / insulin;
        double hours = knowledge.glargine().absorption();
        double injected = state.exogenousInsulin() / insulin * 24 * y[7] / hours;
        double k = knowledge.glucose().turnover() / (knowledge.glucose().volume() * fasting);
        double filtration = state.egfr() / 100 / (knowledge.glucose().volume() * state.weight());
        double uptake = knowledge.glucose().insulinDependentUptake();
        double production = state.production() / insulin * level * factor(minute);
        double tau = absorption();
        d[0] = k
                        * (production * ((1 - uptake) / y[2] + uptake)
                                - g * (1 - uptake + uptake * y[2])
                                + 2 * Math.max(0, 70 - g)
                                - state.renal() * Math.max(0, g - 60))
                - filtration * Math.max(0, g - knowledge.glucose().renalThreshold())
                + y[5] / tau;
        d[1] = (secretion - y[1]) / knowledge.insulin().secretionLag();
        d[2] = (y[1] + injected - y[2]) / knowledge.insulin().actionLag();
        d[3] = (g - y[3]) / knowledge.sensor().lag();
        d[4] = -y[4] / tau;
        d[5] = (y[4] - y[5]) / tau;
        d[6] = -y[6] / knowledge.glargine().release() / 60;
        d[7] = (y[6] / knowledge.glargine().release() - y[7] / hours) / 60;
    }

    private double factor(double minute) {
        int hour = Math.min((int) (minute / 60), DayCourse.HOURS - 1);
        double within = minute / 60 - hour;
        double course = this.course.factor[hour] + (this.course.factor[hour + 1] - this.course.factor[hour]) * within;
        return course
                * (1
                        + dawn * knowledge.dawn().height(minute / 60)
                        + daytime * knowledge.daytime().height(minute / 60));
    }
}
