package dev.espalier.criterion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.Role;
import dev.espalier.progress.Progress;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks in the graph against weights whose columns were set to zero by hand. */
class AblationTest {
  @ParameterizedTest
  @ValueSource(strings = {"vgg", "resnet", "densenet", "lstm", "gru"})
  void equalsZeroingTheConsumersWeights(String name) {
    Setting setting = Setting.of(model(name), 5, 4);
    Evidence evidence = setting.gather(Set.of(Evidence.Kind.ABLATION), 3);
    Ablation ablation = evidence.needAblation();
    assertEquals(loss(setting, setting.coupling().model()), ablation.base(), 1e-5);
    double change = 0;
    for (Group group : setting.coupling().prunable()) {
      double[] losses = ablation.losses().get(group.name());
      for (int unit = 0; unit < group.units(); unit++) {
        double expected = loss(setting, zeroed(setting, group, unit));
        assertEquals(
            expected,
            losses[unit],
            1e-4 * Math.max(1, Math.abs(expected)),
            group.name() + " " + unit);
        change = Math.max(change, Math.abs(expected - ablation.base()));
      }
    }
    assertTrue(change > 1e-3, "nothing changed the loss");
  }

  @Test
  void withoutLabelsTheOutputsOfTheWholeModelAreTheTarget() {
    Setting labelled = Setting.of(Graphs.mlp(4), 6, 5);
    Setting setting =
        new Setting(
            labelled.coupling(),
            labelled.data(),
            new Task(TaskKinds.UNLABELLED, "agreement", 0, 1));
    Ablation ablation = setting.gather(Set.of(Evidence.Kind.ABLATION), 6).needAblation();
    assertEquals(0, ablation.base());
    ablation
        .losses()
        .values()
        .forEach(l -> assertTrue(java.util.Arrays.stream(l).allMatch(v -> v >= 0)));
  }

  @Test
  void runsOnEveryArchitecture() {
    for (Model model : Graphs.all(5)) {
      Setting setting = Setting.of(model, 2, 4);
      Setting unlabelled =
          new Setting(
              setting.coupling(),
              setting.data(),
              new Task(TaskKinds.UNLABELLED, "agreement", 0, 1));
      Ablation ablation = unlabelled.gather(Set.of(Evidence.Kind.ABLATION), 2).needAblation();
      assertEquals(
          setting.coupling().prunable().size(), ablation.losses().size(), model.graph().name());
    }
  }

  private static Model model(String name) {
    return switch (name) {
      case "vgg" -> Graphs.vgg(1);
      case "resnet" -> Graphs.resnet(1);
      case "densenet" -> Graphs.densenet(1);
      case "lstm" -> SequenceGraphs.lstm(1);
      default -> SequenceGraphs.gru(1);
    };
  }

  private static double loss(Setting setting, Model model) {
    return setting
        .task()
        .figures(Evaluator.predict(model, setting.data(), 5, 1, Progress.NONE))
        .get("loss");
  }

  /** The model with the unit's slice of every consuming weight set to zero. */
  private static Model zeroed(Setting setting, Group group, int unit) {
    Model model = setting.coupling().model();
    Map<String, Tensor> initializers = new LinkedHashMap<>(model.graph().initializers());
    for (Slot slot : group.parameters(Role.CONSUMES)) {
      Tensor old = initializers.get(slot.axis().value());
      int[] dims = old.dims();
      int inner = 1;
      for (int i = slot.axis().index() + 1; i < dims.length; i++) {
        inner *= dims[i];
      }
      float[] values = old.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = slot.units()[i / inner % dims[slot.axis().index()]] == unit ? 0 : values[i];
      }
      initializers.put(slot.axis().value(), Tensor.floats(values, dims));
    }
    return model.withGraph(model.graph().withInitializers(initializers));
  }
}
