package org.hsdpo.hyperscore.impact;

import org.hsdpo.clinical.regimen.Regimen;

/**
 * What a regimen costs at list price.
 *
 * @param perYear in the currency
 * @param currency ISO 4217 code
 * @param source of the prices
 */
public record DrugCost(double perYear, String currency, String source) {
    public static DrugCost of(Regimen regimen) {
        ImpactModel model = ImpactModel.shipped();
        return new DrugCost(FiveYearForecast.costPerYear(model, regimen), model.currency(), model.priceSource());
    }

    /** SHA-256 of the file that holds hazards, utilities and prices. */
    public static String knowledgeHash() {
        return ImpactModel.shipped().hash();
    }
}
