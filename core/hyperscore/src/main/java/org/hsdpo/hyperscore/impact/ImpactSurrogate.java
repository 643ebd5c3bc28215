package org.hsdpo.hyperscore.impact;

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
    private static final String[] NAMES = {
        "hba1c-reduction",
        "hba1c-reduction-squared",
        "hba1c-reduction-by-age",
        "hba1c-reduction-by-untreated-hba1c",
        "untreated-hba1c",
        "age",
        "male",
        "cardiovascular-disease",
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
            Model<?> model = Model.deserializeFromStream(new java.io.ByteArrayInputStream(content));
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
        double reduction = untreated.hba1c().mean() - candidate.hba1c().mean();
        double age = (risk.age().orElse(63) - 63) / 10;
        double untreatedHba1c = untreated.hba1c().mean() - 9;
        boolean disease = risk.cardiovascularDisease() == Truth.TRUE;
        double[] values = {
            reduction,
            reduction * reduction / 4,
            reduction * age,
            reduction * untreatedHba1c / 2,
            untreatedHba1c,
            age,
            risk.sex().map(sex -> sex == Sex.MALE ? 1.0 : 0.0).orElse(0.5),
            disease ? 1 : 0,
            disease ? 10 * (1 - FiveYearForecast.drugRatio(ImpactModel.shipped(), candidate.regimen(), risk)) : 0,
            (candidate.weightChange().mean() - untreated.weightChange().mean()) / 5,
            -20
                    * ImpactModel.shipped()
                            .utility()
                            .lostToHypoglycaemia(candidate.level1().mean()
                                    + candidate.level2().mean()),
            candidate.level3().mean() * 5,
            10
                    * (candidate.adverse().get(org.hsdpo.twin.AdverseEvent.HEART_FAILURE)
                            - untreated.adverse().get(org.hsdpo.twin.AdverseEvent.HEART_FAILURE))
        };
        // Tribuo takes the output of an example to predict from as a placeholder.
        Regressor output = new Regressor(OUTPUT, daysGained.orElse(Double.NaN));
        return new ArrayExample<>(output, NAMES, values);
    }

    /** SHA-256 of the model file. */
    public String hash() {
        return hash;
    }
}
