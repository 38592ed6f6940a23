package dev.espalier.quantise;

import dev.espalier.data.Batch;
import dev.espalier.data.Batches;
import dev.espalier.data.Dataset;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How much a model's answers move if one layer alone is quantised. */
public final class LayerHarm {
  private static final int BATCH = 16;

  private LayerHarm() {}

  /**
   * {@return the layers of a plan, those first that move the answers most} Cost: one pass over the
   * data for each layer.
   *
   * @param model that the plan was made of
   * @param plan its layers
   * @param data real inputs
   * @param threads of the runtime
   */
  public static List<String> ordered(Model model, QuantPlan plan, Dataset data, int threads) {
    List<Map<String, Tensor>> wanted = answers(model, data, threads);
    Map<String, Double> moved = new HashMap<>();
    plan.layers()
        .forEach(
            (key, form) -> {
              QuantPlan alone = alone(model, plan, key, form);
              List<Map<String, Tensor>> given = answers(Quantised.of(model, alone), data, threads);
              moved.put(key, distance(wanted, given));
            });
    List<String> ordered = new ArrayList<>(plan.layers().keySet());
    ordered.sort(Comparator.comparingDouble(key -> -moved.getOrDefault(key, 0.0)));
    return ordered;
  }

  /** The plan of one layer, with the grids that it has in the whole. */
  private static QuantPlan alone(Model model, QuantPlan plan, String key, Form form) {
    Map<String, Form> layer = Map.of(key, form);
    Map<String, Grid> values = new LinkedHashMap<>();
    RoundedValues.of(model.graph(), layer)
        .keySet()
        .forEach(
            value -> {
              Grid grid = plan.values().get(value);
              if (grid != null) {
                values.put(value, grid);
              }
            });
    return new QuantPlan(layer, values);
  }

  private static List<Map<String, Tensor>> answers(Model model, Dataset data, int threads) {
    List<Map<String, Tensor>> answers = new ArrayList<>();
    try (Session session = Session.open(model, SessionOptions.threads(threads))) {
      for (Batch batch : Batches.of(model, data, BATCH)) {
        answers.add(session.run(batch.inputs()));
      }
    }
    return answers;
  }

  /** The squared difference of all floating outputs, each as a share of its own square. */
  private static double distance(
      List<Map<String, Tensor>> wanted, List<Map<String, Tensor>> given) {
    Map<String, double[]> sums = new HashMap<>();
    for (int b = 0; b < wanted.size(); b++) {
      Map<String, Tensor> other = given.get(b);
      wanted
          .get(b)
          .forEach(
              (output, tensor) -> {
                if (tensor.type().floating()) {
                  add(
                      sums.computeIfAbsent(output, o -> new double[2]),
                      tensor,
                      Objects.requireNonNull(other.get(output)));
                }
              });
    }
    return sums.values().stream().mapToDouble(s -> s[0] / Math.max(1e-30, s[1])).sum();
  }

  private static void add(double[] sums, Tensor wanted, Tensor given) {
    double[] right = wanted.doubles();
    double[] found = given.doubles();
    for (int i = 0; i < right.length; i++) {
      sums[0] += (found[i] - right[i]) * (found[i] - right[i]);
      sums[1] += right[i] * right[i];
    }
  }
}
