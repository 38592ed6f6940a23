package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names that stay apart, and one form for all operator sets. */
class GraphWriterTest {
  private static final Tensor ONE = Tensor.floats(new float[] {1});
  private static final Tensor TWO = Tensor.floats(new float[] {2});

  @Test
  void takenNamesGetNumbers() {
    GraphWriter writer = writer(17);
    assertEquals("x__2", writer.claim("x"));
    assertEquals("glue/relu", writer.node("Relu", "x"));
    assertEquals("glue/relu__2", writer.node("Relu", "x"));
    assertEquals("w__2", writer.constant("w", TWO));
  }

  @Test
  void equalConstantsOfOneNameAreOne() {
    assertEquals("w", writer(17).constant("w", ONE));
  }

  @Test
  void axesAreAnInputWhereTheSetHasThemSo() {
    assertArrayEquals(new long[] {1}, mean(17).nodes().get(0).intsAttr("axes"));
    GraphWriter newer = mean(18);
    assertEquals(List.of("x", "mean_axes"), newer.nodes().get(0).inputs());
    assertEquals(Tensor.vector(1), newer.initializers().get("mean_axes"));
    assertEquals(Attributes.of("keepdims", 0), newer.nodes().get(0).attributes());
  }

  private static GraphWriter mean(long opset) {
    GraphWriter writer = writer(opset);
    Map<String, Attribute> over = Attributes.of("axes", new long[] {1}, "keepdims", 0);
    writer.named("mean", "ReduceMean", over, "x");
    return writer;
  }

  private static GraphWriter writer(long opset) {
    Model model = TinyModels.of(Map.of("w", ONE));
    Model raised = new Model(model.graph(), 8, Map.of("", opset), model.metadata(), model.rest());
    return GraphWriter.over(raised, GraphWriter.Naming.behind("glue/"));
  }
}
