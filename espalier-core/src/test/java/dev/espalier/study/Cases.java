package dev.espalier.study;

import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.data.Batch;
import dev.espalier.data.Sample;
import dev.espalier.data.Splits;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Probe;
import dev.espalier.recipe.Recipe;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Small data sets and models with known facts. */
final class Cases {
  static final Task BINARY = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);
  static final int FEATURES = 4;

  private Cases() {}

  /** Rows of normal numbers; the class is the sign of the first two columns' sum. */
  static float[][] rows(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[n][FEATURES];
    for (float[] row : rows) {
      for (int c = 0; c < FEATURES; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  static Sample table(float[][] rows) {
    float[] flat = new float[rows.length * FEATURES];
    long[] labels = new long[rows.length];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, flat, r * FEATURES, FEATURES);
      labels[r] = rows[r][0] + rows[r][1] > 0 ? 1 : 0;
    }
    return new Sample(
        new Batch(
            Map.of("x", Tensor.floats(flat, rows.length, FEATURES)),
            Tensor.vector(labels),
            rows.length));
  }

  /** A network that knows the rule: hidden units for plus and minus the sum, the others idle. */
  static Model network() {
    GraphBuilder g = GraphBuilder.fresh("known", 1);
    String x = g.input("x", FEATURES);
    Model model = g.output(g.gemm("out", g.relu(g.gemm("hidden", x, 8)), 2), "y").build();
    java.util.Map<String, Tensor> weights =
        new java.util.LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll((name, old) -> known(name, old));
    return model.withGraph(model.graph().withInitializers(weights));
  }

  private static Tensor known(String name, Tensor old) {
    float[] values = new float[old.size()];
    boolean turned = old.rank() == 2 && (old.dims()[0] == 8 || old.dims()[0] == 2);
    if (name.startsWith("hidden") && old.rank() == 2) {
      for (int in = 0; in < 2; in++) {
        values[turned ? in : in * 8] = 3;
        values[turned ? FEATURES + in : in * 8 + 1] = -3;
      }
    } else if (name.startsWith("out") && old.rank() == 2) {
      values[turned && old.dims()[0] == 2 ? 8 : 1] = 1;
      values[turned && old.dims()[0] == 2 ? 1 : 2] = 1;
    }
    return Tensor.floats(values, old.dims());
  }

  static Splits splits(Sample train, Sample validation, Sample test) {
    return new Splits(
        BINARY,
        train,
        validation,
        test,
        true,
        "hash",
        "hash",
        List.of("low", "high"),
        List.of(),
        "made here");
  }

  static StudyRequest request(Model model, Splits splits, Recipe recipe, Set<String> stated) {
    Coupler coupler = new Coupler(OpRules.standard(), true);
    Coupling coupling = coupler.couple(model, Probe.observe(model));
    return new StudyRequest(
        "known.onnx",
        coupling,
        coupler,
        splits,
        recipe,
        stated,
        true,
        Double.NaN,
        null,
        dev.espalier.progress.Progress.NONE);
  }
}
