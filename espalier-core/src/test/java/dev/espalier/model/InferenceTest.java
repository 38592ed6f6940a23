package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that were exported in training mode answer as after training. */
class InferenceTest {
  private static Model plain() {
    GraphBuilder g = GraphBuilder.settled("net", 3);
    String x = g.batchNorm("bn", g.conv("conv", g.input("x", 2, 4, 4), ConvSpec.of(3, 3)));
    String dropped = g.shaped(g.node("Dropout", "drop", Map.of(), x), -1, 3, 4, 4);
    return g.output(g.gemm("fc", g.flatten(dropped), 2), "y").build();
  }

  private static Model training() {
    Model model = plain();
    Map<String, Tensor> constants = new java.util.LinkedHashMap<>(model.graph().initializers());
    constants.put("ratio", Tensor.floats(new float[] {0.5f}));
    constants.put("on", new Tensor(DType.BOOL, new int[0], Tensor.allocate(1).put(0, (byte) 1)));
    List<Node> nodes = new ArrayList<>();
    for (Node n : model.graph().nodes()) {
      if (n.is("Dropout")) {
        nodes.add(n.withInputs(List.of(n.input(0), "ratio", "on")));
      } else if (n.is("BatchNormalization")) {
        List<String> outputs = List.of(n.output(0), "mean", "variance");
        Node node = n.withAttribute("training_mode", new Attribute.IntValue(1));
        nodes.add(
            new Node(
                node.name(),
                "",
                node.op(),
                node.inputs(),
                outputs,
                node.attributes(),
                node.rest()));
      } else {
        nodes.add(n);
      }
    }
    return model.withGraph(model.graph().withInitializers(constants).withNodes(nodes));
  }

  @Test
  void answersAsAfterTraining() {
    Model settled = Inference.of(training());
    float[] rows = new float[64];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) Math.sin(i);
    }
    Map<String, Tensor> x = Map.of("x", Tensor.floats(rows, 2, 2, 4, 4));
    try (Session a = Session.open(plain(), SessionOptions.threads(1));
        Session b = Session.open(settled, SessionOptions.threads(1))) {
      assertArrayEquals(a.run(x).get("y").floats(), b.run(x).get("y").floats(), 1e-5f);
    }
    assertTrue(Inference.note(settled).contains("bn, drop"), Inference.note(settled));
  }

  @Test
  void othersStayAsTheyAre() {
    Model model = plain();
    assertSame(model, Inference.of(model));
    assertEquals("", Inference.note(model));
  }
}
