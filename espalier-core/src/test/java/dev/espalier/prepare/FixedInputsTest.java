package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.espalier.SharedData;
import dev.espalier.api.Espalier;
import dev.espalier.check.Verification;
import dev.espalier.coupling.Group;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.StatedInputs;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.ort.Opening;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Status;
import dev.espalier.run.Pruner;
import dev.espalier.runtime.OpenModel;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An input with one value for good: {@code --fix rate=16000}. */
class FixedInputsTest {
  private static final int UNITS = 6;

  @TempDir Path folder;
  private Path file = Path.of("");

  /** A network for each rate, the first chosen by 16000; the rate is read inside of it too. */
  @BeforeEach
  void write() {
    GraphBuilder g = GraphBuilder.settled("rates", 1);
    g.gemm("first", g.input("x", 7), UNITS);
    String fast = g.constant("fast", Tensor.longs(new long[] {16000}));
    String condition = g.node("Equal", "asked", Map.of(), "rate", fast);
    Map<String, Attribute> branches = new LinkedHashMap<>();
    Node scale = Node.of("Cast", "", List.of("rate"), List.of("r"));
    branches.put(
        "then_branch",
        Subgraphs.of(
            branch(
                "t",
                scale.withAttribute("to", new Attribute.IntValue(DType.FLOAT.onnx())),
                Node.of("MatMul", "product", List.of("first", "w"), List.of("p")),
                Node.of("Div", "", List.of("p", "r"), List.of("t")))));
    branches.put(
        "else_branch",
        Subgraphs.of(branch("e", Node.of("Neg", "", List.of("first"), List.of("e")))));
    String chosen = g.shaped(g.node("If", "choice", branches, condition), -1, UNITS);
    Model model = g.output(g.gemm("last", chosen, 4), "y").build();
    List<ValueInfo> inputs = new ArrayList<>(model.graph().inputs());
    inputs.add(0, ValueInfo.of("rate", DType.INT64, Dim.of(1)));
    file = folder.resolve("rates.onnx");
    OnnxWriter.write(model.withGraph(model.graph().withInputs(inputs)), file);
  }

  private static Graph branch(String result, Node... nodes) {
    float[] weights = new float[UNITS * UNITS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(i + 1);
    }
    ValueInfo info = ValueInfo.of(result, DType.FLOAT, Dim.symbol("rows"), Dim.of(UNITS));
    Map<String, Tensor> constants = Map.of("w", Tensor.floats(weights, UNITS, UNITS));
    return new Graph("branch", List.of(nodes), constants, List.of(), List.of(info), List.of());
  }

  private static StatedInputs fixed(String... values) {
    return new StatedInputs(List.of(), List.of(values));
  }

  private static List<String> inputs(Model model) {
    return model.graph().inputs().stream().map(ValueInfo::name).toList();
  }

  @Test
  void theBranchThatIsTakenHasUnits() {
    Prepared open = Prepared.of(Opening.network(file), "blocks");
    assertEquals(
        List.of("first"), open.coupling().groups().stream().map(Group::name).limit(1).toList());
    assertTrue(open.coupling().prunable().isEmpty(), "a condition that nobody knows bars all");

    Model model = Opening.network(file, fixed("rate=16000"));
    assertEquals(List.of("x"), inputs(model));
    Prepared prepared = Prepared.of(model, "blocks");
    assertEquals(
        List.of("first", "choice/product"),
        prepared.coupling().prunable().stream().map(Group::name).toList());
  }

  @Test
  void theModelAnswersAsItDidWithThatValue() {
    Tensor x = Tensor.floats(new float[] {1, -2, 3, 0.5f, 2, -1, 0.25f}, 1, 7);
    for (long rate : new long[] {16000, 8000}) {
      Model original = Opening.network(file);
      Model model = Opening.network(file, fixed("rate=" + rate));
      try (Session whole = Session.open(original, SessionOptions.threads(1));
          Session one = Session.open(model, SessionOptions.threads(1))) {
        float[] wanted =
            whole.run(Map.of("x", x, "rate", Tensor.longs(new long[] {rate}, 1))).get("y").floats();
        assertArrayEquals(wanted, one.run(Map.of("x", x)).get("y").floats(), 1e-6f);
      }
    }
  }

  /** Whoever calls the result calls it as the original. */
  @Test
  void theResultKeepsTheInput() throws OrtException {
    Recipe recipe =
        RecipeCodec.set(RecipeCodec.set(Recipe.defaults(), "fixed=rate=16000"), "goal.target=macs");
    Path out = folder.resolve("run");
    var record =
        new Pruner(Tools.weightsOnly(Progress.NONE))
            .prune(new PruneRequest(file, null, recipe, out))
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    Model written = OnnxReader.read(out.resolve("model.onnx"));
    assertEquals(List.of("x"), inputs(written), "nothing reads it, so nothing has to feed it here");
    assertEquals(List.of("rate", "x"), inFile(out.resolve("model.onnx")));
    Tensor x = Tensor.floats(new float[] {1, -2, 3, 0.5f, 2, -1, 0.25f}, 1, 7);
    try (OpenModel model = Espalier.open(out, 1)) {
      assertEquals(List.of("rate", "x"), model.inputs().stream().map(ValueInfo::name).toList());
      model.run(Map.of("x", x, "rate", Tensor.longs(new long[] {16000}, 1)));
    }
    Verification verified = Verification.of(file, out);
    assertTrue(verified.certified(), verified.message());
    assertFalse(Opening.stated(written).fixed().isEmpty());
  }

  /** As ONNX Runtime sees the file. */
  private static List<String> inFile(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session =
            OrtEnvironment.getEnvironment().createSession(model.toString(), options)) {
      return List.copyOf(session.getInputNames());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "speed=1 | fixes no input of the model; write NAME=VALUE, where NAME is one of rate, x",
        "rate=1.5 | input rate cannot be 1.5: it takes whole numbers",
        "rate=fast | input rate cannot be 'fast': give a number, true or false",
        "rate=1 2 | input rate has 1 elements, and 2 values were given",
        "x=0 | input x is float[batch, 7], and cannot be fixed"
      })
  void whatDoesNotFitIsRefused(String stated, String told) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Opening.network(file, fixed(stated)));
    assertTrue(e.getMessage().contains(told), e.getMessage());
  }

  /** Weights of both rates lie in constants inside of the branches. */
  @Test
  void aVoiceDetectorHasUnits() {
    Path vad = SharedData.require("models/speech/silero_vad_v5.onnx");
    Model model = Opening.network(vad, fixed("sr=16000"));
    assertTrue(model.parameters() > 500_000, "all that the file holds");
    Prepared prepared = Prepared.of(model, "blocks");
    assertEquals(5, prepared.coupling().prunable().size());
  }
}
