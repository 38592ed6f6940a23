package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.DataSource;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import dev.espalier.run.Pruner;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.torch.TorchGradients;
import dev.espalier.torch.TorchStatistics;
import dev.espalier.torch.TorchTuner;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels 0 to 3 are learned by the example's loss, and a run judges by how many it is off. */
@Tag("slow")
class OrdinalTest {
  private static final Task TASK = new Task(new Ordinal(), Ordinal.OFF, 0, 1);

  @TempDir Path folder;

  @Test
  void figuresCountLevels() {
    float[] logits = {1, 1, -1, -2, -1, -1, 3, 2, 1};
    Predictions said = new Predictions(logits, 3, Tensor.vector(2, 2, 3));
    assertEquals(Map.of(Ordinal.OFF, 2 / 3.0, "exact", 2 / 3.0), TASK.figures(said));
    assertArrayEquals(new double[] {0, 2, 0}, TASK.perRecord(said));
    double second = (softplus(2) + softplus(1) + softplus(-1)) / 3;
    assertEquals(second, TASK.losses(said, said)[1], 1e-9);
    Predictions outside = new Predictions(logits, 3, Tensor.vector(2, 4, 3));
    assertTrue(
        assertThrows(DataException.class, () -> TASK.figures(outside))
            .getMessage()
            .contains("from 0 to 3"));
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  private void data() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,c,stars\n");
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1500; i++) {
      double[] p = random.doubles(3, -1, 1).toArray();
      double score = p[0] + p[1] * p[1];
      int stars = score < -0.3 ? 0 : score < 0.3 ? 1 : score < 0.9 ? 2 : 3;
      rows.append(String.format(Locale.ROOT, "%.5f,%.5f,%.5f,%d%n", p[0], p[1], p[2], stars));
    }
    Files.writeString(folder.resolve("stars.csv"), rows);
    Files.writeString(
        folder.resolve("data.yaml"), "path: stars.csv\nlabels: {columns: stars, task: ordinal}\n");
  }

  private Model trained() {
    GraphBuilder g = GraphBuilder.fresh("stars", 3);
    g.output(g.gemm("last", g.relu(g.gemm("hidden", g.input("x", 3), 32)), 3), "y");
    Model fresh = g.build();
    Splits splits = DataSource.open(folder.resolve("data.yaml"), fresh);
    assertEquals(TASK, splits.task());
    return new TorchTuner()
        .tune(
            new Tuner.Request(
                fresh,
                splits.task(),
                new Tuner.Material(Objects.requireNonNull(splits.train()), splits.validation()),
                new Tuner.Regime(TuneSettings.defaults().withEpochs(8), 1)))
        .model();
  }

  @Test
  void aRunTrainsPrunesAndReports() throws IOException {
    data();
    OnnxWriter.write(trained(), folder.resolve("stars.onnx"));
    Recipe recipe = Recipe.defaults();
    for (String set :
        new String[] {"goal.target=macs", "goal.ratio=0.6", "latency.runs=5", "study=none"}) {
      recipe = RecipeCodec.set(recipe, set);
    }
    Tools tools =
        new Tools(
            new TorchTuner(), new TorchGradients(), TorchStatistics::reestimate, Progress.NONE);
    RunRecord record =
        new Pruner(tools)
            .prune(
                new PruneRequest(
                    folder.resolve("stars.onnx"),
                    folder.resolve("data.yaml"),
                    recipe,
                    folder.resolve("run")))
            .record();
    double before = Objects.requireNonNull(record.outcome().original()).metrics().get(Ordinal.OFF);
    double after = Objects.requireNonNull(record.outcome().result()).metrics().get(Ordinal.OFF);
    assertTrue(before < 0.25, "trained: off by " + before + " levels");
    assertTrue(after < 0.35, "pruned: off by " + after + " levels");
    assertTrue(HtmlReport.html(record).contains(Ordinal.OFF));
  }
}
