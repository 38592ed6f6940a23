package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.Pruner;
import dev.espalier.torch.TorchGradients;
import dev.espalier.torch.TorchStatistics;
import dev.espalier.torch.TorchTuner;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A convolution before MeanVarianceNormalization loses channels, proven, and the result can be
 * tuned.
 */
@Tag("slow")
class MeanVarianceTest {
  private static final int SIDE = 8;

  @TempDir Path folder;

  private Path model() {
    GraphBuilder g = GraphBuilder.fresh("normalised", 3);
    String image = g.reshape(g.input("x", SIDE * SIDE), -1, 1, SIDE, SIDE);
    String first = g.relu(g.conv("first", g.shaped(image, -1, 1, SIDE, SIDE), ConvSpec.of(12, 3)));
    String normal =
        g.node("MeanVarianceNormalization", Attributes.of("axes", new int[] {2, 3}), first);
    String second = g.relu(g.conv("second", g.shaped(normal, g.shape(first)), ConvSpec.of(8, 3)));
    g.output(g.gemm("out", g.flatten(second), 2), "y");
    Path file = folder.resolve("normalised.onnx");
    OnnxWriter.write(g.build(), file);
    return file;
  }

  /** Whether the left half of an image is the brighter one. */
  private Path data() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SIDE * SIDE; i++) {
      text.append('p').append(i).append(',');
    }
    text.append("label\n");
    SplittableRandom random = new SplittableRandom(5);
    for (int row = 0; row < 400; row++) {
      double light = random.nextGaussian();
      for (int i = 0; i < SIDE * SIDE; i++) {
        double side = i % SIDE < SIDE / 2 ? light : -light;
        text.append(String.format(Locale.ROOT, "%.3f,", side + random.nextGaussian()));
      }
      text.append(light > 0 ? 1 : 0).append('\n');
    }
    return Files.writeString(folder.resolve("images.csv"), text);
  }

  @Test
  void channelsBeforeItAreCutAndTuned() throws IOException {
    Recipe recipe = Recipe.defaults();
    for (String set :
        new String[] {
          "goal.target=macs",
          "goal.ratio=0.5",
          "study=none",
          "cut.round=1",
          "latency.runs=5",
          "latency.largeBatch=2",
          "tune.epochs=1"
        }) {
      recipe = RecipeCodec.set(recipe, set);
    }
    Tools tools =
        new Tools(
            new TorchTuner(), new TorchGradients(), TorchStatistics::reestimate, Progress.NONE);
    Path model = model();
    Path out = folder.resolve("run");
    RunRecord record =
        new Pruner(tools).prune(new PruneRequest(model, data(), recipe, out)).record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(Kept.of("first", model, out).size() < 12);
    assertFalse(
        record.course().steps().get(record.course().steps().size() - 1).epochs().isEmpty(),
        "it was tuned");
    Verification verified = Verification.of(model, out);
    assertTrue(verified.certified(), verified.message());
  }
}
