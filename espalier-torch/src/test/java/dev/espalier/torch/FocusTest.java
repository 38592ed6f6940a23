package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import dev.espalier.tune.Tuner;
import dev.espalier.tune.Tuner.Focus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts of a model trained by several of its outputs, towards one of them. */
@Tag("slow")
class FocusTest {
  private static final Dataset UNLABELLED =
      new Dataset() {
        private final Dataset labelled = new TorchTunerTest.Stripes(1024);

        @Override
        public int size() {
          return labelled.size();
        }

        @Override
        public Batch batch(int[] rows) {
          return new Batch(labelled.batch(rows).inputs(), null, rows.length);
        }
      };

  /** The network of the tuner's tests with two more answers, one of them behind a Softmax. */
  private static Model network() {
    GraphBuilder g = GraphBuilder.fresh("exits", 1);
    String x = g.input("x", 1, 8, 8);
    String y = g.relu(g.batchNorm("bn1", g.conv("conv1", x, ConvSpec.of(8, 3))));
    y = g.node("Dropout", "dropout", Map.of(), y);
    String early =
        g.flatten(
            g.maxPool(g.relu(g.batchNorm("bne", g.conv("conve", y, ConvSpec.of(8, 3)))), 2, 2));
    String z = g.relu(g.batchNorm("bn2", g.conv("conv2", y, ConvSpec.of(8, 3))));
    String pooled = g.flatten(g.globalAveragePool(g.add(y, z)));
    g.output(g.gemm("classifier", pooled, 3), "logits");
    g.output(g.gemm("early", early, 3), "first");
    return g.output(g.softmax(g.gemm("late", pooled, 3), 1), "second").build();
  }

  private static Set<String> trunk(Model model) {
    Set<String> names = new TreeSet<>(model.graph().initializers().keySet());
    names.removeIf(
        n ->
            n.startsWith("conve")
                || n.startsWith("bne")
                || n.startsWith("early")
                || n.startsWith("late"));
    return names;
  }

  private static Model trunkTrained() {
    Model model = network();
    return new TorchTuner().tune(TorchTunerTest.request(model, 4)).model();
  }

  @Test
  void frozenWeightsStayToTheBitAndTheRestLearnsFromTheModelsOwnEnd() {
    Model model = trunkTrained();
    Set<String> frozen = trunk(model);
    Focus focus = new Focus(frozen, "logits");
    Tuner.Request plain = TorchTunerTest.request(model, 4);
    Tuner.Request unlabelled =
        new Tuner.Request(
            model, both(plain.task(), 0.5), plain.material().withTrain(UNLABELLED), plain.regime());
    Tuner.Result result = new TorchTuner().tune(unlabelled.withFocus(focus));
    Map<String, Tensor> before = model.graph().initializers();
    Map<String, Tensor> after = result.model().graph().initializers();
    frozen.forEach(n -> assertEquals(before.get(n), after.get(n), n));
    Set<String> heads = new TreeSet<>(before.keySet());
    heads.removeAll(frozen);
    heads.forEach(n -> assertNotEquals(before.get(n), after.get(n), n));
    assertTrue(result.epochs().get(3).validationMetric() > 0.85, result.epochs().toString());
  }

  /** Copies of shared vectors are called {@code name__2}; a parameter may be called so too. */
  @Test
  void aNameLikeThatOfACopyIsAnyName() {
    GraphBuilder g = GraphBuilder.fresh("names", 1);
    String x = g.relu(g.conv("part", g.input("x", 1, 8, 8), ConvSpec.of(8, 3)));
    String y = g.relu(g.conv("part__2", x, ConvSpec.of(8, 3)));
    Model model =
        g.output(g.gemm("end__3", g.flatten(g.globalAveragePool(y)), 3), "logits").build();
    Map<String, Tensor> before = model.graph().initializers();
    Set<String> frozen = new TreeSet<>(before.keySet());
    frozen.removeIf(n -> !n.startsWith("part__2"));
    Tuner.Request request = TorchTunerTest.request(model, 1).withFocus(new Focus(frozen, "logits"));
    Map<String, Tensor> after = new TorchTuner().tune(request).model().graph().initializers();
    assertEquals(before.keySet(), after.keySet());
    assertEquals(2, frozen.size());
    before
        .keySet()
        .forEach(n -> assertEquals(frozen.contains(n), before.get(n).equals(after.get(n)), n));
  }

  @Test
  void weightsOfTheLossCount() {
    Model model = trunkTrained();
    Tuner.Request request =
        TorchTunerTest.request(model, 1).withFocus(new Focus(trunk(model), "logits"));
    double alone = loss(request, request.task().of("first"));
    double both = loss(request, both(request.task(), 3));
    assertTrue(both > alone + 0.1, alone + " and " + both);
  }

  @Test
  void aModelFrozenWholeIsRefused() {
    Model model = network();
    Focus all = new Focus(model.graph().initializers().keySet(), "");
    assertThrows(
        ModelFormatException.class,
        () -> new TorchTuner().tune(TorchTunerTest.request(model, 1).withFocus(all)));
    Focus unknown = new Focus(Set.of(), "third");
    String message =
        assertThrows(
                ModelFormatException.class,
                () -> new TorchTuner().tune(TorchTunerTest.request(model, 1).withFocus(unknown)))
            .getMessage();
    assertTrue(message.contains("third"), message);
  }

  private static Task both(Task task, double weightOfSecond) {
    return Task.several(
        List.of(
            new Answer(task.of("first"), 1, 0, 0, List.of()),
            new Answer(task.of("second"), weightOfSecond, 0, 0, List.of())));
  }

  private static double loss(Tuner.Request request, Task task) {
    Tuner.Request asked =
        new Tuner.Request(request.model(), task, request.material(), request.regime());
    return new TorchTuner().tune(asked.withFocus(request.focus())).epochs().get(0).trainLoss();
  }
}
