package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.espalier.TabularGraphs;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Labels and tables made of scores stand aside, and come back unchanged. */
class EndingTest {
  private static final Tensor ROWS =
      Tensor.floats(new float[] {1, 2, Float.NaN, 4, -3, 2, 1, 0}, 2, 4);

  private static Model read(Model model) {
    return OnnxReader.read(OnnxWriter.bytes(model), Path.of("."), "test");
  }

  @Test
  void scoresAreWhatIsLeft() {
    for (Model file : List.of(TabularGraphs.labelled(), TabularGraphs.zipped())) {
      Model model = read(file);
      assertEquals(Set.of("probabilities"), model.graph().outputNames());
      assertEquals(List.of("cat", "dog", "eel"), model.ending().classes());
      assertEquals(List.of(), model.graph().nodes().stream().filter(n -> n.is("ArgMax")).toList());
      assertEquals(false, model.graph().initializers().containsKey("classes"));
      assertArrayEquals(run(TabularGraphs.network()), run(model), 1e-6f);
    }
  }

  private static float[] run(Model model) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return session.run(Map.of("x", ROWS)).get("probabilities").floats();
    }
  }

  @Test
  void filesKeepTheirEnding() {
    for (Model file : List.of(TabularGraphs.labelled(), TabularGraphs.zipped())) {
      byte[] bytes = OnnxWriter.bytes(file);
      assertArrayEquals(bytes, OnnxWriter.bytes(read(file)));
    }
  }

  @Test
  void outputsAddedLaterStandBehindTheFilesOwn() {
    Model model = read(TabularGraphs.zipped());
    List<ValueInfo> outputs = new java.util.ArrayList<>(model.graph().outputs());
    outputs.add(ValueInfo.of("second", DType.FLOAT));
    Graph whole = model.withGraph(model.graph().withOutputs(outputs)).whole().graph();
    assertEquals(
        List.of("label", "table", "second"),
        whole.outputs().stream().map(ValueInfo::name).toList());
  }

  @Test
  void aPickThatTheNetworkGoesOnWithStays() {
    GraphBuilder g = GraphBuilder.settled("hard", 1);
    String x = g.gemm("fc", g.input("x", 4), 4);
    String best = g.shaped(g.node("ArgMax", Attributes.of("axis", 1, "keepdims", 0), x), -1);
    String table = g.constant("table", Tensor.floats(new float[8], 4, 2));
    String y = g.shaped(g.node("Gather", Map.of(), table, best), -1, 2);
    Model model = g.output(y, "y").output(best, "best", DType.INT64).build();
    assertSame(model, Ending.apart(model, t -> List.of()));
  }

  @Test
  void aNumberOfTheBestClassAloneIsJudgedByItsScores() {
    GraphBuilder g = GraphBuilder.settled("argmax", 1);
    String x = g.gemm("fc", g.input("x", 4), 3);
    String best = g.shaped(g.node("ArgMax", Attributes.of("axis", 1), x), -1, 1);
    Model model = Ending.apart(g.output(best, "best", DType.INT64).build(), t -> List.of());
    assertEquals(Set.of("fc"), model.graph().outputNames());
    assertEquals(Set.of("best"), model.whole().graph().outputNames());
  }
}
