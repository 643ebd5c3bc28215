package org.hsdpo.agent.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;

class PatientFeaturesTest {
    private static PatientFeatures features(PatientState state) {
        return PatientFeatures.of(state, state.currentTherapy().regimen(), OptionalDouble.empty());
    }

    private static Normalisation standardNormal() {
        List<Normalisation.Scale> scales = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            scales.add(new Normalisation.Scale(feature.name(), 0, 1, -1000, 1000));
        }
        return new Normalisation(scales);
    }

    @Test
    void a_record_is_read_in_clinical_units() {
        PatientFeatures features =
                features(aTypicalPatient().taking(Drug.METFORMIN, 1275).build());
        assertThat(features.value(Feature.AGE)).hasValue(58);
        assertThat(features.value(Feature.FEMALE)).hasValue(0);
        assertThat(features.value(Feature.HBA1C)).hasValue(8.2);
        assertThat(features.value(Feature.HEART_FAILURE)).hasValue(0);
        assertThat(features.value(Feature.METFORMIN_POSITION)).hasValue(0.5);
        assertThat(features.value(Feature.INSULIN_GLARGINE_POSITION)).hasValue(0);
        assertThat(features.value(Feature.WEEKS_SINCE_CHANGE).orElseThrow()).isCloseTo(200 / 7.0, within(0.01));
    }

    @Test
    void what_is_not_known_is_missing_and_not_zero() {
        PatientFeatures features = features(aPatient().build());
        for (Feature feature : List.of(
                Feature.AGE, Feature.HBA1C, Feature.HEART_FAILURE, Feature.CYP2C9, Feature.WEEKS_SINCE_CHANGE)) {
            assertThat(features.value(feature)).isEmpty();
            float[] encoded = standardNormal().encode(features);
            assertThat(encoded[feature.ordinal()]).isZero();
            assertThat(encoded[Feature.COUNT + feature.ordinal()]).isEqualTo(1);
        }
    }

    @Test
    void a_value_of_zero_is_not_missing() {
        PatientFeatures features = features(
                aTypicalPatient().with(Measurement.CGM_TIME_BELOW_54, 0).build());
        assertThat(features.value(Feature.CGM_TIME_BELOW_54)).hasValue(0);
        assertThat(standardNormal().encode(features)[Feature.COUNT + Feature.CGM_TIME_BELOW_54.ordinal()])
                .isZero();
    }

    @Test
    void a_stale_value_is_missing() {
        PatientFeatures features = features(aTypicalPatient()
                .without(Measurement.HBA1C)
                .withAt(Measurement.HBA1C, 9, Duration.ofDays(400))
                .build());
        assertThat(features.value(Feature.HBA1C)).isEmpty();
    }

    @Test
    void egfr_and_body_mass_index_are_derived_where_only_their_parts_are_known() {
        PatientFeatures features = features(aTypicalPatient()
                .without(Measurement.EGFR)
                .without(Measurement.BODY_MASS_INDEX)
                .with(Measurement.CREATININE, 0.9)
                .build());
        // CKD-EPI 2021, man of 58, creatinine 0.9 mg/dL: 142 * 0.9938^58 = 99.0
        assertThat(features.value(Feature.EGFR).orElseThrow()).isCloseTo(99.0, within(0.1));
        assertThat(features.value(Feature.BODY_MASS_INDEX).orElseThrow()).isCloseTo(30.04, within(0.01));
    }

    @Test
    void phenotypes_are_ordered_by_effect_and_an_unknown_one_is_missing() {
        assertThat(features(aTypicalPatient()
                                .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
                                .build())
                        .value(Feature.CYP2C9))
                .hasValue(1);
        assertThat(features(aTypicalPatient()
                                .withGenotype("CYP2C9", "*1/*99", "Indeterminate")
                                .build())
                        .value(Feature.CYP2C9))
                .isEmpty();
    }

    @Test
    void silence_on_what_problem_lists_do_not_record_stays_unknown() {
        PatientFeatures features =
                features(aTypicalPatient().silentOn(ConditionConcept.FRAILTY).build());
        assertThat(features.value(Feature.FRAILTY)).isEmpty();
    }

    @Test
    void the_hyper_score_enters_where_it_is_known() {
        PatientState state = aTypicalPatient().build();
        assertThat(PatientFeatures.of(state, Regimen.none(), OptionalDouble.of(107.5))
                        .value(Feature.HYPER_SCORE))
                .hasValue(107.5);
    }

    @Test
    void a_normalisation_of_other_features_is_refused() {
        List<Normalisation.Scale> swapped = new ArrayList<>(standardNormal().scales());
        java.util.Collections.swap(swapped, 0, 1);
        assertThatThrownBy(() -> new Normalisation(swapped)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void standardisation_gives_the_training_sample_mean_zero_and_sd_one() {
        List<PatientFeatures> sample = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sample.add(features(aTypicalPatient()
                    .with(Measurement.HBA1C, 6 + 0.1 * i)
                    .with(Measurement.TRIGLYCERIDES, 100 + 7 * i)
                    .build()));
        }
        Normalisation fitted = Normalisation.fit(sample);
        for (Feature feature : List.of(Feature.HBA1C, Feature.TRIGLYCERIDES)) {
            double sum = 0;
            double squares = 0;
            for (PatientFeatures features : sample) {
                double z = fitted.standardised(features, feature);
                sum += z / 50;
                squares += z * z / 50;
            }
            assertThat(sum).isCloseTo(0, within(1e-9));
            assertThat(squares).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void the_support_is_below_one_inside_and_above_one_outside_the_sample() {
        List<PatientFeatures> sample = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sample.add(features(aTypicalPatient()
                    .with(Measurement.HBA1C, 6 + 0.02 * ((i * 37) % 200))
                    .with(Measurement.WEIGHT, 70 + 0.2 * ((i * 53) % 200))
                    .build()));
        }
        Support support = Support.fit(Normalisation.fit(sample), sample, 100);
        assertThat(support.distance(features(aTypicalPatient().build()))).isBetween(0.0, 1.0);
        assertThat(support.distance(
                        features(aTypicalPatient().with(Measurement.HBA1C, 17).build())))
                .isGreaterThan(1);
    }
}
