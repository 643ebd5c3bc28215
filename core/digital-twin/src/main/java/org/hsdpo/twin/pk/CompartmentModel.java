package org.hsdpo.twin.pk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Linear mammillary model: a central compartment with elimination, up to two peripheral ones, absorption of first order
 * from a depot and a metabolite that a share of the elimination forms. With A the amounts (central c, peripheral p, depot
 * d, metabolite m)
 * <pre>
 * dA_d/dt = −KA·A_d
 * dA_c/dt = KA·A_d − (CL + ΣQ)/V·A_c + Σ Q/VP·A_p
 * dA_p/dt = Q/V·A_c − Q/VP·A_p
 * dA_m/dt = FM·CL/V·A_c − CLM/VM·A_m
 * </pre>
 * (Gibaldi and Perrier 1982, <i>Pharmacokinetics</i>, 2nd ed., chapters 1 and 2). Compartments are numbered depot (where
 * there is one), central, peripheral, metabolite. Parameters: V volume and CL clearance of the central compartment; VP1,
 * Q1, VP2, Q2 volumes of the peripheral compartments and clearances into them; KA rate constant of absorption; FM share of
 * the elimination that forms the metabolite (0 to 1), CLM and VM its clearance and volume; then those of doses. Absorption
 * of zero order is an infusion with modelled duration.
 */
public final class CompartmentModel implements PkModel {
    private static final String POSITIVE = "a finite number above 0";

    private final boolean depot;
    private final int peripherals;
    private final boolean metabolite;
    private final List<String> structure;
    private final List<String> ofDoses;
    private final List<String> parameters;
    private final List<String> compartments;
    private final DoseParameters doseParameters;
    private final int ka;
    private final int share;

    private CompartmentModel(boolean depot, int peripherals, boolean metabolite, List<String> ofDoses) {
        if (peripherals < 0 || peripherals > 2) {
            throw new InvalidInputException(
                    "peripherals",
                    "COMPARTMENT_COUNT",
                    "a model cannot have " + peripherals + " peripheral compartments",
                    "0, 1 or 2");
        }
        this.depot = depot;
        this.peripherals = peripherals;
        this.metabolite = metabolite;
        this.ofDoses = ofDoses;
        List<String> names = new ArrayList<>(List.of("CL", "V"));
        List<String> places = new ArrayList<>();
        if (depot) {
            places.add("depot");
        }
        places.add("central");
        for (int i = 1; i <= peripherals; i++) {
            names.addAll(List.of("Q" + i, "VP" + i));
            places.add("peripheral " + i);
        }
        ka = names.size();
        if (depot) {
            names.add("KA");
        }
        share = names.size();
        if (metabolite) {
            names.addAll(List.of("FM", "CLM", "VM"));
            places.add("metabolite");
        }
        structure = List.copyOf(names);
        compartments = List.copyOf(places);
        parameters = DoseParameters.appended(structure, ofDoses);
        doseParameters = DoseParameters.of(ofDoses, structure.size(), places.size());
    }

    /** Doses go into the central compartment (1). */
    public static CompartmentModel intravenous() {
        return new CompartmentModel(false, 0, false, List.of());
    }

    /** Doses go into the depot (1) or the central compartment (2). */
    public static CompartmentModel oral() {
        return new CompartmentModel(true, 0, false, List.of());
    }

    /**
     * With peripheral compartments.
     *
     * @param number 0 to 2
     */
    public CompartmentModel withPeripherals(int number) {
        return new CompartmentModel(depot, number, metabolite, ofDoses);
    }

    /** With a metabolite. */
    public CompartmentModel withMetabolite() {
        return new CompartmentModel(depot, peripherals, true, ofDoses);
    }

    /** With parameters of doses, for example F2, ALAG2, R2, D2; to be called last, as it counts the compartments. */
    public CompartmentModel withDoseParameters(String... names) {
        return new CompartmentModel(depot, peripherals, metabolite, List.of(names));
    }

    /** The same model written as differential equations, for the general integrator. */
    public DifferentialModel asDifferential() {
        int[] volumes = new int[compartments.size()];
        for (int i = 0; i < volumes.length; i++) {
            volumes[i] = volume(i + 1);
        }
        return DifferentialModel.of(compartments, structure, volumes, new LinearEquations(this))
                .withDoseParameters(ofDoses.toArray(String[]::new));
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }

