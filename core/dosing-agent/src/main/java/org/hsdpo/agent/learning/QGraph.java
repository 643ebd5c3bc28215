package org.hsdpo.agent.learning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The TensorFlow graph: online network, target network, double-Q target with action mask, Huber loss and Adam.
 *
 * <p>Dueling head k: Q_k(s, a) = V_k(s) + A_k(s, a) − mean_a' A_k(s, a'). Target of head k for an n-step transition with
 * return R, discount d (0 where the episode ended) and admissible actions M': y_k = R + d · Q⁻_k(s', argmax over a ∈ M' of
 * Q_k(s', a)).
 *
 * <p>Signatures of the exported model: {@code serve} (observation → q), {@code train} (a minibatch → absolute errors),
 * {@code sync} (copies the online network into the target network).
 */
final class QGraph implements AutoCloseable {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-7f;
    private static final float MASKED = -1e9f;

    /** One trainable tensor in the online network with its twin in the target network. */
    record Parameter(String name, Shape shape, int fanIn, boolean bias, Variable<TFloat32> online) {}

    private final NetworkShape shape;
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Placeholder<TFloat32>> initialValues = new LinkedHashMap<>();
    private final List<Op> initialisers = new ArrayList<>();
    private final List<Op> synchronisers = new ArrayList<>();

    private final Placeholder<TFloat32> observation;
    private final Placeholder<TFloat32> nextObservation;
    private final Placeholder<TFloat32> nextMask;
    private final Placeholder<TInt32> action;
    private final Placeholder<TFloat32> ret;
    private final Placeholder<TFloat32> discount;
    private final Placeholder<TFloat32> weight;
    private final Placeholder<TFloat32> bootstrap;
    private final Operand<TFloat32> q;
    private final Operand<TFloat32> absoluteError;
    private final Operand<TFloat32> loss;
    private final Operand<TFloat32> trained;
    private final Operand<TFloat32> synchronised;

    QGraph(NetworkShape shape, LearningRates rates) {
        this.shape = shape;
        observation = input("observation", shape.inputs());
        nextObservation = input("next_observation", shape.inputs());
        nextMask = input("next_mask", shape.actions());
        action = tf.withName("action").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        ret = vector("return");
        discount = vector("discount");
        weight = vector("weight");
        bootstrap = input("bootstrap", shape.heads());

        Map<String, Variable<TFloat32>> online = network("online", true);
        Map<String, Variable<TFloat32>> target = network("target", false);
        online.forEach((name, variable) -> synchronisers.add(tf.assign(target.get(name), variable)));

        q = tf.withName("q").identity(forward(online, observation));
        Operand<TFloat32> error = temporalDifference(online, target);
        absoluteError = tf.withName("absolute_error")
                .math
                .div(tf.sum(tf.math.abs(error), tf.constant(1)), tf.constant((float) shape.heads()));
        loss = tf.withName("loss").identity(huber(error, (float) rates.huberWidth()));
        trained = tf.withControlDependencies(List.of(adam(rates)))
                .withName("trained")
                .identity(loss);
        synchronised = tf.withControlDependencies(synchronisers)
                .withName("synchronised")
                .constant(1f);
    }

    private Placeholder<TFloat32> input(String name, int width) {
        return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, width)));
    }

    private Placeholder<TFloat32> vector(String name) {
        return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    }

    private Map<String, Variable<TFloat32>> network(String prefix, boolean trained) {
        Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();
        int heads = shape.heads();
        int wide = shape.hidden();
        int narrow = shape.headHidden();
        declare(variables, prefix, trained, "w1", Shape.of(shape.inputs(), wide), shape.inputs(), false);
        declare(variables, prefix, trained, "b1", Shape.of(wide), 0, true);
        declare(variables, prefix, trained, "w2", Shape.of(wide, wide), wide, false);
        declare(variables, prefix, trained, "b2", Shape.of(wide), 0, true);
        declare(variables, prefix, trained, "w3", Shape.of(wide, (long) heads * narrow), wide, false);
        declare(variables, prefix, trained, "b3", Shape.of((long) heads * narrow), 0, true);
        declare(variables, prefix, trained, "wv", Shape.of(heads, narrow), narrow, false);
        declare(variables, prefix, trained, "bv", Shape.of(heads), 0, true);
        declare(variables, prefix, trained, "wa", Shape.of(heads, narrow, shape.actions()), narrow, false);
        declare(variables, prefix, trained, "ba", Shape.of(heads, 1, shape.actions()), 0, true);
        return variables;
    }

    private void declare(
            Map<String, Variable<TFloat32>> variables,
            String prefix,
            boolean trained,
            String name,
            Shape size,
            int fanIn,
            boolean bias) {
        Variable<TFloat32> variable = tf.withName(prefix + "_" + name).variable(size, TFloat32.class);
        variables.put(name, variable);
        if (trained) {
            parameters.add(new Parameter(name, size, fanIn, bias, variable));
            Placeholder<TFloat32> value =
                    tf.withName("initial_" + name).placeholder(TFloat32.class, Placeholder.shape(size));
            initialValues.put(name, value);
            initialisers.add(tf.assign(variable, value));
        } else {
            initialisers.add(tf.assign(variable, initialValues.get(name)));
        }
    }

    /** [batch, heads, actions]. */
    private Operand<TFloat32> forward(Map<String, Variable<TFloat32>> net, Operand<TFloat32> input) {
        Operand<TFloat32> shared = layer(layer(input, net.get("w1"), net.get("b1")), net.get("w2"), net.get("b2"));
        Operand<TFloat32> own = tf.reshape(
                layer(shared, net.get("w3"), net.get("b3")),
                tf.constant(new int[] {-1, shape.heads(), shape.headHidden()}));
        Operand<TFloat32> value = tf.math.add(tf.sum(tf.math.mul(own, net.get("wv")), tf.constant(2)), net.get("bv"));
        Operand<TFloat32> byHead = tf.linalg.transpose(own, tf.constant(new int[] {1, 0, 2}));
        Operand<TFloat32> advantageByHead =
                tf.math.add(tf.train.batchMatMul(byHead, value(net, "wa"), TFloat32.class), net.get("ba"));
        Operand<TFloat32> advantage = tf.linalg.transpose(advantageByHead, tf.constant(new int[] {1, 0, 2}));
        Operand<TFloat32> mean = tf.math.div(
                tf.sum(advantage, tf.constant(2), Sum.keepDims(true)), tf.constant((float) shape.actions()));
        return tf.math.add(tf.expandDims(value, tf.constant(2)), tf.math.sub(advantage, mean));
    }

    // A batched product refuses a variable by reference.
    private Operand<TFloat32> value(Map<String, Variable<TFloat32>> net, String name) {
        return tf.identity(net.get(name));
    }

    private Operand<TFloat32> layer(Operand<TFloat32> input, Operand<TFloat32> weights, Operand<TFloat32> bias) {
        return tf.nn.relu(tf.math.add(tf.linalg.matMul(input, weights), bias));
    }

    /** [batch, heads]. */
    private Operand<TFloat32> temporalDifference(
            Map<String, Variable<TFloat32>> online, Map<String, Variable<TFloat32>> target) {
        Operand<TFloat32> barred =
                tf.math.mul(tf.math.sub(tf.constant(1f), tf.expandDims(nextMask, tf.constant(1))), tf.constant(MASKED));
        Operand<TFloat32> nextOnline = tf.math.add(forward(online, nextObservation), barred);
        Operand<TFloat32> best = oneHot(tf.math.argMax(nextOnline, tf.constant(2), TInt32.class));
        Operand<TFloat32> nextValue = tf.sum(tf.math.mul(forward(target, nextObservation), best), tf.constant(2));
        Operand<TFloat32> goal = tf.stopGradient(tf.math.add(
                tf.expandDims(ret, tf.constant(1)), tf.math.mul(tf.expandDims(discount, tf.constant(1)), nextValue)));
        Operand<TFloat32> taken = tf.sum(tf.math.mul(q, tf.expandDims(oneHot(action), tf.constant(1))), tf.constant(2));
        return tf.math.sub(goal, taken);
    }

    private OneHot<TFloat32> oneHot(Operand<TInt32> index) {
        return tf.oneHot(index, tf.constant(shape.actions()), tf.constant(1f), tf.constant(0f));
    }

    private Operand<TFloat32> huber(Operand<TFloat32> error, float width) {
        Operand<TFloat32> magnitude = tf.math.abs(error);
        Operand<TFloat32> core = tf.math.minimum(magnitude, tf.constant(width));
        Operand<TFloat32> each = tf.math.add(
                tf.math.mul(tf.constant(0.5f), tf.math.square(core)),
                tf.math.mul(tf.constant(width), tf.math.sub(magnitude, core)));
        Operand<TFloat32> perTransition = tf.math.mul(
                weight,
                tf.math.div(tf.sum(tf.math.mul(each, bootstrap), tf.constant(1)), tf.constant((float) shape.heads())));
        return tf.math.mean(perTransition, tf.constant(0));
    }

    private Op adam(LearningRates rates) {
        List<Operand<?>> variables = new ArrayList<>();
        parameters.forEach(parameter -> variables.add(parameter.online()));
        List<Operand<TFloat32>> gradients = new ArrayList<>();
        for (Output<?> gradient : graph.addGradients(
                loss.asOutput(), variables.stream().map(Operand::asOutput).toArray(Output<?>[]::new))) {
            gradients.add(asFloat(gradient));
        }
        List<Operand<TFloat32>> clipped = clippedToNorm(gradients, (float) rates.gradientNorm());
        Variable<TFloat32> power1 = state("adam_power1", Shape.scalar());
        Variable<TFloat32> power2 = state("adam_power2", Shape.scalar());
        initialisers.add(tf.assign(power1, tf.constant(BETA_1)));
        initialisers.add(tf.assign(power2, tf.constant(BETA_2)));
        // Weights are read by reference: no weight may change before every gradient has been taken.
        Ops afterGradients = tf.withControlDependencies(List.<Op>copyOf(clipped));
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < clipped.size(); i++) {
            Parameter parameter = parameters.get(i);
            Variable<TFloat32> first = zeros("adam_m_" + parameter.name(), parameter.shape());
            Variable<TFloat32> second = zeros("adam_v_" + parameter.name(), parameter.shape());
            updates.add(afterGradients.train.applyAdam(
                    parameter.online(),
                    first,
                    second,
                    power1,
                    power2,
                    tf.constant((float) rates.learningRate()),
                    tf.constant(BETA_1),
                    tf.constant(BETA_2),
                    tf.constant(EPSILON),
                    clipped.get(i)));
        }
        // The powers of beta are read by every update, so they move only after all of them.
        Ops afterUpdates = tf.withControlDependencies(updates);
        List<Op> powers = List.of(
                afterUpdates.assign(power1, afterUpdates.math.mul(power1, tf.constant(BETA_1))),
                afterUpdates.assign(power2, afterUpdates.math.mul(power2, tf.constant(BETA_2))));
        return tf.withControlDependencies(powers).withName("adam").noOp();
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> asFloat(Output<?> output) {
        return (Operand<TFloat32>) output;
    }

    private List<Operand<TFloat32>> clippedToNorm(List<Operand<TFloat32>> gradients, float limit) {
        Operand<TFloat32> squared = tf.constant(0f);
        for (Operand<TFloat32> gradient : gradients) {
            squared = tf.math.add(
                    squared, tf.sum(tf.math.square(tf.reshape(gradient, tf.constant(new int[] {-1}))), tf.constant(0)));
        }
        Operand<TFloat32> scale =
                tf.math.div(tf.constant(limit), tf.math.maximum(tf.math.sqrt(squared), tf.constant(limit)));
        List<Operand<TFloat32>> scaled = new ArrayList<>();
        gradients.forEach(gradient -> scaled.add(tf.math.mul(gradient, scale)));
        return scaled;
    }

    private Variable<TFloat32> state(String name, Shape size) {
        return tf.withName(name).variable(size, TFloat32.class);
    }

    private Variable<TFloat32> zeros(String name, Shape size) {
        Variable<TFloat32> variable = state(name, size);
        initialisers.add(tf.assign(variable, tf.zeros(tf.constant(size), TFloat32.class)));
        return variable;
    }

    Graph graph() {
        return graph;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Placeholder<TFloat32> initialValue(Parameter parameter) {
        return initialValues.get(parameter.name());
    }

    List<Op> initialisers() {
        return initialisers;
    }

    Operand<TFloat32> q() {
        return q;
    }

    Signature serve() {
        return Signature.builder()
                .key("serve")
                .input("observation", observation)
                .output("q", q)
                .build();
    }

    Signature train() {
        return Signature.builder()
                .key("train")
                .input("observation", observation)
                .input("next_observation", nextObservation)
                .input("next_mask", nextMask)
                .input("action", action)
                .input("return", ret)
                .input("discount", discount)
                .input("weight", weight)
                .input("bootstrap", bootstrap)
                .output("absolute_error", absoluteError)
                .output("loss", loss)
                .output("trained", trained)
                .build();
    }

    Signature sync() {
        return Signature.builder()
                .key("sync")
                .output("synchronised", synchronised)
                .build();
    }

    @Override
    public void close() {
        graph.close();
    }
}
