package dev.espalier.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SharedData;
import dev.espalier.TransformerGraph;
import dev.espalier.coupling.Bypass;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gates that skip residual blocks: what trains, what runs, and the model without the blocks. */
@Tag("slow")
class GatesTest {
  static Stream<Named<Model>> graphs() {
    return Stream.of(
            Graphs.resnet(1),
            Graphs.resnetPadded(2),
            Graphs.resnext(3),
            TransformerGraph.fixed(4),
            TransformerGraph.dynamic(5))
        .map(m -> Named.of(m.graph().name(), m));
  }

  private static Coupling prepared(Model model) {
    return Prepared.of(model, "blocks").coupling();
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void nothingIsSkippedBeforeTraining(Model model) {
    Gates gates = new Gates(prepared(model), 3);
    assertFalse(gates.isEmpty(), gates.reasons().toString());
    Map<String, Tensor> inputs = inputs(model, 1);
    Map<String, Tensor> made = run(gates.training(1), inputs);
    for (float cost : made.remove(Gates.COST).floats()) {
      assertEquals(1, cost, 1e-5);
    }
    assertClose(run(model, inputs), made);
    assertClose(run(model, inputs), run(gates.running(gates.training(1)), inputs));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void whereAllGatesCloseTheBlocksAreGone(Model model) {
    Coupling coupling = prepared(model);
    Gates gates = new Gates(coupling, 3);
    Model closed = with(gates.training(1), new SplittableRandom(1), 0, -1);
    List<ResidualBlock> all = coupling.removable();
    Model without = coupling.model().withGraph(Bypass.apply(coupling.model().graph(), all));
    Map<String, Tensor> inputs = inputs(model, 1);
    assertClose(run(without, inputs), run(gates.running(closed), inputs));
    Map<String, Tensor> trained = run(closed, inputs);
    assertEquals(gates.fixedShare(), trained.get(Gates.COST).floats()[0], 1e-5);
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void rowsTakeWaysOfTheirOwn(Model model) {
    Gates gates = new Gates(prepared(model), 3);
    boolean mixed = false;
    for (int seed = 1; seed <= 8; seed++) {
      Map<String, Tensor> inputs = inputs(model, seed);
      Model some = split(with(gates.training(seed), new SplittableRandom(seed), 4, 0), inputs);
      Map<String, Tensor> multiplied = run(some, inputs);
      float[] costs = multiplied.remove(Gates.COST).floats();
      for (float cost : costs) {
        mixed |= cost != costs[0];
      }
      Model running = OnnxReader.read(OnnxWriter.bytes(gates.running(some)), Path.of("."), "gated");
      assertEquals(model.graph().outputNames(), running.graph().outputNames());
      assertClose(multiplied, run(running, inputs));
    }
    assertTrue(mixed, "no seed sent rows on different ways, so this shows nothing");
  }

  @Test
  void anEmptyBatchIsNoError() {
    Gates gates = new Gates(prepared(Graphs.resnet(1)), 3);
    Model running = gates.running(gates.training(1));
    Map<String, Tensor> inputs = Map.of("x", Tensor.floats(new float[0], 0, 3, 16, 16));
    assertEquals(0, run(running, inputs).get("logits").dims()[0]);
  }

  @Test
  void aModelWithoutBlocksSaysSo() {
    Gates gates = new Gates(prepared(Graphs.vgg(1)), 3);
    assertTrue(gates.isEmpty());
    assertEquals(List.of("the model has no residual blocks"), gates.reasons());
    assertEquals(1, gates.fixedShare(), 1e-9);
  }

  @Test
  void consecutiveBlocksShareAGate() {
    Model model =
        OnnxReader.read(SharedData.require("models/resnet-cifar10/resnet56_cifar10.onnx"));
    Gates gates = new Gates(prepared(model), 6);
    Model training = gates.training(1);
    long made = training.graph().nodes().stream().filter(n -> n.is("Round")).count();
    assertEquals(6, made);
    assertTrue(gates.fixedShare() < 0.2, gates.fixedShare() + " cannot be skipped");
    assertTrue(gates.reasons().size() == 2, gates.reasons().toString());
  }

  /** Weights of the gates drawn anew, so that decisions differ. */
  private static Model with(Model training, SplittableRandom random, double scale, float bias) {
    Map<String, Tensor> changed = new LinkedHashMap<>(training.graph().initializers());
    changed.replaceAll(
        (name, tensor) -> {
          if (name.matches("espalier_gate\\d+/weight")) {
            float[] values = new float[tensor.size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (scale * random.nextGaussian());
            }
            return Tensor.floats(values, tensor.dims());
          }
          return name.matches("espalier_gate\\d+/bias")
              ? Tensor.floats(new float[] {bias}, 1)
              : tensor;
        });
    return training.withGraph(training.graph().withInitializers(changed));
  }

  /** Biases that let the middle row of each gate go the way of one of the others. */
  private static Model split(Model training, Map<String, Tensor> inputs) {
    Model model = training;
    for (int gate = 1; training.graph().initializers().containsKey(bias(gate)); gate++) {
      String logit = "espalier_gate" + gate + "/logit";
      ValueInfo output =
          ValueInfo.of(logit, DType.FLOAT, ValueInfo.Dim.symbol(""), ValueInfo.Dim.of(1));
      Model asked = model.withGraph(model.graph().withOutputs(List.of(output)).pruned());
      float[] logits = run(asked, inputs).get(logit).floats();
      Arrays.sort(logits);
      float between = -(logits[0] + logits[1]) / 6;
      Map<String, Tensor> changed = new LinkedHashMap<>(model.graph().initializers());
      changed.put(bias(gate), Tensor.floats(new float[] {between}, 1));
      model = model.withGraph(model.graph().withInitializers(changed));
    }
    return model;
  }

  private static String bias(int gate) {
    return "espalier_gate" + gate + "/bias";
  }

  /** Three rows. */
  private static Map<String, Tensor> inputs(Model model, long seed) {
    Coupling coupling = prepared(model);
    return SampleInputs.of(coupling.model(), coupling.shapes(), true, seed);
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return new LinkedHashMap<>(session.run(inputs));
    }
  }

  private static void assertClose(Map<String, Tensor> wanted, Map<String, Tensor> given) {
    Closeness closeness = Closeness.of(wanted, given, 1e-4, 1e-5);
    assertTrue(closeness.within(), closeness::worst);
  }
}
