package org.hsdpo.twin.pk;

import java.util.Arrays;

/** A compartment model as differential equations. */
final class LinearEquations implements DifferentialModel.Equations {
    private final CompartmentModel model;
    private final int size;
    private final int central;
    private final int absorption;
    private final int share;

    LinearEquations(CompartmentModel model) {
        this.model = model;
        this.size = model.size();
        this.central = model.central();
        this.absorption = 2 + 2 * model.peripheralCount();
        this.share = absorption + (model.hasDepot() ? 1 : 0);
    }

    CompartmentModel model() {
        return model;
    }

    @Override
    public void derivatives(double time, double[] amounts, double[] values, double[] derivatives) {
        double concentration = amounts[central] / values[1];
        double change = -values[0] * concentration;
        for (int i = 1; i <= model.peripheralCount(); i++) {
            double flow = values[2 * i] * (concentration - amounts[central + i] / values[2 * i + 1]);
            derivatives[central + i] = flow;
            change -= flow;
        }
        if (model.hasDepot()) {
            double absorbed = values[absorption] * amounts[0];
            derivatives[0] = -absorbed;
            change += absorbed;
        }
        if (model.hasMetabolite()) {
            derivatives[size - 1] = values[share] * values[0] * concentration
                    - values[share + 1] * amounts[size - 1] / values[share + 2];
        }
        derivatives[central] = change;
    }

    @Override
    public void jacobians(double time, double[] amounts, double[] values, double[] byAmount, double[] byParameter) {
        Arrays.fill(byAmount, 0);
        Arrays.fill(byParameter, 0);
        double clearance = values[0];
        double perVolume = 1 / values[1];
        double concentration = amounts[central] * perVolume;
        double byVolume = -concentration * perVolume;
        int row = central * size;
        byAmount[row + central] = -clearance * perVolume;
        byParameter[central] = -concentration;
        byParameter[size + central] = -clearance * byVolume;
        for (int i = 1; i <= model.peripheralCount(); i++) {
            double flow = values[2 * i];
            double perPeripheral = 1 / values[2 * i + 1];
            double peripheral = amounts[central + i] * perPeripheral;
            int place = central + i;
            byAmount[row + central] -= flow * perVolume;
            byAmount[row + place] = flow * perPeripheral;
            byAmount[place * size + central] = flow * perVolume;
            byAmount[place * size + place] = -flow * perPeripheral;
            byParameter[size + central] -= flow * byVolume;
            byParameter[size + place] = flow * byVolume;
            byParameter[2 * i * size + central] = peripheral - concentration;
            byParameter[2 * i * size + place] = concentration - peripheral;
            byParameter[(2 * i + 1) * size + central] = -flow * peripheral * perPeripheral;
            byParameter[(2 * i + 1) * size + place] = flow * peripheral * perPeripheral;
        }
        if (model.hasDepot()) {
            byAmount[0] = -values[absorption];
            byAmount[row] = values[absorption];
            byParameter[absorption * size] = -amounts[0];
            byParameter[absorption * size + central] = amounts[0];
        }
        if (model.hasMetabolite()) {
            int metabolite = size - 1;
            double perMetabolite = 1 / values[share + 2];
            double level = amounts[metabolite] * perMetabolite;
            byAmount[metabolite * size + central] = values[share] * clearance * perVolume;
            byAmount[metabolite * size + metabolite] = -values[share + 1] * perMetabolite;
            byParameter[metabolite] = values[share] * concentration;
            byParameter[size + metabolite] = values[share] * clearance * byVolume;
            byParameter[share * size + metabolite] = clearance * concentration;
            byParameter[(share + 1) * size + metabolite] = -level;
            byParameter[(share + 2) * size + metabolite] = values[share + 1] * level * perMetabolite;
        }
    }
}
