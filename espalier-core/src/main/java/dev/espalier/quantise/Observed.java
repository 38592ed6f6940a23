package dev.espalier.quantise;

import dev.espalier.data.Batch;
import dev.espalier.data.Batches;
import dev.espalier.data.Dataset;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The numbers that the inner values of a model have on data. */
final class Observed {
  private static final int BATCH = 16;

  private final Model model;
  private final List<String> values;
  private final Batches batches;
  private final int threads;

  private Observed(Model model, Collection<String> values, Dataset data, int threads) {
    this.model = model;
    this.values = List.copyOf(values);
    this.batches = Batches.of(model, data, BATCH);
    this.threads = threads;
  }

  /** What is done with the numbers of one value in one batch. */
  private interface Use {
    void of(String value, double[] numbers);
  }

  /**
   * {@return how the numbers of each value are spread} Runs the model twice on all records: for the
   * ends of the ranges, then for what lies between.
   *
   * @param model whose values they are
   * @param values names of inputs and of what nodes make
   * @param data real inputs
   * @param threads of the runtime
   */
  static Map<String, Histogram> of(
      Model model, Collection<String> values, Dataset data, int threads) {
    return new Observed(model, values, data, threads).spread();
  }

  private Map<String, Histogram> spread() {
    Map<String, List<double[]>> ends = new LinkedHashMap<>();
    each(
        (value, numbers) ->
            ends.computeIfAbsent(value, v -> new ArrayList<>()).add(ends(value, numbers)));
    Map<String, Histogram> spread = new LinkedHashMap<>();
    ends.forEach(
        (value, each) ->
            spread.put(
                value,
                new Histogram(
                    each.stream().mapToDouble(e -> e[0]).toArray(),
                    each.stream().mapToDouble(e -> e[1]).toArray())));
    each(
        (value, numbers) -> {
          Histogram histogram = Objects.requireNonNull(spread.get(value));
          for (double number : numbers) {
            histogram.add(number);
          }
        });
    return spread;
  }

  private void each(Use use) {
    Model observing = model.withGraph(model.graph().observing(made()));
    try (Session session = Session.open(observing, SessionOptions.threads(threads))) {
      for (Batch batch : batches) {
        Map<String, Tensor> inputs = batch.inputs();
        Map<String, Tensor> said = session.run(inputs, made());
        for (String value : values) {
          Tensor made = said.get(value);
          Tensor numbers = made == null ? inputs.get(value) : made;
          use.of(value, Objects.requireNonNull(numbers).doubles());
        }
      }
    }
  }

  private List<String> made() {
    return values.stream().filter(v -> model.graph().producers().containsKey(v)).toList();
  }

  private static double[] ends(String value, double[] numbers) {
    double low = 0;
    double high = 0;
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new DataException(
            "the value "
                + value
                + " is "
                + number
                + " on some examples, so that no range can be given to it; look for inputs that are"
                + " out of range, or leave its layer float (--exclude)");
      }
      low = Math.min(low, number);
      high = Math.max(high, number);
    }
    return new double[] {low, high};
  }
}
