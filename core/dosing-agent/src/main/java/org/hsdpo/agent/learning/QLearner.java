package org.hsdpo.agent.learning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A Q-network that learns. Deterministic: the same shape, rates, random source and minibatches give bit-identical
 * weights. Not safe for use by several threads.
 */
public final class QLearner implements AutoCloseable {
    private final NetworkShape shape;
    private final QGraph graph;
    private final Session session;
    private final SessionFunction serve;
    private final SessionFunction train;
    private final SessionFunction sync;

    /** @param random source of the initial weights (He et al. 2015, ICCV: uniform with variance 2 / fan-in) */
    public QLearner(NetworkShape shape, LearningRates rates, RandomGenerator random) {
        TensorFlowRuntime.prepare();
        this.shape = shape;
        graph = new QGraph(shape, rates);
        session = new Session(graph.graph(), TensorFlowRuntime.deterministicSession());
        serve = session.function(graph.serve());
        train = session.function(graph.train());
        sync = session.function(graph.sync());
        initialise(random);
    }

    private void initialise(RandomGenerator random) {
        Session.Runner runner = session.runner();
        TensorBatch tensors = new TensorBatch();
        try (tensors) {
            for (QGraph.Parameter parameter : graph.parameters()) {
                float[] values = new float[Math.toIntExact(parameter.shape().size())];
                if (!parameter.bias()) {
                    double limit = Math.sqrt(6.0 / parameter.fanIn());
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
                    }
                }
                runner.feed(graph.initialValue(parameter), tensors.floats(values, parameter.shape()));
            }
            graph.initialisers().forEach(runner::addTarget);
            runner.run().close();
        }
        synchroniseTarget();
    }

    public NetworkShape shape() {
        return shape;
    }

    /**
     * Q of each head and action for {@code n} observations.
     *
     * @return row-major n × heads × actions
     */
    public float[] q(float[] observations, int n) {
        try (TensorBatch tensors = new TensorBatch();
                Result result =
                        serve.call(Map.of("observation", tensors.floats(observations, Shape.of(n, shape.inputs()))))) {
            return floats(result.get(0), n * shape.heads() * shape.actions());
        }
    }

    /**
     * One step of Adam on a minibatch.
     *
     * @return absolute temporal-difference error of each transition, averaged over the heads
     */
    public float[] train(Minibatch batch) {
        int n = batch.size();
        try (TensorBatch tensors = new TensorBatch()) {
            Map<String, Tensor> inputs = new TreeMap<>();
            inputs.put("observation", tensors.floats(batch.observation(), Shape.of(n, shape.inputs())));
            inputs.put("next_observation", tensors.floats(batch.nextObservation(), Shape.of(n, shape.inputs())));
            inputs.put("next_mask", tensors.floats(batch.nextMask(), Shape.of(n, shape.actions())));
            inputs.put("action", tensors.integers(batch.action()));
            inputs.put("return", tensors.floats(batch.returns(), Shape.of(n)));
            inputs.put("discount", tensors.floats(batch.discount(), Shape.of(n)));
            inputs.put("weight", tensors.floats(batch.weight(), Shape.of(n)));
            inputs.put("bootstrap", tensors.floats(batch.bootstrap(), Shape.of(n, shape.heads())));
            try (Result result = train.call(inputs)) {
                return floats(result.get("absolute_error").orElseThrow(), n);
            }
        }
    }

    /** Copies the online network into the target network. */
    public void synchroniseTarget() {
        sync.call(Map.of()).close();
    }

    /** Every weight of the online network, in a fixed order. */
    public float[] weights() {
        int total = graph.parameters().stream()
                .mapToInt(parameter -> Math.toIntExact(parameter.shape().size()))
                .sum();
        float[] all = new float[total];
        int at = 0;
        Session.Runner runner = session.runner();
        graph.parameters().forEach(parameter -> runner.fetch(parameter.online()));
        try (Result result = runner.run()) {
            for (int i = 0; i < graph.parameters().size(); i++) {
                int length = Math.toIntExact(graph.parameters().get(i).shape().size());
                System.arraycopy(floats(result.get(i), length), 0, all, at, length);
                at += length;
            }
        }
        return all;
    }

    /** Writes the SavedModel with its signatures {@code serve}, {@code train} and {@code sync}. */
    public void export(Path folder) throws IOException {
        SavedModelBundle.exporter(folder.toString())
                .withTags("serve")
                .withFunctions(serve, train, sync)
                .export();
    }

    private static float[] floats(Tensor tensor, int length) {
        float[] values = new float[length];
        ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
        return values;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }

    /** Tensors that live for one call. */
    private static final class TensorBatch implements AutoCloseable {
        private final List<Tensor> tensors = new ArrayList<>();

        TFloat32 floats(float[] values, Shape size) {
            if (values.length != size.size()) {
                throw new IllegalArgumentException(values.length + " values do not fill " + size);
            }
            return kept(TFloat32.tensorOf(size, DataBuffers.of(values)));
        }

        TInt32 integers(int[] values) {
            return kept(TInt32.tensorOf(Shape.of(values.length), DataBuffers.of(values)));
        }

        private <T extends Tensor> T kept(T tensor) {
            tensors.add(tensor);
            return tensor;
        }

        @Override
        public void close() {
            tensors.forEach(Tensor::close);
        }
    }
}
