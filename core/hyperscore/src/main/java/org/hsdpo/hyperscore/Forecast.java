package org.hsdpo.hyperscore;

import java.util.Map;
import org.hsdpo.hyperscore.sandbox.Distribution;

/**
 * What is forecast under a regimen.
 *
 * @param weeks decision horizon
 * @param hba1c at the horizon, %
 * @param fastingGlucose at the horizon, mg/dL
 * @param weightChange over the horizon, kg
 * @param hypoglycaemiaLevel1 events per patient-year below 70 mg/dL
 * @param hypoglycaemiaLevel2 events per patient-year below 54 mg/dL
 * @param timeInRange at the horizon, %
 * @param probabilities of at least one event within the horizon by kind, of the goal and of success
 * @param longTerm five-year outcomes by kind; empty where the impact engine failed
 */
public record Forecast(
        int weeks,
        Distribution hba1c,
        Distribution fastingGlucose,
        Distribution weightChange,
        Distribution hypoglycaemiaLevel1,
        Distribution hypoglycaemiaLevel2,
        Distribution timeInRange,
        Map<String, Double> probabilities,
        Map<String, Distribution> longTerm) {}