    @Override
    public List<String> compartments() {
        return compartments;
    }

    @Override
    public DoseParameters doseParameters() {
        return doseParameters;
    }

    @Override
    public int volume(int compartment) {
        int index = compartment - 1;
        if (depot && index == 0) {
            return -1;
        }
        if (index == central()) {
            return 1;
        }
        if (metabolite && index == compartments.size() - 1) {
            return share + 2;
        }
        return 1 + 2 * (index - central());
    }

    @Override
    public Optional<ParameterFlaw> flaw(double[] values) {
        for (int i = 0; i < structure.size(); i++) {
            if (metabolite && i == share) {
                if (!(values[i] >= 0 && values[i] <= 1)) {
                    return Optional.of(new ParameterFlaw(structure.get(i), values[i], "0 to 1"));
                }
            } else if (!(values[i] > 0 && values[i] < Double.POSITIVE_INFINITY)) {
                return Optional.of(new ParameterFlaw(structure.get(i), values[i], POSITIVE));
            }
        }
        return Optional.empty();
    }

    /** Number of parameters without those of doses. */
    int structureSize() {
        return structure.size();
    }

    int size() {
        return compartments.size();
    }

    /** Position of the central compartment, from 0; the peripheral ones follow it. */
    int central() {
        return depot ? 1 : 0;
    }

    int peripheralCount() {
        return peripherals;
    }

    boolean hasDepot() {
        return depot;
    }

    boolean hasMetabolite() {
        return metabolite;
    }

    /** Volume of the central compartment or of the peripheral compartment {@code i} from 1. */
    static double volume(double[] values, int i) {
        return values[1 + 2 * i];
    }

    /** Writes the matrix A of dA/dt = A·amounts, row by row. */
    void rates(double[] values, double[] a) {
        int n = size();
        int c = central();
        Arrays.fill(a, 0, n * n, 0);
        double v = values[1];
        a[c * n + c] = -values[0] / v;
        for (int i = 1; i <= peripherals; i++) {
            double q = values[2 * i];
            double volume = values[2 * i + 1];
            int p = c + i;
            a[c * n + c] -= q / v;
            a[p * n + c] = q / v;
            a[c * n + p] = q / volume;
            a[p * n + p] = -q / volume;
        }
        if (depot) {
            a[0] = -values[ka];
            a[c * n] = values[ka];
        }
        if (metabolite) {
            int m = n - 1;
            a[m * n + c] = values[share] * values[0] / v;
            a[m * n + m] = -values[share + 1] / values[share + 2];
        }
    }

    /** Writes the derivative of the matrix A by the parameter at a position. */
    void rateDerivatives(double[] values, int parameter, double[] a) {
        int n = size();
        int c = central();
        Arrays.fill(a, 0, n * n, 0);
        double v = values[1];
        if (parameter == 0) {
            a[c * n + c] = -1 / v;
            if (metabolite) {
                a[(n - 1) * n + c] = values[share] / v;
            }
        } else if (parameter == 1) {
            a[c * n + c] = values[0] / (v * v);
            for (int i = 1; i <= peripherals; i++) {
                a[c * n + c] += values[2 * i] / (v * v);
                a[(c + i) * n + c] = -values[2 * i] / (v * v);
            }
            if (metabolite) {
                a[(n - 1) * n + c] = -values[share] * values[0] / (v * v);
            }
        } else if (parameter < ka) {
            int i = parameter / 2;
            int p = c + i;
            double volume = values[2 * i + 1];
            if (parameter % 2 == 0) {
                a[c * n + c] = -1 / v;
                a[p * n + c] = 1 / v;
                a[c * n + p] = 1 / volume;
                a[p * n + p] = -1 / volume;
            } else {
                double q = values[2 * i];
                a[c * n + p] = -q / (volume * volume);
                a[p * n + p] = q / (volume * volume);
            }
        } else if (depot && parameter == ka) {
            a[0] = -1;
            a[c * n] = 1;
        } else if (metabolite && parameter == share) {
            a[(n - 1) * n + c] = values[0] / v;
        } else if (metabolite && parameter == share + 1) {
            a[n * n - 1] = -1 / values[share + 2];
        } else if (metabolite && parameter == share + 2) {
            a[n * n - 1] = values[share + 1] / (values[share + 2] * values[share + 2]);
        }
    }
}
