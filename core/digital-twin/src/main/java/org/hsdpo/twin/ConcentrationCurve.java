package org.hsdpo.twin;

import java.util.Objects;

/**
 * Concentrations of a drug over time; the arrays are not copied: do not modify.
 *
 * @param unit of the concentrations, UCUM
 * @param hours times since the first dose shown, ascending, evenly spaced
 * @param drug concentration of the drug itself
 * @param metabolites concentration of its active metabolites together; 0 where there are none
 */
public record ConcentrationCurve(String unit, double[] hours, double[] drug, double[] metabolites) {
    public ConcentrationCurve {
        Objects.requireNonNull(unit, "unit");
        if (hours.length < 2 || drug.length != hours.length || metabolites.length != hours.length) {
            throw new IllegalArgumentException("a curve needs at least two times and as many concentrations: "
                    + hours.length + ", " + drug.length + ", " + metabolites.length);
        }
    }

    /** Highest concentration of the drug. */
    public double peak() {
        return drug[peakAt()];
    }

    /** When the drug is highest, h. */
    public double peakHour() {
        return hours[peakAt()];
    }

    /** Lowest concentration of the drug after its peak. */
    public double trough() {
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = peakAt(); i < drug.length; i++) {
            lowest = Math.min(lowest, drug[i]);
        }
        return lowest;
    }

    /** Area under the curve of the drug, unit · h, by the trapezoidal rule. */
    public double area() {
        return area(drug);
    }

    /** Area under the curve of the active metabolites, unit · h. */
    public double metaboliteArea() {
        return area(metabolites);
    }

    /** Mean concentration of drug and active metabolites together. */
    public double meanActive() {
        return (area() + metaboliteArea()) / (hours[hours.length - 1] - hours[0]);
    }

    private double area(double[] concentrations) {
        double area = 0;
        for (int i = 1; i < hours.length; i++) {
            area += (hours[i] - hours[i - 1]) * (concentrations[i] + concentrations[i - 1]) / 2;
        }
        return area;
    }

    private int peakAt() {
        int peak = 0;
        for (int i = 1; i < drug.length; i++) {
            if (drug[i] > drug[peak]) {
                peak = i;
            }
        }
        return peak;
    }
}
