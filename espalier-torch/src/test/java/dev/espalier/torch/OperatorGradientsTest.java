package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.Dims;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against differences of the loss measured in ONNX Runtime. */
@Tag("slow")
class OperatorGradientsTest {
  private static final Task NUMBERS = new Task(TaskKinds.REGRESSION, "mse", 0, 1);
  private static final float STEP = 5e-3f;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("lstm", recurrent("lstm", false), new int[] {2, 5, 3}),
        Arguments.of("bidirectional lstm", recurrent("lstm", true), new int[] {2, 5, 3}),
        Arguments.of("gru", recurrent("gru", true), new int[] {2, 5, 3}),
        Arguments.of("gru, reset before", before(recurrent("gru", false)), new int[] {2, 5, 3}),
        Arguments.of("sums by letters", experts(), new int[] {3, 6}),
        Arguments.of("batch normalisation", convolutional(), new int[] {3, 2, 5, 5}),
        Arguments.of("layer normalisation", normalised(), new int[] {3, 6}),
        Arguments.of("written layer normalisation and gelu", written(), new int[] {3, 6}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void agreeWithDifferences(String name, Model model, int[] dims) {
    Batch batch = batch(model, dims);
    Dataset data = new Fixed(batch);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    new TorchGradients().each(model, data, NUMBERS, null, batch.size(), gradients::putAll);
    assertTrue(gradients.size() >= 3, "gradients of " + gradients.keySet());
    SplittableRandom random = new SplittableRandom(3);
    gradients.forEach(
        (weight, gradient) -> {
          for (int trial = 0; trial < 3; trial++) {
            int at = random.nextInt(gradient.size());
            double expected =
                (loss(model, weight, at, STEP, batch) - loss(model, weight, at, -STEP, batch))
                    / (2 * STEP);
            assertEquals(
                expected,
                gradient.floats()[at],
                2e-3 + 0.02 * Math.abs(expected),
                name + " " + weight + " at " + at);
          }
        });
  }

  /** The same records, always in their order. */
  record Fixed(Batch only) implements Dataset {
    @Override
    public int size() {
      return only.size();
    }

    @Override
    public Batch batch(int[] rows) {
      return only;
    }
  }

  private static double loss(Model model, String weight, int at, float step, Batch batch) {
    Tensor old = model.graph().initializers().get(weight);
    float[] values = old.floats();
    values[at] += step;
    Model moved = Learner.with(model, Map.of(weight, Tensor.floats(values, old.dims())));
    try (Session session = Session.open(moved, SessionOptions.literal(1))) {
      float[] out = session.run(batch.inputs()).get("y").floats();
      float[] labels = batch.labels().floats();
      double sum = 0;
      for (int i = 0; i < out.length; i++) {
        sum += Math.pow((double) out[i] - labels[i], 2);
      }
      return sum / out.length;
    }
  }

  private static Batch batch(Model model, int[] dims) {
    SplittableRandom random = new SplittableRandom(11);
    Tensor x = normal(random, dims);
    int[] out;
    try (Session session = Session.open(model, SessionOptions.literal(1))) {
      out = session.run(Map.of("x", x)).get("y").dims();
    }
    return new Batch(Map.of("x", x), normal(random, out), dims[0]);
  }

  private static Tensor normal(SplittableRandom random, int... dims) {
    float[] values = new float[Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.floats(values, dims);
  }

  private static Model recurrent(String op, boolean both) {
    GraphBuilder g = GraphBuilder.settled(op, 5);
    String x = g.input("x", 5, 3);
    String steps = g.transpose(x, 1, 0, 2);
    Layers layers = new Layers(g);
    String y =
        (op.equals("lstm") ? layers.lstm("rnn", steps, 4, both) : layers.gru("rnn", steps, 4, both))
            .get(0);
    String rows = g.transpose(y, 2, 0, 1, 3);
    return g.output(g.gemm("last", g.flatten(rows), 2), "y").build();
  }

  /** Two experts with a matrix each for what they make and what they read. */
  private static Model experts() {
    GraphBuilder g = GraphBuilder.settled("experts", 5);
    String x = g.input("x", 6);
    Map<String, Attribute> up = Attributes.of("equation", "...i,eih->...eh");
    String made = g.node("Einsum", "up", up, x, g.weight("up.weight", 6, 2, 6, 5));
    Map<String, Attribute> down = Attributes.of("equation", "beh,eho,o->bo");
    String read =
        g.node("Einsum", "down", down, made, g.weight("w", 5, 2, 5, 3), g.scale("scale", 3));
    return g.output(g.shaped(read, -1, 3), "y").build();
  }

  /** The same GRU with the reset gate before the product. */
  private static Model before(Model model) {
    return model.withGraph(
        model
            .graph()
            .withNodes(
                model.graph().nodes().stream()
                    .map(
                        n ->
                            n.is("GRU")
                                ? n.withAttribute("linear_before_reset", new Attribute.IntValue(0))
                                : n)
                    .toList()));
  }

  private static Model convolutional() {
    GraphBuilder g = GraphBuilder.settled("conv", 5);
    String x = g.batchNorm("bn", g.conv("conv", g.input("x", 2, 5, 5), ConvSpec.of(3, 3)));
    String tanh = g.node("Tanh", Map.of(), x);
    String z = g.conv("grouped", tanh, ConvSpec.of(3, 3).groups(3).stride(2));
    String shortcut = g.conv("shortcut", tanh, ConvSpec.of(3, 1).pad(0).stride(2));
    z = g.node("Add", Map.of(), z, shortcut);
    return g.output(g.gemm("last", g.flatten(z), 2), "y").build();
  }

  private static Model normalised() {
    GraphBuilder g = GraphBuilder.settled("norm", 5);
    String x = new Layers(g).layerNorm("norm", g.linear("first", g.input("x", 6), 4));
    return g.output(g.node("Softmax", Attributes.of("axis", -1), x), "y").build();
  }

  private static Model written() {
    GraphBuilder g = GraphBuilder.settled("written", 5);
    Layers layers = new Layers(g);
    String x =
        layers.gelu("gelu", layers.writtenLayerNorm("norm", g.linear("first", g.input("x", 6), 4)));
    return g.output(x, "y").build();
  }
}
