package org.hsdpo.hyperscore.impact;

import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;

/**
 * What the five-year forecast needs beside the twin.
 *
 * @param age a; where unknown the draws are spread over the reference quartiles 53, 63 and 71 a
 * @param sex where unknown the draws alternate
 * @param height cm; where unknown 166 cm, the reference mean, turns weight into body mass index
 * @param cardiovascularDisease where unknown the reference share mixes the two rates
 */
public record PatientRisk(OptionalDouble age, Optional<Sex> sex, OptionalDouble height, Truth cardiovascularDisease) {}
