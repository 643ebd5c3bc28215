package org.hsdpo.hyperscore.impact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalDouble;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.twin.AdverseEvent;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

/**
 * Predicts the quality-adjusted life-days gained in five years from the 26-week simulation, with a Tribuo regression. It
 * carries a change of the 26-week forecast (another seed, variant or measurement) over to the five-year forecast, where
 * running that again for every reproduction would cost too much.
 *
 * <p>Trained on twins of the synthetic reference population by {@link TrainImpactSurrogate}; its cross-validated error
 * stands in the calibration file, its provenance in the model.
 */
public final class ImpactSurrogate {
    static final String OUTPUT = "quality-adjusted-days";
    static final String RESOURCE = "impact-surrogate.pb";
    private static final double REFERENCE_AGE = 63;
    /** Yearly rise of the logarithm of mortality, between that of men and of women in {@code impact.yaml}. */
    private static final double AGEING = 0.085;

    private static final String[] NAMES = {
        "mortality-avoided",
        "microvascular-avoided",
        "cardiovascular-avoided",
        "drug-effect-with-disease",
        "weight-difference",
        "hypoglycaemia",
        "severe-hypoglycaemia",
        "heart-failure-difference"
    };

    private static final class Holder {
        static final ImpactSurrogate SHIPPED = load();
    }

    private final Model<Regressor> model;
    private final String hash;

    ImpactSurrogate(Model<Regressor> model, String hash) {
        this.model = model;
        this.hash = hash;
    }

    /** The model shipped with this version. */
    public static ImpactSurrogate shipped() {
        return Holder.SHIPPED;
    }

    private static ImpactSurrogate load() {
        try (InputStream in = ImpactSurrogate.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing: train it with TrainImpactSurrogate");
            }
            byte[] content = in.readAllBytes();
            Model<?> model = Model.deserializeFromStream(new ByteArrayInputStream(content));
            return new ImpactSurrogate(
                    model.castModel(Regressor.class),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Days gained in five years.
     *
     * @param candidate simulated over 26 weeks
     * @param untreated the same twins without any glucose-lowering drug
     */
    public double daysGained(Simulation candidate, Simulation untreated, PatientRisk risk) {
        Example<Regressor> example = example(candidate, untreated, risk, OptionalDouble.empty());
        return model.predict(example).getOutput().getValues()[0];
    }

    static Example<Regressor> example(
            Simulation candidate, Simulation untreated, PatientRisk risk, OptionalDouble daysGained) {
        ImpactModel model = ImpactModel.shipped();
        double without = model.observedHba1c().held(untreated.hba1c().mean());
        double with = model.observedHba1c().held(candidate.hba1c().mean());
        double age = risk.age().orElse(REFERENCE_AGE) - REFERENCE_AGE;
        boolean disease = risk.cardiovascularDisease() == Truth.TRUE;
        double men = risk.sex().map(sex -> sex == Sex.MALE ? 1.0 : 0.0).orElse(0.5);
        double mortality = Math.exp(AGEING * age) * (0.6 + 0.4 * men);
        double cardiovascular = Math.pow(model.cardiovascular().perYearOfAge(), age)
                * (model.cardiovascular().female() + (1 - model.cardiovascular().female()) * men)
                * (disease ? 3 : 1);
        double[] values = {
            mortality * difference(model.mortality().perPercentHba1c(), without, with),
            difference(model.microvascular().perPercentHba1c(), without, with),
            cardiovascular * difference(model.cardiovascular().perPercentHba1c(), without, with),
            disease
                    ? 10
                            * (1
                                    - FiveYearForecast.drugRatio(
                                            model, candidate.course().kept(), risk))
                    : 0,
            (candidate.weightChange().mean() - untreated.weightChange().mean()) / 5,
            -20
                    * model.utility()
                            .lostToHypoglycaemia(candidate.level1().mean()
                                    + candidate.level2().mean()),
            candidate.level3().mean(),
            10
                    * (candidate.adverse().get(AdverseEvent.HEART_FAILURE)
                            - untreated.adverse().get(AdverseEvent.HEART_FAILURE))
        };
        // Tribuo takes the output of an example to predict from as a placeholder.
        Regressor output = new Regressor(OUTPUT, daysGained.orElse(Double.NaN));
        return new ArrayExample<>(output, NAMES, values);
    }

    /** Difference of two hazards that grow by a ratio with each % HbA1c above 7 %. */
    private static double difference(double ratio, double without, double with) {
        return Math.pow(ratio, without - 7) - Math.pow(ratio, with - 7);
    }

    /** SHA-256 of the model file. */
    public String hash() {
        return hash;
    }
}
