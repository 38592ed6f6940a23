package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.job.PruneRequest;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a small network that answers as its data says, for tests of the flow around cuts. */
public abstract class FittedNetwork {
  @TempDir protected Path folder;
  protected Path model = Path.of("");
  protected Path data = Path.of("");

  @BeforeEach
  void write() throws IOException {
    write(32, 24);
  }

  /** With layers of these widths. */
  protected final void write(int first, int second) throws IOException {
    GraphBuilder g = GraphBuilder.fresh("mlp", 3);
    String x = g.input("x", 6);
    String hidden = g.relu(g.gemm("second", g.relu(g.gemm("first", x, first)), second));
    Model mlp = g.output(g.gemm("out", hidden, 2), "y").build();
    model = folder.resolve("mlp.onnx");
    OnnxWriter.write(mlp.withMetadata("licence", "free"), model);
    data = folder.resolve("data.csv");
    Files.writeString(data, records(mlp));
  }

  /**
   * Inputs of which most barely vary, so that units can go, and the class that the network itself
   * gives.
   */
  static String records(Model mlp) {
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,label\n");
    SplittableRandom random = new SplittableRandom(5);
    try (Session session = Session.open(mlp, SessionOptions.threads(1))) {
      for (int i = 0; i < 1200; i++) {
        float[] row = new float[6];
        for (int j = 0; j < 6; j++) {
          row[j] = (float) (random.nextGaussian() * (j < 3 ? 1 : 0.05));
          text.append(String.format(Locale.ROOT, "%.4f,", row[j]));
        }
        float[] y = session.run(Map.of("x", Tensor.floats(row, 1, 6))).get("y").floats();
        text.append(y[1] > y[0] ? 1 : 0).append('\n');
      }
    }
    return text.toString();
  }

  protected static Recipe recipe(String... settings) {
    Recipe recipe =
        RecipeCodec.set(
            RecipeCodec.set(Recipe.defaults(), "latency.runs=5"), "latency.largeBatch=2");
    recipe = RecipeCodec.set(RecipeCodec.set(recipe, "study=none"), "cut.round=1");
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  protected PruneResult prune(Tools tools, Recipe recipe, String out, boolean resume) {
    PruneRequest fresh = new PruneRequest(model, data, recipe, folder.resolve(out));
    return new Pruner(tools).prune(resume ? fresh.resumed() : fresh);
  }

  protected static Tools tools(Tuner tuner) {
    return new Tools(tuner, null, null, Progress.NONE);
  }

  /** Leaves weights alone, and tells of each request. */
  static Tuner noting(Consumer<Tuner.Request> told) {
    return request -> {
      told.accept(request);
      return new Tuner.Result(request.model(), List.of());
    };
  }

  static List<String> reasons(PruneResult result) {
    return result.record().course().steps().stream().flatMap(s -> s.reasons().stream()).toList();
  }

  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Leaves weights alone and dies, like a killed process, when asked once too often: what is tested
   * is the flow around it.
   */
  static final class Echo implements Tuner {
    private int left;

    Echo(int times) {
      this.left = times;
    }

    @Override
    public Result tune(Request request) {
      if (left-- == 0) {
        throw new Died();
      }
      assertEquals(TaskKinds.CLASSIFICATION, request.task().kind());
      return new Result(request.model(), List.of());
    }
  }
}
