package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.data.Batch;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Equal classifiers that end in other operators have equal gradients. */
class HeadTest {
  private static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);
  private static final Batch BATCH =
      new Batch(
          Map.of("x", Tensor.floats(new float[] {1, 2, 3, -1, 0, 1, 2, -2, 1, 0, 5, -4}, 4, 3)),
          Tensor.vector(0, 1, 1, 0),
          4);

  private static Map<String, Tensor> gradients(
      int columns, BiFunction<GraphBuilder, String, String> last) {
    GraphBuilder g = GraphBuilder.settled("net", 7);
    String y = last.apply(g, g.gemm("fc", g.relu(g.gemm("trunk", g.input("x", 3), 5)), columns));
    Model model = g.output(g.shaped(y, -1, Math.max(columns, 1)), "y").build();
    Map<String, Tensor> out = new LinkedHashMap<>();
    new TorchGradients()
        .each(model, new OperatorGradientsTest.Fixed(BATCH), CLASSES, null, 4, out::putAll);
    return out;
  }

  private static void same(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, tensor) ->
            assertArrayEquals(tensor.floats(), actual.get(name).floats(), 1e-5f, name));
  }

  @Test
  void nothingIsSoftmaxedTwice() {
    Map<String, Tensor> logits = gradients(2, (g, x) -> x);
    same(logits, gradients(2, (g, x) -> g.softmax(x, 1)));
    same(logits, gradients(2, (g, x) -> g.node("LogSoftmax", Map.of(), x)));
    same(logits, gradients(2, (g, x) -> g.reshape(g.shaped(g.softmax(x, 1), -1, 2), -1, 2)));
    same(logits, gradients(2, HeadTest::written));
  }

  private static String written(GraphBuilder g, String x) {
    String power = g.node("Exp", Map.of(), x);
    String sum = g.node("ReduceSum", Map.of(), power, g.vector("axes", 1));
    return g.node("Div", Map.of(), power, sum);
  }

  @Test
  void oneLogitOneProbabilityAndTwoColumnsAreOneClassifier() {
    Map<String, Tensor> logit = gradients(1, (g, x) -> x);
    same(logit, gradients(1, (g, x) -> g.node("Sigmoid", Map.of(), x)));
    same(logit, gradients(1, HeadTest::pair));
  }

  private static String pair(GraphBuilder g, String x) {
    String p = g.shaped(g.node("Sigmoid", Map.of(), x), -1, 1);
    String q = g.shaped(g.node("Sub", Map.of(), g.scalar("one", 1), p), -1, 1);
    return g.concat(1, q, p);
  }
}
