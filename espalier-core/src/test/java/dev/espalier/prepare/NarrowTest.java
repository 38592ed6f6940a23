package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NarrowTest {
  private static final List<Integer> KEPT = List.of(1, 4, 5);

  private static Model classifier(boolean softmax) {
    GraphBuilder g = GraphBuilder.settled("classes", 1);
    String x = g.relu(g.gemm("hidden", g.input("x", 5), 8));
    String logits = g.gemm("fc", x, 6);
    g.output(g.gemm("other", x, 2), "other");
    return g.output(softmax ? g.softmax(logits, 1) : logits, "y").build();
  }

  private static float[] run(Model model, String output) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Tensor x = Tensor.floats(new float[] {1, -2, 3, -4, 5, 0.5f, 1, 1, 1, 1}, 2, 5);
      return session.run(Map.of("x", x)).get(output).floats();
    }
  }

  @Test
  void theRowsOfOtherClassesGo() {
    Model whole = classifier(false);
    Narrow narrow = Narrow.of(whole, "y", KEPT);
    float[] all = run(whole, "y");
    float[] some = run(narrow.model(), "y");
    assertArrayEquals(new float[] {all[1], all[4], all[5], all[7], all[10], all[11]}, some, 1e-5f);
    assertArrayEquals(run(whole, "other"), run(narrow.model(), "other"), 1e-6f);
    assertEquals(whole.parameters() - 3 * 9, narrow.model().parameters());
    assertEquals("1,4,5", narrow.model().metadata().get("espalier.classes"));
    int outputs = narrow.model().graph().outputs().size();
    assertEquals(3, narrow.model().graph().outputs().get(outputs - 1).dims().get(1).size());
  }

  @Test
  void probabilitiesAreSharesOfTheSum() {
    Model whole = classifier(true);
    float[] all = run(whole, "y");
    float[] some = run(Narrow.of(whole, "y", KEPT).model(), "y");
    assertEquals(all[1] / (all[1] + all[4] + all[5]), some[0], 1e-5);
  }

  @Test
  void whatCannotBeNarrowedSaysWhy() {
    assertTrue(message("y", List.of(0, 6)).contains("6 columns"));
    GraphBuilder g = GraphBuilder.settled("sum", 1);
    String x = g.input("x", 6);
    Model same = g.output(g.relu(x), "y").build();
    String why = assertThrows(DataException.class, () -> Narrow.of(same, "y", KEPT)).getMessage();
    assertTrue(why.contains("cannot be narrowed"), why);
  }

  private static String message(String output, List<Integer> kept) {
    return assertThrows(DataException.class, () -> Narrow.of(classifier(false), output, kept))
        .getMessage();
  }
}
