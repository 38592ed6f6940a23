package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.NormaliseLayers;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.tune.Tuner;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of other floating types than float32. */
@Tag("slow")
class FloatTypesTuningTest {
  /** What is learnt is learnt in float32, and rounded once, at the end. */
  @ParameterizedTest
  @CsvSource({"FLOAT16, NEVER", "FLOAT16, ALWAYS", "DOUBLE, NEVER", "DOUBLE, ALWAYS"})
  void otherTypesLearnAsFloat32AndStayWhatTheyAre(DType type, NormaliseLayers normalise) {
    Model plain = dense(DType.FLOAT);
    Map<String, Tensor> rounded = new LinkedHashMap<>(plain.graph().initializers());
    rounded.replaceAll((name, t) -> t.type().floating() ? t.as(type).as(DType.FLOAT) : t);
    Model twin = plain.withGraph(plain.graph().withInitializers(rounded));
    Map<String, Tensor> wanted = tuned(twin, normalise);
    Map<String, Tensor> own = tuned(dense(type), normalise);
    assertEquals(wanted.keySet(), own.keySet());
    own.forEach((name, t) -> assertClose(wanted.get(name).as(type), t, name));
    assertNotEquals(dense(type).graph().initializers(), own);
  }

  private static void assertClose(Tensor wanted, Tensor own, String name) {
    assertEquals(wanted.type(), own.type(), name);
    assertArrayEquals(wanted.doubles(), own.doubles(), 1e-3, name);
  }

  private static Map<String, Tensor> tuned(Model model, NormaliseLayers normalise) {
    Tuner.Request request = TorchTunerTest.request(model, 1);
    TuneSettings.Movement m = request.regime().settings().movement();
    TuneSettings.Movement movement =
        new TuneSettings.Movement(
            m.optimizer(), m.learningRate(), normalise, m.momentum(), m.weightDecay());
    TuneSettings s = request.regime().settings();
    TuneSettings settings =
        new TuneSettings(
            s.amount(),
            s.start(),
            movement,
            s.rates(),
            s.lesson(),
            s.guards(),
            s.threads(),
            s.penalty());
    Map<String, Tensor> weights =
        new LinkedHashMap<>(
            new TorchTuner()
                .tune(TorchTunerTest.with(request, Map.of(), settings))
                .model()
                .graph()
                .initializers());
    weights.values().removeIf(t -> !t.type().floating());
    return weights;
  }

  /** Two layers of a type between inputs and outputs that are float32. */
  private static Model dense(DType type) {
    GraphBuilder g = GraphBuilder.settled("dense", 1);
    String x = g.flatten(g.input("x", 1, 8, 8));
    String in = g.node("Cast", Attributes.of("to", type.onnx()), x);
    String y = g.gemm("head", g.relu(g.gemm("hidden", in, 16)), 3);
    Model model =
        g.output(g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), y), "logits").build();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll((name, t) -> t.type().floating() ? t.as(type) : t);
    return model.withGraph(model.graph().withInitializers(weights));
  }
}
