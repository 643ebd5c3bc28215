package org.hsdpo.twin.day;

/**
 * Mean, spread and shares of time of some glucose.
 *
 * @param mean {@code mg/dL}
 * @param cv coefficient of variation, {@code %}
 * @param below54 share of time below 54 mg/dL, {@code %}
 * @param below70 share of time below 70 mg/dL, {@code %}
 * @param above180 share of time above 180 mg/dL, {@code %}
 * @param above250 share of time above 250 mg/dL, {@code %}
 */
public record DayFigures(double mean, double cv, double below54, double below70, double above180, double above250) {

    static DayFigures of(double[] glucose) {
        double sum = 0;
        double squares = 0;
        int low = 0;
        int lower = 0;
        int high = 0;
        int higher = 0;
        for (double value : glucose) {
            sum += value;
            squares += value * value;
            low += value < 70 ? 1 : 0;
            lower += value < 54 ? 1 : 0;
            high += value > 180 ? 1 : 0;
            higher += value > 250 ? 1 : 0;
        }
        int n = glucose.length;
        double mean = sum / n;
        double percent = 100.0 / n;
        return new DayFigures(
                mean,
                100 * Math.sqrt(Math.max(0, squares / n - mean * mean)) / mean,
                lower * percent,
                low * percent,
                high * percent,
                higher * percent);
    }

    /** Time at 70 to 180 mg/dL, {@code %}. */
    public double inRange() {
        return 100 - below70 - above180;
    }
}
