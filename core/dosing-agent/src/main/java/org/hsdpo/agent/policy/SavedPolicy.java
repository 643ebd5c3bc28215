package org.hsdpo.agent.policy;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Base64;
import org.hsdpo.agent.learning.NetworkShape;
import org.hsdpo.agent.learning.TensorFlowRuntime;

/** A policy's network as it is served: the saved model's signature {@code serve} in DJL's TensorFlow engine. Thread-safe. */
public final class SavedPolicy implements QFunction, AutoCloseable {
    private final NetworkShape shape;
    private final ZooModel<NDList, NDList> model;

    /** @throws PolicyRefusedException where TensorFlow cannot read the saved model or it answers in another shape */
    public SavedPolicy(PolicyFolder folder) throws IOException {
        TensorFlowRuntime.prepare();
        shape = folder.manifest().shape();
        try {
            model = Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optModelPath(folder.folder())
                    .optEngine("TensorFlow")
                    .optOption("Tags", "serve")
                    .optOption("SignatureDefKey", "serve")
                    .optOption(
                            "ConfigProto",
                            Base64.getEncoder()
                                    .encodeToString(TensorFlowRuntime.deterministicSession()
                                            .toByteArray()))
                    .optTranslator(new NoopTranslator())
                    .build()
                    .loadModel();
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new PolicyRefusedException("the saved model cannot be read: " + e.getMessage());
        }
        warmUp();
    }

    private void warmUp() {
        int answered = q(new float[shape.inputs()], 1).length;
        if (answered != shape.heads() * shape.actions()) {
            close();
            throw new PolicyRefusedException("the saved model answers " + answered + " values for one observation");
        }
    }

    @Override
    public float[] q(float[] observations, int n) {
        try (NDManager manager = model.getNDManager().newSubManager();
                Predictor<NDList, NDList> predictor = model.newPredictor()) {
            NDArray rows = manager.create(observations, new Shape(n, shape.inputs()));
            NDList answer = predictor.predict(new NDList(rows));
            try (answer) {
                return answer.singletonOrThrow().toFloatArray();
            }
        } catch (TranslateException e) {
            throw new IllegalStateException("the saved model does not answer", e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
