package dev.espalier.openings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.job.PruneRequest;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.quality.PairedDrop;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import dev.espalier.run.Pruner;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.torch.TorchGradients;
import dev.espalier.torch.TorchStatistics;
import dev.espalier.torch.TorchTuner;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fifth kind of task, added by two classes and the two lines that name them: how alike the points
 * are that two towers make of two points, against the cosine of these.
 */
@Tag("slow")
class PairTaskTest {
  private static final String DATA =
      """
      path: points.csv
      inputs: {left: [a0, a1, a2], right: [b0, b1, b2]}
      labels: {columns: score, task: pairs}
      """;

  @TempDir static Path folder;

  private static Splits splits;
  private static Model fresh;
  private static Model tuned;

  @BeforeAll
  static void data() throws IOException {
    StringBuilder rows = new StringBuilder("a0,a1,a2,b0,b1,b2,score\n");
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 3000; i++) {
      double[] p = random.doubles(6, -1, 1).toArray();
      double product = p[0] * p[3] + p[1] * p[4] + p[2] * p[5];
      double score =
          product
              / (Math.hypot(Math.hypot(p[0], p[1]), p[2])
                  * Math.hypot(Math.hypot(p[3], p[4]), p[5]));
      for (double x : p) {
        rows.append(String.format(Locale.ROOT, "%.5f,", x));
      }
      rows.append(String.format(Locale.ROOT, "%.5f%n", score));
    }
    Files.writeString(folder.resolve("points.csv"), rows);
    Files.writeString(folder.resolve("data.yaml"), DATA);
    fresh = towers();
    splits = DataSource.open(folder.resolve("data.yaml"), fresh);
    tuned = new TorchTuner().tune(request(fresh)).model();
    OnnxWriter.write(tuned, folder.resolve("towers.onnx"));
  }

  private static Model towers() {
    GraphBuilder g = GraphBuilder.fresh("towers", 3);
    for (String side : new String[] {"left", "right"}) {
      String hidden = g.relu(g.gemm(side + ".hidden", g.input(side, 3), 32));
      g.output(g.gemm(side + ".last", hidden, 4), side + ".point");
    }
    return g.build();
  }

  private static Tuner.Request request(Model model) {
    return new Tuner.Request(
        model,
        splits.task(),
        new Tuner.Material(Objects.requireNonNull(splits.train()), splits.validation()),
        new Tuner.Regime(TuneSettings.defaults().withEpochs(60), 1));
  }

  private static Predictions said(Model model) {
    Dataset test = Objects.requireNonNull(splits.test());
    return Evaluator.predict(model, splits.task(), test, new Evaluator.Run(100, 1, Progress.NONE));
  }

  @Test
  void dataAsksForItByItsName() {
    Task task = splits.task();
    assertEquals(new Task(new Pairs(), "close", 0, 1), task);
    assertEquals(task.kind(), TaskKinds.CATALOGUE.require("pairs"));
    assertEquals("cosine-mse", task.judgedBy("cosine-mse").metric());
    String message =
        assertThrows(DataException.class, () -> task.judgedBy("cosine-mae")).getMessage();
    assertTrue(message.contains("task is pairs") && message.contains("\"cosine-mse\""), message);
  }

  @Test
  void bothOutputsAreTrainedTogether() {
    Task task = splits.task();
    Predictions before = said(fresh);
    Predictions after = said(tuned);
    assertTrue(task.value(after) > 0.8, "" + task.figures(after));
    assertTrue(task.value(before) < 0.4, "" + task.figures(before));
  }

  @Test
  void lossesArePaired() {
    Predictions before = said(tuned);
    Predictions after = said(fresh);
    PairedDrop close = PairedDrop.of(splits.task(), before, after, 0.95);
    assertTrue(close.method().contains("Tango"), close.method());
    assertEquals(splits.task().value(before) - splits.task().value(after), close.drop(), 1e-9);
    PairedDrop mse = PairedDrop.of(splits.task().judgedBy("cosine-mse"), before, after, 0.95);
    assertTrue(mse.method().contains("bootstrap") && mse.low() > 1, mse.toString());
  }

  /** Cut to three quarters, tuned towards labels and original, judged, and told. */
  @Test
  void aRunPrunesAndReports() {
    Recipe recipe = Recipe.defaults();
    for (String set :
        new String[] {
          "goal.target=macs", "goal.ratio=0.75", "goal.maxDrop=0.1", "latency.runs=10"
        }) {
      recipe = RecipeCodec.set(recipe, set);
    }
    Tools tools =
        new Tools(
            new TorchTuner(), new TorchGradients(), TorchStatistics::reestimate, Progress.NONE);
    RunRecord record =
        new Pruner(tools)
            .prune(
                new PruneRequest(
                    folder.resolve("towers.onnx"),
                    folder.resolve("data.yaml"),
                    recipe,
                    folder.resolve("run")))
            .record();
    assertEquals("close", Objects.requireNonNull(record.outcome().drop()).metric());
    assertTrue(Objects.requireNonNull(record.outcome().result()).metrics().get("close") > 0.7);
    assertTrue(record.outcome().result().macs() <= 0.75 * record.outcome().original().macs());
    String page = HtmlReport.html(record);
    assertTrue(page.contains("pairs judged by close") && page.contains("cosine-mse"));
  }
}
