package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.family.ExitHeads;
import dev.espalier.family.ExitPoint;
import dev.espalier.family.ExitPoints;
import dev.espalier.family.MultiExit;
import dev.espalier.job.Examples;
import dev.espalier.job.RunFolder;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds the training of heads; the training itself is espalier-torch's. */
class ExitStagesTest {
  private static final Task TASK = new Task(TaskKinds.CLASSIFICATION, "accuracy", 5, 1);

  @TempDir Path folder;
  private final Model model = Graphs.resnet(2);
  private final Coupling coupling = Prepared.of(model, "blocks").coupling();

  /** Images of noise. */
  private record Noise(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] pixels = new float[rows.length * 3 * 16 * 16];
      SplittableRandom random = new SplittableRandom(rows[0]);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextGaussian();
      }
      return new Batch(
          Map.of("x", Tensor.floats(pixels, rows.length, 3, 16, 16)), null, rows.length);
    }
  }

  /** Moves weights: those that it may, or all of them. */
  private record Mover(boolean obeys, List<Request> seen) implements Tuner {
    @Override
    public Result tune(Request request) {
      seen.add(request);
      Map<String, Tensor> weights = new LinkedHashMap<>(request.model().graph().initializers());
      weights.replaceAll(
          (name, t) ->
              t.type() != DType.FLOAT || obeys && request.focus().frozen().contains(name)
                  ? t
                  : moved(t));
      Model moved = request.model().withGraph(request.model().graph().withInitializers(weights));
      return new Result(moved, List.of());
    }

    private static Tensor moved(Tensor tensor) {
      float[] values = tensor.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = 1.25f * values[i] + 0.01f;
      }
      return Tensor.floats(values, tensor.dims());
    }
  }

  private ExitStages.Made make(Tuner tuner, String file) {
    ExitPoints points = ExitPoints.of(coupling);
    ExitHeads heads = new ExitHeads(coupling, points, 1);
    List<MultiExit.Exit> exits = new ArrayList<>();
    for (ExitPoint point : points.points().subList(0, 2)) {
      exits.add(new MultiExit.Exit(point, heads.at(point, 0.1).get(1)));
    }
    Dataset noise = new Noise(16);
    Examples examples =
        new Examples(
            TASK, noise, null, noise, new DataRoles("noise", "", "", List.of(), List.of()));
    try (RunFolder opened = RunFolder.open(folder.resolve(file), true)) {
      return new ExitStages(
              new Tools(tuner, null, null, Progress.NONE), Recipe.defaults(), examples)
          .make(model, coupling, exits, opened);
    }
  }

  @Test
  void headsLearnWithoutTheTrunkAndStagesEqualTheOriginal() {
    List<Tuner.Request> seen = new ArrayList<>();
    ExitStages.Made made = make(new Mover(true, seen), "exits");
    assertTrue(made.certificate().certified(), made.certificate().message());
    Tuner.Focus focus = seen.get(0).focus();
    assertEquals("logits", focus.teacher());
    assertEquals(new RunFolder(folder.resolve("exits")).training(), seen.get(0).checkpoint());
    assertEquals(
        List.of("exit1/answer", "exit2/answer"),
        seen.get(0).task().answers().stream().map(Answer::name).toList());
    assertEquals(coupling.model().graph().initializers().keySet(), focus.frozen());
    List<ChainStage> stages = made.stages(List.of(0, 1));
    assertEquals(3, stages.size());
    assertTrue(
        stages.get(1).model().graph().dataInputs().stream().noneMatch(i -> i.name().equals("x")),
        "the second stage reads the image again");
  }

  @Test
  void anEndedTrainingIsNotRepeated() {
    List<Tuner.Request> seen = new ArrayList<>();
    Tuner tuner = new Mover(true, seen);
    ExitStages.Made first = make(tuner, "exits");
    ExitStages.Made again = make(tuner, "exits");
    assertEquals(1, seen.size());
    assertEquals(first.trained().graph().initializers(), again.trained().graph().initializers());
  }

  @Test
  void aTrunkThatMovedIsCaught() {
    ExitStages.Made made = make(new Mover(false, new ArrayList<>()), "moved.onnx");
    assertFalse(made.certificate().certified());
    assertTrue(made.certificate().message().contains("differ"), made.certificate().message());
  }
}
